"""gbad: an open laboratory for ground-based air defence. Simulation only.

The front door: ``gbad.run("ankara-2019", seed=7)``, ``gbad.study(...)``, ``gbad.open_results(...)``.
Names load when they are first used, so that ``import gbad`` and ``gbad --help`` stay quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from gbad.version import VERSION as __version__

if TYPE_CHECKING:
    from gbad.archive.rerun import rerun
    from gbad.archive.study import study
    from gbad.archive.threshold import threshold
    from gbad.archive.verification import verify
    from gbad.codes.causes import Cause
    from gbad.errors import GbadError, InputError, ResourceError, ResultsError
    from gbad.library import figures
    from gbad.messages import (
        AirPicture,
        Detections,
        Orders,
        ShotReports,
        TrackReports,
    )
    from gbad.results import Result
    from gbad.results import open as open_results
    from gbad.scenario import Scenario, override, shipped
    from gbad.scenario.load import load
    from gbad.simulation.battle import Battle
    from gbad.simulation.prepare import Prepared, prepare
    from gbad.simulation.run import run
    from gbad.simulation.spine import Batch, play
    from gbad.studies.answer import Study
    from gbad.tables import Tables
    from gbad.weapon_assignment import orders
    from gbad.weapon_assignment.situation import CommandSituation

# name -> module that has it; under another name where a colon says so
_HOMES = {
    "AirPicture": "gbad.messages",
    "Batch": "gbad.simulation.spine",
    "Battle": "gbad.simulation.battle",
    "Cause": "gbad.codes.causes",
    "CommandSituation": "gbad.weapon_assignment.situation",
    "Detections": "gbad.messages",
    "GbadError": "gbad.errors",
    "InputError": "gbad.errors",
    "Orders": "gbad.messages",
    "Prepared": "gbad.simulation.prepare",
    "ResourceError": "gbad.errors",
    "Result": "gbad.results",
    "ResultsError": "gbad.errors",
    "Scenario": "gbad.scenario",
    "ShotReports": "gbad.messages",
    "Study": "gbad.studies.answer",
    "Tables": "gbad.tables",
    "TrackReports": "gbad.messages",
    "figures": "gbad.library",
    "load": "gbad.scenario.load",
    "open_results": "gbad.results:open",
    "orders": "gbad.weapon_assignment:orders",
    "override": "gbad.scenario",
    "play": "gbad.simulation.spine",
    "prepare": "gbad.simulation.prepare",
    "rerun": "gbad.archive.rerun",
    "run": "gbad.simulation.run",
    "shipped": "gbad.scenario",
    "study": "gbad.archive.study",
    "threshold": "gbad.archive.threshold",
    "verify": "gbad.archive.verification",
}

__all__ = [
    "AirPicture",
    "Batch",
    "Battle",
    "Cause",
    "CommandSituation",
    "Detections",
    "GbadError",
    "InputError",
    "Orders",
    "Prepared",
    "ResourceError",
    "Result",
    "ResultsError",
    "Scenario",
    "ShotReports",
    "Study",
    "Tables",
    "TrackReports",
    "__version__",
    "figures",
    "load",
    "open_results",
    "orders",
    "override",
    "play",
    "prepare",
    "rerun",
    "run",
    "shipped",
    "study",
    "threshold",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'gbad' has no attribute {name!r}")
    module, _, inner = _HOMES[name].partition(":")
    return getattr(import_module(module), inner or name)


def __dir__() -> list[str]:
    return __all__
