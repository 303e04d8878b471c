"""The policies that come with the package, made from a name and parameters. Called like a user's function."""

from __future__ import annotations

from typing import Any

from gbad.codes.policies import Parameters, settings_of
from gbad.weapon_assignment.built_in.doctrines import Doctrine
from gbad.weapon_assignment.built_in.guards import Guards
from gbad.weapon_assignment.built_in.lookahead import Lookahead
from gbad.weapon_assignment.built_in.optimal import Optimal
from gbad.weapon_assignment.built_in.queue import FirstCome, UrgentFirst
from gbad.weapon_assignment.built_in.value import ByValue

BuiltIn = FirstCome | UrgentFirst | ByValue | Optimal | Lookahead | Doctrine

__all__ = ["BuiltIn", "ByValue", "Doctrine", "FirstCome", "Guards", "Lookahead", "Optimal", "UrgentFirst", "made"]


def made(name: str, parameters: Parameters) -> BuiltIn:
    """A policy by name. Raises ``PolicySettingError`` for parameters that it does not take."""
    given: dict[str, Any] = settings_of(name, parameters)
    guards = Guards(int(given["reserve"]), float(given["dear"]), float(given["least_kill_probability"]))
    match name:
        case "first-come":
            return FirstCome(guards)
        case "urgent-first":
            return UrgentFirst(guards)
        case "greedy" | "improved":
            return ByValue(guards, given["weigh_by"], name == "improved")
        case "optimal":
            return Optimal(guards, given["weigh_by"], float(given["time_limit_s"]))
        case "lookahead":
            return Lookahead(guards, float(given["stage_s"]), int(given["worlds"]))
        case "shoot-shoot-look":
            return _doctrine(guards, given, 1, 2)
        case "salvo-look-salvo":
            return _doctrine(guards, given, given["salvo"], given["salvo"])
        case "ripple":
            return _doctrine(guards, given, 1, given["rounds"])
        case _:
            return _doctrine(guards, given, 1, 1)


def _doctrine(guards: Guards, given: dict[str, Any], first: int, in_all: int) -> Doctrine:
    return Doctrine(
        guards, first, in_all, float(given.get("interval_s", 0.0)), float(given["second_look_s"]),
        int(given["hurried_rounds"]), given["hurried_targets"],
    )  # fmt: skip
