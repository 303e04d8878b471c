"""Fly-out: the flight model against fixed points, on a grid of ground range and height, each by its best loft."""

import math

import numpy as np

from gbad._jit import kernel, lean
from gbad.engagement import _columns_kernel as c
from gbad.engagement._midcourse_kernel import point, steer, step_units
from gbad.engagement._point_mass_kernel import arrival_load_mps2, height_m, step
from gbad.engagement._terminal_kernel import closest
from gbad.physics._earth_kernel import E2, G0, MEAN_RADIUS, B

EJECTION_MPS = 25.0
NEAR_M = 500.0  # [m] a passage farther than this did not reach the point
NEAR_COLUMNS = 13  # of a table's ranges: nearer than these a place may be out of reach though farther ones are not
LATITUDE_SINE, LATITUDE_COSINE = math.sin(math.radians(40.0)), math.cos(math.radians(40.0))
# lofts looked at anew at some ranges, and steps of the search from one range to the next [rad]
LOFTS = np.array([0.0, 0.12, 0.26, 0.4, 0.55, 0.7, 0.85, 1.05])
COARSE_EVERY, LOFT_STEP, LOFT_MOST = 6, 0.06, 1.25
# what a flight gives
TIME, SPEED, LOAD, LOFT, HIGHEST, FASTEST, CLIMB = 0, 1, 2, 3, 4, 5, 6
FIGURES = 7


@lean
def point_at(range_m, height):
    """Earth-fixed place north of the reference launcher: 40 degrees north, at sea level, on the meridian."""
    angle = range_m / MEAN_RADIUS
    cosine, sine = math.cos(angle), math.sin(angle)
    x, z = LATITUDE_COSINE * cosine - LATITUDE_SINE * sine, LATITUDE_SINE * cosine + LATITUDE_COSINE * sine
    radius = B / math.sqrt(1.0 - E2 * x * x) + height
    return radius * x, 0.0, radius * z


@lean
def reach(f, p, range_m, height, loft, out):
    """Fly one round to a fixed point with a loft; its figures into ``out``, time inf if it does not come near it."""
    px, py, pz = point_at(range_m, height)
    f[c.X], f[c.Y], f[c.Z] = point_at(0.0, 0.0)
    f[c.VX], f[c.VY], f[c.VZ] = EJECTION_MPS * LATITUDE_COSINE, 0.0, EJECTION_MPS * LATITUDE_SINE
    f[c.LOFT], f[c.FROM] = loft, math.sqrt((px - f[c.X]) ** 2 + (pz - f[c.Z]) ** 2)
    point(f, p, px, py, pz)
    f[c.BURNT] = 0.0
    units_flown = 0
    highest, fastest = 0.0, 0.0
    out[LOFT], out[TIME] = loft, math.inf
    while True:
        flown_s = units_flown * c.UNIT_S
        speed = math.sqrt(f[c.VX] * f[c.VX] + f[c.VY] * f[c.VY] + f[c.VZ] * f[c.VZ])
        height_now = height_m(f[c.X], f[c.Y], f[c.Z])
        highest, fastest = max(highest, height_now), max(fastest, speed)
        ax, ay, az = px - f[c.X], py - f[c.Y], pz - f[c.Z]
        f[c.TO_GO] = math.sqrt(ax * ax + ay * ay + az * az) / max(speed, 1.0)
        burning = flown_s < p[c.DELAY] + p[c.BOOST]
        if flown_s >= 2.0 * p[c.DESTRUCT] or height_now < -NEAR_M or (not burning and speed < 0.5 * p[c.SLOWEST]):
            break
        cx, cy, cz = steer(f, p, flown_s, px, py, pz)
        units = step_units(f, p, flown_s)
        step(f, p, flown_s, units * c.UNIT_S, cx, cy, cz, False)
        share, miss = closest(ax, ay, az, px - f[c.X], py - f[c.Y], pz - f[c.Z])
        if share < 1.0 and flown_s > p[c.DELAY] + 1.0:
            if miss <= NEAR_M:
                out[TIME] = flown_s + share * units * c.UNIT_S
            break
        units_flown += units
    out[SPEED], out[LOAD] = speed, arrival_load_mps2(p, height, speed)
    out[HIGHEST], out[FASTEST] = highest, fastest
    radius = math.sqrt(f[c.X] * f[c.X] + f[c.Y] * f[c.Y] + f[c.Z] * f[c.Z])
    rise = (f[c.X] * f[c.VX] + f[c.Y] * f[c.VY] + f[c.Z] * f[c.VZ]) / (radius * max(speed, 1.0))
    out[CLIMB] = math.asin(min(max(rise, -1.0), 1.0))


@lean
def shortfall(p, out):
    """By what share an arrival falls short of the speed, load and time that make it an intercept; 0 if it does not."""
    return (
        max(p[c.SLOWEST] / max(out[SPEED], 1.0) - 1.0, 0.0)
        + max(p[c.LEAST_LOAD] * G0 / max(out[LOAD], 1e-3) - 1.0, 0.0)
        + max(out[TIME] / p[c.DESTRUCT] - 1.0, 0.0)
    )


