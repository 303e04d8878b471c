"""Numbers below ``cause``: at which command cycles a battery could still have reached an object, on truth."""

import math

from gbad._jit import kernel
from gbad._truth_kernel import state_at
from gbad.envelope._reach_kernel import flyout, ground_range, radar_covers
from gbad.physics._earth_kernel import ecef_to_geodetic

TRIES = 60
STEP_S = 5.0
TOLERANCE_S = 0.5
EARLY_S = 1.0  # [s] as in weapon assignment: earlier than this at the edge of reach is too soon


@kernel
def chances(
    draw, cycle_s, wanted, target_class,
    start_s, plan_end_s, knot_step_s, position, velocity,
    battery_radar, battery_position, battery_height, reaction_s, has_kind,
    max_range, min_range, max_altitude, min_altitude, max_target_speed, max_range_ballistic,
    flyout_time, flyout_range_step, flyout_height_step,
    antenna, to_enu, boresight, half_width, elevation_min, elevation_max, instrumented,
    mask, mask_azimuth_step, mask_range_step, feasible,
):  # fmt: skip
    """Set ``feasible[cycle, battery, object]`` for the ``wanted`` objects of one draw."""
    cycles, batteries, objects = feasible.shape
    path_draw = min(draw, start_s.shape[0] - 1)
    for who in range(objects):
        if not wanted[who]:
            continue
        begin_s, end_s = start_s[path_draw, who], plan_end_s[path_draw, who]
        for cycle in range(cycles):
            now_s = (cycle + 1) * cycle_s
            if now_s < begin_s or now_s >= end_s:
                continue
            x, y, z, vx, vy, vz = state_at(
                position[path_draw, who], velocity[path_draw, who], begin_s, knot_step_s, now_s
            )
            speed = math.sqrt(vx * vx + vy * vy + vz * vz)
            for battery in range(batteries):
                radar = battery_radar[battery]
                if not radar_covers(
                    x, y, z, antenna[radar], to_enu[radar], boresight[radar], half_width[draw, radar],
                    elevation_min[draw, radar], elevation_max[draw, radar], instrumented[draw, radar],
                    mask[radar], mask_azimuth_step, mask_range_step,
                ):  # fmt: skip
                    continue
                for kind in range(has_kind.shape[1]):
                    if not has_kind[battery, kind] or speed > max_target_speed[draw, kind]:
                        continue
                    reach = max_range_ballistic[draw, kind] if target_class[who] == 2 else max_range[draw, kind]
                    arrival_s = meeting(
                        now_s, end_s, reaction_s[draw, battery], begin_s, knot_step_s,
                        position[path_draw, who], velocity[path_draw, who],
                        battery_position[battery], battery_height[battery],
                        flyout_time[draw, kind], flyout_range_step[kind], flyout_height_step[kind],
                        reach, min_range[draw, kind], max_altitude[draw, kind], min_altitude[draw, kind],
                        antenna[radar], to_enu[radar], boresight[radar], half_width[draw, radar],
                        elevation_min[draw, radar], elevation_max[draw, radar], instrumented[draw, radar],
                        mask[radar], mask_azimuth_step, mask_range_step,
                    )  # fmt: skip
                    if math.isfinite(arrival_s):
                        feasible[cycle, battery, who] = True
                        break


@kernel
def meeting(
    now_s, end_s, reaction_s, begin_s, knot_step_s, position, velocity, base, base_height_m,
    table, range_step_m, height_step_m, max_range_m, min_range_m, max_altitude_m, min_altitude_m,
    antenna, to_enu, boresight, half_width, elevation_min, elevation_max, instrumented,
    mask, mask_azimuth_step, mask_range_step,
):  # fmt: skip
    """When a round ordered now meets the object on its real path, in sector and sight; inf if never."""
    before_s, at_s = now_s + reaction_s, now_s + reaction_s
    for _ in range(TRIES):
        if at_s >= end_s:
            return math.inf
        arrival_s = arrival_at(
            now_s + reaction_s, at_s, begin_s, knot_step_s, position, velocity, base, base_height_m,
            table, range_step_m, height_step_m, max_range_m, min_range_m, max_altitude_m, min_altitude_m,
        )  # fmt: skip
        if arrival_s > at_s + TOLERANCE_S:
            before_s = at_s
            at_s += STEP_S if not math.isfinite(arrival_s) else max(arrival_s - at_s, TOLERANCE_S)
            if before_s < end_s - TOLERANCE_S < at_s:
                at_s = end_s - TOLERANCE_S
            continue
        # back to the earliest time at which it would not be late
        while at_s - before_s > 0.5 * TOLERANCE_S:
            middle_s = 0.5 * (before_s + at_s)
            there_s = arrival_at(
                now_s + reaction_s, middle_s, begin_s, knot_step_s, position, velocity, base, base_height_m,
                table, range_step_m, height_step_m, max_range_m, min_range_m, max_altitude_m, min_altitude_m,
            )  # fmt: skip
            if there_s > middle_s + TOLERANCE_S:
                before_s = middle_s
            else:
                at_s, arrival_s = middle_s, there_s
        # (early at the edge of reach: too soon to launch, a later cycle will do)
        x, y, z, _, _, _ = state_at(position, velocity, begin_s, knot_step_s, at_s)
        covered = radar_covers(
            x, y, z, antenna, to_enu, boresight, half_width, elevation_min, elevation_max, instrumented,
            mask, mask_azimuth_step, mask_range_step,
        )  # fmt: skip
        return at_s if covered and arrival_s >= at_s - EARLY_S else math.inf
    return math.inf


@kernel
def arrival_at(
    launch_s, at_s, begin_s, knot_step_s, position, velocity, base, base_height_m,
    table, range_step_m, height_step_m, max_range_m, min_range_m, max_altitude_m, min_altitude_m,
):  # fmt: skip
    """When a round launched at ``launch_s`` is where the object is at ``at_s``; inf outside the round's limits."""
    x, y, z, _, _, _ = state_at(position, velocity, begin_s, knot_step_s, at_s)
    height = ecef_to_geodetic(x, y, z)[2]
    distance = ground_range(base[0], base[1], base[2], x, y, z)
    if not (min_range_m <= distance <= max_range_m and min_altitude_m <= height <= max_altitude_m):
        return math.inf
    return launch_s + flyout(table, range_step_m, height_step_m, distance, height - base_height_m)
