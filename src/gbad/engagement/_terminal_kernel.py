"""Terminal phase: a noisy seeker, proportional navigation, and the closest approach between two steps."""

import math

from gbad._jit import lean
from gbad.engagement import _columns_kernel as c
from gbad.engagement._seeker_kernel import GLINT_MEMORY_S
from gbad.physics._random_kernel import SEEKER, normal4

SEEKER_LAG_S = 0.10  # [s] filter that makes a line-of-sight rate from measured angles, near the meeting
# farther from it noise matters more than haste: the lag is this share of the time to go, up to this
LAG_SHARE, LONGEST_LAG_S = 1.0 / 16.0, 0.5
AUTOPILOT_LAG_S = 0.25  # [s] from command to lateral acceleration
RATE_LIMIT = 1.0  # [rad/s] fastest line of sight that a seeker follows


@lean
def start_seeker(f, r, w):
    """Begin with the true line-of-sight rate (relative place and velocity given) and no error."""
    rx, ry, rz = r
    wx, wy, wz = w
    r2 = max(rx * rx + ry * ry + rz * rz, 1.0)
    f[c.WX], f[c.WY], f[c.WZ] = (ry * wz - rz * wy) / r2, (rz * wx - rx * wz) / r2, (rx * wy - ry * wx) / r2
    f[c.AX], f[c.AY], f[c.AZ] = 0.0, 0.0, 0.0
    f[c.N0], f[c.N1], f[c.G0], f[c.G1] = 0.0, 0.0, 0.0, 0.0


@lean
def _errors(f, angle_std, glint_std, range_m, dice, dt):
    """New errors of the two angles [rad] by noise and glint; returns how much each has changed.

    Noise has the same power density whatever the step; glint remembers (first-order Gauss-Markov) and is an error of
    place, so that its angle grows as the range shrinks.
    """
    seed, run, key, event, block = dice
    n0, n1, n2, n3 = normal4(seed, SEEKER, run, key, event, block)
    keep = math.exp(-dt / GLINT_MEMORY_S)
    fresh = glint_std * math.sqrt(1.0 - keep * keep)
    f[c.G0], f[c.G1] = keep * f[c.G0] + fresh * n2, keep * f[c.G1] + fresh * n3
    noise = angle_std * math.sqrt(c.UNIT_S / dt)
    e0, e1 = noise * n0 + f[c.G0] / range_m, noise * n1 + f[c.G1] / range_m
    d0, d1 = e0 - f[c.N0], e1 - f[c.N1]
    f[c.N0], f[c.N1] = e0, e1
    return d0, d1


@lean
def navigate(f, p, angle_std, glint_std, dice, dt, r, w):
    """Proportional navigation on the filtered line-of-sight rate; returns the lateral acceleration after the lag.

    ``r`` and ``w`` are where the target is and how it moves, seen from the round; ``dice`` is (seed, run, key, event,
    block) of this step's errors.
    """
    rx, ry, rz = r
    wx, wy, wz = w
    distance = max(math.sqrt(rx * rx + ry * ry + rz * rz), 1.0)
    sx, sy, sz = rx / distance, ry / distance, rz / distance
    closing = -(sx * wx + sy * wy + sz * wz)

    # true rate through the filter, plus what the change of the angle errors pretends
    lag_s = max(min(LAG_SHARE * distance / max(closing, 1.0), LONGEST_LAG_S), SEEKER_LAG_S)
    share = 1.0 - math.exp(-dt / lag_s)
    f[c.WX] += share * ((sy * wz - sz * wy) / distance - f[c.WX])
    f[c.WY] += share * ((sz * wx - sx * wz) / distance - f[c.WY])
    f[c.WZ] += share * ((sx * wy - sy * wx) / distance - f[c.WZ])
    if angle_std > 0.0 or glint_std > 0.0:
        e0, e1 = _errors(f, angle_std, glint_std, distance, dice, dt)
        e0, e1 = e0 / lag_s, e1 / lag_s
        # two axes across the line of sight: along a parallel of latitude, and the third
        across = max(math.sqrt(sx * sx + sy * sy), 1e-9)
        ax, ay = -sy / across, sx / across
        bx, by, bz = -sz * ay, sz * ax, sx * ay - sy * ax
        f[c.WX] += e0 * ax + e1 * bx
        f[c.WY] += e0 * ay + e1 * by
        f[c.WZ] += e1 * bz

    rate = math.sqrt(f[c.WX] * f[c.WX] + f[c.WY] * f[c.WY] + f[c.WZ] * f[c.WZ])
    gain = p[c.NAVIGATION] * max(closing, 0.0) * min(1.0, RATE_LIMIT / max(rate, 1e-12))
    cx = gain * (f[c.WY] * sz - f[c.WZ] * sy)
    cy = gain * (f[c.WZ] * sx - f[c.WX] * sz)
    cz = gain * (f[c.WX] * sy - f[c.WY] * sx)
    lag = 1.0 - math.exp(-dt / AUTOPILOT_LAG_S)
    f[c.AX] += lag * (cx - f[c.AX])
    f[c.AY] += lag * (cy - f[c.AY])
    f[c.AZ] += lag * (cz - f[c.AZ])

    # only what is across the velocity can be flown
    vx, vy, vz = f[c.VX], f[c.VY], f[c.VZ]
    along = (f[c.AX] * vx + f[c.AY] * vy + f[c.AZ] * vz) / max(vx * vx + vy * vy + vz * vz, 1e-6)
    return f[c.AX] - along * vx, f[c.AY] - along * vy, f[c.AZ] - along * vz


@lean
def remember_flown(f, cx, cy, cz, flown):
    """The lag goes on from what was really flown, so that a saturated command does not wind up."""
    asked = math.sqrt(cx * cx + cy * cy + cz * cz)
    if asked > 0.0 and flown < asked:
        scale = flown / asked
        f[c.AX], f[c.AY], f[c.AZ] = cx * scale, cy * scale, cz * scale


@lean
def closest(ax, ay, az, bx, by, bz):
    """Share of the step and distance at closest approach of a relative path that runs straight from a to b.

    The minimum of a quadratic. A share of 1 means that the two still close in. Within one unit step the path bends
    by less than a * dt^2 / 8 = 0.03 m at 25 g.
    """
    dx, dy, dz = bx - ax, by - ay, bz - az
    d2 = dx * dx + dy * dy + dz * dz
    share = 0.0
    if d2 > 0.0:
        share = min(max(-(ax * dx + ay * dy + az * dz) / d2, 0.0), 1.0)
    px, py, pz = ax + share * dx, ay + share * dy, az + share * dz
    return share, math.sqrt(px * px + py * py + pz * pz)
