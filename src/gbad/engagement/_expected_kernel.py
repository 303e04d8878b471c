"""What a shot may be expected to do at a place: its last seconds flown by the terminal kernels, over and over."""

import math

import numpy as np

from gbad._jit import kernel, lean
from gbad.engagement import _columns_kernel as c
from gbad.engagement._ends_kernel import INTERCEPT
from gbad.engagement._flyout_kernel import LATITUDE_COSINE, LATITUDE_SINE, point_at
from gbad.engagement._homing_kernel import home_in
from gbad.engagement._point_mass_kernel import step
from gbad.engagement._rounds_kernel import Here
from gbad.engagement._seeker_kernel import lock_range_m
from gbad.engagement._terminal_kernel import start_seeker
from gbad.envelope._table_kernel import table_value
from gbad.lethality._lethality_kernel import lethality
from gbad.physics._earth_kernel import MEAN_RADIUS
from gbad.physics._random_kernel import MEASUREMENT, normal4

LONGEST_S = 8.0  # [s] of the last part that is flown
TRACK_STD_M = 100.0  # [m] of the track at lock, in each axis across the way the two close
LOWEST_M = 50.0  # [m] height of the lowest row
NO_CHECK = 1 << 40  # units: the radar is not asked
# rows of `approach (classes, 2)`: how fast and how steeply down the target of a class comes
TARGET_SPEED, DIVE = 0, 1


@lean
def last_seconds(f, n, p, at, clock, world, bodies, sites, guidance, range_m, height, arrival, approach, trace):
    """Set one round and its target on their way to meet at a place, and fly the round to the end.

    ``arrival`` is (speed, climb, time of flight) of the round there. Returns whether the two met.
    """
    speed, climb, flown_s = arrival
    # north and up there
    angle = range_m / MEAN_RADIUS
    cosine, sine = math.cos(angle), math.sin(angle)
    ux, uz = LATITUDE_COSINE * cosine - LATITUDE_SINE * sine, LATITUDE_SINE * cosine + LATITUDE_COSINE * sine
    nx, nz = -uz, ux
    x, y, z = point_at(range_m, height)
    vx, vz = (
        speed * (math.cos(climb) * nx + math.sin(climb) * ux),
        speed * (math.cos(climb) * nz + math.sin(climb) * uz),
    )
    down = approach[DIVE]
    tx = -approach[TARGET_SPEED] * (math.cos(down) * nx + math.sin(down) * ux)
    tz = -approach[TARGET_SPEED] * (math.cos(down) * nz + math.sin(down) * uz)
    wx, wz = tx - vx, tz - vz
    closing = math.sqrt(wx * wx + wz * wz)
    antenna = sites.antenna[0]
    lit_from = math.sqrt((x - antenna[0]) ** 2 + (y - antenna[1]) ** 2 + (z - antenna[2]) ** 2)
    could = lock_range_m(p, guidance, bodies.rcs_dbsm[0, 0], bodies.heat_dbw_sr[0, 0], lit_from)
    # no farther back than the launcher
    behind_m = math.sqrt(range_m * range_m + height * height)
    units = min(could / max(closing, 1.0), LONGEST_S, 0.7 * behind_m / speed) / c.UNIT_S
    before_s = max(math.floor(units), 1.0) * c.UNIT_S
    # the target is not quite where the round was sent: aside, across the way the two close
    n0, n1, _, _ = normal4(clock.seed, MEASUREMENT, at.number, world.key[0], 0, 0)
    off = TRACK_STD_M * n1 / max(closing, 1.0)
    position, velocity = world.position[0, 0], world.velocity[0, 0]
    velocity[0, 0], velocity[0, 1], velocity[0, 2] = tx, 0.0, tz
    position[0, 0], position[0, 1], position[0, 2] = (
        x - tx * before_s - off * wz,
        y + TRACK_STD_M * n0,
        z - tz * before_s + off * wx,
    )
    for axis in range(3):
        velocity[1, axis] = velocity[0, axis]
        position[1, axis] = position[0, axis] + velocity[0, axis] * world.knot_step_s
    # back along the way on which it would coast there, motor burnt out
    f[c.X], f[c.Y], f[c.Z] = x, y, z
    f[c.VX], f[c.VY], f[c.VZ] = vx, 0.0, vz
    coasting = max(flown_s - before_s, p[c.DELAY] + p[c.BOOST] + 1.0)
    for _ in range(int(before_s / c.UNIT_S)):
        step(f, p, coasting, -c.UNIT_S, 0.0, 0.0, 0.0, False)
    f[c.BURNT], f[c.LOST], f[c.COULD_LOCK] = 0.0, math.inf, could
    start_seeker(
        f,
        (position[0, 0] - f[c.X], position[0, 1] - f[c.Y], position[0, 2] - f[c.Z]),
        (tx - f[c.VX], -f[c.VY], tz - f[c.VZ]),
    )
    n[c.STEP] = n[c.LOCK] = int(min(coasting, p[c.DESTRUCT] - LONGEST_S - 1.0) / c.UNIT_S)
    n[c.PHASE], n[c.NEXT_CHECK], n[c.TARGET], n[c.AIMED], n[c.SHOT] = c.TERMINAL, NO_CHECK, 0, 0, 1
    reason, _ = home_in(f, n, p, at, -n[c.STEP] * c.UNIT_S, clock, True, world, bodies, sites, guidance, trace)
    return reason == INTERCEPT


@kernel
def tabulate(p, guidance, warhead, radius_m, approach, world, classes, sites, clock, flown, steps, out_steps, out):
    """Mean lethality ``out (classes, ranges, heights)`` of shots at the reference target of each class.

    ``classes`` holds one bundle of bodies per class, ``flown`` the fly-out tables of planned time, speed and climb,
    ``steps`` and ``out_steps`` the range and height steps of these and of ``out``; ``approach (classes, 2)``.
    """
    f, n = np.zeros(c.STATES), np.zeros(c.COUNTS, np.int64)
    planned, speeds, climbs = flown
    trace = np.empty((0, 3))
    shots = 12
    for which in range(out.shape[0]):
        bodies = classes[which]
        for j in range(out.shape[2]):
            height = max(j * out_steps[1], LOWEST_M)
            for i in range(out.shape[1]):
                range_m = max(i, 0.25) * out_steps[0]
                speed = table_value(speeds, steps[0], steps[1], range_m, height)
                if speed < 0.5 * p[c.SLOWEST]:
                    # no flight comes there: what was last
                    out[which, i, j] = out[which, i - 1, j] if i > 0 else 0.0
                    continue
                climb = table_value(climbs, steps[0], steps[1], range_m, height)
                flown_s = table_value(planned, steps[0], steps[1], range_m, height)
                total = 0.0
                for shot in range(shots):
                    at = Here(0, np.uint64(shot), 0, 0, 0, 0)
                    if last_seconds(
                        f, n, p, at, clock, world, bodies, sites, guidance, range_m, height, (speed, climb, flown_s),
                        approach[which], trace,
                    ):  # fmt: skip
                        total += lethality(
                            warhead, which, radius_m, f[c.MISS], f[c.CLOSING], f[c.ASPECT],
                            bodies.length_m[0, 0], bodies.span_m[0, 0],
                        )  # fmt: skip
                out[which, i, j] = total / shots
