"""Radars -> their table, with what each can see over the terrain; and columns of ids and keys for every table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import nan, pi, radians
from typing import Any

import numpy as np

from gbad.physics import earth
from gbad.physics.random import entity_key
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.layout import Scenario, Silence
from gbad.scenario.references import radar_id_of
from gbad.scenario.routes import Place
from gbad.scenario.specs.radar import Radar
from gbad.tables import Bools, Floats, Keys, RadarTable, Strings
from gbad.terrain import Terrain, ground_height_m, polar_mask

MASK_AZIMUTH_STEP_RAD = radians(0.5)
MASK_RANGE_STEP_M = 500.0


@dataclass(frozen=True, slots=True)
class PlacedRadar:
    """A radar with all that the scenario says of it, its own or its battery's."""

    id: str
    holder: Holder
    figures: Any  # of a kind of sensor: ``specs.sensor.Sensor``
    at: Place
    command: str
    boresight_deg: float
    start_azimuth_deg: float | None
    silent: tuple[Silence, ...]
    also_reports_to: tuple[str, ...] = ()


def placed_radars(scenario: Scenario) -> list[PlacedRadar]:
    """Every radar and passive sensor, those that come with batteries among them, sorted by id."""
    found = []
    for radar in scenario.radars.values():
        battery = scenario.batteries.get(radar.battery or "")
        boresight = radar.boresight_deg if radar.boresight_deg is not None else getattr(battery, "boresight_deg", None)
        at = radar.at or (battery.at if battery else None)
        command = radar.command or (battery.command if battery else None)
        assert at is not None
        assert command is not None
        holder = Holder(radar.figures, radar.type, f"radars.{radar.id}", radar.overridden)
        found.append(
            PlacedRadar(
                radar.id,
                holder,
                radar.figures,
                at,
                command,
                boresight or 0.0,
                radar.start_azimuth_deg,
                (*radar.silent, *(battery.silent if battery else ())),
                tuple(sorted({*radar.also_reports_to, *(battery.successors if battery else ())} - {command})),
            )
        )
    for sensor in scenario.passive_sensors.values():
        holder = Holder(sensor.figures, sensor.type, f"passive_sensors.{sensor.id}", sensor.overridden)
        boresight, start = sensor.boresight_deg or 0.0, sensor.start_azimuth_deg
        found.append(PlacedRadar(sensor.id, holder, sensor.figures, sensor.at, sensor.command, boresight, start, ()))
    owned = {radar.battery for radar in scenario.radars.values() if radar.battery}
    for battery in scenario.batteries.values():
        if battery.id not in owned:
            name = battery.figures.engagement_radar
            figures = scenario.library[name]
            assert isinstance(figures, Radar)
            boresight = battery.boresight_deg or 0.0
            holder = Holder(figures, name)
            found.append(
                PlacedRadar(
                    radar_id_of(battery.id),
                    holder,
                    figures,
                    battery.at,
                    battery.command,
                    boresight,
                    None,
                    battery.silent,
                    tuple(sorted({*battery.successors} - {battery.command})),
                )
            )
    return sorted(found, key=lambda radar: radar.id)


def engagement_radar_of(scenario: Scenario, battery: str) -> str:
    """Id of a battery's engagement radar."""
    return next((r.id for r in scenario.radars.values() if r.battery == battery), radar_id_of(battery))


def radar_table(scenario: Scenario, draws: Draws, terrain: Terrain, calibrate: Callable[..., float]) -> RadarTable:
    """The table of all radars, with what each can see over the terrain."""
    radars = placed_radars(scenario)
    holders = [radar.holder for radar in radars]
    commands = sorted(scenario.commands)
    latitude = np.radians([radar.at.latitude_deg for radar in radars])
    longitude = np.radians([radar.at.longitude_deg for radar in radars])
    mast = np.array([radar.figures.antenna_height_m.nominal for radar in radars])
    height = ground_height_m(terrain, latitude, longitude) + mast
    reach_m = max(float(draws.column(holders, "instrumented_range_km", 1e3).max()), 1e3)

    def column(path: str, scale: float = 1.0, missing: float = nan) -> Floats:
        return draws.column(holders, path, scale, missing)

    def each(pick: Callable[[Any], object], kind: type) -> np.ndarray:
        return np.array([pick(radar.figures) for radar in radars], dtype=kind)

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
        loop_gain_db=loop_gain_db(holders, draws, calibrate),
        hold_snr_db=hold_snr_db(holders, draws, calibrate),
        gas_db_per_km=_each_its_own(holders, draws, lambda sensor: sensor.air_loss),
        pfa=column("calibration.pfa"),
        pulses=each(lambda f: f.calibration.pulses, np.int64),
        swerling=each(lambda f: f.fluctuation, np.int64),
        ground_reflection=column("ground_reflection", missing=0.0),
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
        notch_mps=column("moving_target_notch_mps", missing=0.0),
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


