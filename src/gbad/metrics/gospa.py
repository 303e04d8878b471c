"""How far a set of tracks is from the truth: GOSPA and OSPA, with their parts.

GOSPA (alpha = 2) of truth X and tracks Y at one instant, cut-off c, order p::

    GOSPA = ( sum over pairs of d(x, y)^p + c^p / 2 * (missed + false) )^(1/p)

with the pairing that makes it smallest; pairs are closer than c. OSPA, its lookalike, caps every distance at c, pairs
as many as the smaller set has, charges c for each object too many and divides by the larger number: it is a mean error
per object and does not tell missed from false.

Sources: A. S. Rahmathullah, A. F. Garcia-Fernandez, L. Svensson, "Generalized optimal sub-pattern assignment metric",
Fusion 2017; D. Schuhmacher, B.-T. Vo, B.-N. Vo, "A consistent metric for performance evaluation of multi-object
filters", IEEE Trans. Signal Processing 56 (2008).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.errors import InputError
from gbad.tracking.assignment import assign

_AXES = ("east_m", "north_m", "up_m")


@dataclass(frozen=True, slots=True)
class Gospa:
    """GOSPA at one instant or, for tables, its mean over the instants of the truth (parts likewise)."""

    distance_m: float
    localisation_m: float  # ( sum over pairs of d^p )^(1/p)
    missed: float  # truths without a track
    false: float  # tracks without a truth

    def __float__(self) -> float:
        return self.distance_m


@dataclass(frozen=True, slots=True)
class Ospa:
    """OSPA at one instant: distance^p = localisation^p + cardinality^p."""

    distance_m: float
    localisation_m: float
    cardinality_m: float

    def __float__(self) -> float:
        return self.distance_m


def gospa(truth: Any, tracks: Any, cutoff_m: float = 1000.0, order: float = 2.0) -> Gospa:
    """GOSPA of tracks against truth.

    Each is either the places at one instant, (n, axes), or a table (mapping, data frame or object) with columns
    ``time_s, east_m, north_m, up_m``; then the mean over the instants of the truth is given, tracks being looked up at
    the same times (to a microsecond). Raises InputError for a cut-off that is not positive, an order below 1, or axes
    that differ.
    """
    _check(cutoff_m, order)
    if _is_table(truth):
        parts = [_gospa_once(x, y, cutoff_m, order) for x, y in _instants(truth, tracks)]
        return Gospa(*(float(np.mean(column)) for column in zip(*parts, strict=True)))
    return Gospa(*_gospa_once(_places(truth), _places(tracks), cutoff_m, order))


def ospa(truth: ArrayLike, estimate: ArrayLike, cutoff_m: float = 1000.0, order: float = 2.0) -> Ospa:
    """OSPA of two sets of places, each (n, axes). Raises InputError as :func:`gospa` does."""
    _check(cutoff_m, order)
    x, y = _places(truth), _places(estimate)
    few, many = sorted((x, y), key=len)
    if not len(many):
        return Ospa(0.0, 0.0, 0.0)
    near = np.minimum(_distances(few, many), cutoff_m) ** order
    pairs = near[np.arange(len(few)), assign(near, len(few) * cutoff_m**order + 1.0)].sum() if len(few) else 0.0
    surplus = cutoff_m**order * (len(many) - len(few))
    return Ospa(*(float((part / len(many)) ** (1.0 / order)) for part in (pairs + surplus, pairs, surplus)))


def _gospa_once(
    truth: NDArray[np.float64], tracks: NDArray[np.float64], cutoff_m: float, order: float
) -> tuple[float, float, int, int]:
    pairs, served = 0.0, 0
    if len(truth) and len(tracks):
        near = _distances(truth, tracks)
        # a pair saves one missed and one false: it pays while closer than the cut-off
        cost = np.where(near < cutoff_m, near**order, np.inf)
        column = assign(cost, cutoff_m**order)
        rows = np.nonzero(column >= 0)[0]
        pairs, served = float(cost[rows, column[rows]].sum()), rows.size
    missed, false = len(truth) - served, len(tracks) - served
    total = pairs + 0.5 * cutoff_m**order * (missed + false)
    return total ** (1.0 / order), pairs ** (1.0 / order), missed, false


def _distances(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    if x.shape[1] != y.shape[1]:
        raise InputError(f"places: {x.shape[1]} axes against {y.shape[1]}; expected the same number")
    return np.sqrt(((x[:, None, :] - y[None, :, :]) ** 2).sum(axis=2))


def _check(cutoff_m: float, order: float) -> None:
    if not cutoff_m > 0.0 or not order >= 1.0:
        raise InputError(f"cutoff_m {cutoff_m}, order {order}: expected a cut-off above 0 and an order of at least 1")


def _places(values: ArrayLike) -> NDArray[np.float64]:
    places = np.asarray(values, dtype=np.float64)
    if places.size == 0:
        return np.zeros((0, places.shape[1] if places.ndim == 2 and places.shape[1] else 3))
    if places.ndim != 2 or not np.isfinite(places).all():
        raise InputError(f"places: shape {places.shape}; expected finite numbers (n, axes)")
    return places


def _is_table(value: Any) -> bool:
    return hasattr(value, "east_m") or (isinstance(value, Mapping) and "east_m" in value)


def _column(table: Any, name: str) -> NDArray[np.float64]:
    return np.asarray(table[name] if isinstance(table, Mapping) else getattr(table, name), dtype=np.float64)


def _instants(truth: Any, tracks: Any) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    sides = []
    for table in (truth, tracks):
        tick = np.round(_column(table, "time_s") * 1e6).astype(np.int64)
        order = np.argsort(tick, kind="stable")
        sides.append((tick[order], np.stack([_column(table, axis) for axis in _AXES], axis=1)[order]))
    (true_tick, true_place), (track_tick, track_place) = sides
    for tick in np.unique(true_tick):
        yield tuple(
            place[np.searchsorted(ticks, tick) : np.searchsorted(ticks, tick, side="right")]
            for ticks, place in ((true_tick, true_place), (track_tick, track_place))
        )  # type: ignore[misc]  # two sides make a pair
