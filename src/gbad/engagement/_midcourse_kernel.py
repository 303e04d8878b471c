"""Mid-course: the way a round would fall to the predicted place, how long it takes, and steering onto it."""

import math

import numpy as np

from gbad._jit import kernel
from gbad.engagement import _columns_kernel as c
from gbad.engagement._point_mass_kernel import burnt_share, height_m
from gbad.physics._atmosphere_kernel import density_and_sound
from gbad.physics._earth_kernel import G0, free_fall_ecef
from gbad.physics._flight_kernel import drag_coefficient

STEEPEST = 0.55  # [1] loft limit: drop below the straight line during flight, as a share of the distance
LOFT, LOFT_RANGE_M = 0.5, 40_000.0  # [1, m] least drop as a share of the distance, and where it is full
LOFT_TOP_M = 18_000.0  # [m] higher there is no air to bend the way with
TURN_RATE = 0.6  # [rad/s] tip-over limit while the motor burns
SETTLE_S = 0.5  # [s] time constant of steering while the motor burns
GAIN = 3.0  # [1] of zero-effort-miss guidance on the coast
NEAR_S, FAR_S = 8.0, 40.0  # [s] to go below which steps and plans get finer
SLOW_MPS = 120.0
# sample points along the way, dense at both ends where the air is
_SHARES = 0.5 - 0.5 * np.cos(np.pi * np.arange(11) / 10.0)


@kernel
def way(f, px, py, pz, to_go):
    """``w`` and ``g``: the place is reached after ``to_go`` if moved by ``w`` along a line while falling by ``g``."""
    dx, dy, dz = px - f[c.X], py - f[c.Y], pz - f[c.Z]
    gx, gy, gz = free_fall_ecef(
        0.5 * (px + f[c.X]), 0.5 * (py + f[c.Y]), 0.5 * (pz + f[c.Z]), dx / to_go, dy / to_go, dz / to_go
    )
    half = 0.5 * to_go * to_go
    # loft: bend the way more than free fall would, so that a low target is dived at from thinner air, but not out of it
    distance = math.sqrt(dx * dx + dy * dy + dz * dz)
    room = 4.0 * (LOFT_TOP_M - 0.5 * (height_m(f[c.X], f[c.Y], f[c.Z]) + height_m(px, py, pz)))
    bend = min(LOFT * min(distance / LOFT_RANGE_M, 1.0) * distance, room) / (half * G0)
    if bend > 1.0:
        gx, gy, gz = bend * gx, bend * gy, bend * gz
    return dx - half * gx, dy - half * gy, dz - half * gz, gx, gy, gz


@kernel
def burnout_speed(f, p, flown_s, climb):
    """Speed expected when the motor stops, and the time until then; ``climb`` is the sine of the path angle."""
    speed = math.sqrt(f[c.VX] * f[c.VX] + f[c.VY] * f[c.VY] + f[c.VZ] * f[c.VZ])
    share = 1.0 - burnt_share(p, flown_s)
    if share <= 0.0:
        return speed, 0.0
    wait = max(p[c.DELAY] - flown_s, 0.0)
    burn = share * p[c.BOOST]
    mass = p[c.MASS] - p[c.PROPELLANT] * (1.0 - share)
    exhaust = p[c.THRUST] * p[c.BOOST] / p[c.PROPELLANT]
    gain = exhaust * math.log(mass / (p[c.MASS] - p[c.PROPELLANT])) - G0 * climb * burn
    mean = speed + 0.5 * gain
    density, sound = density_and_sound(height_m(f[c.X], f[c.Y], f[c.Z]) + 0.5 * mean * burn * climb)
    drag = 0.5 * density * mean * mean * p[c.AREA] * p[c.DRAG] * drag_coefficient(mean / sound)
    return max(speed + gain - drag / (mass - 0.5 * share * p[c.PROPELLANT]) * burn, SLOW_MPS), wait + burn


