"""Intervals of a study of so many runs: valid for any measure whose least and greatest possible values are known.

The run is the sampling unit: threats of one run share its luck. Of every measure of a scenario it is known how small
and how large it can be (``gbad.studies.measures.bounds``): leakers lie between none and all. That is what an interval
needs in order to hold at any number of runs, for what has not been seen may still happen: a hundred runs without a
leaker do not exclude that one run in fifty loses everybody.

**Mean** (``bounded``): add one run that had the greatest possible value, give all runs random weights that are even
on the simplex (Dirichlet, all parameters 1), and take the upper 2.5 % point of the weighted mean; the lower end is
the same with the least possible value (N. Gaffke, "Three test statistics for a nonparametric one-sided hypothesis on
the mean of a nonnegative variable", Math. Methods of Statistics 14 (2005) 451-467; E. Learned-Miller and P. S.
Thomas, "A new confidence interval for the mean of a bounded random variable", arXiv 1905.06208). For a measure of
only 0 and 1 this *is* Clopper and Pearson's interval; with many runs it becomes Student's. That it holds for every
bounded measure is a conjecture, proved for special cases, without a known counterexample; ``docs/intervals.md`` has
what was measured.

**Share** of runs (``exact``): Clopper and Pearson. **Quantile**: order statistics, closed by the bounds.

Left out: what the model itself does not know. These intervals cover chance alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.studies.dirichlet import quantile_above
from gbad.textbook.intervals import Interval, QuantileRanks, exact_interval, quantile_ranks

RARE = 10  # runs that differ from the usual, below which their share says more than the mean
Floats = NDArray[np.float64]
Ranks = Callable[[int, float, float], QuantileRanks]  # runs, quantile, level


class Bounds(NamedTuple):
    """The least and the greatest value that a measure can have in a run."""

    low: float
    high: float

    def minus(self, other: Bounds) -> Bounds:
        """Of the difference of two measures."""
        return Bounds(self.low - other.high, self.high - other.low)


class Tally(NamedTuple):
    """A sample as its distinct values, rising, and how many runs had each."""

    values: Floats  # (k,)
    counts: Floats  # (k,)

    @property
    def runs(self) -> int:
        return int(self.counts.sum())

    @property
    def mean(self) -> float:
        return float(self.values @ self.counts) / self.runs if self.runs else math.nan

    @property
    def usual(self) -> float:
        """The commonest value; the least of them where several are as common. nan without runs."""
        return float(self.values[self.counts.argmax()]) if self.runs else math.nan

    @property
    def differing(self) -> int:
        """Runs that had another value than the usual."""
        return self.runs - int(self.counts.max(initial=0.0))


def tally(sample: ArrayLike) -> Tally:
    """Count the values of a sample ``(n,)``."""
    values, counts = np.unique(np.asarray(sample, float), return_counts=True)
    return Tally(values, counts.astype(float))


def mean_interval(sample: Tally, bounds: Bounds, level: float = 0.95) -> Interval:
    """Mean of a bounded measure. Without a run: the bounds. Raises ``ValueError`` for a value outside them."""
    check(sample, bounds)
    mean = sample.mean
    if not sample.runs or bounds.low == bounds.high:
        return Interval(mean, *bounds)
    share = 0.5 - 0.5 * level
    high = _upper(sample, bounds.high, share)
    low = 0.0 - _upper(Tally(-sample.values[::-1], sample.counts[::-1]), -bounds.low, share)
    return Interval(mean, min(low, mean), max(high, mean))


def share_interval(successes: int, trials: int, level: float = 0.95) -> Interval:
    """Share of runs in which something happened; nothing is known without a run."""
    return exact_interval(successes, trials, level) if trials else Interval(math.nan, 0.0, 1.0)


def quantile_interval(
    sample: ArrayLike, quantile: float, bounds: Bounds, level: float = 0.95, ranks: Ranks = quantile_ranks
) -> Interval:
    """Quantile over runs: two values that occurred in the runs, or a bound where no run can tell."""
    values = np.sort(np.asarray(sample, float))
    n = len(values)
    if n == 0:
        return Interval(math.nan, *bounds)
    found = ranks(n, quantile, level)
    low = float(values[found.low - 1]) if found.low >= 1 else bounds.low
    high = float(values[found.high - 1]) if found.high <= n else bounds.high
    return Interval(float(np.quantile(values, quantile)), low, high)


class Family(NamedTuple):
    """Intervals that make the same promise: for a number of runs set beforehand, or for any look (``anytime``)."""

    name: str
    mean: Callable[[Tally, Bounds, float], Interval]
    share: Callable[[int, int, float], Interval]
    ranks: Ranks


FIXED = Family("fixed", mean_interval, share_interval, quantile_ranks)


def check(sample: Tally, bounds: Bounds) -> None:
    """Raise ``ValueError`` where a value lies outside the bounds: they would then not be what they say."""
    if sample.runs and not (bounds.low <= sample.values[0] and sample.values[-1] <= bounds.high):
        raise ValueError(f"values from {sample.values[0]:g} to {sample.values[-1]:g} lie outside {tuple(bounds)}")


def _upper(sample: Tally, most: float, share: float) -> float:
    """The point that the randomly weighted mean, with one run more at ``most``, exceeds with probability ``share``."""
    values, counts = np.append(sample.values, most), np.append(sample.counts, 1.0)
    return quantile_above(values, counts, share)
