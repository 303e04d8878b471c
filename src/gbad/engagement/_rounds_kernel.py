"""All live rounds of a batch, flown from launch to their end: the one kernel behind ``engagement.fly``."""

import math

import numpy as np

from gbad._jit import kernel
from gbad._reach_kernel import radar_covers
from gbad._truth_kernel import state_at
from gbad.engagement._columns_kernel import (
    APPROACH_UNITS,
    BOOST,
    DELAY,
    DESTRUCT,
    EVX,
    EVY,
    EVZ,
    FINAL_UNITS,
    LOCK,
    LOST,
    MIDCOURSE,
    NEXT_CHECK,
    NEXT_PLAN,
    PHASE,
    SEEKER,
    SLOWEST,
    STEP,
    TERMINAL,
    TO_GO,
    UNIT_S,
    VX,
    VY,
    VZ,
    X,
    Y,
    Z,
)  # fmt: skip
from gbad.engagement._launch_kernel import ENDED, FLYING, ORDERED, estimate, launch_due, look_ahead, nearest, refresh
from gbad.engagement._midcourse_kernel import plan_units, steer, step_units
from gbad.engagement._point_mass_kernel import height_m, step
from gbad.engagement._terminal_kernel import closest, navigate, remember_flown, start_seeker
from gbad.physics._random_kernel import pair_key

INTERCEPT, NO_TARGET, SUPPORT_LOST, SELF_DESTRUCT, TOO_SLOW, GROUND = 1, 2, 3, 4, 5, 6  # as in messages
ACTIVE = 1  # as tables.GUIDANCE_ACTIVE

GRACE_S = 2.0  # [s] without the radar's hold before the round is given up
CHECK_UNITS = 16  # the radar's hold is checked every half second
GIMBAL = 0.5  # [1] cosine of the seeker's largest look angle from the velocity
SETTLED_S, PASSING_S = 1.0, 3.0  # [s] after ignition: before the first no lock, after the second also when passing
CLOSE_S = 2.0  # [s] before the meeting the steps are the finest
LOWEST_M = -100.0  # [m] ground for missiles: there is no terrain here, only the ellipsoid (less the deepest geoid)
NEVER = np.uint64(0xFFFFFFFFFFFFFFFF)  # key of "nothing was there" in dice


@kernel
def fly(until_s, floor_s, seed, run_number, draw_of_run, world, sites, radar_end_s, types, tracks, flights, out):
    """Launch what is due and take every step that begins before ``until_s``; return how many rounds still live."""
    runs, rounds = out.status.shape
    live = 0
    for run in range(runs):
        if not refresh(run, tracks, flights, out):
            continue
        draw = draw_of_run[run]
        path = min(draw, world.start_s.shape[0] - 1)
        launch_due(run, draw, path, until_s, floor_s, world, sites, types, flights, out)
        for row in range(rounds):
            if out.status[run, row] == ORDERED:
                live += 1
            if out.status[run, row] != FLYING:
                continue
            f, n = flights.state[run, row], flights.counts[run, row]
            p = types.parameters[draw, types.kind[row]]
            reason, t = 0, 0.0
            while reason == 0:
                flown_s = n[STEP] * UNIT_S
                t = out.launch_s[run, row] + flown_s
                if t >= until_s:
                    break
                reason = _over(f, p, flown_s)
                if reason == 0:
                    reason = _support(run, row, draw, path, t, floor_s, world, sites, radar_end_s, types, f, n, out)
                if reason == 0 and n[PHASE] == MIDCOURSE:
                    reason = _lock(
                        run, row, path, t, flown_s, floor_s, seed, run_number[run], world, f, n, p, out
                    )  # fmt: skip
                if reason != 0:
                    break
                ox, oy, oz = f[X], f[Y], f[Z]
                if n[PHASE] == MIDCOURSE:
                    units = _midcourse(f, n, p, t, flown_s)
                else:
                    units, reason, t = _terminal(
                        run, row, path, t, flown_s, seed, run_number[run], world, f, n, p, out
                    )  # fmt: skip
                if reason == 0 and flights.trace.shape[2] > 0:
                    _note(flights.trace[run, row], n[STEP], units, ox, oy, oz, f)
                n[STEP] += units
            if reason == 0:
                live += 1
            else:
                out.status[run, row] = ENDED
                out.end_reason[run, row] = reason
                out.end_s[run, row] = t
                for axis in range(3):
                    out.end_position[run, row, axis] = f[X + axis]
    return live


