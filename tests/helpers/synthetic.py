"""A small made-up result with every table filled, for tests of storing, reading and telling."""

from __future__ import annotations

from typing import Any

import numpy as np

from gbad.results import TABLES, Result

_FIRST = {
    "first_line_of_sight_s": 10.0,
    "first_detection_s": 14.0,
    "confirmed_s": 22.0,
    "shared_s": 23.0,
    "identified_s": 30.0,
    "ranked_s": 30.0,
}
_ROWS: dict[str, list[dict[str, Any]]] = {
    "truth": [
        {"object": name, "time_s": t, "latitude_deg": 39.0 + t / 1e4, "longitude_deg": 33.0, "height_m": 900.0}
        for name in ("airliner", "cm-1", "cm-2", "cm-3")
        for t in (0.0, 10.0, 20.0)
    ],
    "detections": [
        {"radar": "radar-1", "visit": 3, "time_s": 14.0, "slant_range_m": 30e3, "snr_db": 15.0, "object": "cm-1"},
        {"radar": "radar-1", "visit": 3, "time_s": 14.5, "slant_range_m": 31e3, "snr_db": 13.5, "object": ""},
    ],
    "tracks": [
        {"command": "post", "track": 1, "time_s": 24.0, "identity": "hostile", "object": "cm-1"}
        | {"latitude_deg": 39.2, "longitude_deg": 33.0, "height_m": 900.0}
    ],
    "track_marks": [
        {"command": "post", "time_s": 24.0, "event": "formed", "object": "cm-1", "track": 1}
        | {"latitude_deg": 39.2, "longitude_deg": 33.0}
    ],
    "track_scores": [{"command": "post", "time_s": 24.0, "type": "cruise-missile", "objects": 3, "followed": 1}],
    "reactions": [{"object": "cm-1", "noticed_s": 20.0, "by": "seeker", "acted": True, "begins_s": 22.0}],
    "identities": [
        {"time_s": 24.0, "command": "post", "track": 1, "identity": "hostile", "before": "unknown"}
        | {"reason": "too_fast", "interrogations": 3, "object": "cm-1"},
    ],
    "orders": [
        {"time_s": 31.0, "command": "post", "battery": "b1", "round": "b1/1/1", "track": 1, "launch_s": 36.0}
        | {"object": "cm-1"},
        {"time_s": 41.0, "command": "post", "battery": "b1", "round": "b1/1/2", "track": 2, "launch_s": 46.0}
        | {"object": "cm-2"},
    ],
    "shots": [
        {"round": "b1/1/1", "battery": "b1", "interceptor": "48n6e3", "track": 1, "object": "cm-1", "order_s": 31.0}
        | {"launch_s": 36.0, "end_s": 58.0, "end_reason": "intercept", "miss_distance_m": 4.0, "kill_probability": 0.8}
        | {"killed": True, "reported_kill": 1, "shot_at_object": 1, "aimed_at": "cm-1"},
        {"round": "b1/1/2", "battery": "b1", "interceptor": "48n6e3", "track": 2, "object": "cm-2", "order_s": 41.0}
        | {"launch_s": 46.0, "end_s": 70.0, "end_reason": "intercept", "miss_distance_m": 9.0, "kill_probability": 0.5}
        | {"killed": False, "reported_kill": 0, "shot_at_object": 1, "aimed_at": "cm-2"},
    ],
    "outcomes": [
        {"object": "cm-1", "type": "cruise-missile", "is_threat": True, "aims_at": "city", "fate": "killed"}
        | {"cause": "none", **_FIRST, "first_order_s": 31.0, "first_launch_s": 36.0, "first_intercept_s": 58.0}
        | {"end_s": 58.0, "planned_end_s": 90.0, "engaged": True, "shots": 1},
        {"object": "cm-2", "type": "cruise-missile", "is_threat": True, "aims_at": "city", "fate": "leaked"}
        | {"cause": "shot_and_missed", **_FIRST, "first_order_s": 41.0, "first_launch_s": 46.0}
        | {"first_intercept_s": 70.0, "end_s": 90.0, "planned_end_s": 90.0, "engaged": True, "shots": 1}
        | {"evidence": "one round met it and missed; no time for another", "last_opportunity_s": 60.0},
        {"object": "cm-3", "type": "cruise-missile", "is_threat": True, "aims_at": "city", "fate": "leaked"}
        | {
            "cause": "no_channel",
            **_FIRST,
            "shots": 0,
            "end_s": 95.0,
            "planned_end_s": 95.0,
            "last_opportunity_s": 50.0,
        }
        | {"last_opportunity_battery": "b1", "evidence": "both channels held other targets at 50.0 s"},
        {"object": "airliner", "type": "airliner", "fate": "survived", "cause": "none", "end_s": 600.0} | {"shots": 0},
    ],
    "events": [
        {"time_s": 14.0, "event": "detection", "object": "cm-1", "radar": "radar-1", "text": "cm-1 is first detected"},
        {"time_s": 36.0, "event": "launch", "object": "cm-1", "battery": "b1", "text": "b1 launches at cm-1"},
    ],
    "claims": [{"id": "c06", "says": "It can detect targets at 600 km", "verdict": "holds_if", "value": 20400.0}],
    "channels": [{"battery": "b1", "time_s": 36.0, "rounds_ready": 31, "target_channels_busy": 1}],
    "paths": [
        {"round": "b1/1/1", "time_s": t, "latitude_deg": 39.5, "longitude_deg": 32.5, "height_m": 1000.0 + 500.0 * t}
        | {"speed_mps": 500.0, "phase": "boost"}
        for t in (36.0, 37.0)
    ],
    "pointing": [{"radar": "radar-1", "time_s": 0.0, "state": "works", "cue": 0}],
    "messages": [
        {"kind": "track", "sender": "radar-1", "receiver": "post", "valid_s": 20.0, "sent_s": 21.0, "arrived_s": 22.0}
        | {"track": 1}
    ],
    "sites": [{"id": "b1", "kind": "battery", "latitude_deg": 39.5, "longitude_deg": 32.5, "height_m": 1000.0}],
}


def table(name: str, rows: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    """Columns of table ``name`` from rows that give only what matters."""
    columns = TABLES[name].columns
    return {
        key: np.array([row.get(key, 0 if key == "run" else column.missing) for row in rows], column.dtype)
        for key, column in columns.items()
    }


def synthetic_tables(runs: int = 1) -> dict[str, dict[str, np.ndarray]]:
    """Tables of ``runs`` equal runs; claims and sites once."""
    return {
        name: table(
            name, [row | {"run": run} for run in range(runs if "run" in TABLES[name].columns else 1) for row in rows]
        )
        for name, rows in _ROWS.items()
    }


def synthetic_result(runs: int = 1, **manifest: Any) -> Result:
    """Three threats (one killed, two leaked) and one airliner per run."""
    stated = {"scenario": "made-up", "seed": 7, "runs": runs, "simulated_s": 600.0, "wall_s": 0.1, "warnings": []}
    return Result(synthetic_tables(runs), stated | manifest)
