"""From polar grids to a map: north up, evenly spaced in latitude and longitude, as files and pictures want it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gbad.coverage import _cover_kernel as _k
from gbad.coverage import _ground_kernel as _g
from gbad.coverage.covering import Coverage
from gbad.coverage.sites import EDGES, Site
from gbad.tables import Bools, Floats
from gbad.terrain import ground_height_m

METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Nodes of a map. Row 0 is the south edge; steps may differ north and east so that cells are nearly square."""

    south_deg: float
    west_deg: float
    step_north_deg: float
    step_east_deg: float
    rows: int
    columns: int

    @property
    def latitude_deg(self) -> Floats:
        return self.south_deg + self.step_north_deg * np.arange(self.rows)

    @property
    def longitude_deg(self) -> Floats:
        return self.west_deg + self.step_east_deg * np.arange(self.columns)


def frame_around(sites: Sequence[Site], cells: int = 600) -> Frame:
    """A frame that holds the disc of every site, ``cells`` nodes along its longer side."""
    boxes = []
    for site in sites:
        latitude, longitude = site.place
        north = math.degrees(site.radius_m / 6_371_008.77) * 1.005
        east = north / math.cos(math.radians(min(abs(latitude) + north, 85.0)))
        boxes.append((latitude - north, longitude - east, latitude + north, longitude + east))
    south, west = min(b[0] for b in boxes), min(b[1] for b in boxes)
    north, east = max(b[2] for b in boxes), max(b[3] for b in boxes)
    shrink = math.cos(math.radians(0.5 * (south + north)))
    step = max(north - south, (east - west) * shrink) / (cells - 1)
    rows = math.ceil((north - south) / step) + 1
    columns = math.ceil((east - west) * shrink / step) + 1
    return Frame(south, west, step, step / shrink, rows, columns)


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """One coverage on a frame. Heights are metres above the ground; nan where unknown or beyond the disc."""

    coverage: Coverage
    frame: Frame
    ground_m: Floats  # (rows, columns) above the ellipsoid
    lowest_in_sight_m: Floats  # (rows, columns) above the ground
    minimum_m: Floats  # (3, rows, columns) lowest height found in the worst, nominal, best case; inf where none
    top_m: Floats  # (3, rows, columns) top of that band of heights
    arc_m: Floats  # (rows, columns) distance along the ground from the site
    azimuth_rad: Floats  # (rows, columns)

    def found(self, height_m: float, edge: str = "nominal") -> Bools:
        """Where a height (above ground or sea, as the coverage has it) is found."""
        e = EDGES.index(edge)
        up = height_m if self.coverage.above == "ground" else height_m + self.coverage.site.sea_level_m - self.ground_m
        with np.errstate(invalid="ignore"):
            return (self.minimum_m[e] <= up) & (up <= self.top_m[e]) & (up >= 0.0)

    def layer(self, name: str, height_m: float) -> Floats:
        """``visit``, ``cumulative`` or ``confirmed`` at one of the coverage's heights; nan where unknown."""
        grid = getattr(self.coverage.layers, name)[self.coverage.heights_m.index(height_m)]
        site = self.coverage.site
        known = ~np.isnan(self.lowest_in_sight_m)
        a = np.rint(self.azimuth_rad / site.azimuth_step_rad).astype(np.int64) % grid.shape[0]
        r = np.minimum(np.rint(self.arc_m / site.range_step_m).astype(np.int64), grid.shape[1] - 1)
        return np.where(known, grid[a, r], np.nan)


def map_of(coverage: Coverage, frame: Frame | None = None) -> Map:
    """The coverage on a frame (its own disc if none is given)."""
    site = coverage.site
    frame = frame or frame_around([site])
    shape = (frame.rows, frame.columns)
    lowest, azimuth, arc = np.empty(shape), np.empty(shape), np.empty(shape)
    _g.raster_into(
        frame.south_deg, frame.west_deg, frame.step_north_deg, frame.step_east_deg, site.latitude_rad,
        site.longitude_rad, coverage.floor_m, site.azimuth_step_rad, site.range_step_m, lowest, azimuth, arc,
    )  # fmt: skip
    latitude, longitude = np.radians(frame.latitude_deg)[:, None], np.radians(frame.longitude_deg)[None, :]
    ground = ground_height_m(site.terrain, latitude, longitude)
    outside = ~site.terrain.covers(latitude, longitude) | (arc > site.radius_m) | np.isnan(ground)
    lowest[outside] = np.nan
    floor = np.maximum(lowest, ground)
    minimum, top = np.full((3, *shape), np.nan), np.full((3, *shape), np.nan)
    r = np.minimum(np.rint(arc / site.range_step_m).astype(np.int64), coverage.floor_m.shape[1] - 1)
    a = np.rint(azimuth / site.azimuth_step_rad).astype(np.int64) % coverage.floor_m.shape[0]
    sea = coverage.lobed[a].astype(np.int64)
    blind = np.all(coverage.layers.reason[0] == _k.SECTOR, axis=1)[a]
    known = ~np.isnan(floor)
    for edge in range(3):
        minimum[edge][known], top[edge][known] = np.inf, -np.inf
        for k in range(coverage.band_m.shape[4]):
            band = coverage.band_m[sea, edge, 1, r, k]
            here = known & ~blind & np.isinf(minimum[edge]) & (band[..., 1] >= floor)
            minimum[edge][here] = (np.maximum(floor, band[..., 0]) - ground)[here]
            top[edge][here] = (band[..., 1] - ground)[here]
    return Map(coverage, frame, ground, lowest - ground, minimum, top, arc, azimuth)


def bands_of(map_: Map, edge: str = "nominal") -> NDArray[np.int8]:
    """``(rows, columns)`` row of the lowest of the heights that is found; their number if none, -1 unknown."""
    heights = map_.coverage.heights_m
    out = np.full(map_.ground_m.shape, len(heights), np.int8)
    for i in reversed(range(len(heights))):
        out[map_.found(heights[i], edge)] = i
    out[np.isnan(map_.lowest_in_sight_m)] = -1
    return out
