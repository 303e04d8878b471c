"""How likely is what hardly ever happens? Fixed-effort splitting: runs that come nearer are copied, others are let go.

A rare event is the last of some levels that every run must pass on its way to it. A **repetition** plays N runs up to
the first level; from those that get there N copies go on, each with dice of its own from there, up to the next, and so
on. With s_k of N getting to level k, the product of all s_k / N is an estimate of the probability without bias,
whatever the levels and N, if each copy goes on by the same law as the run it was taken from (M. Garvels, "The splitting
method in rare event simulation", 2000; P. Del Moral, "Feynman-Kac formulae", 2004). Levels change the scatter alone;
they come from a pilot with other dice (adaptive splitting: F. Cerou and A. Guyader, Stochastic Analysis and
Applications 25 (2007) 417-443), so that they do not hang on the runs that are counted.

Several repetitions with dice of their own give the interval: Student's on the logarithm, by the error of the mean of
their estimates. A repetition in which nobody gets to the end is an estimate of 0 and counts as that.

Copies are shared out among those that got there as evenly as N allows, the rest by dice; run numbers, and with them all
dice, are a pure function of repetition, stage and place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from scipy.special import stdtrit

from gbad.physics.random import BOOTSTRAP, uniforms
from gbad.tables import Floats, Ints
from gbad.textbook.intervals import Interval

State = TypeVar("State")
PILOT = 1 << 22  # repetition whose runs place the levels
SHARE = 0.25  # of the pilot's runs that are to get from one level to the next
MOST_LEVELS = 64
FEWEST_REPETITIONS = 4
_STAGE, _REPETITION = 1 << 28, 1 << 40


class World(Protocol[State]):
    """What can be split: a run that is played on until it is high enough."""

    def begin(self, number: int) -> State:
        """Run ``number`` before time starts."""
        ...

    def climb(self, state: State, level: float, last: bool) -> bool:
        """Play on until the run is at ``level`` and may be copied (or, for the last level, is there); else to its end.

        A run that has been as high before is there at once.
        """
        ...

    def highest(self, state: State) -> float:
        """The most that the run has reached so far."""
        ...

    def branch(self, state: State, number: int) -> State:
        """A copy that goes on with the dice of run ``number``; ``state`` stays as it is."""
        ...


@dataclass(frozen=True, slots=True)
class Repetition:
    """One estimate: of the runs of every stage, how many got to its level."""

    number: int
    effort: int
    reached: tuple[int, ...]  # of ``effort`` each; ends with a 0 where nobody went on

    @property
    def probability(self) -> float:
        """The product of the shares."""
        return math.prod(count / self.effort for count in self.reached)


def run_number(repetition: int, stage: int, place: int) -> int:
    """The number of a run, and so its dice."""
    return repetition * _REPETITION + stage * _STAGE + place


def repeat(world: World[State], levels: Sequence[float], effort: int, seed: int, number: int) -> Repetition:
    """Play repetition ``number`` with ``effort`` runs in each stage. The last of ``levels`` is the event."""
    states = [world.begin(run_number(number, 0, k)) for k in range(effort)]
    reached: list[int] = []
    for stage, level in enumerate(levels):
        last = stage == len(levels) - 1
        there = [state for state in states if world.climb(state, level, last)]
        reached.append(len(there))
        if not there or last:
            break
        parents = shared_out(len(there), effort, seed, run_number(number, stage, 0))
        states = [world.branch(there[p], run_number(number, stage + 1, k)) for k, p in enumerate(parents)]
    return Repetition(number, effort, tuple(reached))


def shared_out(parents: int, copies: int, seed: int, key: int) -> list[int]:
    """Parent of each copy: everybody as often as goes evenly, who is once more is drawn."""
    each, rest = divmod(copies, parents)
    order = np.argsort(uniforms(seed, BOOTSTRAP, np.arange(parents), np.uint64(key))[:, 0], kind="stable")
    return sorted([*range(parents)] * each + [int(p) for p in order[:rest]])


def place_levels(world: World[State], top: float, effort: int, seed: int) -> tuple[float, ...]:
    """Levels up to ``top``, such that about a quarter of a pilot's runs get from each to the next.

    Where the pilot cannot get higher the last step is as long as is left.
    """
    levels: list[float] = []
    parents: list[State] = []
    owner: list[int] = []
    for stage in range(MOST_LEVELS):

        def at(place: int, stage: int = stage, owner: list[int] = owner, parents: list[State] = parents) -> State:
            number = run_number(PILOT, stage, place)
            return world.branch(parents[owner[place]], number) if stage else world.begin(number)

        highest: Floats = np.empty(effort)
        for place in range(effort):
            state = at(place)
            world.climb(state, math.inf, False)
            highest[place] = world.highest(state)
        if (highest >= top).sum() >= SHARE * effort:
            break
        level = _next_level(highest, levels[-1] if levels else -math.inf)
        if not level < top:
            break
        levels.append(level)
        there = []
        for place in map(int, np.flatnonzero(highest >= level)):
            # the same dice as before: it climbs again, and stops at the level
            state = at(place)
            if world.climb(state, level, False):
                there.append(state)
        parents, owner = there, shared_out(len(there), effort, seed, run_number(PILOT, stage, 0))
    return (*levels, top)


def _next_level(highest: Floats, above: float) -> float:
    """What a quarter of the runs reached, or the least that is higher than the level before; inf for none."""
    level = float(np.quantile(highest, 1.0 - SHARE, method="higher"))
    if level > above:
        return level
    higher = highest[highest > above]
    return float(higher.min()) if len(higher) else math.inf


def together(repetitions: Sequence[Repetition], level: float = 0.95) -> Interval:
    """Mean of the estimates with its interval; from 0 and without an upper end where no repetition got to the event."""
    estimates = np.array([one.probability for one in repetitions])
    mean = float(estimates.mean())
    if len(estimates) < 2 or mean == 0.0:
        return Interval(mean, 0.0, math.nan)
    error = float(estimates.std(ddof=1)) / math.sqrt(len(estimates)) / mean
    factor = math.exp(float(stdtrit(len(estimates) - 1, 0.5 + 0.5 * level)) * error)
    return Interval(mean, mean / factor, min(mean * factor, 1.0))


def spread(repetitions: Sequence[Repetition]) -> float:
    """Standard deviation of the estimates over their mean; 0 where there is no mean."""
    estimates = np.array([one.probability for one in repetitions])
    return float(estimates.std(ddof=1) / estimates.mean()) if len(estimates) > 1 and estimates.any() else 0.0


def reached(repetitions: Sequence[Repetition], levels: int) -> Floats:
    """Mean probability of getting to each level ``(levels,)``."""
    found = np.zeros((len(repetitions), levels))
    for row, one in enumerate(repetitions):
        shares = np.cumprod(np.array(one.reached, float) / one.effort)
        found[row, : len(shares)] = shares
    means: Floats = found.mean(axis=0)
    return means


def runs_in(repetitions: Sequence[Repetition]) -> Ints:
    """Runs that each repetition played, whole or in part ``(repetitions,)``."""
    return np.array([len(one.reached) * one.effort for one in repetitions], np.int64)
