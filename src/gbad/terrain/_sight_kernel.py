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
# range r, counted in steps, is reached in this number over r parts, at least one
_NEAR = 64
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
def _less_than_half_a_turn(angle_rad):
    return angle_rad - 2.0 * np.pi * np.rint(angle_rad / (2.0 * np.pi))


@kernel
def _samples(ranges, looks):
    """Where a ray looks at the ground, in range steps, and the range each sample answers for (-1: none).

    At least ``looks`` samples a step, so that no ridge of the grid falls between two. Close to the antenna a crest that
    is a little off makes a great angle, so the spacing there is a share of the distance.
    """
    count = 0
    for r in range(1, ranges):
        count += max(looks, _NEAR // r)
    steps, output = np.empty(count), np.full(count, -1, dtype=np.int64)
    n = 0
    for r in range(1, ranges):
        parts = max(looks, _NEAR // r)
        for part in range(parts):
            steps[n] = r - 1 + (part + 1) / parts
            n += 1
        output[n - 1] = r
    return steps, output


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
    looks,
    effective_radius_m,
    out,
):
    """Fill ``out (azimuths, ranges)`` with the lowest height in sight [m, ellipsoid], with ``looks`` a range step."""
    azimuths, ranges = out.shape
    site = np.empty(3)
    site[0], site[1], site[2] = geodetic_to_ecef(latitude_rad, longitude_rad, 0.0)
    rotation = np.empty((3, 3))
    ecef_to_enu_matrix(latitude_rad, longitude_rad, rotation)
    steps, output = _samples(ranges, looks)
    # per sample: 1 - cos(psi) and sin(psi)
    fall, sine = np.empty(steps.size), np.empty(steps.size)
    for n in range(steps.size):
        psi = steps[n] * range_step_m / effective_radius_m
        half = np.sin(0.5 * psi)
        fall[n], sine[n] = 2.0 * half * half, np.sin(psi)
    foot = ground_height_m(height, south_deg, west_deg, step_deg, outside_m, latitude_rad, longitude_rad)
    last_row, last_column = height.shape[0] - 1.0, height.shape[1] - 1.0
    per_radian = _TO_DEGREES / step_deg
    middle_rad = (west_deg + 0.5 * last_column * step_deg) / _TO_DEGREES
    for a in range(azimuths):
        azimuth = a * azimuth_step_rad
        steepest = -np.inf
        out[a, 0] = foot
        block_start, block_end = -1.0 * _EXACT_EVERY, 0.0
        far_lat, far_lon = latitude_rad, longitude_rad
        row = row_step = column = column_step = 0.0
        for n in range(steps.size):
            if steps[n] > block_end:
                # next exact position: fractional node where the block starts, and its change per range step
                block_start, block_end = block_end, block_end + _EXACT_EVERY
                near_lat, near_lon = far_lat, far_lon
                far_lat, far_lon = _foot(site, rotation, azimuth, block_end * range_step_m)
                row = (near_lat * _TO_DEGREES - south_deg) / step_deg
                column = 0.5 * last_column + _less_than_half_a_turn(near_lon - middle_rad) * per_radian
                row_step = (far_lat - near_lat) * per_radian / _EXACT_EVERY
                column_step = _less_than_half_a_turn(far_lon - near_lon) * per_radian / _EXACT_EVERY
            v, u = row + (steps[n] - block_start) * row_step, column + (steps[n] - block_start) * column_step
            if v >= 0.0 and v <= last_row and u >= 0.0 and u <= last_column:
                ground = np.float64(bilinear(height, v, u))
            else:
                ground = outside_m
            radius = effective_radius_m + ground
            slope = (ground - antenna_height_m - radius * fall[n]) / (radius * sine[n])
            if slope >= steepest:
                steepest = slope
                if output[n] >= 0:
                    out[a, output[n]] = ground
            elif output[n] >= 0:
                bent = fall[n] + steepest * sine[n]
                if bent < 1.0:
                    out[a, output[n]] = (antenna_height_m + effective_radius_m * bent) / (1.0 - bent)
                else:
                    out[a, output[n]] = np.inf


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
