"""The reference range: fixed shots at reference targets from one launcher, flown by the kernels of the engagement.

Geometry. The launcher stands at sea level, 40 degrees north, with a radar that always sees. The target comes in from
the north, straight at it; the round leaves when the target is at the stated ground distance (or half the published
range, if that is less). A class has several such approaches, and a body (``BODIES``) that does not evade.

- aircraft: 250 m/s, level: 60 km away at 8 km, 30 km away at 3 km, 90 km away at 10 km
- missile: 245 m/s, level at 100 m, 25 and 15 km away, and at 1 km 40 km away
- ballistic: 1.2 km/s, 45 degrees down, 40 km high and 40 km away, and 30 km high and 30 km away, falling freely

Level targets come no faster than the type is fired at.
The track estimate is drawn anew every second, with stated errors (100 m and 5 m/s in each axis).
Left out: manoeuvre, jamming, groups, loss of the radar.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from gbad.engagement import _columns_kernel as c
from gbad.engagement import _rounds_kernel as numbers
from gbad.engagement import packs
from gbad.engagement._flyout_kernel import point_at
from gbad.engagement.flyout import Flyout, flyout_tables
from gbad.engagement.interceptor import Interceptor, packed
from gbad.envelope._reach_kernel import fall
from gbad.messages import ORDERED, Shots
from gbad.physics.earth import MEAN_RADIUS
from gbad.physics.random import MEASUREMENT, entity_key, normals
from gbad.tables import TARGET_AIRCRAFT, TARGET_BALLISTIC, TARGET_MISSILE, Floats

TRACK_POSITION_STD_M, TRACK_VELOCITY_STD_MPS = 100.0, 5.0
LONGEST_S = 200
KNOT_STEP_S = 1.0
PATHS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Approach:
    """How a reference target comes in."""

    distance_m: float
    height_m: float
    speed_mps: float
    dive_rad: float

    @property
    def falls(self) -> bool:
        """Whether it falls freely (a ballistic target) or keeps its height."""
        return self.dive_rad > 0.0


@dataclass(frozen=True, slots=True)
class Body:
    """What a reference target is."""

    rcs_m2: float
    length_m: float
    span_m: float
    heat_w_per_sr: float
    evasion_mps2: float = 0.0
    evasion_rad_s: float = 0.0


APPROACHES = {
    TARGET_AIRCRAFT: (
        Approach(60e3, 8e3, 250.0, 0.0), Approach(30e3, 3e3, 250.0, 0.0), Approach(90e3, 10e3, 250.0, 0.0),
    ),
    TARGET_MISSILE: (
        Approach(25e3, 100.0, 245.0, 0.0), Approach(15e3, 100.0, 245.0, 0.0), Approach(40e3, 1e3, 245.0, 0.0),
    ),
    TARGET_BALLISTIC: (
        Approach(40e3, 40e3, 1200.0, math.radians(45.0)), Approach(30e3, 30e3, 1200.0, math.radians(45.0)),
    ),
}  # fmt: skip
BODIES = {
    TARGET_AIRCRAFT: Body(4.0, 15.0, 10.0, 500.0),
    TARGET_MISSILE: Body(0.5, 6.0, 2.6, 50.0),
    TARGET_BALLISTIC: Body(0.1, 7.0, 0.9, 500.0),
}


def at_most(approach: Approach, interceptor: Interceptor) -> Approach:
    """A level approach no faster than what the type is fired at: slow rounds are held against slow targets."""
    fastest = float(np.max(interceptor.max_target_speed_mps))
    return approach if approach.falls or fastest >= approach.speed_mps else replace(approach, speed_mps=fastest)


def path_of(approach: Approach, max_range_m: float) -> tuple[Floats, Floats]:
    """Knots of the target's path, one a second: positions and velocities ``(knots, 3)``, the caller's own."""
    position, velocity = _path(approach, max_range_m)
    return position.copy(), velocity.copy()


@lru_cache(maxsize=PATHS_KEPT)
def _path(approach: Approach, max_range_m: float) -> tuple[Floats, Floats]:
    """The path itself: a set of weaves, or a calibration in steps, asks for the same few again and again."""
    distance_m = min(approach.distance_m, 0.5 * max_range_m)
    height_m = approach.height_m * distance_m / approach.distance_m if approach.falls else approach.height_m
    times = np.arange(LONGEST_S + 1) * KNOT_STEP_S

    def level(t: float) -> Floats:
        return np.array(point_at(distance_m - approach.speed_mps * t, height_m))

    if not approach.falls:
        position = np.array([level(t) for t in times])
        velocity = np.array([(level(t + 0.05) - level(t - 0.05)) / 0.1 for t in times])
        return position, velocity
    origin = level(0.0)
    up = origin / np.linalg.norm(origin)
    south = level(1.0) - origin
    south -= up * np.sum(south * up)
    south /= np.linalg.norm(south)
    push = approach.speed_mps * (math.cos(approach.dive_rad) * south - math.sin(approach.dive_rad) * up)
    x, y, z, vx, vy, vz = np.concatenate((origin, push)).tolist()
    states = np.array([fall(x, y, z, vx, vy, vz, t) for t in times])
    return states[:, :3], states[:, 3:]


def shoot(
    interceptor: Interceptor,
    target_class: int,
    shots: int,
    seed: int,
    *,
    tables: Flyout | None = None,
    track_errors: float = 1.0,
    approach: Approach | None = None,
    body: Body | None = None,
) -> Shots:
    """Fly ``shots`` reference shots with independent dice; the table is ``(shots, 1)``.

    Shots are dealt out over the approaches of the class in turn, unless one is given. ``track_errors`` scales the
    errors of the track estimate; ``tables`` are those of :func:`flyout_tables`, if they are at hand.
    """
    approaches = (approach,) if approach else APPROACHES[target_class]
    found = packs.empty_shots(shots, 1)
    tables = tables or flyout_tables(interceptor)
    for first, each in enumerate(approaches):
        rows = np.arange(first, shots, len(approaches))
        if len(rows) == 0:
            continue
        flown = _shoot(interceptor, each, body or BODIES[target_class], rows, seed, tables, track_errors)
        for name in found.__dataclass_fields__:
            getattr(found, name)[rows] = getattr(flown, name)
    return found


def _shoot(
    interceptor: Interceptor, approach: Approach, body: Body, rows: Any, seed: int, tables: Flyout, track_errors: float
) -> Shots:
    """Shots of one approach; ``rows`` are the numbers of their runs."""
    position, velocity = path_of(at_most(approach, interceptor), float(np.max(interceptor.max_range_m)))
    shots, run_number = len(rows), rows.astype(np.uint64)
    key = entity_key("reference target")
    table = packs.empty_shots(shots, 1)
    table.status[:] = ORDERED
    table.command[:] = 0
    table.track[:] = 1
    table.planned_intercept_s[:] = LONGEST_S
    counts = np.zeros((shots, 1, c.COUNTS), np.int64)
    counts[..., c.BALLISTIC] = approach.falls
    flights = packs.Flights(
        due_s=np.zeros((shots, 1)),
        state=np.full((shots, 1, c.STATES), np.nan),
        counts=counts,
        shots_at=np.zeros((shots, 2), np.int64),
        trace=np.empty((shots, 1, 0, 3)),
    )
    world = packs.World(
        np.array([key]), np.zeros((1, 1)), np.full((1, 1), float(LONGEST_S)), KNOT_STEP_S,
        np.ascontiguousarray(position)[None, None], np.ascontiguousarray(velocity)[None, None],
        np.full((shots, 1), np.inf),
    )  # fmt: skip
    types = packs.Types(
        np.zeros(1, np.int64), np.zeros(1, np.int64), np.array([interceptor.guidance], np.int64),
        packed(interceptor)[:1, None], np.zeros(1, np.int64), np.zeros((1, 1)),
    )  # fmt: skip
    ways = packs.Ways(
        tables.planned_s[:1, None], tables.loft_rad[:1, None], np.array([tables.range_step_m]),
        np.array([tables.height_step_m]),
    )  # fmt: skip
    seconds = np.arange(LONGEST_S, dtype=np.uint64)
    blocks = np.arange(2, dtype=np.uint64)
    errors = normals(seed, MEASUREMENT, run_number[:, None, None], key, seconds[:, None], blocks)[..., :3]
    errors *= track_errors * np.array([TRACK_POSITION_STD_M, TRACK_VELOCITY_STD_MPS])[:, None]
    number = np.ones((shots, 1, 1), np.int64)
    sites, still, bodies = open_sites(), np.full((shots, 1), np.inf), bodies_of(body)
    out, draw_of_run = packs.outcomes(table), np.zeros(shots, np.int64)
    for second in range(LONGEST_S):
        tracks = packs.Tracks(
            number,
            np.full((shots, 1, 1), float(second)),
            (position[second] + errors[:, second, 0])[:, None, None],
            (velocity[second] + errors[:, second, 1])[:, None, None],
        )
        live = numbers.fly(
            packs.Clock(second + 1.0, float(second), np.uint64(seed)), run_number, draw_of_run, world, bodies, sites,
            still, types, ways, tracks, flights, out,
        )  # fmt: skip
        if live == 0:
            break
    return table


def bodies_of(body: Body) -> packs.Bodies:
    """One object of a plain form."""

    def one(value: float) -> Floats:
        return np.full((1, 1), value)

    table = np.empty((1, 1, 0, 37))
    return packs.Bodies(
        one(10.0 * math.log10(body.rcs_m2)), np.full(1, -1), table, table, one(10.0 * math.log10(body.heat_w_per_sr)),
        one(body.length_m), one(body.span_m), one(body.evasion_mps2), one(body.evasion_rad_s),
        one(0.0)[None], np.zeros((1, 1, 1), np.bool_),
    )  # fmt: skip


def open_sites() -> packs.Sites:
    """One battery whose radar sees everything."""
    place = np.array([point_at(0.0, 0.0)])
    one, zero = np.ones((1, 1)), np.zeros(1)
    wide: Any = np.pi * one
    return packs.Sites(
        place, np.zeros(1, np.int64), place, np.eye(3)[None], zero, wide, -wide, wide, 1e9 * one,
        np.full((1, 2, 2), -1e9, np.float32), float(np.pi), 1e9, 1e3 * one, 0.0 * one, 4.0 / 3.0 * MEAN_RADIUS,
    )  # fmt: skip
