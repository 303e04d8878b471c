"""Tables of outside trackers -> the table that ``gbad score --tracks`` reads.

- long: a row for each track and instant: ``time``, ``id`` and latitude, longitude, height under common names;
- Stone Soup's run manager: ``time, id, state`` (and more), the state as numbers in one cell: x, vx, y, vy(, z, vz) in
  metres east, north and up of an origin that is to be said;
- wide: ``time`` and, for each track NAME, ``NAME.latitude_deg, NAME.longitude_deg, NAME.height_m`` (empty: no track).
"""

from __future__ import annotations

import csv
import io
import math
import re
from pathlib import Path

import numpy as np

from gbad.errors import InputError
from gbad.importing.guarding import text_of
from gbad.importing.motion import MOST_ROWS
from gbad.importing.rows import instant, number, rows_of
from gbad.physics import earth

Origin = tuple[float, float, float]  # latitude, longitude [deg], height [m, ellipsoid]
Row = tuple[float, str, float, float, float]
_TIME = ("time_s", "time", "timestamp")
_TRACK = ("track", "track_id", "id")
_PLACE = (
    ("latitude_deg", "latitude", "lat"),
    ("longitude_deg", "longitude", "lon"),
    ("height_m", "altitude_m", "height"),
)
SUFFIXES = tuple(name for name, *_ in _PLACE)


def read(content: bytes, path: Path, origin: Origin | None) -> list[Row]:
    """Rows of time, track, latitude, longitude, height. Times that are dates count from the first. ``InputError``."""
    names, rows = rows_of(text_of(content, path), path)
    time = next((name for name in _TIME if name in names), None)
    track = next((name for name in _TRACK if name in names), None)
    wide = sorted({name.rpartition(".")[0] for name in names if name.endswith(tuple(f".{end}" for end in SUFFIXES))})
    places = [next((name for name in options if name in names), None) for options in _PLACE]
    if time is None:
        raise InputError(f"{path}:1: a column {' or '.join(_TIME)} is needed")
    found: list[Row] = []
    for line, row in rows:
        where = f"{path}:{line}"
        when = instant(row[time], f"{where}: {time}")
        if math.isnan(when):
            raise InputError(f"{where}: {time}: a time is needed")
        if wide:
            for name in wide:
                cells = [number(row.get(f"{name}.{end}", ""), f"{where}: {name}.{end}") for end in SUFFIXES]
                if not any(math.isnan(cell) for cell in cells):
                    found.append((when, name, *cells))  # type: ignore[arg-type]  # three
        elif track and "state" in names:
            found.append((when, row[track], *_state(row["state"], origin, f"{where}: state")))
        elif track and all(places):
            cells = [number(row[name], f"{where}: {name}") for name in places if name]
            found.append((when, row[track], *cells))  # type: ignore[arg-type]  # three
        else:
            raise InputError(
                f"{path}:1: is no table of tracks: it needs {' or '.join(_TRACK)} with latitude, longitude and height; "
                "or with state (Stone Soup); or NAME.latitude_deg, NAME.longitude_deg, NAME.height_m for every track"
            )
        if len(found) > MOST_ROWS:
            raise InputError(f"{where}: more than {MOST_ROWS} rows")
    if not found:
        raise InputError(f"{path}: holds no row of a track")
    first = min(row[0] for row in found)
    # dates count from the first; seconds are taken as they are
    return [(row[0] - first, *row[1:]) for row in found] if first > 1e8 else found


def _state(cell: str, origin: Origin | None, where: str) -> tuple[float, float, float]:
    values = [number(part, where) for part in re.split(r"[\s,;\[\]()]+", cell) if part]
    if len(values) not in (4, 6):
        raise InputError(f"{where}: {len(values)} numbers were found, x vx y vy or x vx y vy z vz is needed")
    if origin is None:
        raise InputError(f"{where}: is in metres from an origin: say it with --origin LATITUDE,LONGITUDE,HEIGHT")
    latitude, longitude = math.radians(origin[0]), math.radians(origin[1])
    enu = np.array([values[0], values[2], values[4] if len(values) == 6 else 0.0])
    turn = earth.ecef_to_enu_matrix(latitude, longitude)
    lat, lon, height = earth.ecef_to_geodetic(
        earth.enu_to_ecef(enu, earth.geodetic_to_ecef(latitude, longitude, origin[2]), turn)
    )
    return math.degrees(float(lat)), math.degrees(float(lon)), float(height)


def table_of(rows: list[Row]) -> str:
    """The text of the table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("time_s", "track", "latitude_deg", "longitude_deg", "height_m"))
    for time_s, track, latitude, longitude, height in sorted(rows):
        writer.writerow((repr(time_s), track, f"{latitude:.9f}", f"{longitude:.9f}", f"{height:.3f}"))
    return out.getvalue()
