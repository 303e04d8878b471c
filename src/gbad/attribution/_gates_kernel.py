"""Numbers below ``gates``: which limits of a radar or a missile a true path violates, as bits, and the nearest miss.

A bit per limit; a place with no bit is inside. The miss of a limit is how far the path was outside it, in its own unit.
"""

import math

import numpy as np

from gbad._jit import kernel
from gbad._truth_kernel import state_at
from gbad.envelope._reach_kernel import flyout, ground_range
from gbad.physics._earth_kernel import MEAN_RADIUS, height_m
from gbad.sensing._geometry_kernel import lowest_in_sight_m, wrapped
from gbad.tables._bundles_kernel import FireUnits, MissileEnvelope, RadarHorizon, RadarVolume

# bits: what keeps a radar from a place ...
HIDDEN, HORIZON, SECTOR, ABOVE, BELOW, BLIND, INSTRUMENTED, NOTCH, WEAK = range(9)
# ... and a missile from a target
RANGE, NEAR, HIGH, LOW, SPEED, FLIGHT, TIME = range(9, 16)
BITS = 16
SIGHT_TOLERANCE_M = 0.5  # [m] as in the command's own test
COARSE_S = 0.5  # [s] tolerance of a meeting
TRIES = 200


@kernel
def _smooth(horizon: RadarHorizon, radar, level, arc):
    """Lowest height in sight over a smooth Earth of a level [m], so far [m] along the ground from a radar."""
    bent = horizon.effective_radius_m
    beyond = max(arc - math.sqrt(2.0 * max(horizon.antenna_height_m[radar] - level, 0.0) * bent), 0.0)
    return level + beyond * beyond / (2.0 * bent)


@kernel
def radar_bits(volume: RadarVolume, horizon: RadarHorizon, draw, radar, x, y, z, miss):
    """Bits of the limits of a radar that a place violates; ``miss (BITS,)`` receives by how much."""
    at, turn = volume.position_ecef_m[radar], volume.ecef_to_enu[radar]
    dx, dy, dz = x - at[0], y - at[1], z - at[2]
    east = turn[0, 0] * dx + turn[0, 1] * dy + turn[0, 2] * dz
    north = turn[1, 0] * dx + turn[1, 1] * dy + turn[1, 2] * dz
    up = turn[2, 0] * dx + turn[2, 1] * dy + turn[2, 2] * dz
    across = math.sqrt(east * east + north * north)
    slant, azimuth, elevation = math.sqrt(across * across + up * up), math.atan2(east, north), math.atan2(up, across)
    bits = 0
    off = abs(wrapped(azimuth - volume.boresight_rad[radar])) - volume.sector_half_width_rad[draw, radar]
    if off > 1e-12:
        bits |= 1 << SECTOR
        miss[SECTOR] = off
    if elevation > volume.elevation_max_rad[draw, radar]:
        bits |= 1 << ABOVE
        miss[ABOVE] = elevation - volume.elevation_max_rad[draw, radar]
    if elevation < volume.elevation_min_rad[draw, radar]:
        bits |= 1 << BELOW
        miss[BELOW] = volume.elevation_min_rad[draw, radar] - elevation
    if slant < volume.minimum_range_m[draw, radar]:
        bits |= 1 << BLIND
        miss[BLIND] = volume.minimum_range_m[draw, radar] - slant
    if slant > volume.instrumented_range_m[draw, radar]:
        bits |= 1 << INSTRUMENTED
        miss[INSTRUMENTED] = slant - volume.instrumented_range_m[draw, radar]
    height = height_m(x, y, z)
    arc = MEAN_RADIUS * math.atan2(across, MEAN_RADIUS + horizon.antenna_height_m[radar] + up)
    bearing = azimuth if azimuth >= 0.0 else azimuth + 2.0 * math.pi
    lowest = lowest_in_sight_m(
        volume.mask_min_height_m[radar], volume.mask_azimuth_step_rad, volume.mask_range_step_m, bearing, arc
    )
    foot = horizon.antenna_height_m[radar] - horizon.mast_height_m[radar]
    # the mask ends with the range that is listened to: of what the ground hides beyond, only the horizon is known
    if not math.isfinite(lowest) and bits & (1 << INSTRUMENTED):
        lowest = _smooth(horizon, radar, foot, arc)
    if not height >= lowest - SIGHT_TOLERANCE_M:
        # what the curve alone would hide, of an Earth level with the radar's foot or the place, whichever is lower
        name = HORIZON if height < _smooth(horizon, radar, min(foot, height), arc) else HIDDEN
        bits |= 1 << name
        miss[name] = lowest - height
    return bits


