"""Reaching far: which missile flies 400 km, what its radar must see there, and what a long border asks for."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gbad import engagement, library
from gbad.claims.finding import (
    HORIZON,
    NOT_TESTABLE,
    Case,
    Found,
)
from gbad.claims.sight import mast_height_m
from gbad.physics.propagation import line_of_sight_arc_m
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.compile_interceptors import figures, kinds_of

ENGAGEMENT_RADAR = "92N6E"
BORDER_M = 4_000_000.0
CRUISE_HEIGHT_M, LOW_HEIGHT_M = 10_000.0, 100.0


def loaded_here(case: Case) -> str:
    """How far the missiles loaded in this scenario reach."""
    loaded = loaded_reach_m(case)
    if not loaded:
        return "No missile is loaded in this scenario."
    flown = ", ".join(f"{name} reaches {reach / 1e3:.0f} km" for name, reach in sorted(loaded.items()))
    return f"Loaded in this scenario: {flown} (flight model within the published limit)."


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
