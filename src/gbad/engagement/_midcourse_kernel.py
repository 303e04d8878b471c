"""Mid-course: the lofted way to the predicted place, and how long it takes by the type's own fly-out table.

The way begins at an angle (the loft) above the line of sight to the place and comes down on it as the distance
shrinks: the angle is the loft times the share of the distance that is left, which draws an arc whatever the speed. The
loft is looked up in a table over the ground range and height of the place, where it was found by flights that took
least time (``_flyout_kernel``); so is the time of flight.
"""

import math

from gbad._jit import lean
from gbad.engagement import _columns_kernel as c
from gbad.physics._earth_kernel import G0

VERTICAL_RAD = 0.5 * math.pi - 1e-6  # [rad] tubes that point no lower stand upright
TURN_RATE = 0.6  # [rad/s] tip-over limit while the motor burns
SETTLE_S = 0.5  # [s] time constant of steering while the motor burns
STEADY_S = 1.5  # [s] and on the coast
NEAR_S = 8.0  # [s] to go below which steps and plans get finer
FAR_S = 40.0
CLOSE_S = 2.0  # [s] to go: a seeker may still find something
BLEND_S = 15.0  # [s] to go below which the distance left says more about the time than the table


@lean
def time_wanted(f, p, flown_s, planned_s, px, py, pz):
    """Time to go to a place: what the table says less the time flown; near the end the distance over the speed."""
    left = planned_s - flown_s
    if flown_s < p[c.DELAY] + p[c.BOOST]:
        return max(left, 0.1)
    dx, dy, dz = px - f[c.X], py - f[c.Y], pz - f[c.Z]
    speed2 = f[c.VX] * f[c.VX] + f[c.VY] * f[c.VY] + f[c.VZ] * f[c.VZ]
    straight = math.sqrt((dx * dx + dy * dy + dz * dz) / max(speed2, 1.0))
    share = min(straight / BLEND_S, 1.0)
    return max(share * left + (1.0 - share) * straight, straight * 0.5, 0.1)


@lean
def point(f, p, px, py, pz):
    """Turn the velocity of a round in its tube onto the way to a place, if that tube can be pointed.

    A tube follows the beginning of the way (the loft above the line of sight), but never lower than its least
    elevation; it has turned before the round leaves.
    """
    if p[c.LEAST_ELEVATION] > VERTICAL_RAD:
        return
    dx, dy, dz = px - f[c.X], py - f[c.Y], pz - f[c.Z]
    radius = math.sqrt(f[c.X] * f[c.X] + f[c.Y] * f[c.Y] + f[c.Z] * f[c.Z])
    ux, uy, uz = f[c.X] / radius, f[c.Y] / radius, f[c.Z] / radius
    rise = ux * dx + uy * dy + uz * dz
    hx, hy, hz = dx - rise * ux, dy - rise * uy, dz - rise * uz
    across = max(math.sqrt(hx * hx + hy * hy + hz * hz), 1e-3)
    elevation = max(math.atan2(rise, across) + f[c.LOFT], p[c.LEAST_ELEVATION])
    elevation = min(elevation, 0.5 * math.pi)
    speed = math.sqrt(f[c.VX] * f[c.VX] + f[c.VY] * f[c.VY] + f[c.VZ] * f[c.VZ])
    flat, up = speed * math.cos(elevation) / across, speed * math.sin(elevation)
    f[c.VX], f[c.VY], f[c.VZ] = flat * hx + up * ux, flat * hy + up * uy, flat * hz + up * uz


@lean
def steer(f, p, flown_s, px, py, pz):
    """Lateral acceleration command onto the lofted way to a place."""
    dx, dy, dz = px - f[c.X], py - f[c.Y], pz - f[c.Z]
    distance = max(math.sqrt(dx * dx + dy * dy + dz * dz), 1.0)
    sx, sy, sz = dx / distance, dy / distance, dz / distance
    radius = math.sqrt(f[c.X] * f[c.X] + f[c.Y] * f[c.Y] + f[c.Z] * f[c.Z])
    ux, uy, uz = f[c.X] / radius, f[c.Y] / radius, f[c.Z] / radius
    # up, as seen across the line of sight
    rise = ux * sx + uy * sy + uz * sz
    nx, ny, nz = ux - rise * sx, uy - rise * sy, uz - rise * sz
    across = max(math.sqrt(nx * nx + ny * ny + nz * nz), 1e-6)
    nx, ny, nz = nx / across, ny / across, nz / across
    above = f[c.LOFT] * min(distance / f[c.FROM], 1.0)
    sine, cosine = math.sin(above), math.cos(above)
    wx, wy, wz = cosine * sx + sine * nx, cosine * sy + sine * ny, cosine * sz + sine * nz

    vx, vy, vz = f[c.VX], f[c.VY], f[c.VZ]
    speed = max(math.sqrt(vx * vx + vy * vy + vz * vz), 1e-3)
    along = (wx * vx + wy * vy + wz * vz) / (speed * speed)
    ex, ey, ez = wx - along * vx, wy - along * vy, wz - along * vz
    if flown_s < p[c.DELAY] + p[c.BOOST]:
        # turn the velocity onto the way; a way behind is turned to at the full rate
        side = math.sqrt(ex * ex + ey * ey + ez * ez)
        rate = min((side if along > 0.0 else 1.0) / SETTLE_S, TURN_RATE)
        gain = speed * rate / max(side, 1e-9)
    else:
        gain = speed / STEADY_S
    # the way bends down by twice its loft from end to end; weight is carried
    bend = 2.0 * speed * speed * f[c.LOFT] / f[c.FROM]
    return (
        gain * ex + G0 * ux - bend * nx,
        gain * ey + G0 * uy - bend * ny,
        gain * ez + G0 * uz - bend * nz,
    )


@lean
def step_units(f, p, flown_s):
    """Units of the next step: fine while the motor burns and near the place, coarse on a long coast."""
    if flown_s < p[c.DELAY] + p[c.BOOST]:
        return c.BOOST_UNITS
    if f[c.TO_GO] < CLOSE_S:
        return c.APPROACH_UNITS
    return c.COAST_UNITS if f[c.TO_GO] > NEAR_S else c.NEAR_UNITS


@lean
def plan_units(f, p, flown_s):
    """Units until the way is planned anew: one second, on a long coast two or four."""
    if flown_s < p[c.DELAY] + p[c.BOOST] or f[c.TO_GO] < NEAR_S:
        return 32
    return 64 if f[c.TO_GO] < FAR_S else 128
