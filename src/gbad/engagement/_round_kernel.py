"""One round through one window of time: checks, mid-course steps, lock, terminal steps, end."""

import math

import numpy as np

from gbad._jit import kernel
from gbad._truth_kernel import state_at
from gbad.engagement import _columns_kernel as c
from gbad.engagement._launch_kernel import estimate, look_ahead, nearest
from gbad.engagement._midcourse_kernel import plan_units, steer, step_units
from gbad.engagement._point_mass_kernel import height_m, step
from gbad.engagement._terminal_kernel import closest, navigate, remember_flown, start_seeker
from gbad.envelope._reach_kernel import radar_covers
from gbad.physics._random_kernel import pair_key

INTERCEPT, NO_TARGET, SUPPORT_LOST, SELF_DESTRUCT, TOO_SLOW, GROUND = 1, 2, 3, 4, 5, 6  # as in messages

GRACE_S = 2.0  # [s] without the radar's hold before the round is given up
CHECK_UNITS = 16  # the radar's hold is checked every half second
GIMBAL = 0.5  # [1] cosine of the seeker's largest look angle from the velocity
SETTLED_S, PASSING_S = 1.0, 3.0  # [s] after ignition: before the first no lock, after the second also when passing
CLOSE_S = 2.0  # [s] before the meeting the steps are the finest
LOWEST_M = -100.0  # [m] ground for missiles: there is no terrain here, only the ellipsoid (less the deepest geoid)
NEVER = np.uint64(0xFFFFFFFFFFFFFFFF)  # key of "nothing was there" in dice


@kernel
def fly_round(
    f, n, p, active, launch_s, until_s, floor_s, seed, run_number,
    radar_stands, antenna, to_enu, boresight, half_width, elevation_min, elevation_max, instrumented,
    mask, azimuth_step, range_step,
    object_key, start_s, plan_end_s, knot_step_s, position, velocity, end_s, trace,
):  # fmt: skip
    """Take every step that begins before ``until_s``; return (reason, time) of the end, reason 0 while it lives.

    The object arrays are those of one run and one path: ``(objects, ...)``.
    """
    while True:
        flown_s = n[c.STEP] * c.UNIT_S
        t = launch_s + flown_s
        if t >= until_s:
            return 0, t
        reason = _over(f, p, flown_s)
        if reason != 0:
            return reason, t
        homing = n[c.PHASE] == c.TERMINAL

        # does the battery's radar still hold it?
        if n[c.STEP] >= n[c.NEXT_CHECK] and not (homing and active):
            n[c.NEXT_CHECK] = n[c.STEP] + CHECK_UNITS
            x, y, z = _held_place(f, n, t, start_s, plan_end_s, knot_step_s, position, velocity)
            held = radar_stands and radar_covers(
                x, y, z, antenna, to_enu, boresight, half_width, elevation_min, elevation_max, instrumented,
                mask, azimuth_step, range_step,
            )  # fmt: skip
            if held:
                f[c.LOST] = math.inf
            elif f[c.LOST] > t:
                f[c.LOST] = t
            if t - f[c.LOST] > GRACE_S:
                return SUPPORT_LOST, t

        # the seeker takes what is nearest to where the track should be
        if not homing and _in_reach(f, n, p, t, flown_s):
            x, y, z = estimate(f, n, t)
            who = nearest(t, floor_s, x, y, z, start_s, plan_end_s, knot_step_s, position, velocity, end_s)
            if who < 0:
                return NO_TARGET, t
            n[c.TARGET], n[c.PHASE], n[c.LOCK] = who, c.TERMINAL, n[c.STEP]
            tx, ty, tz, ux, uy, uz = state_at(position[who], velocity[who], start_s[who], knot_step_s, t)
            key = dice_key(object_key, who, n[c.AIMED])
            start_seeker(f, seed, run_number, key, n[c.SHOT], tx, ty, tz, ux, uy, uz)
            homing = True

        ox, oy, oz = f[c.X], f[c.Y], f[c.Z]
        if homing:
            who = n[c.TARGET]
            key = dice_key(object_key, who, n[c.AIMED])
            units, reason, t = _home(
                f, n, p, t, flown_s, seed, run_number, key,
                start_s[who], plan_end_s[who], knot_step_s, position[who], velocity[who],
            )  # fmt: skip
            if reason != 0:
                return reason, t
        else:
            units = _travel(f, n, p, t, flown_s)
        if trace.shape[0] > 0:
            _note(trace, n[c.STEP], units, ox, oy, oz, f)
        n[c.STEP] += units


@kernel
def _over(f, p, flown_s):
    """Reason why a round's flight is over by itself, 0 if it is not."""
    if flown_s >= p[c.DESTRUCT]:
        return SELF_DESTRUCT
    speed2 = f[c.VX] * f[c.VX] + f[c.VY] * f[c.VY] + f[c.VZ] * f[c.VZ]
    if flown_s > p[c.DELAY] + p[c.BOOST] and speed2 < p[c.SLOWEST] * p[c.SLOWEST]:
        return TOO_SLOW
    if height_m(f[c.X], f[c.Y], f[c.Z]) < LOWEST_M:
        return GROUND
    return 0


