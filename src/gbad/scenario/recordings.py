"""Recorded air traffic: state vectors in the columns of the OpenSky Network -> one piece of flight each.

Read are ``time`` [s, UTC of the Unix epoch or any other count], ``icao24``, ``lat``, ``lon`` [deg], ``geoaltitude`` [m,
above the WGS-84 ellipsoid] or else ``baroaltitude`` [m, pressure altitude, taken for height above the sea], and, where
they are there, ``velocity`` [m/s over the ground], ``heading`` [deg], ``vertrate`` [m/s], ``callsign``, ``onground``,
``lastposupdate`` [s, when the position was new]. CSV or Parquet, by the name's ending.

Rows without a place or on the ground are left out; so are repeats of an old position, positions that no aircraft could
have reached from the one before, and heights that jump. Where nothing was heard for longer than ``longest_gap_s`` one
piece of flight ends and another begins: nobody knows what happened between.

Source: OpenSky Network, "State vector samples", README (column definitions). Left out: turning pressure altitude into
height by the day's pressure (the error is that of the weather, up to some 100 m), squawk, alert and identification
flags.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.physics import earth
from gbad.terrain import geoid_height_m

Floats = NDArray[np.float64]

NEEDED = ("time", "icao24", "lat", "lon")
HEIGHTS = ("geoaltitude", "baroaltitude")
ALSO = ("velocity", "heading", "vertrate", "callsign", "onground", "lastposupdate")
FASTEST_MPS = 400.0  # [m/s] over the ground; civil jets with the jet stream stay below
STEEPEST_MPS = 60.0  # [m/s] up or down between two heights; emergency descents stay below
LEAST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Recording:
    """One piece of one aircraft's flight; times from the first row of its file."""

    id: str  # icao24, with -2, -3 ... for later pieces
    callsign: str
    time_s: Floats  # (n,)
    latitude_rad: Floats  # (n,)
    longitude_rad: Floats  # (n,)
    height_m: Floats  # (n,)  above the ellipsoid
    velocity_enu_mps: Floats  # (n, 3)  nan where it was not recorded


def read_recordings(path: Path, longest_gap_s: float) -> tuple[Recording, ...]:
    """Every piece of flight of a file, sorted by id; read once while the file stays as it is. Raises ``InputError``."""
    if not path.is_file():
        raise InputError(f"there is no file {path.name} beside the scenario")
    stat = path.stat()
    return _read(path, stat.st_mtime_ns, stat.st_size, longest_gap_s)


@lru_cache(maxsize=16)
def _read(path: Path, _changed_ns: int, _size: int, longest_gap_s: float) -> tuple[Recording, ...]:
    columns = _columns(path)
    first_s = float(columns["time"].min()) if len(columns["time"]) else 0.0
    found: list[Recording] = []
    for who in np.unique(columns["icao24"]):
        mine = {name: values[columns["icao24"] == who] for name, values in columns.items()}
        pieces = enumerate(_pieces(_cleaned(mine), longest_gap_s))
        found += [
            _recording(piece, str(who) if i == 0 else f"{who}-{i + 1}", first_s)
            for i, piece in pieces
            if len(piece["time"]) >= LEAST_ROWS
        ]
    if not found:
        raise InputError(f"{path.name}: no aircraft in it has {LEAST_ROWS} rows with a place and a height in the air")
    return tuple(sorted(found, key=lambda recording: recording.id))


