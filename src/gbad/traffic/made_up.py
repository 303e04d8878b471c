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
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.physics import earth
from gbad.physics.random import MOTION, entity_key, normals, uniforms

Floats = NDArray[np.float64]
Place = tuple[float, float]  # latitude, longitude [rad]
FOOT_M = 0.3048
EPOCH_S = 1_577_836_800  # 2020-01-01 UTC: the day scenarios begin on unless they say otherwise
TURN_RAD_S = math.radians(1.5)
CLIMB_MPS = 7.5
NEAREST_POLE_DEG = 85.0  # steering counts degrees of longitude, which end at the pole
PLACE_STD_M, SPEED_STD_MPS, COURSE_STD_DEG, HEIGHT_STD_M = 20.0, 0.7, 0.4, 8.0
# what each draw of an aircraft is for (events of the dice)
_ROUTE, _FLIGHT, _CHANGE, _MORE, _NOISE, _LOST, _GAP = range(7)


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
    # one amount for the whole region: the day's pressure
    weather_m = 60.0 * float(normals(seed, MOTION, 0, entity_key("weather"))[0])
    parts = []
    for k in range(aircraft):
        key = entity_key(f"aircraft-{k}")
        stray = float(uniforms(seed, MOTION, 0, key, _MORE)[0]) < stray_share
        flown = _fly(airways, seed, key, stray, duration_s)
        heard = _heard(seed, key, duration_s, step_s, lost_share, gaps_per_hour, gap_s)
        heard = heard[np.isfinite(flown[heard, 0])]
        if len(heard):
            parts.append(_recorded(flown[heard], heard, seed, key, k, stray, weather_m, epoch_s))
    if not parts:
        raise InputError("none of the aircraft was heard: more aircraft, a longer time or fewer gaps are needed")
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((columns["icao24"], columns["time"]))
    return {name: values[order] for name, values in columns.items()}


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
    late, climbs, to_level, _ = (float(u) for u in uniforms(seed, MOTION, 0, key, _FLIGHT))
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
    which, back, changes, other = (float(u) for u in uniforms(seed, MOTION, 0, key, _ROUTE))
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
    pick, quick, *_ = (float(u) for u in uniforms(seed, MOTION, 0, key, _CHANGE))
    return points, levels[int(pick * len(levels))] * 1000.0 * FOOT_M, 225.0 + 30.0 * quick


def _stray(airways: Sequence[Airway], seed: int, key: Any) -> tuple[list[Place], float, float]:
    """Straight between two random points of the region the airways lie in, slower and lower."""
    corners = [_radians(end) for airway in airways for end in (airway.from_deg, airway.to_deg)]
    south, north = min(c[0] for c in corners), max(c[0] for c in corners)
    west, east = min(c[1] for c in corners), max(c[1] for c in corners)
    u = [float(x) for x in (*uniforms(seed, MOTION, 0, key, _ROUTE), *uniforms(seed, MOTION, 0, key, _CHANGE))]
    start = (south + u[0] * (north - south), west + u[1] * (east - west))
    end = (south + u[2] * (north - south), west + u[3] * (east - west))
    if _way(start, end)[0] < 50e3:
        # no flight to speak of: to the other side of the region
        end = (north + south - start[0] + 0.005, west + east - start[1])
    return [start, end], 1500.0 + 3500.0 * u[4], 70.0 + 80.0 * u[5]


def _heard(
    seed: int, key: Any, duration_s: int, step_s: int, lost_share: float, gaps_per_hour: float, gap_s: float
) -> NDArray[np.int64]:
    """Seconds whose report was received. Receivers are not in step with each other: each aircraft has its own phase."""
    phase = int(float(uniforms(seed, MOTION, 0, key, _MORE)[1]) * step_s)
    seconds = np.arange(phase, duration_s + 1, step_s)
    kept = uniforms(seed, MOTION, 0, key, _LOST, seconds)[:, 0] >= lost_share
    begin_s, n = 0.0, 0
    while gaps_per_hour > 0.0:
        wait, last, *_ = uniforms(seed, MOTION, 0, key, _GAP, n)
        begin_s += -3600.0 / gaps_per_hour * np.log1p(-float(wait))
        end_s = begin_s - gap_s * np.log1p(-float(last))
        if begin_s > duration_s:
            break
        kept &= (seconds < begin_s) | (seconds > end_s)
        begin_s, n = end_s, n + 1
    return seconds[kept]


