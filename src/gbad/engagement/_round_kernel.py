"""One round through one window of time: checks, mid-course steps, lock, terminal steps, end."""

import math

import numpy as np

from gbad._jit import lean
from gbad._truth_kernel import state_at
from gbad.engagement import _columns_kernel as c
from gbad.engagement._launch_kernel import estimate, foreseen, look_ahead, nearest, where
from gbad.engagement._midcourse_kernel import NEAR_S, plan_units, steer, step_units
from gbad.engagement._point_mass_kernel import height_m, load_at_mps2, step
from gbad.engagement._seeker_kernel import (
    FARTHEST,
    GLINT_SHARE,
    angle_std_rad,
    evasion_of,
    lock_range_m,
    swing,
)
from gbad.engagement._support_kernel import holds, supports
from gbad.engagement._terminal_kernel import (
    autopilot_lag_s,
    closest,
    come_nearer,
    hold,
    measure,
    navigate,
    remember_flown,
    start_seeker,
)
from gbad.physics._air_kernel import density_and_slowness
from gbad.physics._aspect_kernel import cross_section_dbsm, extents_m
from gbad.physics._random_kernel import pair_key

INTERCEPT, NO_TARGET, SUPPORT_LOST, SELF_DESTRUCT, TOO_SLOW, GROUND = 1, 2, 3, 4, 5, 6  # as in messages

GRACE_S = 2.0  # [s] without the radar's hold before the round is given up
CHECK_UNITS = 16  # the radar's hold is checked every half second
LOOK_UNITS = 32  # far from the meeting a seeker without a lock looks once a second
THRUSTERS_S = 1.0  # [s] before the meeting side thrusters come in
FUZE_M = 300.0  # [m] a round without a lock that passes farther away than this found nothing
GIMBAL = 0.5  # [1] cosine of the seeker's largest look angle from the velocity
SETTLED_S, PASSING_S = 1.0, 3.0  # [s] after ignition: before the first no lock, after the second a passage is one
CLOSE_S = 2.0  # [s] before the meeting the steps are the finest
LAST_S, LAST_PARTS = 0.25, 8  # [s] before the meeting, and in how many parts each step is taken from then on
PASS_S = 4.0  # [s] before the meeting a round without lock looks whether it passes something
DRIVEN_LAG_S = 0.3  # [s] lag of what its rotors or the air behind its propeller turn, whatever its speed (assumed)
LOWEST_M = -100.0  # [m] ground for missiles: there is no terrain here, only the ellipsoid (less the deepest geoid)
NEVER = np.uint64(0xFFFFFFFFFFFFFFFF)  # key of "nothing was there" in dice


@lean
def fly_round(f, n, at, launch_s, clock, stands, world, bodies, sites, types, ways, trace):
    """Take every step that begins before ``clock.until_s``; return (reason, time) of the end, reason 0 while it lives.

    ``at`` says which run, draw, path, battery and type; ``stands`` whether the battery's radar does.
    """
    p = types.parameters[at.draw, at.kind]
    guidance = types.guidance[at.kind]
    alone = guidance == c.ACTIVE or guidance == c.INFRARED
    while n[c.PHASE] == c.MIDCOURSE:
        flown_s = n[c.STEP] * c.UNIT_S
        t = launch_s + flown_s
        if t >= clock.until_s:
            return 0, t
        reason = _over(f, p, flown_s)
        if reason != 0:
            return reason, t
        if n[c.STEP] >= n[c.NEXT_CHECK] and not alone:
            n[c.NEXT_CHECK] = n[c.STEP] + CHECK_UNITS
            # what its radar loses on the way coasts on by its last estimate, and may be held again in time
            _still_held(f, n, at, t, stands, world, bodies, sites)
        # the seeker takes what is nearest to where the track should be, once it is near and strong enough
        if n[c.STEP] >= n[c.NEXT_LOOK] and _in_reach(f, n, p, t, flown_s):
            n[c.NEXT_LOOK] = n[c.STEP] + (LOOK_UNITS if f[c.TO_GO] > NEAR_S else 1)
            x, y, z = estimate(f, n, t)
            who = nearest(world, at.run, at.path, t, clock.floor_s, x, y, z)
            if who < 0 and _passes(f, n, t, flown_s, p):
                return SUPPORT_LOST if f[c.LOST] < math.inf else NO_TARGET, t
            if who >= 0 and _locks(f, n, p, guidance, at, who, t, clock, world, bodies, sites):
                break
        ox, oy, oz = f[c.X], f[c.Y], f[c.Z]
        units, reason, when_s = _travel(f, n, p, at, t, flown_s, clock, world, sites, ways)
        if reason != 0:
            return reason, when_s
        if trace.shape[0] > 0:
            _note(trace, n[c.STEP], units, ox, oy, oz, f)
        n[c.STEP] += units
    return home_in(f, n, p, at, launch_s, clock, stands, world, bodies, sites, guidance, trace)


