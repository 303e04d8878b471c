"""Where sensors looked and what posts told each other."""

from __future__ import annotations

from gbad.results.schema.column import RUN, Table, number, text, whole

TABLES: dict[str, Table] = {
    "pointing": Table(
        "what sensors were doing: a row for each change of state, and for each cue at each command cycle",
        ("run", "time_s", "radar", "state", "cue"),
        {
            **RUN,
            "radar": text("id of the radar"),
            "time_s": number("s", "from then on; a cue until the next command cycle"),
            "state": text("works, silent, turning, tearing_down, marching, setting_up, destroyed; or cued"),
            "cue": whole("number of the track, its own or its command's; below 0 a passive sensor's bearing; else 0"),
            "azimuth_deg": number("deg", "of the cue, clockwise from true north at the radar, 0 to 360; nan for none"),
            "elevation_deg": number("deg", "of the cue, above the antenna's local horizontal; nan for none"),
            "slant_range_m": number("m", "of the cue; nan for none and for a bearing"),
        },
    ),
    "messages": Table(
        "what was said between posts: when it held, when it left and when it arrived",
        ("run", "sent_s", "kind", "sender", "receiver", "track", "round"),
        {
            **RUN,
            "kind": text("track (report of a radar), order (of a round) or shot (report of a battery)"),
            "sender": text("id of the radar, command post or battery"),
            "receiver": text("id of the command post or battery"),
            "valid_s": number("s", "time of what it tells: track state, order, end of the round"),
            "sent_s": number("s", "when it was ready to leave"),
            "arrived_s": number("s", "when the receiver could act on it; nan if it was lost on the way"),
            "track": whole("of a report its number at that radar, else the system track number"),
            "round": text("id of the round; empty for a track report"),
            "text": text("what was said of the round: fire, kill or miss; empty for a track report"),
        },
    ),
}
