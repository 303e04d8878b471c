"""What one radar has to do with one point of space: range, angles, line of sight, mean signal-to-noise ratio.

The one physics of sensing: the timeline, ``sight`` and coverage all call :func:`point_from` and :func:`mean_snr_db`.
"""

from __future__ import annotations

import math

import numpy as np

from gbad._jit import kernel
from gbad._truth_kernel import state_at
from gbad.physics._earth_kernel import MEAN_RADIUS, height_m
from gbad.physics._propagation_kernel import elevation_on_effective_earth, gas_loss_two_way_db

TWO_PI = 2.0 * math.pi

# columns of `site (radars, 15)`: position, rows of the matrix to east-north-up, antenna height, bearings
EAST, NORTH, UP, ANTENNA_HEIGHT, START_AZIMUTH, BORESIGHT = 3, 6, 9, 12, 13, 14
SITE_COLUMNS = 15

# columns of `figure (draws, radars, 20)`: drawn figures of a radar
(
    LOOP_GAIN, GAS, RANGE_MAX, RANGE_MIN, PERIOD, HALF_WIDTH, ELEVATION_MIN, ELEVATION_MAX, RANGE_RESOLUTION,
    AZIMUTH_BEAM, ELEVATION_BEAM, RATE_STD, ERROR_FLOOR, FALSE_ALARMS, IFF_REPLY, DELAY, PFA, THRESHOLD, NOTCH,
    DWELLS,
) = range(20)  # fmt: skip
FIGURE_COLUMNS = 20

# columns of `kind (radars, 7)`: whole numbers that no draw changes
PULSES, GROUPS, ROTATES, CUED, TRACKS_MAX, INTERROGATES, PASSIVE = range(7)
KIND_COLUMNS = 7


@kernel
def wrapped(angle):
    """Angle in -pi..pi."""
    return angle - TWO_PI * math.floor(angle / TWO_PI + 0.5)


@kernel
def point_from(site, x, y, z):
    """``(range_m, azimuth 0..2pi, elevation, across_m, up_m)`` of a point from one antenna; no refraction."""
    dx, dy, dz = x - site[0], y - site[1], z - site[2]
    east = site[EAST] * dx + site[EAST + 1] * dy + site[EAST + 2] * dz
    north = site[NORTH] * dx + site[NORTH + 1] * dy + site[NORTH + 2] * dz
    up = site[UP] * dx + site[UP + 1] * dy + site[UP + 2] * dz
    across = math.sqrt(east * east + north * north)
    azimuth = math.atan2(east, north)
    if azimuth < 0.0:
        azimuth += TWO_PI
    return math.sqrt(across * across + up * up), azimuth, math.atan2(up, across), across, up


@kernel
def azimuth_from(site, x, y, z):
    """Azimuth of a point alone, -pi..pi."""
    dx, dy, dz = x - site[0], y - site[1], z - site[2]
    east = site[EAST] * dx + site[EAST + 1] * dy + site[EAST + 2] * dz
    north = site[NORTH] * dx + site[NORTH + 1] * dy + site[NORTH + 2] * dz
    return math.atan2(east, north)


@kernel
def ground_arc_m(site, across_m, up_m):
    """Distance along the ground (mean radius) to the point below; the curvature of one site hardly differs from it."""
    radius = MEAN_RADIUS + site[ANTENNA_HEIGHT]
    return MEAN_RADIUS * math.atan2(across_m, radius + up_m)


@kernel
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


@kernel
def in_sight(site, mask, azimuth_step, range_step, azimuth, arc_m, point_height_m):
    """Whether the terrain and the curved Earth leave the straight line free (over an Earth of effective radius)."""
    # an unknown or infinite mask compares as not in sight
    return point_height_m >= lowest_in_sight_m(mask, azimuth_step, range_step, azimuth, arc_m)


@kernel
def in_search_volume(site, figure, range_m, azimuth, elevation):
    """Within instrumented range, sector and elevation limits."""
    return (
        figure[RANGE_MIN] <= range_m <= figure[RANGE_MAX]
        and figure[ELEVATION_MIN] <= elevation <= figure[ELEVATION_MAX]
        and abs(wrapped(azimuth - site[BORESIGHT])) <= figure[HALF_WIDTH] + 1e-12
    )


