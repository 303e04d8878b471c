"""Intervals that stay valid however often one looks: everything that a study with a stopping rule prints.

An interval for a number of runs that was set beforehand is missed far more often than its 5 % when a study looks again
and again and stops when it likes what it sees. A confidence sequence holds the truth at all numbers of runs at once.

**Mean**: a game at fair odds. Somebody claims the mean is ``m``; we stake the share ``b`` of our capital on every run
being larger. With values scaled to 0..1 the capital is then

    W_n(m, b) = prod_i ( 1 - b + b x_i / m ),

which nobody can make grow on average if the claim is true: that it ever reaches ``2 / a`` has a probability of at
most ``a / 2`` (Ville). We split the capital over several stakes beforehand, so that some are right for rare large
values and some for small steady ones; the sum is as fair. Claims that would have made us that rich are refused; the
lower end is the largest of them, the upper end the same game on ``1 - x``. No normality, no first look, no assumption
but the bounds (I. Waudby-Smith and A. Ramdas, "Estimating means of bounded random variables by betting", J. R.
Statist. Soc. B 86 (2024) 1-27; F. Orabona and K.-S. Jun, IEEE Trans. Inf. Theory 70 (2024) 436-455, for capital split
over stakes). The capital is a product over runs, so the interval does not depend on their order.

**Share**: the mean of 0 and 1. **Quantile**: whether a value is below the quantile is a share of known size; the ranks
are those that the same game does not refuse.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.special import logsumexp

from gbad.studies.intervals import Bounds, Family, Interval, Tally, check
from gbad.textbook.intervals import QuantileRanks

STAKES = 0.5 ** np.arange(14)  # of the capital; the smallest are for hundreds of thousands of runs
_SPLIT = 0.75 ** np.arange(14)
SPLIT = _SPLIT / _SPLIT.sum()


def log_capital(sample: Tally, claim: float) -> float:
    """Logarithm of the capital after all runs of ``sample`` (0..1) against the claim that their mean is ``claim``."""
    with np.errstate(divide="ignore"):  # a stake of everything is lost with the first 0
        gains = np.log1p(np.multiply.outer(STAKES, sample.values / claim - 1.0))
    return float(logsumexp(gains @ sample.counts, b=SPLIT))


def anytime_mean(sample: Tally, bounds: Bounds, level: float = 0.95) -> Interval:
    """Mean of a bounded measure at any look. Raises ``ValueError`` for a value outside the bounds."""
    check(sample, bounds)
    span = bounds.high - bounds.low
    if not sample.runs or span == 0.0:
        return Interval(sample.mean, *bounds)
    scaled = np.clip((sample.values - bounds.low) / span, 0.0, 1.0)
    low = _lowest(Tally(scaled, sample.counts), level)
    high = 1.0 - _lowest(Tally(1.0 - scaled, sample.counts), level)
    mean = sample.mean
    return Interval(mean, min(bounds.low + span * low, mean), max(bounds.low + span * high, mean))


def anytime_share(successes: int, trials: int, level: float = 0.95) -> Interval:
    """Share of runs in which something happened, at any look."""
    return anytime_mean(_zeros_and_ones(successes, trials), Bounds(0.0, 1.0), level)


def anytime_ranks(runs: int, quantile: float, level: float = 0.95) -> QuantileRanks:
    """Ranks (from 1) of the sorted sample around a quantile, at any look: 0 and ``runs + 1`` are the bounds."""
    limit = math.log(2.0 / (1.0 - level))

    def refused(count: int, claim: float) -> bool:
        """Whether ``count`` of all runs are too many for a share of ``claim``."""
        return log_capital(_zeros_and_ones(count, runs), claim) >= limit

    # more than `most` runs cannot lie below the quantile; not more than `rest` above it
    most = _last(runs, lambda count: not refused(count, quantile))
    rest = _last(runs, lambda count: not refused(count, 1.0 - quantile))
    return QuantileRanks(runs - rest, most + 1, level)


ANYTIME = Family("anytime", anytime_mean, anytime_share, anytime_ranks)


def _zeros_and_ones(ones: int, runs: int) -> Tally:
    """Runs that did not and runs that did, without those that there are none of."""
    counts = np.array([runs - ones, ones], float)
    return Tally(np.array([0.0, 1.0])[counts > 0.0], counts[counts > 0.0])


def _lowest(sample: Tally, level: float) -> float:
    """The largest claim that is refused for being too small; 0 where none is."""
    mean, limit = sample.mean, math.log(2.0 / (1.0 - level))
    if mean <= 0.0:
        return 0.0
    smallest = 1e-12 * mean
    if log_capital(sample, smallest) < limit:
        return 0.0
    # at the mean itself no stake has gained: the capital is at most what we began with
    from scipy.optimize import brentq  # late: it takes a fifth of a second to load

    return float(brentq(lambda claim: log_capital(sample, claim) - limit, smallest, mean, xtol=1e-12))


def _last(runs: int, holds: Callable[[int], bool]) -> int:
    """The largest count up to ``runs`` for which a condition holds that holds for 0 and, once broken, stays so."""
    low, high = 0, runs + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low
