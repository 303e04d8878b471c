"""Terminal phase: a noisy seeker, proportional navigation, and the closest approach between two steps."""

import math

from gbad._jit import kernel
from gbad.engagement import _columns_kernel as c
from gbad.physics._random_kernel import SEEKER, normal2

SEEKER_LAG_S = 0.10  # [s] filter that makes a line-of-sight rate from measured angles
AUTOPILOT_LAG_S = 0.25  # [s] from command to lateral acceleration


@kernel
def start_seeker(f, seed, run, key, event, tx, ty, tz, ux, uy, uz):
    """Begin with the true line-of-sight rate and the first angle errors."""
    rx, ry, rz = tx - f[c.X], ty - f[c.Y], tz - f[c.Z]
    wx, wy, wz = ux - f[c.VX], uy - f[c.VY], uz - f[c.VZ]
    r2 = max(rx * rx + ry * ry + rz * rz, 1.0)
    f[c.WX], f[c.WY], f[c.WZ] = (ry * wz - rz * wy) / r2, (rz * wx - rx * wz) / r2, (rx * wy - ry * wx) / r2
    f[c.AX], f[c.AY], f[c.AZ] = 0.0, 0.0, 0.0
    f[c.N0], f[c.N1] = normal2(seed, SEEKER, run, key, event, 0)


@kernel
def navigate(f, p, seed, run, key, event, block, dt, tx, ty, tz, ux, uy, uz):
    """Proportional navigation on the filtered line-of-sight rate; returns the lateral acceleration after the lag."""
    rx, ry, rz = tx - f[c.X], ty - f[c.Y], tz - f[c.Z]
    wx, wy, wz = ux - f[c.VX], uy - f[c.VY], uz - f[c.VZ]
    r = max(math.sqrt(rx * rx + ry * ry + rz * rz), 1.0)
    sx, sy, sz = rx / r, ry / r, rz / r
    closing = -(sx * wx + sy * wy + sz * wz)

    # true rate through the filter, plus what the change of the angle errors pretends
    share = 1.0 - math.exp(-dt / SEEKER_LAG_S)
    f[c.WX] += share * ((sy * wz - sz * wy) / r - f[c.WX])
    f[c.WY] += share * ((sz * wx - sx * wz) / r - f[c.WY])
    f[c.WZ] += share * ((sx * wy - sy * wx) / r - f[c.WZ])
    if p[c.SIGMA] > 0.0:
        n0, n1 = normal2(seed, SEEKER, run, key, event, block)
        e0, e1 = (n0 - f[c.N0]) * p[c.SIGMA] / SEEKER_LAG_S, (n1 - f[c.N1]) * p[c.SIGMA] / SEEKER_LAG_S
        f[c.N0], f[c.N1] = n0, n1
        # two axes across the line of sight: along a parallel of latitude, and the third
        across = max(math.sqrt(sx * sx + sy * sy), 1e-9)
        ax, ay = -sy / across, sx / across
        bx, by, bz = -sz * ay, sz * ax, sx * ay - sy * ax
        f[c.WX] += e0 * ax + e1 * bx
        f[c.WY] += e0 * ay + e1 * by
        f[c.WZ] += e1 * bz

    gain = p[c.NAVIGATION] * max(closing, 0.0)
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


@kernel
def remember_flown(f, cx, cy, cz, flown):
    """The lag goes on from what was really flown, so that a saturated command does not wind up."""
    asked = math.sqrt(cx * cx + cy * cy + cz * cz)
    if asked > 0.0 and flown < asked:
        scale = flown / asked
        f[c.AX], f[c.AY], f[c.AZ] = cx * scale, cy * scale, cz * scale


@kernel
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
