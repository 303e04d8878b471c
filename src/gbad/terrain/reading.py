"""Elevation files of others (GeoTIFF, COG, HGT) -> Terrain, through ``rasterio`` (an extra).

A file is opened by an allow-list of drivers and its size is judged from the header, before anything is read. Heights
of a void stay unknown (nan): what lies there or behind it is never drawn as visible.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import InputError
from gbad.terrain.geoid import geoid_on_grid_m
from gbad.terrain.grid import Terrain

# by ending; a COG is a GeoTIFF. Nothing else is opened, whatever the library could read
DRIVERS = {".tif": "GTiff", ".tiff": "GTiff", ".hgt": "SRTMHGT"}
DATUMS = ("egm2008", "egm96", "ellipsoid")
MOST_NODES = 60_000_000
LOWEST_M, HIGHEST_M = -12_000.0, 9_000.0


def read_elevation(path: Path, vertical_datum: str | None, name: str | None = None) -> Terrain:
    """The terrain in a file, resampled to an even grid in degrees where it is not one already.

    ``vertical_datum`` says what heights are measured from; a file does not reliably say so itself, so it must be
    given. For ``egm2008`` the EGM96 geoid is taken (the two differ by less than a metre nearly everywhere).
    ``InputError`` for whatever cannot be read, is too large, or is not elevation.
    """
    if vertical_datum not in DATUMS:
        found = "not given" if vertical_datum is None else f"{vertical_datum} is not known"
        raise InputError(
            f"{path}: vertical datum {found}; say what its heights are measured from with --vertical-datum "
            f"{'|'.join(DATUMS)} (Copernicus: egm2008, SRTM: egm96)"
        )
    if not path.is_file():
        raise InputError(f"{path}: there is no such file")
    title = name or path.stem
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", title):
        raise InputError(f"name {title}: letters, digits, dot, dash and underscore are allowed; give --name")
    driver = DRIVERS.get(path.suffix.lower())
    if driver is None:
        raise InputError(f"{path}: files ending in {', '.join(DRIVERS)} (GeoTIFF, COG, HGT) are read")
    rasterio = _rasterio()
    try:
        with rasterio.open(path, driver=driver) as file:
            _check_header(path, file)
            height, south, west, step = _heights(rasterio, file)
    except rasterio.errors.RasterioError as error:
        raise InputError(f"{path}: could not be read as {driver}: {error}") from error
    height[~((height >= LOWEST_M) & (height <= HIGHEST_M))] = np.nan
    if not np.isfinite(height).any():
        raise InputError(f"{path}: holds no height at all between {LOWEST_M:g} and {HIGHEST_M:g} m")
    geoid = geoid_on_grid_m(south, west, step, height.shape)
    if vertical_datum != "ellipsoid":
        height += geoid
    voids = int(np.isnan(height).sum())
    nothing = np.zeros(height.shape, np.bool_)
    return Terrain(
        name=title,
        kind="file",
        height_m=height,
        south_deg=south,
        west_deg=west,
        step_deg=step,
        sea_mask=nothing,
        estimated_mask=nothing,
        outside_m=float(geoid.mean()),
        provenance=f"{path.name} ({driver}), heights above {vertical_datum}, {voids} unknown nodes",
    )


def _rasterio() -> Any:
    try:
        import rasterio
        import rasterio.errors
        import rasterio.vrt
    except ImportError:
        raise InputError(
            "reading elevation files needs the package rasterio, which is not installed: pip install 'gbad[geo]'"
        ) from None
    return rasterio


def _check_header(path: Path, file: Any) -> None:
    if file.count != 1:
        raise InputError(f"{path}: {file.count} bands were found, elevation has one")
    if file.crs is None:
        raise InputError(f"{path}: says nothing of its horizontal reference; write one into it first")
    if min(file.width, file.height) < 2 or file.width * file.height > MOST_NODES:
        raise InputError(
            f"{path}: {file.width} x {file.height} nodes were found; at most {MOST_NODES:,} in all are read. "
            "Cut out what you need first"
        )
    if np.dtype(file.dtypes[0]).kind not in "iuf":
        raise InputError(f"{path}: values of type {file.dtypes[0]} are not heights")


def _heights(rasterio: Any, file: Any) -> tuple[np.ndarray, float, float, float]:
    """Heights, row 0 south, and the first node and step in degrees."""
    with rasterio.vrt.WarpedVRT(file, crs="EPSG:4326", resampling=rasterio.enums.Resampling.bilinear) as plain:
        across, down = plain.transform.a, -plain.transform.e
        step = min(across, down)
        rows, columns = math.floor(plain.height * down / step), math.floor(plain.width * across / step)
        if rows * columns > 2 * MOST_NODES:
            raise InputError(f"an even grid of {rows} x {columns} nodes would be needed; cut out what you need first")
        north, west = plain.transform.f, plain.transform.c
    transform = rasterio.Affine(step, 0.0, west, 0.0, -step, north)
    with rasterio.vrt.WarpedVRT(
        file, crs="EPSG:4326", resampling=rasterio.enums.Resampling.bilinear, transform=transform,
        width=columns, height=rows, dtype="float32", nodata=np.nan, src_nodata=file.nodata,
    ) as even:  # fmt: skip
        read = even.read(1)
    height = np.ascontiguousarray(read[::-1].astype(np.float32))
    return height, north - (rows - 0.5) * step, west + 0.5 * step, step
