"""Lines and polygons cut where they cross 180 degrees of longitude, as RFC 7946 (section 3.1.9) asks."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

Point = tuple[float, ...]  # longitude, latitude, and what else belongs to the point (height)


def cut_line(points: Sequence[Point]) -> list[list[Point]]:
    """Parts of a line, each within -180 to 180 degrees; where it crosses, both parts end on the date line.

    Everything but the longitude is taken as straight between two points. A part of one point is given twice.
    """
    parts: list[list[Point]] = [[_wrapped(points[0])]]
    for here, there in itertools.pairwise(points):
        here, there = _wrapped(here), _wrapped(there)
        jump = there[0] - here[0]
        if abs(jump) > 180.0:
            edge = 180.0 if jump < 0.0 else -180.0
            whole = there[0] + 2.0 * edge - here[0]
            share = (edge - here[0]) / whole if whole else 0.0
            between = tuple(a + share * (b - a) for a, b in zip(here[1:], there[1:], strict=True))
            if parts[-1][-1] != (edge, *between):
                parts[-1].append((edge, *between))
            parts.append([(-edge, *between)])
        if parts[-1][-1] != there or len(parts[-1]) == 1:
            parts[-1].append(there)
    for part in parts:
        if len(part) == 1:
            part.append(part[0])
    return parts


def cut_ring(ring: Sequence[Point]) -> list[list[Point]]:
    """Closed rings, each within -180 to 180 degrees, of one closed ring whose longitudes run on (``rings.unwrapped``).

    A ring around a pole comes back as the cap with that pole.
    """
    turn = ring[-1][0] - ring[0][0]
    body = list(ring)
    if abs(turn) > 180.0:
        pole = math.copysign(90.0, sum(point[1] for point in ring))
        # once along the ring and back along the pole
        body = [*ring, (ring[-1][0], pole), (ring[0][0], pole), ring[0]]
    west = min(point[0] for point in body)
    found = []
    window = -180.0 + 360.0 * math.floor((west + 180.0) / 360.0)
    while window < max(point[0] for point in body):
        part = _beside(_beside(body, window, 1.0), window + 360.0, -1.0)
        if len(part) >= 4:
            moved = [(point[0] - window - 180.0, *point[1:]) for point in part]
            found.append([(min(max(point[0], -180.0), 180.0), *point[1:]) for point in moved])
        window += 360.0
    return found


def _beside(ring: Sequence[Point], edge: float, sign: float) -> list[Point]:
    """The part of a closed ring with ``sign * (longitude - edge) >= 0`` (Sutherland and Hodgman, 1974)."""
    found: list[Point] = []
    for here, there in itertools.pairwise(ring):
        a, b = sign * (here[0] - edge), sign * (there[0] - edge)
        if a >= 0.0:
            found.append(here)
        if a * b < 0.0:
            share = a / (a - b)
            found.append((edge, *(p + share * (q - p) for p, q in zip(here[1:], there[1:], strict=True))))
    return [*found, found[0]] if found else []


def _wrapped(point: Point) -> Point:
    longitude = point[0]
    if abs(longitude) > 180.0:
        longitude = (longitude + 180.0) % 360.0 - 180.0
    return (longitude, *point[1:])
