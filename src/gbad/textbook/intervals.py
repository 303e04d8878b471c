"""Intervals of the textbooks: what ``gbad.studies.intervals`` is held against, and builds on where they are exact.

Exact at any number of runs: Clopper and Pearson (1934) for a share, order statistics for a quantile (David and
Nagaraja, "Order Statistics" (2003), section 7.1), Wilks (1941) for a tolerance. Good for many runs of a measure
without rare large values only: Student (1908), Wilson (1927), Newcombe (Statistics in Medicine 17 (1998) 873-890,
method 10). No study prints the latter: a Student interval of a count that is rarely other than 0 holds its mean far
less often than it says.

All functions are plain: numbers in, ``Interval`` out.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike


class Interval(NamedTuple):
    """An estimate with its interval; ``low`` and ``high`` are nan where the sample is too small to give one."""

    estimate: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half the length of the interval."""
        return 0.5 * (self.high - self.low)

    @property
    def margin(self) -> float:
        """How far the truth may lie from the estimate: the longer of the two sides."""
        return max(self.high - self.estimate, self.estimate - self.low)


def mean_interval(sample: ArrayLike, level: float = 0.95) -> Interval:
    """Mean with Student's t interval, from ``(n,)`` values. One value or none gives nan ends."""
    values = np.asarray(sample, float)
    n = len(values)
    if n == 0:
        return Interval(math.nan, math.nan, math.nan)
    mean = float(values.mean())
    if n == 1:
        return Interval(mean, math.nan, math.nan)
    half = float(_special().stdtrit(n - 1, 0.5 + 0.5 * level) * values.std(ddof=1) / math.sqrt(n))
    return Interval(mean, mean - half, mean + half)


def wilson_interval(successes: int, trials: int, level: float = 0.95) -> Interval:
    """Score interval of a proportion: for display, good for all but the ends."""
    _check_counts(successes, trials)
    z = float(_special().ndtri(0.5 + 0.5 * level))
    p = successes / trials
    centre = (p + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * math.sqrt(p * (1 - p) / trials + z * z / (4 * trials**2))
    # at the ends the score interval touches 0 or 1 exactly; rounding must not step outside
    low = 0.0 if successes == 0 else max(centre - half, 0.0)
    high = 1.0 if successes == trials else min(centre + half, 1.0)
    return Interval(p, low, high)


def exact_interval(successes: int, trials: int, level: float = 0.95) -> Interval:
    """Clopper-Pearson interval of a proportion: never below its level, used near 0 and 1."""
    _check_counts(successes, trials)
    tail = 0.5 - 0.5 * level
    low = 0.0 if successes == 0 else float(_special().betaincinv(successes, trials - successes + 1, tail))
    high = 1.0 if successes == trials else float(_special().betaincinv(successes + 1, trials - successes, 1 - tail))
    return Interval(successes / trials, low, high)


def newcombe_interval(successes1: int, trials1: int, successes2: int, trials2: int, level: float = 0.95) -> Interval:
    """Difference of two independent proportions (first minus second) by squaring and adding Wilson's ends."""
    one, two = wilson_interval(successes1, trials1, level), wilson_interval(successes2, trials2, level)
    difference = one.estimate - two.estimate
    low = difference - math.hypot(one.estimate - one.low, two.high - two.estimate)
    high = difference + math.hypot(one.high - one.estimate, two.estimate - two.low)
    return Interval(difference, low, high)


class QuantileRanks(NamedTuple):
    """Ranks (from 1) of the sorted sample that enclose a quantile, and the probability that they do."""

    low: int
    high: int
    coverage: float


def quantile_ranks(runs: int, quantile: float, level: float = 0.95) -> QuantileRanks:
    """Distribution-free ranks of the order statistics around a quantile. High may be ``runs + 1``: no upper end."""
    tail = 0.5 - 0.5 * level
    # chances of at most -1, 0, ... values below the quantile
    at_most = np.concatenate([[0.0], _special().bdtr(np.arange(runs + 1.0), runs, quantile)])
    low, high = (int(np.searchsorted(at_most[1:], share)) for share in (tail, 1 - tail))
    return QuantileRanks(low, high + 1, float(at_most[high + 1] - at_most[low]))


def runs_for_mean(deviation: float, half_width: float, level: float = 0.95) -> int:
    """Runs that give a mean this half-width, from a pilot's standard deviation (normal approximation)."""
    z = float(_special().ndtri(0.5 + 0.5 * level))
    return math.ceil((z * deviation / half_width) ** 2)


def runs_for_proportion(probability: float, half_width: float, level: float = 0.95) -> int:
    """Runs that give a proportion this half-width (normal approximation)."""
    return runs_for_mean(math.sqrt(probability * (1 - probability)), half_width, level)


def zero_failure_upper(runs: int, level: float = 0.95) -> float:
    """Exact one-sided upper bound of a failure probability after ``runs`` runs without any failure."""
    return 1.0 - (1.0 - level) ** (1.0 / runs)


def tolerance_runs(coverage: float, confidence: float, order: int = 1) -> int:
    """Wilks: fewest runs whose ``order``-th largest value bounds ``coverage`` of all runs with ``confidence``."""
    runs = order
    while float(_special().bdtrc(order - 1, runs, 1.0 - coverage)) < confidence:
        runs += 1
    return runs


def _special() -> Any:
    from scipy import special  # late: many read what an interval is, few work one out, and scipy takes a while to load

    return special


def _check_counts(successes: int, trials: int) -> None:
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"{successes} of {trials}: expected 0 <= successes <= trials and at least one trial")