@lean
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


@lean
def _still_held(f, n, at, t, stands, world, bodies, sites):
    """Whether the battery's radar has the target, or lost it no longer than the grace ago.

    It looks at the object, its debris, or where the track should be if nothing is there.
    """
    who = n[c.TARGET] if n[c.PHASE] == c.TERMINAL else n[c.AIMED]
    radar = sites.radar[at.battery]
    held = stands
    if held and who >= 0 and t <= world.plan_end_s[at.path, who]:
        x, y, z, vx, vy, vz = where(world, at.path, who, t)
        held = holds(sites, bodies, at.draw, radar, who, x, y, z, vx, vy, vz)
    elif held:
        x, y, z = estimate(f, n, t)
        held = supports(sites, at.draw, radar, x, y, z)
    if held:
        if f[c.LOST] < math.inf:
            f[c.AGAIN] = t
        f[c.LOST] = math.inf
    elif f[c.LOST] > t:
        f[c.LOST] = t
    return t - f[c.LOST] <= GRACE_S


@lean
def _in_reach(f, n, p, t, flown_s):
    """Whether the track's place is within the most that the seeker ever does."""
    if flown_s <= p[c.DELAY] + SETTLED_S:
        return False
    ex, ey, ez = estimate(f, n, t)
    dx, dy, dz = ex - f[c.X], ey - f[c.Y], ez - f[c.Z]
    farthest = FARTHEST * p[c.SEEKER]
    return dx * dx + dy * dy + dz * dz < farthest * farthest


@lean
def _passes(f, n, t, flown_s, p):
    """Whether the track's place is being passed."""
    ex, ey, ez = estimate(f, n, t)
    dx, dy, dz = ex - f[c.X], ey - f[c.Y], ez - f[c.Z]
    opening = dx * (f[c.EVX] - f[c.VX]) + dy * (f[c.EVY] - f[c.VY]) + dz * (f[c.EVZ] - f[c.VZ])
    return opening > 0.0 and flown_s > p[c.DELAY] + PASSING_S


@lean
def _lit_from(sites, at, x, y, z):
    """Distance of a place from the battery's radar."""
    antenna = sites.antenna[sites.radar[at.battery]]
    return math.sqrt((x - antenna[0]) ** 2 + (y - antenna[1]) ** 2 + (z - antenna[2]) ** 2)


