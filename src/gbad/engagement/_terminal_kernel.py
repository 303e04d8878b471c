"""Terminal phase: a noisy seeker, proportional navigation, and the closest approach between two steps."""

import math

from gbad._jit import kernel
from gbad.engagement._columns_kernel import (
    AX,
    AY,
    AZ,
    N0,
    N1,
    NAVIGATION,
    SIGMA,
    VX,
    VY,
    VZ,
    WX,
    WY,
    WZ,
    X,
    Y,
    Z,
)  # fmt: skip
from gbad.physics._random_kernel import SEEKER, normal2

SEEKER_LAG_S = 0.10  # [s] filter that makes a line-of-sight rate from measured angles
AUTOPILOT_LAG_S = 0.25  # [s] from command to lateral acceleration


@kernel
def start_seeker(f, seed, run, key, event, tx, ty, tz, ux, uy, uz):
    """Begin with the true line-of-sight rate and the first angle errors."""
    rx, ry, rz = tx - f[X], ty - f[Y], tz - f[Z]
    wx, wy, wz = ux - f[VX], uy - f[VY], uz - f[VZ]
    r2 = max(rx * rx + ry * ry + rz * rz, 1.0)
    f[WX], f[WY], f[WZ] = (ry * wz - rz * wy) / r2, (rz * wx - rx * wz) / r2, (rx * wy - ry * wx) / r2
    f[AX], f[AY], f[AZ] = 0.0, 0.0, 0.0
    f[N0], f[N1] = normal2(seed, SEEKER, run, key, event, 0)


@kernel
def navigate(f, p, seed, run, key, event, block, dt, tx, ty, tz, ux, uy, uz):
    """Proportional navigation on the filtered line-of-sight rate; returns the lateral acceleration after the lag."""
    rx, ry, rz = tx - f[X], ty - f[Y], tz - f[Z]
    wx, wy, wz = ux - f[VX], uy - f[VY], uz - f[VZ]
    r = max(math.sqrt(rx * rx + ry * ry + rz * rz), 1.0)
    sx, sy, sz = rx / r, ry / r, rz / r
    closing = -(sx * wx + sy * wy + sz * wz)

    # true rate through the filter, plus what the change of the angle errors pretends
    share = 1.0 - math.exp(-dt / SEEKER_LAG_S)
    f[WX] += share * ((sy * wz - sz * wy) / r - f[WX])
    f[WY] += share * ((sz * wx - sx * wz) / r - f[WY])
    f[WZ] += share * ((sx * wy - sy * wx) / r - f[WZ])
    if p[SIGMA] > 0.0:
        n0, n1 = normal2(seed, SEEKER, run, key, event, block)
        e0, e1 = (n0 - f[N0]) * p[SIGMA] / SEEKER_LAG_S, (n1 - f[N1]) * p[SIGMA] / SEEKER_LAG_S
        f[N0], f[N1] = n0, n1
        # two axes across the line of sight: along a parallel of latitude, and the third
        across = max(math.sqrt(sx * sx + sy * sy), 1e-9)
        ax, ay = -sy / across, sx / across
        bx, by, bz = -sz * ay, sz * ax, sx * ay - sy * ax
        f[WX] += e0 * ax + e1 * bx
        f[WY] += e0 * ay + e1 * by
        f[WZ] += e1 * bz

    gain = p[NAVIGATION] * max(closing, 0.0)
    cx = gain * (f[WY] * sz - f[WZ] * sy)
    cy = gain * (f[WZ] * sx - f[WX] * sz)
    cz = gain * (f[WX] * sy - f[WY] * sx)
    lag = 1.0 - math.exp(-dt / AUTOPILOT_LAG_S)
    f[AX] += lag * (cx - f[AX])
    f[AY] += lag * (cy - f[AY])
    f[AZ] += lag * (cz - f[AZ])

    # only what is across the velocity can be flown
    vx, vy, vz = f[VX], f[VY], f[VZ]
    along = (f[AX] * vx + f[AY] * vy + f[AZ] * vz) / max(vx * vx + vy * vy + vz * vz, 1e-6)
    return f[AX] - along * vx, f[AY] - along * vy, f[AZ] - along * vz


@kernel
def remember_flown(f, cx, cy, cz, flown):
    """The lag goes on from what was really flown, so that a saturated command does not wind up."""
    asked = math.sqrt(cx * cx + cy * cy + cz * cz)
    if asked > 0.0 and flown < asked:
        scale = flown / asked
        f[AX], f[AY], f[AZ] = cx * scale, cy * scale, cz * scale


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
