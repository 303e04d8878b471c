"""What receivers make of flights: noise, lost reports and gaps, at whole seconds, in OpenSky's columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.physics import earth
from gbad.physics.random import MOTION, entity_key, normals, uniforms

Floats = NDArray[np.float64]
FOOT_M = 0.3048
EPOCH_S = 1_577_836_800  # 2020-01-01 UTC: the day scenarios begin on unless they say otherwise
PLACE_STD_M, SPEED_STD_MPS, COURSE_STD_DEG, HEIGHT_STD_M = 20.0, 0.7, 0.4, 8.0
# what each draw of an aircraft is for (events of the dice)
ROUTE, FLIGHT, CHANGE, MORE, NOISE, LOST, GAP = range(7)


def seconds_heard(
    seed: int, key: Any, duration_s: int, step_s: int, lost_share: float, gaps_per_hour: float, gap_s: float
) -> NDArray[np.int64]:
    """Seconds whose report was received. Receivers are not in step with each other: each aircraft has its own phase."""
    phase = int(float(uniforms(seed, MOTION, 0, key, MORE)[1]) * step_s)
    seconds = np.arange(phase, duration_s + 1, step_s)
    kept = uniforms(seed, MOTION, 0, key, LOST, seconds)[:, 0] >= lost_share
    begin_s, n = 0.0, 0
    while gaps_per_hour > 0.0:
        wait, last, *_ = uniforms(seed, MOTION, 0, key, GAP, n)
        begin_s += -3600.0 / gaps_per_hour * np.log1p(-float(wait))
        end_s = begin_s - gap_s * np.log1p(-float(last))
        if begin_s > duration_s:
            break
        kept &= (seconds < begin_s) | (seconds > end_s)
        begin_s, n = end_s, n + 1
    return seconds[kept]


def as_recorded(
    flown: Floats, seconds: NDArray[np.int64], seed: int, key: Any, who: tuple[int, str], weather_m: float,
    epoch_s: int,
) -> dict[str, np.ndarray]:  # fmt: skip
    """The columns of one aircraft, with noise and the steps that messages are sent in.

    ``flown``: latitude, longitude [rad], height [m, sea], speed, course [rad], climb at ``seconds``; ``who``: address
    and callsign.
    """
    from gbad.terrain import geoid_height_m

    latitude, longitude, height, speed, course, climb = flown.T
    first = normals(seed, MOTION, 0, key, NOISE, 2 * seconds)
    second = normals(seed, MOTION, 0, key, NOISE, 2 * seconds + 1)
    metres = 1.0 / earth.MEAN_RADIUS
    lon = np.round(np.degrees(longitude + PLACE_STD_M * metres * first[:, 1] / np.cos(latitude)), 5)
    lon = np.where(np.abs(lon) > 180.0, np.round((lon + 180.0) % 360.0 - 180.0, 5), lon)
    geoid = geoid_height_m(latitude, longitude)
    east, north = np.sin(course) * speed, np.cos(course) * speed
    address, sign = who
    count, hour = len(seconds), (epoch_s + seconds) // 3600 * 3600
    foot25 = 25.0 * FOOT_M
    return {
        "time": epoch_s + seconds,
        "icao24": np.full(count, f"{address:06x}"),
        "lat": np.round(np.degrees(latitude + PLACE_STD_M * metres * first[:, 0]), 5),
        "lon": lon,
        "velocity": np.round(np.hypot(east, north) + SPEED_STD_MPS * first[:, 2], 2),
        "heading": np.round((np.degrees(course) + COURSE_STD_DEG * first[:, 3]) % 360.0, 2),
        "vertrate": np.round(np.round((climb + 0.2 * second[:, 0]) / 0.32512) * 0.32512, 3) + 0.0,
        "callsign": np.full(count, sign),
        "onground": np.full(count, False),
        "alert": np.full(count, False),
        "spi": np.full(count, False),
        "squawk": np.full(count, f"{1000 + (address - 0xF00000) % 7000:04d}"),
        "baroaltitude": np.round(np.round((height + weather_m) / foot25) * foot25, 2),
        "geoaltitude": np.round(np.round((height + geoid + HEIGHT_STD_M * second[:, 1]) / foot25) * foot25, 2),
        "lastposupdate": epoch_s + seconds,
        "lastcontact": epoch_s + seconds,
        "hour": hour,
    }


def weather_of(seed: int) -> float:
    """Pressure heights are off by one amount for the whole region: the day's pressure [m]."""
    return 60.0 * float(normals(seed, MOTION, 0, entity_key("weather"))[0])


def by_time(parts: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """The rows of all aircraft, by time and address."""
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((columns["icao24"], columns["time"]))
    return {name: values[order] for name, values in columns.items()}


def write_traffic(columns: dict[str, np.ndarray], path: Path) -> None:
    """Write state vectors as CSV or Parquet, by the name's ending. Raises ``InputError``."""
    import duckdb

    how = {".csv": "(FORMAT csv, HEADER)", ".parquet": "(FORMAT parquet, CODEC zstd)"}.get(path.suffix)
    if how is None:
        raise InputError(f"{path}: a name ending in .csv or .parquet is needed")
    if path.exists():
        raise InputError(f"{path}: exists already; nothing is overwritten")
    quoted = str(path).replace("'", "''")
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.register("columns", {name: np.asarray(values) for name, values in columns.items()})
        connection.execute(f"COPY (SELECT * FROM columns) TO '{quoted}' {how}")
