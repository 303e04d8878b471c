"""motion: planned paths -> truth. Where every aircraft, missile and drone really is.

A motion is one file in this folder: a frozen dataclass of what the path needs, with a ``kind``, and a function
registered for that kind by ``base.register``. All files of the folder are loaded here; there is no list to edit.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from gbad.motion.ballistic import BallisticPath
from gbad.motion.base import Flight, Path, fly, kinds, path, register
from gbad.motion.laying import states, trajectories
from gbad.motion.recorded import RecordedPath
from gbad.motion.released import DriftPath, ReleasedPath
from gbad.motion.waypoints import Waypoint, WaypointPath

__all__ = [
    "BallisticPath",
    "DriftPath",
    "Flight",
    "Path",
    "RecordedPath",
    "ReleasedPath",
    "Waypoint",
    "WaypointPath",
    "fly",
    "kinds",
    "path",
    "register",
    "states",
    "trajectories",
]

for _module in iter_modules(__path__):
    if not _module.name.startswith("_"):
        import_module(f"{__name__}.{_module.name}")
