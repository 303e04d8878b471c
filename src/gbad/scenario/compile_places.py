"""What is defended, and where civil aircraft fly -> their tables."""

from __future__ import annotations

import numpy as np

from gbad.physics import earth
from gbad.scenario.compile_radars import keys, placed_radars, strings
from gbad.scenario.layout import Scenario
from gbad.tables import AssetTable, CorridorTable
from gbad.terrain import Terrain, geoid_height_m, ground_height_m


def asset_table(scenario: Scenario, terrain: Terrain) -> AssetTable:
    """The table of defended assets; one that is a radar stands where the radar does."""
    assets = [scenario.assets[key] for key in sorted(scenario.assets)]
    radars = placed_radars(scenario)
    rows = {radar.id: row for row, radar in enumerate(radars)}
    places = [asset.at if asset.at is not None else radars[rows[asset.radar or ""]].at for asset in assets]
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
        radar=np.array([rows[asset.radar] if asset.radar else -1 for asset in assets], dtype=np.int64),
    )


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
