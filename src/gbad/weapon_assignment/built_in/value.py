"""``greedy`` and ``improved``: the rounds that gain most value, and moves and swaps after it.

The static problem of one cycle (``_value_kernel``): what is in flight, what comes later and what a report will say are
left out; a round too many is limited by the doctrine's salvo alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.tables import Floats
from gbad.weapon_assignment import _value_kernel as numbers
from gbad.weapon_assignment.built_in.guards import Guards, value_of
from gbad.weapon_assignment.orders import Order, fire
from gbad.weapon_assignment.situation import CommandSituation


@dataclass(frozen=True, slots=True)
class ByValue:
    """Largest marginal return first; with ``descends`` improved after it."""

    guards: Guards
    weigh_by: str
    descends: bool
    asks_pending: bool = False

    def __call__(self, situation: CommandSituation) -> list[Order]:
        """Orders of one command at one cycle."""
        n = len(situation.track)
        if n == 0:
            return []
        picks = np.zeros(n, np.int64)
        offered, left = problem_of(situation, self.guards, self.weigh_by)
        numbers.greedy(0, n, offered, left, situation.salvo, picks)
        if self.descends:
            numbers.improve(0, n, offered, left, situation.salvo, picks)
        return [fire(int(row), int(picks[row])) for row in np.flatnonzero(picks)]


def weights_of(situation: CommandSituation, weigh_by: str) -> Floats:
    """What a sure kill of each option's track is worth, ``(n,)``."""
    return value_of(situation) if weigh_by == "value" else situation.priority.astype(float)


def problem_of(situation: CommandSituation, guards: Guards, weigh_by: str) -> tuple[numbers.Offered, numbers.Left]:
    """The static problem of a situation."""
    batteries = len(situation.target_channels_free)
    kinds = int(situation.interceptor.max()) + 1 if len(situation.track) else 1
    offered = numbers.Offered(
        situation.track, situation.battery, situation.interceptor, weights_of(situation, weigh_by),
        situation.kill_probability, situation.intercept_s, situation.rounds_ready, guards.allowed(situation),
        guards.cheap(situation),
    )  # fmt: skip
    left = numbers.Left(
        situation.target_channels_free.astype(np.int64), situation.missile_channels_free.astype(np.int64),
        np.zeros((batteries, kinds), np.int64), guards.for_cheap(situation).astype(np.int64),
    )  # fmt: skip
    return offered, left


def gain_of(offered: numbers.Offered, picks: dict[int, int]) -> float:
    """Expected gain of picks {option: rounds}."""
    return sum(float(numbers.worth(offered, option, rounds)) for option, rounds in picks.items())
