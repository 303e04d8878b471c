"""Recorded air traffic: state vectors in the columns of the OpenSky Network -> one piece of flight each.

Read are ``time`` [s, UTC of the Unix epoch or any other count], ``icao24``, ``lat``, ``lon`` [deg], ``geoaltitude`` [m,
above the WGS-84 ellipsoid] or else ``baroaltitude`` [m, pressure altitude, taken for height above the sea], and, where
they are there, ``velocity`` [m/s over the ground], ``heading`` [deg], ``vertrate`` [m/s], ``callsign``, ``onground``,
``lastposupdate`` [s, when the position was new]. CSV or Parquet, by the name's ending.

Rows without a place or on the ground are left out; so are repeats of an old position, positions that no aircraft could
have reached from the one before, heights that jump, and positions older than the first row of the file. All of them are
counted (``Readout``). Where nothing was heard for longer than ``longest_gap_s`` one piece of flight ends and another
begins: nobody knows what happened between.

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

from gbad.columns import Columns
from gbad.errors import InputError
from gbad.physics import earth
from gbad.scenario.recording_doubts import doubts
from gbad.scenario.state_vectors import LeftOut, read_columns
from gbad.terrain import geoid_height_m

Floats = NDArray[np.float64]

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


@dataclass(frozen=True, slots=True)
class Readout:
    """What was read from one file, what was left out of it, and what looks wrong."""

    recordings: tuple[Recording, ...]
    rows: int
    left_out: tuple[tuple[str, int], ...]  # why, and how many rows; none of them 0
    doubts: tuple[str, ...]  # sentences

    def told(self) -> str:
        """How many rows are flown, and why the others are not."""
        flown = sum(len(recording.time_s) for recording in self.recordings)
        lost = "; ".join(f"{count} {why}" for why, count in self.left_out)
        left = f"; left out: {lost}" if lost else ""
        pieces = f"{len(self.recordings)} piece{'s' * (len(self.recordings) != 1)} of flight"
        return f"{flown} of {self.rows} rows are flown, in {pieces}{left}"


def read_recordings(path: Path, longest_gap_s: float) -> tuple[Recording, ...]:
    """Every piece of flight of a file, sorted by id. Raises ``InputError``."""
    return read_out(path, longest_gap_s).recordings


def read_out(path: Path, longest_gap_s: float) -> Readout:
    """A file with its counts; read once while it stays as it is. Raises ``InputError``."""
    if not path.is_file():
        raise InputError(f"there is no file {path.name} beside the scenario")
    stat = path.stat()
    return _read(path, stat.st_mtime_ns, stat.st_size, longest_gap_s)


@lru_cache(maxsize=16)
def _read(path: Path, _changed_ns: int, _size: int, longest_gap_s: float) -> Readout:
    columns, count, left_out = read_columns(path)
    first_s = float(columns["time"].min(initial=np.inf))
    found: list[Recording] = []
    who, begins = np.unique(columns["icao24"], return_index=True)
    ends = [*begins, len(columns["time"])][1:]
    for name, begin, end in zip(who, begins, ends, strict=True):
        mine = {key: values[begin:end] for key, values in columns.items()}
        for i, piece in enumerate(_pieces(_cleaned(mine, first_s, left_out), longest_gap_s)):
            if len(piece["time"]) < LEAST_ROWS:
                _count(left_out, f"in pieces of fewer than {LEAST_ROWS}", len(piece["time"]))
                continue
            found.append(_recording(piece, str(name) if i == 0 else f"{name}-{i + 1}", first_s))
    lost = tuple((why, n) for why, n in left_out.items() if n)
    if not found:
        why = "; ".join(f"{n} {reason}" for reason, n in lost)
        raise InputError(
            f"{path.name}: no aircraft in it has {LEAST_ROWS} rows with a place and a height in the air"
            f" ({count} rows{', left out: ' + why if why else ''})"
        )
    recordings = tuple(sorted(found, key=lambda recording: recording.id))
    return Readout(recordings, count, lost, tuple(doubts(recordings)))


def _count(left_out: LeftOut, why: str, rows: int) -> None:
    left_out[why] = left_out.get(why, 0) + rows


def _cleaned(rows: Columns, first_s: float, left_out: LeftOut) -> Columns:
    """Rows of one aircraft whose position was new, and could be reached from the one before."""
    heard_s = np.where(np.isfinite(rows["lastposupdate"]), rows["lastposupdate"], rows["time"])
    rows = {**rows, "time": np.minimum(heard_s, rows["time"])}
    order = np.argsort(rows["time"], kind="stable")
    order = order[rows["time"][order] >= first_s]
    _count(left_out, "with a position older than the file's first row", len(rows["time"]) - len(order))
    rows = {name: values[order] for name, values in rows.items()}
    steps = list(zip(*(np.asarray(c).tolist() for c in (rows["time"], rows["lat"], rows["lon"], _heights(rows))),
                     strict=True))  # fmt: skip
    keep: list[int] = []
    for i, here in enumerate(steps):
        if not keep or _reachable(steps[keep[-1]], here):
            keep.append(i)
            continue
        repeated = here[0] <= steps[keep[-1]][0]
        _count(left_out, "that repeat an old position" if repeated else "where no aircraft gets from the row before", 1)
        if len(keep) == 1 and i + 1 < len(steps) and _reachable(here, steps[i + 1]):
            # the very first position was the wrong one
            keep[0] = i
    return {name: values[keep] for name, values in rows.items()}


def _reachable(before: tuple[float, ...], after: tuple[float, ...]) -> bool:
    """Whether an aircraft can come from one (time, latitude, longitude, height) to the next."""
    dt = after[0] - before[0]
    north = math.radians(after[1] - before[1])
    # a turn of longitude does not matter
    east = math.radians((after[2] - before[2] + 180.0) % 360.0 - 180.0) * math.cos(math.radians(before[1]))
    flown = earth.MEAN_RADIUS * math.hypot(north, east)
    # a hundred metres for the error of two heights
    return dt > 0.0 and flown <= FASTEST_MPS * dt and abs(after[3] - before[3]) <= STEEPEST_MPS * dt + 100.0


def _heights(rows: Columns) -> Floats:
    """Heights above the ellipsoid: geometric ones, else pressure altitude as above the sea."""
    sea = rows["baroaltitude"] + geoid_height_m(np.radians(rows["lat"]), np.radians(rows["lon"]))
    return np.where(np.isfinite(rows["geoaltitude"]), rows["geoaltitude"], sea)


def _pieces(rows: Columns, longest_gap_s: float) -> Iterator[Columns]:
    cuts = np.flatnonzero(np.diff(rows["time"]) > longest_gap_s) + 1
    for part in np.split(np.arange(len(rows["time"])), cuts):
        yield {name: values[part] for name, values in rows.items()}


def _recording(rows: Columns, name: str, first_s: float) -> Recording:
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
