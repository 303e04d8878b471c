"""The sweep behind ``minimum_visible_height``: straight rays, kept while they march away from the observer.

The grid is cut into eight octants and these into sectors between two directions. In a sector ``s`` counts rows (or
columns) away from the observer and ``j`` columns (or rows) across; ray ``k`` of ``K`` per octant runs through ``j = k s
/ K``. A ray crosses each row at one point, where the ground is linear between two nodes. It carries the steepest
slope met so far, per row: ``max((h - eye) / s - s b)`` with ``b = curvature (1 + (k/K)^2)``, so that no root or
division is needed. A cell's height follows from the two rays beside it, before they cross its own row. As the sector
widens, rays are doubled each time their spacing passes the limit; the new ones start half way between their
neighbours. Sectors share nothing but the rays on their borders, which each computes for itself with equal result.
"""

from __future__ import annotations

import numpy as np

from gbad._jit import kernel
from gbad.coverage._prefetch_kernel import prefetch
from gbad.coverage._ray_kernel import (
    bend_of,
    double,
    heights_across,
    heights_along,
    interpolate,
    interpolate_strided,
    locate,
    locate_cells,
    locate_strided,
    rays_inside,
    steepen,
    steepen_between,
    steepen_crossing,
    steepen_here,
)

f32 = np.float32
_RUN = 1024  # cells worked on at a time along a row: their scratch stays in the nearest cache
_BLOCK = 256  # columns worked on at a time where rays run along rows
_LINE = 16  # values of a cache line
# rays per octant from which on their spacing may grow from the first of these [cells] to the caller's
_START_RAYS, _DENSE = 400, 1.0 / 16.0
# a crest close by makes a great angle: to this step rays also look at the ground between rows
_CLOSE = 128
_VERY_CLOSE = 16  # and to this one at many places: 64 over s
_NOTHING = -1.0e30  # slope of a ray that has met no ground yet


@kernel
def farthest(per_octant, spacing):
    """Last step at which so many rays per octant are enough: dense close by, ``spacing`` cells apart farther out."""
    return max(1, int(per_octant * (_DENSE if per_octant < _START_RAYS else spacing)))


@kernel
def look_closer(ground, origin, stride_ahead, stride_across, width, s, k0, per_octant, bend, ray, eye):
    """Raise rays over the ground between rows ``s - 1`` and ``s``; the row itself comes later."""
    if s <= _VERY_CLOSE:
        parts = 4 * _VERY_CLOSE // s
        steepen_between(ground, origin, stride_ahead, stride_across, width, s, parts, k0, per_octant, bend, ray, eye)
    steepen_crossing(ground, origin, stride_ahead, stride_across, width, s, k0, per_octant, bend, ray, eye)