@kernel
def _over(f, p, flown_s):
    """Reason why a round's flight is over by itself, 0 if it is not."""
    if flown_s >= p[DESTRUCT]:
        return SELF_DESTRUCT
    speed2 = f[VX] * f[VX] + f[VY] * f[VY] + f[VZ] * f[VZ]
    if flown_s > p[DELAY] + p[BOOST] and speed2 < p[SLOWEST] * p[SLOWEST]:
        return TOO_SLOW
    if height_m(f[X], f[Y], f[Z]) < LOWEST_M:
        return GROUND
    return 0


@kernel
def _support(run, row, draw, path, t, floor_s, world, sites, radar_end_s, types, f, n, out):
    """SUPPORT_LOST when the battery's radar has not held the target for longer than the grace, else 0."""
    homing = n[PHASE] == TERMINAL and types.guidance[types.kind[row]] == ACTIVE
    if homing or n[STEP] < n[NEXT_CHECK]:
        return 0
    n[NEXT_CHECK] = n[STEP] + CHECK_UNITS
    who = out.target[run, row] if n[PHASE] == TERMINAL else out.aimed_at[run, row]
    # debris falls on along the path; where nothing is (any more) the radar looks where the track should be
    if who >= 0 and t <= world.plan_end_s[path, who]:
        x, y, z, _, _, _ = state_at(
            world.position[path, who], world.velocity[path, who], world.start_s[path, who], world.knot_step_s, t
        )
    else:
        x, y, z = estimate(f, n, t)
    radar = sites.radar[types.battery[row]]
    held = radar_end_s[run, radar] > floor_s and radar_covers(
        x, y, z, sites.antenna[radar], sites.to_enu[radar], sites.boresight[radar], sites.half_width[draw, radar],
        sites.elevation_min[draw, radar], sites.elevation_max[draw, radar], sites.instrumented[draw, radar],
        sites.mask[radar], sites.azimuth_step_rad, sites.range_step_m,
    )  # fmt: skip
    if held:
        f[LOST] = math.inf
    elif f[LOST] > t:
        f[LOST] = t
    return SUPPORT_LOST if t - f[LOST] > GRACE_S else 0


@kernel
def _lock(run, row, path, t, flown_s, floor_s, seed, run_number, world, f, n, p, out):
    """Begin the terminal phase when the track's place comes into the seeker's reach; NO_TARGET if nothing is there."""
    if flown_s <= p[DELAY] + SETTLED_S:
        return 0
    ex, ey, ez = estimate(f, n, t)
    dx, dy, dz = ex - f[X], ey - f[Y], ez - f[Z]
    distance = math.sqrt(dx * dx + dy * dy + dz * dz)
    if distance >= p[SEEKER]:
        return 0
    ahead = dx * f[VX] + dy * f[VY] + dz * f[VZ]
    speed = math.sqrt(f[VX] * f[VX] + f[VY] * f[VY] + f[VZ] * f[VZ])
    passing = dx * f[EVX] + dy * f[EVY] + dz * f[EVZ] > ahead and flown_s > p[DELAY] + PASSING_S
    if ahead < GIMBAL * distance * speed and not passing:
        return 0
    # the seeker takes what is nearest to where the track should be
    who = nearest(world, run, path, t, floor_s, ex, ey, ez)
    if who < 0:
        return NO_TARGET
    out.target[run, row] = who
    n[PHASE], n[LOCK] = TERMINAL, n[STEP]
    tx, ty, tz, ux, uy, uz = state_at(
        world.position[path, who], world.velocity[path, who], world.start_s[path, who], world.knot_step_s, t
    )
    key = dice_key(world.key, who, out.aimed_at[run, row])
    start_seeker(f, seed, run_number, key, out.shot_at_target[run, row], tx, ty, tz, ux, uy, uz)
    return 0


