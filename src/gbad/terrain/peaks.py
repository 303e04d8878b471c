"""What a grid of means hides: the ground raised to where the highest point of each cell probably stands.

A node of the built-in terrain is the mean over 30 arc seconds; crests inside the cell stand above it. How far is not in
the data. In ground that is alike at all sizes it goes with the roughness the grid still shows: the standard deviation
of the 3 x 3 nodes around. In our own fractal ground of roughness 0.50 to 0.62, ten fine cells to a coarse one, the
highest fine point stands 0.3 to 0.75 such deviations above the coarse ground in the mean, and 0.8 to 1.7 in one cell of
ten. One whole deviation is taken (basis: assumed). Real ground is not fractal: cliffs and lone peaks are higher.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gbad.terrain.grid import Terrain

PEAK_OVER_DEVIATION = 1.0


def raised_to_peaks(terrain: Terrain) -> Terrain:
    """The terrain with each node raised by :func:`peak_excess_m`; open sea and unknown nodes stay as they are."""
    excess = peak_excess_m(terrain.height_m)
    excess[terrain.sea_mask] = 0.0
    return replace(terrain, height_m=terrain.height_m + excess)


def peak_excess_m(height_m: NDArray[np.float32]) -> NDArray[np.float32]:
    """``(rows, columns)`` how far the highest point of a cell is taken to stand above the bilinear ground [m]."""
    around = np.pad(height_m, 1, mode="edge")
    rows, columns = height_m.shape
    shifts = [(i, j) for i in range(3) for j in range(3)]
    # about the node itself, so that squares of great heights do not swallow small differences
    total, squares = np.zeros_like(height_m), np.zeros_like(height_m)
    for i, j in shifts:
        step = around[i : i + rows, j : j + columns] - height_m
        total += step
        squares += step * step
    variance = squares / 9.0 - (total / 9.0) ** 2
    return np.asarray(PEAK_OVER_DEVIATION * np.sqrt(np.maximum(variance, 0.0)), dtype=np.float32)
