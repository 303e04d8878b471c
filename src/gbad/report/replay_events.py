"""What happened in a replay, and how well objects were followed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gbad.report.replay_numbers import whole
from gbad.report.story import records


def events(rows: Mapping[str, Any], marks: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What happened, in order of time: events, then what became of tracks by the answer key."""
    found = [
        {"t": round(10.0 * row["time_s"]), "kind": row["event"], "object": row["object"], "text": row["text"]}
        for row in records(dict(rows))
    ]
    found += [
        {
            "t": round(10.0 * row["time_s"]),
            "kind": f"track_{row['event']}",
            "object": row["object"],
            "text": f"track {row['track']} of {row['command']} {_became(row)}",
        }
        for row in records(dict(marks))
        if row["event"] in ("swapped", "lost", "false")
    ]
    return sorted(found, key=lambda event: (event["t"], event["kind"], event["object"]))


def _became(mark: Mapping[str, Any]) -> str:
    if mark["event"] == "swapped":
        return f"goes over to {mark['object']}"
    return f"of {mark['object']} is lost" if mark["event"] == "lost" else "follows nothing real"


def scores(rows: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Series of every command and class; the class without a name is that of tracks that follow nothing."""
    found = []
    for command in np.unique(rows["command"]) if rows else ():
        for kind in np.unique(rows["type"]):
            mine = {n: v[(rows["command"] == command) & (rows["type"] == kind)] for n, v in rows.items()}
            if not (mine["objects"].any() or mine["tracks"].any()):
                continue
            error = np.where(np.isfinite(mine["error_m"]), np.rint(mine["error_m"]), -1).astype(np.int64)
            counts = {name: mine[name].tolist() for name in ("objects", "followed", "tracks")}
            series = {"t": whole(mine["time_s"], 0.1), **counts, "error": error.tolist()}
            found.append({"by": str(command), "type": str(kind), **series})
    return found