@kernel
def seen_into(cycle_s, draw, wanted, paths, volume: RadarVolume, horizon: RadarHorizon, echo, bits, miss):
    """Bits ``(cycles, radars, objects)`` of what keeps each radar from each wanted object; -1 where it is not there.

    ``miss (cycles, radars, objects, BITS)``. The echo counts as weak below ``echo.weak_db`` on the mean, without
    jamming, wherever it is: ``echo.snr_db`` knows no limits of sector, elevation or range.
    """
    cycles, radars, objects = bits.shape
    path = min(draw, paths.start_s.shape[0] - 1)
    for who in range(objects):
        if not wanted[who]:
            continue
        begin_s, end_s = paths.start_s[path, who], paths.plan_end_s[path, who]
        for cycle in range(cycles):
            now_s = (cycle + 1) * cycle_s
            if now_s < begin_s or now_s > end_s:
                for radar in range(radars):
                    bits[cycle, radar, who] = -1
                continue
            x, y, z, vx, vy, vz = state_at(
                paths.position[path, who], paths.velocity[path, who], begin_s, paths.knot_step_s, now_s
            )
            for radar in range(radars):
                out = miss[cycle, radar, who]
                found = radar_bits(volume, horizon, draw, radar, x, y, z, out)
                at = volume.position_ecef_m[radar]
                dx, dy, dz = x - at[0], y - at[1], z - at[2]
                slant = math.sqrt(dx * dx + dy * dy + dz * dz)
                rate = abs((dx * vx + dy * vy + dz * vz) / slant)
                if rate < echo.notch[draw, radar]:
                    found |= 1 << NOTCH
                    out[NOTCH] = echo.notch[draw, radar] - rate
                snr_db = echo.snr_db[cycle, radar, who]
                if snr_db < echo.weak_db[draw, radar]:
                    found |= 1 << WEAK
                    out[WEAK] = echo.weak_db[draw, radar] - snr_db
                bits[cycle, radar, who] = found


@kernel
def _missile_bits(limits, draw, kind, target_class, distance, height, base_height, miss):
    """Bits of the published and flown limits of a missile type that a meeting place violates, and the time there."""
    bits = 0
    longest = limits.max_range_ballistic_m[draw, kind] if target_class == 2 else limits.max_range_m[draw, kind]
    if distance > longest:
        bits |= 1 << RANGE
        miss[RANGE] = distance - longest
    if distance < limits.min_range_m[draw, kind]:
        bits |= 1 << NEAR
        miss[NEAR] = limits.min_range_m[draw, kind] - distance
    if height > limits.max_altitude_m[draw, kind]:
        bits |= 1 << HIGH
        miss[HIGH] = height - limits.max_altitude_m[draw, kind]
    # the command meets a low flyer at the least height at which anything is; what falls must be met above it
    if target_class == 2 and height < limits.min_altitude_m[draw, kind]:
        bits |= 1 << LOW
        miss[LOW] = limits.min_altitude_m[draw, kind] - height
    inside = min(distance, longest)
    up = max(min(height, limits.max_altitude_m[draw, kind]) - base_height, 0.0)
    time = flyout(
        limits.flyout_time_s[draw, kind],
        limits.flyout_range_step_m[kind],
        limits.flyout_height_step_m[kind],
        inside,
        up,
    )
    if not math.isfinite(time):
        # the tables end: as if at a kilometre a second, and the flight itself is what is missing
        time = math.sqrt(distance * distance + height * height) / 1_000.0
        if bits & ((1 << RANGE) | (1 << HIGH)) == 0:
            bits |= 1 << FLIGHT
            miss[FLIGHT] = 0.0
    elif bits & (1 << RANGE):
        time *= distance / max(inside, 1.0)
    return bits, time


