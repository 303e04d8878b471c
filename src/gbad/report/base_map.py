"""The ground under the map: shaded relief as a small PNG and the coast as lines, made once and kept in the manifest.

The shading holds only transparency (black where the slope looks away from the light, white where it looks at it), so
the page can lay it over its own land colour in light, dark and print.
"""

from __future__ import annotations

import base64
import math
import struct
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.report.coast import rings
from gbad.terrain import Terrain

METRES_PER_DEGREE = 111_195.0
LIGHT_AZIMUTH_DEG, LIGHT_ELEVATION_DEG = 315.0, 45.0
EXAGGERATION = 6.0
LEVELS = 15  # palette steps on either side of level ground
DARKEST, LIGHTEST = 0.55, 0.50  # opacity at full shade and full light


def map_base(
    terrain: Terrain, south: float, west: float, north: float, east: float, pixels: int = 900
) -> dict[str, Any]:
    """Relief and coast of a window [deg] of the terrain, at most ``pixels`` wide.

    Returns a JSON-ready dict: ``south, west, north, east`` [deg] of the image's outer edges, ``columns, rows``,
    ``png`` (base64, rows from north to south) and ``coast`` (closed rings of [longitude, latitude] around land,
    rings of lakes and bays among them: fill by the even-odd rule). The window is cut to the terrain. An empty
    ``png`` means that the window lies outside it.
    """
    rows, columns = terrain.height_m.shape
    r0, r1 = _span(south, north, terrain.south_deg, terrain.step_deg, rows)
    c0, c1 = _span(west, east, terrain.west_deg, terrain.step_deg, columns)
    if r1 - r0 < 2 or c1 - c0 < 2:
        return {"south": south, "west": west, "north": north, "east": east, "png": "", "coast": []}

    # whole blocks of cells per pixel, so that the image and the coast share one grid
    block = max(1, math.ceil((c1 - c0) / pixels))
    height = _blocks(np.asarray(terrain.height_m[r0:r1, c0:c1], dtype=np.float64), block)
    sea = _blocks(np.asarray(terrain.sea_mask[r0:r1, c0:c1], dtype=np.float64), block) > 0.5
    step = terrain.step_deg * block
    low, left = (terrain.south_deg + (r0 - 0.5) * terrain.step_deg, terrain.west_deg + (c0 - 0.5) * terrain.step_deg)

    shade = _shade(height, step, low)
    shade[sea] = 0.0
    return {
        "south": low,
        "west": left,
        "north": low + step * height.shape[0],
        "east": left + step * height.shape[1],
        "columns": height.shape[1],
        "rows": height.shape[0],
        "png": base64.b64encode(_png(shade[::-1])).decode("ascii"),
        "coast": [[[round(left + step * x, 4), round(low + step * y, 4)] for x, y in ring] for ring in rings(~sea)],
    }


def map_window(
    places: Iterable[tuple[float, float]], margin_deg: float = 0.35, aspect: float = 1.25
) -> tuple[float, float, float, float]:
    """``south, west, north, east`` [deg] around (latitude, longitude) places, never narrower than ``aspect``."""
    lat, lon = np.array(list(places), dtype=np.float64).T
    south, north = float(lat.min()) - margin_deg, float(lat.max()) + margin_deg
    west, east = float(lon.min()) - margin_deg, float(lon.max()) + margin_deg
    shrink = math.cos(math.radians(0.5 * (south + north)))
    wide, high = (east - west) * shrink, north - south
    if wide < aspect * high:
        more = 0.5 * (aspect * high - wide) / shrink
        west, east = west - more, east + more
    elif wide > 1.3 * aspect * high:
        more = 0.5 * (wide / (1.3 * aspect) - high)
        south, north = south - more, north + more
    return south, west, north, east


def _span(low: float, high: float, origin: float, step: float, count: int) -> tuple[int, int]:
    first = max(0, math.floor((low - origin) / step))
    return first, min(count, math.ceil((high - origin) / step) + 1)


def _blocks(grid: NDArray[np.float64], block: int) -> NDArray[np.float64]:
    """Mean over ``block`` x ``block`` cells; a ragged rest at the north and east edges is left off."""
    rows, columns = grid.shape[0] // block, grid.shape[1] // block
    return grid[: rows * block, : columns * block].reshape(rows, block, columns, block).mean(axis=(1, 3))


def _shade(height_m: NDArray[np.float64], step_deg: float, south_deg: float) -> NDArray[np.float64]:
    """Lambert shading against level ground: -1 (full shade) .. 0 (level) .. 1 (full light)."""
    latitude = south_deg + step_deg * (np.arange(height_m.shape[0]) + 0.5)
    north_m = METRES_PER_DEGREE * step_deg
    east_m = north_m * np.cos(np.radians(latitude))[:, None]
    slope_north, slope_east = np.gradient(height_m)
    slope_north, slope_east = EXAGGERATION * slope_north / north_m, EXAGGERATION * slope_east / east_m
    azimuth, elevation = math.radians(LIGHT_AZIMUTH_DEG), math.radians(LIGHT_ELEVATION_DEG)
    towards = slope_east * math.sin(azimuth) + slope_north * math.cos(azimuth)
    light = (math.sin(elevation) - towards * math.cos(elevation)) / np.sqrt(1 + slope_east**2 + slope_north**2)
    level = math.sin(elevation)
    return np.clip(np.where(light < level, (light - level) / level, (light - level) / (1 - level)), -1, 1)


def _png(shade: NDArray[np.float64]) -> bytes:
    """Palette PNG with transparency: index LEVELS is clear, below it black, above it white."""
    index = (np.rint(shade * LEVELS) + LEVELS).astype(np.uint8)
    steps = np.arange(-LEVELS, LEVELS + 1) / LEVELS
    palette = b"".join(b"\0\0\0" if s < 0 else b"\xff\xff\xff" for s in steps)
    opacity = bytes(round(255 * (DARKEST * -s if s < 0 else LIGHTEST * s)) for s in steps)
    rows, columns = index.shape
    lines = np.zeros((rows, columns + 1), np.uint8)  # leading 0 of a line: no filter
    lines[:, 1:] = index
    header = struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"tRNS", opacity))
    body = b"".join(_chunk(*c) for c in (*chunks, (b"IDAT", zlib.compress(lines.tobytes(), 7)), (b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + body


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
