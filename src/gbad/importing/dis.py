"""DIS 6 and 7 EntityState packets in a pcap file -> motion of what flies (air platforms and munitions).

Understood are classic pcap files of either byte order, Ethernet (with VLAN tags), raw IP and Linux cooked captures,
IPv4 and UDP of any port. Times are the capture's. Everything else is counted: other packets, fragments, entities of
other domains. pcapng files are refused (editcap -F pcap turns them). Source: IEEE 1278.1-1998 and -2012, EntityState.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from gbad.errors import InputError
from gbad.importing.motion import MOST_ROWS, Motion, count
from gbad.physics import earth

ETHERNET, RAW_IP, COOKED, NULL = 1, 101, 113, 0
LARGEST_PACKET = 262_144
_ORDERS = {b"\xd4\xc3\xb2\xa1": ("<", 1e-6), b"\xa1\xb2\xc3\xd4": (">", 1e-6), b"\x4d\x3c\xb2\xa1": ("<", 1e-9),
           b"\xa1\xb2\x3c\x4d": (">", 1e-9)}  # fmt: skip
_LEAST = 144  # bytes of an EntityState without parameters


def read(content: bytes, path: Path) -> Motion:
    """Rows of every entity that flies. Raises ``InputError``."""
    left_out: dict[str, int] = {}
    rows: list[tuple[float, ...]] = []
    ids: list[str] = []
    signs: list[str] = []
    for time_s, pdu in _payloads(content, path, left_out):
        if len(pdu) < 12 or pdu[0] not in (6, 7) or pdu[2] != 1:
            count(left_out, "packets that are no EntityState of DIS 6 or 7")
            continue
        (length,) = struct.unpack_from(">H", pdu, 8)
        if length < _LEAST or length > len(pdu):
            count(left_out, "EntityStates cut short")
            continue
        kind, domain = pdu[20], pdu[21]
        if not (kind == 1 and domain == 2) and kind != 2:
            count(left_out, "of entities that do not fly")
            continue
        site, application, entity = struct.unpack_from(">3H", pdu, 12)
        velocity = struct.unpack_from(">3f", pdu, 36)
        place = struct.unpack_from(">3d", pdu, 48)
        if not all(math.isfinite(value) for value in (*place, *velocity)) or not 6.2e6 < math.hypot(*place) < 4.3e7:
            count(left_out, "at a place that is not near the Earth")
            continue
        if len(rows) == MOST_ROWS:
            raise InputError(f"{path}: more than {MOST_ROWS} EntityStates")
        rows.append((time_s, *place, *velocity))
        ids.append(f"{site}:{application}:{entity}")
        marking = pdu[129:140].split(b"\0")[0]
        signs.append("".join(chr(sign) for sign in marking if 32 < sign < 127))
    table = np.array(rows, float).reshape(-1, 7)
    latitude, longitude, height = earth.ecef_to_geodetic(table[:, 1:4])
    axes = earth.ecef_to_enu_matrix(latitude, longitude)
    east, north, up = (axes * table[:, None, 4:7]).sum(axis=2).T.reshape(3, -1)
    return Motion(
        time_s=table[:, 0], who=ids, latitude_deg=np.degrees(latitude), longitude_deg=np.degrees(longitude),
        height_m=height, speed_mps=np.hypot(east, north), course_deg=np.degrees(np.arctan2(east, north)) % 360.0,
        climb_mps=up, sign=signs, exact=True, left_out=left_out,
    )  # fmt: skip


def _payloads(content: bytes, path: Path, left_out: dict[str, int]) -> Iterator[tuple[float, bytes]]:
    """Time and UDP payload of every packet."""
    if content[:4] == b"\x0a\x0d\x0d\x0a":
        raise InputError(f"{path}: is a pcapng file; a classic pcap file is needed (editcap -F pcap IN OUT)")
    if content[:4] not in _ORDERS or len(content) < 24:
        raise InputError(f"{path}: is no pcap file (its first bytes are {content[:4].hex(' ')})")
    order, unit_s = _ORDERS[content[:4]]
    link = struct.unpack_from(f"{order}I", content, 20)[0] & 0xFFFF
    if link not in (ETHERNET, RAW_IP, COOKED, NULL):
        raise InputError(f"{path}: link type {link}; {ETHERNET}, {RAW_IP}, {COOKED} and {NULL} are read")
    at, packet = 24, 0
    while at < len(content):
        packet += 1
        if at + 16 > len(content):
            raise InputError(f"{path}: packet {packet}: the file ends within its head (byte {len(content)})")
        seconds, part, size, _ = struct.unpack_from(f"{order}4I", content, at)
        if size > LARGEST_PACKET:
            raise InputError(f"{path}: packet {packet}: {size} bytes; up to {LARGEST_PACKET} are read (byte {at + 1})")
        if at + 16 + size > len(content):
            raise InputError(f"{path}: packet {packet}: the file ends within it (byte {len(content)})")
        payload = _udp(content[at + 16 : at + 16 + size], link)
        at += 16 + size
        if payload is None:
            count(left_out, "packets that are no whole UDP over IPv4")
        else:
            yield seconds + part * unit_s, payload


def _udp(frame: bytes, link: int) -> bytes | None:
    """The payload of a UDP packet; None where it is none, or only a part."""
    if link == ETHERNET:
        at = 14
        kind = frame[12:14]
        while kind in (b"\x81\x00", b"\x88\xa8"):
            kind, at = frame[at + 2 : at + 4], at + 4
        if kind != b"\x08\x00":
            return None
        frame = frame[at:]
    elif link == COOKED:
        if frame[14:16] != b"\x08\x00":
            return None
        frame = frame[16:]
    elif link == NULL:
        frame = frame[4:]
    if len(frame) < 28 or frame[0] >> 4 != 4 or frame[9] != 17:
        return None
    head, (total, _, fragment) = 4 * (frame[0] & 15), struct.unpack_from(">3H", frame, 2)
    if fragment & 0x3FFF or total > len(frame) or head < 20 or len(frame) < head + 8:
        return None
    (length,) = struct.unpack_from(">H", frame, head + 4)
    if length < 8 or head + length > total:
        return None
    return frame[head + 8 : head + length]