@kernel
def time_along(f, p, flown_s, wx, wy, wz, gx, gy, gz, to_go):
    """Time to fly the way of ``way`` with thrust to come, drag, and the exchange of height and speed."""
    length = math.sqrt(wx * wx + wy * wy + wz * wz)
    radius = math.sqrt(f[c.X] * f[c.X] + f[c.Y] * f[c.Y] + f[c.Z] * f[c.Z])
    climb = (wx * f[c.X] + wy * f[c.Y] + wz * f[c.Z]) / (length * radius)
    speed, ahead = burnout_speed(f, p, flown_s, climb)
    # while the motor burns the round falls behind one that had its final speed at once
    now = math.sqrt(f[c.VX] * f[c.VX] + f[c.VY] * f[c.VY] + f[c.VZ] * f[c.VZ])
    time = ahead * max(1.0 - 0.5 * (now + speed) / speed, 0.0)
    factor = 0.5 * p[c.AREA] * p[c.DRAG] / (p[c.MASS] - p[c.PROPELLANT])

    speed2 = speed * speed
    ox, oy, oz = 0.0, 0.0, 0.0
    before = height_m(f[c.X], f[c.Y], f[c.Z])
    for i in range(1, _SHARES.size):
        share = _SHARES[i]
        fall = 0.5 * (to_go * share) ** 2
        nx, ny, nz = wx * share + gx * fall, wy * share + gy * fall, wz * share + gz * fall
        piece = math.sqrt((nx - ox) ** 2 + (ny - oy) ** 2 + (nz - oz) ** 2)
        height = height_m(f[c.X] + nx, f[c.Y] + ny, f[c.Z] + nz)
        density, sound = density_and_sound(max(0.5 * (height + before), 0.0))
        loss = 2.0 * factor * density * drag_coefficient(math.sqrt(speed2) / sound)
        after2 = (speed2 - 2.0 * G0 * (height - before)) * math.exp(-loss * piece)
        after2 = max(after2, SLOW_MPS * SLOW_MPS)
        time += 2.0 * piece / (math.sqrt(speed2) + math.sqrt(after2))
        speed2 = after2
        ox, oy, oz, before = nx, ny, nz, height
    return time


@kernel
def plan(f, p, flown_s, px, py, pz, vx, vy, vz):
    """One Newton step on the time to go to a place (now predicted at that time) that moves with ``v``."""
    to_go = f[c.TO_GO]
    wx, wy, wz, gx, gy, gz = way(f, px, py, pz, to_go)
    length = math.sqrt(wx * wx + wy * wy + wz * wz)
    needed = time_along(f, p, flown_s, wx, wy, wz, gx, gy, gz, to_go)
    mean = length / needed
    slope = (wx * (vx - gx * to_go) + wy * (vy - gy * to_go) + wz * (vz - gz * to_go)) / length - mean
    change = length * (1.0 - to_go / needed) / max(-slope, 0.3 * mean)
    change = min(max(change, -0.25 * to_go), 0.25 * to_go)
    distance = math.sqrt((px - f[c.X]) ** 2 + (py - f[c.Y]) ** 2 + (pz - f[c.Z]) ** 2)
    # no steeper than the loft limit, even where the place is out of reach
    f[c.TO_GO] = max(min(to_go + change, math.sqrt(2.0 * STEEPEST * distance / G0) + 10.0), 0.1)


@kernel
def steer(f, p, flown_s, px, py, pz):
    """Lateral acceleration command onto the way to a place predicted at the time to go."""
    to_go = max(f[c.TO_GO], 0.5)
    wx, wy, wz, _, _, _ = way(f, px, py, pz, to_go)
    vx, vy, vz = f[c.VX], f[c.VY], f[c.VZ]
    speed = max(math.sqrt(vx * vx + vy * vy + vz * vz), 1e-3)
    along = (wx * vx + wy * vy + wz * vz) / (speed * speed)
    cx, cy, cz = wx - along * vx, wy - along * vy, wz - along * vz
    if flown_s < p[c.DELAY] + p[c.BOOST]:
        # turn the velocity onto the way; a way behind is turned to at the full rate
        length = math.sqrt(wx * wx + wy * wy + wz * wz)
        side = math.sqrt(cx * cx + cy * cy + cz * cz)
        sine = side / length if along > 0.0 else 1.0
        rate = min(sine / SETTLE_S, TURN_RATE)
        scale = speed * rate / max(side, 1e-9)
    else:
        scale = GAIN / (to_go * to_go)
    return scale * cx, scale * cy, scale * cz


@kernel
def step_units(f, p, flown_s):
    """Units of the next step: fine while the motor burns, coarse on a long coast."""
    if flown_s < p[c.DELAY] + p[c.BOOST]:
        return c.BOOST_UNITS
    return c.COAST_UNITS if f[c.TO_GO] > NEAR_S else c.NEAR_UNITS


@kernel
def plan_units(f, p, flown_s):
    """Units until the way is planned anew: one second, on a long coast two or four."""
    if flown_s < p[c.DELAY] + p[c.BOOST] or f[c.TO_GO] < NEAR_S:
        return 32
    return 64 if f[c.TO_GO] < FAR_S else 128
