"""Fly-out tables: how long a round takes to a place, and how fast it still is there; and the drag fit behind them.

Model. A round is flown by the same kernels as in an engagement (point mass, boost, coast, US-1976 air, generic drag
curve, lofted mid-course) against fixed points north of a launcher at sea level, 40 degrees north. A point is out of
reach when the round arrives slower than ``minimum_speed_mps`` or later than ``self_destruct_s``.

Left out: terrain, wind, the launcher's own height (air is thinner there, so tables are a little pessimistic),
bearing (the Earth's rotation moves long shots by less than one cell), terminal manoeuvre.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gbad.engagement import _flyout_kernel as numbers
from gbad.engagement.interceptor import Interceptor, packed
from gbad.tables import Floats

RANGES, HEIGHTS = 40, 16
FIT_HEIGHT_M = 9_000.0  # [m] published ranges are taken against aircraft at cruising height
FIT_MARGIN = 1.01  # [1] of the published range, so that the last cell of the table is whole
FITTED_DRAG = (0.1, 6.0)  # limits of the search


@dataclass(frozen=True, slots=True)
class Flight:
    """One flight to a fixed point."""

    time_s: float  # inf if it did not arrive
    speed_mps: float  # on arrival, or where it ended
    highest_m: float  # highest point of the way
    top_speed_mps: float


def fly_to(interceptor: Interceptor, range_m: float, height_m: float) -> Flight:
    """Fly one round (single numbers, not draws) to a fixed point at a ground range and a height above its launcher."""
    out = np.zeros(4)
    numbers.probe(packed(interceptor)[0], float(range_m), float(height_m), out)
    return Flight(*out.tolist())


def flyout_tables(interceptor: Interceptor) -> tuple[Floats, Floats, float, float]:
    """``(time_s, speed_mps, range_step_m, height_step_m)``; the tables are ``(D, 40, 16)``.

    Range nodes reach one step beyond the published range, height nodes one step above the published height (the
    largest of the draws). ``time_s`` is inf and ``speed_mps`` 0 where a point is out of reach.
    """
    rows = packed(interceptor)
    range_step_m = float(np.max(interceptor.max_range_m)) / (RANGES - 2)
    height_step_m = float(np.max(interceptor.max_altitude_m)) / (HEIGHTS - 2)
    time_s = np.empty((len(rows), RANGES, HEIGHTS))
    speed_mps = np.empty_like(time_s)
    numbers.tabulate(rows, range_step_m, height_step_m, time_s, speed_mps)
    return time_s, speed_mps, range_step_m, height_step_m


def fit_drag_factor(interceptor: Interceptor, range_m: float | None = None) -> float:
    """The drag factor with which a round just reaches ``range_m`` (its published range) at 9 km height.

    "Just" means arriving at ``minimum_speed_mps``: bisection on the last drag factor that still arrives. Raises
    ``ValueError`` if it cannot reach that far even with almost no drag.
    """
    goal_m = FIT_MARGIN * float(np.max(interceptor.max_range_m)) if range_m is None else range_m
    low, high = FITTED_DRAG

    def arrives(drag_factor: float) -> bool:
        return bool(np.isfinite(fly_to(replace(interceptor, drag_factor=drag_factor), goal_m, FIT_HEIGHT_M).time_s))

    # the first that arrives, then up in steps of a tenth while the next one does: far beyond the limit is no man's land
    while low < high and not arrives(low):
        low *= 1.1
    if low >= high:
        raise ValueError(f"no drag factor lets this missile reach {goal_m / 1e3:.0f} km: its motor is too weak")
    while low < high and arrives(1.1 * low):
        low *= 1.1
    high = 1.1 * low
    for _ in range(14):
        middle = 0.5 * (low + high)
        if arrives(middle):
            low = middle
        else:
            high = middle
    return low
