"""The ground of a scenario from an elevation file: as it lies, or its relief alone, laid elsewhere.

Real ground stays real: what is told of it is told by height and share. With ``fictional`` the relief is kept and its
place is dropped: the grid is laid around another centre, columns drawn together so that hills keep their width in
metres, and sea level becomes one number, the geoid at the new centre. What is told names neither file nor place.

Left out: north stays north, so a reader who knows a mountain may know it again.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.terrain.geoid import geoid_height_m, geoid_on_grid_m
from gbad.terrain.grid import Terrain
from gbad.terrain.reading import read_elevation
from gbad.terrain.specs import RELIEF, FromFile


def from_file(spec: FromFile) -> Terrain:
    """The terrain of a file, no height in it unknown: voids are open sea level, and ``estimated_mask`` says where.

    ``InputError`` for a file that cannot be read or whose cells are too coarse to hide anything, and for a centre too
    far north or south.
    """
    path = Path(spec.path)
    try:
        told = os.stat(path)
    except OSError as error:
        raise InputError(f"terrain: there is no file {spec.name} ({error.strerror})") from error
    terrain = _read(str(path), told.st_mtime_ns, told.st_size, spec.vertical_datum, spec.sea_bed)
    if not terrain.resolves_masking:
        step = 60.0 * terrain.step_deg
        raise InputError(f"terrain: {spec.name}: cells of {step:.3g} arc minutes hide nothing; up to 1 is flown over")
    return _elsewhere(terrain, spec) if spec.fictional else terrain


@lru_cache(maxsize=2)
def _read(path: str, changed_ns: int, size: int, vertical_datum: str | None, sea_bed: bool) -> Terrain:
    """Read once for checking, compiling and every variant; time and size tell whether the file is still the same."""
    terrain = read_elevation(Path(path), vertical_datum, "file", sea_bed=sea_bed)
    unknown = np.isnan(terrain.height_m)
    return replace(
        terrain, height_m=np.where(unknown, np.float32(terrain.outside_m), terrain.height_m), estimated_mask=unknown
    )


def _elsewhere(terrain: Terrain, spec: FromFile) -> Terrain:
    """The relief around another centre, above the sea there."""
    assert spec.latitude_deg is not None
    assert spec.longitude_deg is not None
    rows, columns = terrain.shape
    middle = terrain.south_deg + 0.5 * (rows - 1) * terrain.step_deg
    south = spec.latitude_deg - 0.5 * (rows - 1) * terrain.step_deg
    if max(abs(south), abs(2.0 * spec.latitude_deg - south)) > 85.0:
        raise InputError(f"terrain: laid around latitude {spec.latitude_deg:g} it would reach beyond 85 degrees")
    squeeze = np.cos(np.radians(middle)) / np.cos(np.radians(spec.latitude_deg))
    wanted = max(2, round((columns - 1) * float(squeeze)) + 1)
    above_sea = terrain.height_m - geoid_on_grid_m(terrain.south_deg, terrain.west_deg, terrain.step_deg, terrain.shape)
    above_sea[terrain.estimated_mask] = 0.0
    sea_level = float(geoid_height_m(np.radians(spec.latitude_deg), np.radians(spec.longitude_deg)))
    at = np.linspace(0.0, columns - 1.0, wanted)
    nearest = np.rint(at).astype(np.int64)
    sea, estimated = terrain.sea_mask[:, nearest], terrain.estimated_mask[:, nearest]
    height = np.where(sea, 0.0, _between(above_sea, at)) + sea_level
    return Terrain(
        name="relief",
        kind=RELIEF,
        height_m=np.ascontiguousarray(height, dtype=np.float32),
        south_deg=south,
        west_deg=spec.longitude_deg - 0.5 * (wanted - 1) * terrain.step_deg,
        step_deg=terrain.step_deg,
        sea_mask=np.ascontiguousarray(sea),
        estimated_mask=np.ascontiguousarray(estimated),
        outside_m=sea_level,
        provenance="the relief of an elevation file whose place was dropped: nothing on it lies where it seems to lie",
    )


def _between(values: NDArray[np.float32], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Columns at fractional places, by straight lines."""
    left = np.minimum(at.astype(np.int64), values.shape[1] - 2)
    share = at - left
    return np.asarray(values[:, left] * (1.0 - share) + values[:, left + 1] * share)
