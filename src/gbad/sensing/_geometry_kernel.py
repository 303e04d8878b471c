"""What one radar has to do with one point of space: range, angles, line of sight, and how the point looks from there.

One geometry for the timeline, ``sight`` and coverage.
"""

from __future__ import annotations

import math

import numpy as np

from gbad._jit import lean
from gbad.physics._earth_kernel import MEAN_RADIUS
from gbad.tables._bundles_kernel import RadarVolume

TWO_PI = 2.0 * math.pi


@lean
def wrapped(angle):
    """Angle in -pi..pi."""
    return angle - TWO_PI * math.floor(angle / TWO_PI + 0.5)


@lean
def point_from(antenna, to_enu, x, y, z):
    """``(range_m, azimuth 0..2pi, elevation, across_m, up_m)`` of a point from one antenna; no refraction."""
    dx, dy, dz = x - antenna[0], y - antenna[1], z - antenna[2]
    east = to_enu[0, 0] * dx + to_enu[0, 1] * dy + to_enu[0, 2] * dz
    north = to_enu[1, 0] * dx + to_enu[1, 1] * dy + to_enu[1, 2] * dz
    up = to_enu[2, 0] * dx + to_enu[2, 1] * dy + to_enu[2, 2] * dz
    across = math.sqrt(east * east + north * north)
    azimuth = math.atan2(east, north)
    if azimuth < 0.0:
        azimuth += TWO_PI
    return math.sqrt(across * across + up * up), azimuth, math.atan2(up, across), across, up


@lean
def azimuth_from(antenna, to_enu, x, y, z):
    """Azimuth of a point alone, -pi..pi."""
    dx, dy, dz = x - antenna[0], y - antenna[1], z - antenna[2]
    east = to_enu[0, 0] * dx + to_enu[0, 1] * dy + to_enu[0, 2] * dz
    north = to_enu[1, 0] * dx + to_enu[1, 1] * dy + to_enu[1, 2] * dz
    return math.atan2(east, north)


@lean
def ground_arc_m(antenna_height_m, across_m, up_m):
    """Distance along the ground (mean radius) to the point below; the curvature of one site hardly differs from it."""
    radius = MEAN_RADIUS + antenna_height_m
    return MEAN_RADIUS * math.atan2(across_m, radius + up_m)


@lean
def lowest_in_sight_m(mask, azimuth_step, range_step, azimuth, arc_m):
    """Lowest ellipsoidal height in sight there, bilinear in the polar mask ``(azimuths, ranges)``; inf beyond it."""
    column = arc_m / range_step
    last = mask.shape[1] - 1
    if not column <= last:
        return np.inf
    j = min(int(column), last - 1)
    u = column - j
    row = azimuth / azimuth_step
    i = int(row)
    v = row - i
    i = i % mask.shape[0]
    k = (i + 1) % mask.shape[0]
    near = mask[i, j] + u * (mask[i, j + 1] - mask[i, j])
    far = mask[k, j] + u * (mask[k, j + 1] - mask[k, j])
    return near + v * (far - near)


@lean
def in_sight(volume: RadarVolume, radar, azimuth, arc_m, point_height_m):
    """Whether the terrain and the curved Earth leave the straight line free (over an Earth of effective radius)."""
    # an unknown or infinite mask compares as not in sight
    return point_height_m >= lowest_in_sight_m(
        volume.mask_min_height_m[radar], volume.mask_azimuth_step_rad, volume.mask_range_step_m, azimuth, arc_m
    )


@lean
def in_search_volume(volume: RadarVolume, draw, radar, range_m, azimuth, elevation):
    """Within instrumented range, sector and elevation limits of a sensor."""
    return in_limits(
        range_m, elevation, wrapped(azimuth - volume.boresight_rad[radar]),
        volume.minimum_range_m[draw, radar], volume.instrumented_range_m[draw, radar],
        volume.elevation_min_rad[draw, radar], volume.elevation_max_rad[draw, radar],
        volume.sector_half_width_rad[draw, radar],
    )  # fmt: skip


@lean
def in_limits(range_m, elevation, off_boresight, nearest_m, farthest_m, lowest, highest, half_width):
    """The same from the limits themselves; angles in radians."""
    return (
        nearest_m <= range_m <= farthest_m
        and lowest <= elevation <= highest
        and abs(off_boresight) <= half_width + 1e-12
    )


@lean
def silent_at(silent, time):
    """Whether a radar sends nothing then; ``silent (k, 2)``."""
    found = False
    for i in range(silent.shape[0]):
        found |= silent[i, 0] <= time < silent[i, 1]
    return found