@lean
def _cost(p, out):
    """Time of flight, dearer the more an arrival falls short; those that fall short still have an order."""
    return out[TIME] * (1.0 + 4.0 * shortfall(p, out))


@lean
def _keep(found, out):
    for i in range(FIGURES):
        out[i] = found[i]


@lean
def best_reach(f, p, range_m, height, start, coarse, trial, out):
    """The flight to a point with the loft that takes least time, into ``out``; the search begins at ``start``.

    Downhill in halving steps from there, or from the best of a fixed set where ``coarse``; then the vertex of the
    parabola through the best loft and its neighbours, if that is better.
    """
    reach(f, p, range_m, height, start, out)
    best = _cost(p, out)
    if coarse:
        for loft in LOFTS:
            reach(f, p, range_m, height, loft, trial)
            if _cost(p, trial) < best:
                _keep(trial, out)
                best = _cost(p, trial)
    size = LOFT_STEP
    while size > 0.02:
        middle = out[LOFT]
        lower = upper = math.inf
        for side in (-1.0, 1.0):
            reach(f, p, range_m, height, min(max(middle + side * size, 0.0), LOFT_MOST), trial)
            found = _cost(p, trial)
            if side < 0.0:
                lower = found
            else:
                upper = found
            if found < best:
                _keep(trial, out)
                best = found
        if out[LOFT] != middle:
            continue
        bend = lower - 2.0 * best + upper
        if math.isfinite(bend) and bend > 0.0 and middle >= size:
            reach(f, p, range_m, height, middle + 0.5 * size * (lower - upper) / bend, trial)
            if _cost(p, trial) < best:
                _keep(trial, out)
                best = _cost(p, trial)
        size *= 0.25


@kernel
def tabulate(p, range_step_m, height_step_m, time_s, speed_mps, load_mps2, planned_s, loft_rad, climb_rad):
    """Fill the tables ``(ranges, heights)`` of one type.

    ``time_s`` is inf where a place is out of reach, ``planned_s`` and ``loft_rad`` are whole: past the last place that
    a round comes near they go on straight.
    """
    f = np.zeros(c.STATES)
    out, trial = np.zeros(FIGURES), np.zeros(FIGURES)
    ranges = time_s.shape[0]
    for j in range(time_s.shape[1]):
        loft, first, last = 0.0, -1, -1
        for i in range(ranges):
            time_s[i, j], speed_mps[i, j], load_mps2[i, j], climb_rad[i, j] = math.inf, 0.0, 0.0, 0.0
            if i == 0 and j == 0:
                # the launcher itself: where every round is when its motor lights
                time_s[i, j], speed_mps[i, j] = p[c.DELAY], p[c.SLOWEST]
                planned_s[i, j], loft_rad[i, j] = p[c.DELAY], 0.0
                first, last = 0, 0
                continue
            # beyond the last place reached is none; but who leaves upward may turn too late for near and low ones
            gap = last >= 0 and last < i - 1
            if gap and i > NEAR_COLUMNS:
                continue
            coarse = i % COARSE_EVERY == 1 or gap
            best_reach(f, p, i * range_step_m, j * height_step_m, loft, coarse, trial, out)
            if not math.isfinite(out[TIME]):
                continue
            for k in range(last + 1, i if last >= 0 else 0):  # plans across such a gap
                planned_s[k, j] = planned_s[last, j] + (out[TIME] - planned_s[last, j]) * (k - last) / (i - last)
                loft_rad[k, j] = out[LOFT]
            last = i
            first = i if first < 0 else first
            loft = out[LOFT]
            planned_s[i, j], loft_rad[i, j] = out[TIME], loft
            speed_mps[i, j], load_mps2[i, j], climb_rad[i, j] = out[SPEED], out[LOAD], out[CLIMB]
            if shortfall(p, out) == 0.0:
                time_s[i, j] = out[TIME]
        _continue(planned_s[:, j], loft_rad[:, j], first, last, range_step_m, p[c.DELAY])


@lean
def _continue(planned, loft, first, last, range_step_m, delay_s):
    """Fill a row of plans before its first and beyond its last place that a round comes near."""
    if first < 0:
        # out of reach at every range: a kilometre a second will do for a plan that nobody makes
        first, last = 0, 0
        planned[0], loft[0] = delay_s, 0.0
    for i in range(first):
        planned[i], loft[i] = planned[first], loft[first]
    slope = planned[last] - planned[last - 1] if last > first else 1e-3 * range_step_m
    for i in range(last + 1, planned.size):
        planned[i], loft[i] = planned[i - 1] + max(slope, 2e-4 * range_step_m), loft[last]


@kernel
def probe(p, range_m, height, out):
    """The best of flights to one place: its figures into ``out (FIGURES,)``, time inf where it is out of reach."""
    f = np.zeros(c.STATES)
    trial = np.zeros(FIGURES)
    best_reach(f, p, range_m, height, 0.3, True, trial, out)
    if shortfall(p, out) > 0.0:
        out[TIME] = math.inf


@kernel
def probe_with(p, range_m, height, loft, out):
    """One flight to one place with a loft, whatever it arrives with."""
    reach(np.zeros(c.STATES), p, range_m, height, loft, out)
