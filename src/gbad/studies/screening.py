"""Which of many unknown figures rule an outcome? Mirrored pairs on the same dice, three passes, Holm's rule.

Every figure ``j`` is a number ``x_j`` in -1..1: low, nominal, high at -1, 0, 1. Pair ``r`` plays a random point
``x_r`` and its mirror ``-x_r`` with the same dice; the luck of the run and every even effect (curvature, pairs of
figures) cancel in

    D_r = y(x_r) - y(-x_r).

``D`` is correlated with each column of ``x``: p-values from Fisher's z, those that pass Holm's rule at a third of the
level are found; what they explain is taken out by least squares, and the rest is asked again, three passes in all.
The effect of a figure is the slope of ``D`` on its column among all that were found: how the outcome moves from low
to high along a straight line, averaged over the ignorance of all others; its interval has robust errors (HC3; J. G.
MacKinnon and H. White, J. Econometrics 29 (1985) 305-325).

Not found is what is smaller than the detectable effect, and what turns back inside its range: a figure that is as bad
at low as at high, but not between, is invisible here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gbad.studies.robust import robust_slopes
from gbad.textbook.intervals import Interval

Floats = NDArray[np.float64]
PASSES = 3
HALF, FOUR_IN_FIVE = 4.0, 4.8  # in deviations of D over the root of the pairs, for points at the ends (-1 or 1)


@dataclass(frozen=True, slots=True)
class Effect:
    """What one figure does to the outcome from its low to its high end."""

    figure: int  # column of x
    interval: Interval  # outcome at high minus outcome at low, along a straight line
    p: float  # of the pass in which it was found, not corrected


@dataclass(frozen=True, slots=True)
class Screening:
    """The figures that rule, largest effect first, and what could not have been found."""

    effects: tuple[Effect, ...]
    pairs: int
    figures: int
    half_found: float  # effects of this size are found in half of such studies
    mostly_found: float  # and of this size in four of five


def screen(x: Floats, difference: Floats, level: float = 0.05) -> Screening:
    """Find the columns of ``x (pairs, figures)`` that rule ``difference (pairs,)``.

    ``level`` bounds the chance that any figure without effect is named. Raises ``ValueError`` for fewer than 8 pairs.
    """
    pairs, figures = x.shape
    if pairs < 8:
        raise ValueError(f"{pairs} pairs: at least 8 are needed")
    found: list[int] = []
    p_of: dict[int, float] = {}
    for _ in range(PASSES):
        rest = _residuals(x[:, found], difference)
        p = _p_values(x, rest, len(found))
        p[found] = 1.0
        new = _holm(p, level / PASSES)
        if not len(new) or len(found) + len(new) > pairs // 4:
            break
        p_of |= {int(j): float(p[j]) for j in new}
        found += [int(j) for j in new]
    effects = _effects(x, difference, found, p_of) if found else []
    left = _residuals(x[:, found], difference)
    deviation = float(left.std(ddof=1 + len(found))) if pairs > 1 + len(found) else math.nan
    unit = deviation / math.sqrt(pairs) / float(x.std()) if x.size else math.nan
    return Screening(tuple(effects), pairs, figures, HALF * unit, FOUR_IN_FIVE * unit)


def _residuals(columns: Floats, difference: Floats) -> Floats:
    """What is left of the differences; they have no constant, for mirroring turns the sign of each."""
    if columns.shape[1] == 0:
        return difference
    slopes, *_ = np.linalg.lstsq(columns, difference, rcond=None)
    return difference - columns @ slopes


def _p_values(x: Floats, rest: Floats, already: int) -> Floats:
    """Two-sided p of the correlation of each column with what is left."""
    from scipy.special import ndtr  # late: a run's report needs none of it, and scipy takes a while to load

    pairs = len(rest)
    size = np.sqrt((x**2).sum(axis=0) * float(rest @ rest))
    r = np.divide(x.T @ rest, size, out=np.zeros(x.shape[1]), where=size > 0.0)
    z = np.arctanh(np.clip(r, -1.0 + 1e-12, 1.0 - 1e-12)) * math.sqrt(max(pairs - 3 - already, 1))
    return np.asarray(2.0 * ndtr(-np.abs(z)))


def _holm(p: Floats, level: float) -> NDArray[np.int64]:
    """Columns that pass Holm's step-down rule."""
    order = np.argsort(p, kind="stable")
    passed = p[order] <= level / np.arange(len(p), 0, -1)
    return order[: len(p) if passed.all() else int(np.argmin(passed))]


def _effects(x: Floats, difference: Floats, found: list[int], p_of: dict[int, float]) -> list[Effect]:
    """Slopes among the found columns with HC3 intervals, largest first."""
    from scipy.special import stdtrit  # late: a run's report needs none of it, and scipy takes a while to load

    fitted, errors, _ = robust_slopes(x[:, found], difference)
    t = float(stdtrit(max(len(difference) - len(found), 1), 0.975))
    rows = [
        Effect(j, Interval(float(b), float(b - t * e), float(b + t * e)), p_of[j])
        for j, b, e in zip(found, fitted, errors, strict=True)
    ]
    return sorted(rows, key=lambda effect: -abs(effect.interval.estimate))
