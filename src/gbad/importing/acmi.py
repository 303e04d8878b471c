"""Tacview ACMI 2.1 and 2.2, plain or zipped -> motion of what flies. Heights there are above mean sea level.

Understood: byte-order mark, values that run over lines (a backslash at the end), escapes, updates that tell only what
changed, reference position and time, removal of objects. Objects whose type says ground, sea, navaid or miscellaneous
are left out and counted, as are events and objects that never had a place.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from gbad.errors import InputError
from gbad.importing.guarding import is_zip, only_member, text_of
from gbad.importing.motion import MOST_ROWS, Motion, count
from gbad.importing.rows import number
from gbad.terrain import geoid_height_m

LONGEST_LINE = 1_000_000
_FLIES = {"air", "weapon", "missile", "rocket", "bomb"}


def read(content: bytes, path: Path) -> Motion:
    """Rows of every object that flies. Raises ``InputError``."""
    if is_zip(content):
        content = only_member(content, path, (".acmi", ".txt"))
    lines = _lines(text_of(content, path), path)
    if next(lines, (1, ""))[1].strip() != "FileType=text/acmi/tacview":
        raise InputError(f"{path}:1: is no Tacview file: FileType=text/acmi/tacview is needed")
    version = next(lines, (2, ""))[1].strip()
    if not version.startswith("FileVersion=2."):
        raise InputError(f"{path}:2: {version[:40]!r} was found; FileVersion=2.1 or 2.2 is read")
    state = _State(path)
    for line, text in lines:
        state.take(line, text)
    return state.motion()


class _State:
    """What is known of every object so far."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now_s, self.west, self.south, self.start_s = 0.0, 0.0, 0.0, math.nan
        self.place: dict[str, list[float]] = {}  # longitude, latitude, height as told
        self.told: dict[str, dict[str, str]] = {}
        self.rows: list[tuple[float, ...]] = []
        self.ids: list[str] = []
        self.pieces: dict[str, int] = {}
        self.left_out: dict[str, int] = {}

    def take(self, line: int, text: str) -> None:
        """One whole line."""
        where = f"{self.path}:{line}"
        if not text.strip() or text.startswith("//"):
            return
        if text.startswith("#"):
            now_s = number(text[1:], where)
            if math.isnan(now_s):
                raise InputError(f"{where}: a time in seconds is needed after #")
            self.now_s = now_s
        elif text.startswith("-"):
            name = text[1:].strip().lower()
            self.pieces[name] = self.pieces.get(name, 0) + 1
            self.place.pop(name, None)
        else:
            name, *fields = fields_of(text)
            try:
                key = f"{int(name, 16):x}"
            except ValueError:
                raise InputError(
                    f"{where}: {name[:40]!r} was found, an object's number (hexadecimal) is needed"
                ) from None
            self._object(key, dict(_pair(field, where) for field in fields if field), where)

    def _object(self, key: str, fields: dict[str, str], where: str) -> None:
        if key == "0":
            self._global(fields, where)
            return
        self.told.setdefault(key, {}).update(
            {name: fields[name] for name in ("Type", "Name", "CallSign") if name in fields}
        )
        if "T" not in fields:
            return
        parts = fields["T"].split("|")
        if len(parts) not in (3, 5, 6, 9):
            raise InputError(f"{where}: T has {len(parts)} parts; 3, 5, 6 or 9 are allowed")
        place = self.place.setdefault(key, [math.nan] * 3)
        for k in range(3):
            if parts[k].strip():
                place[k] = number(parts[k], f"{where}: T")
        if len(self.rows) == MOST_ROWS:
            raise InputError(f"{where}: more than {MOST_ROWS} rows")
        self.rows.append((self.now_s, *place))
        self.ids.append(f"{key}-{self.pieces[key] + 1}" if self.pieces.get(key) else key)

    def _global(self, fields: dict[str, str], where: str) -> None:
        if "ReferenceTime" in fields:
            try:
                told = datetime.fromisoformat(fields["ReferenceTime"])
            except ValueError:
                raise InputError(f"{where}: ReferenceTime: {fields['ReferenceTime'][:40]!r} is no time") from None
            self.start_s = (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
        self.west = number(fields.get("ReferenceLongitude", str(self.west)), f"{where}: ReferenceLongitude")
        self.south = number(fields.get("ReferenceLatitude", str(self.south)), f"{where}: ReferenceLatitude")
        count(self.left_out, "events", int("Event" in fields))

    def motion(self) -> Motion:
        """All rows of what flies."""
        table = np.array(self.rows, float).reshape(-1, 4)
        longitude = (table[:, 1] + self.west + 180.0) % 360.0 - 180.0
        latitude = table[:, 2] + self.south
        kinds = {name: self._kind(name) for name in self.told}
        flies = np.array([kinds[name.partition("-")[0]] for name in self.ids], np.bool_)
        placed = np.isfinite(table).all(axis=1) & (np.abs(latitude) <= 90.0)
        count(self.left_out, "of things that do not fly", int((~flies).sum()))
        count(self.left_out, "without a whole place on Earth", int((flies & ~placed).sum()))
        keep = np.flatnonzero(flies & placed)
        start_s = 0.0 if math.isnan(self.start_s) else self.start_s
        lat, lon = latitude[keep], longitude[keep]
        nothing = np.full(len(keep), np.nan)
        names = [self.ids[k] for k in keep]
        return Motion(
            time_s=start_s + table[keep, 0], who=names, latitude_deg=lat, longitude_deg=lon,
            height_m=table[keep, 3] + geoid_height_m(np.radians(lat), np.radians(lon)), speed_mps=nothing,
            course_deg=nothing, climb_mps=nothing,
            sign=[self.told[name.partition("-")[0]].get("CallSign", "") for name in names], exact=True,
            left_out=self.left_out,
        )  # fmt: skip

    def _kind(self, name: str) -> bool:
        tags = {tag.strip().lower() for tag in self.told[name].get("Type", "Air").split("+")}
        return bool(tags & _FLIES) and not tags & {"ground", "sea", "navaid"}


def _lines(text: str, path: Path) -> Iterator[tuple[int, str]]:
    """Whole lines with the number of their first; a backslash at the end joins the next."""
    held, begin = "", 1
    for number_, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r")
        held = held + line if held else line
        if len(held) > LONGEST_LINE:
            raise InputError(f"{path}:{begin}: a line of more than {LONGEST_LINE} characters")
        if (len(held) - len(held.rstrip("\\"))) % 2:
            held = held[:-1] + "\n"
            continue
        yield begin, held
        held, begin = "", number_ + 1
    if held:
        raise InputError(f"{path}:{begin}: the file ends within a value (a backslash is its last sign)")


def fields_of(line: str) -> list[str]:
    """Parts of a line between commas that no backslash stands before, escapes taken off."""
    found, part, escaped = [], [], False
    for sign in line:
        if escaped:
            part.append(sign)
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign == ",":
            found.append("".join(part))
            part = []
        else:
            part.append(sign)
    return [*found, "".join(part)]


def _pair(field: str, where: str) -> tuple[str, str]:
    name, equals, value = field.partition("=")
    if not equals:
        raise InputError(f"{where}: {field[:40]!r} was found, NAME=VALUE is needed")
    return name.strip(), value
