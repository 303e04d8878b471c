"""Threats and others -> the table of objects and the paths they fly. This is where groups become single flyers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import FieldError, InputError
from gbad.physics import earth
from gbad.physics.cross_section import ASPECTS_DEG
from gbad.physics.noise import noise_at_one_metre
from gbad.scenario.columns import keys, strings
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.compile_echo import sources_db
from gbad.scenario.flyers import Single, singles
from gbad.scenario.layout import Scenario
from gbad.scenario.layout.flights import Threat
from gbad.scenario.models import Models
from gbad.scenario.placed import placed_radars
from gbad.scenario.routes import Laying
from gbad.scenario.specs.cross_section import CrossSection
from gbad.scenario.specs.flyer import Flyer
from gbad.tables import (
    FRIENDLY_SIDE,
    HOSTILE_SIDE,
    NEUTRAL_SIDE,
    TARGET_AIRCRAFT,
    TARGET_BALLISTIC,
    TARGET_MISSILE,
    TRANSPONDER_CIVIL,
    TRANSPONDER_FRIENDLY,
    TRANSPONDER_NONE,
    AssetTable,
    Floats,
    Ints,
    ObjectTable,
    RadarTable,
)

_CLASS = {"aircraft": TARGET_AIRCRAFT, "missile": TARGET_MISSILE, "ballistic": TARGET_BALLISTIC}
_TRANSPONDER = {"none": TRANSPONDER_NONE, "civil": TRANSPONDER_CIVIL, "friendly": TRANSPONDER_FRIENDLY}


def object_table(scenario: Scenario, draws: Draws, radars: RadarTable, seeker_hz: Floats) -> ObjectTable:
    """The table of everything that flies.

    Its cross-sections are read at the frequencies of radars and, for seekers, ``seeker_hz (D, interceptors)``.
    """
    rows = singles(scenario)
    holders = [row.holder for row in rows]
    assets = sorted(scenario.assets)
    row_of = {row.id: number for number, row in enumerate(rows)}
    form, by_aspect = cross_sections(holders, draws, radars.frequency_hz)
    _, by_seeker = cross_sections(holders, draws, seeker_hz)
    heat = draws.column(holders, "radiant_intensity_w_per_sr", missing=0.0)
    density = jammer_density(holders, draws)
    band_hz = np.array([_band_hz(row.figures) for row in rows]).reshape(len(rows), 2)
    weave_s = draws.column(holders, "evasion_period_s", missing=np.inf)
    return ObjectTable(
        id=strings([row.id for row in rows]),
        key=keys([row.dice for row in rows]),
        name=strings([row.label for row in rows]),
        type=strings([row.flight.type for row in rows]),
        is_threat=np.array([isinstance(row.flight, Threat) for row in rows], dtype=np.bool_),
        side=np.array([_side(row) for row in rows], dtype=np.int64),
        target_class=np.array([_CLASS[row.figures.target_class] for row in rows], dtype=np.int64),
        rcs_dbsm=10.0 * np.log10(draws.column(holders, "rcs_m2")),
        rcs_form=form,
        rcs_by_aspect_dbsm=by_aspect,
        rcs_by_seeker_dbsm=by_seeker,
        heat_dbw_sr=10.0 * np.log10(heat, out=np.full_like(heat, -np.inf), where=heat > 0.0),
        length_m=draws.column(holders, "length_m"),
        span_m=draws.column(holders, "span_m"),
        evasion_mps2=draws.column(holders, "evasion_load_factor_g0", earth.G0, missing=0.0),
        evasion_rad_s=2.0 * np.pi / weave_s,
        jammer_w_per_hz=density,
        jammer_band_hz=band_hz,
        # a jammer is one of the sources of a passive sensor
        noise_at_radar=np.where(
            radars.passive[:, None],
            0.0,
            noise_at_one_metre(
                density,
                band_hz,
                radars.frequency_hz,
                radars.agility_hz,
                radars.antenna_gain_db,
                radars.noise_temperature_k,
            ),
        ),
        noise_at_seeker=(seeker_hz[:, :, None] >= band_hz[:, 0]) & (seeker_hz[:, :, None] <= band_hz[:, 1]),
        source_db=sources_db(holders, placed_radars(scenario), draws),
        swerling=np.array([row.figures.swerling for row in rows], dtype=np.int64),
        transponder=np.array([_TRANSPONDER[row.figures.transponder] for row in rows], dtype=np.int64),
        iff_failure_probability=draws.column(holders, "iff_failure_probability"),
        aims_at=np.array([assets.index(row.aims_at) if row.aims_at else -1 for row in rows], dtype=np.int64),
        damage_probability=draws.column(holders, "damage_probability"),
        parent=np.array([row_of[row.carrier] if row.carrier else -1 for row in rows], dtype=np.int64),
    )


def cross_sections(holders: Sequence[Holder], draws: Draws, frequency_hz: Floats) -> tuple[Ints, Floats]:
    """``(form (n,), dbsm (D, radars, forms, 37))``: tables by aspect of the types that have one, form -1 for others.

    The whole table lies at the quantile that the draw gives the headline ``rcs_m2``: one unknown, not one per number.
    """
    form = np.full(len(holders), -1, np.int64)
    kept: dict[str, int] = {}
    tables: list[tuple[CrossSection, str]] = []
    for row, holder in enumerate(holders):
        table = holder.entry.cross_section  # type: ignore[attr-defined]  # holders of flyers only
        if table is not None:
            # own figures set anew may be anything; types are shared
            name = holder.own_name if holder.overridden else holder.name
            if name not in kept:
                kept[name] = len(tables)
                tables.append((table, holder.key("rcs_m2")))
            form[row] = kept[name]
    out = np.empty((*frequency_hz.shape, len(tables), len(ASPECTS_DEG)))
    for draw, radar in np.ndindex(*frequency_hz.shape):
        for i, (table, key) in enumerate(tables):
            out[draw, radar, i] = table.at(float(frequency_hz[draw, radar]), draws.quantiles[draw].get(key))
    return form, out


def jammer_density(holders: Sequence[Holder], draws: Draws) -> Floats:
    """``(D, n)`` radiated noise [W/Hz]; 0 for what does not jam."""
    power_w = draws.column(holders, "jammer.erp_kw", 1e3, missing=0.0)
    low, high = np.array([_band_hz(holder.entry) for holder in holders]).reshape(len(holders), 2).T  # type: ignore[arg-type]
    return np.where(power_w > 0.0, power_w / np.where(power_w > 0.0, high - low, 1.0), 0.0)


def _band_hz(flyer: Flyer) -> tuple[float, float]:
    jammer = flyer.jammer
    return (1e9 * jammer.from_ghz, 1e9 * jammer.to_ghz) if jammer else (np.nan, np.nan)


def check_receivers(objects: ObjectTable, radars: RadarTable) -> None:
    """``InputError`` where something jams a radar of which no reception is known."""
    for row in np.flatnonzero(objects.jammer_w_per_hz.any(axis=0)):
        low, high = objects.jammer_band_hz[row]
        reached = ((radars.frequency_hz >= low) & (radars.frequency_hz <= high)).any(axis=0)
        for radar in np.flatnonzero(reached & ~radars.passive & np.isnan(radars.antenna_gain_db).any(axis=0)):
            raise InputError(
                f"{radars.id[radar]}: {objects.id[row]} jams its band, but its type {radars.type[radar]} has no "
                "figures under reception (antenna_gain_dbi, side_lobes_db, noise_temperature_k)"
            )


def _side(row: Single) -> int:
    if isinstance(row.flight, Threat):
        return HOSTILE_SIDE
    return FRIENDLY_SIDE if row.figures.transponder == "friendly" else NEUTRAL_SIDE


def cannot_fly(scenario: Scenario, row: int, why: InputError) -> FieldError:
    """What is said of an object whose route cannot be flown."""
    return _cannot_fly(singles(scenario)[row], why)


def _cannot_fly(row: Single, why: InputError) -> FieldError:
    section = "threats" if isinstance(row.flight, Threat) else "others"
    who = "" if row.id == row.flight.id else f"{row.id}: "
    return FieldError(f"{section}.{row.flight.id}.route", f"{who}{why}")


def paths(scenario: Scenario, draws: Draws, assets: AssetTable, models: Models) -> list[list[Any]]:
    """One list of paths per draw; a single list if no drawn figure changes a path."""
    rows = singles(scenario)
    moving = ("speed_mps", "height_m", "ballistic_coefficient_kg_per_m2", "slowing_time_s", "sink_mps", "lifetime_s")
    drawn = any(row.holder.key(path) in quantiles for row in rows for path in moving for quantiles in draws.quantiles)
    count = draws.count if drawn else 1
    laid = []
    for draw in range(count):
        # carriers come first, then what they release
        path_of: dict[str, Any] = {}
        for row in sorted(rows, key=lambda row: row.carrier is not None):
            carrier = path_of[row.carrier] if row.carrier else None
            laying = Laying(scenario, row, draws, draw, assets, models.path, carrier)
            try:
                path_of[row.id] = row.flight.route.path(laying)
            except InputError as error:
                raise _cannot_fly(row, error) from error
        laid.append([path_of[row.id] for row in rows])
    return laid


def recording_files(scenario: Scenario) -> list[Path]:
    """Files of recorded traffic that a scenario reads, sorted."""
    flights = (*scenario.threats.values(), *scenario.others.values())
    return sorted({file for flight in flights for file in flight.route.files(scenario.folder)})
