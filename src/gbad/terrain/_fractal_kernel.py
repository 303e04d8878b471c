"""Noise for made-up ground: sums, products and dice only, so that every machine makes the same bits."""

from __future__ import annotations

import numpy as np

from gbad._jit import kernel
from gbad.physics._random_kernel import TERRAIN, uniform4


@kernel
def add_octave(seed, octave, spacing, amplitude, out):
    """Add smooth noise to ``out (rows, columns)``: lattice nodes every ``spacing`` cells, uniform with unit variance.

    The value between four lattice nodes is theirs, blended by 6t^5 - 15t^4 + 10t^3 (flat at the nodes, twice
    differentiable across them).
    """
    rows, columns = out.shape
    nodes_down, nodes_along = int(rows / spacing) + 2, int(columns / spacing) + 2
    lattice = np.empty((nodes_down, nodes_along))
    unit = np.sqrt(12.0) * amplitude
    for i in range(nodes_down):
        # one roll of the dice gives four nodes of a row
        for j in range(0, nodes_along, 4):
            u0, u1, u2, u3 = uniform4(np.uint64(seed), TERRAIN, octave, i, j // 4, 0)
            lattice[i, j] = (u0 - 0.5) * unit
            if j + 1 < nodes_along:
                lattice[i, j + 1] = (u1 - 0.5) * unit
            if j + 2 < nodes_along:
                lattice[i, j + 2] = (u2 - 0.5) * unit
            if j + 3 < nodes_along:
                lattice[i, j + 3] = (u3 - 0.5) * unit
    left = np.empty(columns, dtype=np.int64)
    weight = np.empty(columns)
    for c in range(columns):
        left[c] = int(c / spacing)
        t = c / spacing - left[c]
        weight[c] = t * t * t * (t * (6.0 * t - 15.0) + 10.0)
    for r in range(rows):
        i = int(r / spacing)
        t = r / spacing - i
        v = t * t * t * (t * (6.0 * t - 15.0) + 10.0)
        for c in range(columns):
            j = left[c]
            lower = lattice[i, j] + weight[c] * (lattice[i, j + 1] - lattice[i, j])
            upper = lattice[i + 1, j] + weight[c] * (lattice[i + 1, j + 1] - lattice[i + 1, j])
            out[r, c] += lower + v * (upper - lower)
