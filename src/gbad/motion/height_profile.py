"""Height along a track: as low as wanted, never lower, and never steeper or sharper than it can be flown.

Three steps, each of which only raises the path, so that what is wanted stays its floor:
1. look ahead and back by a window w and take the highest;
2. climb early: no slope is steeper than allowed (the upper envelope of cones standing on every point);
3. average over the same window: the path bends smoothly, with at most slope / w of curvature.
With w = v^2 slope / a the vertical acceleration stays below a. Good for drones to cruise missiles; real terrain
following looks at a radar picture ahead, and flies lower over ridges than this.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NO_DROP_M = 1.0


def height_profile(
    floor_m: Floats,
    ground_m: Floats,
    step_m: float,
    *,
    slope: float,
    speed_mps: float,
    acceleration_mps2: float,
    end_height_m: float | None = None,
    end_slope: float = 0.5,
) -> Floats:
    """Height ``(n,)`` over points ``step_m`` apart that is at least ``floor_m (n,)`` everywhere.

    With ``end_height_m`` the path leaves its floor for a last dive (or climb) of at most ``end_slope`` to that height
    at the last point, and then only ``ground_m`` bounds it from below.
    """
    window = _half_window(speed_mps**2 * slope / acceleration_mps2, step_m, len(floor_m))
    ahead = highest_around(floor_m, window)
    flyable = _average(_limit_slope(ahead, slope * step_m), window)
    # rounding of long sums must not scrape the floor
    height = np.maximum(flyable, floor_m)
    if end_height_m is None:
        return height

    # the last approach: a straight line to the aim, joined by a bend of its own; low down there is no room for a
    # steep one, as bending into slope s takes a height of (v s)^2 / (2 a)
    drop = abs(height[-1] - end_height_m)
    # who crosses its aim at its own height has no last approach: a line to it would end far ahead, in rising ground
    if drop < NO_DROP_M:
        height[-1] = end_height_m
        return height
    end_slope = min(end_slope, max(np.sqrt(2.0 * acceleration_mps2 * drop) / speed_mps, 0.01))
    to_go = np.arange(len(floor_m))[::-1] * step_m
    dive = np.minimum(height, end_height_m + end_slope * to_go)
    dive = np.maximum(dive, end_height_m - end_slope * to_go)
    window = _half_window(speed_mps**2 * end_slope / (2.0 * acceleration_mps2), step_m, len(floor_m))
    # (smooth what the dive takes away, not the path: the way there keeps its floor)
    bent = np.maximum(height + _average(dive - height, window, keep_last_slope=True), ground_m)
    bent[-1] = end_height_m
    return bent


def highest_around(values: Floats, half: int) -> Floats:
    """Greatest of the ``half`` values to both sides of each ``(n,)`` and its own; the ends see what there is."""
    padded = np.pad(values, half, mode="edge")
    window, span = 2 * half + 1, 1
    # maxima over 2, 4, 8 ... values, then two overlapping spans make up the window
    while 2 * span <= window:
        padded = np.maximum(padded[:-span], padded[span:])
        span *= 2
    return np.maximum(padded[: len(values)], padded[window - span : window - span + len(values)])


def _half_window(length_m: float, step_m: float, points: int) -> int:
    return int(np.clip(np.ceil(length_m / step_m), 1, max(1, points // 4)))


def _limit_slope(height: Floats, rise_per_step: float) -> Floats:
    """Least profile above ``height`` that rises and falls by no more than ``rise_per_step`` from point to point."""
    ramp = rise_per_step * np.arange(len(height))
    falling = np.maximum.accumulate(height + ramp) - ramp
    rising = np.maximum.accumulate((height - ramp)[::-1])[::-1] + ramp
    return np.maximum(falling, rising)


def _average(height: Floats, half: int, *, keep_last_slope: bool = False) -> Floats:
    """Mean over ``half`` points to both sides; beyond the ends the first height and the last height or slope go on."""
    last_rise = height[-1] - height[-2] if keep_last_slope else 0.0
    padded = np.concatenate([np.full(half, height[0]), height, height[-1] + last_rise * np.arange(1, half + 1)])
    sums = np.concatenate([[0.0], np.cumsum(padded - padded[0])])
    return padded[0] + (sums[2 * half + 1 :] - sums[: -2 * half - 1]) / (2 * half + 1)
