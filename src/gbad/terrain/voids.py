"""What in an elevation file is no height of the ground: voids, declared or not, and the bed of the sea.

A file that declares no void code still uses one (-9999, -32768 ...): taken for ground it is a pit of ten kilometres,
which pulls down its neighbours and spoils what is seen around it. So values that cannot be heights, and the codes in
common use, are unknown wherever they stand, and are counted. Other values lower than any land are refused: nothing
tells whether they are voids or the bed of a sea.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# codes of common programs and archives, as stored in the file (before scale and offset)
CODES = (-9999.0, -99999.0, -32768.0, -32767.0, 32767.0, 65535.0)
LOWEST_M, HIGHEST_M = -12_000.0, 9_000.0  # nothing on Earth is lower or higher
LOWEST_LAND_M = -500.0  # above sea level; the shore of the Dead Sea is at -440 m
LOWEST_GEOID_M = -110.0  # sea level above the ellipsoid, south of India


@dataclass(frozen=True, slots=True)
class Undeclared:
    """Nodes that hold no height though the file does not say so."""

    count: int
    first: tuple[int, int]  # row and column in the file
    values: tuple[float, ...]  # as stored, the most frequent first, four at most


def hide_undeclared(stored: NDArray[np.float32], height_m: NDArray[np.float32]) -> Undeclared | None:
    """Make nodes that cannot be heights unknown (nan) in ``height_m (rows, columns)``; ``None`` if there are none."""
    odd = np.isin(stored, np.array(CODES, np.float32)) | (height_m < LOWEST_M) | (height_m > HIGHEST_M)
    odd &= ~np.isnan(height_m)
    if not odd.any():
        return None
    value, times = np.unique(stored[odd], return_counts=True)
    often = value[np.argsort(-times, kind="stable")][:4]
    height_m[odd] = np.nan
    return Undeclared(int(times.sum()), _first(odd), tuple(float(v) for v in often))


def too_low(height_m: NDArray[np.float32], vertical_datum: str) -> Undeclared | None:
    """Nodes lower than any land, ``None`` where there are none. Values are in metres."""
    lowest = LOWEST_LAND_M + (LOWEST_GEOID_M if vertical_datum == "ellipsoid" else 0.0)
    low = height_m < lowest
    if not low.any():
        return None
    return Undeclared(int(low.sum()), _first(low), (float(np.nanmin(height_m)),))


def _first(where: NDArray[np.bool_]) -> tuple[int, int]:
    row, column = np.unravel_index(int(np.argmax(where)), where.shape)
    return int(row), int(column)
