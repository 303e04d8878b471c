"""Batteries -> fire units, launchers, and one row per round; missile types with their fly-out tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gbad.physics import earth
from gbad.scenario.columns import keys, strings
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.layout import Scenario
from gbad.scenario.layout.sites import BatterySite
from gbad.scenario.placed import engagement_radar_of, placed_radars
from gbad.scenario.specs.ground import Launcher, LauncherGroup
from gbad.scenario.specs.interceptor import Interceptor
from gbad.tables import BatteryTable, LauncherTable, RoundTable
from gbad.terrain import Terrain, ground_height_m


class PlacedLauncher(NamedTuple):
    """One launcher of a battery, with the interceptor in each of its loaded tubes."""

    id: str
    battery: str
    holder: Holder
    tubes: int
    load: tuple[str, ...]  # by tube


def placed_launchers(scenario: Scenario) -> list[PlacedLauncher]:
    """Every launcher, sorted by battery, then in the order of the battery's groups."""
    found = []
    for key in sorted(scenario.batteries):
        battery = scenario.batteries[key]
        groups = [group for group in battery.figures.launchers for _ in range(group.count)]
        digits = len(str(len(groups)))
        for number, group in enumerate(groups, 1):
            found.append(_placed(scenario, battery, group, f"{key}-launcher-{number:0{digits}d}"))
    return found


def _placed(scenario: Scenario, battery: BatterySite, group: LauncherGroup, name: str) -> PlacedLauncher:
    launcher = scenario.library[group.type]
    assert isinstance(launcher, Launcher)
    load = tuple(missile for missile in sorted(group.load) for _ in range(group.load[missile]))
    return PlacedLauncher(name, battery.id, Holder(launcher, group.type), group.tubes or launcher.tubes, load)


def interceptor_names(scenario: Scenario) -> list[str]:
    """Missile types that any magazine names, sorted; rows of the table of interceptors."""
    groups = (group for battery in scenario.batteries.values() for group in battery.figures.launchers)
    return sorted({missile for group in groups for missile in group.load})


def rounds_of(scenario: Scenario, launcher: PlacedLauncher) -> Iterator[tuple[str, int, str]]:
    """``(id, tube, interceptor)`` of every round of a launcher, by tube and cell."""
    for tube, missile in enumerate(launcher.load):
        figures = scenario.library[missile]
        assert isinstance(figures, Interceptor)
        for cell in range(1, figures.rounds_per_tube + 1):
            yield f"{launcher.id}-tube-{tube + 1}-{cell}", tube, missile


def battery_table(scenario: Scenario, draws: Draws, terrain: Terrain) -> BatteryTable:
    """The table of all fire units."""
    batteries = [scenario.batteries[key] for key in sorted(scenario.batteries)]
    holders = [Holder(b.figures, b.type, f"batteries.{b.id}", b.overridden) for b in batteries]
    ids = [battery.id for battery in batteries]
    commands = sorted(scenario.commands)
    radars = [radar.id for radar in placed_radars(scenario)]
    latitude = np.radians([battery.at.latitude_deg for battery in batteries])
    longitude = np.radians([battery.at.longitude_deg for battery in batteries])
    height = ground_height_m(terrain, latitude, longitude)
    return BatteryTable(
        id=strings(ids),
        key=keys(ids),
        command=np.array([commands.index(battery.command) for battery in batteries], dtype=np.int64),
        transporters=np.array([battery.transporters for battery in batteries], dtype=np.int64),
        successors=_rows([[commands.index(name) for name in battery.successors] for battery in batteries]),
        takeover_s=np.array([battery.takeover_s for battery in batteries], dtype=np.float64),
        radar=np.array([radars.index(engagement_radar_of(scenario, name)) for name in ids], dtype=np.int64),
        position_ecef_m=earth.geodetic_to_ecef(latitude, longitude, height).reshape(-1, 3),
        latitude_rad=latitude,
        longitude_rad=longitude,
        height_m=height,
        target_channels=np.array([battery.figures.target_channels for battery in batteries], dtype=np.int64),
        missile_channels=np.array([battery.figures.missile_channels for battery in batteries], dtype=np.int64),
        reaction_time_s=draws.column(holders, "reaction_time_s"),
        assessment_delay_s=draws.column(holders, "assessment_delay_s"),
        false_kill_probability=draws.column(holders, "false_kill_probability"),
        false_miss_probability=draws.column(holders, "false_miss_probability"),
    )


def _rows(lists: list[list[int]]) -> np.ndarray:
    """Lists of rows side by side, -1 where one is shorter."""
    out = np.full((len(lists), max((len(one) for one in lists), default=0)), -1, np.int64)
    for row, one in enumerate(lists):
        out[row, : len(one)] = one
    return out


def launcher_table(scenario: Scenario, draws: Draws) -> LauncherTable:
    """The table of all launchers."""
    launchers = placed_launchers(scenario)
    batteries = sorted(scenario.batteries)
    return LauncherTable(
        id=strings([launcher.id for launcher in launchers]),
        key=keys([launcher.id for launcher in launchers]),
        battery=np.array([batteries.index(launcher.battery) for launcher in launchers], dtype=np.int64),
        tubes=np.array([launcher.tubes for launcher in launchers], dtype=np.int64),
        launch_interval_s=draws.column([launcher.holder for launcher in launchers], "launch_interval_s"),
        reload_s=_reload_s(scenario, draws, [launcher.battery for launcher in launchers]),
    )


def _reload_s(scenario: Scenario, draws: Draws, batteries: list[str]) -> np.ndarray:
    """``(D, launchers)`` how long a reload takes; nan where a battery has no spare loads."""
    out = np.full((draws.count, len(batteries)), np.nan)
    for row, name in enumerate(batteries):
        unit = scenario.units.get(name)
        if scenario.batteries[name].spare_loads and unit is not None and unit.vehicle is not None:
            out[:, row] = draws.values(Holder(scenario.library[unit.vehicle], unit.vehicle), "reload_s")
    return out


def _of_load(launcher: PlacedLauncher, name: str, load: int) -> str:
    """Id of a round; those that transporters bring say with which load."""
    return name if load == 0 else f"{launcher.id}-load-{load + 1}{name.removeprefix(launcher.id)}"


def round_table(scenario: Scenario) -> RoundTable:
    """One row per round, sorted by battery, launcher, tube and cell."""
    batteries, missiles = sorted(scenario.batteries), interceptor_names(scenario)
    rows = [
        (_of_load(launcher, name, load), batteries.index(launcher.battery), number, tube, missiles.index(missile), load)
        for number, launcher in enumerate(placed_launchers(scenario))
        for load in range(1 + scenario.batteries[launcher.battery].spare_loads)
        for name, tube, missile in rounds_of(scenario, launcher)
    ]
    numbers = np.array([row[1:] for row in rows], dtype=np.int64).reshape(-1, 5)
    return RoundTable(
        id=strings([row[0] for row in rows]),
        key=keys([row[0] for row in rows]),
        battery=numbers[:, 0].copy(),
        launcher=numbers[:, 1].copy(),
        tube=numbers[:, 2].copy(),
        interceptor=numbers[:, 3].copy(),
        load=numbers[:, 4].copy(),
    )
