"""Reaching far: which missile flies 400 km, what its radar must see there, and what a long border asks for."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gbad import engagement, library
from gbad.claims.finding import (
    DOES_NOT_HOLD,
    FLIGHT,
    HOLDS_IF,
    HORIZON,
    NOT_TESTABLE,
    NOT_TESTED_HERE,
    SECTOR,
    Case,
    Found,
)
from gbad.claims.sight import horizon_height_m, mast_height_m, rcs_needed_m2
from gbad.physics.propagation import line_of_sight_arc_m
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.compile_interceptors import figures, kinds_of

LONG_RANGE_MISSILE, ENGAGEMENT_RADAR = "40N6E", "92N6E"
CLAIMED_M = 400_000.0
BORDER_M = 4_000_000.0
CRUISE_HEIGHT_M, LOW_HEIGHT_M = 10_000.0, 100.0


def engagement_at_400_km(case: Case) -> Found:
    """Sentence c11: 400 km. The missile must fly there, and somebody must see the target above the horizon."""
    radars = case.tables.defence.radars
    loaded = loaded_reach_m(case)
    if not loaded:
        return Found(NOT_TESTED_HERE, "No missile is loaded in this scenario.")
    factor, mast_m = radars.effective_earth_factor, mast_height_m(ENGAGEMENT_RADAR)
    height_m = horizon_height_m(CLAIMED_M, mast_m, factor)
    sight = (
        f"At 400 km the target must fly above {height_m / 1e3:.1f} km to be in sight of a {mast_m:g} m antenna, so "
        "cruise missiles and drones never are"
    )
    row = case.radar_row(ENGAGEMENT_RADAR)
    if row is not None:
        sight += f", and show {rcs_needed_m2(case, row, CLAIMED_M):.0f} m² to the {ENGAGEMENT_RADAR} for Pd 0.5"
        display_m = float(radars.instrumented_range_m[case.draw, row])
        if display_m < CLAIMED_M:
            sight += f", whose own limit is {display_m / 1e3:.0f} km: the missile's seeker must take over before"
        width_deg = 2.0 * math.degrees(float(radars.sector_half_width_rad[case.draw, row]))
        if width_deg < 359.0:
            sight += f"; and this holds in a sector of {width_deg:.0f}°, not all round"
    best, best_m = max(loaded.items(), key=lambda pair: pair[1])
    if best_m >= CLAIMED_M:
        limit = f"{HORIZON}, {SECTOR}"
        return Found(HOLDS_IF, f"{best} flies {best_m / 1e3:.0f} km. {sight}.", limit, height_m / 1e3, "km height")
    flown = ", ".join(f"{name} reaches {reach / 1e3:.0f} km" for name, reach in sorted(loaded.items()))
    condition = f"Loaded here: {flown} (flight model within the published limit). {long_range_condition(case)} {sight}."
    return Found(DOES_NOT_HOLD, condition, f"{FLIGHT}, {HORIZON}, {SECTOR}", best_m / 1e3, "km")


def long_range_condition(case: Case) -> str:
    """What the 40N6E of the library would do at 400 km."""
    entry = library.load(LONG_RANGE_MISSILE)
    published_km = entry.max_range_km  # type: ignore[attr-defined]  # an interceptor's entry
    flight = engagement.fly_to(library_missile(LONG_RANGE_MISSILE), CLAIMED_M, CRUISE_HEIGHT_M)
    if math.isfinite(flight.time_s):
        does = f"arrives there after {flight.time_s:.0f} s at {flight.speed_mps:.0f} m/s"
    else:
        does = "does not arrive there with its nominal figures"
    return (
        f"400 km needs the {LONG_RANGE_MISSILE} ({published_km.nominal:.0f} km are stated for export, "
        f"{published_km.high:.0f} km at most), which in the flight model {does}."
    )


def loaded_reach_m(case: Case) -> dict[str, float]:
    """How far each loaded missile type reaches at any height: fly-out table and published limit, the smaller."""
    missiles, d = case.tables.defence.interceptors, case.draw
    reach: dict[str, float] = {}
    for name in missiles.id:
        row = case.interceptor_row(str(name))
        if row is None:
            continue
        arrives = np.isfinite(missiles.flyout_time_s[d, row]).any(axis=1)
        flown_m = float(np.max(np.flatnonzero(arrives), initial=0)) * float(missiles.flyout_range_step_m[row])
        reach[str(name)] = min(flown_m, float(missiles.max_range_m[d, row]))
    return reach


def library_missile(name: str) -> engagement.Interceptor:
    """A missile type with its nominal figures, straight from the library, in SI."""
    entry = library.load(name)
    columns = figures([Holder(entry, name)], Draws([{}]))
    single: dict[str, Any] = {column: float(values[0, 0]) for column, values in columns.items() if values.ndim == 2}
    return engagement.of_figures(single | kinds_of(entry) | {"pk_published": tuple(columns["pk_published"][0, 0])})


def border(case: Case) -> Found:
    """Sentence c10: a wish, so not testable; but what a border of 4,000 km asks for can be counted."""
    loaded = loaded_reach_m(case)
    if not loaded:
        return Found(NOT_TESTABLE, "A wish; and no missile is loaded here to count with.")
    best, best_m = max(loaded.items(), key=lambda pair: pair[1])
    factor, mast_m = case.tables.defence.radars.effective_earth_factor, mast_height_m(ENGAGEMENT_RADAR)
    counts = []
    for height_m in (CRUISE_HEIGHT_M, LOW_HEIGHT_M):
        reach_m = min(best_m, float(line_of_sight_arc_m(mast_m, height_m, factor)))
        counts.append(math.ceil(BORDER_M / (2.0 * reach_m)))
    condition = (
        f"A wish, which no simulation tests. What it takes: with the {best} and smooth ground at least {counts[0]} "
        f"battalions reach every point of 4,000 km at {CRUISE_HEIGHT_M / 1e3:g} km height, and {counts[1]} at "
        f"{LOW_HEIGHT_M:g} m. Mountains and the engagement radar's sector ask for more."
    )
    return Found(NOT_TESTABLE, condition, HORIZON, float(counts[1]), "battalions")
