"""The way over the ground: great circles with rounded corners, as evenly spaced points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.physics.earth import MEAN_RADIUS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class GroundTrack:
    """Points over the ground, evenly spaced."""

    latitude_rad: Floats  # (n,)
    longitude_rad: Floats  # (n,)
    step_m: float  # between points, at sea level
    leg: Ints  # (n,)  number of the last waypoint passed, never that of the final one
    waypoint_index: Ints  # (waypoints,)  point of the track at (or nearest to) each waypoint


def lay_track(points: Floats, speed_mps: Floats, lateral_mps2: float, knot_step_s: float) -> GroundTrack:
    """Track through ``points (waypoints, 2)`` (latitude, longitude) flown at ``speed_mps (waypoints,)``.

    A corner of turn angle q up to 90 degrees is a parabola between two points of the legs, so wide that its tip needs
    no more than the lateral acceleration a: half width w = v^2 tan(q / 2) / (a cos(q / 2)). A sharper turn is flown
    behind its waypoint: over it, then round on a circle of radius v^2 / a until a counterturn leads onto the next leg.
    A corner takes at most 0.45 of a leg (0.9 of one that ends the way), so turns on short legs are sharper than a.
    Raises ``InputError`` for two waypoints in a row at one place, or on opposite sides of the Earth.
    """
    corner = _verticals(points)
    chord = np.linalg.norm(np.diff(corner, axis=0), axis=1)
    for i in np.flatnonzero((chord < 1e-7) | (chord > 1.999)).tolist():
        raise InputError(
            f"waypoints {i} and {i + 1} are {'at one place' if chord[i] < 1.0 else 'on opposite sides of the Earth'}: "
            "no great circle leads from one to the other"
        )
    angle = 2.0 * np.arcsin(0.5 * chord)
    spacing = float(np.clip(0.25 * speed_mps.min() * knot_step_s, 10.0, 60.0)) / MEAN_RADIUS

    # pieces of the way: straight part of each leg, then the corner after it
    before, after, sharp = _corners(corner, angle, speed_mps, lateral_mps2)
    pieces, sizes = [corner[:1]], [1]
    middle = [0]
    for i in range(len(angle)):
        start, stop = after[i] / angle[i], 1.0 - before[i + 1] / angle[i]
        count = max(2, int(np.ceil((stop - start) * angle[i] / spacing)) + 1)
        pieces.append(_great_circle(corner[i], corner[i + 1], angle[i], np.linspace(start, stop, count)))
        sizes.append(count)
        if i + 1 < len(angle) and sharp[i + 1]:
            bend = _turn_behind(corner[i], corner[i + 1], corner[i + 2], after[i + 1], spacing)
            pieces.append(bend)
            middle.append(sum(sizes))
            sizes.append(len(bend))
        elif i + 1 < len(angle) and after[i + 1] > 0.0:
            entry = pieces[-1][-1]
            share = np.array([after[i + 1] / angle[i + 1]])
            leave = _great_circle(corner[i + 1], corner[i + 2], angle[i + 1], share)[0]
            count = max(8, int(np.ceil(2.0 * after[i + 1] / spacing)))
            u = np.linspace(0.0, 1.0, count)[:, None]
            bend = (1.0 - u) ** 2 * entry + 2.0 * u * (1.0 - u) * corner[i + 1] + u**2 * leave
            pieces.append(bend / np.linalg.norm(bend, axis=1, keepdims=True))
            middle.append(sum(sizes) + count // 2)
            sizes.append(count)
        else:
            middle.append(sum(sizes) - 1)
    return _even(np.concatenate(pieces), np.array(middle), spacing)


def _verticals(points: Floats) -> Floats:
    """Unit normals of the ellipsoid at ``(n, 2)`` latitudes and longitudes."""
    latitude, longitude = points[:, 0], points[:, 1]
    across = np.cos(latitude)
    return np.stack([across * np.cos(longitude), across * np.sin(longitude), np.sin(latitude)], axis=1)


def _great_circle(start: Floats, end: Floats, angle: float, fraction: Floats) -> Floats:
    weight_start, weight_end = np.sin((1.0 - fraction) * angle), np.sin(fraction * angle)
    return (weight_start[:, None] * start + weight_end[:, None] * end) / np.sin(angle)


def _courses(before: Floats, at: Floats, after: Floats) -> tuple[Floats, Floats]:
    """Unit courses into and out of a waypoint, in its plane."""
    found = []
    for side in (at - before, after - at):
        level = side - (side * at).sum() * at
        found.append(level / np.sqrt((level * level).sum()))
    return found[0], found[1]


def _corners(corner: Floats, angle: Floats, speed_mps: Floats, lateral_mps2: float) -> tuple[Floats, Floats, Bools]:
    """Angles at the Earth's centre from where each corner begins to its waypoint and on to where it ends; sharp ones.

    All are 0 at both ends of the way.
    """
    before, after, sharp = np.zeros(len(corner)), np.zeros(len(corner)), np.zeros(len(corner), np.bool_)
    for i in range(1, len(corner) - 1):
        course, next_course = _courses(corner[i - 1], corner[i], corner[i + 1])
        turn = np.arccos(np.clip((course * next_course).sum(), -1.0, 1.0))
        radius = max(speed_mps[i - 1], speed_mps[i]) ** 2 / lateral_mps2 / MEAN_RADIUS
        if turn > 0.5 * np.pi + 1e-9:
            sharp[i] = True
            room = 0.9 if i == len(corner) - 2 else 0.45
            after[i] = min(radius * _join(turn), room * angle[i])
            continue
        narrow = np.cos(0.5 * turn)
        wanted = radius * np.sin(0.5 * turn) / (narrow * narrow)
        before[i] = after[i] = min(wanted, 0.45 * angle[i - 1], 0.45 * angle[i])
    round_enough = np.maximum(before, after) * MEAN_RADIUS < 5.0
    before[round_enough], after[round_enough], sharp[round_enough] = 0.0, 0.0, False
    return before, after, sharp


def _join(turn: float) -> float:
    """How far along the next leg a turn behind the waypoint ends, in radii.

    The circle flown first has its centre abreast of the waypoint, the counterturn's lies abreast of the leg on its
    other side, and the two touch.
    """
    return float(np.sin(turn) + np.sqrt(4.0 - (1.0 + np.cos(turn)) ** 2))


def _turn_behind(before: Floats, at: Floats, after: Floats, length: float, spacing: float) -> Floats:
    """Points from the waypoint on a circle and a counterturn onto the next leg, which they reach ``length`` from it."""
    course, next_course = _courses(before, at, after)
    turn = np.arccos(np.clip((course * next_course).sum(), -1.0, 1.0))
    # the shorter way round; for a reversal either side will do
    side = np.cross(at, course)
    if (side * next_course).sum() < 0.0:
        side = -side
    radius = length / _join(turn)
    # where the circles touch: half way between their centres
    join_x, join_y = _join(turn) * np.cos(turn) + np.sin(turn), _join(turn) * np.sin(turn) - np.cos(turn)
    over = np.arctan2(join_y - 1.0, join_x) + 0.5 * np.pi
    over = over if over > 0.0 else over + 2.0 * np.pi
    first = np.linspace(0.0, over, max(8, int(np.ceil(radius * over / spacing))))
    back = np.linspace(over, turn, max(8, int(np.ceil(radius * (over - turn) / spacing))))[1:]
    x = np.concatenate([np.sin(first), join_x - np.sin(back)]) * radius
    y = np.concatenate([1.0 - np.cos(first), join_y + np.cos(back)]) * radius
    points = at + x[:, None] * course + y[:, None] * side
    found: Floats = points / np.linalg.norm(points, axis=1, keepdims=True)
    return found


def _even(vertical: Floats, middle: Ints, spacing: float) -> GroundTrack:
    """The same way with even spacing; ``middle`` are the points of ``vertical`` that stand for waypoints."""
    step = np.linalg.norm(np.diff(vertical, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(step)])
    keep = np.concatenate([[True], step > 0.0])
    count = max(8, int(np.ceil(along[-1] / spacing)) + 1)
    even = np.linspace(0.0, along[-1], count)
    resampled = np.stack([np.interp(even, along[keep], vertical[keep, axis]) for axis in range(3)], axis=1)
    x, y, z = resampled.T
    waypoint_index = np.rint(along[middle] / along[-1] * (count - 1)).astype(np.int64)
    leg = np.searchsorted(waypoint_index[1:-1], np.arange(count), side="right")
    return GroundTrack(
        latitude_rad=np.arctan2(z, np.hypot(x, y)),
        longitude_rad=np.arctan2(y, x),
        step_m=float(along[-1] / (count - 1) * MEAN_RADIUS),
        leg=leg.astype(np.int64),
        waypoint_index=waypoint_index,
    )
