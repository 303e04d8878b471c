"""Terminal phase: a noisy seeker, proportional navigation, and the closest approach between two steps."""

import math

from gbad._jit import lean
from gbad.engagement import _columns_kernel as c
from gbad.engagement._seeker_kernel import GLINT_MEMORY_S
from gbad.physics._random_kernel import SEEKER, normal4

SEEKER_LAG_S = 0.10  # [s] filter that makes a line-of-sight rate from measured angles, near the meeting
# farther from it noise matters more than haste: the lag is this share of the time to go, up to this
LAG_SHARE, LONGEST_LAG_S = 1.0 / 16.0, 0.5
# [s] from command to lateral acceleration at a dynamic pressure [Pa]: a body turns as fast as the air turns it, by the
# root of the pressure; and its least and most
AUTOPILOT_LAG_S, AT_PRESSURE_PA, QUICKEST_LAG_S, SLOWEST_LAG_S = 0.25, 150e3, 0.1, 1.5
RATE_LIMIT = 1.0  # [rad/s] fastest line of sight that a seeker follows


@lean
def start_seeker(f, r, w):
    """Begin with the true line-of-sight rate (relative place and velocity given) and no error."""
    rx, ry, rz = r
    wx, wy, wz = w
    r2 = max(rx * rx + ry * ry + rz * rz, 1.0)
    f[c.WX], f[c.WY], f[c.WZ] = (ry * wz - rz * wy) / r2, (rz * wx - rx * wz) / r2, (rx * wy - ry * wx) / r2
    f[c.AX], f[c.AY], f[c.AZ] = 0.0, 0.0, 0.0
    for column in (c.N0, c.N1, c.G0, c.G1, c.D0, c.D1, c.M0, c.M1):
        f[column] = 0.0


@lean
def measure(f, angle_std, glint_std, range_m, dice, dt):
    """New errors of the two angles [rad] by noise and glint, held for ``dt``; what they change by is kept as well.

    Noise has the same power density whatever the step; glint remembers (first-order Gauss-Markov) and is an error of
    place, so that its angle grows as the range shrinks. ``dice`` is (seed, run, key, event, block).
    """
    f[c.D0], f[c.D1] = 0.0, 0.0
    if angle_std <= 0.0 and glint_std <= 0.0:
        return
    seed, run, key, event, block = dice
    n0, n1, n2, n3 = normal4(seed, SEEKER, run, key, event, block)
    keep = math.exp(-dt / GLINT_MEMORY_S)
    fresh = glint_std * math.sqrt(1.0 - keep * keep)
    f[c.G0], f[c.G1] = keep * f[c.G0] + fresh * n2, keep * f[c.G1] + fresh * n3
    noise = angle_std * math.sqrt(c.UNIT_S / dt)
    f[c.M0], f[c.M1] = noise * n0, noise * n1
    come_nearer(f, range_m)


@lean
def come_nearer(f, range_m):
    """The two angle errors at a range: the noise of now, and glint seen from there."""
    reach = max(range_m, 1.0)
    e0, e1 = f[c.M0] + f[c.G0] / reach, f[c.M1] + f[c.G1] / reach
    f[c.D0], f[c.D1] = e0 - f[c.N0], e1 - f[c.N1]
    f[c.N0], f[c.N1] = e0, e1


@lean
def autopilot_lag_s(pressure_pa, thrusters):
    """Lag from command to lateral acceleration: as the short-period motion of a body with fins; thrusters are quick.

    Its frequency goes by the root of dynamic pressure (restoring moment over moment of inertia). With static margin,
    slenderness and weight of the bodies here, some 8 rad/s at 300 kPa, whatever the size.
    """
    if thrusters:
        return QUICKEST_LAG_S
    lag = AUTOPILOT_LAG_S * math.sqrt(AT_PRESSURE_PA / max(pressure_pa, 1.0))
    return min(max(lag, QUICKEST_LAG_S), SLOWEST_LAG_S)


