"""A run as DIS 7 packets (IEEE 1278.1) in a pcap file. A file only: nothing is ever sent.

EntityState for what moves and stands, Fire and Detonation for every round, ElectromagneticEmission for every radar
that sends. Positions are Earth-centred (WGS-84). Entity types are generic. Left out: attitude but the velocity's,
emitted power, tracks, everything that has no packet. Addresses are those set aside for documentation (RFC 5737),
port 3000.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from gbad.export import pdu
from gbad.export.app6 import icon_of
from gbad.export.registry import register
from gbad.export.scene import Mover, Scene, scene
from gbad.export.writing import new_place
from gbad.physics import earth
from gbad.results import Result

PORT = 3000
HEARTBEAT_S = 10.0  # [s] between words of what does not move, and of emitters
_FORCES = {"hostile": pdu.OPPOSING, "neutral": pdu.NEUTRAL, "friend": pdu.FRIENDLY}
_RAW_IP = 101  # link type of pcap: packets begin with their IP header
_SOURCE, _TO = bytes([192, 0, 2, 1]), bytes([192, 0, 2, 255])
_MET = {"intercept": 1}
NOTHING_MET = 6


@register("dis", ".pcap", "DIS tools, Wireshark")
def write(result: Result, out: Path, run: int | None, every_s: float | None) -> None:
    """Write one run."""
    made = scene(result, run, every_s)
    with new_place(out) as place, place.open("xb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, _RAW_IP))
        for time_s, packet in sorted(packets(made), key=lambda one: one[0]):
            file.write(_record(made, time_s, packet))


def packets(made: Scene) -> Iterator[tuple[float, bytes]]:
    """Time and PDU of everything, thing by thing."""
    numbers = {f"{site['kind']}/{site['id']}": k + 1 for k, site in enumerate(made.sites)}
    numbers |= {f"{mover.kind}/{mover.id}": k + 1 + len(made.sites) for k, mover in enumerate(made.movers)}
    for site in made.sites:
        yield from _stands(made, site, numbers)
    for mover in made.movers:
        yield from _moves(made, mover, numbers)
    yield from _shots(made, numbers)


def _stamp(made: Scene, time_s: float) -> int:
    when = made.when(time_s)
    return pdu.timestamp_of(when.minute * 60.0 + when.second + when.microsecond * 1e-6)


def _stands(made: Scene, site: dict[str, Any], numbers: dict[str, int]) -> Iterator[tuple[float, bytes]]:
    latitude, longitude = math.radians(site["latitude_deg"]), math.radians(site["longitude_deg"])
    height = site["height_m"] if math.isfinite(site["height_m"]) else 0.0
    place = _vector(earth.geodetic_to_ecef(latitude, longitude, height))
    number = numbers[f"{site['kind']}/{site['id']}"]
    entity = pdu.Entity(
        number=number, force=pdu.FRIENDLY, type=pdu.TYPES[site["kind"]], marking=site["id"], position_ecef_m=place,
        velocity_ecef_mps=(0.0, 0.0, 0.0), orientation_rad=pdu.orientation(latitude, longitude, 0.0, 0.0), moving=False,
    )  # fmt: skip
    for event, t in enumerate(np.arange(0.0, made.duration_s + 1e-9, HEARTBEAT_S).tolist()):
        yield t, pdu.entity_state(entity, _stamp(made, t))
        if site["kind"] == "radar" and math.isfinite(site["frequency_hz"]):
            sends = any(begin <= t < end for begin, end in made.works.get(site["id"], ((0.0, math.inf),)))
            yield t, pdu.emission(event + 1, number, _beam(site) if sends else None, _stamp(made, t))


def _beam(site: dict[str, Any]) -> pdu.Beam:
    low, high = math.radians(site["elevation_min_deg"]), math.radians(site["elevation_max_deg"])
    turns = site["sector_deg"] >= 360.0
    return pdu.Beam(
        frequency_hz=site["frequency_hz"], azimuth_rad=0.0 if turns else math.radians(site["boresight_deg"]),
        half_width_rad=math.radians(min(site["sector_deg"], 360.0) / 2.0), elevation_rad=(low + high) / 2.0,
        half_height_rad=(high - low) / 2.0,
    )  # fmt: skip


def _moves(made: Scene, mover: Mover, numbers: dict[str, int]) -> Iterator[tuple[float, bytes]]:
    latitude, longitude = np.radians(mover.latitude_deg), np.radians(mover.longitude_deg)
    places = earth.geodetic_to_ecef(latitude, longitude, mover.height_m)
    axes = earth.ecef_to_enu_matrix(latitude, longitude)
    enu = np.stack([mover.east_mps, mover.north_mps, mover.up_mps], axis=1)
    velocity = (enu[:, :, None] * axes).sum(axis=1)
    heading, pitch = np.radians(mover.heading_deg()), np.radians(mover.pitch_deg())
    kind = "round" if mover.kind == "round" else icon_of(mover.kind, mover.type)
    last = len(mover.time_s) - 1
    for k, t in enumerate(mover.time_s.tolist()):
        entity = pdu.Entity(
            number=numbers[f"{mover.kind}/{mover.id}"], force=_FORCES[mover.side], type=pdu.TYPES[kind],
            marking=mover.id, position_ecef_m=_vector(places[k]), velocity_ecef_mps=_vector(velocity[k]),
            orientation_rad=pdu.orientation(latitude[k], longitude[k], heading[k], pitch[k]), moving=True,
            gone=k == last,
        )  # fmt: skip
        yield t, pdu.entity_state(entity, _stamp(made, t))


def _shots(made: Scene, numbers: dict[str, int]) -> Iterator[tuple[float, bytes]]:
    for event, shot in enumerate(made.shots):
        number = numbers.get(f"round/{shot['round']}", 0)
        shooter, target = numbers[f"battery/{shot['battery']}"], numbers.get(f"object/{shot['object']}", 0)
        begin = _at(shot["launch_latitude_deg"], shot["launch_longitude_deg"], shot["launch_height_m"])
        t = shot["launch_s"]
        yield t, pdu.fire(event + 1, shooter, target, number, begin, (0.0, 0.0, 0.0), 0.0, _stamp(made, t))
        t = shot["end_s"]
        if math.isfinite(t):
            end = _at(shot["end_latitude_deg"], shot["end_longitude_deg"], shot["end_height_m"])
            met = _MET.get(shot["end_reason"], NOTHING_MET)
            yield (
                t,
                pdu.detonation(
                    event + 1, shooter, target if met == 1 else 0, number, end, (0.0, 0.0, 0.0), met, _stamp(made, t)
                ),
            )


def _at(latitude_deg: float, longitude_deg: float, height_m: float) -> pdu.Vector:
    return _vector(earth.geodetic_to_ecef(math.radians(latitude_deg), math.radians(longitude_deg), height_m))


def _vector(values: Any) -> pdu.Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z


def _record(made: Scene, time_s: float, packet: bytes) -> bytes:
    """A record of the pcap file: UDP in IPv4."""
    udp = struct.pack(">4H", PORT, PORT, 8 + len(packet), 0)
    head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 28 + len(packet), 0, 0, 64, 17, 0, _SOURCE, _TO)
    total = sum(struct.unpack(">10H", head))
    total = (total & 0xFFFF) + (total >> 16)
    total = (total & 0xFFFF) + (total >> 16)
    whole = head[:10] + struct.pack(">H", ~total & 0xFFFF) + head[12:] + udp + packet
    when = made.when(time_s)
    seconds = int((when - when.min.replace(year=1970)).total_seconds())
    return struct.pack("<IIII", seconds, when.microsecond, len(whole), len(whole)) + whole
