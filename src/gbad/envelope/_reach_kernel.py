"""Shared numbers of reach: where a track will be, how long a round flies there, whether a radar sees that place.

Ground layer, used by weapon assignment on tracks, by the cause analysis on truth and by coverage on grids: one
function, several clients. Positions are ECEF metres, angles radians, times seconds.
"""

import math

from gbad._jit import kernel
from gbad.physics._earth_kernel import MEAN_RADIUS, free_fall_ecef, height_m

LEVEL_SHARE = 0.2  # [1] a track that climbs or sinks by less of its speed is predicted in level flight
FALL_STEP_S = 2.0
LOW_M = 2_000.0  # [m] of height, below it the vertical speed of an air-breathing track is mostly noise
SIGHT_TOLERANCE_M = 0.5  # [m] rounding of a place that was lifted just into sight


@kernel
def fall(px, py, pz, vx, vy, vz, duration_s):
    """Free fall in the Earth-fixed frame (gravity, Coriolis, centrifugal; no drag) by midpoint steps of <= 2 s."""
    steps = max(math.ceil(duration_s / FALL_STEP_S), 1)
    step_s = duration_s / steps
    for _ in range(steps):
        ax, ay, az = free_fall_ecef(px, py, pz, vx, vy, vz)
        half = 0.5 * step_s
        mx, my, mz = px + vx * half, py + vy * half, pz + vz * half
        ux, uy, uz = vx + ax * half, vy + ay * half, vz + az * half
        ax, ay, az = free_fall_ecef(mx, my, mz, ux, uy, uz)
        px, py, pz = px + ux * step_s, py + uy * step_s, pz + uz * step_s
        vx, vy, vz = vx + ax * step_s, vy + ay * step_s, vz + az * step_s
    return px, py, pz, vx, vy, vz


@kernel
def predict(px, py, pz, vx, vy, vz, ballistic, ahead_s):
    """Where a track will be ``ahead_s`` later: free fall, level flight at its height, or straight on.

    Low flyers are always carried on level: they follow the ground, and their estimated climb is mostly noise.
    """
    if ballistic:
        px, py, pz, _, _, _ = fall(px, py, pz, vx, vy, vz, ahead_s)
        return px, py, pz
    radius = math.sqrt(px * px + py * py + pz * pz)
    climb = (px * vx + py * vy + pz * vz) / radius
    qx, qy, qz = px + vx * ahead_s, py + vy * ahead_s, pz + vz * ahead_s
    low = height_m(px, py, pz) < LOW_M
    if low or abs(climb) < LEVEL_SHARE * math.sqrt(vx * vx + vy * vy + vz * vz):
        scale = radius / math.sqrt(qx * qx + qy * qy + qz * qz)
        qx, qy, qz = qx * scale, qy * scale, qz * scale
    return qx, qy, qz


@kernel
def ground_range(ax, ay, az, bx, by, bz):
    """Great-circle distance [m] between the foot points of two ECEF places, on a sphere of mean radius."""
    cx, cy, cz = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
    return MEAN_RADIUS * math.atan2(math.sqrt(cx * cx + cy * cy + cz * cz), ax * bx + ay * by + az * bz)


@kernel
def in_range_from(px, py, pz, vx, vy, vz, ax, ay, az, range_m):
    """Seconds before which what flies straight on, or level, is beyond a ground range of a place; inf: for ever.

    Its foot runs along a great circle: the angle to the place is least where the circle passes it, and the place on
    the circle at which it comes into range says when. Early rather than late, by a metre and a millisecond.
    """
    radius, home = math.sqrt(px * px + py * py + pz * pz), math.sqrt(ax * ax + ay * ay + az * az)
    climb = (px * vx + py * vy + pz * vz) / radius
    wx, wy, wz = vx - climb * px / radius, vy - climb * py / radius, vz - climb * pz / radius
    across = math.sqrt(wx * wx + wy * wy + wz * wz)
    inside = math.cos((range_m + 1.0) / MEAN_RADIUS)
    here = (px * ax + py * ay + pz * az) / (radius * home)
    if across < 1e-3 or here >= inside or inside <= 0.0:
        return 0.0
    ahead = (wx * ax + wy * ay + wz * az) / (across * home)
    nearest = math.sqrt(here * here + ahead * ahead)
    if nearest < inside:
        return math.inf
    angle = math.atan2(ahead, here) - math.acos(min(inside / nearest, 1.0))
    if angle < 0.0:
        angle += 2.0 * math.pi
    sine, cosine = math.sin(angle), math.cos(angle)
    gain = across * cosine - climb * sine
    if sine <= 0.0 or gain <= 0.0:
        return math.inf
    return max(radius * sine / gain - 1e-3, 0.0)