def _recorded(
    flown: Floats, seconds: NDArray[np.int64], seed: int, key: Any, number: int, stray: bool, weather_m: float,
    epoch_s: int,
) -> dict[str, np.ndarray]:  # fmt: skip
    """The columns of one aircraft, with noise and the steps that messages are sent in."""
    from gbad.terrain import geoid_height_m

    latitude, longitude, height, speed, course, climb = flown.T
    first = normals(seed, MOTION, 0, key, _NOISE, 2 * seconds)
    second = normals(seed, MOTION, 0, key, _NOISE, 2 * seconds + 1)
    metres = 1.0 / earth.MEAN_RADIUS
    lon = np.round(np.degrees(longitude + PLACE_STD_M * metres * first[:, 1] / np.cos(latitude)), 5)
    lon = np.where(np.abs(lon) > 180.0, np.round((lon + 180.0) % 360.0 - 180.0, 5), lon)
    geoid = geoid_height_m(latitude, longitude)
    east, north = np.sin(course) * speed, np.cos(course) * speed
    count, hour = len(seconds), (epoch_s + seconds) // 3600 * 3600
    foot25 = 25.0 * FOOT_M
    return {
        "time": epoch_s + seconds,
        "icao24": np.full(count, f"{0xF00000 + number:06x}"),
        "lat": np.round(np.degrees(latitude + PLACE_STD_M * metres * first[:, 0]), 5),
        "lon": lon,
        "velocity": np.round(np.hypot(east, north) + SPEED_STD_MPS * first[:, 2], 2),
        "heading": np.round((np.degrees(course) + COURSE_STD_DEG * first[:, 3]) % 360.0, 2),
        "vertrate": np.round(np.round((climb + 0.2 * second[:, 0]) / 0.32512) * 0.32512, 3) + 0.0,
        "callsign": np.full(count, f"{'STRAY' if stray else 'MADEUP'}{number:02d}"),
        "onground": np.full(count, False),
        "alert": np.full(count, False),
        "spi": np.full(count, False),
        "squawk": np.full(count, f"{1000 + number % 7000:04d}"),
        "baroaltitude": np.round(np.round((height + weather_m) / foot25) * foot25, 2),
        "geoaltitude": np.round(np.round((height + geoid + HEIGHT_STD_M * second[:, 1]) / foot25) * foot25, 2),
        "lastposupdate": epoch_s + seconds,
        "lastcontact": epoch_s + seconds,
        "hour": hour,
    }


def write_traffic(columns: dict[str, np.ndarray], path: Path) -> None:
    """Write state vectors as CSV or Parquet, by the name's ending. Raises ``InputError``."""
    import duckdb

    how = {".csv": "(FORMAT csv, HEADER)", ".parquet": "(FORMAT parquet, CODEC zstd)"}.get(path.suffix)
    if how is None:
        raise InputError(f"{path}: a name ending in .csv or .parquet is needed")
    if path.exists():
        raise InputError(f"{path}: exists already; nothing is overwritten")
    quoted = str(path).replace("'", "''")
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.register("columns", {name: np.asarray(values) for name, values in columns.items()})
        connection.execute(f"COPY (SELECT * FROM columns) TO '{quoted}' {how}")


def corridor_yaml(number: int, airway: Airway) -> str:
    """An airway as a line of a scenario's corridors; they are numbered from 1."""
    ends = [f"{{latitude_deg: {end[0]:g}, longitude_deg: {end[1]:g}}}" for end in (airway.from_deg, airway.to_deg)]
    band = f"min_height_m: {airway.min_height_m:g}, max_height_m: {airway.max_height_m:g}"
    return f"  airway-{number + 1}: {{from: {ends[0]}, to: {ends[1]}, half_width_km: 10.0, {band}}}"
