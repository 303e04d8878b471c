"""When a radar looks at what: the looks of one visit, in which dice have a part only by where the antenna began.

A visit v of a radar lasts from ``v * period`` to ``(v + 1) * period``. Its looks are worked out from the planned paths,
once per draw, or once per run where the antenna points elsewhere in each, and kept until the window has passed; then
only who is still alive is asked.
"""

from __future__ import annotations

import math

from gbad._jit import lean
from gbad._truth_kernel import Paths, state_at
from gbad.physics._earth_kernel import height_m
from gbad.sensing._columns_kernel import Strength, Targets, Timing
from gbad.sensing._detection_kernel import detection_probability
from gbad.sensing._geometry_kernel import (
    TWO_PI,
    azimuth_from,
    ground_arc_m,
    in_search_volume,
    in_sight,
    point_from,
    silent_at,
)
from gbad.sensing._signal_kernel import signal_db
from gbad.tables._bundles_kernel import RadarVolume

# columns of `look (rows, radars, visits kept, objects, 12)`; direction is a unit vector in Earth-fixed axes
PART, TIME, RANGE, AZIMUTH, ELEVATION, RATE, SNR, PD, DIRECTION, CROWDED = 0, 1, 2, 3, 4, 5, 6, 7, 8, 11
LOOK_COLUMNS = 12

# the crossing of beam and target settles to this share of a period (a microsecond) or stops after so many rounds
_SETTLED = 1e-7
_ROUNDS = 30


@lean
def crossing(antenna, to_enu, start_azimuth, period, visit, position, velocity, start_s, knot_step_s):
    """Share of the visit at which the turning antenna points at the target: fixed point of f = azimuth(t(f)) / 2pi.

    The iteration starts from the azimuth in the middle of the visit. A result outside 0..1 means that the crossing
    belongs to a neighbouring visit (the target moves across the start azimuth), so this visit has none. The step
    shrinks by (target's turn rate / antenna's turn rate) each round.
    """
    x, y, z, _, _, _ = state_at(position, velocity, start_s, knot_step_s, (visit + 0.5) * period)
    share = (azimuth_from(antenna, to_enu, x, y, z) - start_azimuth) / TWO_PI
    share -= math.floor(share)
    for _ in range(_ROUNDS):
        x, y, z, _, _, _ = state_at(position, velocity, start_s, knot_step_s, (visit + share) * period)
        step = (azimuth_from(antenna, to_enu, x, y, z) - start_azimuth) / TWO_PI - share
        step -= math.floor(step + 0.5)
        share += step
        if abs(step) < _SETTLED:
            break
    return share


@lean
def _sorts_in(look, objects, count):
    """Move the last of ``count`` looks to its place in time; ties keep the order of rows."""
    last = count - 1
    while last > 0 and look[last, TIME] < look[last - 1, TIME]:
        for c in range(LOOK_COLUMNS):
            look[last, c], look[last - 1, c] = look[last - 1, c], look[last, c]
        objects[last], objects[last - 1] = objects[last - 1], objects[last]
        last -= 1


