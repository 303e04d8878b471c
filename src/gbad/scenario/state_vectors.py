"""A file of state vectors -> columns of declared types, and a count of every row that has to be left out."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from gbad.columns import Columns, Kind, read_declared
from gbad.errors import InputError

NEEDED = ("time", "icao24", "lat", "lon")
HEIGHTS = ("geoaltitude", "baroaltitude")
MORE = ("velocity", "heading", "vertrate", "lastposupdate")
DECLARED: dict[str, Kind] = dict.fromkeys((*NEEDED, *HEIGHTS, *MORE), "number")
DECLARED |= {"icao24": "name", "callsign": "text", "onground": "flag", "time": "instant", "lastposupdate": "instant"}

LeftOut = dict[str, int]


def read_columns(path: Path) -> tuple[Columns, int, LeftOut]:
    """Rows in the air with a time, a place and a height, by aircraft and time; the count of all rows; what is left out.

    Columns are doubles, ``icao24`` and ``callsign`` text. Raises ``InputError``.
    """
    columns = read_declared(path, DECLARED, "state vectors")
    missing = [name for name in NEEDED if name not in columns]
    if missing or not any(name in columns for name in HEIGHTS):
        needed = f"{', '.join(NEEDED)} and {' or '.join(HEIGHTS)}"
        raise InputError(f"{path.name}: needs the columns {needed}; it lacks {', '.join(missing or HEIGHTS)}")
    columns["icao24"] = np.char.lower(columns["icao24"]) if len(columns["icao24"]) else columns["icao24"]
    count = len(columns["time"])
    for name in (*HEIGHTS, "velocity", "heading", "vertrate"):
        columns.setdefault(name, np.full(count, np.nan))
    columns.setdefault("lastposupdate", columns["time"])
    columns.setdefault("callsign", np.full(count, ""))
    place = np.isfinite(columns["lat"]) & np.isfinite(columns["lon"]) & np.isfinite(columns["time"])
    place &= columns["icao24"] != ""
    on_earth = (np.abs(columns["lat"]) <= 90.0) & (np.abs(columns["lon"]) <= 180.0)
    in_air = ~columns.pop("onground", np.zeros(count, np.bool_))
    height = np.isfinite(columns["geoaltitude"]) | np.isfinite(columns["baroaltitude"])
    kept, left_out = np.ones(count, np.bool_), LeftOut()
    for why, good in (
        ("without time, aircraft or place", place),
        ("at a place that is not on Earth", on_earth),
        ("on the ground", in_air),
        ("without height", height),
    ):
        left_out[why] = int((kept & ~good).sum())
        kept &= good
    columns = {name: values[kept] for name, values in columns.items()}
    order = np.lexsort((columns["time"], columns["icao24"]))
    return {name: values[order] for name, values in columns.items()}, count, left_out
