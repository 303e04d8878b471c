"""Where does it turn? The smallest of some settings at which a statement about a raid is true, with an interval.

The statement is about a mean over runs: "something leaks in half of the raids", "six leak on average", "twice as many
leak as at the first setting". It is taken to be false up to some setting and true from there on (``rises``); that is an
assumption, stated in the answer and checked where settings were played.

At every setting that is asked runs are added until an interval that holds at all numbers of runs at once
(``gbad.studies.anytime``) leaves zero out, or until a setting has had its share; then the search goes on at the middle
of what is left, as bisection does, and around a setting that stayed undecided. The errors of all settings together are
at most ``1 - level``: each gets that over the number of settings that may be asked (Bonferroni). So the interval covers
the true crossing at least as often as stated, whatever the search looked at (I. Waudby-Smith and A. Ramdas, 2024, for
the sequences; compare R. Waeber, P. Frazier and S. Henderson, "Bisection search with noisy responses", SIAM J. Control
Optim. 51 (2013) 2261-2279, which narrows faster and covers only in the limit).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gbad.studies.anytime import anytime_mean, log_capital
from gbad.studies.intervals import Bounds, Tally, tally

Floats = NDArray[np.float64]
# of a setting (its index) and a number of runs: how far each run is above the edge `(runs,)`, and its bounds
Played = Callable[[int, int], tuple[Floats, Bounds]]
FIRST_LOOK = 25  # [runs]
BELOW, ABOVE, UNDECIDED = "below", "above", "undecided"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was played at one setting."""

    setting: int  # index
    runs: int
    mean: float  # of how far runs are above the edge
    low: float
    high: float

    @property
    def says(self) -> str:
        """On which side of the edge the setting lies."""
        return ABOVE if self.low > 0.0 else BELOW if self.high < 0.0 else UNDECIDED


@dataclass(frozen=True, slots=True)
class Crossing:
    """The first setting at which the statement is true lies in ``first .. last`` (indices).

    ``first`` 0 says that it may be true everywhere, ``last`` the number of settings that it may be true nowhere.
    """

    first: int
    last: int
    estimate: float  # a setting between two, by isotonic means; nan where the edge is not crossed
    asked: tuple[Asked, ...]  # by setting
    settings: int

    @property
    def runs(self) -> int:
        """Runs of all settings."""
        return sum(each.runs for each in self.asked)


def find_crossing(play: Played, settings: int, *, most_runs: int = 1600, level: float = 0.95) -> Crossing:
    """Search the settings ``0 .. settings - 1``; at most ``most_runs`` runs of each that is asked.

    The ends are asked first: where the statement is true at the first setting or false at the last, that is the answer.
    """
    asked: dict[int, Asked] = {}
    allowed = 2 * math.ceil(math.log2(max(settings, 2))) + 4
    each_level = 1.0 - (1.0 - level) / allowed
    first, last = 0, settings  # the crossing is at one of these or between

    def ask(setting: int) -> str:
        nonlocal first, last
        asked[setting] = found = _decide(play, setting, most_runs, each_level)
        if found.says == BELOW:
            first = max(first, setting + 1)
        elif found.says == ABOVE:
            last = min(last, setting)
        return found.says

    for end in dict.fromkeys((0, settings - 1)):
        ask(end)
    while first < last and len(asked) < allowed:
        setting = _next(first, last, asked)
        if setting is None:
            break
        ask(setting)
    played = tuple(asked[setting] for setting in sorted(asked))
    return Crossing(first, last, _estimate(played), played, settings)


def _decide(play: Played, setting: int, most_runs: int, level: float) -> Asked:
    """Add runs, each time half as many again, until the edge is left out or the runs are spent."""
    runs = min(FIRST_LOOK, most_runs)
    while True:
        values, bounds = play(setting, runs)
        if not len(values):
            return Asked(setting, 0, math.nan, *bounds)
        sample = tally(values)
        if runs >= most_runs or _excluded(sample, bounds, level):
            found = anytime_mean(sample, bounds, level)
            return Asked(setting, len(values), found.estimate, found.low, found.high)
        runs = min(runs + (runs + 1) // 2, most_runs)


def _excluded(sample: Tally, bounds: Bounds, level: float) -> bool:
    """Whether the interval leaves zero out: asked of the game alone, without looking for the interval's ends."""
    span = bounds.high - bounds.low
    if not bounds.low < 0.0 < bounds.high:
        return True
    edge, limit = -bounds.low / span, math.log(2.0 / (1.0 - level))
    scaled = np.clip((sample.values - bounds.low) / span, 0.0, 1.0)
    return (
        log_capital(Tally(scaled, sample.counts), edge) >= limit
        or log_capital(Tally(1.0 - scaled, sample.counts), 1.0 - edge) >= limit
    )


def _next(first: int, last: int, asked: dict[int, Asked]) -> int | None:
    """The setting to ask next: the middle of the widest stretch that is open and was not asked; None when none is.

    ``last`` itself is known to be true, or is no setting.
    """
    known = [first - 1, *(s for s in sorted(asked) if first <= s < last), last]
    gaps = [(b - a, a, b) for a, b in pairwise(known) if b - a > 1]
    if not gaps:
        return None
    _, a, b = max(gaps, key=lambda gap: (gap[0], -gap[1]))
    return (a + b) // 2


def _estimate(asked: tuple[Asked, ...]) -> float:
    """Where means made monotone (pooled where they fall) cross zero, straight between settings."""
    blocks: list[list[float]] = []  # mean, runs, settings
    for each in asked:
        if not each.runs:
            continue
        blocks.append([each.mean, float(each.runs), 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, runs, count = blocks.pop()
            before = blocks[-1]
            before[0] = (before[0] * before[1] + mean * runs) / (before[1] + runs)
            before[1], before[2] = before[1] + runs, before[2] + count
    level = np.repeat([b[0] for b in blocks], [int(b[2]) for b in blocks])
    at = np.array([float(each.setting) for each in asked if each.runs])
    if not len(level) or level[0] >= 0.0 or level[-1] < 0.0:
        return math.nan
    k = int(np.argmax(level >= 0.0))
    share = -level[k - 1] / (level[k] - level[k - 1])
    return float(at[k - 1] + share * (at[k] - at[k - 1]))
