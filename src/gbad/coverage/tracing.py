"""Areas as polygons: the outline of a mask of cells as outer rings with their holes, in latitude and longitude."""

from __future__ import annotations

import numpy as np

from gbad.coverage.raster import Frame
from gbad.tables import Bools, Floats

SMALLEST_CELLS = 4.0
TOLERANCE_CELLS = 0.6
Ring = list[tuple[float, float]]


def outlines(mask: Bools, frame: Frame) -> list[list[Ring]]:
    """Polygons of ``mask (rows, columns)``: each an outer ring and its holes, of (longitude, latitude), closed.

    Outer rings run against the clock, holes with it (RFC 7946). Specks of fewer than four cells are left out, and
    corners are cut by at most 0.6 cell.
    """
    rings = [ring for ring in _rings(mask) if abs(_area(ring)) >= SMALLEST_CELLS]
    outers = sorted((ring for ring in rings if _area(ring) > 0.0), key=_area)
    holes: list[list[Floats]] = [[] for _ in outers]
    for ring in rings:
        if _area(ring) < 0.0:
            # the smallest outer ring that holds a point just inside the hole's border
            point = _beside(ring)
            owner = next((i for i, outer in enumerate(outers) if _area(outer) > -_area(ring) and _inside(point, outer)),
                         None)  # fmt: skip
            if owner is not None:
                holes[owner].append(ring)
    return [
        [_degrees(ring, frame) for ring in (_thinned(outer), *(_thinned(hole) for hole in inner))]
        for outer, inner in zip(outers, holes, strict=True)
    ]


def _rings(mask: Bools) -> list[Floats]:
    """Closed rings of corners (column, row), cells on the left; corner k of cell k is at k - 0.5."""
    padded = np.pad(mask, 1)
    heads: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def add(start: np.ndarray, end: np.ndarray) -> None:
        for a, b in zip(map(tuple, start.tolist()), map(tuple, end.tolist()), strict=True):
            heads.setdefault(a, []).append(b)

    # edges below, right, above and left of cells whose neighbour there is none
    for dy, dx, first, last in (
        (-1, 0, (0, 0), (1, 0)), (0, 1, (1, 0), (1, 1)), (1, 0, (1, 1), (0, 1)), (0, -1, (0, 1), (0, 0)),
    ):  # fmt: skip
        rows, columns = np.nonzero(padded & ~np.roll(padded, (-dy, -dx), (0, 1)))
        corner = np.stack([columns, rows], axis=1)
        add(corner + np.array(first), corner + np.array(last))
    rings = []
    while heads:
        start = next(iter(heads))
        ring, here, came = [start], start, (0, 0)
        while True:
            nexts = heads[here]
            # where two cells touch at a corner, keep left, so that rings never cross themselves
            k = 0
            if len(nexts) > 1:
                turn = [came[0] * (n[1] - here[1]) - came[1] * (n[0] - here[0]) for n in nexts]
                k = int(np.argmax(turn))
            there = nexts.pop(k)
            if not nexts:
                del heads[here]
            came = (there[0] - here[0], there[1] - here[1])
            here = there
            if here == start:
                break
            ring.append(here)
        rings.append(np.array(ring, dtype=float) - 1.5)
    return rings


def _area(ring: Floats) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(0.5 * np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def _beside(ring: Floats) -> tuple[float, float]:
    """A point a quarter of a cell to the left of the first edge: in the area, just outside the hole."""
    (x0, y0), (x1, y1) = ring[0], ring[1]
    dx, dy = np.sign(x1 - x0), np.sign(y1 - y0)
    return float(0.5 * (x0 + x1) - 0.25 * dy), float(0.5 * (y0 + y1) + 0.25 * dx)


def _inside(point: tuple[float, float], ring: Floats) -> bool:
    x, y = point
    x0, y0 = ring[:, 0], ring[:, 1]
    x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
    crosses = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    return bool(np.count_nonzero(crosses & (at > x)) % 2)


def _thinned(ring: Floats) -> Floats:
    """Douglas-Peucker, the ring split at its first corner and the one farthest from it."""
    points = np.vstack([ring, ring[:1]])
    far = int(np.argmax(((points - points[0]) ** 2).sum(axis=1)))
    keep = np.zeros(len(points), np.bool_)
    keep[[0, far, len(points) - 1]] = True
    spans = [(0, far), (far, len(points) - 1)]
    while spans:
        a, b = spans.pop()
        if b - a < 2:
            continue
        chord, off = points[b] - points[a], points[a + 1 : b] - points[a]
        length = float(np.hypot(*chord))
        gap = np.abs(off[:, 0] * chord[1] - off[:, 1] * chord[0]) / length if length else np.hypot(*off.T)
        worst = int(np.argmax(gap))
        if gap[worst] > TOLERANCE_CELLS:
            middle = a + 1 + worst
            keep[middle] = True
            spans += [(a, middle), (middle, b)]
    kept = points[keep]
    return kept if len(kept) >= 4 else points


def _degrees(ring: Floats, frame: Frame) -> Ring:
    longitude = frame.west_deg + frame.step_east_deg * ring[:, 0]
    latitude = frame.south_deg + frame.step_north_deg * ring[:, 1]
    return [(round(float(x), 5), round(float(y), 5)) for x, y in zip(longitude, latitude, strict=True)]
