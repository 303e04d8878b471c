"""Small files that once were read wrongly: recordings, elevation, a radar on a plain behind a wall. All made up."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

HEAD = "time,icao24,lat,lon,velocity,heading,vertrate,callsign,onground,baroaltitude,geoaltitude"
BEGAN_S, STEP_S, ROWS, SPEED_MPS = 1577836800, 10, 81, 240.0
EARTH_M = 6371008.8


def write(folder: Path) -> None:
    """All of them. Needs the extra ``geo``."""
    east = _flight("abc123", 10.0, 179.2)
    _table(folder / "dateline_east.csv", east)
    _table(folder / "icao_e.csv", _flight("471e05", 45.0, 10.0))
    digits = [row for j in range(270) for row in _flight(f"{400000 + j}", 45.0, 10.0)]
    _table(folder / "icao_late_text.csv", digits + _flight("abcdef", 45.0, 10.0))
    level = _flight("abc123", 45.0, 10.0)
    _table(folder / "feet.csv", _flight("abc123", 45.0, 10.0, 33000.0))
    older = [f"{row},{int(row.split(',')[0]) - 14.3}" for row in level]
    _table(folder / "old_position.csv", older, f"{HEAD},lastposupdate")
    hole = np.full((120, 120), 500, np.float32)
    hole[20:30, 20:30] = -9999
    _elevation(folder / "void_undeclared.tif", hole)
    _elevation(folder / "void_declared.tif", hole, nodata=-9999)
    _elevation(folder / "tenths.tif", np.full((120, 120), 5000, np.int16), scale=0.1)
    plain = (
        (folder / "recorded.yaml")
        .read_text()
        .replace("178.9", "9.0")
        .replace("latitude_deg: 10.0", "latitude_deg: 45.0")
    )
    for name in ("icao_e", "icao_late_text", "feet", "old_position"):
        (folder / f"{name}.yaml").write_text(plain.replace("dateline_east", name))


def _flight(icao: str, latitude: float, longitude: float, height_m: float = 10000.0) -> list[str]:
    """A row every ten seconds of a steady flight to the east, for 800 s."""
    rows = []
    for k in range(ROWS):
        gone = math.degrees(SPEED_MPS * STEP_S * k / EARTH_M / math.cos(math.radians(latitude)))
        at = (longitude + gone + 180.0) % 360.0 - 180.0
        when, state = BEGAN_S + STEP_S * k, f"{SPEED_MPS},90.0,0.0,MADEUP1,False,{height_m},{height_m}"
        rows.append(f"{when},{icao},{latitude:.6f},{at:.6f},{state}")
    return rows


def _table(path: Path, rows: list[str], head: str = HEAD) -> None:
    path.write_text("\n".join([head, *rows]) + "\n")


def _elevation(path: Path, height: np.ndarray, scale: float | None = None, **more: float) -> None:
    """A GeoTIFF of 30-second cells with its upper left corner at 41 N, 30 E."""
    import rasterio
    from rasterio.transform import from_origin

    place = {"crs": "EPSG:4326", "transform": from_origin(30, 41, 1 / 120, 1 / 120)}
    size = {"height": height.shape[0], "width": height.shape[1], "count": 1, "dtype": height.dtype}
    with rasterio.open(path, "w", driver="GTiff", **size, **place, **more) as file:
        file.write(height, 1)
        if scale:
            file.scales = (scale,)