@lean
def navigate(f, p, dt, there, then, lag_s, since_s):
    """Proportional navigation on the filtered line-of-sight rate; returns the mean lateral acceleration of a step.

    ``there`` and ``then`` are place and velocity of the target at both ends of the step; ``lag_s`` is the autopilot's.
    Second order in the step: the rate of the line of sight is that of the middle, and both lags are followed exactly
    through the step, the command being the filter's mean. What the measured angles have just changed by comes in first.
    ``since_s`` is how long ago the last look was, where looks are farther apart than steps: the filter takes in what
    has come together since.
    """
    rx, ry, rz = there[0] - f[c.X], there[1] - f[c.Y], there[2] - f[c.Z]
    wx, wy, wz = there[3] - f[c.VX], there[4] - f[c.VY], there[5] - f[c.VZ]
    distance = max(math.sqrt(rx * rx + ry * ry + rz * rz), 1.0)
    closing = -(rx * wx + ry * wy + rz * wz) / distance

    # the middle of the step, no nearer than half the way to the target
    half = min(0.5 * dt, 0.5 * distance / max(closing, 1.0))
    share = half / dt
    wx += share * (then[3] - there[3]) - half * f[c.AX]
    wy += share * (then[4] - there[4]) - half * f[c.AY]
    wz += share * (then[5] - there[5]) - half * f[c.AZ]
    rx, ry, rz = rx + half * wx, ry + half * wy, rz + half * wz
    middle = max(math.sqrt(rx * rx + ry * ry + rz * rz), 1.0)
    sx, sy, sz = rx / middle, ry / middle, rz / middle
    lx, ly, lz = (sy * wz - sz * wy) / middle, (sz * wx - sx * wz) / middle, (sx * wy - sy * wx) / middle

    filter_s = max(min(LAG_SHARE * middle / max(closing, 1.0), LONGEST_LAG_S), SEEKER_LAG_S)
    e0, e1 = f[c.D0] / filter_s, f[c.D1] / filter_s
    f[c.D0], f[c.D1] = 0.0, 0.0
    # two axes across the line of sight: along a parallel of latitude, and the third
    across = max(math.sqrt(sx * sx + sy * sy), 1e-9)
    ux, uy = -sy / across, sx / across
    ax = f[c.WX] + e0 * ux - e1 * sz * uy - lx
    ay = f[c.WY] + e0 * uy + e1 * sz * ux - ly
    az = f[c.WZ] + e1 * (sx * uy - sy * ux) - lz
    passed_s = max(dt, since_s)
    keep = math.exp(-passed_s / filter_s)
    mean = (1.0 - keep) * filter_s / passed_s
    f[c.WX], f[c.WY], f[c.WZ] = lx + keep * ax, ly + keep * ay, lz + keep * az
    ax, ay, az = lx + mean * ax, ly + mean * ay, lz + mean * az

    rate = math.sqrt(ax * ax + ay * ay + az * az)
    gain = p[c.NAVIGATION] * max(closing, 0.0) * min(1.0, RATE_LIMIT / max(rate, 1e-12))
    cx, cy, cz = gain * (ay * sz - az * sy), gain * (az * sx - ax * sz), gain * (ax * sy - ay * sx)
    keep = math.exp(-dt / lag_s)
    mean = (1.0 - keep) * lag_s / dt
    ax, ay, az = f[c.AX] - cx, f[c.AY] - cy, f[c.AZ] - cz
    f[c.AX], f[c.AY], f[c.AZ] = cx + keep * ax, cy + keep * ay, cz + keep * az
    ax, ay, az = cx + mean * ax, cy + mean * ay, cz + mean * az

    # only what is across the velocity can be flown
    vx, vy, vz = f[c.VX], f[c.VY], f[c.VZ]
    along = (ax * vx + ay * vy + az * vz) / max(vx * vx + vy * vy + vz * vz, 1e-6)
    return ax - along * vx, ay - along * vy, az - along * vz


@lean
def hold(f):
    """The lateral acceleration of the last command, across the velocity of now: what is flown between two looks."""
    ax, ay, az = f[c.AX], f[c.AY], f[c.AZ]
    vx, vy, vz = f[c.VX], f[c.VY], f[c.VZ]
    along = (ax * vx + ay * vy + az * vz) / max(vx * vx + vy * vy + vz * vz, 1e-6)
    return ax - along * vx, ay - along * vy, az - along * vz


@lean
def remember_flown(f, cx, cy, cz, flown):
    """The lag goes on from what was really flown, so that a saturated command does not wind up."""
    asked = math.sqrt(cx * cx + cy * cy + cz * cz)
    if asked > 0.0 and flown < asked:
        scale = flown / asked
        f[c.AX], f[c.AY], f[c.AZ] = f[c.AX] * scale, f[c.AY] * scale, f[c.AZ] * scale


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
