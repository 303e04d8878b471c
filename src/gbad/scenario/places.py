"""Places that look wrong: latitude and longitude swapped, or a defended thing outside its region."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, get_args

from gbad.errors import InputError
from gbad.scenario.known_ground import beyond, extent, in_file, laid_around
from gbad.scenario.layout.area import Region
from gbad.scenario.layout.flights import Flight
from gbad.scenario.marks import Mark, Problems
from gbad.scenario.nodes import Mapping, Node, Sequence
from gbad.scenario.routes import Place
from gbad.scenario.terrains import FileTerrain, FlatTerrain, TerrainSpec
from gbad.terrain import load as load_terrain

_EARTH_KM = 6371.0


def check_places(values: dict[str, Any], root: Mapping, problems: Problems, folder: Path) -> None:
    """Note every place that is outside the region, or that swapping would bring from far away into it."""
    grounds = list(_ground(values))
    _check_on_terrain(values, grounds, root, problems, folder)
    region = values.get("region")
    if isinstance(region, Region):
        for path, place in grounds:
            if not _inside(region, place.latitude_deg, place.longitude_deg):
                problems.add(_mark(root, path), path, _outside(region, place))
        centre = ((region.south_deg + region.north_deg) / 2.0, (region.west_deg + region.east_deg) / 2.0)
    elif grounds:
        # the middle one is right as long as most are
        centre = (median(p.latitude_deg for _, p in grounds), median(p.longitude_deg for _, p in grounds))
        for path, place in grounds:
            if _swapped(place, centre, within_km=0.0):
                problems.add(_mark(root, path), path, _finding(place, "near the other places"))
    else:
        return
    duration = values.get("duration_s")
    for path, place, reach_km in _routes(values, duration if isinstance(duration, float) else 0.0):
        if _swapped(place, centre, within_km=reach_km):
            problems.add(_mark(root, path), path, _finding(place, "within reach of what is defended"))


def _check_on_terrain(
    values: dict[str, Any], grounds: list[tuple[str, Place]], root: Mapping, problems: Problems, folder: Path
) -> None:
    """Note every site that lies beyond the terrain: the ground under and around it is not known."""
    sides = ("batteries.", "radars.", "assets.")
    defended = [(p.latitude_deg, p.longitude_deg) for path, p in grounds if path.startswith(sides)]
    spec = values.get("terrain", FlatTerrain(kind="flat"))
    if not defended or not isinstance(spec, get_args(TerrainSpec)):
        return  # a terrain that could not be read has its own finding
    try:
        parameters = laid_around(spec, defended, folder)
        reach = extent(parameters)
    except InputError as error:
        laid = not isinstance(spec, FileTerrain) and getattr(spec, "latitude_deg", None) is None
        around = " (the middle of what is defended)" if laid else ""
        problems.add(_mark(root, "terrain"), "terrain", str(error).removeprefix("terrain: ") + around)
        return
    for path, place in grounds:
        if reach is not None and not reach.covers(place.latitude_deg, place.longitude_deg):
            problems.add(_mark(root, path), path, f"{_words(place)} {beyond(spec.kind, reach)}")
    if isinstance(spec, FileTerrain):
        for path, finding in in_file(spec, load_terrain(parameters), values, grounds):
            problems.add(_mark(root, path), path, finding)


def _ground(values: dict[str, Any]) -> Iterator[tuple[str, Place]]:
    """Places on the ground, with their paths."""
    for section in ("commands", "radars", "passive_sensors", "batteries", "assets"):
        entities = values.get(section)
        for key, entity in entities.items() if isinstance(entities, dict) else ():
            if isinstance(entity.at, Place):
                yield f"{section}.{key}.at", entity.at
    units = values.get("units")
    for key, unit in units.items() if isinstance(units, dict) else ():
        for index, order in enumerate(unit.timetable):
            here = f"units.{key}.timetable[{index}]"
            if order.to is not None:
                yield f"{here}.to", order.to
            yield from ((f"{here}.via[{k}]", place) for k, place in enumerate(order.via))


def _routes(values: dict[str, Any], duration_s: float) -> Iterator[tuple[str, Place, float]]:
    """Points of routes, with how far the flight can come from there while the scenario lasts."""
    for section in ("threats", "others"):
        flights = values.get(section)
        for key, flight in flights.items() if isinstance(flights, dict) else ():
            assert isinstance(flight, Flight)
            for below, place, reach_km in flight.route.places(flight.figures, duration_s):
                yield f"{section}.{key}.route.{below}", place, reach_km


def _swapped(place: Place, centre: tuple[float, float], *, within_km: float) -> bool:
    """Whether a place is far off (and out of reach), and its swapped twin would be near."""
    if abs(place.longitude_deg) > 90.0:
        return False
    here = _distance_km(place.latitude_deg, place.longitude_deg, *centre)
    there = _distance_km(place.longitude_deg, place.latitude_deg, *centre)
    return here > max(600.0, within_km) and there < here / 3.0 and (within_km == 0.0 or there <= max(within_km, 600.0))


def _inside(region: Region, latitude: float, longitude: float) -> bool:
    return region.south_deg <= latitude <= region.north_deg and region.west_deg <= longitude <= region.east_deg


def _outside(region: Region, place: Place) -> str:
    box = f"{region.south_deg:g} to {region.north_deg:g} N, {region.west_deg:g} to {region.east_deg:g} E"
    if _inside(region, place.longitude_deg, place.latitude_deg):
        return _finding(place, f"inside the region {region.name} ({box})")
    return f"{_words(place)} is outside the region {region.name} ({box})"


def _finding(place: Place, where: str) -> str:
    fix = f"{{latitude_deg: {place.longitude_deg:g}, longitude_deg: {place.latitude_deg:g}}}"
    return f"{_words(place)}: latitude and longitude look swapped; {fix} would be {where}"


def _words(place: Place) -> str:
    return f"latitude {place.latitude_deg:g}, longitude {place.longitude_deg:g}"


def _distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    # a sphere is enough to tell far from near
    a, b, c, d = map(math.radians, (lat1, lon1, lat2, lon2))
    chord = math.sin((c - a) / 2.0) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2.0) ** 2
    return 2.0 * _EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def _mark(root: Mapping, path: str) -> Mark:
    node: Node = root
    for part in path.replace("[", ".").replace("]", "").split("."):
        inner = node.get(part) if isinstance(node, Mapping) else None
        if isinstance(node, Sequence):
            inner = node.items[int(part)]
        if inner is None:
            break
        node = inner
    return node.mark
