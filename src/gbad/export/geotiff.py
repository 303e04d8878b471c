"""Coverage as GeoTIFF through ``rasterio`` (an extra): heights in one file, probabilities in another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from gbad.coverage.raster import Map
from gbad.coverage.sites import EDGES
from gbad.errors import InputError
from gbad.export.geojson import BY_DISTANCE
from gbad.tables import Floats

NO_DATA = -9999.0
NONE_FOUND = 99_999.0  # height of a place where no height is found


def rasterio() -> Any:
    """The module, or ``InputError`` that says how to get it."""
    try:
        import rasterio as module
    except ImportError:
        raise InputError(
            "GeoTIFF files need the package rasterio, which is not installed: pip install 'gbad[geo]'"
        ) from None
    return module


def write_heights(map_: Map, path: Path) -> None:
    """Bands: minimum detectable height (worst, nominal, best), lowest height in sight, and where the heights found end
    that begin at the nominal minimum (elevation limits and lobes end them), metres above ground."""
    bands: list[tuple[str, Floats]] = [
        (f"minimum detectable height, {edge} [m above ground]", map_.minimum_m[e]) for e, edge in enumerate(EDGES)
    ]
    bands.append(("lowest height in sight [m above ground]", map_.lowest_in_sight_m))
    top = np.where(np.isneginf(map_.top_m[1]), np.inf, map_.top_m[1])
    bands.append(("top of the lowest band of heights found, nominal [m above ground]", top))
    _write(map_, path, bands)


def write_probabilities(map_: Map, path: Path) -> None:
    """Bands: for each height the chance per visit, over the stated time inbound, and of a confirmed track."""
    bands = []
    for height, text in zip(map_.coverage.heights_m, map_.coverage.height_steps, strict=True):
        for name in ("visit", "cumulative", "confirmed"):
            bands.append((f"{name} at {text} above {map_.coverage.above} [1]", map_.layer(name, height)))
    _write(map_, path, bands)


def _write(map_: Map, path: Path, bands: list[tuple[str, Floats]]) -> None:
    module, frame, coverage = rasterio(), map_.for_show().frame, map_.coverage
    north = frame.south_deg + (frame.rows - 0.5) * frame.step_north_deg
    west = frame.west_deg - 0.5 * frame.step_east_deg
    with module.open(
        path, "w", driver="GTiff", width=frame.columns, height=frame.rows, count=len(bands), dtype="float32",
        crs="EPSG:4326", transform=module.transform.from_origin(west, north, frame.step_east_deg, frame.step_north_deg),
        nodata=NO_DATA, compress="deflate", predictor=3,
    ) as file:  # fmt: skip
        file.update_tags(
            RADAR=coverage.site.radar, TARGET=coverage.target.name, CRITERION=str(coverage.criterion),
            TERRAIN=coverage.site.terrain.name, HYPOTHETICAL=str(not coverage.site.fictional), NONE_FOUND=NONE_FOUND,
            DIRECTIONS=BY_DISTANCE if map_.by_distance else "as they are",
            ABOUT="Simulation only; made by gbad cover",
        )  # fmt: skip
        for k, (name, grid) in enumerate(bands, 1):
            values = np.where(np.isposinf(grid), NONE_FOUND, np.where(np.isnan(grid), NO_DATA, grid))
            file.write(values[::-1].astype(np.float32), k)
            file.set_band_description(k, name)