@lean
def _locks(f, n, p, guidance, at, who, t, clock, world, bodies, sites):
    """Whether the seeker takes an object now; if so, it begins to home."""
    x, y, z, vx, vy, vz = where(world, at.path, who, t)
    dx, dy, dz = x - f[c.X], y - f[c.Y], z - f[c.Z]
    distance = max(math.sqrt(dx * dx + dy * dy + dz * dz), 1.0)
    rcs = cross_section_dbsm(
        bodies.form[who], bodies.rcs_dbsm[at.draw, who], bodies.by_seeker_dbsm[at.draw, at.kind],
        dx, dy, dz, vx, vy, vz,
    )  # fmt: skip
    could = lock_range_m(p, guidance, rcs, bodies.heat_dbw_sr[at.draw, who], _lit_from(sites, at, x, y, z))
    on_noise = bodies.homed_on[at.draw, at.kind, who]
    if on_noise:
        # noise comes one way: it is heard as far as a seeker ever locks
        could = FARTHEST * p[c.SEEKER]
    elif f[c.LOST] < math.inf:
        # nobody lights the target, or steers
        return False
    speed = math.sqrt(f[c.VX] * f[c.VX] + f[c.VY] * f[c.VY] + f[c.VZ] * f[c.VZ])
    ahead = dx * f[c.VX] + dy * f[c.VY] + dz * f[c.VZ]
    if distance > could or ahead < GIMBAL * distance * speed:
        return False
    phase, ex, ey, ez = evasion_of(clock.seed, at.number, world.key[who], x, y, z, vx, vy, vz)
    aside, drift = swing(bodies.evasion_mps2[at.draw, who], bodies.evasion_rad_s[at.draw, who], phase, t)
    start_seeker(
        f,
        (dx + aside * ex, dy + aside * ey, dz + aside * ez),
        (vx + drift * ex - f[c.VX], vy + drift * ey - f[c.VY], vz + drift * ez - f[c.VZ]),
    )
    f[c.COULD_LOCK], f[c.LOCKED] = could, distance
    n[c.TARGET], n[c.PHASE], n[c.LOCK] = who, c.TERMINAL, n[c.STEP]
    n[c.ON_NOISE] = 1 if on_noise else 0
    return True


@lean
def _travel(f, n, p, at, t, flown_s, clock, world, sites, ways):
    """One mid-course step on the track estimate; returns (units, reason, time of the end).

    A round that never got a lock still passes what it was sent at: its fuze acts on that too.
    """
    if n[c.STEP] >= n[c.NEXT_PLAN]:
        n[c.NEXT_PLAN] = n[c.STEP] + plan_units(f, p, flown_s)
        look_ahead(f, n, p, ways, at.draw, at.kind, sites.place[at.battery], t, flown_s)
    px, py, pz = foreseen(f, n, t + f[c.TO_GO])
    cx, cy, cz = steer(f, p, flown_s, px, py, pz)
    units = step_units(f, p, flown_s)
    dt = units * c.UNIT_S
    who = -1
    if f[c.TO_GO] < PASS_S and flown_s > p[c.DELAY] + SETTLED_S:
        x, y, z = estimate(f, n, t)
        who = nearest(world, at.run, at.path, t, clock.floor_s, x, y, z)
    before = f[c.X], f[c.Y], f[c.Z]
    step(f, p, flown_s, dt, cx, cy, cz, False)
    f[c.TO_GO] = max(f[c.TO_GO] - dt, 0.1)
    if who < 0:
        return units, 0, t
    ax, ay, az, _, _, _ = where(world, at.path, who, t)
    bx, by, bz, vx, vy, vz = where(world, at.path, who, t + dt)
    end_s = world.plan_end_s[at.path, who]
    reason, when_s = _meeting(f, p, flown_s, t, dt, end_s, before, (ax, ay, az), (bx, by, bz), (vx, vy, vz))
    if reason == INTERCEPT and f[c.MISS] > FUZE_M:
        reason = SUPPORT_LOST if f[c.LOST] < math.inf else NO_TARGET
    elif reason == INTERCEPT:
        n[c.TARGET] = who
    return units, reason, when_s


