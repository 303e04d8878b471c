"""DIS 7 (IEEE 1278.1-2012) protocol data units as bytes: EntityState, Fire, Detonation, ElectromagneticEmission.

Big-endian, as the standard says. Only the fields that a simulation of this kind knows are filled; entity types are of
the generic kind (country "other"): nothing says what a real system is.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass

ENTITY_STATE, FIRE, DETONATION, EMISSION = 1, 2, 3, 23
_FAMILY = {ENTITY_STATE: 1, FIRE: 2, DETONATION: 2, EMISSION: 6}
VERSION, EXERCISE, SITE, APPLICATION = 7, 1, 1, 1
FRIENDLY, OPPOSING, NEUTRAL = 1, 2, 3
Vector = tuple[float, float, float]
Type = tuple[int, int, int, int, int, int, int]  # kind, domain, country, category, subcategory, specific, extra
NO_ENTITY = (0, 0, 0)
DEACTIVATED = 1 << 23  # entity appearance of platforms: state
# generic types by what a thing is
TYPES: dict[str, Type] = {
    "aircraft": (1, 2, 0, 0, 0, 0, 0), "missile": (2, 0, 0, 0, 0, 0, 0), "round": (2, 1, 0, 1, 0, 0, 0),
    "radar": (1, 1, 0, 0, 0, 0, 0), "battery": (1, 1, 0, 0, 0, 0, 0), "command": (1, 1, 0, 0, 0, 0, 0),
    "asset": (5, 1, 0, 0, 0, 0, 0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity at one instant."""

    number: int
    force: int
    type: Type
    marking: str
    position_ecef_m: Vector
    velocity_ecef_mps: Vector
    orientation_rad: Vector  # psi, theta, phi about the Earth-centred axes
    moving: bool
    gone: bool = False  # its last word


def id_of(number: int) -> tuple[int, int, int]:
    """Entity identifier."""
    return (SITE, APPLICATION, number)


def entity_state(entity: Entity, timestamp: int) -> bytes:
    """EntityState; dead reckoning at constant velocity without turning (FPW) for what moves, static for the rest."""
    body = struct.pack(">3H2B", *id_of(entity.number), entity.force, 0)
    body += _type(entity.type) + _type((0, 0, 0, 0, 0, 0, 0))
    body += struct.pack(">3f3d3f", *entity.velocity_ecef_mps, *entity.position_ecef_m, *entity.orientation_rad)
    body += struct.pack(">I", DEACTIVATED if entity.gone else 0)
    # dead reckoning: algorithm, other parameters, linear acceleration, angular velocity
    body += struct.pack(">B15s3f3f", 2 if entity.moving else 1, b"", *(0.0,) * 6)
    body += struct.pack(">B11sI", 1, entity.marking.encode("ascii", "replace")[:11], 0)
    return _framed(ENTITY_STATE, body, timestamp)


def fire(
    event: int,
    shooter: int,
    target: int,
    munition: int,
    place: Vector,
    velocity: Vector,
    range_m: float,
    timestamp: int,
) -> bytes:
    """Fire; ``target`` 0 for none known."""
    ids = (*id_of(shooter), *(id_of(target) if target else NO_ENTITY), *id_of(munition))
    body = struct.pack(">9H3HI3d", *ids, SITE, APPLICATION, event, 0, *place)
    body += _descriptor() + struct.pack(">3ff", *velocity, range_m)
    return _framed(FIRE, body, timestamp)


def detonation(
    event: int, shooter: int, target: int, munition: int, place: Vector, velocity: Vector, result: int, timestamp: int
) -> bytes:
    """Detonation; result 1 entity impact, 5 detonation (nothing met), 6 none."""
    ids = (*id_of(shooter), *(id_of(target) if target else NO_ENTITY), *id_of(munition))
    body = struct.pack(">9H3H3f3d", *ids, SITE, APPLICATION, event, *velocity, *place)
    body += _descriptor() + struct.pack(">3fBBH", 0.0, 0.0, 0.0, result, 0, 0)
    return _framed(DETONATION, body, timestamp)