@lean
def looks_of_visit(
    visit, draw, radar, start_azimuth, end_s, volume: RadarVolume, strength: Strength, timing: Timing,
    targets: Targets, paths: Paths, path, look, objects,
):  # fmt: skip
    """Fill ``look`` and ``objects`` with what this visit may see, in order of time; return how many.

    ``end_s (objects,)`` is when each is gone at the latest. Not seen: outside its plan, instrumented range, sector or
    elevation limits, behind the ground or horizon, in the moving-target notch, or while the radar is silent.
    """
    period, groups = timing.period_s[draw, radar], timing.groups[radar]
    longest = volume.instrumented_range_m[draw, radar]
    antenna, to_enu, knot_step_s = volume.position_ecef_m[radar], volume.ecef_to_enu[radar], paths.knot_step_s
    count = 0
    for target in range(paths.start_s.shape[1]):
        # nothing to see if the object is out of the way all along this visit
        begin, end = visit * period, (visit + 1) * period
        start_s, plan_end_s = paths.start_s[path, target], end_s[target]
        if start_s > end or plan_end_s < begin:
            continue
        position, velocity = paths.position_ecef_m[path, target], paths.velocity_ecef_mps[path, target]
        part = 0
        time = end
        if timing.rotates[radar]:
            x, y, z, vx, vy, vz = state_at(position, velocity, start_s, knot_step_s, 0.5 * (begin + end))
            # twice the way at its present speed is a safe margin for a path that bends
            margin = period * math.sqrt(vx * vx + vy * vy + vz * vz)
            dx, dy, dz = x - antenna[0], y - antenna[1], z - antenna[2]
            if math.sqrt(dx * dx + dy * dy + dz * dz) - margin > longest:
                continue
            share = crossing(antenna, to_enu, start_azimuth, period, visit, position, velocity, start_s, knot_step_s)
            if not 0.0 <= share < 1.0:
                continue
            part = min(int(share * groups), groups - 1)
            time = (visit + share) * period
        if not start_s <= time <= plan_end_s or silent_at(timing.silent_s[draw, radar], time):
            continue

        # where it is then, and whether the radar may look there at all
        x, y, z, vx, vy, vz = state_at(position, velocity, start_s, knot_step_s, time)
        dx, dy, dz = x - antenna[0], y - antenna[1], z - antenna[2]
        if dx * dx + dy * dy + dz * dz > longest * longest:
            continue
        distance, azimuth, elevation, across, up = point_from(antenna, to_enu, x, y, z)
        if not in_search_volume(volume, draw, radar, distance, azimuth, elevation):
            continue
        arc, height = ground_arc_m(strength.antenna_height_m[radar], across, up), height_m(x, y, z)
        if not in_sight(volume, radar, azimuth, arc, height):
            continue

        rate = (dx * vx + dy * vy + dz * vz) / distance
        if abs(rate) < strength.notch_mps[draw, radar]:
            continue

        # how strong its signal is on the mean, and how likely a detection
        snr_db = signal_db(strength, targets, draw, radar, target, distance, arc, height, dx, dy, dz, vx, vy, vz)
        if snr_db == -math.inf:
            continue
        row = look[count]
        row[PART], row[TIME], row[RANGE], row[AZIMUTH], row[ELEVATION] = part, time, distance, azimuth, elevation
        row[RATE] = rate
        row[SNR] = 10.0 ** (0.1 * snr_db)
        row[PD] = detection_probability(
            row[SNR], strength.threshold[draw, radar], strength.pulses[radar],
            fluctuation(strength, targets, radar, target),
        )  # fmt: skip
        row[CROWDED] = 0.0
        row[DIRECTION], row[DIRECTION + 1], row[DIRECTION + 2] = dx / distance, dy / distance, dz / distance
        objects[count] = target
        count += 1
        _sorts_in(look, objects, count)
    return count


@lean
def fluctuation(strength: Strength, targets: Targets, radar, target):
    """Swerling case of what a sensor receives from an object: of its echo, or of what the sensor is calibrated on."""
    case = strength.swerling[radar]
    return case if case >= 0 else targets.swerling[target]


@lean
def groups_of_window(period, groups, t0, t1):
    """First ordinal of the groups that end in ``t0 < end <= t1``, and the one after the last."""
    first = max(int(t0 * groups / period) - 1, 0)
    while group_end_s(period, groups, first) <= t0:
        first += 1
    stop = first
    while group_end_s(period, groups, stop) <= t1:
        stop += 1
    return first, stop


@lean
def group_end_s(period, groups, group):
    """End of a group, always computed the same way, so that windows meet without gap or overlap."""
    return (group + 1) * period / groups


@lean
def schedule(draw, timing: Timing, t0, t1, radar_of, group_of, end_of):
    """Groups of all radars that end in the window, by end and then radar; returns how many (filled up to the room)."""
    count = 0
    for radar in range(timing.groups.size):
        period, groups = timing.period_s[draw, radar], timing.groups[radar]
        first, stop = groups_of_window(period, groups, t0, t1)
        for group in range(first, stop):
            end = group_end_s(period, groups, group)
            if count >= radar_of.size:
                count += 1
                continue
            at = count
            while at > 0 and end_of[at - 1] > end:
                radar_of[at], group_of[at], end_of[at] = radar_of[at - 1], group_of[at - 1], end_of[at - 1]
                at -= 1
            radar_of[at], group_of[at], end_of[at] = radar, group, end
            count += 1
    return count
