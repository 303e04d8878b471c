"""How far the ground of a spec reaches, without making it (a file's is read): to say early what stands beyond it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.physics._earth_kernel import MEAN_RADIUS
from gbad.terrain import specs
from gbad.terrain.builtin import SOUTH_DEG, STEP_DEG, WEST_DEG
from gbad.terrain.from_file import from_file
from gbad.terrain.synthetic import layout

BUILT_IN_SHAPE = (1560, 2760)


@dataclass(frozen=True, slots=True)
class Extent:
    """The outermost nodes of a grid [deg]."""

    south_deg: float
    west_deg: float
    north_deg: float
    east_deg: float

    def __str__(self) -> str:
        return f"{self.south_deg:.3f} to {self.north_deg:.3f} N, {self.west_deg:.3f} to {self.east_deg:.3f} E"

    def covers(self, latitude_deg: ArrayLike, longitude_deg: ArrayLike) -> NDArray[np.bool_]:
        """True where a place lies on the grid; whole turns of longitude do not matter."""
        latitude, longitude = np.asarray(latitude_deg, float), np.asarray(longitude_deg, float)
        east = np.mod(longitude - self.west_deg, 360.0)
        inside = (latitude >= self.south_deg) & (latitude <= self.north_deg)
        return np.asarray(inside & (east <= self.east_deg - self.west_deg))

    def share_beyond(self, latitude_deg: float, longitude_deg: float, radius_m: float) -> float:
        """Share of the disc around a place that lies beyond the grid, within half a percent; on the mean sphere."""
        # rings and bearings of equal weight
        arc = radius_m / MEAN_RADIUS * np.sqrt((np.arange(100) + 0.5) / 100.0)[:, None]
        bearing = np.arange(0.5, 180.0) * math.radians(2.0)
        lat0 = math.radians(latitude_deg)
        sine = math.sin(lat0) * np.cos(arc) + math.cos(lat0) * np.sin(arc) * np.cos(bearing)
        turn = np.arctan2(np.sin(bearing) * np.sin(arc) * math.cos(lat0), np.cos(arc) - math.sin(lat0) * sine)
        there = self.covers(np.degrees(np.arcsin(sine)), longitude_deg + np.degrees(turn))
        return float(1.0 - there.mean())


def extent_of(spec: specs.Spec) -> Extent | None:
    """The extent of a ground that ends; ``None`` for one that goes on (flat, and the plain around ridge and cone).

    ``InputError`` for a place, size or step that makes no grid.

    Beyond its extent a ground is sea level, or the level of its plain: a number, not the ground that is there.
    """
    if isinstance(spec, specs.BuiltIn):
        rows, columns = BUILT_IN_SHAPE
        return Extent(SOUTH_DEG, WEST_DEG, SOUTH_DEG + (rows - 1) * STEP_DEG, WEST_DEG + (columns - 1) * STEP_DEG)
    if isinstance(spec, specs.FromFile):
        ground = from_file(spec)
        return Extent(ground.south_deg, ground.west_deg, ground.north_deg, ground.east_deg)
    if not isinstance(spec, specs.Synthetic):
        return None
    grid = layout(spec)
    if not isinstance(spec, specs.Fractal):
        return None
    half_rows, half_columns = (grid.shape[0] - 1) // 2, (grid.shape[1] - 1) // 2
    high, wide = half_rows * grid.step_deg, half_columns * grid.step_deg
    latitude, longitude = spec.latitude_deg, spec.longitude_deg
    return Extent(latitude - high, longitude - wide, latitude + high, longitude + wide)
