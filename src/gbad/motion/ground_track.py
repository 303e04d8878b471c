"""The way over the ground: great circles with rounded corners, as evenly spaced points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.physics.earth import MEAN_RADIUS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


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

    A corner of turn angle q is a parabola between two points of the legs, so wide that its tip needs no more than the
    lateral acceleration a: half width w = v^2 tan(q / 2) / (a cos(q / 2)), at most 0.45 of the shorter leg (so that
    near reversals of course on short legs are sharper than a).
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
    half = _corner_half_widths(corner, angle, speed_mps, lateral_mps2)
    pieces, sizes = [corner[:1]], [1]
    middle = [0]
    for i in range(len(angle)):
        start, stop = half[i] / angle[i], 1.0 - half[i + 1] / angle[i]
        count = max(2, int(np.ceil((stop - start) * angle[i] / spacing)) + 1)
        pieces.append(_great_circle(corner[i], corner[i + 1], angle[i], np.linspace(start, stop, count)))
        sizes.append(count)
        if i + 1 < len(angle) and half[i + 1] > 0.0:
            entry = pieces[-1][-1]
            leave = _great_circle(corner[i + 1], corner[i + 2], angle[i + 1], np.array([half[i + 1] / angle[i + 1]]))[0]
            count = max(8, int(np.ceil(2.0 * half[i + 1] / spacing)))
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


def _corner_half_widths(corner: Floats, angle: Floats, speed_mps: Floats, lateral_mps2: float) -> Floats:
    """Angle at the Earth's centre from each waypoint to where its corner begins; 0 at both ends of the way."""
    half = np.zeros(len(corner))
    for i in range(1, len(corner) - 1):
        before, after = corner[i] - corner[i - 1], corner[i + 1] - corner[i]
        # courses in the plane of the waypoint
        before, after = (side - (side * corner[i]).sum() * corner[i] for side in (before, after))
        cosine = (before * after).sum() / np.sqrt((before * before).sum() * (after * after).sum())
        turn = np.arccos(np.clip(cosine, -1.0, 1.0))
        speed = max(speed_mps[i - 1], speed_mps[i])
        narrow = max(np.cos(0.5 * turn), 1e-3)
        wanted = speed**2 * np.sin(0.5 * turn) / (narrow * narrow * lateral_mps2) / MEAN_RADIUS
        half[i] = min(wanted, 0.45 * angle[i - 1], 0.45 * angle[i])
    half[half * MEAN_RADIUS < 5.0] = 0.0
    return half


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
