"""BlueSky scenario files (``.scn``) -> waypoint routes: aircraft as they are created, and the points they are given.

Read are ``CRE`` with a latitude and longitude, ``ADDWPT`` with a place, ``DEL``; every other command is counted. An
aircraft without points flies straight on for the time that is left. Calibrated airspeed (or Mach, below 5) becomes true
airspeed in the standard atmosphere, taken for speed over the ground (no wind); flight levels and feet become heights
above the sea. Any line ends. Left out: turns, climbs and speeds commanded later, navaids, areas, conditions.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path

from gbad.errors import InputError
from gbad.importing.guarding import text_of
from gbad.importing.motion import LONGEST_S, count
from gbad.importing.rows import number
from gbad.physics import atmosphere, earth

KNOT_MPS, FOOT_M = 1852.0 / 3600.0, 0.3048
MOST_AIRCRAFT = 20_000
AFTER_S = 1800.0  # [s] that is flown after the last command
_TIME = re.compile(r"^\s*(\d{1,2}):(\d{2}):(\d{2}(?:\.\d+)?)\s*>\s*(.*)$")


@dataclass(slots=True)
class Flight:
    """One aircraft."""

    start_s: float
    latitude_deg: float
    longitude_deg: float
    heading_deg: float
    height_m: float
    speed_mps: float
    points: list[tuple[float, float, float | None]] = field(default_factory=list)
    end_s: float = math.inf


def read(content: bytes, path: Path) -> tuple[dict[str, Flight], dict[str, int]]:
    """Aircraft by callsign, and what was left out. Raises ``InputError``."""
    flights: dict[str, Flight] = {}
    left_out: dict[str, int] = {}
    for line, text in enumerate(re.split(r"\r\n|\r|\n", text_of(content, path)), 1):
        if not text.strip() or text.lstrip().startswith("#"):
            continue
        where = f"{path}:{line}"
        found = _TIME.match(text)
        if found is None:
            raise InputError(f"{where}: {text.strip()[:40]!r} was found, a line like 00:00:10.00>CRE ... is needed")
        hours, minutes, seconds, command = found.groups()
        _take(flights, left_out, int(hours) * 3600.0 + int(minutes) * 60.0 + float(seconds), command, where)
    if not flights:
        told = "; ".join(f"{n} {why}" for why, n in left_out.items())
        raise InputError(f"{path}: creates no aircraft at a place{': left out ' + told if told else ''}")
    return flights, left_out


def _take(flights: dict[str, Flight], left_out: dict[str, int], time_s: float, command: str, where: str) -> None:
    name, *given = [part.strip() for part in re.split(r"[,\s]+", command.strip())]
    name = name.upper()
    if name == "CRE":
        if len(flights) == MOST_AIRCRAFT:
            raise InputError(f"{where}: more than {MOST_AIRCRAFT} aircraft")
        if len(given) < 7:
            raise InputError(f"{where}: CRE needs callsign, type, latitude, longitude, heading, altitude and speed")
        sign, _, latitude, longitude, heading, altitude, speed = given[:7]
        if not _is_number(latitude):
            count(left_out, "aircraft created at a navaid")
            return
        height_m = _height_m(altitude, where)
        flights[sign.upper()] = Flight(
            time_s, *_place(latitude, longitude, where), number(heading, where) % 360.0, height_m,
            _speed_mps(speed, height_m, where),
        )  # fmt: skip
    elif name in ("ADDWPT", "DEL") or (len(given) and given[0].upper() == "ADDWPT"):
        sign = (given[0] if name in ("ADDWPT", "DEL") else name).upper() if given else ""
        if sign not in flights:
            count(left_out, "commands to aircraft that are not there")
        elif name == "DEL":
            flights[sign].end_s = time_s
        elif len(given) >= 3 and _is_number(given[1]) and _is_number(given[2]):
            height = _height_m(given[3], where) if len(given) > 3 and given[3] else None
            flights[sign].points.append((*_place(given[1], given[2], where), height))
        else:
            count(left_out, "points named by a navaid")
    else:
        count(left_out, f"commands {name[:12]}")


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?\d+(\.\d*)?|[-+]?\.\d+", text) is not None


def _place(latitude: str, longitude: str, where: str) -> tuple[float, float]:
    lat, lon = number(latitude, where), number(longitude, where)
    if not (abs(lat) <= 90.0 and abs(lon) <= 180.0):
        raise InputError(f"{where}: latitude {lat:g}, longitude {lon:g} is not on Earth")
    return lat, lon


def _height_m(text: str, where: str) -> float:
    feet = 100.0 * number(text[2:], where) if text.upper().startswith("FL") else number(text, where)
    if not -1000.0 <= feet <= 100_000.0:
        raise InputError(f"{where}: altitude {text[:20]!r}; -1000 to 100000 ft are read")
    return feet * FOOT_M


def _speed_mps(text: str, height_m: float, where: str) -> float:
    """True airspeed of a calibrated one [kt], or of a Mach number (M.78, or below 5)."""
    told = text.upper().removeprefix("M")
    value = number(told, where)
    sound = float(atmosphere.speed_of_sound_mps(max(height_m, 0.0)))
    if text.upper().startswith("M") or value < 5.0:
        mach = value / 100.0 if text.upper().startswith("M") and value >= 5.0 else value
        return mach * sound
    at_sea_mach = value * KNOT_MPS / float(atmosphere.speed_of_sound_mps(0.0))
    impact_pa = float(atmosphere.pressure_pa(0.0)) * ((1.0 + 0.2 * at_sea_mach**2) ** 3.5 - 1.0)
    ratio = impact_pa / float(atmosphere.pressure_pa(max(height_m, 0.0)))
    return sound * math.sqrt(5.0 * ((ratio + 1.0) ** (2.0 / 7.0) - 1.0))


def scenario_of(flights: dict[str, Flight], title: str, keep_names: bool) -> str:
    """The text of a scenario that flies them, with one radar in the middle that looks on."""
    latest = max(flight.start_s for flight in flights.values())
    duration_s = min(latest + AFTER_S, LONGEST_S)
    latitude = sum(flight.latitude_deg for flight in flights.values()) / len(flights)
    first = next(iter(flights.values())).longitude_deg
    east = [(flight.longitude_deg - first + 180.0) % 360.0 - 180.0 for flight in flights.values()]
    longitude = (first + sum(east) / len(east) + 180.0) % 360.0 - 180.0
    lines = [
        '# Aircraft of a BlueSky scenario, read by gbad import. The radar only looks on: take over "others".',
        "schema: scenario/1", f"title: {title}", f"duration_s: {duration_s:.1f}", "terrain: {kind: flat}",
        "commands:", "  post: {type: 55K6E}", "radars:",
        f"  onlooker: {{type: 91N6E, at: {{latitude_deg: {round(2 * latitude) / 2:g}, "
        f"longitude_deg: {round(2 * longitude) / 2:g}}}, command: post}}",
        "others:",
    ]  # fmt: skip
    for k, (sign, flight) in enumerate(sorted(flights.items())):
        name = re.sub(r"[^a-z0-9]+", "-", sign.lower()).strip("-") if keep_names else ""
        lines.append(f"  {f'flight-{name}' if name else f'flight-{k + 1}'}:")
        lines.append(f"    {{type: airliner, start_s: {flight.start_s:g}, route: {{kind: waypoints, points: [")
        lines += [f"      {point}," for point in _points(flight, duration_s)]
        lines.append("    ]}}")
    return "\n".join(lines) + "\n"


def _points(flight: Flight, duration_s: float) -> list[str]:
    places: list[tuple[float, float, float | None]] = [(flight.latitude_deg, flight.longitude_deg, flight.height_m)]
    places += [point for point in flight.points if point[:2] != places[-1][:2]]
    if len(places) == 1:
        length = max(flight.speed_mps * (min(flight.end_s, duration_s) - flight.start_s), 1000.0)
        lat, lon, _ = earth.geodesic_direct(
            math.radians(flight.latitude_deg),
            math.radians(flight.longitude_deg),
            math.radians(flight.heading_deg),
            length,
        )
        places.append((math.degrees(float(lat)), math.degrees(float(lon)), None))
    told = []
    for k, (latitude, longitude, height) in enumerate(places):
        more = f", height_m: {height:.1f}, height_reference: sea" if height is not None else ""
        more += f", speed_mps: {flight.speed_mps:.2f}" if k == 0 else ""
        told.append(f"{{latitude_deg: {latitude:.7f}, longitude_deg: {longitude:.7f}{more}}}")
    return told