@kernel
def _held_place(f, n, t, start_s, plan_end_s, knot_step_s, position, velocity):
    """Where the radar must look: at the object, its debris, or where the track should be if nothing is there."""
    who = n[c.TARGET] if n[c.PHASE] == c.TERMINAL else n[c.AIMED]
    if who >= 0 and t <= plan_end_s[who]:
        x, y, z, _, _, _ = state_at(position[who], velocity[who], start_s[who], knot_step_s, t)
        return x, y, z
    return estimate(f, n, t)


@kernel
def _in_reach(f, n, p, t, flown_s):
    """Whether the track's place is within the seeker's range and look angle, or is being passed."""
    if flown_s <= p[c.DELAY] + SETTLED_S:
        return False
    ex, ey, ez = estimate(f, n, t)
    dx, dy, dz = ex - f[c.X], ey - f[c.Y], ez - f[c.Z]
    distance2 = dx * dx + dy * dy + dz * dz
    if distance2 >= p[c.SEEKER] * p[c.SEEKER]:
        return False
    ahead = dx * f[c.VX] + dy * f[c.VY] + dz * f[c.VZ]
    speed2 = f[c.VX] * f[c.VX] + f[c.VY] * f[c.VY] + f[c.VZ] * f[c.VZ]
    passing = dx * f[c.EVX] + dy * f[c.EVY] + dz * f[c.EVZ] > ahead and flown_s > p[c.DELAY] + PASSING_S
    return passing or ahead >= GIMBAL * math.sqrt(distance2 * speed2)


@kernel
def _travel(f, n, p, t, flown_s):
    """One mid-course step on the track estimate; returns its units."""
    if n[c.STEP] >= n[c.NEXT_PLAN]:
        n[c.NEXT_PLAN] = n[c.STEP] + plan_units(f, p, flown_s)
        look_ahead(f, n, p, t, flown_s)
    px, py, pz = estimate(f, n, t + f[c.TO_GO])
    cx, cy, cz = steer(f, p, flown_s, px, py, pz)
    units = step_units(f, p, flown_s)
    step(f, p, flown_s, units * c.UNIT_S, cx, cy, cz)
    f[c.TO_GO] = max(f[c.TO_GO] - units * c.UNIT_S, 0.1)
    return units


@kernel
def _home(f, n, p, t, flown_s, seed, run_number, key, start_s, plan_end_s, knot_step_s, position, velocity):
    """One terminal step on the seeker; returns (units, reason, time of the end)."""
    tx, ty, tz, ux, uy, uz = state_at(position, velocity, start_s, knot_step_s, t)
    ox, oy, oz = f[c.X], f[c.Y], f[c.Z]
    dx, dy, dz = tx - ox, ty - oy, tz - oz
    closing = -(dx * (ux - f[c.VX]) + dy * (uy - f[c.VY]) + dz * (uz - f[c.VZ]))
    soon = dx * dx + dy * dy + dz * dz < closing * CLOSE_S
    units = c.FINAL_UNITS if soon else c.APPROACH_UNITS
    dt = units * c.UNIT_S
    cx, cy, cz = navigate(f, p, seed, run_number, key, n[c.SHOT], n[c.STEP] - n[c.LOCK] + 1, dt, tx, ty, tz, ux, uy, uz)
    turn = step(f, p, flown_s, dt, cx, cy, cz)
    remember_flown(f, cx, cy, cz, turn)

    tx, ty, tz, ux, uy, uz = state_at(position, velocity, start_s, knot_step_s, t + dt)
    bx, by, bz = tx - f[c.X], ty - f[c.Y], tz - f[c.Z]
    share, miss = closest(dx, dy, dz, bx, by, bz)
    when_s = t + share * dt
    if when_s > plan_end_s:
        # it was gone before the two met
        reason, when_s = NO_TARGET, plan_end_s
    elif share < 1.0:
        reason = INTERCEPT
        f[c.MISS] = miss
        f[c.CLOSING] = math.sqrt((bx - dx) ** 2 + (by - dy) ** 2 + (bz - dz) ** 2) / dt
    else:
        return units, 0, t
    # the place where it ended lies within the step
    back = min(max((when_s - t) / dt, 0.0), 1.0)
    f[c.X], f[c.Y], f[c.Z] = ox + back * (f[c.X] - ox), oy + back * (f[c.Y] - oy), oz + back * (f[c.Z] - oz)
    return units, reason, when_s


@kernel
def _note(trace, steps, units, ox, oy, oz, f):
    """Keep the place at every whole second since launch (straight between two steps)."""
    second = steps // 32 + 1
    share = (second * 32 - steps) / units
    if share <= 1.0 and second < trace.shape[0]:
        trace[second, 0] = ox + share * (f[c.X] - ox)
        trace[second, 1] = oy + share * (f[c.Y] - oy)
        trace[second, 2] = oz + share * (f[c.Z] - oz)


@kernel
def dice_key(object_key, target, aimed_at):
    """Key of a shot's dice: its target, or target and the object it left for when the seeker took another."""
    if target == aimed_at:
        return object_key[target]
    return pair_key(object_key[target], object_key[aimed_at] if aimed_at >= 0 else NEVER)
