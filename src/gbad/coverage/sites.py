"""Where a radar stands and what the ground lets it see: compiled exactly as a scenario compiles it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gbad.coverage._site_kernel import ANTENNA_HEIGHT, BORESIGHT, HALF_WIDTH, Heights
from gbad.coverage.targets import Target
from gbad.errors import InputError
from gbad.physics.earth import geodetic_to_ecef
from gbad.tables import Bools, Floats, Ints, Singles
from gbad.terrain import RELIEF, Terrain, is_fictional

EDGES = ("worst", "nominal", "best")


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One radar on the ground. Rows of figures are (worst, nominal, best); polar grids are ``(azimuths, ranges)``."""

    id: str
    radar: str
    latitude_rad: float
    longitude_rad: float
    antenna_height_m: float  # above the ellipsoid
    sea_level_m: float  # above the ellipsoid, at the site
    row: Floats  # (2,) as in ``_site_kernel``
    kind: Ints
    figure: Floats  # (3, figures)
    pfa: Floats  # (3,)
    draw_figure: Floats  # (draws, figures) every corner of worst and best (see ``ends``)
    draw_pfa: Floats  # (draws,)
    period_s: float
    periods_s: Floats  # (3,)
    delays_s: Floats  # (3,) from the end of a visit to its plots
    masts_m: Floats  # (3,) antenna above the ground
    frequency_hz: float
    half_width_rad: float  # of the sector, as the library has it
    effective_radius_m: float
    azimuth_step_rad: float
    range_step_m: float
    ground_m: Singles  # (azimuths, ranges) nan where unknown
    lowest_in_sight_m: Singles  # (azimuths, ranges) nan where unknown
    lowest_in_sight_worst_m: Singles  # from the lowest mast, every cell's crest in the way; never below the one above
    lowest_in_sight_best_m: Singles  # from the highest mast; never above the nominal one
    terrain: Terrain
    varied: tuple[str, ...] = ()  # figures with ends that vary in worst and best
    kept: tuple[str, ...] = ()  # figures with ends that stay at their nominal
    asked_deg: tuple[float, float] | None = None  # the place asked for: real ground has only a coarse grid

    def heights(self, height_m: Sequence[float], above: str, bearings: slice = slice(None)) -> Heights:
        """Heights above ``ground`` or ``sea`` over some of the bearings, as kernels take them."""
        return Heights(np.array(height_m, dtype=float), above == "ground", self.ground_m[bearings], self.sea_level_m)

    @property
    def place(self) -> tuple[float, float]:
        """Latitude and longitude [deg]."""
        return math.degrees(self.latitude_rad), math.degrees(self.longitude_rad)

    @property
    def place_text(self) -> str:
        """38.5 N, 33.5 E."""
        return place_text(self.place)

    @property
    def moved_m(self) -> float:
        """How far the site stands from the place asked for."""
        if self.asked_deg is None:
            return 0.0
        latitude, longitude = np.radians([self.place, self.asked_deg]).T
        here, asked = geodetic_to_ecef(latitude, longitude, np.zeros(2))
        return float(np.linalg.norm(here - asked))

    @property
    def radius_m(self) -> float:
        return (self.ground_m.shape[1] - 1) * self.range_step_m

    @property
    def sector_rad(self) -> tuple[float, float]:
        """Boresight and half width at nominal figures."""
        return float(self.row[BORESIGHT]), float(self.figure[1, HALF_WIDTH])

    @property
    def fictional(self) -> bool:
        """Whether the ground is made up: directions, gaps and lost sites are lessons for such ground only."""
        return is_fictional(self.terrain)

    @property
    def ground_text(self) -> str:
        """What pages say of the ground: made up, without its place, or real and hence hypothetical."""
        if self.terrain.kind == RELIEF:
            return "relief of a file, its place dropped"
        return "made-up ground" if self.fictional else "hypothetical"

    def row_of(self, edge: int) -> Floats:
        """The antenna as sensing lays it out, on the mast of an edge."""
        row = self.row.copy()
        row[ANTENNA_HEIGHT] += self.masts_m[edge] - self.masts_m[EDGES.index("nominal")]
        return row

    def in_sector(self, edge: str = "nominal") -> Bools:
        """``(azimuths,)`` whether the radar looks that way."""
        bearing = np.arange(self.ground_m.shape[0]) * self.azimuth_step_rad - self.row[BORESIGHT]
        off = np.abs((bearing + math.pi) % (2.0 * math.pi) - math.pi)
        return np.asarray(off <= self.figure[EDGES.index(edge), HALF_WIDTH] + 1e-12)

    def lowest_on_smooth_ground_m(self) -> Floats:
        """``(ranges,)`` lowest height in sight if all ground were as low as the lowest known: the horizon alone."""
        level = float(np.nanmin(self.ground_m))
        radius = self.effective_radius_m + level
        arc = np.arange(self.ground_m.shape[1]) * self.range_step_m
        beyond = arc / self.effective_radius_m - math.acos(radius / (self.effective_radius_m + self.antenna_height_m))
        return level + radius * (1.0 / np.cos(np.maximum(beyond, 0.0)) - 1.0)

    def sea_ahead(self) -> Bools:
        """``(azimuths,)`` whether open sea lies all the way from half a kilometre off to the antenna's own horizon."""
        top = max(self.antenna_height_m - self.sea_level_m, 1.0)
        last = int(math.sqrt(2.0 * self.effective_radius_m * top) / self.range_step_m) + 1
        near = self.ground_m[:, 1 : max(last, 2)]
        return np.all(np.abs(near - self.sea_level_m) < 3.0, axis=1)


def place_text(place: tuple[float, float]) -> str:
    """38.5 N, 33.5 E."""
    latitude, longitude = place
    return f"{abs(latitude):g} {'N' if latitude >= 0 else 'S'}, {abs(longitude):g} {'E' if longitude >= 0 else 'W'}"


def facing(site: Site, boresight_deg: float) -> Site:
    """The site as it is on made-up ground; on real ground without its sector, so that no direction is told by it."""
    if site.fictional:
        return site
    if boresight_deg:
        raise InputError(
            f"boresight {boresight_deg:g} degrees: on real ground a sector radar is looked at as if it faced every way "
            "in turn; directions are for made-up terrain"
        )
    figure = site.figure.copy()
    figure[:, HALF_WIDTH] = math.pi
    return replace(site, figure=figure)


def rcs_dbsm(target: Target) -> Floats:
    """(worst, nominal, best) cross-section [dB of 1 m2]."""
    return 10.0 * np.log10(np.array(target.rcs_m2))
