"""What echo comes back from each distance and height, and in which bands of height it suffices: before any ground."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import numpy as np

from gbad.coverage import _cover_kernel as _k
from gbad.coverage.criterion import Criterion
from gbad.coverage.sites import EDGES, Site, rcs_dbsm
from gbad.coverage.targets import Target
from gbad.physics.attenuation import rain_attenuation_db_per_km
from gbad.physics.waves import SPEED_OF_LIGHT_MPS
from gbad.sensing import required_snr_db
from gbad.tables import Floats

TOP_M = 40_000.0  # heights are looked at up to here
BOTTOM_M = -500.0
LEVELS, FINE_LEVELS = 96, 1200  # rungs of the height ladder; more of them where the sea reflects
BANDS = 4
WORKERS = 2
NOMINAL = EDGES.index("nominal")


@dataclass(frozen=True, slots=True)
class Weather:
    """What coverage may add to the timeline's propagation. Rain falls evenly over ``rain_m`` around the radar."""

    rain_mm_h: float = 0.0
    rain_m: float = 20e3
    lobing: bool = False  # two-ray pattern where the ground ahead is open sea


@cache
def pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(WORKERS, "coverage")


def needed_db(site: Site, target: Target, criterion: Criterion) -> Floats:
    """(worst, nominal, best) mean SNR one visit must bring; more than any echo if the criterion asks for less than
    the false alarms give."""
    pulses = int(site.kind[_k.PULSES])
    singles = [criterion.single_pd(float(period)) for period in site.periods_s]
    return np.array([
        float(required_snr_db(single, pfa, pulses, target.swerling)) if single > pfa else -np.inf
        for single, pfa in zip(singles, site.pfa, strict=True)
    ])  # fmt: skip


def echoes(
    site: Site, target: Target, criterion: Criterion, weather: Weather, over_sea: bool
) -> tuple[Floats, Floats, Floats]:
    """Height bands ``(2, 3, 2, ranges, K, 2)``, nominal echoes ``(2, ranges, levels)`` and the ladder of heights."""
    levels = FINE_LEVELS if over_sea else LEVELS
    level_m = BOTTOM_M + (TOP_M - BOTTOM_M) * (np.arange(levels + 1) / levels) ** 2
    ranges = site.ground_m.shape[1]
    rain = 2e-3 * float(rain_attenuation_db_per_km(site.frequency_hz, weather.rain_mm_h)) if weather.rain_mm_h else 0.0
    wavelength = SPEED_OF_LIGHT_MPS / site.frequency_hz
    rcs, needed = rcs_dbsm(target), needed_db(site, target, criterion)
    band = np.full((2, 3, 2, ranges, 16 * BANDS if over_sea else BANDS, 2), np.nan)
    snr_db = np.empty((2, ranges, level_m.size))

    def one(sea: int, edge: int) -> None:
        air = np.array([rain, weather.rain_m, wavelength, site.sea_level_m, float(sea)])
        figure = site.figure[edge]
        # the mast of an edge changes what is in sight, and the lobes over a sea; two metres of slant range are nothing
        row = site.row_of(edge) if sea else site.row
        common = (row, figure, site.effective_radius_m, rcs[edge], air)
        _k.bands_into(*common, needed[edge], site.range_step_m, level_m, band[sea, edge])
        if edge == NOMINAL:
            _k.echoes_into(*common, site.range_step_m, level_m, snr_db[sea])

    parts = [(sea, edge) for sea in range(1 + over_sea) for edge in range(3)]
    list(pool().map(lambda part: one(*part), parts))
    if not over_sea:
        band[1], snr_db[1] = band[0], snr_db[0]
    return band, snr_db, level_m