@lean
def _meeting(f, p, flown_s, t, dt, plan_end_s, before, was, there, velocity):
    """Whether a round that went from ``before`` to where it is passed its target, which went from ``was`` to ``there``.

    Returns (reason, time); the place of the end and what assessment asks of it are written to ``f``.
    """
    ox, oy, oz = before
    vx, vy, vz = velocity
    px, py, pz = was[0] - ox, was[1] - oy, was[2] - oz
    qx, qy, qz = there[0] - f[c.X], there[1] - f[c.Y], there[2] - f[c.Z]
    share, miss = closest(px, py, pz, qx, qy, qz)
    when_s = t + share * dt
    if when_s > plan_end_s:
        # it was gone before the two met
        reason, when_s = NO_TARGET, plan_end_s
    elif share < 1.0:
        reason = INTERCEPT
        wx, wy, wz = qx - px, qy - py, qz - pz
        passed = math.sqrt(wx * wx + wy * wy + wz * wz)
        speed = math.sqrt(vx * vx + vy * vy + vz * vz)
        f[c.MISS], f[c.CLOSING] = miss, passed / dt
        f[c.ASPECT] = abs(wx * vx + wy * vy + wz * vz) / max(passed * speed, 1e-9)
        height, own = height_m(f[c.X], f[c.Y], f[c.Z]), f[c.VX] ** 2 + f[c.VY] ** 2 + f[c.VZ] ** 2
        f[c.AT_HAND] = load_at_mps2(p, flown_s + dt, height, math.sqrt(own))
    else:
        return 0, t
    # the place where it ended lies within the step
    back = min(max((when_s - t) / dt, 0.0), 1.0)
    f[c.X], f[c.Y], f[c.Z] = ox + back * (f[c.X] - ox), oy + back * (f[c.Y] - oy), oz + back * (f[c.Z] - oz)
    return reason, when_s


@lean
def _weaving(position, velocity, start_s, knot_s, weave, t):
    """True place and velocity of an object at a time, its evasion included."""
    evasion, rate, phase, ex, ey, ez = weave
    x, y, z, vx, vy, vz = state_at(position, velocity, start_s, knot_s, t)
    aside, drift = swing(evasion, rate, phase, t)
    return x + aside * ex, y + aside * ey, z + aside * ez, vx + drift * ex, vy + drift * ey, vz + drift * ez


