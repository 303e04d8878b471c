"""The last seconds of rounds in the linear limit: head-on, at a constant speed, with all the force they ask for.

Flown by the terminal kernel of the engagement (``home_in``), no drag and no load limit, against a target on a straight
way or one that turns across it with a small constant acceleration.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from firing_range import LARGE

from gbad.engagement import _columns_kernel as c
from gbad.engagement import packs, reference
from gbad.engagement._ends_kernel import INTERCEPT
from gbad.engagement._flyout_kernel import point_at
from gbad.engagement._homing_kernel import home_in
from gbad.engagement._rounds_kernel import Here
from gbad.engagement._seeker_kernel import GLINT_SHARE
from gbad.engagement._terminal_kernel import start_seeker
from gbad.engagement.interceptor import packed

ROUND_MPS, TARGET_MPS, HEIGHT_M = 1200.0, 300.0, 10e3
CLOSING_MPS = ROUND_MPS + TARGET_MPS
KNOT_S = 0.05
# no drag, and wings that give whatever is asked: nothing is cut off
FREE = replace(
    LARGE, drag_factor=0.0, reference_area_m2=50.0, max_load_factor=1e4, least_load_factor=0.0, ignition_delay_s=0.0,
    boost_time_s=0.1, self_destruct_s=400.0,
)  # fmt: skip


def misses(
    flight_s: float, *, shots: int = 1, ratio: float = 4.0, angle_std_rad: float = 0.0, glint_m: float = 0.0,
    turn_mps2: float = 0.0, seed: int = 7,
) -> np.ndarray:  # fmt: skip
    """``(shots, 3)``: where the target was, seen from the round at closest approach [m], east, north, up.

    ``angle_std_rad`` is the error of one angle per unit of time, ``glint_m`` the root mean square of glint per axis.
    The target flies south and turns to the east.
    """
    p = packed(replace(FREE, navigation_constant=ratio, seeker_angle_std_rad=angle_std_rad))[0]
    extent_m = glint_m / GLINT_SHARE
    bodies = reference.bodies_of(reference.Body(1e3, extent_m, extent_m, 1.0))
    knots = np.arange(-1.0, flight_s + 2.0, KNOT_S)
    meeting = np.array(point_at(100e3, HEIGHT_M))
    north = np.array(point_at(100.1e3, HEIGHT_M)) - meeting
    north /= np.linalg.norm(north)
    east = np.array([0.0, 1.0, 0.0])
    up = np.cross(east, north)
    turned = np.maximum(knots, 0.0)[:, None]
    position = meeting - (knots - flight_s)[:, None] * TARGET_MPS * north + 0.5 * turn_mps2 * turned**2 * east
    velocity = -TARGET_MPS * north + turn_mps2 * turned * east
    one = np.ones((1, 1))
    world = packs.World(
        np.array([9], np.uint64), -one, 1e6 * one, KNOT_S, position[None, None], velocity[None, None], 1e6 * one
    )  # fmt: skip
    first_unit = 32 * 60
    # times count from the launch of the round, a minute before
    sites, clock = reference.open_sites(), packs.Clock(1e6, 0.0, np.uint64(seed))
    out = np.empty((shots, 3))
    for shot in range(shots):
        f, n = np.zeros(c.STATES), np.zeros(c.COUNTS, np.int64)
        f[c.X : c.Z + 1] = meeting - flight_s * ROUND_MPS * north
        f[c.VX : c.VZ + 1] = ROUND_MPS * north
        f[c.LOST], f[c.COULD_LOCK] = math.inf, 1e9
        start_seeker(f, tuple(position[20] - f[:3]), tuple(velocity[20] - f[3:6]))
        n[c.STEP] = n[c.LOCK] = first_unit
        n[c.PHASE], n[c.NEXT_CHECK], n[c.TARGET], n[c.AIMED], n[c.SHOT] = c.TERMINAL, 1 << 40, 0, 0, 1
        reason, when_s = home_in(
            f, n, p, Here(0, np.uint64(shot), 0, 0, 0, 0), -float(first_unit // 32), clock, True, world, bodies, sites,
            c.ACTIVE, np.empty((0, 3)),
        )  # fmt: skip
        assert reason == INTERCEPT
        gap = meeting - (when_s - flight_s) * TARGET_MPS * north + 0.5 * turn_mps2 * when_s**2 * east - f[:3]
        out[shot] = gap @ east, gap @ north, gap @ up
    return out
