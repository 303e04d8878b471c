"""Fly-out: the flight model against fixed points, on a grid of ground range and height."""

import math

import numpy as np

from gbad._jit import kernel
from gbad.engagement import _columns_kernel as c
from gbad.engagement._midcourse_kernel import plan, plan_units, steer, step_units
from gbad.engagement._point_mass_kernel import height_m, step
from gbad.engagement._terminal_kernel import closest
from gbad.physics._earth_kernel import E2, MEAN_RADIUS, B

EJECTION_MPS = 25.0
NEAR_M = 500.0  # [m] a passage farther than this did not reach the point
LATITUDE_SINE, LATITUDE_COSINE = math.sin(math.radians(40.0)), math.cos(math.radians(40.0))


@kernel
def point_at(range_m, height):
    """Earth-fixed place north of the reference launcher: 40 degrees north, at sea level, on the meridian."""
    angle = range_m / MEAN_RADIUS
    cosine, sine = math.cos(angle), math.sin(angle)
    x, z = LATITUDE_COSINE * cosine - LATITUDE_SINE * sine, LATITUDE_SINE * cosine + LATITUDE_COSINE * sine
    radius = B / math.sqrt(1.0 - E2 * x * x) + height
    return radius * x, 0.0, radius * z


@kernel
def reach(f, p, range_m, height):
    """Fly one round to a fixed point; ``(time, speed, highest point, top speed)``, time inf if it does not arrive."""
    px, py, pz = point_at(range_m, height)
    f[c.X], f[c.Y], f[c.Z] = point_at(0.0, 0.0)
    f[c.VX], f[c.VY], f[c.VZ] = EJECTION_MPS * LATITUDE_COSINE, 0.0, EJECTION_MPS * LATITUDE_SINE
    f[c.TO_GO] = math.sqrt((px - f[c.X]) ** 2 + (pz - f[c.Z]) ** 2) / 1000.0 + 5.0
    for _ in range(8):
        plan(f, p, 0.0, px, py, pz, 0.0, 0.0, 0.0)
    units_flown, next_plan = 0, 0
    highest, fastest = 0.0, 0.0
    while True:
        flown_s = units_flown * c.UNIT_S
        burning = flown_s < p[c.DELAY] + p[c.BOOST]
        speed = math.sqrt(f[c.VX] * f[c.VX] + f[c.VY] * f[c.VY] + f[c.VZ] * f[c.VZ])
        height_now = height_m(f[c.X], f[c.Y], f[c.Z])
        highest, fastest = max(highest, height_now), max(fastest, speed)
        if flown_s >= p[c.DESTRUCT] or height_now < -NEAR_M or (not burning and speed < p[c.SLOWEST]):
            return math.inf, speed, highest, fastest
        if units_flown >= next_plan:
            next_plan = units_flown + plan_units(f, p, flown_s)
            plan(f, p, flown_s, px, py, pz, 0.0, 0.0, 0.0)
        cx, cy, cz = steer(f, p, flown_s, px, py, pz)
        units = step_units(f, p, flown_s)
        ax, ay, az = px - f[c.X], py - f[c.Y], pz - f[c.Z]
        step(f, p, flown_s, units * c.UNIT_S, cx, cy, cz)
        f[c.TO_GO] = max(f[c.TO_GO] - units * c.UNIT_S, 0.1)
        share, miss = closest(ax, ay, az, px - f[c.X], py - f[c.Y], pz - f[c.Z])
        if share < 1.0 and flown_s > p[c.DELAY] + 1.0:
            if miss > NEAR_M:
                # not there: it has passed the point too far away
                return math.inf, speed, highest, fastest
            return flown_s + share * units * c.UNIT_S, speed, highest, fastest
        units_flown += units


@kernel
def tabulate(parameters, range_step_m, height_step_m, time_s, speed_mps):
    """Fill ``(draws, ranges, heights)`` tables; along a height the first range out of reach for good ends the row."""
    f = np.zeros(c.STATES)
    for draw in range(time_s.shape[0]):
        for j in range(time_s.shape[2]):
            misses = 0
            for i in range(time_s.shape[1]):
                time_s[draw, i, j], speed_mps[draw, i, j] = math.inf, 0.0
                if misses >= 3:
                    continue
                if i == 0 and j == 0:
                    # the launcher itself: where every round is when its motor lights
                    time_s[draw, i, j] = parameters[draw, c.DELAY]
                    speed_mps[draw, i, j] = parameters[draw, c.SLOWEST]
                    continue
                time, speed, _, _ = reach(f, parameters[draw], i * range_step_m, j * height_step_m)
                misses = 0 if math.isfinite(time) else misses + 1
                time_s[draw, i, j] = time
                if math.isfinite(time):
                    speed_mps[draw, i, j] = speed


@kernel
def probe(p, range_m, height, out):
    """One flight: time, arrival speed, highest point and top speed into ``out (4,)``."""
    f = np.zeros(c.STATES)
    out[0], out[1], out[2], out[3] = reach(f, p, range_m, height)
