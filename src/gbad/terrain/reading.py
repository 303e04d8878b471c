"""Elevation files of others (GeoTIFF, COG, HGT, DTED) -> Terrain, through ``rasterio`` (an extra).

A file is opened by an allow-list of drivers and its size is judged from the header, before anything is read. The band's
scale, offset and unit are applied. Heights of a void stay unknown (nan): what lies there or behind it is never drawn as
visible; ``voids`` says what is one.
"""

from __future__ import annotations

import math
import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import InputError
from gbad.terrain.geoid import geoid_on_grid_m
from gbad.terrain.grid import Terrain
from gbad.terrain.voids import HIGHEST_M, LOWEST_LAND_M, LOWEST_M, Undeclared, hide_undeclared, too_low
from gbad.text.readable import counted

# by ending; a COG is a GeoTIFF. Nothing else is opened, whatever the library could read
DRIVERS = {".tif": "GTiff", ".tiff": "GTiff", ".hgt": "SRTMHGT"} | dict.fromkeys((".dt0", ".dt1", ".dt2"), "DTED")
DATUMS = ("egm2008", "egm96", "ellipsoid")
MOST_UNEVEN = 30.0  # [1] near a pole cells of published files are up to ten times as wide as high
MOST_NODES = 60_000_000
# of a band's values, as GDAL's drivers and common programs write them; nothing said is metres
METRES = {
    "": 1.0, "m": 1.0, "metre": 1.0, "metres": 1.0, "meter": 1.0, "meters": 1.0, "cm": 0.01, "dm": 0.1, "km": 1000.0,
    "ft": 0.3048, "foot": 0.3048, "feet": 0.3048, "us survey foot": 1200.0 / 3937.0, "us-ft": 1200.0 / 3937.0,
}  # fmt: skip


