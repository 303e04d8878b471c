"""Line of sight over the ground: straight rays above an Earth of effective radius.

Geometry in the vertical plane of a ray, effective radius ``kR``, antenna height ``ha``, arc ``s`` along the mean Earth,
angle ``psi = s / (kR)``: a point of height ``h`` has the elevation ``el`` with
``tan(el) = ((kR + h) cos(psi) - (kR + ha)) / ((kR + h) sin(psi))``, and the straight ray of that elevation is at height
``(kR + ha) / (cos(psi) - tan(el) sin(psi)) - kR`` (the law of sines; not its parabolic approximation).
"""

from __future__ import annotations

import numpy as np

from gbad._jit import kernel
from gbad.physics._earth_kernel import (
    MEAN_RADIUS,
    ecef_to_enu_matrix,
    ecef_to_geodetic,
    geodetic_to_ecef,
)
from gbad.terrain._terrain_kernel import bilinear, ground_height_m

# positions are worked out exactly at every so many samples and linearly between (7 km at 450 m: below 2 m off)
_EXACT_EVERY = 16
_TO_DEGREES = 180.0 / np.pi


@kernel
def arc_of(east_m, north_m, up_m, antenna_height_m):
    """Arc along the mean Earth [m] from the foot of an antenna to the foot of a point given in its local axes.

    This is the ground range of the polar mask: within a few metres of the geodesic distance at 450 km.
    """
    return MEAN_RADIUS * np.arctan2(np.hypot(east_m, north_m), MEAN_RADIUS + antenna_height_m + up_m)


@kernel
def slope_to(height_m, arc_m, antenna_height_m, effective_radius_m):
    """Tangent of the elevation of a point; minus or plus infinity right at the antenna's foot."""
    psi = arc_m / effective_radius_m
    # (kR + h) cos - (kR + ha), without taking the difference of two large numbers
    half = np.sin(0.5 * psi)
    rise = height_m - antenna_height_m - 2.0 * (effective_radius_m + height_m) * half * half
    return rise / ((effective_radius_m + height_m) * np.sin(psi))


@kernel
def ray_height_m(slope, arc_m, antenna_height_m, effective_radius_m):
    """Height of the straight ray with ``slope`` at an arc; infinite where the ray never gets there."""
    psi = arc_m / effective_radius_m
    half = np.sin(0.5 * psi)
    sine = np.sin(psi)
    below = 1.0 - 2.0 * half * half - slope * sine
    if below <= 0.0:
        return np.inf
    # (kR + ha) / below - kR, arranged as above
    return (antenna_height_m + effective_radius_m * (2.0 * half * half + slope * sine)) / below


@kernel
def _foot(site, rotation, azimuth_rad, arc_m):
    """Geodetic latitude and longitude [rad] at an arc from a site in a direction: a sphere that touches the site."""
    psi = arc_m / MEAN_RADIUS
    across = MEAN_RADIUS * np.sin(psi)
    half = np.sin(0.5 * psi)
    east, north, up = across * np.sin(azimuth_rad), across * np.cos(azimuth_rad), -2.0 * MEAN_RADIUS * half * half
    latitude, longitude, _ = ecef_to_geodetic(
        site[0] + rotation[0, 0] * east + rotation[1, 0] * north + rotation[2, 0] * up,
        site[1] + rotation[0, 1] * east + rotation[1, 1] * north + rotation[2, 1] * up,
        site[2] + rotation[0, 2] * east + rotation[1, 2] * north + rotation[2, 2] * up,
    )
    return latitude, longitude


