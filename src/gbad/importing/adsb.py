"""Recorded civil traffic -> motion, in the columns of several receivers' networks.

- OpenSky state vectors: metres, metres per second (``icao24, lat, lon, geoaltitude, baroaltitude, velocity ...``);
- tables of the Python library ``traffic``: feet, knots, feet per minute (``timestamp, latitude, longitude, altitude``);
- readsb, adsb.lol and their like: the same units (``hex, lat, lon, alt_baro, alt_geom, gs, track, baro_rate``), with
  ``ground`` for a height and ``seen_pos`` for the age of a place, as tables or as the JSON they publish (``readsb``);
- Flightradar-like exports: ``Timestamp, Callsign, Position`` ("lat,lon" in one cell), ``Altitude`` [ft], ``Speed``
  [kt]; an altitude of 0 is the ground there.

Pressure heights are taken for heights above the sea (the error is the weather's, up to some 100 m).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gbad.errors import InputError
from gbad.importing import readsb
from gbad.importing.motion import MOST_ROWS, Motion, count
from gbad.importing.rows import instant, number, rows_of
from gbad.terrain import geoid_height_m

FOOT_M, KNOT_MPS = 0.3048, 1852.0 / 3600.0


@dataclass(frozen=True, slots=True)
class Dialect:
    """Names of columns, the first that is there counts; and units."""

    name: str
    known_by: tuple[str, ...]  # columns that only it has together
    time: tuple[str, ...]
    who: tuple[str, ...]
    latitude: tuple[str, ...] = ("lat", "latitude")
    longitude: tuple[str, ...] = ("lon", "longitude")
    place: str = ""  # both in one cell
    geometric: tuple[str, ...] = ()
    pressure: tuple[str, ...] = ()
    speed: tuple[str, ...] = ()
    course: tuple[str, ...] = ()
    climb: tuple[str, ...] = ()
    height_m: float = FOOT_M
    speed_mps: float = KNOT_MPS
    climb_mps: float = FOOT_M / 60.0
    age: str = ""  # [s] of the place at the time of the row
    zero_is_ground: bool = False  # a pressure height of nothing says that it stands or rolls


DIALECTS = (
    Dialect(
        "OpenSky", ("icao24", "lat", "lon"), ("time",), ("icao24",), geometric=("geoaltitude",),
        pressure=("baroaltitude",), speed=("velocity",), course=("heading",), climb=("vertrate",), height_m=1.0,
        speed_mps=1.0, climb_mps=1.0,
    ),
    Dialect(
        "traffic", ("timestamp", "latitude", "longitude"), ("timestamp",), ("icao24", "flight_id", "callsign"),
        geometric=("geoaltitude",), pressure=("altitude",), speed=("groundspeed",), course=("track",),
        climb=("vertical_rate",),
    ),
    Dialect(
        "adsb.lol", ("hex", "lat", "lon"), ("timestamp", "time", "now"), ("hex",), geometric=("alt_geom",),
        pressure=("alt_baro",), speed=("gs",), course=("track",), climb=("geom_rate", "baro_rate"),
        age="seen_pos",
    ),
    Dialect(
        "Flightradar-like", ("timestamp", "position"), ("timestamp",), ("callsign",), place="position",
        pressure=("altitude",), speed=("speed",), course=("direction", "heading", "track"), zero_is_ground=True,
    ),
)  # fmt: skip


def dialect_of(names: list[str], path: Path) -> Dialect:
    """The dialect that a first line is in. Raises ``InputError`` with those there are."""
    for dialect in DIALECTS:
        if all(name in names for name in dialect.known_by):
            return dialect
    known = "; ".join(f"{dialect.name}: {', '.join(dialect.known_by)}" for dialect in DIALECTS)
    found = ", ".join(names[:12]) or "no names"
    raise InputError(f"{path}:1: the columns are of no dialect that is read ({known}); found were {found[:300]}")


def read(text: str, path: Path) -> Motion:
    """Rows of a table of state vectors, or of readsb's JSON. Raises ``InputError``."""
    names: list[str]
    places: Iterator[tuple[str, dict[str, str]]]
    if readsb.is_json(text):
        names, places = list(readsb.COLUMNS), readsb.rows_of(text, path)
    else:
        names, rows = rows_of(text, path)
        places = ((f"{path}:{line}", row) for line, row in rows)
    dialect = dialect_of(names, path)

    def there(wanted: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in wanted if name in names)

    time, who = there(dialect.time), there(dialect.who)
    if not time or not who:
        lacking = dialect.who if time else dialect.time
        raise InputError(f"{path}:1: {dialect.name}: a column {' or '.join(lacking)} is needed")
    if not there(dialect.geometric) and not there(dialect.pressure):
        raise InputError(
            f"{path}:1: {dialect.name}: a column {' or '.join((*dialect.geometric, *dialect.pressure))} is needed"
        )
    geometric, pressure, speed = there(dialect.geometric), there(dialect.pressure), there(dialect.speed)
    course, climb = there(dialect.course), there(dialect.climb)
    left_out: dict[str, int] = {}
    kept: list[tuple[float, ...]] = []
    ids: list[str] = []
    signs: list[str] = []
    for at, row in places:
        if len(kept) == MOST_ROWS:
            raise InputError(f"{at}: more than {MOST_ROWS} rows")

        def value(columns: tuple[str, ...], unit: float = 1.0, row: dict[str, str] = row, at: str = at) -> float:
            for name in columns:
                found = number(row[name], f"{at}: {name}")
                if not math.isnan(found):
                    return found * unit
            return math.nan

        name = next((row[column].strip() for column in who if row[column].strip()), "")
        when = instant(row[time[0]], f"{at}: {time[0]}") if row[time[0]].strip() else math.nan
        if dialect.age and not math.isnan(old := value(there((dialect.age,)))):
            when -= old
        if "ground" in (row.get("alt_baro", "").strip().lower(),) or row.get("onground", "").strip().lower() in (
            "true",
            "t",
            "1",
        ):
            count(left_out, "on the ground")
            continue
        latitude, longitude = _place(dialect, row, there, at)
        if not name or math.isnan(when) or math.isnan(latitude) or math.isnan(longitude):
            count(left_out, "without time, aircraft or place")
            continue
        if abs(latitude) > 90.0 or abs(longitude) > 180.0:
            count(left_out, "at a place that is not on Earth")
            continue
        above, sea = value(geometric, dialect.height_m), value(pressure, dialect.height_m)
        if math.isnan(above) and math.isnan(sea):
            count(left_out, "without height")
            continue
        if dialect.zero_is_ground and sea == 0.0:
            count(left_out, "on the ground")
            continue
        kept.append(
            (
                when,
                latitude,
                longitude,
                above,
                sea,
                value(speed, dialect.speed_mps),
                value(course),
                value(climb, dialect.climb_mps),
            )
        )
        ids.append(name.lower() if dialect.who[0] != "callsign" else name)
        signs.append(row.get("callsign", row.get("flight", "")).strip())
    table = np.array(kept, float).reshape(-1, 8)
    height = table[:, 3].copy()
    unknown = np.isnan(height)
    if unknown.any():
        geoid = geoid_height_m(np.radians(table[unknown, 1]), np.radians(table[unknown, 2]))
        height[unknown] = table[unknown, 4] + geoid
    return Motion(
        time_s=table[:, 0], who=ids, latitude_deg=table[:, 1], longitude_deg=table[:, 2], height_m=height,
        speed_mps=table[:, 5], course_deg=table[:, 6], climb_mps=table[:, 7], sign=signs, left_out=left_out,
    )  # fmt: skip


def _place(dialect: Dialect, row: dict[str, str], there, where: str) -> tuple[float, float]:  # type: ignore[no-untyped-def]  # inner
    if not dialect.place:
        latitude, longitude = there(dialect.latitude)[0], there(dialect.longitude)[0]
        return number(row[latitude], f"{where}: {latitude}"), number(row[longitude], f"{where}: {longitude}")
    cell = row[dialect.place]
    if not cell.strip():
        return math.nan, math.nan
    parts = cell.split(",")
    if len(parts) != 2:
        raise InputError(
            f"{where}: {dialect.place}: {cell[:40]!r} was found, latitude and longitude with a comma are needed"
        )
    return number(parts[0], f"{where}: {dialect.place}"), number(parts[1], f"{where}: {dialect.place}")
