"""What all tables are made of: ids instead of rows, degrees instead of ECEF."""

from __future__ import annotations

import numpy as np

from gbad.physics import earth
from gbad.physics.earth import ecef_to_geodetic
from gbad.results.schema import TABLES
from gbad.tables import Floats, Strings

Columns = dict[str, np.ndarray]
NOBODY = ""  # id that stands for "no object": a false alarm, a false track
AXES = ("east", "north", "up")


def empty(table: str) -> Columns:
    """A table without rows."""
    return {name: np.zeros(0, column.dtype) for name, column in TABLES[table].columns.items()}


def named(ids: Strings, rows: np.ndarray) -> np.ndarray:
    """Ids of rows; ``NOBODY`` where the row is -1."""
    if len(ids) == 0:
        return np.full(len(rows), NOBODY)
    return np.where(rows >= 0, ids[np.maximum(rows, 0)], NOBODY)


def places(position_ecef_m: np.ndarray, prefix: str = "") -> Columns:
    """Latitude and longitude [deg] and ellipsoidal height [m] of ``(n, 3)`` positions."""
    latitude, longitude, height = ecef_to_geodetic(position_ecef_m)
    return {
        f"{prefix}latitude_deg": np.degrees(latitude),
        f"{prefix}longitude_deg": np.degrees(longitude),
        f"{prefix}height_m": height,
    }


def velocities(velocity_ecef_mps: Floats, place: Columns) -> Columns:
    """Speed and velocity along east, north and up at places, of ``(n, 3)`` Earth-fixed velocities."""
    axes = earth.ecef_to_enu_matrix(np.radians(place["latitude_deg"]), np.radians(place["longitude_deg"]))
    enu = (velocity_ecef_mps[:, None, :] * axes).sum(axis=2)
    speed = np.sqrt((velocity_ecef_mps**2).sum(axis=1))
    return {"speed_mps": speed} | {f"{axis}_mps": enu[:, k] for k, axis in enumerate(AXES)}
