"""Rows of a table -> paths in space that can be asked at any instant: for scoring truth and tracks side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.physics import earth

LOCAL, GEODETIC = ("east_m", "north_m", "up_m"), ("latitude_deg", "longitude_deg", "height_m")


@dataclass(frozen=True, slots=True)
class Path:
    """One object or one track: its rows in order of time."""

    name: Any
    time_s: NDArray[np.float64]  # (n,) rising
    place_m: NDArray[np.float64]  # (n, 3)
    row: NDArray[np.int64]  # (n,) of the table it came from

    def at(self, instants: NDArray[np.float64], longest_gap_s: float) -> NDArray[np.float64]:
        """Places (instants, 3), straight between rows; nan before, after, and in gaps longer than allowed."""
        after = np.clip(np.searchsorted(self.time_s, instants), 0, self.time_s.size - 1)
        before = np.clip(np.searchsorted(self.time_s, instants, side="right") - 1, 0, None)
        span = self.time_s[after] - self.time_s[before]
        share = np.where(span > 0.0, (instants - self.time_s[before]) / np.where(span > 0.0, span, 1.0), 0.0)
        place = self.place_m[before] + share[:, None] * (self.place_m[after] - self.place_m[before])
        inside = (instants >= self.time_s[0]) & (instants <= self.time_s[-1]) & (span <= longest_gap_s)
        return np.where(inside[:, None], place, np.nan)


def paths_of(table: Any, key: str, what: str) -> tuple[list[Path], bool]:
    """Paths by the column ``key``, sorted by it, and whether they are in local axes (else earth-centred).

    ``table`` (mapping, data frame or object) has ``time_s``, ``key`` and either ``east_m, north_m, up_m`` or
    ``latitude_deg, longitude_deg, height_m``. Raises InputError for missing columns, nan, or a time told twice.
    """
    names, time = column_of(table, key, what), column_of(table, "time_s", what).astype(np.float64)
    local = has(table, "east_m")
    axes = [column_of(table, axis, what).astype(np.float64) for axis in (LOCAL if local else GEODETIC)]
    if any(axis.shape != time.shape for axis in (*axes, names)):
        raise InputError(f"{what}: columns of different length; expected {time.size} rows in each")
    if not all(np.isfinite(axis).all() for axis in (*axes, time)):
        raise InputError(f"{what}: time_s or place has nan or inf; expected finite numbers")
    place = np.stack(axes, axis=1)
    if not local and time.size:
        place = earth.geodetic_to_ecef(np.radians(axes[0]), np.radians(axes[1]), axes[2])
    paths = []
    for name in np.unique(names):
        rows = np.nonzero(names == name)[0]
        rows = rows[np.argsort(time[rows], kind="stable")]
        twice = np.nonzero(np.diff(time[rows]) <= 0.0)[0]
        if twice.size:
            raise InputError(f"{what}: {key} {name} has two rows at {time[rows[twice[0]]]:g} s; expected one")
        paths.append(Path(name.item(), time[rows], place[rows], rows))
    return paths, local


def has(table: Any, name: str) -> bool:
    """Whether a mapping, frame or object has a column."""
    return name in table if isinstance(table, Mapping) or hasattr(table, "keys") else hasattr(table, name)


def column_of(table: Any, name: str, what: str) -> NDArray[Any]:
    """A column of a mapping, frame or object. Raises InputError when it is missing."""
    if not has(table, name):
        raise InputError(
            f"{what}: column {name} is missing; expected time_s, a name for each path (object or track) and "
            f"{', '.join(LOCAL)} or {', '.join(GEODETIC)}"
        )
    return np.asarray(table[name] if isinstance(table, Mapping) or hasattr(table, "keys") else getattr(table, name))
