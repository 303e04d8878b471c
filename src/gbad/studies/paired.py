"""Fair comparison of two variants on the same dice: difference, interval, and what pairing was worth."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gbad.studies.intervals import Interval, mean_interval


@dataclass(frozen=True, slots=True)
class Comparison:
    """Variant B against variant A, run by run on common random numbers."""

    difference: Interval  # mean of B - A with Student interval of the paired differences
    correlation: float  # of A and B over runs; nan when one of them never changes
    variance_reduction: float  # variance of an unpaired difference over the paired one; inf when pairs never differ
    runs: int
    unpaired_runs: int  # runs per variant that the same half-width would need without pairing
    smaller: int  # runs in which B was smaller than A
    equal: int
    larger: int


def compare(a: ArrayLike, b: ArrayLike, level: float = 0.95) -> Comparison:
    """Compare two columns of the same runs, ``(n,)`` each. Raises ``ValueError`` on unequal or too few runs."""
    one, two = np.asarray(a, float), np.asarray(b, float)
    if one.shape != two.shape or one.ndim != 1 or len(one) < 2:
        raise ValueError(
            f"paired comparison needs two equal columns of at least 2 runs, got {one.shape} and {two.shape}"
        )
    difference = two - one
    unpaired = float(one.var(ddof=1) + two.var(ddof=1))
    paired = float(difference.var(ddof=1))
    varies = one.std() > 0 and two.std() > 0
    return Comparison(
        difference=mean_interval(difference, level),
        correlation=float(np.corrcoef(one, two)[0, 1]) if varies else math.nan,
        variance_reduction=unpaired / paired if paired > 0 else math.inf,
        runs=len(one),
        unpaired_runs=math.ceil(len(one) * unpaired / paired) if paired > 0 else 0,
        smaller=int((two < one).sum()),
        equal=int((two == one).sum()),
        larger=int((two > one).sum()),
    )
