"""A battery beside the radar of a coverage, with its missiles and the clock of its decisions."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

import numpy as np

from gbad import library
from gbad.coverage import _engage_kernel as _k
from gbad.coverage.covering import Coverage
from gbad.coverage.criterion import HITS
from gbad.coverage.placing import radar_of
from gbad.coverage.sites import Site
from gbad.engagement import flyout_tables, of_figures
from gbad.engagement._ends_kernel import GRACE_S
from gbad.errors import InputError
from gbad.messages import WEAPONS_FREE
from gbad.scenario.compile_batteries import battery_table
from gbad.scenario.compile_commands import command_table, link_table
from gbad.scenario.compile_draws import Draws
from gbad.scenario.compile_interceptors import interceptor_table
from gbad.scenario.document import parse_document
from gbad.scenario.layout import Scenario
from gbad.scenario.load import load
from gbad.scenario.words import did_you_mean
from gbad.simulation.prepare import room_models
from gbad.tables import Floats, InterceptorTable

# the defender's worst end of each figure is its low one, or its high one. The flight itself keeps its nominal figures:
# they were fitted together to the published range, and their ends together would not reach it
_WORST_LOW = ("max_range_km", "max_altitude_km", "max_target_speed_mps", "engagement_horizon_s")
_WORST_HIGH = ("min_range_km", "min_altitude_m", "reaction_time_s", "identification_time_s", "latency_s")


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A battery, its command post and link, as tables of three draws: worst, nominal, best."""

    name: str
    clock: Floats  # (3, 8) rows as ``_engage_kernel`` names them, but the target's speed
    interceptors: InterceptorTable
    base_height_m: float


def unit_of(scenario: Scenario, battery: str, searching: Site, radar: Site) -> Unit:
    names = {battery, "55K6E", "data-link"} | {n for n in scenario.library if n in library.names("interceptor")}
    rows: list[dict[str, float]] = [{}, {}, {}]
    for name in names:
        for path in (*_WORST_LOW, *_WORST_HIGH):
            rows[0][f"{name}.{path}"], rows[2][f"{name}.{path}"] = (0.0, 1.0) if path in _WORST_LOW else (1.0, 0.0)
    draws = Draws(rows)
    # kill probabilities are not asked here, so they are not worked out
    models = replace(room_models([]), fly_interceptor=_flown_once)
    table = battery_table(scenario, draws, radar.terrain)
    commands, links = command_table(scenario, draws), link_table(scenario, draws)
    latency, period = links.latency_s.max(axis=1), radar.periods_s
    half = 0.5 * scenario.cycle_s
    clock = np.empty((3, _k.SPEED))
    plots, echoes = searching.delays_s, radar.delays_s
    # picture, identity and order are made in one beat of the cycle
    clock[:, _k.ORDER] = plots + latency + half
    clock[:, _k.IDENTITY] = commands.identification_time_s[:, 0]
    free = commands.weapons_control[0] == WEAPONS_FREE
    clock[:, _k.HORIZON] = commands.engagement_horizon_s[:, 0] if free else 0.0
    clock[:, _k.CUE] = plots + 2.0 * latency + half
    clock[:, _k.HOLD] = HITS * period + echoes + latency + half
    clock[:, _k.REPORT] = echoes + latency + half
    clock[:, _k.REACTION] = table.reaction_time_s[:, 0]
    clock[:, _k.GRACE] = GRACE_S
    return Unit(battery, clock, interceptor_table(scenario, draws, models), float(table.height_m[0]))


def _flown_once(**figures: Any) -> dict[str, Any]:
    """Fly-out tables of the nominal draw, wide enough for the best one, for all three."""
    nominal = {name: value[1:2] if isinstance(value, np.ndarray) else value for name, value in figures.items()}
    for name in ("max_range_m", "max_altitude_m"):
        nominal[name] = figures[name].max(keepdims=True)
    flown = flyout_tables(of_figures(nominal))
    return {
        "flyout_time_s": np.repeat(flown.time_s, 3, axis=0),
        "flyout_speed_mps": np.repeat(flown.speed_mps, 3, axis=0),
        "flyout_load_mps2": np.repeat(flown.load_mps2, 3, axis=0),
        "flyout_planned_s": np.repeat(flown.planned_s, 3, axis=0),
        "flyout_loft_rad": np.repeat(flown.loft_rad, 3, axis=0),
        "flyout_range_step_m": flown.range_step_m,
        "flyout_height_step_m": flown.height_step_m,
        "reliability": np.ones((3, 3)),
        "kill_probability": np.ones((3, 3, 1, 1)),
        "kill_range_step_m": 1.0,
        "kill_height_step_m": 1.0,
    }


def limits_of(table: InterceptorTable, row: int, edge: int) -> Floats:
    columns = (table.max_range_m, table.min_range_m, table.max_altitude_m, table.min_altitude_m,
               table.max_target_speed_mps)  # fmt: skip
    steps = (table.flyout_range_step_m[row], table.flyout_height_step_m[row])
    return np.array([*(column[edge, row] for column in columns), *steps])


def _launcher_of(missile: str) -> str:
    """A launcher of the library that takes a missile."""
    for name in library.names("launcher"):
        if missile in cast(Any, library.load(name)).takes:
            return name
    raise InputError(f"interceptor {missile}: no launcher of the library takes it")


@cache
def _scenario(
    radar: str, battery: str, interceptors: tuple[str, ...] | None, place: tuple[float, float], boresight: float,
    factor: float,
) -> Scenario:  # fmt: skip
    at = {"latitude_deg": place[0], "longitude_deg": place[1]}
    fire: dict[str, Any] = {"type": battery, "at": at, "command": "post", "boresight_deg": boresight % 360.0}
    radars: dict[str, Any] = {"fire": {"type": radar_of(battery), "battery": "battery"}}
    if interceptors:
        fire["launchers"] = [{"count": 1, "type": _launcher_of(name), "load": {name: 1}} for name in interceptors]
    if radar != radar_of(battery):
        radars["search"] = {"type": radar, "at": at, "command": "post"}
    document = {
        "schema": "scenario/1", "title": "Coverage", "duration_s": 60.0, "effective_earth_factor": factor,
        "terrain": {"kind": "flat"}, "commands": {"post": {"type": "55K6E", "at": at}}, "radars": radars,
        "batteries": {"battery": fire},
    }  # fmt: skip
    return load(parse_document(json.dumps(document), "coverage"))


def armed(coverage: Coverage, battery: str, interceptors: tuple[str, ...] | None, boresight_deg: float) -> Scenario:
    """The searching radar, a battery beside it and a command post, read like any scenario."""
    batteries, missiles = library.names("battery"), library.names("interceptor")
    if battery not in batteries:
        raise InputError(f"battery {battery} is not known. {did_you_mean(battery, batteries)}")
    for name in interceptors or ():
        if name not in missiles:
            raise InputError(f"interceptor {name} is not known. {did_you_mean(name, missiles)}")
    factor = coverage.site.effective_radius_m / 6_371_008.77
    return _scenario(coverage.site.radar, battery, interceptors, coverage.site.place, boresight_deg, factor)
