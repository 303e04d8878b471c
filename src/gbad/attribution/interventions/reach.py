"""Missiles that reach farther, higher, lower, sooner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gbad.attribution.interventions.table import IN_REACH, MET, RANGE_SPARE, TABLE, Intervention, Where, opens, with_row
from gbad.codes.causes import Cause
from gbad.tables import Tables

MORE_REACH = 1.25  # [1] on the reach of missiles that a command held for too short


def _types(tables: Tables, at: Where) -> list[str]:
    """Missile types that a battery has."""
    d = tables.defence
    return [str(name) for name in d.interceptors.id[np.unique(d.rounds.interceptor[d.rounds.battery == at.battery])]]


def _each_type(tables: Tables, at: Where, **columns: Any) -> Tables:
    for name in _types(tables, at):
        row = int(np.flatnonzero(tables.defence.interceptors.id == name)[0])
        tables = with_row(tables, "interceptors", row, **columns)
    return tables


def _of_missiles(tables: Tables, at: Where, change: Callable[[Any, int], dict[str, float]]) -> dict[str, Any]:
    """Figures of every missile type of a battery, by what a function says of its row."""
    missiles = tables.defence.interceptors
    found: dict[str, Any] = {}
    for name in _types(tables, at):
        row = int(np.flatnonzero(missiles.id == name)[0])
        found |= {f"figures.{name}.{figure}": value for figure, value in change(missiles, row).items()}
    return found


def _farther(tables: Tables, at: Where) -> dict[str, Any]:
    # the range that was missing, and motors to fly it: less drag
    return _of_missiles(
        tables, at,
        lambda missiles, row: {
            "max_range_km": RANGE_SPARE * (float(missiles.max_range_m[0, row]) + at.miss) / 1e3,
            "max_range_ballistic_km": RANGE_SPARE * (float(missiles.max_range_ballistic_m[0, row]) + at.miss) / 1e3,
            "drag_factor": 0.5 * float(missiles.drag_factor[0, row]),
            "self_destruct_s": 2.0 * float(missiles.self_destruct_s[0, row]),
        },
    )  # fmt: skip


def _higher(tables: Tables, at: Where) -> dict[str, Any]:
    return _of_missiles(
        tables, at,
        lambda missiles, row: {
            "max_altitude_km": RANGE_SPARE * (float(missiles.max_altitude_m[0, row]) + at.miss) / 1e3
        },
    )  # fmt: skip


def _flies_on(tables: Tables, at: Where) -> dict[str, Any]:
    # less drag, and it steers with less speed and load: it flies as far and high as is said of it
    return _of_missiles(
        tables, at,
        lambda missiles, row: {
            "drag_factor": 0.5 * float(missiles.drag_factor[0, row]),
            "minimum_speed_mps": 0.25 * float(missiles.minimum_speed_mps[0, row]),
            "least_load_factor_g0": 0.5 * float(missiles.least_load_factor[0, row]),
            "self_destruct_s": 2.0 * float(missiles.self_destruct_s[0, row]),
        },
    )  # fmt: skip


def _quarter_more(tables: Tables, at: Where) -> dict[str, Any]:
    return _of_missiles(
        tables, at,
        lambda missiles, row: {
            "max_range_km": MORE_REACH * float(missiles.max_range_m[0, row]) / 1e3,
            "max_range_ballistic_km": MORE_REACH * float(missiles.max_range_ballistic_m[0, row]) / 1e3,
            "max_altitude_km": MORE_REACH * float(missiles.max_altitude_m[0, row]) / 1e3,
        },
    )  # fmt: skip


def _exact(tables: Tables, at: Where) -> Tables:
    for row in np.flatnonzero(tables.defence.radars.command == at.command):
        tables = with_row(
            tables, "radars", int(row), error_floor_fraction=0.0, range_bias_std_m=0.0, azimuth_bias_std_rad=0.0,
            elevation_bias_std_rad=0.0, range_resolution_m=1.0,
        )  # fmt: skip
    return tables


TABLE[Cause.CANNOT_FLY_THERE] = Intervention(
    Cause.CANNOT_FLY_THERE, "missiles of {battery} have half the drag and steer with less speed and load", IN_REACH,
    figures=_flies_on, from_start=True,
)  # fmt: skip
# what the command believes rests on a track: its errors go, and there is room for how the object turns
TABLE[Cause.OUTSIDE_EVERY_ENVELOPE] = Intervention(
    Cause.OUTSIDE_EVERY_ENVELOPE,
    "radars of {command} measure without error, and missiles of {battery} reach a quarter farther and higher",
    IN_REACH, _exact, figures=_quarter_more, from_start=True,
)  # fmt: skip
TABLE[Cause.OUT_OF_RANGE] = Intervention(
    Cause.OUT_OF_RANGE, "missiles of {battery} reach {miss:.0f} km farther", IN_REACH, figures=_farther, from_start=True
)
TABLE[Cause.TOO_HIGH] = Intervention(
    Cause.TOO_HIGH, "missiles of {battery} reach {miss:.1f} km higher", IN_REACH, figures=_higher, from_start=True
)


@opens(Cause.TOO_NEAR, "missiles of {battery} have no shortest range", IN_REACH)
def _no_shortest(tables: Tables, at: Where) -> Tables:
    return _each_type(tables, at, min_range_m=0.0)


@opens(Cause.TOO_LOW, "missiles of {battery} meet targets down to the ground", IN_REACH)
def _to_the_ground(tables: Tables, at: Where) -> Tables:
    return _each_type(tables, at, min_altitude_m=-1e3)


@opens(Cause.TOO_FAST, "missiles of {battery} may engage any speed", IN_REACH)
def _any_speed(tables: Tables, at: Where) -> Tables:
    return _each_type(tables, at, max_target_speed_mps=1e9)


@opens(Cause.TOO_LATE_TO_REACH, "{battery} fires without any delay", IN_REACH)
def _no_delay(tables: Tables, at: Where) -> Tables:
    return with_row(tables, "batteries", at.battery, reaction_time_s=0.0)


@opens(Cause.SHOT_TOO_LATE, "{battery} fires without any delay", MET)
def _no_delay_for_the_shot(tables: Tables, at: Where) -> Tables:
    return _no_delay(tables, at)
