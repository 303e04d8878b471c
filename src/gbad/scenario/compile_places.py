"""What is defended, and where civil aircraft fly -> their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from gbad.codes.units import UnitKind
from gbad.physics import earth
from gbad.scenario.columns import keys, strings
from gbad.scenario.compile_batteries import placed_launchers
from gbad.scenario.compile_units import Node, hit_nodes
from gbad.scenario.layout import Scenario
from gbad.scenario.layout.area import Asset
from gbad.scenario.placed import PlacedRadar, placed_radars
from gbad.scenario.routes import Place
from gbad.tables import AssetTable, CorridorTable, Ints
from gbad.terrain import Terrain, geoid_height_m, ground_height_m


def asset_table(scenario: Scenario, terrain: Terrain) -> AssetTable:
    """The table of defended assets; one that is a unit stands where the unit does."""
    assets = [scenario.assets[key] for key in sorted(scenario.assets)]
    radars = placed_radars(scenario)
    rows = {radar.id: row for row, radar in enumerate(radars)}
    places = [_place(scenario, asset, radars, rows) for asset in assets]
    nodes = [hit_nodes(scenario, asset.unit) if asset.unit is not None else () for asset in assets]
    latitude = np.radians([place.latitude_deg for place in places])
    longitude = np.radians([place.longitude_deg for place in places])
    height = ground_height_m(terrain, latitude, longitude)
    return AssetTable(
        id=strings([asset.id for asset in assets]),
        key=keys([asset.id for asset in assets]),
        name=strings([asset.label for asset in assets]),
        position_ecef_m=earth.geodetic_to_ecef(latitude, longitude, height).reshape(-1, 3),
        latitude_rad=latitude,
        longitude_rad=longitude,
        height_m=height,
        value=np.array([asset.value for asset in assets], dtype=np.float64),
        radar=np.array([_radar_row(asset, rows, mine) for asset, mine in zip(assets, nodes, strict=True)], np.int64),
        nodes=_padded([[node for node in mine if node[0] != UnitKind.RADAR] for mine in nodes]),
    )


def _place(scenario: Scenario, asset: Asset, radars: Sequence[PlacedRadar], rows: Mapping[str, int]) -> Place:
    if asset.at is not None:
        return asset.at
    if asset.radar is not None:
        return radars[rows[asset.radar]].at
    unit = asset.unit or ""
    if unit in scenario.commands:
        at = scenario.commands[unit].at
        assert at is not None  # checked when it was read
        return at
    battery = unit if unit in scenario.batteries else _battery_of(scenario, unit)
    return scenario.batteries[battery].at


def _battery_of(scenario: Scenario, launcher: str) -> str:
    return next(each.battery for each in placed_launchers(scenario) if each.id == launcher)


def _radar_row(asset: Asset, rows: Mapping[str, int], nodes: Sequence[Node]) -> int:
    """The radar that goes with an asset: the one it is, or a battery's own."""
    if asset.radar is not None:
        return rows[asset.radar]
    return next((row for kind, row in nodes if kind == UnitKind.RADAR), -1)


def _padded(nodes: Sequence[Sequence[Node]]) -> Ints:
    found = np.full((len(nodes), max((len(mine) for mine in nodes), default=0), 2), -1, np.int64)
    for row, mine in enumerate(nodes):
        found[row, : len(mine)] = np.reshape(np.array(mine, np.int64), (-1, 2))
    return found


def corridor_table(scenario: Scenario) -> CorridorTable:
    """The table of air corridors; heights above sea level become ellipsoidal at the middle of each."""
    corridors = [scenario.corridors[key] for key in sorted(scenario.corridors)]
    start = np.radians([[c.from_.latitude_deg, c.from_.longitude_deg] for c in corridors]).reshape(-1, 2)
    end = np.radians([[c.to.latitude_deg, c.to.longitude_deg] for c in corridors]).reshape(-1, 2)
    # half way in longitude, also across the date line
    turn = (end[:, 1] - start[:, 1] + np.pi) % (2.0 * np.pi) - np.pi
    middle = np.stack([0.5 * (start[:, 0] + end[:, 0]), start[:, 1] + 0.5 * turn], axis=1)
    geoid = geoid_height_m(middle[:, 0], middle[:, 1])
    low = np.array([c.min_height_m for c in corridors]) + geoid
    high = np.array([c.max_height_m for c in corridors]) + geoid
    height = 0.5 * (low + high)
    return CorridorTable(
        id=strings([corridor.id for corridor in corridors]),
        start_ecef_m=earth.geodetic_to_ecef(start[:, 0], start[:, 1], height).reshape(-1, 3),
        end_ecef_m=earth.geodetic_to_ecef(end[:, 0], end[:, 1], height).reshape(-1, 3),
        half_width_m=np.array([1e3 * corridor.half_width_km for corridor in corridors], dtype=np.float64),
        min_height_m=low,
        max_height_m=high,
    )
