"""Sobol indices of a model with dice: which part of the spread of its mean comes from which figure.

With points A and B drawn independently and AB_i, which is A with figure i taken from B (I. M. Sobol, Mathematics and
Computers in Simulation 55 (2001); A. Saltelli and others, Computer Physics Communications 181 (2010)), outcomes y less
their mean, and R runs at each point with dice of their own:

    V_i  = mean(y_B y_ABi)                           what i does by itself
    VT_i = mean((y_A - y_ABi)^2) / 2 - chance        what it does together with others as well
    V    = mean(y_A^2 + y_B^2) / 2 - chance

``chance`` is what few dice add to a square: the variance within a point over R. First order S_i = V_i / V, total
ST_i = VT_i / V; V is the variance of the mean over the figures, not that of single runs. Intervals are Student's for a
ratio of means (linearised), a group of points being one observation.

Left out: figures that move together; with outcomes so skewed that a few groups make most of V the intervals are too
short, and more groups are the remedy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]
LEAST_GROUPS = 8  # below that an error says nothing


@dataclass(frozen=True, slots=True)
class SobolIndices:
    """Indices of ``d`` figures, each row estimate, low, high; not cut to 0..1, so that what is unsure looks it."""

    groups: int
    mean: float
    variance: float  # of the mean over the figures
    chance: float  # variance within a point: what a raid varies by when everything is known
    first: Floats  # (d, 3)
    total: Floats  # (d, 3)

    @property
    def told(self) -> bool:
        """Whether the figures move the mean by more than its error: without that there is nothing to share out."""
        return bool(self.variance > 0.0 and np.isfinite(self.first).all())


def sobol_indices(values: Floats, level: float = 0.95) -> SobolIndices:
    """Indices of ``values (groups, d + 2, dice)``, points in the order A, B, AB_1 .. AB_d.

    nan where a model does not move at all. Raises ``ValueError`` below 8 groups, 1 figure or 2 dice.
    """
    groups, points, dice = values.shape
    if groups < LEAST_GROUPS or points < 3 or dice < 2:
        needed = f"at least {LEAST_GROUPS} of 3 with 2 are needed"
        raise ValueError(f"{groups} groups of {points} points with {dice} dice: {needed}")
    means, noise = values.mean(axis=2), values.var(axis=2, ddof=1) / dice
    mean = float(means[:, :2].mean())
    y = means - mean
    a, b, crossed = y[:, :1], y[:, 1:2], y[:, 2:]
    spread = (a**2 + b**2) / 2.0 - (noise[:, :1] + noise[:, 1:2]) / 2.0
    own = b * crossed
    together = (a - crossed) ** 2 / 2.0 - (noise[:, :1] + noise[:, 2:]) / 2.0
    return SobolIndices(
        groups=groups,
        mean=mean,
        variance=float(spread.mean()),
        chance=float(values.var(axis=2, ddof=1).mean()),
        first=_ratios(own, spread, level),
        total=_ratios(together, spread, level),
    )


def _ratios(above: Floats, below: Floats, level: float) -> Floats:
    """``(d, 3)`` ratios of means over groups: estimate and ends."""
    groups, bottom = len(above), below.mean()
    if bottom <= 0.0:
        return np.full((above.shape[1], 3), np.nan)
    ratio = above.mean(axis=0) / bottom
    error = (above - ratio * below).std(axis=0, ddof=1) / bottom / np.sqrt(groups)
    margin = stdtrit(groups - 1, 0.5 + level / 2.0) * error
    return np.stack([ratio, ratio - margin, ratio + margin], axis=1)
