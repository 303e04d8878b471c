"""Ground height between the nodes of a latitude-longitude grid."""

from __future__ import annotations

import numpy as np

from gbad._jit import kernel

_TO_DEGREES = 180.0 / np.pi


@kernel
def bilinear(height, row, column):
    """Height at fractional ``(row, column)`` inside ``0..rows-1, 0..columns-1``."""
    i = min(int(row), height.shape[0] - 2)
    j = min(int(column), height.shape[1] - 2)
    v, u = row - i, column - j
    lower = height[i, j] + u * (height[i, j + 1] - height[i, j])
    upper = height[i + 1, j] + u * (height[i + 1, j + 1] - height[i + 1, j])
    return lower + v * (upper - lower)


@kernel
def ground_height_m(height, south_deg, west_deg, step_deg, outside_m, latitude_rad, longitude_rad):
    """Bilinear ground height above the ellipsoid [m] at one place; ``outside_m`` beyond the outermost nodes."""
    row = (latitude_rad * _TO_DEGREES - south_deg) / step_deg
    # whole turns do not matter: the grid's west edge is the start of the turn
    east_deg = longitude_rad * _TO_DEGREES - west_deg
    column = (east_deg - 360.0 * np.floor(east_deg / 360.0)) / step_deg
    if not (row >= 0.0 and row <= height.shape[0] - 1 and column >= 0.0 and column <= height.shape[1] - 1):
        return np.float64(outside_m)
    return np.float64(bilinear(height, row, column))


@kernel
def ground_heights_into(height, south_deg, west_deg, step_deg, outside_m, latitude_rad, longitude_rad, out):
    """:func:`ground_height_m` for columns of places ``(n,)``."""
    for i in range(out.size):
        out[i] = ground_height_m(height, south_deg, west_deg, step_deg, outside_m, latitude_rad[i], longitude_rad[i])
