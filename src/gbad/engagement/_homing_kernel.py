"""One round with a lock through one window of time: terminal steps up to the meeting."""

import math

import numpy as np

from gbad._jit import lean
from gbad._truth_kernel import state_at
from gbad.engagement import _columns_kernel as c
from gbad.engagement._ends_kernel import SUPPORT_LOST, meeting, over, still_held
from gbad.engagement._lock_kernel import lit_from
from gbad.engagement._point_mass_kernel import height_m, step
from gbad.engagement._seeker_kernel import GLINT_SHARE, angle_std_rad, evasion_of, swing
from gbad.engagement._terminal_kernel import autopilot_lag_s, come_nearer, hold, measure, navigate, remember_flown
from gbad.physics._air_kernel import density_and_slowness
from gbad.physics._aspect_kernel import extents_m
from gbad.physics._random_kernel import pair_key

CHECK_UNITS = 16  # the radar's hold is checked every half second
THRUSTERS_S = 1.0  # [s] before the meeting side thrusters come in
CLOSE_S = 2.0  # [s] before the meeting the steps are the finest
LAST_S, LAST_PARTS = 0.25, 8  # [s] before the meeting, and in how many parts each step is taken from then on
DRIVEN_LAG_S = 0.3  # [s] lag of what its rotors or the air behind its propeller turn, whatever its speed (assumed)
NEVER = np.uint64(0xFFFFFFFFFFFFFFFF)  # key of "nothing was there" in dice


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
        reason = over(f, p, flown_s)
        if reason != 0:
            return reason, t
        if n[c.STEP] >= n[c.NEXT_CHECK] and not alone:
            n[c.NEXT_CHECK] = n[c.STEP] + CHECK_UNITS
            if not still_held(f, n, at, t, stands, world, bodies, sites):
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
        noise = angle_std_rad(p, law, f[c.COULD_LOCK], distance, lit_from(sites, at, x, y, z))
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
            reason, when_s = meeting(
                f, p, flown_s, t, dt, end_s, before, (there[0], there[1], there[2]), (then[0], then[1], then[2]),
                (then[3], then[4], then[5]),
            )  # fmt: skip
            if reason != 0:
                return reason, when_s
            there = then
            t += dt
            flown_s += dt
        if trace.shape[0] > 0:
            note(trace, n[c.STEP], units, ox, oy, oz, f)
        n[c.STEP] += units


@lean
def note(trace, steps, units, ox, oy, oz, f):
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
