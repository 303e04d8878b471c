"""What really was, and what stands where."""

from __future__ import annotations

from gbad.results.schema.column import PLACE, RUN, STATE, Table, number, text, whole

TABLES: dict[str, Table] = {
    "truth": Table(
        "where every object really was, sampled",
        ("run", "object", "time_s"),
        {
            **RUN,
            "object": text("id of the object"),
            "time_s": number("s", "since the start"),
            **STATE,
            "east_mps": number("m/s", "velocity over the Earth at that place"),
            "north_mps": number("m/s", "velocity over the Earth at that place"),
            "up_mps": number("m/s", "velocity over the Earth at that place"),
        },
    ),
    "sites": Table(
        "what stands where, for the map",
        ("kind", "id"),
        {
            "id": text("id of the radar, command post, battery, launcher or asset"),
            "kind": text("radar, command, battery, launcher or asset"),
            "name": text("for display", True),
            "type": text("name of the library entry", True),
            "command": text("id of the command post it belongs to; empty for none", True),
            **PLACE,
            "boresight_deg": number("deg", "clockwise from true north; nan for all-round", True),
            "sector_deg": number("deg", "full width of the sector; 360 for all-round", True),
            "instrumented_range_m": number("m", "of a radar; nan otherwise", True),
            "elevation_min_deg": number("deg", "of a radar; nan otherwise", True),
            "elevation_max_deg": number("deg", "of a radar; nan otherwise", True),
            "period_s": number("s", "of a radar: one look at every bearing; nan otherwise", True),
            "start_azimuth_deg": number("deg", "where a rotating antenna looks at time 0; nan for all others", True),
            "frequency_hz": number("Hz", "of a radar that sends; nan otherwise", True),
            "rounds": whole("of a battery or launcher at the start; -1 otherwise", True),
            "target_channels": whole("of a battery; -1 otherwise", True),
            "missile_channels": whole("of a battery; -1 otherwise", True),
            "destroyed_s": number("s", "in the first run of the result; nan while it stands", True),
        },
    ),
}
