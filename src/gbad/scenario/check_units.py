"""Timetables that cannot be kept: a unit that is none, orders on top of each other, a march through the sea."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.known_ground import laid_around
from gbad.scenario.layout.sites import BatterySite, RadarSite
from gbad.scenario.layout.units import UnitOrder, UnitSite
from gbad.scenario.marching import parts_of, started_s, straight_m
from gbad.scenario.nodes import Scalar
from gbad.scenario.overlay import Library
from gbad.scenario.routes import Place
from gbad.scenario.specs.vehicle import Vehicle
from gbad.scenario.words import did_you_mean
from gbad.terrain import FICTIONAL, Terrain, is_fictional
from gbad.terrain import load as load_terrain

Say = Callable[[str, str], None]
_STEP_M = 500.0  # between places of a march that are looked at
_NOMINAL = Draws(({},))


def launcher_ids(battery: str, count: int) -> list[str]:
    """Ids of the launchers of a battery with so many."""
    digits = len(str(count))
    return [f"{battery}-launcher-{number:0{digits}d}" for number in range(1, count + 1)]


def units_of(section: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Every id that may have a timetable, with what it is."""
    found = dict.fromkeys(section.get("commands", {}), "command post")
    for key, battery in section.get("batteries", {}).items():
        found[key] = "battery"
        found[f"{key}-radar"] = "radar"
        count = sum(group.count for group in battery.figures.launchers)
        found |= dict.fromkeys(launcher_ids(key, count), "launcher")
    found |= dict.fromkeys(section.get("radars", {}), "radar")
    for key in [name for name, kind in found.items() if kind == "radar"]:
        found[f"{key}-link"] = "link"
    for key, radar in section.get("radars", {}).items():
        found |= {f"{key}-to-{command}-link": "link" for command in radar.also_reports_to}
    own = {radar.battery: key for key, radar in section.get("radars", {}).items()}
    for key, battery in section.get("batteries", {}).items():
        found |= {f"{own.get(key, f'{key}-radar')}-to-{post}-link": "link" for post in battery.successors}
    return found


def check_units(
    values: dict[str, Any],
    section: dict[str, dict[str, Any]],
    library: Library,
    scalar: Callable[[str, str], Scalar],
    say: Say,
) -> None:
    """Note every finding about timetables. ``section`` holds what could be read of each block of entities."""
    units: dict[str, UnitSite] = section.get("units", {})
    for key, command in section.get("commands", {}).items():
        mine = [name for name, battery in section.get("batteries", {}).items() if battery.command == key]
        able = [name for name in mine for unit in (name, f"{name}-radar") if unit in units and units[unit].vehicle]
        if command.figures.turns_radars and not able:
            say(f"commands.{key}.turns_radars", "has no effect: none of its batteries has a vehicle under units")
    for key, battery in section.get("batteries", {}).items():
        vehicle = units[key].vehicle if key in units else None
        entry = library.entry(scalar(f"units.{key}.vehicle", vehicle), ("vehicle",), key) if vehicle else None
        if battery.spare_loads and getattr(entry, "reload_s", None) is None:
            say(f"batteries.{key}.spare_loads", f"needs units.{key}.vehicle, one that says how long a reload takes")
        if battery.transporters > 1 and not battery.spare_loads:
            say(f"batteries.{key}.transporters", "has no effect without spare_loads")
    if not units:
        return
    known, ground = units_of(section), _Ground(values, section, library.folder)
    for key, unit in units.items():
        path = f"units.{key}"
        kind = known.get(key)
        if kind is None:
            say(path, f"{key} is no radar, command post, battery, launcher or link. {did_you_mean(key, known)}")
            continue
        entry = None
        if unit.vehicle is not None:
            entry = library.entry(scalar(f"{path}.vehicle", unit.vehicle), ("vehicle",), f"{path}.vehicle")
            if entry is None:
                continue
        _fits(path, kind, unit, ground, say)
        _before_the_end(path, unit, values.get("duration_s"), say)
        holder = Holder(entry, unit.vehicle or "") if isinstance(entry, Vehicle) else None
        _in_turn(path, unit, holder, _place_of(key, kind, section), float(values.get("cycle_s") or 2.0), ground, say)


def _fits(path: str, kind: str, unit: UnitSite, ground: _Ground, say: Say) -> None:
    allowed = {"march": ("radar", "command post", "battery"), "turn": ("radar", "battery")}
    allowed["silence"] = ("radar", "battery", "link")
    if unit.decoy_emitters and kind not in ("radar", "battery"):
        say(f"{path}.decoy_emitters", f"has no effect on a {kind}; they stand beside a radar or a battery")
    for index, order in enumerate(unit.timetable):
        here = f"{path}.timetable[{index}]"
        able = allowed.get(order.do, (kind,))
        if kind not in able:
            say(f"{here}.do", f"a {kind} does not {order.do}; {', '.join(able)} may")
        if order.do in ("march", "turn") and unit.vehicle is None:
            say(here, f"{order.do} needs vehicle: which library entry says how it moves (gbad list vehicle)")
        if order.do in ("lost", "silence") and not ground.fictional:
            say(f"{here}.do", f"{order.do} is studied on made-up ground only ({', '.join(FICTIONAL)})")