@lean
def home_in(f, n, p, at, launch_s, clock, stands, world, bodies, sites, guidance, trace):
    """Terminal steps up to the end of the window or the meeting; returns as ``fly_round``."""
    who = n[c.TARGET]
    key = dice_key(world.key, who, n[c.AIMED])
    position, velocity = world.position[at.path, who], world.velocity[at.path, who]
    start_s, end_s, knot_s = world.start_s[at.path, who], world.plan_end_s[at.path, who], world.knot_step_s
    length, span = bodies.length_m[at.draw, who], bodies.span_m[at.draw, who]
    alone = guidance == c.ACTIVE or guidance == c.INFRARED or n[c.ON_NOISE] == 1
    x, y, z, vx, vy, vz = state_at(position, velocity, start_s, knot_s, launch_s)
    phase, ex, ey, ez = evasion_of(clock.seed, at.number, world.key[who], x, y, z, vx, vy, vz)
    weave = bodies.evasion_mps2[at.draw, who], bodies.evasion_rad_s[at.draw, who], phase, ex, ey, ez
    # where the target was at the start of the step
    there = _weaving(position, velocity, start_s, knot_s, weave, launch_s + n[c.STEP] * c.UNIT_S)
    while True:
        flown_s = n[c.STEP] * c.UNIT_S
        t = launch_s + flown_s
        if t >= clock.until_s:
            return 0, t
        reason = _over(f, p, flown_s)
        if reason != 0:
            return reason, t
        if n[c.STEP] >= n[c.NEXT_CHECK] and not alone:
            n[c.NEXT_CHECK] = n[c.STEP] + CHECK_UNITS
            if not _still_held(f, n, at, t, stands, world, bodies, sites):
                return SUPPORT_LOST, t
        ox, oy, oz = f[c.X], f[c.Y], f[c.Z]
        x, y, z, vx, vy, vz = there
        dx, dy, dz = x - ox, y - oy, z - oz
        wx, wy, wz = vx - f[c.VX], vy - f[c.VY], vz - f[c.VZ]
        distance2, nearing = dx * dx + dy * dy + dz * dz, -(dx * wx + dy * wy + dz * wz)
        distance = math.sqrt(distance2)
        units = c.FINAL_UNITS if distance2 < nearing * CLOSE_S else c.APPROACH_UNITS
        # what happens in the very last moments sets most of the miss by noise and glint
        parts = LAST_PARTS if distance2 < nearing * LAST_S else 1
        dt = units * c.UNIT_S / parts
        speed = math.sqrt(vx * vx + vy * vy + vz * vz)
        cosine = (dx * vx + dy * vy + dz * vz) / max(distance * speed, 1e-9)
        across, _ = extents_m(length, span, cosine)
        # a radar that shares its looks shows the target now and then: in between the round holds what it last steered
        every = int(f[c.EVERY]) if f[c.EVERY] > 0.0 and not alone else 0
        held = every > units and (n[c.STEP] - n[c.LOCK]) % every >= units
        law = c.ACTIVE if n[c.ON_NOISE] == 1 else guidance
        noise = angle_std_rad(p, law, f[c.COULD_LOCK], distance, _lit_from(sites, at, x, y, z))
        dice = clock.seed, at.number, key, n[c.SHOT], n[c.STEP] - n[c.LOCK] + 1
        measure(f, noise, GLINT_SHARE * across, distance, dice, units * c.UNIT_S)
        thrusters = distance2 < nearing * THRUSTERS_S and f[c.BURNT] < p[c.SIDE_TIME]
        density, _ = density_and_slowness(height_m(ox, oy, oz))
        pressure = 0.5 * density * (f[c.VX] * f[c.VX] + f[c.VY] * f[c.VY] + f[c.VZ] * f[c.VZ])
        lag_s = autopilot_lag_s(pressure, thrusters and p[c.SIDE_THRUST] > 0.0)
        if p[c.CRUISE] > 0.0:
            lag_s = DRIVEN_LAG_S
        for part in range(parts):
            before = f[c.X], f[c.Y], f[c.Z]
            if part > 0:
                dx, dy, dz = there[0] - before[0], there[1] - before[1], there[2] - before[2]
                come_nearer(f, math.sqrt(dx * dx + dy * dy + dz * dz))
            then = _weaving(position, velocity, start_s, knot_s, weave, t + dt)
            if held:
                cx, cy, cz = hold(f)
            else:
                cx, cy, cz = navigate(f, p, dt, there, then, lag_s, every * c.UNIT_S)
            flown = step(f, p, flown_s, dt, cx, cy, cz, thrusters)
            remember_flown(f, cx, cy, cz, flown)
            reason, when_s = _meeting(
                f, p, flown_s, t, dt, end_s, before, (there[0], there[1], there[2]), (then[0], then[1], then[2]),
                (then[3], then[4], then[5]),
            )  # fmt: skip
            if reason != 0:
                return reason, when_s
            there = then
            t += dt
            flown_s += dt
        if trace.shape[0] > 0:
            _note(trace, n[c.STEP], units, ox, oy, oz, f)
        n[c.STEP] += units


@lean
def _note(trace, steps, units, ox, oy, oz, f):
    """Keep the place at every whole second since launch (straight between two steps)."""
    second = steps // 32 + 1
    share = (second * 32 - steps) / units
    if share <= 1.0 and second < trace.shape[0]:
        trace[second, 0] = ox + share * (f[c.X] - ox)
        trace[second, 1] = oy + share * (f[c.Y] - oy)
        trace[second, 2] = oz + share * (f[c.Z] - oz)


@lean
def dice_key(object_key, target, aimed_at):
    """Key of a shot's dice: its target, or target and the object it left for when the seeker took another."""
    if target == aimed_at:
        return object_key[target]
    return pair_key(object_key[target], object_key[aimed_at] if aimed_at >= 0 else NEVER)