@dataclass(frozen=True, slots=True)
class Beam:
    """A radar's search volume as one beam; angles from the entity's own axes (north, level)."""

    frequency_hz: float
    azimuth_rad: float  # middle of the sector
    half_width_rad: float
    elevation_rad: float
    half_height_rad: float


def emission(event: int, emitter: int, beam: Beam | None, timestamp: int) -> bytes:
    """ElectromagneticEmission: one system, one beam, or none when the radar is silent. Power is not told (0)."""
    body = struct.pack(">3H3HBBH", *id_of(emitter), SITE, APPLICATION, event, 0, 1, 0)
    beams = b""
    if beam is not None:
        # frequency, its range, effective radiated power, pulse repetition frequency, pulse width
        figures = struct.pack(">5f", beam.frequency_hz, 0.0, 0.0, 0.0, 0.0)
        figures += struct.pack(
            ">5f", beam.azimuth_rad, beam.half_width_rad, beam.elevation_rad, beam.half_height_rad, 0.0
        )
        # function 1 is search; no targets told, not high density; status; jamming technique
        figures += struct.pack(">BBBBI", 1, 0, 0, 0, 0)
        length = (len(figures) + 4) // 4
        beams = struct.pack(">BBH", length, 1, 0) + figures
    words = (20 + len(beams)) // 4
    # system: length, beams, padding; name (other), function (air defence), number; place on the entity
    body += struct.pack(">BBHHBB3f", words, int(beam is not None), 0, 0, 5, 1, 0.0, 0.0, 0.0) + beams
    return _framed(EMISSION, body, timestamp)


def _type(kind: Type) -> bytes:
    return struct.pack(">BBHBBBB", *kind)


def _descriptor() -> bytes:
    """Munition: generic type, warhead and fuse not told, one round."""
    return _type(TYPES["round"]) + struct.pack(">4H", 0, 0, 1, 0)


def _framed(kind: int, body: bytes, timestamp: int) -> bytes:
    return struct.pack(">BBBBIHBB", VERSION, EXERCISE, kind, _FAMILY[kind], timestamp, 12 + len(body), 0, 0) + body


def timestamp_of(seconds_past_hour: float) -> int:
    """Absolute timestamp: units of 1 h / 2^31 past the hour, lowest bit set."""
    return (round(seconds_past_hour / 3600.0 * 2**31) % 2**31) << 1 | 1


def orientation(latitude_rad: float, longitude_rad: float, heading_rad: float, pitch_rad: float) -> Vector:
    """Euler angles psi, theta, phi from Earth-centred to body axes of a body without bank."""
    sin_lat, cos_lat, sin_lon, cos_lon = (
        math.sin(latitude_rad),
        math.cos(latitude_rad),
        math.sin(longitude_rad),
        math.cos(longitude_rad),
    )
    north = (-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat)
    east = (-sin_lon, cos_lon, 0.0)
    down = (-cos_lat * cos_lon, -cos_lat * sin_lon, -sin_lat)
    ahead = tuple(
        math.cos(pitch_rad) * (math.cos(heading_rad) * n + math.sin(heading_rad) * e) - math.sin(pitch_rad) * d
        for n, e, d in zip(north, east, down, strict=True)
    )
    right = tuple(-math.sin(heading_rad) * n + math.cos(heading_rad) * e for n, e in zip(north, east, strict=True))
    below = (
        ahead[1] * right[2] - ahead[2] * right[1],
        ahead[2] * right[0] - ahead[0] * right[2],
        ahead[0] * right[1] - ahead[1] * right[0],
    )
    return math.atan2(ahead[1], ahead[0]), -math.asin(max(-1.0, min(1.0, ahead[2]))), math.atan2(right[2], below[2])
