"""What was ordered, flew and was held for it."""

from __future__ import annotations

from gbad.results.schema.column import RUN, STATE, Table, flag, number, text, whole

TABLES: dict[str, Table] = {
    "orders": Table(
        "fire orders, one row for each round",
        ("run", "time_s", "round"),
        {
            **RUN,
            "time_s": number("s", "when it was ordered"),
            "command": text("id of the command post"),
            "battery": text("id of the battery"),
            "round": text("id of the round"),
            "track": whole("system track number"),
            "launch_s": number("s", "planned launch"),
            "intercept_s": number("s", "planned intercept"),
            "asset": text("id of the asset defended; empty for none"),
            "ballistic": flag("the target is taken for a ballistic missile"),
            "object": text("answer key: what the track really was; empty for nothing", True),
        },
    ),
    "shots": Table(
        "rounds that were ordered and what became of them",
        ("run", "order_s", "round"),
        {
            **RUN,
            "round": text("id of the round"),
            "battery": text("id of the battery"),
            "interceptor": text("name of the missile type in the library"),
            "track": whole("system track number it was ordered at"),
            "aimed_at": text("answer key: the object the track really was at launch; empty for a false track", True),
            "object": text("answer key: the object it met or last held; empty for none"),
            "shot_at_object": whole("ordinal among the shots flown at that object, from 1; 0 for none", True),
            "order_s": number("s", "when it was ordered"),
            "launch_s": number("s", "when it left; nan if it never did"),
            "planned_intercept_s": number("s", "as planned at the order", True),
            "end_s": number("s", "closest approach, or end of flight; nan while in flight"),
            "end_reason": text("intercept, no_target, support_lost, self_destruct, too_slow, ground; none in flight"),
            "miss_distance_m": number("m", "closest approach; nan unless intercept"),
            "closing_speed_mps": number("m/s", "at closest approach", True),
            "kill_probability": number("1", "given this arrival; nan unless intercept"),
            "killed": flag("truth: this round killed its object"),
            "reported_kill": whole("what the battery told its command: -1 nothing yet, 0 miss, 1 kill"),
            "launch_latitude_deg": number("deg", "WGS-84, positive north"),
            "launch_longitude_deg": number("deg", "WGS-84, positive east"),
            "launch_height_m": number("m", "above the WGS-84 ellipsoid"),
            "end_latitude_deg": number("deg", "WGS-84, positive north"),
            "end_longitude_deg": number("deg", "WGS-84, positive east"),
            "end_height_m": number("m", "above the WGS-84 ellipsoid"),
        },
    ),
    "paths": Table(
        "where every round flew: at whole seconds since its launch, and at its end",
        ("run", "round", "time_s"),
        {
            **RUN,
            "round": text("id of the round"),
            "time_s": number("s", "since the start"),
            **STATE,
            "east_mps": number("m/s", "velocity over the Earth, from the places around"),
            "north_mps": number("m/s", "velocity over the Earth, from the places around"),
            "up_mps": number("m/s", "velocity over the Earth, from the places around"),
            "phase": text("boost (with its cold launch), midcourse, terminal or end"),
        },
    ),
    "channels": Table(
        "magazines and fire channels over time: a row for each command cycle",
        ("run", "time_s", "battery"),
        {
            **RUN,
            "battery": text("id of the battery"),
            "time_s": number("s", "since the start"),
            "rounds_ready": whole("rounds left in the magazine"),
            "target_channels_busy": whole("targets engaged at once"),
            "missile_channels_busy": whole("missiles guided at once"),
        },
    ),
}