@kernel
def rows_sector(ground, out, columns, origin, curvature, eye, spacing, sector):
    """North and south: a row of the grid is one step of all rays."""
    _, ahead, across, reach, width, base, octaves, m0, m1 = sector
    size = ((m1 - m0) << octaves) + 3
    ray, bend = np.full(size, _NOTHING, dtype=np.float32), np.empty(size, dtype=np.float32)
    index, fraction = np.empty(_RUN, dtype=np.int32), np.empty(_RUN, dtype=np.float32)
    line = np.empty(_RUN, dtype=np.float32)
    per_octant, k0, rays = base, m0, m1 - m0
    bend_of(k0, rays, per_octant, curvature, bend)
    for s in range(1, reach + 1):
        if m0 * s > width * base:
            break
        if per_octant < base << octaves and s > farthest(per_octant, spacing):
            rays, per_octant, k0 = double(ray, rays), 2 * per_octant, 2 * k0
            bend_of(k0, rays, per_octant, curvature, bend)
        start = origin + ahead * s * columns
        if s <= _CLOSE:
            look_closer(ground, origin, ahead * columns, across, width, s, k0, per_octant, bend, ray[: rays + 1], eye)
            ray[rays + 1] = ray[rays]
        # cells between the two directions; the axis belongs to one side, the diagonal to rows
        low = max((m0 * s + base - 1) // base, 1 if across < 0 else 0)
        high = min(s if m1 == base else (m1 * s + base - 1) // base - 1, width)
        density = per_octant / s
        for j in range(low, high + 1, _RUN):
            count = min(_RUN, high + 1 - j)
            edge = j if across > 0 else j + count - 1
            locate(f32(edge * density - k0), f32(across * density), count, index, fraction)
            interpolate(ray, index, fraction, count, line)
            cell = start + across * edge
            level = f32(eye + curvature * s * s)
            heights_along(line, ground, out, cell, count, level, f32(s), f32(curvature), f32(edge), f32(across))
        # rays
        gap = s / per_octant
        first = k0 * gap
        inside = rays_inside(first, gap, rays, width)
        for i in range(0, inside, _RUN):
            count = min(_RUN, inside - i)
            near = first + i * gap
            far = near + (count - 1) * gap
            if across > 0:
                node = int(near)
                locate(f32(near - node), f32(gap), count, index, fraction)
                interpolate(ground[start + node :], index, fraction, count, line)
            else:
                node = int(far) + 1
                locate(f32(node - near), f32(-gap), count, index, fraction)
                interpolate(ground[start - node :], index, fraction, count, line)
            steepen_here(line, ray[i:], bend[i:], count, f32(1.0 / s), f32(eye), f32(s))
        # the next rays off the grid see its last column, for the cells between them and the last ray inside
        for i in range(inside, min(rays, inside + 2) + 1):
            line[0] = ground[start + across * width]
            steepen_here(line, ray[i:], bend[i:], 1, f32(1.0 / s), f32(eye), f32(s))
        ray[rays + 1] = ray[rays]


@kernel
def columns_sector(ground, out, columns, origin, curvature, eye, spacing, sector):
    """West and east: rays are marched over a block of columns and remembered, then the block is filled row by row."""
    _, ahead, across, reach, width, base, octaves, m0, m1 = sector
    pitch = ((m1 - m0) << octaves) + 3
    history, bend = np.full((_BLOCK + 1) * pitch, _NOTHING, dtype=np.float32), np.empty(pitch, dtype=np.float32)
    scratch = max(pitch, _BLOCK)
    index, strided = np.empty(scratch, dtype=np.int32), np.empty(scratch, dtype=np.int64)
    fraction, line = np.empty(scratch, dtype=np.float32), np.empty(scratch, dtype=np.float32)
    level, step = np.empty(_BLOCK, dtype=np.float32), np.empty(_BLOCK, dtype=np.float32)
    density, place = np.empty(_BLOCK, dtype=np.float32), np.empty(_BLOCK, dtype=np.int32)
    per_octant, k0, rays = base, m0, m1 - m0
    bend_of(k0, rays, per_octant, curvature, bend)
    down = across * columns
    s0 = 1
    while s0 <= reach and m0 * s0 <= width * base:
        s1 = min(s0 + _BLOCK - 1, reach)
        if per_octant < base << octaves:
            if s0 > farthest(per_octant, spacing):
                rays, per_octant, k0 = double(history, rays), 2 * per_octant, 2 * k0
                bend_of(k0, rays, per_octant, curvature, bend)
            if per_octant < base << octaves:
                s1 = min(s1, max(s0, farthest(per_octant, spacing)))
        for b in range(s1 - s0 + 1):
            s = s0 + b
            # columns in the order of memory
            q = b if ahead > 0 else s1 - s
            level[q], step[q], density[q], place[q] = eye + curvature * s * s, s, per_octant / s, b * pitch
            old, new = history[b * pitch : b * pitch + rays + 2], history[(b + 1) * pitch : (b + 2) * pitch]
            start = origin + ahead * s
            if s <= _CLOSE:
                look_closer(ground, origin, ahead, down, width, s, k0, per_octant, bend, old[:-1], eye)
                old[rays + 1] = old[rays]
            # ask for the next line of every row, a share of the rows at each column
            some = s % _LINE
            top, bottom = m0 * s // base, min(width, m1 * s // base + 2)
            share = (bottom - top) // _LINE + 1
            for j in range(top + some * share, min(bottom + 1, top + (some + 1) * share)):
                prefetch(ground, start + ahead * (_LINE + _LINE // 2) + j * down)
            gap = s / per_octant
            first = k0 * gap
            inside = rays_inside(first, gap, rays, width)
            node = int(first)
            locate_strided(f32(first - node), f32(gap), inside, down, start + node * down, strided, fraction)
            interpolate_strided(ground, strided, fraction, inside, down, line)
            if inside <= rays:
                edge = ground[start + width * down]
                for i in range(inside, rays + 1):
                    line[i] = edge
            steepen(line, old, new, bend, rays + 1, f32(1.0 / s), f32(eye), f32(s))
            new[rays + 1] = new[rays]
        low = max((m0 * s0 + base - 1) // base, 1 if across < 0 else 0)
        high = min((m1 * s1 + base - 1) // base - 1, width)
        for j in range(low, high + 1):
            near, far = max(s0, j * base // m1 + 1), s1
            if m0 > 0:
                far = min(s1, j * base // m0)
            count = far - near + 1
            if count <= 0:
                continue
            q = near - s0 if ahead > 0 else s1 - far
            cell = origin + j * down + (near if ahead > 0 else -far)
            for i in range(0, count, _LINE):
                prefetch(out, cell + 2 * down + i)
            locate_cells(f32(j), density, f32(k0), place, q, count, index, fraction)
            interpolate(history, index, fraction, count, line)
            heights_across(line, ground, out, cell, count, level, step, q, f32(curvature * j * j))
        last = (s1 - s0 + 1) * pitch
        for i in range(rays + 2):
            history[i] = history[last + i]
        s0 = s1 + 1


@kernel
def sweep(elevation, out, row, column, curvature, eye, spacing, sectors):
    """Fill ``out`` in some sectors: rows of ``(by_rows, ahead, across, reach, width, base, octaves, m0, m1)``."""
    columns = elevation.shape[1]
    ground, heights = elevation.reshape(-1), out.reshape(-1)
    origin = row * columns + column
    for i in range(sectors.shape[0]):
        part = sectors[i]
        sector = (part[0], part[1], part[2], part[3], part[4], part[5], part[6], part[7], part[8])
        if part[0] == 1:
            rows_sector(ground, heights, columns, origin, curvature, eye, spacing, sector)
        else:
            columns_sector(ground, heights, columns, origin, curvature, eye, spacing, sector)