@kernel
def flyout(table, range_step_m, height_step_m, range_m, height_m):
    """Bilinear value of one fly-out table ``(ranges, heights)``; inf outside it or where a corner is out of reach."""
    ranges, heights = table.shape
    u = range_m / range_step_m
    v = max(height_m, 0.0) / height_step_m
    i, j = int(u), int(v)
    if i < 0 or i >= ranges - 1 or j >= heights - 1:
        return math.inf
    u -= i
    v -= j
    return (table[i, j] * (1.0 - u) + table[i + 1, j] * u) * (1.0 - v) + (
        table[i, j + 1] * (1.0 - u) + table[i + 1, j + 1] * u
    ) * v


@kernel
def lowest_in_sight(mask, azimuth_step_rad, range_step_m, azimuth_rad, range_m):
    """Lowest height [m, ellipsoidal] in sight at a bearing and ground range; inf beyond the mask's last range.

    ``mask`` is one radar's ``(azimuths, ranges)``; bilinear between bearings and ranges.
    """
    azimuths, ranges = mask.shape
    v = range_m / range_step_m
    j = int(v)
    if j >= ranges - 1:
        return math.inf
    v -= j
    u = (azimuth_rad % (2.0 * math.pi)) / azimuth_step_rad
    i = int(u) % azimuths
    u -= math.floor(u)
    k = (i + 1) % azimuths
    near = mask[i, j] * (1.0 - u) + mask[k, j] * u
    far = mask[i, j + 1] * (1.0 - u) + mask[k, j + 1] * u
    return near * (1.0 - v) + far * v


@kernel
def raised_into_sight(px, py, pz, antenna, to_enu, mask, azimuth_step_rad, range_step_m):
    """A place that a radar sees is not below what it can see: lift an estimate to the lowest height in sight.

    Height is the worst known coordinate of a low flyer; without this its estimate is often under the ground.
    """
    dx, dy, dz = px - antenna[0], py - antenna[1], pz - antenna[2]
    east = to_enu[0, 0] * dx + to_enu[0, 1] * dy + to_enu[0, 2] * dz
    north = to_enu[1, 0] * dx + to_enu[1, 1] * dy + to_enu[1, 2] * dz
    distance = ground_range(antenna[0], antenna[1], antenna[2], px, py, pz)
    lowest = lowest_in_sight(mask, azimuth_step_rad, range_step_m, math.atan2(east, north), distance)
    short = lowest - height_m(px, py, pz)
    if not (0.0 < short < math.inf):
        return px, py, pz
    radius = math.sqrt(px * px + py * py + pz * pz)
    scale = (radius + short) / radius
    return px * scale, py * scale, pz * scale


@kernel
def radar_covers(
    px, py, pz, antenna, to_enu, boresight_rad, half_width_rad, elevation_min_rad, elevation_max_rad,
    instrumented_m, mask, azimuth_step_rad, range_step_m,
):  # fmt: skip
    """Whether a place lies in a radar's instrumented range, sector, elevation limits and line of sight."""
    dx, dy, dz = px - antenna[0], py - antenna[1], pz - antenna[2]
    slant = math.sqrt(dx * dx + dy * dy + dz * dz)
    if slant > instrumented_m or slant < 1.0:
        return False
    east = to_enu[0, 0] * dx + to_enu[0, 1] * dy + to_enu[0, 2] * dz
    north = to_enu[1, 0] * dx + to_enu[1, 1] * dy + to_enu[1, 2] * dz
    up = to_enu[2, 0] * dx + to_enu[2, 1] * dy + to_enu[2, 2] * dz
    azimuth = math.atan2(east, north)
    off = (azimuth - boresight_rad + math.pi) % (2.0 * math.pi) - math.pi
    if abs(off) > half_width_rad:
        return False
    elevation = math.asin(up / slant)
    if elevation < elevation_min_rad or elevation > elevation_max_rad:
        return False
    height = height_m(px, py, pz)
    distance = ground_range(antenna[0], antenna[1], antenna[2], px, py, pz)
    return height >= lowest_in_sight(mask, azimuth_step_rad, range_step_m, azimuth, distance) - SIGHT_TOLERANCE_M
