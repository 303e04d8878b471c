"""JSON as readsb writes it and adsb.lol publishes it -> rows in the names of the ``adsb.lol`` columns.

Two documents are told apart by what they hold, and a file may hold several after each other:

- a trace of one aircraft (``trace_full_HEX.json``, packed by gzip in the daily archives): ``icao``, ``timestamp`` and
  ``trace``, whose entries are lists: seconds after the timestamp, latitude, longitude, pressure height [ft], speed
  over the ground [kt], course [deg], flags, climb [ft/min], details or null, and in newer files the source, the
  geometric height [ft] and its rate [ft/min]. Bit 8 of the flags says that the height is geometric, bit 4 that the
  climb is;
- a picture of all aircraft (``aircraft.json``, and the answers of the interface): ``now`` [s, or ms] and ``aircraft``
  or ``ac``, each with the keys of the columns and ``seen_pos`` [s], the age of its place.

Geometric heights are above the ellipsoid. What is left out: places that were given up as too old (``lastPosition``),
places guessed from the receiver's (``rr_lat``), and winds, headings and airspeeds.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gbad.errors import InputError
from gbad.importing.guarding import MOST_TIMES

LARGEST_JSON = 128_000_000  # [1] bytes of a document: Python's objects take ten times that
COLUMNS = (
    "hex", "flight", "time", "lat", "lon", "alt_baro", "alt_geom", "gs", "track", "geom_rate", "baro_rate", "seen_pos",
)  # fmt: skip
_GEOMETRIC_CLIMB, _GEOMETRIC_HEIGHT = 4, 8
_SHORTEST_ENTRY = 8
_BLANK = re.compile(r"\s*")

Row = tuple[str, dict[str, str]]


def unpacked(content: bytes, path: Path) -> bytes:
    """What a file holds that gzip may have packed, within bounds. Raises ``InputError``."""
    if content[:2] != b"\x1f\x8b":
        return content
    most = min(LARGEST_JSON, MOST_TIMES * max(len(content), 1_000))
    opened = zlib.decompressobj(31)
    try:
        told = opened.decompress(content, most + 1)
    except zlib.error as error:
        raise InputError(f"{path}: packed by gzip, and cannot be unpacked: {error}") from error
    if len(told) > most:
        raise InputError(
            f"{path}: unpacks to more than {most} bytes from {len(content)}; up to {LARGEST_JSON} bytes and "
            f"{MOST_TIMES} times the packed size are read"
        )
    if not opened.eof:
        raise InputError(f"{path}: packed by gzip, and cut short")
    return told


def is_json(text: str) -> bool:
    """Whether text is a JSON object rather than a table."""
    return text.lstrip()[:1] == "{"


def rows_of(text: str, path: Path) -> Iterator[Row]:
    """Each entry's place in the file, for messages, and its cells. Raises ``InputError``."""
    if len(text) > LARGEST_JSON:
        raise InputError(f"{path}: {len(text)} characters of JSON; up to {LARGEST_JSON} are read: cut it")
    reader, at, number = json.JSONDecoder(), 0, 0
    while (at := _BLANK.match(text, at).end()) < len(text):  # type: ignore[union-attr]  # it matches nothing at all
        number += 1
        where = f"{path}: document {number}"
        try:
            document, at = reader.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{where}: is no JSON: {str(error)[:100]}") from error
        yield from _entries(document, where)


def _entries(document: Any, where: str) -> Iterator[Row]:
    told = document if isinstance(document, dict) else {}
    many = told.get("aircraft", told.get("ac"))
    if isinstance(told.get("trace"), list) and "icao" in told and "timestamp" in told:
        yield from _trace(told, where)
    elif isinstance(many, list) and "now" in told:
        yield from _picture(many, _number(told["now"], f"{where}: now"), where)
    else:
        found = ", ".join(map(str, list(told)[:12])) or type(document).__name__
        raise InputError(
            f"{where}: neither a trace (icao, timestamp, trace) nor a picture (now, aircraft or ac); "
            f"found {found[:200]}"
        )


def _trace(told: dict[str, Any], where: str) -> Iterator[Row]:
    """Entries of one aircraft; its callsign is that of the last entry that gave one."""
    begin, sign = _number(told["timestamp"], f"{where}: timestamp"), ""
    for k, entry in enumerate(told["trace"]):
        at = f"{where}: trace[{k}]"
        if not isinstance(entry, list) or len(entry) < _SHORTEST_ENTRY:
            raise InputError(f"{at}: a list of {_SHORTEST_ENTRY} values or more is needed")
        after, latitude, longitude, height, speed, course, flags, climb = entry[:_SHORTEST_ENTRY]
        details = entry[8] if len(entry) > 8 and isinstance(entry[8], dict) else {}
        sign = str(details.get("flight", sign))
        bits = int(_number(flags, f"{at}: flags"))
        geometric = entry[10] if len(entry) > 10 else details.get("alt_geom")
        if bits & _GEOMETRIC_HEIGHT and height != "ground":
            geometric, height = height, None
        rate = "geom_rate" if bits & _GEOMETRIC_CLIMB else "baro_rate"
        yield (
            at,
            _cells(
                {
                    "hex": told["icao"], "flight": sign, "time": begin + _number(after, f"{at}: time"),
                    "lat": latitude, "lon": longitude, "alt_baro": height, "alt_geom": geometric, "gs": speed,
                    "track": course, rate: climb,
                }
            ),
        )  # fmt: skip


def _picture(many: list[Any], now: float, where: str) -> Iterator[Row]:
    for k, one in enumerate(many):
        if not isinstance(one, dict):
            raise InputError(f"{where}: aircraft[{k}]: an object is needed")
        yield f"{where}: aircraft[{k}]", _cells({**one, "time": now})


def _cells(told: dict[str, Any]) -> dict[str, str]:
    """Cells as a table would have them; nothing for what was not told."""
    return {name: "" if told.get(name) is None else str(told[name]) for name in COLUMNS}


def _number(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        raise InputError(f"{where}: {str(value)[:40]!r} was found, a number is needed")
    return float(value)
