"""The inner loops of the sweep, each over one run of cells or rays: short, branch-free and single precision.

Looking up (``interpolate``) stands apart from the arithmetic around it, which the compiler turns into vector code;
indices are unsigned, because a signed one is tested for counting from the end.
"""

from __future__ import annotations

import numpy as np

from gbad._jit import kernel

f32, i32, u32, u64 = np.float32, np.int32, np.uint32, np.uint64
_ONE, _ZERO = u32(1), f32(0.0)


@kernel
def locate(start, step, count, index, fraction):
    """Split the positions ``start + i step`` into index and fraction."""
    for i in range(count):
        position = start + step * f32(i)
        whole = i32(position)
        index[i] = whole
        fraction[i] = position - f32(whole)


@kernel
def locate_strided(start, step, count, stride, offset, index, fraction):
    """:func:`locate` for values ``stride`` apart, the first at ``offset``."""
    for i in range(count):
        position = start + step * f32(i)
        whole = i32(position)
        index[i] = offset + np.int64(whole) * stride
        fraction[i] = position - f32(whole)


@kernel
def locate_cells(across, rays_per_cell, first_ray, place, first, count, index, fraction):
    """Ray index of the cells ``across`` from the axis, in the columns from ``first`` of a block, each with its rays."""
    q = u64(first)
    for i in range(count):
        position = across * rays_per_cell[q + u64(i)] - first_ray
        position = position if position > _ZERO else _ZERO
        whole = i32(position)
        fraction[i] = position - f32(whole)
        index[i] = whole + place[q + u64(i)]


@kernel
def interpolate(values, index, fraction, count, out):
    for i in range(count):
        q = u32(index[i])
        low = values[q]
        out[i] = low + fraction[i] * (values[q + _ONE] - low)


@kernel
def interpolate_strided(values, index, fraction, count, stride, out):
    for i in range(count):
        low = values[u64(index[i])]
        out[i] = low + fraction[i] * (values[u64(index[i] + stride)] - low)


@kernel
def steepen(ground, old, new, bend, count, per_step, eye, step):
    """Raise each ray over the ground it has just crossed. A void (nan) makes the ray unknown from there on."""
    for i in range(count):
        slope = (ground[i] - eye) * per_step - step * bend[i]
        before = old[i]
        new[i] = before if (before >= slope) | (before != before) else slope


@kernel
def steepen_here(ground, ray, bend, count, per_step, eye, step):
    """:func:`steepen` in place (a loop of its own: two names for one array keep the compiler from vector code)."""
    for i in range(count):
        slope = (ground[i] - eye) * per_step - step * bend[i]
        before = ray[i]
        ray[i] = before if (before >= slope) | (before != before) else slope


@kernel
def steepen_between(ground, origin, stride_ahead, stride_across, width, s, parts, k0, per_octant, bend, ray, eye):
    """Raise ``ray`` over the ground between rows ``s - 1`` and ``s``, bilinear at ``parts - 1`` places on the way."""
    beside = stride_across if width > 0 else 0
    last = max(0, width - 1)
    for part in range(1, parts):
        v = f32(part / parts)
        ahead = s - 1 + part / parts
        gap, per_ahead = ahead / per_octant, f32(1.0 / ahead)
        inside = min(ray.size, max(0, int(width / gap + 1e-9) - k0 + 1))
        for i in range(inside):
            across = (k0 + i) * gap
            j = min(int(across), last)
            u = f32(across - j)
            node = origin + (s - 1) * stride_ahead + j * stride_across
            near = ground[u64(node)] + u * (ground[u64(node + beside)] - ground[u64(node)])
            node += stride_ahead
            far = ground[u64(node)] + u * (ground[u64(node + beside)] - ground[u64(node)])
            slope = (near + v * (far - near) - f32(eye)) * per_ahead - f32(ahead) * bend[i]
            before = ray[i]
            ray[i] = before if (before >= slope) | (before != before) else slope


@kernel
def steepen_crossing(ground, origin, stride_ahead, stride_across, width, s, k0, per_octant, bend, ray, eye):
    """Raise ``ray`` where it crosses a column between rows ``s - 1`` and ``s``: the ground has its edges there, too."""
    start = origin + (s - 1) * stride_ahead
    # column by column: the rays that cross it in this row are neighbours
    for j in range(1, min(s, width) + 1):
        first = max(0, (j * per_octant + s - 1) // s - k0)
        stop = min(ray.size, (j * per_octant - 1) // (s - 1) - k0 + 1 if s > 1 else ray.size)
        node = start + j * stride_across
        near = ground[u64(node)]
        rise = ground[u64(node + stride_ahead)] - near
        for i in range(first, stop):
            ahead = f32(j * per_octant / (k0 + i))
            height = near + (ahead - f32(s - 1)) * rise
            slope = (height - f32(eye)) / ahead - ahead * bend[i]
            before = ray[i]
            ray[i] = before if (before >= slope) | (before != before) else slope


@kernel
def heights_along(slope, ground, out, cell, count, level, step, curvature, across, direction):
    """Least visible height above ground of a run of cells from ``cell``; ``slope`` is that of the ray to each."""
    c = u64(cell)
    for i in range(count):
        j = across + direction * f32(i)
        height = (level + step * slope[i]) + (curvature * j * j - ground[c + u64(i)])
        out[c + u64(i)] = _ZERO if height <= _ZERO else height


@kernel
def heights_across(slope, ground, out, cell, count, level, step, first, fall):
    """:func:`heights_along` for cells of one row in the columns from ``first`` of a block, each with its own step."""
    c, q = u64(cell), u64(first)
    for i in range(count):
        height = (level[q + u64(i)] + step[q + u64(i)] * slope[i]) + (fall - ground[c + u64(i)])
        out[c + u64(i)] = _ZERO if height <= _ZERO else height


@kernel
def bend_of(first_ray, rays, per_octant, curvature, out):
    """Fall of the Earth per squared step along each ray: ``curvature (1 + t^2)``, t = steps across per step ahead."""
    for i in range(rays + 2):
        across = (first_ray + i) / per_octant
        out[i] = curvature * (1.0 + across * across)


@kernel
def double(ray, rays):
    """Put a new ray between every two, half way in slope; returns the new number of gaps."""
    for i in range(rays, -1, -1):
        ray[2 * i] = ray[i]
    for i in range(rays):
        ray[2 * i + 1] = f32(0.5) * (ray[2 * i] + ray[2 * i + 2])
    ray[2 * rays + 1] = ray[2 * rays]
    return 2 * rays


@kernel
def rays_inside(first, spacing, rays, width):
    """Number of rays, of ``rays + 1`` at ``first + i spacing``, that keep off the last column (a hundredth counts)."""
    inside = width - 0.01
    if first + rays * spacing < inside:
        return rays + 1
    count = int((inside - first) / spacing) + 1
    while count > 0 and first + (count - 1) * spacing >= inside:
        count -= 1
    return max(0, min(rays + 1, count))