@kernel
def _midcourse(f, n, p, t, flown_s):
    """One step on the track estimate; returns its units."""
    if n[STEP] >= n[NEXT_PLAN]:
        n[NEXT_PLAN] = n[STEP] + plan_units(f, p, flown_s)
        look_ahead(f, n, p, t, flown_s)
    px, py, pz = estimate(f, n, t + f[TO_GO])
    cx, cy, cz = steer(f, p, flown_s, px, py, pz)
    units = step_units(f, p, flown_s)
    step(f, p, flown_s, units * UNIT_S, cx, cy, cz)
    f[TO_GO] = max(f[TO_GO] - units * UNIT_S, 0.1)
    return units


@kernel
def _terminal(run, row, path, t, flown_s, seed, run_number, world, f, n, p, out):
    """One step on the seeker; returns (units, reason, time of the end)."""
    who = out.target[run, row]
    start_s, plan_end_s = world.start_s[path, who], world.plan_end_s[path, who]
    position, velocity = world.position[path, who], world.velocity[path, who]
    tx, ty, tz, ux, uy, uz = state_at(position, velocity, start_s, world.knot_step_s, t)
    ox, oy, oz = f[X], f[Y], f[Z]
    dx, dy, dz = tx - ox, ty - oy, tz - oz
    closing = -(dx * (ux - f[VX]) + dy * (uy - f[VY]) + dz * (uz - f[VZ]))
    soon = dx * dx + dy * dy + dz * dz < closing * CLOSE_S
    units = FINAL_UNITS if soon else APPROACH_UNITS
    dt = units * UNIT_S
    key = dice_key(world.key, who, out.aimed_at[run, row])
    cx, cy, cz = navigate(
        f, p, seed, run_number, key, out.shot_at_target[run, row], n[STEP] - n[LOCK] + 1, dt, tx, ty, tz, ux, uy, uz
    )  # fmt: skip
    turn = step(f, p, flown_s, dt, cx, cy, cz)
    remember_flown(f, cx, cy, cz, turn)

    tx, ty, tz, ux, uy, uz = state_at(position, velocity, start_s, world.knot_step_s, t + dt)
    bx, by, bz = tx - f[X], ty - f[Y], tz - f[Z]
    share, miss = closest(dx, dy, dz, bx, by, bz)
    end_s = t + share * dt
    if end_s > plan_end_s:
        # it was gone before the two met
        reason, end_s = NO_TARGET, plan_end_s
    elif share < 1.0:
        reason = INTERCEPT
        out.miss_distance_m[run, row] = miss
        out.closing_speed_mps[run, row] = math.sqrt((bx - dx) ** 2 + (by - dy) ** 2 + (bz - dz) ** 2) / dt
    else:
        return units, 0, t
    # the place where it ended lies within the step
    back = min(max((end_s - t) / dt, 0.0), 1.0)
    f[X], f[Y], f[Z] = ox + back * (f[X] - ox), oy + back * (f[Y] - oy), oz + back * (f[Z] - oz)
    return units, reason, end_s


@kernel
def _note(trace, steps, units, ox, oy, oz, f):
    """Keep the place at every whole second since launch (straight between two steps)."""
    second = steps // 32 + 1
    share = (second * 32 - steps) / units
    if share <= 1.0 and second < trace.shape[0]:
        trace[second, 0] = ox + share * (f[X] - ox)
        trace[second, 1] = oy + share * (f[Y] - oy)
        trace[second, 2] = oz + share * (f[Z] - oz)


@kernel
def dice_key(object_key, target, aimed_at):
    """Key of a shot's dice: its target, or target and the object it left for when the seeker took another."""
    if target == aimed_at:
        return object_key[target]
    return pair_key(object_key[target], object_key[aimed_at] if aimed_at >= 0 else NEVER)
