"""The way an aircraft takes when it breaks off: a turn within a load limit, a dive, then level flight.

Model. Constant speed over the ground, on a sphere of geodetic verticals: a turn at ``g sqrt(n^2 - 1) / v``, pushed
over and pulled out at ``g (n - 1) / v``, down at most at 30 degrees. Turning away ends on the course from the place
that was noticed; beaming ends across the line to it and goes on around it at the distance reached, where the radial
speed is nil. Without a turn the planned way is kept and only its height changes. Steps of a quarter of a second.

Left out: speed won in the dive and lost in the turn, roll, another turn later, ground beyond the surroundings.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gbad.physics.earth import G0, MEAN_RADIUS, ecef_to_geodetic, geodetic_to_ecef
from gbad.tables import BEAMS, TURNS_NOT

Floats = NDArray[np.float64]
STEP_S = 0.25
STEEPEST_RAD = math.radians(30.0)


def heights(
    height_m: float, climb_rad: float, goal_m: float, speed_mps: float, load_factor: float, count: int
) -> Floats:
    """``(count,)`` heights [m] at steps of ``STEP_S``: over or up, along, and out level at the goal."""
    out = np.empty(count)
    turning = G0 * (load_factor - 1.0) / speed_mps
    now, slope = height_m, climb_rad
    for i in range(count):
        out[i] = now
        left = goal_m - now
        side = math.copysign(1.0, left)
        # no steeper than what can still be pulled out of, a step from here
        room = max(abs(left) - speed_mps * abs(math.sin(slope)) * STEP_S, 0.0)
        wanted = side * min(STEEPEST_RAD, math.acos(max(1.0 - room * turning / speed_mps, 0.0)))
        slope += min(max(wanted - slope, -turning * STEP_S), turning * STEP_S)
        step = speed_mps * math.sin(slope) * STEP_S
        if abs(left) < 0.1 or (step * side > abs(left)):
            now, slope = goal_m, 0.0
        else:
            now += step
    return out


def ways(
    place: Floats, course: Floats, source: Floats, turns: int, rate_rad_s: float, speed_mps: float, count: int
) -> Floats:
    """``(count, 3)`` unit verticals at steps of ``STEP_S``.

    ``place`` and ``source`` are unit verticals, ``course`` the unit direction flown at ``place``; the turn goes the
    shorter way round.
    """
    out = np.empty((count, 3))
    arc = speed_mps * STEP_S / MEAN_RADIUS
    for i in range(count):
        out[i] = place
        goal = _goal(place, course, source, turns)
        off = math.atan2(float(goal @ np.cross(course, place)), float(goal @ course))
        if abs(off) <= rate_rad_s * STEP_S:
            return _onward(out, i, place, _turned(place, course, off), source, turns, arc)
        # half of the step's turn before the way and half after it, so that the way lags behind nothing
        half = math.copysign(0.5 * rate_rad_s * STEP_S, off)
        place, course = _along(place, _turned(place, course, half), arc)
        course = _turned(place, course, half)
    return out


def _goal(place: Floats, course: Floats, source: Floats, turns: int) -> Floats:
    """Unit direction wanted at a place: from the source, or across the line to it on the side nearer to the course."""
    away = place * float(place @ source) - source
    away /= max(float(np.linalg.norm(away)), 1e-12)
    if turns != BEAMS:
        return away
    across = np.cross(away, place)
    return across if float(across @ course) >= 0.0 else -across


def _turned(place: Floats, course: Floats, angle: float) -> Floats:
    """The course turned to the right."""
    turned: Floats = math.cos(angle) * course + math.sin(angle) * np.cross(course, place)
    return turned


def _along(place: Floats, course: Floats, arc: float) -> tuple[Floats, Floats]:
    cosine, sine = math.cos(arc), math.sin(arc)
    return cosine * place + sine * course, cosine * course - sine * place


def _onward(out: Floats, i: int, place: Floats, course: Floats, source: Floats, turns: int, arc: float) -> Floats:
    """The rest of the way, whole: a great circle, or a small circle around the source."""
    steps = arc * np.arange(len(out) - i)[:, None]
    if turns == BEAMS:
        middle = source * float(place @ source)
        radius = place - middle
        size = max(float(np.linalg.norm(radius)), 1e-9)
        aside = np.cross(source, radius)
        aside *= math.copysign(1.0, float(aside @ course))
        out[i:] = middle + np.cos(steps / size) * radius + np.sin(steps / size) * aside
    else:
        out[i:] = np.cos(steps) * place + np.sin(steps) * course
    return out


def broken_off(
    position: Floats, velocity: Floats, source_ecef_m: Floats, turns: int, load_factor: float, goal_m: float,
    every: int, count: int, planned: tuple[Floats, Floats],
) -> tuple[Floats, Floats]:  # fmt: skip
    """Knots ``(count, 3)`` of place and velocity in ECEF after a break that begins at ``position`` with ``velocity``.

    ``goal_m`` is the ellipsoidal height to go to; knots lie ``every`` steps apart. ``planned`` are the planned knots
    from the same instant on, at least ``count`` where nothing is turned.
    """
    fine = every * (count - 1) + 2
    latitude, longitude, height = (float(value) for value in ecef_to_geodetic(position))
    up = _vertical(latitude, longitude)
    climb = float(velocity @ up)
    level = velocity - climb * up
    speed = max(float(np.linalg.norm(level)), 1.0)
    tall = heights(height, math.atan2(climb, speed), goal_m, speed, load_factor, fine)
    if turns == TURNS_NOT:
        return _lowered(planned, tall[::every][:count], every)
    source_latitude, source_longitude, _ = (float(value) for value in ecef_to_geodetic(source_ecef_m))
    rate = G0 * math.sqrt(load_factor**2 - 1.0) / speed
    verticals = ways(up, level / speed, _vertical(source_latitude, source_longitude), turns, rate, speed, fine)
    places = geodetic_to_ecef(np.arcsin(verticals[:, 2]), np.arctan2(verticals[:, 1], verticals[:, 0]), tall)
    flown = np.gradient(places, STEP_S, axis=0, edge_order=2)
    flown[0] = velocity
    return places[::every][:count], flown[::every][:count]


def _lowered(planned: tuple[Floats, Floats], tall: Floats, every: int) -> tuple[Floats, Floats]:
    """Planned knots at other heights: never above their own."""
    count = min(len(planned[0]), len(tall))
    latitude, longitude, height = ecef_to_geodetic(planned[0][:count])
    places = geodetic_to_ecef(latitude, longitude, np.minimum(height, tall[:count]))
    flown = np.gradient(places, STEP_S * every, axis=0)
    flown[0] = planned[1][0]
    return places, flown


def _vertical(latitude: float, longitude: float) -> Floats:
    cosine = math.cos(latitude)
    return np.array([cosine * math.cos(longitude), cosine * math.sin(longitude), math.sin(latitude)])