def _before_the_end(path: str, unit: UnitSite, duration_s: object, say: Say) -> None:
    """An order that would never be told is a mistake in it or in the duration."""
    for index, order in enumerate(unit.timetable):
        if isinstance(duration_s, int | float) and order.at_s >= duration_s:
            where = f"{path}.timetable[{index}].at_s"
            say(where, f"{order.at_s:g} is not before the end at {duration_s:g} s (duration_s): nobody would be told")


def _in_turn(
    path: str, unit: UnitSite, vehicle: Holder | None, at: Place | None, cycle_s: float, ground: _Ground, say: Say
) -> None:
    """Orders follow each other, each begun when the one before is done, on a way that can be driven."""
    busy_until_s, busy_with = -1.0, ""
    for index, order in enumerate(unit.timetable):
        here = f"{path}.timetable[{index}]"
        begin_s = started_s(order.at_s, cycle_s)
        if begin_s < busy_until_s:
            until = "for good" if busy_until_s == float("inf") else f"until {busy_until_s:.0f} s"
            say(f"{here}.at_s", f"{order.at_s:g} overlaps with {busy_with}, which takes it {until}")
            return
        if order.do in ("march", "turn") and vehicle is None:
            return
        if order.do == "march" and at is None:
            say(f"{here}.do", "it has no place to march from; give it one (at)")
            return
        parts = parts_of(order, begin_s, at, vehicle, _NOMINAL)
        busy_until_s, busy_with = float(parts[-1][2][0]), f"order {index + 1} ({order.do})"
        if order.do == "march":
            assert order.to is not None
            assert at is not None
            assert vehicle is not None
            _in_time(here, order, (at, *order.via, order.to), float(parts[0][2][0]), vehicle, say)
            ground.drivable(here, order, at, say)
            at = order.to


def _in_time(
    here: str, order: UnitOrder, points: tuple[Place, ...], rolling_s: float, vehicle: Holder, say: Say
) -> None:
    if order.arrive_s is None:
        return
    fastest_mps = float(_NOMINAL.values(vehicle, "march_speed_kmh")[0]) / 3.6
    way_m = straight_m(points) * float(_NOMINAL.values(vehicle, "way_over_straight")[0])
    driving_s = order.arrive_s - rolling_s
    if driving_s <= 0.0 or way_m / driving_s > fastest_mps * (1.0 + 1e-9):
        earliest_s = rolling_s + way_m / fastest_mps
        said = f"{3.6 * way_m / driving_s:.0f} km/h" if driving_s > 0.0 else "no time to drive"
        say(
            f"{here}.arrive_s",
            f"{order.arrive_s:g} leaves {said} for {way_m / 1e3:.1f} km of road; {vehicle.name} marches at "
            f"{3.6 * fastest_mps:g} km/h: {earliest_s:.0f} or later is allowed",
        )


def _place_of(key: str, kind: str, section: dict[str, dict[str, Any]]) -> Place | None:
    batteries: dict[str, BatterySite] = section.get("batteries", {})
    if kind == "battery":
        return batteries[key].at
    if kind == "command post":
        place: Place | None = section["commands"][key].at
        return place
    radar: RadarSite | None = section.get("radars", {}).get(key)
    if radar is not None and radar.at is not None:
        return radar.at
    battery = radar.battery if radar is not None else key.removesuffix("-radar")
    return batteries[battery].at if battery in batteries else None


class _Ground:
    """The terrain, loaded only when somebody marches."""

    def __init__(self, values: dict[str, Any], section: dict[str, dict[str, Any]], folder: Path) -> None:
        self._spec, self._section, self._folder = values.get("terrain"), section, folder
        self._terrain: Terrain | None = None
        self.fictional = getattr(self._spec, "kind", None) is None or is_fictional(self._spec)

    def _loaded(self) -> Terrain:
        if self._terrain is None:
            at = [
                (entity.at.latitude_deg, entity.at.longitude_deg)
                for name in ("batteries", "radars", "assets")
                for entity in self._section.get(name, {}).values()
                if entity.at is not None
            ]
            laid = laid_around(self._spec, at, self._folder) if self._spec is not None else {"kind": "flat"}
            self._terrain = load_terrain(laid)
        return self._terrain

    def drivable(self, here: str, order: UnitOrder, at: Place, say: Say) -> None:
        """Say where a way first meets the sea, in straight legs."""
        assert order.to is not None
        points = (at, *order.via, order.to)
        terrain = self._loaded()
        if not terrain.sea_mask.any():
            return
        for leg, (one, other) in enumerate(itertools.pairwise(points)):
            for latitude, longitude in _along(one, other):
                row = round((latitude - terrain.south_deg) / terrain.step_deg)
                column = round((longitude - terrain.west_deg) / terrain.step_deg)
                rows, columns = terrain.sea_mask.shape
                if 0 <= row < rows and 0 <= column < columns and terrain.sea_mask[row, column]:
                    where = f"{here}.via[{leg}]" if leg < len(order.via) else f"{here}.to"
                    say(
                        where,
                        f"the way there leads through the sea at latitude {latitude:.3f}, longitude {longitude:.3f}; "
                        "give points on land (via), or another place",
                    )
                    return


def _along(one: Place, other: Place) -> Iterator[tuple[float, float]]:
    steps = max(int(straight_m((one, other)) / _STEP_M), 1)
    for share in np.linspace(0.0, 1.0, steps + 1).tolist():
        yield (
            one.latitude_deg + share * (other.latitude_deg - one.latitude_deg),
            one.longitude_deg + share * (other.longitude_deg - one.longitude_deg),
        )
