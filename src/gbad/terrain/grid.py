"""The ground as one grid of heights: ``Terrain``, and the height of the ground at any place."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.errors import InputError
from gbad.terrain import _terrain_kernel as _kernel


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """Heights of the ground on a latitude-longitude grid, above the WGS-84 ellipsoid. Row 0 is the south edge.

    Node ``(row, column)`` is at latitude ``south_deg + row * step_deg``, longitude ``west_deg + column * step_deg``;
    between nodes the ground is bilinear. Beyond the grid it is sea level, taken as the one number ``outside_m``:
    the mean geoid height around the grid's edge (the geoid changes by about 10 m in 500 km there, which is left out).
    """

    name: str
    kind: str  # a kind of ``specs``, or "file"
    height_m: NDArray[np.float32]  # (rows, columns)  [m] above the ellipsoid
    south_deg: float  # latitude of the nodes of row 0
    west_deg: float  # longitude of the nodes of column 0
    step_deg: float  # spacing of nodes, the same north and east
    sea_mask: NDArray[np.bool_]  # (rows, columns)  True where the node is open sea
    estimated_mask: NDArray[np.bool_]  # (rows, columns)  True where the source had no height and it was filled
    outside_m: float  # [m] above the ellipsoid: the ground beyond the grid
    provenance: str  # where the heights come from, in a sentence or two

    @property
    def shape(self) -> tuple[int, int]:
        return self.height_m.shape[0], self.height_m.shape[1]

    @property
    def north_deg(self) -> float:
        """Latitude of the last row of nodes."""
        return self.south_deg + (self.shape[0] - 1) * self.step_deg

    @property
    def east_deg(self) -> float:
        """Longitude of the last column of nodes."""
        return self.west_deg + (self.shape[1] - 1) * self.step_deg

    @property
    def resolves_masking(self) -> bool:
        """Whether cells are small enough to say what the ground hides: a minute of arc or less."""
        return self.step_deg <= 1.0 / 60.0 + 1e-9

    def __repr__(self) -> str:
        return (
            f'Terrain({self.name!r}, {self.shape[0]} x {self.shape[1]} nodes of {self.step_deg * 3600:.6g}", '
            f"{self.south_deg:.4f}..{self.north_deg:.4f} N, {self.west_deg:.4f}..{self.east_deg:.4f} E)"
        )

    def covers(self, latitude_rad: ArrayLike, longitude_rad: ArrayLike) -> NDArray[np.bool_]:
        """True where a place lies on the grid rather than beyond it."""
        latitude = np.degrees(np.asarray(latitude_rad, dtype=np.float64))
        east = np.mod(np.degrees(np.asarray(longitude_rad, dtype=np.float64)) - self.west_deg, 360.0)
        return (latitude >= self.south_deg) & (latitude <= self.north_deg) & (east <= self.east_deg - self.west_deg)

    def window(self, south_deg: float, west_deg: float, north_deg: float, east_deg: float) -> Terrain:
        """The part of the grid between two parallels and two meridians, cut to what there is; for pictures.

        Shares memory with the whole. ``InputError`` if fewer than 2 x 2 nodes lie inside.
        """
        rows = _inside(south_deg, north_deg, self.south_deg, self.step_deg, self.shape[0])
        columns = _inside(west_deg, east_deg, self.west_deg, self.step_deg, self.shape[1])
        if rows.stop - rows.start < 2 or columns.stop - columns.start < 2:
            raise InputError(
                f"terrain {self.name}: the window {south_deg:g}..{north_deg:g} N, {west_deg:g}..{east_deg:g} E holds "
                f"fewer than 2 x 2 nodes; the terrain spans {self.south_deg:.4f}..{self.north_deg:.4f} N, "
                f"{self.west_deg:.4f}..{self.east_deg:.4f} E"
            )
        return replace(
            self,
            height_m=self.height_m[rows, columns],
            sea_mask=self.sea_mask[rows, columns],
            estimated_mask=self.estimated_mask[rows, columns],
            south_deg=self.south_deg + rows.start * self.step_deg,
            west_deg=self.west_deg + columns.start * self.step_deg,
        )


def _inside(low_deg: float, high_deg: float, first_deg: float, step_deg: float, count: int) -> slice:
    start = max(0, int(np.ceil((low_deg - first_deg) / step_deg - 1e-9)))
    stop = min(count, int(np.floor((high_deg - first_deg) / step_deg + 1e-9)) + 1)
    return slice(start, max(start, stop))


def ground_height_m(terrain: Terrain, latitude_rad: ArrayLike, longitude_rad: ArrayLike) -> NDArray[np.float64]:
    """Height of the ground above the ellipsoid [m], bilinear between nodes, of the broadcast shape of the arguments.

    Open sea is the geoid; beyond the grid it is the ``outside_m`` of the terrain.
    """
    latitude, longitude = np.broadcast_arrays(
        np.asarray(latitude_rad, dtype=np.float64), np.asarray(longitude_rad, dtype=np.float64)
    )
    out = np.empty(latitude.size)
    _kernel.ground_heights_into(
        terrain.height_m,
        terrain.south_deg,
        terrain.west_deg,
        terrain.step_deg,
        terrain.outside_m,
        np.ascontiguousarray(latitude).reshape(-1),
        np.ascontiguousarray(longitude).reshape(-1),
        out,
    )
    return out.reshape(latitude.shape)
