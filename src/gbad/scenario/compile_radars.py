"""Radars -> their table, with what each can see over the terrain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import nan, pi, radians
from typing import Any

import numpy as np

from gbad.physics import earth
from gbad.physics.propagation import line_of_sight_arc_m
from gbad.scenario import near_ground
from gbad.scenario.columns import keys, strings
from gbad.scenario.compile_draws import Draws
from gbad.scenario.compile_echo import _each_its_own, hold_snr_db, loop_gain_db
from gbad.scenario.layout import Scenario
from gbad.scenario.placed import PlacedRadar, placed_radars
from gbad.scenario.references import LOWEST_ALOFT_M
from gbad.tables import Bools, Floats, RadarTable
from gbad.terrain import Terrain, ground_height_m, polar_mask

MASK_AZIMUTH_STEP_RAD = radians(0.5)
MASK_RANGE_STEP_M = 500.0
LOW_M = 1000.0  # masks of antennas aloft reach to where they see down to this


def radar_table(scenario: Scenario, draws: Draws, terrain: Terrain, calibrate: Callable[..., float]) -> RadarTable:
    """The table of all radars, with what each can see over the terrain."""
    radars = placed_radars(scenario)
    holders = [radar.holder for radar in radars]
    commands = sorted(scenario.commands)
    latitude = np.radians([radar.at.latitude_deg for radar in radars])
    longitude = np.radians([radar.at.longitude_deg for radar in radars])
    mast = np.array([radar.figures.antenna_height_m.nominal for radar in radars])
    height = ground_height_m(terrain, latitude, longitude) + mast
    reach_m = max(
        float(draws.column(holders, "instrumented_range_km", 1e3).max()), 1e3,
        *(_horizon_m(float(h), scenario.effective_earth_factor) for h in height if h >= LOWEST_ALOFT_M),
    )  # fmt: skip

    def column(path: str, scale: float = 1.0, missing: float = nan) -> Floats:
        return draws.column(holders, path, scale, missing)

    def each(pick: Callable[[Any], object], kind: type) -> np.ndarray:
        return np.array([pick(radar.figures) for radar in radars], dtype=kind)

    def near(what: str, path: str, missing: float) -> Floats:
        """A figure of what land does, where the scenario asks for it."""
        if what not in scenario.near_ground:
            return np.full((draws.count, len(holders)), missing)
        return column(f"near_ground.{path}", missing=missing)

    near_ground.refuse_unknown(scenario, radars)
    gain = loop_gain_db(holders, draws, calibrate)
    horizon = _on_the_horizon(
        column("period_s"), column("dwell_time_s"), column("search_time_share"),
        each(lambda f: f.searches_horizon, np.bool_),
    )  # fmt: skip
    return RadarTable(
        id=strings([radar.id for radar in radars]),
        key=keys([radar.id for radar in radars]),
        type=strings([radar.holder.name for radar in radars]),
        latitude_rad=latitude,
        longitude_rad=longitude,
        antenna_height_m=height,
        mast_height_m=mast,
        position_ecef_m=earth.geodetic_to_ecef(latitude, longitude, height).reshape(-1, 3),
        ecef_to_enu=earth.ecef_to_enu_matrix(latitude, longitude).reshape(-1, 3, 3),
        frequency_hz=column("frequency_ghz", 1e9),
        loop_gain_db=gain,
        hold_snr_db=hold_snr_db(holders, draws, calibrate),
        gas_db_per_km=_each_its_own(holders, draws, lambda sensor: sensor.air_loss),
        pfa=column("calibration.pfa"),
        pulses=each(lambda f: f.calibration.pulses, np.int64),
        swerling=each(lambda f: f.fluctuation, np.int64),
        ground_reflection=np.maximum(column("ground_reflection", missing=0.0), near("multipath", "reflection", 0.0)),
        clutter_db=near_ground.clutter_db(gain, near, column),
        clutter_reach_m=near_ground.clutter_reach_m(
            near("clutter", "relief_m", 0.0), mast, scenario.effective_earth_factor
        ),
        instrumented_range_m=column("instrumented_range_km", 1e3),
        minimum_range_m=column("minimum_range_km", 1e3),
        period_s=column("period_s"),
        groups=each(lambda f: f.groups_per_period, np.int64),
        rotates=each(lambda f: f.rotates, np.bool_),
        start_azimuth_rad=np.radians([(radar.start_azimuth_deg or 0.0) % 360.0 for radar in radars]),
        phase_drawn=np.array([radar.start_azimuth_deg is None for radar in radars]),
        boresight_rad=np.radians([radar.boresight_deg % 360.0 for radar in radars]),
        sector_half_width_rad=np.minimum(column("sector_width_deg", pi / 360.0), pi),
        elevation_min_rad=column("elevation_min_deg", pi / 180.0),
        elevation_max_rad=column("elevation_max_deg", pi / 180.0),
        range_resolution_m=column("range_resolution_m"),
        azimuth_beamwidth_rad=column("azimuth_beamwidth_deg", pi / 180.0),
        elevation_beamwidth_rad=column("elevation_beamwidth_deg", pi / 180.0),
        range_rate_std_mps=column("range_rate_std_mps"),
        notch_mps=np.maximum(column("moving_target_notch_mps", missing=0.0), near("notch", "notch_mps", 0.0)),
        error_floor_fraction=column("error_floor_fraction"),
        false_alarms_per_visit=column("false_alarms_per_visit"),
        cued=each(lambda f: f.cued, np.bool_),
        tracks_max=each(lambda f: f.tracks_max, np.int64),
        dwells_per_period=_dwells(column("period_s"), column("dwell_time_s"), column("search_time_share")) + horizon,
        horizon_looks=horizon,
        signal=each(lambda f: f.signal, np.int64),
        passive=each(lambda f: f.passive, np.bool_),
        hears=each(lambda f: f.hears, np.bool_),
        interrogates_iff=each(lambda f: f.interrogates_iff, np.bool_),
        iff_reply_probability=column("iff_reply_probability", missing=0.0),
        processing_delay_s=column("processing_delay_s"),
        range_bias_std_m=column("range_bias_std_m", missing=0.0),
        azimuth_bias_std_rad=column("azimuth_bias_std_deg", pi / 180.0, missing=0.0),
        elevation_bias_std_rad=column("elevation_bias_std_deg", pi / 180.0, missing=0.0),
        clock_late_s=column("clock_late_s", missing=0.0),
        antenna_gain_db=column("reception.antenna_gain_dbi"),
        side_lobes_db=column("reception.side_lobes_db"),
        canceller_db=column("reception.canceller_db", missing=0.0),
        canceller_loops=each(lambda f: f.reception.canceller_loops or 0 if f.reception else 0, np.int64),
        agility_hz=column("reception.agility_ghz", 1e9, missing=0.0),
        noise_temperature_k=column("reception.noise_temperature_k"),
        silent_s=np.repeat(_silences(radars)[None], draws.count, axis=0),
        command=np.array([commands.index(radar.command) for radar in radars], dtype=np.int64),
        effective_earth_factor=scenario.effective_earth_factor,
        mask_min_height_m=masks(
            terrain, latitude.tolist(), longitude.tolist(), height.tolist(), reach_m, scenario.effective_earth_factor
        ),
        mask_azimuth_step_rad=MASK_AZIMUTH_STEP_RAD,
        mask_range_step_m=MASK_RANGE_STEP_M,
    )


def _horizon_m(height_m: float, factor: float) -> float:
    """How far an antenna aloft has what flies at ``LOW_M`` in sight over smooth ground: farther than some displays."""
    return float(line_of_sight_arc_m(height_m, LOW_M, factor))


def _dwells(period_s: Floats, dwell_s: Floats, search_share: Floats) -> Floats:
    """Looks at cues that fit into a period beside other duties, at least one; 0 where no dwell time is given."""
    fit = np.floor((1.0 - search_share) * period_s / dwell_s + 1e-9)
    return np.where(np.isnan(dwell_s), 0.0, np.maximum(fit, 1.0))


def _on_the_horizon(period_s: Floats, dwell_s: Floats, search_share: Floats, searches: Bools) -> Floats:
    """Looks along the horizon in a period, at least one, of radars that search it by themselves; 0 for others."""
    fit = np.floor(search_share * period_s / dwell_s + 1e-9)
    return np.where(searches & ~np.isnan(dwell_s), np.maximum(fit, 1.0), 0.0)


def _silences(radars: Sequence[PlacedRadar]) -> Floats:
    """``(radars, most intervals, 2)``; a radar with fewer has empty ones at the end."""
    out = np.full((len(radars), max((len(radar.silent) for radar in radars), default=0), 2), np.inf)
    for row, radar in enumerate(radars):
        for i, silence in enumerate(sorted(radar.silent, key=lambda s: (s.from_s, s.to_s))):
            out[row, i] = silence.from_s, silence.to_s
    return out


def masks(
    terrain: Terrain,
    latitude: Sequence[float],
    longitude: Sequence[float],
    height: Sequence[float],
    reach_m: float,
    factor: float,
) -> np.ndarray:
    """``(radars, azimuths, ranges)`` lowest heights in sight, as far as the farthest-looking radar."""
    masks = [
        polar_mask(terrain, lat, lon, h, reach_m, MASK_AZIMUTH_STEP_RAD, MASK_RANGE_STEP_M, factor)
        for lat, lon, h in zip(latitude, longitude, height, strict=True)
    ]
    return np.stack(masks)
