"""From polar grids to a map: north up, evenly spaced in latitude and longitude, as files and pictures want it.

On made-up ground a map shows every direction. On real ground it shows distance alone: each cell carries what holds in
half of all directions at its distance from the site (for probabilities the mean over them), so that neither a gap nor
an axis can be read. Whatever draws or writes a map asks :meth:`Map.for_show` for it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gbad.coverage import _ground_kernel as _g
from gbad.coverage.covering import Coverage
from gbad.coverage.sites import EDGES, Site
from gbad.errors import InputError
from gbad.tables import Bools, Floats, Singles
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
        return self.south_deg + self.step_north_deg * np.arange(self.rows, dtype=np.float64)

    @property
    def longitude_deg(self) -> Floats:
        return self.west_deg + self.step_east_deg * np.arange(self.columns, dtype=np.float64)


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
    by_distance: bool  # one number for all directions at each distance
    ground_m: Floats  # (rows, columns) above the ellipsoid; by distance the median
    lowest_in_sight_m: Floats  # (rows, columns) above the ground
    minimum_m: Floats  # (3, rows, columns) lowest height found in the worst, nominal, best case; inf where none
    top_m: Floats  # (3, rows, columns) top of that band of heights
    arc_m: Floats  # (rows, columns) distance along the ground from the site
    azimuth_rad: Floats  # (rows, columns)

    def for_show(self) -> Map:
        """The map itself, if it may be drawn or written; ``InputError`` if it shows directions on real ground."""
        if not (self.by_distance or self.coverage.site.fictional):
            raise InputError(
                "a map of real ground is drawn and written by distance only, over all directions (coverage.map_of); "
                "gaps and axes are for made-up terrain"
            )
        return self

    def found(self, height_m: float, edge: str = "nominal") -> Bools:
        """Where a height (above ground or sea, as the coverage has it) is found."""
        e = EDGES.index(edge)
        up = height_m if self.coverage.above == "ground" else height_m + self.coverage.site.sea_level_m - self.ground_m
        with np.errstate(invalid="ignore"):
            return (self.minimum_m[e] <= up) & (up <= self.top_m[e]) & (up >= 0.0)

    def layer(self, name: str, height_m: float) -> Floats:
        """``visit``, ``cumulative`` or ``confirmed`` at one of the coverage's heights; nan where unknown."""
        grid = getattr(self.coverage.layers, name)[self.coverage.heights_m.index(height_m)]
        if self.by_distance:
            grid = np.broadcast_to(grid[self.coverage.site.in_sector()].mean(axis=0), grid.shape)
        known = ~np.isnan(self.lowest_in_sight_m)
        a, r = _cells(self.coverage, self.azimuth_rad, self.arc_m)
        return np.where(known, grid[a, r], np.nan)


def map_of(coverage: Coverage, frame: Frame | None = None) -> Map:
    """The coverage on a frame (its own disc if none is given): every direction on made-up ground, else by distance."""
    return detailed_map(coverage, frame) if coverage.site.fictional else map_by_distance(coverage, frame)


def detailed_map(coverage: Coverage, frame: Frame | None = None) -> Map:
    """Every direction: to be shown on made-up ground; on real ground for sums over areas alone."""
    site = coverage.site
    frame = frame or frame_around([site])
    lowest, azimuth, arc = _laid(coverage, frame, coverage.floor_m)
    latitude, longitude = np.radians(frame.latitude_deg)[:, None], np.radians(frame.longitude_deg)[None, :]
    ground = ground_height_m(site.terrain, latitude, longitude)
    outside = ~site.terrain.covers(latitude, longitude) | (arc > site.radius_m) | np.isnan(ground)
    minimum, top = np.full((3, *ground.shape), np.nan), np.full((3, *ground.shape), np.nan)
    a, r = _cells(coverage, azimuth, arc)
    sea = coverage.lobed[a].astype(np.int64)
    blind = ~site.in_sector()[a]
    for e, edge in enumerate(EDGES):
        mine = lowest if coverage.floor(edge) is coverage.floor_m else _laid(coverage, frame, coverage.floor(edge))[0]
        floor = np.maximum(mine, ground)
        known = ~(outside | np.isnan(mine))
        minimum[e][known], top[e][known] = np.inf, -np.inf
        for k in range(coverage.band_m.shape[4]):
            band = coverage.band_m[sea, e, 1, r, k]
            here = known & ~blind & np.isinf(minimum[e]) & (band[..., 1] >= floor)
            minimum[e][here] = (np.maximum(floor, band[..., 0]) - ground)[here]
            top[e][here] = (band[..., 1] - ground)[here]
    lowest[outside] = np.nan
    return Map(coverage, frame, False, ground, lowest - ground, minimum, top, arc, azimuth)