@kernel
def silent_at(silent, time):
    """Whether a radar sends nothing then; ``silent (k, 2)``."""
    found = False
    for i in range(silent.shape[0]):
        found |= silent[i, 0] <= time < silent[i, 1]
    return found


@kernel
def cross_section_dbsm(form, plain_dbsm, by_aspect, dx, dy, dz, vx, vy, vz):
    """Mean cross-section towards the radar: straight in dB between the aspects of ``by_aspect (forms, 37)``.

    ``d`` runs from the radar to the target and ``v`` is how it flies, so its nose shows when they oppose each other. A
    target without speed shows its nose.
    """
    if form < 0:
        return plain_dbsm
    lengths = math.sqrt((dx * dx + dy * dy + dz * dz) * (vx * vx + vy * vy + vz * vz))
    cosine = -(dx * vx + dy * vy + dz * vz) / lengths if lengths > 0.0 else 1.0
    last = by_aspect.shape[1] - 1
    column = math.acos(min(max(cosine, -1.0), 1.0)) / math.pi * last
    j = min(int(column), last - 1)
    return by_aspect[form, j] + (column - j) * (by_aspect[form, j + 1] - by_aspect[form, j])


@kernel
def mean_snr_db(site, figure, effective_radius_m, rcs_dbsm, range_m, arc_m, point_height_m):
    """Mean SNR of one pulse [dB]: loop gain + cross-section - 40 lg(range) - two-way gas loss along the bent ray."""
    snr_db = figure[LOOP_GAIN] + rcs_dbsm - 40.0 * math.log10(range_m)
    if figure[GAS] > 0.0:
        antenna = site[ANTENNA_HEIGHT]
        apparent = elevation_on_effective_earth(arc_m, point_height_m, antenna, effective_radius_m)
        snr_db -= gas_loss_two_way_db(range_m, apparent, antenna, figure[GAS])
    return snr_db


@kernel
def received_snr_db(site, figure, effective_radius_m, source_db, range_m, arc_m, point_height_m):
    """SNR [dB] of a passive sensor: one-way gain + strength of the source - 20 lg(range) - one-way loss of the air."""
    return mean_snr_db(site, figure, effective_radius_m, source_db, range_m, arc_m, point_height_m) + 20.0 * math.log10(
        range_m
    )


@kernel
def sight_into(
    time_s, draws, site, kind, figure, rcs_dbsm, rcs_form, rcs_by_aspect, source_db,
    masks, azimuth_step, range_step, effective_radius_m,
    start_s, plan_end_s, knot_step_s, position, velocity, seen, snr_db,
):  # fmt: skip
    """Geometry at one instant of every used draw: rows ``draws`` of ``seen, snr_db (D, radars, objects)``."""
    for row in range(draws.size):
        draw = draws[row]
        path = min(draw, start_s.shape[0] - 1)
        for target in range(start_s.shape[1]):
            if not start_s[path, target] <= time_s <= plan_end_s[path, target]:
                continue
            x, y, z, vx, vy, vz = state_at(
                position[path, target], velocity[path, target], start_s[path, target], knot_step_s, time_s
            )
            height = height_m(x, y, z)
            for radar in range(site.shape[0]):
                at, own = site[radar], figure[row, radar]
                distance, azimuth, elevation, across, up = point_from(at, x, y, z)
                arc = ground_arc_m(at, across, up)
                seen[draw, radar, target] = in_sight(at, masks[radar], azimuth_step, range_step, azimuth, arc, height)
                if not in_search_volume(at, own, distance, azimuth, elevation):
                    continue
                if kind[radar, PASSIVE]:
                    snr_db[draw, radar, target] = received_snr_db(
                        at, own, effective_radius_m, source_db[row, radar, target], distance, arc, height
                    )
                else:
                    rcs = cross_section_dbsm(
                        rcs_form[target], rcs_dbsm[row, target], rcs_by_aspect[row, radar],
                        x - at[0], y - at[1], z - at[2], vx, vy, vz,
                    )  # fmt: skip
                    snr_db[draw, radar, target] = mean_snr_db(at, own, effective_radius_m, rcs, distance, arc, height)
