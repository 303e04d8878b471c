"""The table of least interventions: cause -> what opens that gate and nothing else -> the stage expected to follow.

Each is a function of the compiled tables and of where the gate stood; it returns other tables of the same shape, in
which one figure of one unit is changed. What no table holds (rules of the tracker, the answer of chance) says so in
its entry. ``simulation.rerun`` plays them; nothing here plays. Lines enter by being imported.
"""

from __future__ import annotations

from gbad.attribution.interventions import command, ground, means, radars, reach, timetables
from gbad.attribution.interventions.table import (
    CONFIRMED,
    DETECTED,
    IDENTIFIED,
    IN_REACH,
    MET,
    ORDERED,
    RANKED,
    SHARED,
    STRUCK,
    TABLE,
    Intervention,
    Where,
)
from gbad.codes.causes import Cause

for _cause in (Cause.SHOT_AND_MISSED, Cause.TRACK_SWAPPED, Cause.FALSELY_ASSESSED_KILLED):
    TABLE[_cause] = Intervention(_cause, "the dice are thrown anew", STRUCK, redraws_only=True)

# gates that nothing here opens: what is missing is no figure
UNOPENED = (
    Cause.NONE, Cause.NODE_DESTROYED_OR_SILENT, Cause.NOT_HELD, Cause.NO_BATTERY, Cause.SEVERAL,
)  # fmt: skip

__all__ = [
    "CONFIRMED",
    "DETECTED",
    "IDENTIFIED",
    "IN_REACH",
    "MET",
    "ORDERED",
    "RANKED",
    "SHARED",
    "STRUCK",
    "TABLE",
    "UNOPENED",
    "Intervention",
    "Where",
    "command",
    "ground",
    "means",
    "radars",
    "reach",
    "timetables",
]
