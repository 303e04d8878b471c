"""Scenario -> tables: laid out once, rows sorted by id, uncertain figures by draw, and the paths everything flies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gbad.errors import PathError
from gbad.scenario.compile_batteries import battery_table, launcher_table, round_table
from gbad.scenario.compile_commands import command_table, link_table
from gbad.scenario.compile_draws import Draws
from gbad.scenario.compile_homing import homing_table
from gbad.scenario.compile_identification import evidence_table, plan_table, zone_table
from gbad.scenario.compile_interceptors import interceptor_table, seeker_frequencies_hz
from gbad.scenario.compile_objects import cannot_fly, check_receivers, object_table, paths
from gbad.scenario.compile_places import asset_table, corridor_table
from gbad.scenario.compile_radars import radar_table
from gbad.scenario.compile_reactions import reaction_table
from gbad.scenario.compile_units import stands, unit_table, with_silences
from gbad.scenario.known_ground import extent, laid_around, told_of_unknown
from gbad.scenario.layout import Scenario
from gbad.scenario.models import Models
from gbad.scenario.placed import placed_radars
from gbad.tables import Defence, Tables
from gbad.terrain import Terrain
from gbad.terrain import load as load_terrain
from gbad.truth import Trajectories

NOMINAL: tuple[Mapping[str, float], ...] = ({},)


def compile_tables(
    scenario: Scenario,
    models: Models,
    *,
    terrain: Terrain | None = None,
    draws: Sequence[Mapping[str, float]] = NOMINAL,
) -> tuple[Tables, Trajectories]:
    """The compiled scenario and the planned paths of its objects.

    ``draws`` holds one mapping of figure keys to quantiles per draw (see ``compile_draws``); the default is one draw
    of nominals. ``terrain`` is that of the scenario unless one already loaded is given. Raises
    :class:`gbad.errors.InputError` for a path that cannot be flown.
    """
    if terrain is None:
        terrain = load_terrain(terrain_parameters(scenario))
    rows = Draws(draws)
    assets = asset_table(scenario, terrain)
    laid = paths(scenario, rows, assets, models)
    try:
        trajectories = models.trajectories(laid, terrain, scenario.duration_s)
    except PathError as error:
        raise cannot_fly(scenario, error.row, error) from error
    links = link_table(scenario, rows)
    units = unit_table(scenario, rows, links.id.tolist())
    defence = Defence(
        radars=with_silences(radar_table(scenario, rows, terrain, models.calibrate_radar), units),
        commands=command_table(scenario, rows),
        links=links,
        batteries=battery_table(scenario, rows, terrain),
        launchers=launcher_table(scenario, rows),
        rounds=round_table(scenario),
        interceptors=interceptor_table(scenario, rows, models),
        assets=assets,
        corridors=corridor_table(scenario),
        zones=zone_table(scenario, terrain),
        plans=plan_table(scenario, rows, trajectories),
        evidence=evidence_table(scenario, rows),
        cycle_s=scenario.cycle_s,
        units=units,
    )
    objects = object_table(scenario, rows, defence.radars, seeker_frequencies_hz(scenario, rows))
    check_receivers(objects, defence.radars)
    tables = Tables(
        objects=objects,
        defence=defence,
        duration_s=scenario.duration_s,
        tick_s=scenario.tick_s,
        draws=rows.count,
        homing=homing_table(scenario, rows, objects, defence.radars.id.tolist()),
        reactions=reaction_table(scenario, rows, objects, terrain, trajectories),
        stands=stands(scenario, rows, defence, objects, terrain),
    )
    return tables, trajectories


def terrain_parameters(scenario: Scenario) -> dict[str, Any]:
    """What ``terrain.load`` is asked for; a synthetic ground without a centre lies around what is defended."""
    at = [battery.at for battery in scenario.batteries.values()]
    at += [radar.at for radar in scenario.radars.values() if radar.at is not None]
    at += [asset.at for asset in scenario.assets.values() if asset.at is not None]
    return laid_around(scenario.terrain, [(place.latitude_deg, place.longitude_deg) for place in at], scenario.folder)


def unknown_ground(scenario: Scenario) -> list[str]:
    """A sentence for each radar that looks over ground beyond the terrain."""
    parameters = terrain_parameters(scenario)
    radars = [
        (radar.id, radar.at.latitude_deg, radar.at.longitude_deg, 1e3 * radar.figures.instrumented_range_km.nominal)
        for radar in placed_radars(scenario)
    ]
    return told_of_unknown(parameters["kind"], extent(parameters), radars)
