"""Dense line of sight, the yardstick of the coverage bench: one ray per cell, many samples per step, exact bilinear."""

from __future__ import annotations

import numpy as np

from gbad._jit import kernel


@kernel
def dense_line_of_sight(elevation, cell_m, row, column, mast_m, effective_radius_m, rows, columns, per_cell, out):
    """Least visible height above ground [m] at cells ``rows, columns (n,)``, in double precision."""
    eye = np.float64(elevation[row, column]) + mast_m
    last_row, last_column = elevation.shape[0] - 2, elevation.shape[1] - 2
    for i in range(out.size):
        down, along = rows[i] - row, columns[i] - column
        steps = max(abs(down), abs(along))
        far = np.sqrt(np.float64(down * down + along * along)) * cell_m
        steepest = -np.inf
        for step in range(steps):
            # close to the observer a small way is a great angle
            parts = max(per_cell, 32 * per_cell // (step + 1))
            for part in range(1 if step == 0 else 0, parts):
                share = (step + part / parts) / steps
                y, x = row + down * share, column + along * share
                p, q = min(int(y), last_row), min(int(x), last_column)
                v, u = y - p, x - q
                near = elevation[p, q] * (1.0 - u) + elevation[p, q + 1] * u
                beyond = elevation[p + 1, q] * (1.0 - u) + elevation[p + 1, q + 1] * u
                d = far * share
                slope = (near * (1.0 - v) + beyond * v - d * d / (2.0 * effective_radius_m) - eye) / d
                steepest = max(steepest, slope)
        height = eye + steepest * far + far * far / (2.0 * effective_radius_m) - elevation[rows[i], columns[i]]
        out[i] = max(0.0, height) if steps > 0 else 0.0