def loop_gain_db(holders: Sequence[Holder], draws: Draws, calibrate: Callable[..., float]) -> Floats:
    """``(D, rows)`` loop gains that make each radar see its calibration point as published."""
    columns = {
        name: draws.column(holders, path, scale)
        for name, path, scale in (
            ("range_m", "calibration.range_km", 1e3),
            ("pd", "calibration.pd", 1.0),
            ("pfa", "calibration.pfa", 1.0),
            ("antenna_height_m", "antenna_height_m", 1.0),
        )
    }
    columns["gas_db_per_km"] = _each_its_own(holders, draws, lambda sensor: sensor.air_loss)
    columns["rcs_m2"] = _each_its_own(holders, draws, lambda sensor: f"calibration.{sensor.calibrated_on}")
    out = np.empty_like(columns["range_m"])
    known: dict[tuple[float, ...], float] = {}
    for draw, row in np.ndindex(*out.shape):
        sensor: Any = holders[row].entry
        point = sensor.calibration
        figures = {name: float(column[draw, row]) for name, column in columns.items()}
        # gathered over several looks: what one of them must have
        figures["pd"] = 1.0 - (1.0 - figures["pd"]) ** (1.0 / point.looks)
        figures |= {"swerling": point.swerling, "pulses": point.pulses}
        key = (sensor.signal, *figures.values())
        if key not in known:
            known[key] = sensor.gain_db(calibrate, figures)
        out[draw, row] = known[key]
    return out


def _each_its_own(holders: Sequence[Holder], draws: Draws, path: Callable[[Any], str]) -> Floats:
    """``(D, rows)`` of a figure that kinds of sensors call by different names."""
    out = np.empty((draws.count, len(holders)))
    for row, holder in enumerate(holders):
        out[:, row] = draws.values(holder, path(holder.entry))
    return out


# a radar holds a target that rounds home on where half its looks would see it, if it fluctuated slowly
HOLD_PD, HOLD_SWERLING = 0.5, 1


def hold_snr_db(holders: Sequence[Holder], draws: Draws, calibrate: Callable[..., float]) -> Floats:
    """``(D, rows)`` mean SNR of one look [dB] at which half the looks at a slowly fluctuating target see it."""
    pfa = draws.column(holders, "calibration.pfa")
    out = np.empty_like(pfa)
    for draw, row in np.ndindex(*out.shape):
        point = holders[row].entry.calibration  # type: ignore[attr-defined]  # holders of radars only
        out[draw, row] = calibrate(
            range_m=1.0, rcs_m2=1.0, pd=HOLD_PD, pfa=float(pfa[draw, row]), swerling=HOLD_SWERLING, pulses=point.pulses,
            gas_db_per_km=0.0, antenna_height_m=0.0,
        )  # fmt: skip
    return out


def sources_db(holders: Sequence[Holder], sensors: Sequence[PlacedRadar], draws: Draws) -> Floats:
    """``(D, sensors, flyers)`` what each passive sensor receives each flyer by [dB]; -inf: nothing, or a radar."""
    out = np.full((draws.count, len(sensors), len(holders)), -np.inf)
    for row, sensor in enumerate(sensors):
        for column, holder in enumerate(holders if sensor.figures.passive else ()):
            strength = sensor.figures.received(holder, draws)
            if strength.any():
                out[:, row, column] = 10.0 * np.log10(strength)
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


def strings(values: Sequence[str]) -> Strings:
    """A column of text, also when it is empty."""
    return np.array(list(values), dtype=np.str_) if values else np.empty(0, dtype="<U1")


def keys(ids: Sequence[str]) -> Keys:
    """The 64-bit keys of ids."""
    return np.array([entity_key(name) for name in ids], dtype=np.uint64)
