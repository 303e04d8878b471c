"""Made-up civil air traffic as somebody would have recorded it: state vectors in the columns of the OpenSky Network.

``make_traffic`` flies airliners along airways and light aircraft across them for an hour or so, and records them the
way receivers do: at whole seconds, with noise, lost reports and gaps. Nothing in it is real traffic: who flies where is
drawn from the seed, and airways are made up or those of a scenario.

Model. Airliners enter an airway at random times, some of them already on the way when it begins, at a level of its band
by the semicircular rule (eastbound odd, westbound even thousands of feet); some change to another airway, turning at
1.5 degrees a second; some climb or descend to another level at 7.5 m/s. Strays fly slower and lower, straight between
two random points. Each flies at its own steady speed over the ground. Recorded are place, speed, course, climb and two
heights: geometric, and pressure altitude that is off by one amount for the whole region and day. Steering is on the
sphere. Left out: wind, take-off and landing, holding, traffic that avoids other traffic.

Dice: keyed by (seed, aircraft, what for), so that one more aircraft changes nothing about the others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.physics import earth
from gbad.physics.random import MOTION, entity_key, uniforms
from gbad.traffic.recording import (
    CHANGE,
    EPOCH_S,
    FLIGHT,
    FOOT_M,
    MORE,
    ROUTE,
    as_recorded,
    by_time,
    seconds_heard,
    weather_of,
)

Floats = NDArray[np.float64]
Place = tuple[float, float]  # latitude, longitude [rad]
TURN_RAD_S = math.radians(1.5)
CLIMB_MPS = 7.5
NEAREST_POLE_DEG = 85.0  # steering counts degrees of longitude, which end at the pole


@dataclass(frozen=True, slots=True)
class Airway:
    """A straight airway and its band of heights above the sea."""

    from_deg: tuple[float, float]  # latitude, longitude
    to_deg: tuple[float, float]
    min_height_m: float = 8500.0
    max_height_m: float = 12500.0


def made_up_airways(latitude_deg: float, longitude_deg: float, radius_km: float, count: int, seed: int) -> list[Airway]:
    """Chords across a circle: evenly turned, each moved aside by up to half of the radius."""
    found = []
    for k in range(count):
        turn, aside, *_ = uniforms(seed, MOTION, 0, entity_key(f"airway-{k}"))
        bearing = np.pi * (k + 0.6 * (float(turn) - 0.5)) / count
        off = 0.5 * radius_km * 1e3 * (2.0 * float(aside) - 1.0)
        middle = earth.geodesic_direct(np.radians(latitude_deg), np.radians(longitude_deg), bearing + np.pi / 2, off)
        half = np.sqrt((radius_km * 1e3) ** 2 - off**2)
        ends = [earth.geodesic_direct(float(middle[0]), float(middle[1]), bearing + way, half) for way in (np.pi, 0.0)]
        places = [(round(float(np.degrees(e[0])), 3), round(float(np.degrees(e[1])), 3)) for e in ends]
        found.append(Airway(places[0], places[1]))
    return found


def make_traffic(
    airways: Sequence[Airway],
    *,
    aircraft: int = 60,
    stray_share: float = 0.15,
    duration_s: int = 3600,
    step_s: int = 10,
    seed: int = 1,
    lost_share: float = 0.05,
    gaps_per_hour: float = 2.0,
    gap_s: float = 90.0,
    epoch_s: int = EPOCH_S,
) -> dict[str, np.ndarray]:
    """State vectors of ``aircraft`` flights over ``duration_s``, a row for each report that was heard, by time.

    ``stray_share`` of them keep to no airway; ``lost_share`` of single reports are lost; gaps come ``gaps_per_hour`` in
    the mean and last ``gap_s`` in the mean. Raises ``InputError`` for numbers that make no sense.
    """
    if not airways:
        raise InputError("traffic needs at least one airway")
    if aircraft < 1 or duration_s < 60 or not 1 <= step_s <= duration_s:
        raise InputError(
            f"aircraft {aircraft}, duration_s {duration_s}, step_s {step_s}: at least 1, 60 and 1 are needed"
        )
    if not (0.0 <= stray_share <= 1.0 and 0.0 <= lost_share < 1.0 and gaps_per_hour >= 0.0 and gap_s > 0.0):
        raise InputError("stray_share and lost_share are shares; gaps_per_hour and gap_s are not negative")
    airways = _side_by_side(airways)
    weather_m = weather_of(seed)
    parts = []
    for k in range(aircraft):
        key = entity_key(f"aircraft-{k}")
        stray = float(uniforms(seed, MOTION, 0, key, MORE)[0]) < stray_share
        flown = _fly(airways, seed, key, stray, duration_s)
        heard = seconds_heard(seed, key, duration_s, step_s, lost_share, gaps_per_hour, gap_s)
        heard = heard[np.isfinite(flown[heard, 0])]
        if len(heard):
            who = (0xF00000 + k, f"{'STRAY' if stray else 'MADEUP'}{k:02d}")
            parts.append(as_recorded(flown[heard], heard, seed, key, who, weather_m, epoch_s))
    if not parts:
        raise InputError("none of the aircraft was heard: more aircraft, a longer time or fewer gaps are needed")
    return by_time(parts)


def _side_by_side(airways: Sequence[Airway]) -> list[Airway]:
    """The airways with longitudes that do not jump at the date line. ``InputError`` where steering would fail."""
    first = airways[0].from_deg[1]

    def beside(place_deg: tuple[float, float]) -> tuple[float, float]:
        turns = round((place_deg[1] - first) / 360.0)
        # no sum where there is nothing to add: the same bits
        return (place_deg[0], place_deg[1] - 360.0 * turns) if turns else place_deg

    found = [replace(airway, from_deg=beside(airway.from_deg), to_deg=beside(airway.to_deg)) for airway in airways]
    for airway in found:
        highest = _highest_deg(airway)
        if highest > NEAREST_POLE_DEG:
            raise InputError(
                f"airway from {airway.from_deg} to {airway.to_deg} comes to {highest:.1f} degrees of latitude; "
                f"up to {NEAREST_POLE_DEG:g} are flown"
            )
    return found


def _highest_deg(airway: Airway) -> float:
    """The highest latitude, north or south, along an airway [deg]."""
    start, end = _radians(airway.from_deg), _radians(airway.to_deg)
    (length, course), (_, back) = _way(start, end), _way(end, start)
    ends = max(abs(airway.from_deg[0]), abs(airway.to_deg[0]))
    poleward = math.copysign(1.0, start[0]) * math.cos(course) > 0.0, math.copysign(1.0, end[0]) * math.cos(back) > 0.0
    if length < 1.0 or not all(poleward):
        return ends
    # both ends look towards the pole: the great circle's own highest point lies between them
    return max(ends, math.degrees(math.acos(min(1.0, abs(math.sin(course) * math.cos(start[0]))))))


def _fly(airways: Sequence[Airway], seed: int, key: Any, stray: bool, duration_s: int) -> Floats:
    """Latitude, longitude [rad], height [m, sea], speed, course [rad], climb at every second; nan when away."""
    points, level, speed = (_stray if stray else _route)(airways, seed, key)
    late, climbs, to_level, _ = (float(u) for u in uniforms(seed, MOTION, 0, key, FLIGHT))
    length_s = sum(_way(points[i], points[i + 1])[0] for i in range(len(points) - 1)) / speed
    begin_s = -length_s + late * (length_s + duration_s)
    turn_s = begin_s + 0.5 * length_s
    goal = level + round(8.0 * to_level - 4.0) * 1000.0 * FOOT_M if climbs < 0.25 and not stray else level
    goal = max(goal, 300.0)

    out = np.full((duration_s + 1, 6), np.nan)
    latitude, longitude = points[0]
    _, course = _way(points[0], points[1])
    height, towards = level, 1
    for second in range(int(np.ceil(begin_s)), duration_s + 1):
        left, bearing = _way((latitude, longitude), points[towards])
        # turn before the point, so as to come out on the next leg
        if left < speed / TURN_RAD_S * 0.4 + speed:
            towards += 1
            if towards == len(points):
                break
            continue
        off = (bearing - course + math.pi) % (2.0 * math.pi) - math.pi
        course += min(max(off, -TURN_RAD_S), TURN_RAD_S)
        change = min(max(goal - height, -CLIMB_MPS), CLIMB_MPS) if second > turn_s else 0.0
        height += change
        if second >= 0:
            out[second] = (latitude, longitude, height, speed, course % (2.0 * math.pi), change)
        latitude += speed * math.cos(course) / (earth.MEAN_RADIUS + height)
        longitude += speed * math.sin(course) / ((earth.MEAN_RADIUS + height) * math.cos(latitude))
    return out


def _way(here: Place, there: Place) -> tuple[float, float]:
    """Distance [m] and first bearing [rad] of the great circle from one place to another."""
    east = there[1] - here[1]
    x = math.cos(here[0]) * math.sin(there[0]) - math.sin(here[0]) * math.cos(there[0]) * math.cos(east)
    y = math.sin(east) * math.cos(there[0])
    z = math.sin(here[0]) * math.sin(there[0]) + math.cos(here[0]) * math.cos(there[0]) * math.cos(east)
    return earth.MEAN_RADIUS * math.atan2(math.hypot(x, y), z), math.atan2(y, x)


def _radians(place_deg: tuple[float, float]) -> Place:
    return math.radians(place_deg[0]), math.radians(place_deg[1])


def _route(airways: Sequence[Airway], seed: int, key: Any) -> tuple[list[Place], float, float]:
    """Along an airway, either way, perhaps on to the end of another from its middle on."""
    which, back, changes, other = (float(u) for u in uniforms(seed, MOTION, 0, key, ROUTE))
    airway = airways[int(which * len(airways))]
    points = [_radians(airway.from_deg), _radians(airway.to_deg)]
    if back < 0.5:
        points.reverse()
    if changes < 0.2:
        turn_off = airways[int(other * len(airways))]
        middle = (0.5 * (points[0][0] + points[1][0]), 0.5 * (points[0][1] + points[1][1]))
        _, course = _way(middle, points[1])
        # towards the end that asks for the smaller turn
        ends = [_radians(turn_off.from_deg), _radians(turn_off.to_deg)]
        away = max(ends, key=lambda end: math.cos(_way(middle, end)[1] - course))
        if _way(middle, away)[0] > 30e3:
            points = [points[0], middle, away]
    low, high = airway.min_height_m / FOOT_M / 1000.0, airway.max_height_m / FOOT_M / 1000.0
    eastbound = _way(points[0], points[1])[1] > 0.0
    levels = [n for n in range(math.ceil(low), int(high) + 1) if n % 2 == eastbound] or [round(0.5 * (low + high))]
    pick, quick, *_ = (float(u) for u in uniforms(seed, MOTION, 0, key, CHANGE))
    return points, levels[int(pick * len(levels))] * 1000.0 * FOOT_M, 225.0 + 30.0 * quick


def _stray(airways: Sequence[Airway], seed: int, key: Any) -> tuple[list[Place], float, float]:
    """Straight between two random points of the region the airways lie in, slower and lower."""
    corners = [_radians(end) for airway in airways for end in (airway.from_deg, airway.to_deg)]
    south, north = min(c[0] for c in corners), max(c[0] for c in corners)
    west, east = min(c[1] for c in corners), max(c[1] for c in corners)
    u = [float(x) for x in (*uniforms(seed, MOTION, 0, key, ROUTE), *uniforms(seed, MOTION, 0, key, CHANGE))]
    start = (south + u[0] * (north - south), west + u[1] * (east - west))
    end = (south + u[2] * (north - south), west + u[3] * (east - west))
    if _way(start, end)[0] < 50e3:
        # no flight to speak of: to the other side of the region
        end = (north + south - start[0] + 0.005, west + east - start[1])
    return [start, end], 1500.0 + 3500.0 * u[4], 70.0 + 80.0 * u[5]


def corridor_yaml(number: int, airway: Airway) -> str:
    """An airway as a line of a scenario's corridors; they are numbered from 1."""
    ends = [f"{{latitude_deg: {end[0]:g}, longitude_deg: {end[1]:g}}}" for end in (airway.from_deg, airway.to_deg)]
    band = f"min_height_m: {airway.min_height_m:g}, max_height_m: {airway.max_height_m:g}"
    return f"  airway-{number + 1}: {{from: {ends[0]}, to: {ends[1]}, half_width_km: 10.0, {band}}}"