def _columns(path: Path) -> dict[str, np.ndarray]:
    """The columns that count, rows with a time and a place in the air, by aircraft and time."""
    import duckdb

    reader = {".csv": "read_csv", ".parquet": "read_parquet"}.get(path.suffix)
    if reader is None:
        raise InputError(f"{path.name}: a file ending in .csv or .parquet is needed")
    source = f"{reader}(?{', header = true' if reader == 'read_csv' else ''})"
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        try:
            there = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}", [str(path)]).fetchall()]
            missing = [name for name in NEEDED if name not in there]
            if missing or not any(name in there for name in HEIGHTS):
                needed = f"{', '.join(NEEDED)} and {' or '.join(HEIGHTS)}"
                lacks = ", ".join(missing or HEIGHTS)
                raise InputError(f"{path.name}: needs the columns {needed}; it lacks {lacks}")
            number = {n: f"CAST({n} AS DOUBLE) AS {n}" for n in (*NEEDED, *HEIGHTS, *ALSO) if n not in ("icao24",)}
            number |= {"icao24": "lower(trim(CAST(icao24 AS VARCHAR))) AS icao24"}
            number |= {"callsign": "coalesce(trim(CAST(callsign AS VARCHAR)), '') AS callsign"}
            number |= {"onground": "coalesce(CAST(onground AS BOOLEAN), false) AS onground"}
            wanted = [number[name] for name in (*NEEDED, *HEIGHTS, *ALSO) if name in there]
            rows = connection.execute(
                f"SELECT {', '.join(wanted)} FROM {source} WHERE time IS NOT NULL AND lat BETWEEN -90 AND 90 "
                "AND lon BETWEEN -180 AND 180 AND icao24 IS NOT NULL ORDER BY icao24, time",
                [str(path)],
            ).fetchnumpy()
        except duckdb.Error as error:
            raise InputError(f"{path.name}: cannot be read as state vectors: {str(error).splitlines()[0]}") from error
    columns = {name: np.ma.filled(values, np.nan) if values.dtype.kind == "f" else np.asarray(values, values.dtype)
               for name, values in rows.items()}  # fmt: skip
    count = len(columns["time"])
    for name in (*HEIGHTS, "velocity", "heading", "vertrate"):
        columns.setdefault(name, np.full(count, np.nan))
    columns.setdefault("lastposupdate", columns["time"])
    columns.setdefault("callsign", np.full(count, ""))
    in_air = ~columns.pop("onground", np.zeros(count, np.bool_)).astype(bool)
    in_air &= np.isfinite(columns["geoaltitude"]) | np.isfinite(columns["baroaltitude"])
    return {name: values[in_air] for name, values in columns.items()}


def _cleaned(rows: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Rows of one aircraft whose position was new, and could be reached from the one before."""
    heard_s = np.where(np.isfinite(rows["lastposupdate"]), rows["lastposupdate"], rows["time"])
    rows = {**rows, "time": np.minimum(heard_s, rows["time"])}
    order = np.argsort(rows["time"], kind="stable")
    rows = {name: values[order] for name, values in rows.items()}
    steps = list(zip(*(np.asarray(c).tolist() for c in (rows["time"], rows["lat"], rows["lon"], _heights(rows))),
                     strict=True))  # fmt: skip
    keep: list[int] = []
    for i, here in enumerate(steps):
        if not keep or _reachable(steps[keep[-1]], here):
            keep.append(i)
        elif len(keep) == 1 and i + 1 < len(steps) and _reachable(here, steps[i + 1]):
            # the very first position was the wrong one
            keep[0] = i
    return {name: values[keep] for name, values in rows.items()}


def _reachable(before: tuple[float, ...], after: tuple[float, ...]) -> bool:
    """Whether an aircraft can come from one (time, latitude, longitude, height) to the next."""
    dt = after[0] - before[0]
    north = math.radians(after[1] - before[1])
    east = math.radians(after[2] - before[2]) * math.cos(math.radians(before[1]))
    flown = earth.MEAN_RADIUS * math.hypot(north, east)
    # a hundred metres for the error of two heights
    return dt > 0.0 and flown <= FASTEST_MPS * dt and abs(after[3] - before[3]) <= STEEPEST_MPS * dt + 100.0


def _heights(rows: dict[str, np.ndarray]) -> Floats:
    """Heights above the ellipsoid: geometric ones, else pressure altitude as above the sea."""
    sea = rows["baroaltitude"] + geoid_height_m(np.radians(rows["lat"]), np.radians(rows["lon"]))
    return np.where(np.isfinite(rows["geoaltitude"]), rows["geoaltitude"], sea)


def _pieces(rows: dict[str, np.ndarray], longest_gap_s: float) -> Iterator[dict[str, np.ndarray]]:
    cuts = np.flatnonzero(np.diff(rows["time"]) > longest_gap_s) + 1
    for part in np.split(np.arange(len(rows["time"])), cuts):
        yield {name: values[part] for name, values in rows.items()}


def _recording(rows: dict[str, np.ndarray], name: str, first_s: float) -> Recording:
    course = np.radians(rows["heading"])
    east, north = rows["velocity"] * np.sin(course), rows["velocity"] * np.cos(course)
    named = [str(sign) for sign in rows["callsign"] if sign]
    return Recording(
        id=name,
        callsign=named[0] if named else "",
        time_s=rows["time"] - first_s,
        latitude_rad=np.radians(rows["lat"]),
        longitude_rad=np.radians(rows["lon"]),
        height_m=_heights(rows),
        velocity_enu_mps=np.stack([east, north, rows["vertrate"]], axis=1),
    )
