"""Threats and others -> the table of objects and the paths they fly. This is where groups become single flyers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import radians
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import InputError
from gbad.physics import earth
from gbad.physics.cross_section import ASPECTS_DEG
from gbad.physics.random import MOTION, entity_key, uniforms
from gbad.scenario.compile_draws import Draws, Holder
from gbad.scenario.compile_radars import keys, placed_radars, sources_db, strings
from gbad.scenario.layout import Flight, Scenario, Threat
from gbad.scenario.models import Models
from gbad.scenario.recordings import Recording, read_recordings
from gbad.scenario.routes import BallisticRoute, CorridorRoute, DriftRoute, Place, StateVectorRoute, Waypoint
from gbad.scenario.specs.cross_section import CrossSection
from gbad.scenario.specs.flyer import Flyer
from gbad.tables import (
    FRIENDLY_SIDE,
    HOSTILE_SIDE,
    NEUTRAL_SIDE,
    TARGET_AIRCRAFT,
    TARGET_BALLISTIC,
    TARGET_MISSILE,
    TRANSPONDER_CIVIL,
    TRANSPONDER_FRIENDLY,
    TRANSPONDER_NONE,
    AssetTable,
    Floats,
    Ints,
    ObjectTable,
    RadarTable,
)

_CLASS = {"aircraft": TARGET_AIRCRAFT, "missile": TARGET_MISSILE, "ballistic": TARGET_BALLISTIC}
_TRANSPONDER = {"none": TRANSPONDER_NONE, "civil": TRANSPONDER_CIVIL, "friendly": TRANSPONDER_FRIENDLY}


@dataclass(frozen=True, slots=True)
class Single:
    """One flyer of a flight: ``number``-th of all from 0, ``place``-th of its line or of its carrier's load."""

    id: str
    flight: Flight
    number: int
    holder: Holder
    place: int = 0
    carrier: str | None = None  # id of the flyer that releases it
    recording: Recording | None = None

    @property
    def dice(self) -> str:
        """What its dice are keyed by: group and index, whatever the count.

        So one flyer and the first of many meet the same dice, though their ids differ (``aircraft``, ``aircraft-1``).
        """
        if self.recording is not None:
            return self.id
        return self.flight.id if self.number == 0 else f"{self.flight.id}-{self.number + 1}"

    @property
    def figures(self) -> Flyer:
        return self.flight.figures

    @property
    def aims_at(self) -> str | None:
        return self.flight.aims_at if isinstance(self.flight, Threat) else None

    def out_of_line(self) -> tuple[float, float]:
        """By how many intervals it starts late (0 to 1 times the irregularity) and sits aside (-1 to 1 times it).

        A property of the raid, not of a run: keyed by group and index alone. A perfectly even line moves like a comb,
        and a radar without Doppler then sees flyers that are not there, each made of one plot of every real one.
        """
        if self.flight.irregularity == 0.0:
            return 0.0, 0.0
        late, aside, _, _ = uniforms(0, MOTION, 0, entity_key(self.dice))
        return self.flight.irregularity * float(late), self.flight.irregularity * (2.0 * float(aside) - 1.0)

    @property
    def label(self) -> str:
        """Name for display; a group's members are numbered."""
        if self.recording is not None:
            return self.recording.callsign or self.id
        many = self.id != self.flight.id and self.flight.name is not None
        return f"{self.flight.name} {self.number + 1}" if many else (self.flight.name or self.id)


