"""Rows of a table -> paths in space that can be asked at any instant: for scoring truth and tracks side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.physics import earth

Floats = NDArray[np.float64]
LOCAL, GEODETIC = ("east_m", "north_m", "up_m"), ("latitude_deg", "longitude_deg", "height_m")
VELOCITY = ("east_mps", "north_mps", "up_mps")  # local, or at the place of the row


@dataclass(frozen=True, slots=True)
class Path:
    """One object or one track: its rows in order of time."""

    name: Any
    time_s: Floats  # (n,) rising
    place_m: Floats  # (n, 3)
    row: NDArray[np.int64]  # (n,) of the table it came from
    velocity_mps: Floats | None = None  # (n, 3) in the axes of the places; None: joined straight

    def at(self, instants: Floats, longest_gap_s: float) -> Floats:
        """Places (instants, 3) between rows; nan before, after, and in gaps longer than allowed.

        Between two rows it is the cubic with their places and velocities, or a straight line without velocities.
        """
        after = np.clip(np.searchsorted(self.time_s, instants), 0, self.time_s.size - 1)
        before = np.clip(np.searchsorted(self.time_s, instants, side="right") - 1, 0, None)
        span = self.time_s[after] - self.time_s[before]
        share = np.where(span > 0.0, (instants - self.time_s[before]) / np.where(span > 0.0, span, 1.0), 0.0)[:, None]
        rise = self.place_m[after] - self.place_m[before]
        place = self.place_m[before] + share * rise
        if self.velocity_mps is not None:
            # what bends the straight line so that both ends have their velocities
            begin = span[:, None] * self.velocity_mps[before] - rise
            end = span[:, None] * self.velocity_mps[after] - rise
            place += share * (1.0 - share) * ((1.0 - share) * begin - share * end)
        inside = (instants >= self.time_s[0]) & (instants <= self.time_s[-1]) & (span <= longest_gap_s)
        return np.where(inside[:, None], place, np.nan)

    def gaps_s(self) -> Floats:
        """Times between rows, ``(n - 1,)``."""
        return np.diff(self.time_s)


def paths_of(table: Any, key: str, what: str) -> tuple[list[Path], bool]:
    """Paths by the column ``key``, sorted by it, and whether they are in local axes (else earth-centred).

    ``table`` (mapping, data frame or object) has ``time_s``, ``key`` (numbers or text) and either ``east_m, north_m,
    up_m`` or ``latitude_deg, longitude_deg, height_m``; with ``east_mps, north_mps, up_mps`` in all rows they are
    joined with their velocities. Raises InputError for missing columns, nan, or a time told twice.
    """
    names, time = column_of(table, key, what), column_of(table, "time_s", what).astype(np.float64)
    local = has(table, "east_m")
    axes = [column_of(table, axis, what).astype(np.float64) for axis in (LOCAL if local else GEODETIC)]
    moving = all(has(table, axis) for axis in VELOCITY)
    speeds = [column_of(table, axis, what).astype(np.float64) for axis in VELOCITY] if moving else []
    if not all(np.isfinite(axis).all() for axis in speeds):
        # a table that knows some velocities only is joined straight, all of it
        moving, speeds = False, []
    if any(axis.shape != time.shape for axis in (*axes, *speeds, names)):
        raise InputError(f"{what}: columns of different length; expected {time.size} rows in each")
    if not all(np.isfinite(axis).all() for axis in (*axes, time)):
        raise InputError(f"{what}: time_s or place has nan or inf; expected finite numbers")
    place = np.stack(axes, axis=1)
    velocity = np.stack(speeds, axis=1) if moving else None
    if not local and time.size:
        latitude, longitude = np.radians(axes[0]), np.radians(axes[1])
        place = earth.geodetic_to_ecef(latitude, longitude, axes[2])
        if velocity is not None:
            turn = earth.ecef_to_enu_matrix(latitude, longitude)
            velocity = (velocity[:, :, None] * turn).sum(axis=1)
    paths = []
    for name in np.unique(names):
        rows = np.nonzero(names == name)[0]
        rows = rows[np.argsort(time[rows], kind="stable")]
        twice = np.nonzero(np.diff(time[rows]) <= 0.0)[0]
        if twice.size:
            raise InputError(f"{what}: {key} {name} has two rows at {time[rows[twice[0]]]:g} s; expected one")
        plain = name.item() if isinstance(name, np.generic) else name
        paths.append(Path(plain, time[rows], place[rows], rows, None if velocity is None else velocity[rows]))
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
