"""Timetables -> spells in which units are not ready, silences of radars, and where everybody stands from when on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import radians

import numpy as np

from gbad.codes.units import UnitKind, UnitState
from gbad.physics import earth
from gbad.scenario.columns import strings
from gbad.scenario.compile_batteries import placed_launchers
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.compile_racetracks import steps_of
from gbad.scenario.compile_radars import masks
from gbad.scenario.layout import Scenario
from gbad.scenario.layout.units import UnitOrder, UnitSite
from gbad.scenario.marching import parts_of, started_s
from gbad.scenario.placed import PlacedRadar, engagement_radar_of, placed_radars
from gbad.scenario.routes import Place
from gbad.tables import Defence, Floats, ObjectTable, RadarTable, Stand, UnitTable, no_units
from gbad.terrain import Terrain, ground_height_m

Node = tuple[UnitKind, int]  # a row of the table of a kind


@dataclass(frozen=True, slots=True)
class Spell:
    """One unit doing one thing."""

    id: str
    node: Node
    state: UnitState
    from_s: Floats  # (D,)
    to_s: Floats  # (D,)


@dataclass(frozen=True, slots=True)
class Move:
    """A unit that stands or faces otherwise from a time on, or a radar aloft that has flown on."""

    id: str
    nodes: tuple[Node, ...]
    gone_s: float  # whoever aims at its old place misses it from here; inf for a turn
    from_s: float  # on the ground it can do nothing from before this until after it
    to: Place | None
    boresight_rad: float | None
    aloft: bool = False  # keeps its height over the ellipsoid, whatever the ground below


def unit_table(scenario: Scenario, draws: Draws, links: Sequence[str]) -> UnitTable:
    """The table of spells; ``links`` are the ids of the table of links."""
    spells = sorted(_spells(scenario, draws, links), key=lambda s: (s.node, float(s.from_s[0])))
    turn_s = _turns(scenario, draws)
    if not spells:
        return replace(no_units(draws.count), turn_s=turn_s)
    return UnitTable(
        id=strings([spell.id for spell in spells]),
        kind=np.array([spell.node[0] for spell in spells], np.int64),
        row=np.array([spell.node[1] for spell in spells], np.int64),
        state=np.array([spell.state for spell in spells], np.int64),
        from_s=np.stack([spell.from_s for spell in spells], axis=1),
        to_s=np.stack([spell.to_s for spell in spells], axis=1),
        turn_s=turn_s,
    )


def _turns(scenario: Scenario, draws: Draws) -> Floats:
    """``(D, radars)`` how long a turn takes; no columns where no unit says how it moves."""
    moving = [unit for unit in scenario.units.values() if unit.vehicle is not None]
    if not moving:
        return np.zeros((draws.count, 0))
    found = np.full((draws.count, len(placed_radars(scenario))), np.nan)
    for unit in moving:
        vehicle = _vehicle(scenario, unit)
        assert vehicle is not None
        for kind, row in nodes_of(scenario, unit.id, ()):
            if kind == UnitKind.RADAR:
                found[:, row] = draws.values(vehicle, "turn_s")
    return found


def with_silences(radars: RadarTable, units: UnitTable) -> RadarTable:
    """Radars that send nothing while their unit is not ready, besides the silences they were told to keep."""
    mine = np.flatnonzero(units.kind == UnitKind.RADAR)
    if len(mine) == 0:
        return radars
    most = int(np.bincount(units.row[mine]).max())
    d, n, k, _ = radars.silent_s.shape
    silent_s = np.concatenate([radars.silent_s, np.full((d, n, most, 2), np.inf)], axis=2)
    filled = np.zeros(n, np.int64)
    for spell in mine:
        row = units.row[spell]
        silent_s[:, row, k + filled[row], 0] = units.from_s[:, spell]
        silent_s[:, row, k + filled[row], 1] = units.to_s[:, spell]
        filled[row] += 1
    return replace(radars, silent_s=silent_s)


def stands(
    scenario: Scenario, draws: Draws, defence: Defence, objects: ObjectTable, terrain: Terrain
) -> tuple[Stand, ...]:
    """Where everybody stands, from time to time; empty where nobody moves or turns."""
    flown = [Move(s.id, ((UnitKind.RADAR, s.row),), np.inf, s.from_s, s.to, None, True) for s in steps_of(scenario)]
    moves = sorted((*_moves(scenario, draws), *flown), key=lambda move: (move.from_s, move.id))
    if not moves:
        return ()
    found = [Stand(-np.inf, defence, objects)]
    views: Views = {}
    changes = sorted(
        [(move.gone_s, 0, i) for i, move in enumerate(moves)] + [(m.from_s, 1, i) for i, m in enumerate(moves)]
    )
    for time_s, what, i in changes:
        last, move = found[-1], moves[i]
        if what == 0:
            found.append(replace(last, from_s=time_s, objects=_in_vain(last.objects, defence, move.nodes)))
        else:
            found.append(replace(last, from_s=time_s, defence=_moved(last.defence, move, scenario, terrain, views)))
    return tuple(stand for stand in found if np.isfinite(stand.from_s) or stand is found[0])


def _in_vain(objects: ObjectTable, defence: Defence, nodes: tuple[Node, ...]) -> ObjectTable:
    """What aims at these units finds nothing there."""
    assets = defence.assets
    gone = np.isin(assets.radar, [row for kind, row in nodes if kind == UnitKind.RADAR])
    for kind, row in nodes:
        gone |= ((assets.nodes[:, :, 0] == kind) & (assets.nodes[:, :, 1] == row)).any(axis=1)
    aims = np.isin(objects.aims_at, np.flatnonzero(gone))
    return replace(objects, damage_probability=np.where(aims, 0.0, objects.damage_probability))


Views = dict[bytes, np.ndarray]  # masks of all radars by the places of all: who comes round again has the same view


def _moved(defence: Defence, move: Move, scenario: Scenario, terrain: Terrain, views: Views) -> Defence:
    """The defence with one unit at another place, or facing another way."""
    radars, batteries = defence.radars, defence.batteries
    for kind, row in move.nodes:
        if kind == UnitKind.RADAR and move.boresight_rad is not None:
            radars = replace(radars, boresight_rad=_put(radars.boresight_rad, row, move.boresight_rad))
        if move.to is None:
            continue
        latitude, longitude = radians(move.to.latitude_deg), radians(move.to.longitude_deg)
        ground_m = float(ground_height_m(terrain, np.array([latitude]), np.array([longitude]))[0])
        if kind == UnitKind.BATTERY:
            place = earth.geodetic_to_ecef(latitude, longitude, ground_m).reshape(3)
            batteries = replace(
                batteries,
                latitude_rad=_put(batteries.latitude_rad, row, latitude),
                longitude_rad=_put(batteries.longitude_rad, row, longitude),
                height_m=_put(batteries.height_m, row, ground_m),
                position_ecef_m=_put(batteries.position_ecef_m, row, place),
            )
        elif kind == UnitKind.RADAR:
            height_m = (
                float(radars.antenna_height_m[row]) if move.aloft else ground_m + float(radars.mast_height_m[row])
            )
            radars = replace(
                radars,
                latitude_rad=_put(radars.latitude_rad, row, latitude),
                longitude_rad=_put(radars.longitude_rad, row, longitude),
                antenna_height_m=_put(radars.antenna_height_m, row, height_m),
                position_ecef_m=_put(
                    radars.position_ecef_m, row, earth.geodetic_to_ecef(latitude, longitude, height_m).reshape(3)
                ),
                ecef_to_enu=_put(radars.ecef_to_enu, row, earth.ecef_to_enu_matrix(latitude, longitude).reshape(3, 3)),
            )
            radars = replace(radars, mask_min_height_m=_seen(radars, row, scenario, terrain, views))
    return replace(defence, radars=radars, batteries=batteries)


def _seen(radars: RadarTable, row: int, scenario: Scenario, terrain: Terrain, views: Views) -> np.ndarray:
    """The masks of all radars after the one in a row has moved."""
    key = np.stack([radars.latitude_rad, radars.longitude_rad, radars.antenna_height_m]).tobytes()
    if key not in views:
        reach_m = radars.mask_range_step_m * (radars.mask_min_height_m.shape[2] - 1)
        columns = radars.latitude_rad, radars.longitude_rad, radars.antenna_height_m
        latitude, longitude, height = ([float(column[row])] for column in columns)
        mask = masks(terrain, latitude, longitude, height, reach_m, scenario.effective_earth_factor)[0]
        same = np.array_equal(mask, radars.mask_min_height_m[row])  # over flat ground it looks the same from anywhere
        views[key] = radars.mask_min_height_m if same else _put(radars.mask_min_height_m, row, mask)
    return views[key]


def _put(column, row: int, value):  # type: ignore[no-untyped-def]  # any column with its own kind of value
    """A copy of a column with one row set anew."""
    made = column.copy()
    made[row] = value
    return made


def _spells(scenario: Scenario, draws: Draws, links: Sequence[str]) -> Iterator[Spell]:
    for unit in scenario.units.values():
        nodes = nodes_of(scenario, unit.id, links)
        for order, begin_s, at in _orders(scenario, unit):
            told = nodes
            if order.do in ("turn", "silence") and nodes[0][0] == UnitKind.BATTERY:
                told = tuple(node for node in nodes if node[0] == UnitKind.RADAR)
            for state, from_s, to_s in parts_of(order, begin_s, at, _vehicle(scenario, unit), draws):
                yield from (Spell(unit.id, node, state, from_s, to_s) for node in told)


def _moves(scenario: Scenario, draws: Draws) -> Iterator[Move]:
    for unit in scenario.units.values():
        nodes = nodes_of(scenario, unit.id, ())
        for order, begin_s, at in _orders(scenario, unit):
            if order.do not in ("march", "turn"):
                continue
            parts = parts_of(order, begin_s, at, _vehicle(scenario, unit), draws)
            facing = None if order.boresight_deg is None else radians(order.boresight_deg % 360.0)
            if order.do == "turn":
                yield Move(unit.id, nodes, np.inf, begin_s, None, facing)
            else:
                # ready the soonest in any draw; rounds of before are gone by then, and nothing is done from there yet
                soonest_s, rolling_s = float(parts[-1][2].min()), float(parts[0][2].max())
                yield Move(unit.id, nodes, rolling_s, started_s(soonest_s, scenario.cycle_s), order.to, facing)


def _orders(scenario: Scenario, unit: UnitSite) -> Iterator[tuple[UnitOrder, float, Place | None]]:
    """Orders with when they take effect, and where the unit stands before."""
    at = _place(scenario, unit.id)
    for order in unit.timetable:
        yield order, started_s(order.at_s, scenario.cycle_s), at
        at = order.to or at


def _vehicle(scenario: Scenario, unit: UnitSite) -> Holder | None:
    return None if unit.vehicle is None else Holder(scenario.library[unit.vehicle], unit.vehicle)


def nodes_of(scenario: Scenario, unit: str, links: Sequence[str]) -> tuple[Node, ...]:
    """The rows that a unit's orders concern; of a battery its own row, its engagement radar's and its launchers'."""
    radars = [radar.id for radar in placed_radars(scenario)]
    if unit in scenario.commands:
        return ((UnitKind.POST, sorted(scenario.commands).index(unit)),)
    if unit in scenario.batteries:
        launchers = [
            (UnitKind.LAUNCHER, row)
            for row, launcher in enumerate(placed_launchers(scenario))
            if launcher.battery == unit and launcher.id not in scenario.units
        ]
        radar = engagement_radar_of(scenario, unit)
        own = [] if radar in scenario.units else [(UnitKind.RADAR, radars.index(radar))]
        return ((UnitKind.BATTERY, sorted(scenario.batteries).index(unit)), *own, *launchers)
    if unit in radars:
        return ((UnitKind.RADAR, radars.index(unit)),)
    launchers_by_id = {launcher.id: row for row, launcher in enumerate(placed_launchers(scenario))}
    if unit in launchers_by_id:
        return ((UnitKind.LAUNCHER, launchers_by_id[unit]),)
    return ((UnitKind.LINK, list(links).index(unit)),) if unit in links else ()


def hit_nodes(scenario: Scenario, unit: str) -> tuple[Node, ...]:
    """The rows that a hit on a unit puts out of action; of a battery all launchers, and a radar that comes with it."""
    found = nodes_of(scenario, unit, ())
    if unit not in scenario.batteries:
        return found
    launchers = [
        (UnitKind.LAUNCHER, row) for row, each in enumerate(placed_launchers(scenario)) if each.battery == unit
    ]
    beside = engagement_radar_of(scenario, unit) in scenario.radars
    return (
        *(node for node in found if node[0] != UnitKind.LAUNCHER and not (beside and node[0] == UnitKind.RADAR)),
        *launchers,
    )


def _place(scenario: Scenario, unit: str) -> Place | None:
    if unit in scenario.commands:
        return scenario.commands[unit].at
    if unit in scenario.batteries:
        return scenario.batteries[unit].at
    found: list[PlacedRadar] = [radar for radar in placed_radars(scenario) if radar.id == unit]
    return found[0].at if found else None
