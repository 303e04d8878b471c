"""Least height above ground at which a point comes into an observer's sight, for every cell of an elevation grid."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.coverage import _viewshed_kernel as _kernel
from gbad.errors import InputError
from gbad.physics._earth_kernel import MEAN_RADIUS

Setting = Literal["accurate", "fast"]
SPACING: dict[str, float] = {"accurate": 1.0, "fast": 6.0}  # greatest distance between neighbouring rays [cells]
FEWEST_AT_OBSERVER, FEWEST_AT_EDGE = 32, 400  # rays per octant: a crest close by hides much behind it
LONGEST_SIDE = 60_000  # beyond that single precision no longer tells two rays apart well enough


def minimum_visible_height(
    elevation_m: ArrayLike,
    cell_m: float,
    row: int,
    column: int,
    mast_m: float,
    effective_earth_factor: float = 4.0 / 3.0,
    *,
    setting: Setting = "accurate",
    out: NDArray[np.float32] | None = None,
) -> NDArray[np.float32]:
    """Least height above ground [m] in line of sight of an observer, ``(rows, columns)`` like the grid.

    ``elevation_m`` holds heights at the nodes of a plane square grid of step ``cell_m``; the ground between nodes is
    taken as bilinear where rays cross rows (or columns). The observer is ``mast_m`` above the ground at ``(row,
    column)``. The Earth's curve and refraction are one fall ``d^2 / (2 k R)``, k the ``effective_earth_factor``: for
    grids small beside the Earth (at 300 km the exact law differs by some metres; see ``terrain.polar_mask`` for it).
    0 means that the ground itself is in sight. Voids (nan) and all that lies behind one are nan: not known.

    ``setting``: ``accurate`` has a ray for every cell of the far edge, ``fast`` one for every sixth: two thirds of the
    time, and on rough ground five times the error.

    ``out`` (C-contiguous float32) takes the result without a new allocation. ``InputError`` for impossible arguments.

    Sources: rays in the manner of W. R. Franklin, C. K. Ray, S. Mehta, "Geometric algorithms for siting of air defense
    missile batteries" (1994), with a ray count that follows the distance. Error against a dense line of sight:
    ``python -m gbad.benches.coverage``.
    """
    grid = np.ascontiguousarray(elevation_m, dtype=np.float32)
    _check(grid, cell_m, row, column, mast_m, effective_earth_factor, setting, out)
    if out is None:
        out = np.empty(grid.shape, dtype=np.float32)
    out[row, column] = 0.0
    curvature = cell_m * cell_m / (2.0 * effective_earth_factor * MEAN_RADIUS)
    eye = float(grid[row, column]) + float(mast_m)
    place = int(row), int(column)
    spacing = SPACING[setting]
    sectors = _sectors(grid.shape[0], grid.shape[1], *place, spacing)
    # a sector at a time, the widest first: the threads share what is left evenly
    parts = [np.array([sector], dtype=np.int64) for sector in sectors]
    jobs = [_threads().submit(_kernel.sweep, grid, out, *place, curvature, eye, spacing, part) for part in parts]
    for job in jobs:
        job.result()
    return out


@cache
def _threads() -> ThreadPoolExecutor:
    """One pool for the whole process; kernels release the interpreter lock."""
    return ThreadPoolExecutor(2, thread_name_prefix="viewshed")


def _sectors(rows: int, columns: int, row: int, column: int, spacing: float) -> list[tuple[int, ...]]:
    """What each call of the kernel sweeps: octants cut into sectors, the widest octants first."""
    room = {(1, -1): row, (1, 1): rows - 1 - row, (0, -1): column, (0, 1): columns - 1 - column}
    sectors: list[tuple[int, ...]] = []
    for by_rows in (1, 0):
        for ahead in (-1, 1):
            reach = room[by_rows, ahead]
            if reach == 0:
                continue
            # so many rays that their spacing at the far edge is as wanted, and halves of that towards the observer
            rays = max(reach / spacing, FEWEST_AT_EDGE)
            octaves = int(math.log2(rays / FEWEST_AT_OBSERVER))
            base = math.ceil(rays / 2**octaves)
            pieces = min(base, max(1, round(reach / (3000 if by_rows else 375))))
            edges = [round(base * i / pieces) for i in range(pieces + 1)]
            for across in (-1, 1):
                width = room[1 - by_rows, across]
                sectors += [
                    (by_rows, ahead, across, reach, width, base, octaves, edges[i], edges[i + 1]) for i in range(pieces)
                ]
    return sectors


def _check(
    grid: NDArray[np.float32],
    cell_m: float,
    row: int,
    column: int,
    mast_m: float,
    effective_earth_factor: float,
    setting: str,
    out: NDArray[np.float32] | None,
) -> None:
    if setting not in SPACING:
        raise InputError(f"setting {setting}: {' or '.join(SPACING)} is allowed")
    if grid.ndim != 2 or min(grid.shape) < 1 or max(grid.shape) > LONGEST_SIDE:
        raise InputError(f"elevation_m has shape {grid.shape}; two axes of 1 to {LONGEST_SIDE} nodes are allowed")
    if not (0 <= row < grid.shape[0] and 0 <= column < grid.shape[1]):
        raise InputError(
            f"the observer at row {row}, column {column} is outside the grid of {grid.shape[0]} x {grid.shape[1]} nodes"
        )
    if not math.isfinite(grid[row, column]):
        raise InputError(f"the observer at row {row}, column {column} stands on a void: the ground there is not known")
    if not (math.isfinite(cell_m) and cell_m > 0.0):
        raise InputError(f"cell_m is {cell_m}; it must be a positive number of metres")
    if not math.isfinite(mast_m):
        raise InputError(f"mast_m is {mast_m}; it must be a number of metres")
    if not effective_earth_factor > 0.0:
        raise InputError(f"effective_earth_factor is {effective_earth_factor}; it must be positive (4/3 is standard)")
    if out is not None and not (out.shape == grid.shape and out.dtype == np.float32 and out.flags.c_contiguous):
        raise InputError("out must be a C-contiguous float32 array of the shape of the grid")
