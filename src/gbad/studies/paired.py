"""Fair comparison of two variants on the same dice: difference, interval, and what pairing was worth."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gbad.studies.intervals import FIXED, RARE, Bounds, Family, Interval, tally


@dataclass(frozen=True, slots=True)
class Comparison:
    """Variant B against variant A, run by run on common random numbers.

    ``correlation`` of A and B over runs is nan where one of them never changes. What pairing saved is told by no
    figure that rests on fewer than ten runs: ``variance_reduction`` (variance of an unpaired difference over that of
    the paired one) and ``unpaired_runs`` (runs per variant that would tell the difference as well without pairing)
    are None then.
    """

    difference: Interval  # mean of B - A
    share: Interval  # of runs in which they differ
    correlation: float
    variance_reduction: float | None
    unpaired_runs: int | None
    runs: int
    smaller: int  # runs in which B was smaller than A
    equal: int
    larger: int

    @property
    def differing(self) -> int:
        """Runs in which they differ."""
        return self.smaller + self.larger

    @property
    def rare(self) -> bool:
        """Whether so few runs differ that their share says more than the mean."""
        return self.differing < RARE and self.share.high > 0.0


def compare(a: ArrayLike, b: ArrayLike, bounds: Bounds, level: float = 0.95, family: Family = FIXED) -> Comparison:
    """Compare two columns of the same runs, ``(n,)`` each, whose difference lies within ``bounds``.

    Raises ``ValueError`` on columns of unequal length.
    """
    one, two = np.asarray(a, float), np.asarray(b, float)
    if one.shape != two.shape or one.ndim != 1:
        raise ValueError(f"paired comparison needs two equal columns of runs, got {one.shape} and {two.shape}")
    difference = two - one
    smaller, larger = int((difference < 0.0).sum()), int((difference > 0.0).sum())
    saved = _saved(one, two) if smaller + larger >= RARE else None
    varies = len(one) > 1 and one.std() > 0 and two.std() > 0
    return Comparison(
        difference=family.mean(tally(difference), bounds, level),
        # where the scenario leaves but one difference no run can have another
        share=family.share(smaller + larger, len(one), level) if bounds.low < bounds.high else Interval(0.0, 0.0, 0.0),
        correlation=float(np.corrcoef(one, two)[0, 1]) if varies else math.nan,
        variance_reduction=saved,
        unpaired_runs=None if saved is None else math.ceil(len(one) * saved),
        runs=len(one),
        smaller=smaller,
        equal=len(one) - smaller - larger,
        larger=larger,
    )


def _saved(one: np.ndarray, two: np.ndarray) -> float | None:
    """Variance without pairing over variance with it; None where every run differs by the same."""
    paired = float((two - one).var(ddof=1))
    return float(one.var(ddof=1) + two.var(ddof=1)) / paired if paired > 0.0 else None