def map_by_distance(coverage: Coverage, frame: Frame | None = None) -> Map:
    """What holds in half of all directions at each distance; unknown where more than half are."""
    site = coverage.site
    frame = frame or frame_around([site])
    _, azimuth, arc = _laid(coverage, frame, coverage.floor_m)
    inside = site.in_sector()
    ground = site.ground_m[inside]
    base = ground if coverage.above == "ground" else np.full_like(ground, site.sea_level_m)
    unknown = np.isnan(coverage.floor_m[inside])
    level = _half_of(np.where(np.isnan(ground), np.inf, ground), np.mean(np.isnan(ground), axis=0))
    # heights are counted from what the coverage counts from, then told above the median ground
    shift = 0.0 if coverage.above == "ground" else site.sea_level_m - level
    share = unknown.mean(axis=0)

    def half(height: Singles, missing: float) -> Floats:
        return _half_of(np.where(unknown, missing, height[inside] - base), share) + shift

    columns = [half(coverage.floor_m, np.inf)]
    bands = [coverage.lowest_band_m(edge) for edge in EDGES]
    columns += [half(low, np.inf) for low, _ in bands]
    # half of the directions reach up at least to here
    columns += [-_half_of(np.where(unknown, np.inf, base - top[inside]), share) + shift for _, top in bands]
    _, r = _cells(coverage, azimuth, arc)
    beyond = arc > site.radius_m
    grids = [np.where(beyond, np.nan, column[r]) for column in (level, *columns)]
    return Map(coverage, frame, True, grids[0], grids[1], np.stack(grids[2:5]), np.stack(grids[5:8]), arc, azimuth)


def _half_of(height: Floats, unknown: Floats) -> Floats:
    """``(ranges,)`` the value that at least half of the rows do not exceed; nan where more than half are unknown."""
    row = np.sort(height, axis=0)[max(0, math.ceil(0.5 * len(height)) - 1)]
    return np.where(unknown > 0.5, np.nan, row).astype(np.float64)


def _laid(coverage: Coverage, frame: Frame, floor: NDArray[np.float32]) -> tuple[Floats, Floats, Floats]:
    """Lowest height in sight [m above the ellipsoid], bearing and ground range at the nodes of the frame."""
    site, shape = coverage.site, (frame.rows, frame.columns)
    lowest, azimuth, arc = np.empty(shape), np.empty(shape), np.empty(shape)
    _g.raster_into(
        frame.south_deg, frame.west_deg, frame.step_north_deg, frame.step_east_deg, site.latitude_rad,
        site.longitude_rad, floor, site.azimuth_step_rad, site.range_step_m, lowest, azimuth, arc,
    )  # fmt: skip
    return lowest, azimuth, arc


def _cells(coverage: Coverage, azimuth: Floats, arc: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The nearest polar cell of each node."""
    site, shape = coverage.site, coverage.floor_m.shape
    a = np.rint(azimuth / site.azimuth_step_rad).astype(np.int64) % shape[0]
    return a, np.minimum(np.rint(arc / site.range_step_m).astype(np.int64), shape[1] - 1)


def cells_of(map_: Map) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of azimuth and of range of the polar cell at each node of a map."""
    return _cells(map_.coverage, map_.azimuth_rad, map_.arc_m)


def bands_of(map_: Map, edge: str = "nominal") -> NDArray[np.int8]:
    """``(rows, columns)`` row of the lowest of the heights that is found; their number if none, -1 unknown."""
    heights = map_.coverage.heights_m
    out = np.full(map_.ground_m.shape, len(heights), np.int8)
    for i in reversed(range(len(heights))):
        out[map_.found(heights[i], edge)] = i
    out[np.isnan(map_.lowest_in_sight_m)] = -1
    return out