@kernel
def _ones(bits):
    count = 0
    while bits > 0:
        count += bits & 1
        bits >>= 1
    return count


@kernel
def reached_into(
    cycle_s, draw, wanted, target_class, paths, volume: RadarVolume, horizon: RadarHorizon, sites: FireUnits,
    limits: MissileEnvelope, has_kind, bits, miss,
):  # fmt: skip
    """Bits ``(cycles, batteries, objects)`` of what kept a round ordered then from meeting the object on its true path.

    Of several missile types and meeting times the one with the fewest limits in the way speaks; -1 where the object is
    not there. Limits of the engagement radar count where the object is now and where it would be met. Worked out from
    the end on, and no farther back than to a cycle at which one limit stood alone: it is the one that counts.
    """
    cycles, batteries, objects = bits.shape
    path = min(draw, paths.start_s.shape[0] - 1)
    here, there, best_miss = np.zeros(BITS), np.zeros(BITS), np.zeros(BITS)
    for who in range(objects):
        if not wanted[who]:
            continue
        begin_s, end_s = paths.start_s[path, who], paths.plan_end_s[path, who]
        positions, velocities = paths.position[path, who], paths.velocity[path, who]
        for cycle in range(cycles - 1, -1, -1):
            now_s = (cycle + 1) * cycle_s
            if now_s < begin_s or now_s >= end_s:
                for battery in range(batteries):
                    bits[cycle, battery, who] = -1
                continue
            x, y, z, vx, vy, vz = state_at(positions, velocities, begin_s, paths.knot_step_s, now_s)
            speed = math.sqrt(vx * vx + vy * vy + vz * vz)
            alone = False
            for battery in range(batteries):
                radar = sites.radar[battery]
                here[:] = 0.0
                seen = radar_bits(volume, horizon, draw, radar, x, y, z, here)
                best, best_count = -1, BITS + 1
                for kind in range(has_kind.shape[1]):
                    if not has_kind[battery, kind]:
                        continue
                    first_s = now_s + sites.reaction_time_s[draw, battery]
                    at_s = first_s
                    for _ in range(TRIES):
                        too_late = at_s >= end_s
                        at_s = min(at_s, end_s)
                        px, py, pz, _, _, _ = state_at(positions, velocities, begin_s, paths.knot_step_s, at_s)
                        height = height_m(px, py, pz)
                        base = sites.position_ecef_m[battery]
                        distance = ground_range(base[0], base[1], base[2], px, py, pz)
                        there[:] = 0.0
                        found, time = _missile_bits(
                            limits, draw, kind, target_class[who], distance, height, sites.height_m[battery], there
                        )
                        late_s = first_s + time - at_s
                        if late_s <= COARSE_S or too_late:
                            if late_s > COARSE_S:
                                found |= 1 << TIME
                                there[TIME] = late_s
                            if limits.needs_radar[kind]:
                                found |= radar_bits(volume, horizon, draw, radar, px, py, pz, there) | seen
                            if speed > limits.max_target_speed_mps[draw, kind]:
                                found |= 1 << SPEED
                                there[SPEED] = speed - limits.max_target_speed_mps[draw, kind]
                            count = _ones(found)
                            if count < best_count:
                                best, best_count = found, count
                                for bit in range(BITS):
                                    best_miss[bit] = max(here[bit] if limits.needs_radar[kind] else 0.0, there[bit])
                            if too_late or count == 0:
                                break
                        at_s += max(late_s, 5.0)
                if best < 0:
                    continue
                bits[cycle, battery, who] = best
                alone = alone or (best_count == 1 and best != 1 << TIME)
                for bit in range(BITS):
                    miss[cycle, battery, who, bit] = best_miss[bit]
            if alone:
                break
