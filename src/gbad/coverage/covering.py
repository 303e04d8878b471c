"""Where a radar finds a class of target: minimum detectable height and layers at given heights, around one site.

One walk over the ground (the polar mask the engagement uses) answers every height. The echo is sensing's own, for the
nominal figures and for the worst and best ends of what the library knows: range, probability and limits of the radar,
cross-section of the target, which comes straight in and so shows its nose. Left out, as in the timeline: interference,
and the time a radar needs for many targets. ``rain_mm_h``, ``lobing`` and ``diffraction`` are options that the timeline
does not have.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gbad.coverage import _cover_kernel as _k
from gbad.coverage._site_kernel import HALF_WIDTH, Echoes, Flight, Grids, Radar, View
from gbad.coverage.criterion import HITS, WINDOW, Criterion
from gbad.coverage.echoes import NOMINAL, TOP_M, WORKERS, Weather, echoes, needed_db, pool
from gbad.coverage.ends import settled
from gbad.coverage.placing import place_radar
from gbad.coverage.sites import EDGES, Site
from gbad.coverage.targets import Target, target_of
from gbad.errors import InputError
from gbad.tables import Bools, Floats, Singles
from gbad.terrain import FICTIONAL, Terrain
from gbad.terrain import load as load_terrain

if TYPE_CHECKING:
    from gbad.text.answer import Answer

HEIGHTS_M = (100.0, 1000.0, 5000.0, 10000.0)


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """Grids ``(heights, azimuths, ranges)`` for the heights asked for."""

    reason: NDArray[np.uint8]  # why it is not found: the constants of ``_cover_kernel`` (0: found)
    edges: NDArray[np.uint8]  # bits 1, 2, 4: found in the worst, nominal, best case
    sight: Bools  # in line of sight
    visit: NDArray[np.float32]  # probability of detection in one visit
    cumulative: NDArray[np.float32]  # at least once in the last visits of a straight inbound flight
    confirmed: NDArray[np.float32]  # three times in its last five visits

    def grids(self) -> Grids:
        """The very arrays, for kernels that fill them."""
        return Grids(self.reason, self.edges, self.sight, self.visit, self.cumulative, self.confirmed)

    def found(self, edge: str = "nominal") -> Bools:
        """Where the criterion is met, ``edge`` one of worst, nominal, best."""
        return (self.edges & (1 << EDGES.index(edge))) > 0


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """What one site finds of one class of target. Polar grids; azimuth ``a`` at ``a * site.azimuth_step_rad``."""

    site: Site
    target: Target
    criterion: Criterion
    heights_m: tuple[float, ...]
    above: str  # heights are above "ground" or "sea"
    weather: Weather
    lobed: Bools  # (azimuths,) the sea reflects there
    band_m: Floats  # (2 sea, 3 edges, 2 kinds, ranges, K, 2) height bands found, before the ground hides any
    layers: Layers
    floor_m: NDArray[np.float32] = field(repr=False)  # (azimuths, ranges) lowest height in sight, or reached by waves
    worst_floor_m: NDArray[np.float32] = field(repr=False)  # from the lowest mast, every cell's crest in the way
    best_floor_m: NDArray[np.float32] = field(repr=False)  # from the highest mast

    def __repr__(self) -> str:
        return (
            f"<gbad Coverage: what {self.site.radar} finds of {self.target.name}, to {self.range_m[-1] / 1e3:.0f} km>"
        )

    def _repr_html_(self) -> str:
        from gbad.report.coverage_notebook import coverage_html

        return coverage_html(self)

    @property
    def range_m(self) -> Floats:
        """``(ranges,)`` ground range of the columns."""
        return np.arange(self.site.ground_m.shape[1], dtype=np.float64) * self.site.range_step_m

    @property
    def height_steps(self) -> list[str]:
        return [height_text(height) for height in self.heights_m]

    def floor(self, edge: str = "nominal") -> NDArray[np.float32]:
        """``(azimuths, ranges)`` lowest height [m above the ellipsoid] that the ground leaves in sight; nan unknown."""
        return (self.worst_floor_m, self.floor_m, self.best_floor_m)[EDGES.index(edge)]

    def minimum_height_m(self, edge: str = "nominal") -> Singles:
        """``(azimuths, ranges)`` lowest height found [m above the ellipsoid]; inf if none, nan where unknown."""
        return self.lowest_band_m(edge)[0]

    def lowest_band_m(self, edge: str = "nominal") -> tuple[Singles, Singles]:
        """``(azimuths, ranges)`` bottom and top of the lowest band of heights found [m above the ellipsoid]."""
        low, top = np.empty_like(self.floor_m), np.empty_like(self.floor_m)
        band = np.ascontiguousarray(self.band_m[:, EDGES.index(edge), 1])
        _k.lowest_into(self.floor(edge), self.site.ground_m, band, self.lobed, low, top)
        in_sector = self.site.in_sector(edge)
        if not in_sector.all():
            blind = ~in_sector[:, None] & ~np.isnan(low)
            low[blind], top[blind] = np.inf, -np.inf
        return low, top

    def intervals_m(self, azimuth_deg: float, range_m: float, edge: str = "nominal") -> list[tuple[float, float]]:
        """Bands of height found [m above the ellipsoid] at the nearest cell, lowest first; empty if none or unknown.

        ``InputError`` on real ground, where no single direction is told.
        """
        self._check_direction("the heights found in one direction")
        a = round(math.radians(azimuth_deg) / self.site.azimuth_step_rad) % self.floor_m.shape[0]
        r = round(range_m / self.site.range_step_m)
        if not 0 <= r < self.floor_m.shape[1]:
            raise InputError(f"range {range_m / 1e3:g} km: 0 to {self.site.radius_m / 1e3:g} km were looked at")
        floor = max(float(self.floor(edge)[a, r]), float(self.site.ground_m[a, r]))
        bands = self.band_m[int(self.lobed[a]), EDGES.index(edge), 1, r]
        return [(max(float(low), floor), float(high)) for low, high in bands if high >= floor]

    def noise_range_m(self, edge: str = "nominal") -> float:
        """Greatest ground range at which the echo suffices at any height, were no ground in the way."""
        some = ~np.isnan(self.band_m[0, EDGES.index(edge), 1, :, 0, 0])
        return float(self.range_m[some].max(initial=0.0))

    def approach(self, azimuth_deg: float, height_m: float) -> tuple[Floats, Floats]:
        """``(range_m, chance)``: a straight inbound flight at one of ``heights_m`` is first found beyond each range.

        Visits are the target's way in one period apart, counted from the outer end of the map. ``InputError`` on real
        ground, where no single direction is told.
        """
        self._check_direction("an approach from one direction")
        layer = self.heights_m.index(height_m)
        a = round(math.radians(azimuth_deg) / self.site.azimuth_step_rad) % self.floor_m.shape[0]
        spacing = self.target.speed_mps * self.site.period_s
        ranges = np.arange(self.range_m[-1], 0.0, -spacing)
        each = np.interp(ranges, self.range_m, self.layers.visit[layer, a])
        return ranges, 1.0 - np.cumprod(1.0 - each)

    def answer(self, ring_m: float | None = None) -> Answer:
        """The text answer, with the limit that binds named for each height."""
        from gbad.coverage.telling import tell

        return tell(self, ring_m)

    def _check_direction(self, what: str) -> None:
        if not self.site.fictional:
            raise InputError(
                f"{what} is told on made-up terrain only ({', '.join(FICTIONAL)}); real ground gets shares of area "
                "by height and distance, over all directions"
            )

    def __str__(self) -> str:
        return str(self.answer())


def cover(
    system: str | Site = "s400",
    at: tuple[float, float] | None = None,
    target: str | Target = "cruise-missile",
    heights_m: Sequence[float] = HEIGHTS_M,
    *,
    above: str = "ground",
    radius_m: float = 450e3,
    terrain: Terrain | None = None,
    criterion: Criterion | None = None,
    weather: Weather | None = None,
    diffraction: bool = False,
    boresight_deg: float = 0.0,
    mast_m: float | None = None,
    effective_earth_factor: float = 4.0 / 3.0,
) -> Coverage:
    """Coverage of ``system`` at ``at`` (latitude, longitude [deg]) against ``target``.

    ``system`` is ``s400``, a radar or battery of the library, or a :class:`Site` laid out before (its terrain, place
    and mast then hold). ``terrain`` is the built-in one if left out; on ground that is not made up the place goes to
    the nearest half degree. Raises ``InputError`` for whatever cannot be.
    """
    criterion, weather = criterion or Criterion(), weather or Weather()
    if not heights_m or not all(0.0 <= height <= TOP_M - 5000.0 for height in heights_m):
        raise InputError(f"heights: one or more of 0 to {TOP_M / 1e3 - 5:g} km are needed")
    if above not in ("ground", "sea"):
        raise InputError(f"above {above}: ground or sea is allowed")
    if not isinstance(system, Site):
        if at is None:
            raise InputError("at: a place LAT,LON is needed, like 38.5,35.5")
        if not 1e3 <= radius_m <= 1000e3:
            raise InputError(f"radius {radius_m / 1e3:g} km: 1 to 1000 km are allowed")
        system = place_radar(
            system, at, terrain or load_terrain(), radius_m=radius_m, boresight_deg=boresight_deg, mast_m=mast_m,
            effective_earth_factor=effective_earth_factor,
        )  # fmt: skip
    return cover_site(system, target_of(target), tuple(sorted(heights_m)), above, criterion, weather, diffraction)


def cover_site(
    site: Site,
    target: Target,
    heights_m: tuple[float, ...],
    above: str,
    criterion: Criterion,
    weather: Weather,
    diffraction: bool = False,
) -> Coverage:
    """Coverage of a site that is laid out; see :func:`cover`."""
    target = target.seen_at(site.frequency_hz)
    site = settled(site, target, criterion)
    lobed = site.sea_ahead() if weather.lobing else np.zeros(site.ground_m.shape[0], np.bool_)
    band, snr_db, level_m = echoes(site, target, criterion, weather, bool(lobed.any()))
    floor, worst_floor = site.lowest_in_sight_m, site.lowest_in_sight_worst_m
    best_floor = site.lowest_in_sight_best_m
    if diffraction:
        from gbad.coverage.bending import floor_by_diffraction

        floor = floor_by_diffraction(site, level_m, snr_db[0], needed_db(site, target, criterion)[NOMINAL])
        # only the nominal figures are bent: over real ground crests that the grid does not show stay in the way
        worst_floor = np.maximum(floor, worst_floor) if not site.fictional else floor
        best_floor = np.minimum(floor, best_floor)
    shape = (len(heights_m), *site.ground_m.shape)
    layers = Layers(
        reason=np.empty(shape, np.uint8), edges=np.empty(shape, np.uint8), sight=np.empty(shape, np.bool_),
        visit=np.empty(shape, np.float32), cumulative=np.empty(shape, np.float32),
        confirmed=np.empty(shape, np.float32),
    )  # fmt: skip
    masks = np.stack([worst_floor, floor, best_floor])
    smooth, half_width = site.lowest_on_smooth_ground_m(), np.ascontiguousarray(site.figure[:, HALF_WIDTH])

    def some(first: int, stop: int) -> None:
        _k.layers_into(
            first, stop, Radar(site.row, site.figure[NOMINAL], site.kind), site.heights(heights_m, above),
            View(masks, half_width, smooth, site.azimuth_step_rad, site.range_step_m),
            Echoes(lobed, level_m, snr_db, band, target.swerling),
            Flight(target.speed_mps * site.period_s, criterion.visits(site.period_s), HITS, WINDOW), layers.grids(),
        )  # fmt: skip

    # bearings are independent of each other: shared out over a few threads, the same bytes for any number
    cuts = np.linspace(0, shape[1], 4 * WORKERS + 1).astype(int)
    list(pool().map(some, cuts[:-1].tolist(), cuts[1:].tolist()))
    return Coverage(
        site, target, criterion, heights_m, above, weather, lobed, band, layers, floor, worst_floor, best_floor
    )


def height_text(height_m: float) -> str:
    """100 m, 1 km, 2.5 km."""
    return f"{height_m:g} m" if height_m < 1000.0 else f"{height_m / 1e3:g} km"
