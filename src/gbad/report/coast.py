"""Land and sea as lines: the outline of a mask of cells, traced along cell edges and thinned."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SMALLEST_CELLS = 6  # outlines around fewer cells are left out: specks on a page
TOLERANCE_CELLS = 0.6

Point = tuple[float, float]


def rings(land: NDArray[np.bool_]) -> list[list[Point]]:
    """Closed outlines of ``land`` as (column, row) positions in cells from the grid's outer corner.

    Land lies on the left of every ring; holes run the other way round. The grid's edge closes rings that leave it.
    """
    rows, columns = land.shape
    padded = np.zeros((rows + 2, columns + 2), np.bool_)
    padded[1:-1, 1:-1] = land
    following = _edges(padded)
    found = []
    while following:
        start = next(iter(following))
        ring = _walk(following, start)
        if _area(ring) >= SMALLEST_CELLS:
            found.append([(x - 1.0, y - 1.0) for x, y in _thin(ring, TOLERANCE_CELLS)])
    return found


def _edges(padded: NDArray[np.bool_]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """Directed unit edges between land and sea, by their first corner (x, y)."""
    following: dict[tuple[int, int], list[tuple[int, int]]] = {}
    below = padded[:-1] != padded[1:]  # edge between row y and y + 1
    for y, x in zip(*np.nonzero(below), strict=True):
        y, x = int(y), int(x)
        ends = ((x + 1, y + 1), (x, y + 1)) if padded[y, x] else ((x, y + 1), (x + 1, y + 1))
        following.setdefault(ends[0], []).append(ends[1])
    beside = padded[:, :-1] != padded[:, 1:]  # edge between column x and x + 1
    for y, x in zip(*np.nonzero(beside), strict=True):
        y, x = int(y), int(x)
        ends = ((x + 1, y), (x + 1, y + 1)) if padded[y, x] else ((x + 1, y + 1), (x + 1, y))
        following.setdefault(ends[0], []).append(ends[1])
    return following


def _walk(following: dict[tuple[int, int], list[tuple[int, int]]], start: tuple[int, int]) -> list[Point]:
    """Follow edges from ``start`` until it comes back, using them up; straight runs keep only their ends."""
    ring: list[Point] = []
    here = start
    while True:
        nexts = following[here]
        there = nexts.pop()
        if not nexts:
            del following[here]
        ring.append(here)
        here = there
        if here == start:
            return ring


def _area(ring: list[Point]) -> float:
    x, y = np.array(ring, dtype=np.float64).T
    return abs(0.5 * float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)))


def _thin(ring: list[Point], tolerance: float) -> list[Point]:
    """Douglas-Peucker on a closed ring, split at the point farthest from its first."""
    points = np.array([*ring, ring[0]], dtype=np.float64)
    far = int(np.argmax(np.sum((points - points[0]) ** 2, axis=1)))
    keep = np.zeros(len(points), np.bool_)
    keep[[0, far]] = True
    stack = [(0, far), (far, len(points) - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        chord = points[b] - points[a]
        between = points[a + 1 : b] - points[a]
        length = float(np.hypot(*chord))
        if length == 0.0:
            gap = np.hypot(between[:, 0], between[:, 1])
        else:
            gap = np.abs(between[:, 0] * chord[1] - between[:, 1] * chord[0]) / length
        worst = int(np.argmax(gap))
        if gap[worst] > tolerance:
            keep[a + 1 + worst] = True
            stack += [(a, a + 1 + worst), (a + 1 + worst, b)]
    return [(float(x), float(y)) for x, y in points[:-1][keep[:-1]]]
