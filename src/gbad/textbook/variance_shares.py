"""Which input makes an outcome uncertain: shares of variance (Sobol indices), exact for smooth models of few inputs.

For independent inputs the variance of ``y = f(x1, ..., xn)`` splits into parts that each belong to a set of inputs. Of
input i the first-order share is ``Var(E(y | xi)) / Var(y)``, the total share ``E(Var(y | all but xi)) / Var(y)``:
what would vanish, and what would remain, if only i were known, or all but i (I. M. Sobol, 1993; A. Saltelli et al.,
Global Sensitivity Analysis, 2008). The averages are taken on a grid of Gauss-Legendre nodes, which is exact for
polynomials of degree ``2 nodes - 1`` in each piece of each input; nothing is drawn.

Not to be confused with estimates from runs, which carry an error of their own: this is for models that can be
evaluated everywhere (closed forms, fly-out and detection ranges). Left out: inputs that depend on each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_LARGEST_GRID = 4_000_000


@dataclass(frozen=True, slots=True)
class VarianceShares:
    """Of n inputs. Shares are nan where nothing varies."""

    mean: float
    variance: float
    first: Floats  # (n,)
    total: Floats  # (n,)
    pair: Floats  # (n, n)  share of each pair beyond its two first-order ones, symmetric; 0 on the diagonal


def variance_shares(
    model: Callable[..., Floats],
    low: Sequence[float],
    high: Sequence[float],
    *,
    nodes: int = 8,
    pieces: int = 1,
) -> VarianceShares:
    """Shares of the variance of ``model(x1, ..., xn)`` for inputs even between ``low`` and ``high``, each (n,).

    ``model`` takes arrays that broadcast. Each range is cut into ``pieces`` equal parts with ``nodes`` nodes in each;
    put a cut where the model has a kink. Raises ``ValueError`` for ranges that do not rise and grids
    of over four million.
    """
    ends = np.array([low, high], float).T
    count, size = len(ends), nodes * pieces
    if ends.ndim != 2 or not np.all(ends[:, 0] < ends[:, 1]):
        raise ValueError(f"every low must be below its high, got {list(low)} and {list(high)}")
    if size**count > _LARGEST_GRID:
        raise ValueError(f"{size} nodes in each of {count} inputs are too many: {_LARGEST_GRID} in all are allowed")
    at, weight = _nodes(nodes, pieces)
    axes = [a + (b - a) * at for a, b in ends]
    grid = np.meshgrid(*axes, indexing="ij", sparse=True)
    y = np.broadcast_to(np.asarray(model(*grid), float), (size,) * count)

    mean = float(_average(y, weight, range(count)))
    away = y - mean
    variance = float(_average(away * away, weight, range(count)))
    others = [[k for k in range(count) if k != i] for i in range(count)]
    alone = [_average(away, weight, others[i]) for i in range(count)]
    first = np.array([weight @ (part * part) for part in alone])
    # what is left when all others are known: the mean over them of the variance along i
    total = np.array([variance - _variance(_average(away, weight, [i]), weight) for i in range(count)])
    pair = np.zeros((count, count))
    for i in range(count):
        for j in range(i + 1, count):
            joint = _average(away, weight, [k for k in range(count) if k not in (i, j)])
            pair[i, j] = pair[j, i] = weight @ (joint * joint) @ weight - first[i] - first[j]
    with np.errstate(invalid="ignore", divide="ignore"):
        return VarianceShares(mean, variance, first / variance, total / variance, pair / variance)


def _nodes(nodes: int, pieces: int) -> tuple[Floats, Floats]:
    """Gauss-Legendre nodes in 0..1 and their weights, which sum to one."""
    x, w = np.polynomial.legendre.leggauss(nodes)
    starts = np.arange(pieces)[:, None]
    return ((starts + 0.5 * (x + 1.0)) / pieces).ravel(), np.tile(0.5 * w / pieces, pieces)


def _average(values: Floats, weight: Floats, axes: Sequence[int] | range) -> Floats:
    """Mean over some axes, the last of them first."""
    for axis in sorted(axes, reverse=True):
        values = np.tensordot(values, weight, axes=([axis], [0]))
    return values


def _variance(values: Floats, weight: Floats) -> float:
    """Of values whose mean is 0."""
    return float(_average(values * values, weight, range(values.ndim)))
