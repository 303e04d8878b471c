"""How a round's flight ends: by itself, without its radar's hold, or where it passes its target."""

import math

from gbad._jit import lean
from gbad.engagement import _columns_kernel as c
from gbad.engagement._launch_kernel import estimate, where
from gbad.engagement._point_mass_kernel import height_m, load_at_mps2
from gbad.engagement._support_kernel import holds, supports
from gbad.engagement._terminal_kernel import closest

INTERCEPT, NO_TARGET, SUPPORT_LOST, SELF_DESTRUCT, TOO_SLOW, GROUND = 1, 2, 3, 4, 5, 6  # as in messages
GRACE_S = 2.0  # [s] without the radar's hold before the round is given up
LOWEST_M = -100.0  # [m] ground for missiles: there is no terrain here, only the ellipsoid (less the deepest geoid)


@lean
def over(f, p, flown_s):
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
def still_held(f, n, at, t, stands, world, bodies, sites):
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
def meeting(f, p, flown_s, t, dt, plan_end_s, before, was, there, velocity):
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