def singles(scenario: Scenario) -> list[Single]:
    """Every flyer, threats and others together, sorted by id."""
    found = []
    for section, flights in (("threats", scenario.threats), ("others", scenario.others)):
        for flight in flights.values():
            holder = Holder(flight.figures, flight.type, f"{section}.{flight.id}", flight.overridden)
            if isinstance(flight.route, StateVectorRoute):
                pieces = read_recordings(scenario.folder / flight.route.file, flight.route.longest_gap_s)
                # a piece that begins after the end is nowhere in this run
                found += [
                    Single(f"{flight.id}-{piece.id}", flight, 0, holder, recording=piece)
                    for piece in pieces
                    if flight.start_s + piece.time_s[0] < scenario.duration_s
                ]
                continue
            carriers = _carriers(scenario, flight)
            for number in range(flight.count * len(carriers)):
                name = flight.id if flight.count * len(carriers) == 1 else f"{flight.id}-{number + 1}"
                carrier, place = carriers[number // flight.count], number % flight.count
                found.append(Single(name, flight, number, holder, place, carrier))
    return sorted(found, key=lambda single: single.id)


def _carriers(scenario: Scenario, flight: Flight) -> list[str | None]:
    """Ids of the flyers that release a flight, one load each; ``[None]`` for what flies by itself."""
    if not isinstance(flight, Threat) or flight.released_by is None:
        return [None]
    above = scenario.threats[flight.released_by]
    return [above.id] if above.count == 1 else [f"{above.id}-{number + 1}" for number in range(above.count)]


def object_table(scenario: Scenario, draws: Draws, frequency_hz: Floats) -> ObjectTable:
    """The table of everything that flies; ``frequency_hz (D, radars)`` is what its cross-sections are read at."""
    rows = singles(scenario)
    holders = [row.holder for row in rows]
    assets = sorted(scenario.assets)
    row_of = {row.id: number for number, row in enumerate(rows)}
    form, by_aspect = cross_sections(holders, draws, frequency_hz)
    return ObjectTable(
        id=strings([row.id for row in rows]),
        key=keys([row.dice for row in rows]),
        name=strings([row.label for row in rows]),
        type=strings([row.flight.type for row in rows]),
        is_threat=np.array([isinstance(row.flight, Threat) for row in rows], dtype=np.bool_),
        side=np.array([_side(row) for row in rows], dtype=np.int64),
        target_class=np.array([_CLASS[row.figures.target_class] for row in rows], dtype=np.int64),
        rcs_dbsm=10.0 * np.log10(draws.column(holders, "rcs_m2")),
        rcs_form=form,
        rcs_by_aspect_dbsm=by_aspect,
        jammer_w_per_hz=jammer_density(holders, draws),
        jammer_band_hz=np.array([_band_hz(row.figures) for row in rows]).reshape(len(rows), 2),
        source_db=sources_db(holders, placed_radars(scenario), draws),
        swerling=np.array([row.figures.swerling for row in rows], dtype=np.int64),
        transponder=np.array([_TRANSPONDER[row.figures.transponder] for row in rows], dtype=np.int64),
        iff_failure_probability=draws.column(holders, "iff_failure_probability"),
        aims_at=np.array([assets.index(row.aims_at) if row.aims_at else -1 for row in rows], dtype=np.int64),
        damage_probability=draws.column(holders, "damage_probability"),
        parent=np.array([row_of[row.carrier] if row.carrier else -1 for row in rows], dtype=np.int64),
    )


def cross_sections(holders: Sequence[Holder], draws: Draws, frequency_hz: Floats) -> tuple[Ints, Floats]:
    """``(form (n,), dbsm (D, radars, forms, 37))``: tables by aspect of the types that have one, form -1 for others.

    The whole table lies at the quantile that the draw gives the headline ``rcs_m2``: one unknown, not one per number.
    """
    form = np.full(len(holders), -1, np.int64)
    kept: dict[str, int] = {}
    tables: list[tuple[CrossSection, str]] = []
    for row, holder in enumerate(holders):
        table = holder.entry.cross_section  # type: ignore[attr-defined]  # holders of flyers only
        if table is not None:
            # own figures set anew may be anything; types are shared
            name = holder.own_name if holder.overridden else holder.name
            if name not in kept:
                kept[name] = len(tables)
                tables.append((table, holder.key("rcs_m2")))
            form[row] = kept[name]
    out = np.empty((*frequency_hz.shape, len(tables), len(ASPECTS_DEG)))
    for draw, radar in np.ndindex(*frequency_hz.shape):
        for i, (table, key) in enumerate(tables):
            out[draw, radar, i] = table.at(float(frequency_hz[draw, radar]), draws.quantiles[draw].get(key))
    return form, out


def jammer_density(holders: Sequence[Holder], draws: Draws) -> Floats:
    """``(D, n)`` radiated noise [W/Hz]; 0 for what does not jam."""
    power_w = draws.column(holders, "jammer.erp_kw", 1e3, missing=0.0)
    low, high = np.array([_band_hz(holder.entry) for holder in holders]).reshape(len(holders), 2).T  # type: ignore[arg-type]
    return np.where(power_w > 0.0, power_w / np.where(power_w > 0.0, high - low, 1.0), 0.0)


def _band_hz(flyer: Flyer) -> tuple[float, float]:
    jammer = flyer.jammer
    return (1e9 * jammer.from_ghz, 1e9 * jammer.to_ghz) if jammer else (np.nan, np.nan)


def check_receivers(objects: ObjectTable, radars: RadarTable) -> None:
    """``InputError`` where something jams a radar of which no reception is known."""
    for row in np.flatnonzero(objects.jammer_w_per_hz.any(axis=0)):
        low, high = objects.jammer_band_hz[row]
        reached = ((radars.frequency_hz >= low) & (radars.frequency_hz <= high)).any(axis=0)
        for radar in np.flatnonzero(reached & ~radars.passive & np.isnan(radars.antenna_gain_db).any(axis=0)):
            raise InputError(
                f"{radars.id[radar]}: {objects.id[row]} jams its band, but its type {radars.type[radar]} has no "
                "figures under reception (antenna_gain_dbi, side_lobes_db, noise_temperature_k)"
            )


def _side(row: Single) -> int:
    if isinstance(row.flight, Threat):
        return HOSTILE_SIDE
    return FRIENDLY_SIDE if row.figures.transponder == "friendly" else NEUTRAL_SIDE


def paths(scenario: Scenario, draws: Draws, assets: AssetTable, models: Models) -> list[list[Any]]:
    """One list of paths per draw; a single list if no drawn figure changes a path."""
    rows = singles(scenario)
    moving = ("speed_mps", "height_m", "ballistic_coefficient_kg_per_m2", "slowing_time_s", "sink_mps", "lifetime_s")
    drawn = any(row.holder.key(path) in quantiles for row in rows for path in moving for quantiles in draws.quantiles)
    count = draws.count if drawn else 1
    laid = []
    for draw in range(count):
        # carriers come first, then what they release
        path_of: dict[str, Any] = {}
        for row in sorted(rows, key=lambda row: row.carrier is not None):
            carrier = path_of[row.carrier] if row.carrier else None
            path_of[row.id] = _path(scenario, row, draws, draw, assets, models, carrier)
        laid.append([path_of[row.id] for row in rows])
    return laid


def _path(
    scenario: Scenario, row: Single, draws: Draws, draw: int, assets: AssetTable, models: Models, carrier: Any
) -> Any:
    late, _ = row.out_of_line()
    route, start_s = row.flight.route, row.flight.start_s + (row.place + late) * row.flight.interval_s
    aim = sorted(scenario.assets).index(row.aims_at) if row.aims_at else None
    if isinstance(route, BallisticRoute):
        assert aim is not None
        return models.ballistic_path(
            launch_latitude_rad=radians(route.from_.latitude_deg),
            launch_longitude_rad=radians(route.from_.longitude_deg),
            aim_latitude_rad=float(assets.latitude_rad[aim]),
            aim_longitude_rad=float(assets.longitude_rad[aim]),
            aim_height_m=float(assets.height_m[aim]),
            ballistic_coefficient_kg_m2=float(draws.values(row.holder, "ballistic_coefficient_kg_per_m2")[draw]),
            start_s=start_s,
        )
    if isinstance(route, DriftRoute):
        names = {"slowing_s": "slowing_time_s", "sink_mps": "sink_mps", "lifetime_s": "lifetime_s"}
        figures = {name: float(draws.values(row.holder, path)[draw]) for name, path in names.items()}
        return models.drift_path(carrier=carrier, after_s=_release_s(row), **figures)
    if isinstance(route, StateVectorRoute):
        return _recorded_path(row, route, models)
    if isinstance(route, CorridorRoute):
        corridor = scenario.corridors[route.corridor]
        ends: tuple[Place, ...] = (corridor.from_, corridor.to)
        given = [_waypoint(place) for place in (reversed(ends) if route.reverse else ends)]
    else:
        given = list(route.points)
    points = _filled(given, row, draws, draw)
    if carrier is not None:
        return models.released_path(
            carrier=carrier,
            after_s=_release_s(row),
            points=tuple(models.waypoint(*point) for point in _aimed(points, row, assets, aim)),
            speed_mps=float(draws.values(row.holder, "speed_mps")[draw]) if row.figures.speed_mps else points[0][4],
            then="departs" if aim is None else "ends",
        )
    return models.waypoint_path(
        points=tuple(models.waypoint(*point) for point in _aimed(points, row, assets, aim)),
        start_s=start_s,
        then="departs" if aim is None else "ends",
    )


def _release_s(row: Single) -> float:
    """Time of release after the start of the carrier; the members of a load follow each other."""
    assert isinstance(row.flight, Threat)
    late, _ = row.out_of_line()
    return row.flight.release_after_s + (row.place + late) * row.flight.interval_s


def _recorded_path(row: Single, route: StateVectorRoute, models: Models) -> Any:
    piece = row.recording
    assert piece is not None
    time = piece.time_s - piece.time_s[0]
    place = (piece.latitude_rad, piece.longitude_rad, piece.height_m)
    return models.recorded_path(
        samples=np.column_stack([time, *place, piece.velocity_enu_mps]).tobytes(),
        start_s=row.flight.start_s + float(piece.time_s[0]),
        position_std_m=route.position_std_m,
    )


def recording_files(scenario: Scenario) -> list[Path]:
    """Files of recorded traffic that a scenario leans on, sorted."""
    routes = [flight.route for flight in scenario.others.values()]
    return sorted({scenario.folder / route.file for route in routes if isinstance(route, StateVectorRoute)})


def _waypoint(place: Place) -> Waypoint:
    return Waypoint(latitude_deg=place.latitude_deg, longitude_deg=place.longitude_deg)


# latitude, longitude, height, reference, speed: the fields of motion's waypoint, in order
_Point = tuple[float, float, float, str, float]


def _filled(given: list[Waypoint], row: Single, draws: Draws, draw: int) -> list[_Point]:
    """Points with height and speed: said at the point, carried from the point before, or the type's."""
    height = float(draws.values(row.holder, "height_m")[draw])
    speed = float(draws.values(row.holder, "speed_mps")[draw])
    reference: str = row.figures.height_reference
    points = []
    for point in given:
        height = height if point.height_m is None else point.height_m
        reference = point.height_reference or reference
        speed = speed if point.speed_mps is None else point.speed_mps
        points.append((radians(point.latitude_deg), radians(point.longitude_deg), height, reference, speed))
    return points


def _aimed(points: list[_Point], row: Single, assets: AssetTable, aim: int | None) -> list[_Point]:
    """The route shifted sideways for its place in the line, and ended at the asset it aims at."""
    last = points[-1]
    if aim is not None:
        target = (float(assets.latitude_rad[aim]), float(assets.longitude_rad[aim]))
        # an aircraft attacks from its own height; anything else comes down on the asset
        end = (last[2], last[3]) if row.figures.target_class == "aircraft" else (0.0, "ground")
        last = (*target, *end, last[4])
    _, aside = row.out_of_line()
    abreast = 1e3 * row.flight.abreast_km * (row.place - 0.5 * (row.flight.count - 1) + aside)
    if abreast != 0.0:
        second = points[1] if len(points) > 1 else last
        _, course, _ = earth.geodesic_inverse(*points[0][:2], *second[:2])
        points = [_moved(point, course + 0.5 * np.pi, abreast) for point in points]
    return points if aim is None else [*points, last]


def _moved(point: _Point, azimuth: float, distance: float) -> _Point:
    latitude, longitude, _ = earth.geodesic_direct(*point[:2], azimuth, distance)
    return (float(latitude), float(longitude), *point[2:])
