"""The ground around a site on its polar grid, and that grid laid over a map."""

from __future__ import annotations

import math

import numpy as np

from gbad._jit import kernel
from gbad.physics._earth_kernel import MEAN_RADIUS, ecef_to_enu_matrix, ecef_to_geodetic, geodetic_to_ecef
from gbad.sensing._geometry_kernel import lowest_in_sight_m
from gbad.terrain._terrain_kernel import bilinear

# positions are worked out exactly at every so many ranges and linearly between
_EXACT_EVERY = 8
_TO_DEGREES = 180.0 / np.pi


@kernel
def _foot(site, rotation, azimuth, arc_m):
    """Latitude and longitude [rad] at a ground range: as the polar mask walks."""
    psi = arc_m / MEAN_RADIUS
    across, half = MEAN_RADIUS * math.sin(psi), math.sin(0.5 * psi)
    east, north, up = across * math.sin(azimuth), across * math.cos(azimuth), -2.0 * MEAN_RADIUS * half * half
    latitude, longitude, _ = ecef_to_geodetic(
        site[0] + rotation[0, 0] * east + rotation[1, 0] * north + rotation[2, 0] * up,
        site[1] + rotation[0, 1] * east + rotation[1, 1] * north + rotation[2, 1] * up,
        site[2] + rotation[0, 2] * east + rotation[1, 2] * north + rotation[2, 2] * up,
    )
    return latitude, longitude


@kernel
def ground_into(height, south_deg, west_deg, step_deg, latitude_rad, longitude_rad, azimuth_step, range_step, out):
    """Ground height ``out (azimuths, ranges)`` [m] around a site; nan beyond the grid and in voids."""
    site, rotation = np.empty(3), np.empty((3, 3))
    site[0], site[1], site[2] = geodetic_to_ecef(latitude_rad, longitude_rad, 0.0)
    ecef_to_enu_matrix(latitude_rad, longitude_rad, rotation)
    last_row, last_column = height.shape[0] - 1.0, height.shape[1] - 1.0
    middle = (west_deg + 0.5 * last_column * step_deg) / _TO_DEGREES
    per_radian = _TO_DEGREES / step_deg
    for a in range(out.shape[0]):
        near_row = near_column = row = column = 0.0
        for r in range(out.shape[1]):
            part = r % _EXACT_EVERY
            if part == 0:
                if r == 0:
                    row = (latitude_rad * _TO_DEGREES - south_deg) / step_deg
                    turn = longitude_rad - middle
                    column = 0.5 * last_column + (turn - 2.0 * np.pi * np.rint(turn / (2.0 * np.pi))) * per_radian
                near_row, near_column = row, column
                latitude, longitude = _foot(site, rotation, a * azimuth_step, (r + _EXACT_EVERY) * range_step)
                row = (latitude * _TO_DEGREES - south_deg) / step_deg
                turn = longitude - middle
                column = 0.5 * last_column + (turn - 2.0 * np.pi * np.rint(turn / (2.0 * np.pi))) * per_radian
            share = part / _EXACT_EVERY
            v, u = near_row + share * (row - near_row), near_column + share * (column - near_column)
            if 0.0 <= v <= last_row and 0.0 <= u <= last_column:
                out[a, r] = bilinear(height, v, u)
            else:
                out[a, r] = np.nan


@kernel
def hide_unknown(ground, mask):
    """Nothing is known of what lies behind unknown ground: the mask becomes nan from there outwards."""
    for a in range(mask.shape[0]):
        unknown = False
        for r in range(mask.shape[1]):
            unknown = unknown or math.isnan(ground[a, r])
            if unknown:
                mask[a, r] = np.nan


@kernel
def raster_into(
    south_deg, west_deg, step_north_deg, step_east_deg, latitude_rad, longitude_rad, mask, azimuth_step, range_step,
    lowest, azimuth, arc,
):  # fmt: skip
    """Bearing, ground range and lowest height in sight at the nodes of a map ``(rows, columns)``, row 0 south."""
    site, rotation = np.empty(3), np.empty((3, 3))
    site[0], site[1], site[2] = geodetic_to_ecef(latitude_rad, longitude_rad, 0.0)
    ecef_to_enu_matrix(latitude_rad, longitude_rad, rotation)
    for i in range(lowest.shape[0]):
        for j in range(lowest.shape[1]):
            x, y, z = geodetic_to_ecef(
                (south_deg + i * step_north_deg) / _TO_DEGREES, (west_deg + j * step_east_deg) / _TO_DEGREES, 0.0
            )
            dx, dy, dz = x - site[0], y - site[1], z - site[2]
            east = rotation[0, 0] * dx + rotation[0, 1] * dy + rotation[0, 2] * dz
            north = rotation[1, 0] * dx + rotation[1, 1] * dy + rotation[1, 2] * dz
            up = rotation[2, 0] * dx + rotation[2, 1] * dy + rotation[2, 2] * dz
            bearing = math.atan2(east, north)
            if bearing < 0.0:
                bearing += 2.0 * np.pi
            arc[i, j] = MEAN_RADIUS * math.atan2(math.sqrt(east * east + north * north), MEAN_RADIUS + up)
            azimuth[i, j] = bearing
            lowest[i, j] = lowest_in_sight_m(mask, azimuth_step, range_step, bearing, arc[i, j])
