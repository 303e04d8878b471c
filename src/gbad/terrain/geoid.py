"""Height of the geoid (mean sea level) above the WGS-84 ellipsoid: EGM96 on its 15-minute grid.

Carried as whole centimetres; bilinear between nodes. That is within about 0.5 m of the full EGM96 expansion, and
EGM96 itself within about 1 m of later models: far below what a 30-arc-second ground knows.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.terrain.codec import decode

STEP_DEG = 0.25


@cache
def _grid_m() -> NDArray[np.float32]:
    """(721, 1441) heights [m]; row 0 is the south pole, column 0 is 180 W and comes again as the last column."""
    packed = files("gbad.terrain").joinpath("data/egm96-15m.grid").read_bytes()
    centimetres = decode(packed)
    grid = np.empty((centimetres.shape[0], centimetres.shape[1] + 1), dtype=np.float32)
    np.divide(centimetres, np.float32(100.0), out=grid[:, :-1], dtype=np.float32)
    grid[:, -1] = grid[:, 0]
    return grid


def geoid_height_m(latitude_rad: ArrayLike, longitude_rad: ArrayLike) -> NDArray[np.float64]:
    """Mean sea level above the ellipsoid [m], of the broadcast shape of the arguments; longitudes may be any turn."""
    latitude, longitude = np.broadcast_arrays(
        np.asarray(latitude_rad, dtype=np.float64), np.asarray(longitude_rad, dtype=np.float64)
    )
    grid = _grid_m()
    row = np.clip((np.degrees(latitude) + 90.0) / STEP_DEG, 0.0, grid.shape[0] - 1)
    column = np.mod(np.degrees(longitude) + 180.0, 360.0) / STEP_DEG
    i = np.minimum(row.astype(np.int64), grid.shape[0] - 2)
    j = np.minimum(column.astype(np.int64), grid.shape[1] - 2)
    v, u = row - i, column - j
    lower = grid[i, j] * (1.0 - u) + grid[i, j + 1] * u
    upper = grid[i + 1, j] * (1.0 - u) + grid[i + 1, j + 1] * u
    return np.asarray(lower * (1.0 - v) + upper * v)


def geoid_on_grid_m(south_deg: float, west_deg: float, step_deg: float, shape: tuple[int, int]) -> NDArray[np.float32]:
    """:func:`geoid_height_m` at every node of a latitude-longitude grid ``shape``, in single precision and fast.

    Bilinear interpolation is done along the meridians first and then along the parallels, so that the big
    grid is touched once.
    """
    grid = _grid_m()
    row = (south_deg + step_deg * np.arange(shape[0]) + 90.0) / STEP_DEG
    column = np.mod(west_deg + step_deg * np.arange(shape[1]) + 180.0, 360.0) / STEP_DEG
    i = np.clip(row.astype(np.int64), 0, grid.shape[0] - 2)
    j = np.clip(column.astype(np.int64), 0, grid.shape[1] - 2)
    v = (row - i).astype(np.float32)[:, None]
    u = (column - j).astype(np.float32)[None, :]
    # the few geoid columns in use, at every row of the target
    first, last = int(j.min()), int(j.max()) + 2
    along = grid[i, first:last] * (1 - v) + grid[i + 1, first:last] * v
    west = along[:, j - first]
    east = along[:, j - first + 1]
    east -= west
    east *= u
    west += east
    return west