def read_elevation(
    path: Path, vertical_datum: str | None, name: str | None = None, *, sea_bed: bool = False
) -> Terrain:
    """The terrain in a file, resampled to an even grid in degrees where it is not one already.

    ``vertical_datum`` says what heights are measured from; a file does not reliably say so itself, so it must be
    given. For ``egm2008`` the EGM96 geoid is taken (the two differ by less than a metre nearly everywhere). With
    ``sea_bed`` what lies below sea level is the bed of the sea, and the ground there is the surface of the sea.
    ``InputError`` for whatever cannot be read, is too large, or is not elevation.
    """
    if vertical_datum not in DATUMS:
        found = "not given" if vertical_datum is None else f"{vertical_datum} is not known"
        raise InputError(
            f"{path}: vertical datum {found}; say what its heights are measured from with --vertical-datum "
            f"{'|'.join(DATUMS)} (Copernicus: egm2008, SRTM and DTED: egm96)"
        )
    if not path.is_file():
        raise InputError(f"{path}: there is no such file")
    title = name or path.stem
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", title):
        raise InputError(f"name {title}: letters, digits, dot, dash and underscore are allowed; give --name")
    driver = DRIVERS.get(path.suffix.lower())
    if driver is None:
        raise InputError(f"{path}: files ending in {', '.join(DRIVERS)} (GeoTIFF, COG, HGT, DTED) are read")
    rasterio = _rasterio()
    try:
        with warnings.catch_warnings():
            # a file without a place is refused in a sentence of our own
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            file = rasterio.open(path, driver=driver)
        with file:
            _check_header(path, file)
            values, told = _values(path, file, vertical_datum, sea_bed)
            height, south, west, step = _even_grid(rasterio, path, file, values)
    except (rasterio.errors.RasterioError, _gdal_error()) as error:
        raise InputError(f"{path}: could not be read as {driver}: {error}") from error
    if not np.isfinite(height).any():
        raise InputError(f"{path}: holds no height at all between {LOWEST_M:g} and {HIGHEST_M:g} m")
    geoid = geoid_on_grid_m(south, west, step, height.shape)
    if vertical_datum != "ellipsoid":
        height += geoid
    sea = (height < geoid) if sea_bed else np.zeros(height.shape, np.bool_)
    height[sea] = geoid[sea]
    return Terrain(
        name=title,
        kind="file",
        height_m=height,
        south_deg=south,
        west_deg=west,
        step_deg=step,
        sea_mask=sea,
        estimated_mask=np.zeros_like(sea),
        outside_m=float(geoid.mean()),
        provenance=f"{path.name} ({driver}), heights above {vertical_datum}{', sea for sea bed' if sea_bed else ''}, "
        f"{_unknown(height)}{told}",
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


def _gdal_error() -> type[Exception]:
    """What GDAL itself raises, where rasterio hands it on as it is (a scale of cells without a place)."""
    from rasterio._err import CPLE_BaseError

    found: type[Exception] = CPLE_BaseError
    return found


def _check_header(path: Path, file: Any) -> None:
    if file.count != 1:
        raise InputError(f"{path}: {file.count} bands were found, elevation has one")
    if file.crs is None:
        raise InputError(f"{path}: says nothing of its horizontal reference; write one into it first")
    if file.transform.is_identity:
        raise InputError(f"{path}: says nothing of where its cells lie (no geotransform); write one into it first")
    if min(file.width, file.height) < 2:
        raise InputError(f"{path}: {file.width} x {file.height} nodes were found; at least two by two are needed")
    if file.width * file.height > MOST_NODES:
        raise InputError(
            f"{path}: {file.width} x {file.height} nodes were found; at most {MOST_NODES:,} in all are read. "
            "Cut out what you need first"
        )
    if np.dtype(file.dtypes[0]).kind not in "iuf":
        raise InputError(f"{path}: values of type {file.dtypes[0]} are not heights")


def _values(path: Path, file: Any, vertical_datum: str, sea_bed: bool) -> tuple[np.ndarray, str]:
    """Heights in metres as the file lays them out, nan where there is none, and a word on voids it does not declare."""
    unit = str(file.units[0] or "").strip().lower()
    if unit not in METRES:
        raise InputError(f"{path}: the band says its unit is {unit}; {', '.join(u for u in METRES if u)} are known")
    stored = file.read(1).astype(np.float32)
    height = (stored * np.float32(file.scales[0]) + np.float32(file.offsets[0])) * np.float32(METRES[unit])
    height[file.read_masks(1) == 0] = np.nan
    told = ""
    odd = hide_undeclared(stored, height)
    if odd:
        values = ", ".join(f"{value:g}" for value in odd.values)
        told = f"; {odd.count} of the file's nodes are no height though it does not declare them ({values}), "
        told += f"the first at {_place(file, odd)}"
    low = too_low(height, vertical_datum)
    if low and not sea_bed:
        raise InputError(
            f"{path}: {low.count} nodes lie below {LOWEST_LAND_M:g} m, lower than any land, the first at "
            f"{_place(file, low)}, the lowest at {low.values[0]:g} m. If they are the bed of a sea, add --sea-bed: "
            "what lies below sea level is then open sea. If they are voids, write their value into the file as nodata"
        )
    return height, told


def _place(file: Any, odd: Undeclared) -> str:
    """Latitude and longitude of the first odd node, and where it is in the file."""
    from rasterio.warp import transform

    (longitude,), (latitude,) = transform(file.crs, "EPSG:4326", *([v] for v in file.xy(*odd.first)))
    return f"{latitude:.4f},{longitude:.4f} (row {odd.first[0]}, column {odd.first[1]})"


def _even_grid(rasterio: Any, path: Path, file: Any, height: np.ndarray) -> tuple[np.ndarray, float, float, float]:
    """Heights on an even grid in degrees, row 0 south, and its first node and step in degrees."""
    from rasterio.warp import reproject

    with rasterio.vrt.WarpedVRT(file, crs="EPSG:4326") as plain:
        across, down = plain.transform.a, -plain.transform.e
        step = min(across, down)
        if max(across, down) > MOST_UNEVEN * step:
            raise InputError(
                f"{path}: its cells are {across:.3g} degrees wide and {down:.3g} high; up to {MOST_UNEVEN:g} times as "
                "wide as high, or as high as wide, are read. Is its place or its step damaged?"
            )
        rows, columns = math.floor(plain.height * down / step), math.floor(plain.width * across / step)
        if rows * columns > 2 * MOST_NODES:
            raise InputError(
                f"{path}: an even grid of {rows} x {columns} nodes would be needed; cut out what you need first"
            )
        north, west = plain.transform.f, plain.transform.c
    even = np.full((rows, columns), np.nan, np.float32)
    reproject(
        height, even, src_transform=file.transform, src_crs=file.crs, src_nodata=np.nan, dst_crs="EPSG:4326",
        dst_transform=rasterio.Affine(step, 0.0, west, 0.0, -step, north), dst_nodata=np.nan,
        resampling=rasterio.enums.Resampling.bilinear,
    )  # fmt: skip
    return np.ascontiguousarray(even[::-1]), north - (rows - 0.5) * step, west + 0.5 * step, step


def _unknown(height: np.ndarray) -> str:
    """How much of the grid is unknown."""
    voids = int(np.isnan(height).sum())
    return counted(voids, "unknown node") + (f" ({100.0 * voids / height.size:.2g} % of all)" if voids else "")