@kernel
def polar_mask_into(
    height,
    south_deg,
    west_deg,
    step_deg,
    outside_m,
    latitude_rad,
    longitude_rad,
    antenna_height_m,
    azimuth_step_rad,
    range_step_m,
    effective_radius_m,
    out,
):
    """Fill ``out (azimuths, ranges)`` with the lowest height in sight [m above the ellipsoid]."""
    azimuths, ranges = out.shape
    site = np.empty(3)
    site[0], site[1], site[2] = geodetic_to_ecef(latitude_rad, longitude_rad, 0.0)
    rotation = np.empty((3, 3))
    ecef_to_enu_matrix(latitude_rad, longitude_rad, rotation)
    # per range: 1 - cos(psi) and sin(psi)
    fall, sine = np.empty(ranges), np.empty(ranges)
    for r in range(ranges):
        psi = r * range_step_m / effective_radius_m
        half = np.sin(0.5 * psi)
        fall[r], sine[r] = 2.0 * half * half, np.sin(psi)
    foot = ground_height_m(height, south_deg, west_deg, step_deg, outside_m, latitude_rad, longitude_rad)
    last_row, last_column = height.shape[0] - 1.0, height.shape[1] - 1.0
    per_step = _TO_DEGREES / step_deg
    # an east edge beyond the turn is reached from either side
    middle_rad = (west_deg + 0.5 * last_column * step_deg) / _TO_DEGREES
    for a in range(azimuths):
        azimuth = a * azimuth_step_rad
        steepest = -np.inf
        out[a, 0] = foot
        near_lat, near_lon = latitude_rad, longitude_rad
        for start in range(0, ranges - 1, _EXACT_EVERY):
            far_lat, far_lon = _foot(site, rotation, azimuth, (start + _EXACT_EVERY) * range_step_m)
            turn = far_lon - near_lon
            turn -= 2.0 * np.pi * np.rint(turn / (2.0 * np.pi))
            # fractional node of the block's start, and its step from sample to sample
            from_middle = near_lon - middle_rad
            from_middle -= 2.0 * np.pi * np.rint(from_middle / (2.0 * np.pi))
            row = (near_lat * _TO_DEGREES - south_deg) / step_deg
            column = 0.5 * last_column + from_middle * per_step
            row_step = (far_lat - near_lat) * per_step / _EXACT_EVERY
            column_step = turn * per_step / _EXACT_EVERY
            for n in range(1, min(_EXACT_EVERY, ranges - 1 - start) + 1):
                r = start + n
                v, u = row + n * row_step, column + n * column_step
                if v >= 0.0 and v <= last_row and u >= 0.0 and u <= last_column:
                    ground = np.float64(bilinear(height, v, u))
                else:
                    ground = outside_m
                radius = effective_radius_m + ground
                slope = (ground - antenna_height_m - radius * fall[r]) / (radius * sine[r])
                if slope >= steepest:
                    steepest = slope
                    out[a, r] = ground
                else:
                    bent = fall[r] + steepest * sine[r]
                    below = 1.0 - bent
                    if below > 0.0:
                        out[a, r] = (antenna_height_m + effective_radius_m * bent) / below
                    else:
                        out[a, r] = np.inf
            near_lat, near_lon = far_lat, far_lon


@kernel
def clearances_into(
    height,
    south_deg,
    west_deg,
    step_deg,
    outside_m,
    latitude_rad,
    longitude_rad,
    antenna_height_m,
    target,
    step_m,
    effective_radius_m,
    out,
):
    """Least height of the ray above the ground [m] between an antenna and each of ``target (n, 3)``.

    A target is latitude [rad], longitude [rad], ellipsoidal height [m]; both ends count.
    """
    site = np.empty(3)
    site[0], site[1], site[2] = geodetic_to_ecef(latitude_rad, longitude_rad, 0.0)
    rotation = np.empty((3, 3))
    ecef_to_enu_matrix(latitude_rad, longitude_rad, rotation)
    for i in range(out.size):
        x, y, z = geodetic_to_ecef(target[i, 0], target[i, 1], target[i, 2])
        dx, dy, dz = x - site[0], y - site[1], z - site[2]
        east = rotation[0, 0] * dx + rotation[0, 1] * dy + rotation[0, 2] * dz
        north = rotation[1, 0] * dx + rotation[1, 1] * dy + rotation[1, 2] * dz
        up = rotation[2, 0] * dx + rotation[2, 1] * dy + rotation[2, 2] * dz
        azimuth = np.arctan2(east, north)
        arc = arc_of(east, north, up, 0.0)
        slope = slope_to(target[i, 2], arc, antenna_height_m, effective_radius_m)
        ground = ground_height_m(height, south_deg, west_deg, step_deg, outside_m, latitude_rad, longitude_rad)
        least = antenna_height_m - ground
        ground = ground_height_m(height, south_deg, west_deg, step_deg, outside_m, target[i, 0], target[i, 1])
        least = min(least, target[i, 2] - ground)
        count = int(np.ceil(arc / step_m))
        for n in range(1, count):
            s = arc * n / count
            lat, lon = _foot(site, rotation, azimuth, s)
            ground = ground_height_m(height, south_deg, west_deg, step_deg, outside_m, lat, lon)
            least = min(least, ray_height_m(slope, s, antenna_height_m, effective_radius_m) - ground)
        out[i] = least
