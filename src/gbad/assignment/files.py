"""Static problems in files: CSV for people and spreadsheets, JSON for programs. Errors name the line.

CSV: a header of ``weapon,rounds`` and the names of the targets; a line ``value,,`` with their values; then a line per
row of rounds, with its kill probabilities::

    weapon,rounds,bomber,cruise-1,cruise-2
    value,,85,33,26
    north,2,0.81,0.39,0.84
    south,1,0.88,0.76,0.87

JSON: one object with ``values``, ``rounds``, ``kill_probability`` (a list per row of rounds) and, if wished, the names
``targets`` and ``weapons``. Other members are left alone. Names ending in ``.gz`` are read compressed.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gbad.assignment.problem import Problem, checked
from gbad.errors import InputError
from gbad.tables import Floats

MOST_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Named:
    """A problem whose targets and rows have names."""

    problem: Problem
    targets: tuple[str, ...]
    weapons: tuple[str, ...]


def read(path: Path) -> Named:
    """Read a problem. Raises ``InputError`` with file, line, what was found and what is allowed."""
    kind = path.suffixes[-2] if path.suffix == ".gz" and len(path.suffixes) > 1 else path.suffix
    if kind.lower() not in (".csv", ".json"):
        raise InputError(f"{path}: a file .csv or .json is needed (also with .gz); {kind or 'no ending'} was found")
    text = text_of(path)
    return _from_csv(path, text) if kind.lower() == ".csv" else from_json(path, text)


def text_of(path: Path) -> str:
    """The text of a regular file, compressed or not."""
    if not path.is_file():
        raise InputError(f"{path}: there is no such file" if not path.exists() else f"{path}: is no regular file")
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise InputError(f"{path}: more than {MOST_BYTES} bytes")
        return raw.decode("utf-8-sig")
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
        raise InputError(f"{path}: is not a text file ({error})") from None
    except PermissionError:
        raise InputError(f"{path}: may not be read") from None


def _from_csv(path: Path, text: str) -> Named:
    lines = [
        (number, [cell.strip() for cell in cells])
        for number, cells in _numbered(path, text)
        if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#")
    ]
    if not lines:
        raise InputError(f"{path}: is empty; a header of weapon,rounds and target names is needed")
    number, header = lines[0]
    if [cell.lower() for cell in header[:2]] != ["weapon", "rounds"] or len(header) < 3:
        raise InputError(
            f"{path}:{number}: the header is {','.join(header[:3])}...; weapon,rounds and the names of the targets "
            "are needed"
        )
    targets = header[2:]
    _refuse_doubles(path, number, "target", targets)
    if len(lines) < 2 or lines[1][1][0].lower() != "value":
        found = lines[1][1][0] if len(lines) > 1 else "the end of the file"
        at = lines[1][0] if len(lines) > 1 else number + 1
        raise InputError(f"{path}:{at}: {found} was found; the line after the header begins with value")
    for number, cells in lines[1:]:
        if len(cells) != len(header):
            raise InputError(f"{path}:{number}: has {len(cells)} cells; the header has {len(header)}")
    values = _row(path, *lines[1], targets, low=0.0, high=np.inf, allowed="0 or more")
    if lines[1][1][1]:
        raise InputError(
            f"{path}:{lines[1][0]}: rounds: {lines[1][1][1]} was found; the line of values leaves it empty"
        )
    if len(lines) < 3:
        raise InputError(
            f"{path}:{lines[1][0] + 1}: the end of the file was found; at least one row of rounds is needed"
        )
    weapons, rounds, chances = [], [], []
    for number, cells in lines[2:]:
        weapons.append(cells[0])
        count = _number(path, number, "rounds", cells[1])
        if count < 0.0 or count != np.floor(count):
            raise InputError(f"{path}:{number}: rounds: {cells[1]}; a whole number, 0 or more")
        rounds.append(count)
        chances.append(_row(path, number, cells, targets, low=0.0, high=1.0, allowed="0 to 1"))
    _refuse_doubles(path, lines[2][0], "weapon", weapons, [number for number, _ in lines[2:]])
    return Named(checked(values, np.array(chances), rounds), tuple(targets), tuple(weapons))


def _numbered(path: Path, text: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text), strict=True)
    found = []
    try:
        for cells in reader:
            found.append((reader.line_num, cells))
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: {error}") from None
    return found


def _row(
    path: Path, number: int, cells: list[str], names: list[str], *, low: float, high: float, allowed: str
) -> Floats:
    row = np.empty(len(names))
    for k, (name, cell) in enumerate(zip(names, cells[2:], strict=True)):
        row[k] = _number(path, number, name, cell)
        if not low <= row[k] <= high:
            raise InputError(f"{path}:{number}: {name}: {cell}; {allowed}")
    return row


def _number(path: Path, number: int, name: str, cell: str) -> float:
    try:
        found = float(cell)
    except ValueError:
        comma = "; write decimals with a point" if re.fullmatch(r"\d+,\d+", cell) else ""
        raise InputError(f"{path}:{number}: {name}: {cell or 'nothing'} was found; a number is needed{comma}") from None
    if not np.isfinite(found):
        raise InputError(f"{path}:{number}: {name}: {cell}; a finite number is needed")
    return found


def _refuse_doubles(path: Path, number: int, kind: str, names: list[str], lines: list[int] | None = None) -> None:
    seen: dict[str, int] = {}
    for k, name in enumerate(names):
        at = lines[k] if lines else number
        if not name:
            raise InputError(f"{path}:{at}: a {kind} without a name")
        if name in seen:
            raise InputError(f"{path}:{at}: {kind} {name} is there twice")
        seen[name] = k


def from_json(path: Path, text: str) -> Named:
    """A problem from the text of a JSON file."""
    document = object_of(path, text)
    for name in ("values", "rounds", "kill_probability"):
        if name not in document:
            near = [key for key in document if key.lower().startswith(name[:4])]
            hint = f"; did you mean it by {near[0]}?" if near else ""
            raise InputError(f"{path}: {name} is missing{hint}")
    try:
        problem = checked(document["values"], document["kill_probability"], document["rounds"])
    except InputError as error:
        raise InputError(f"{path}:{_line_of(text, str(error))}{error}") from None
    names = []
    for name, kind, wanted in (("targets", "target", len(problem.values)), ("weapons", "row", len(problem.rounds))):
        given = document.get(name, [f"{kind} {k + 1}" for k in range(wanted)])
        if not isinstance(given, list) or len(given) != wanted or len(set(map(str, given))) != wanted:
            raise InputError(f"{path}: {name}: {wanted} different names are needed")
        names.append(tuple(map(str, given)))
    return Named(problem, names[0], names[1])


def object_of(path: Path, text: str) -> dict[str, Any]:
    """The one object of a JSON file."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{path}:{error.lineno}:{error.colno}: {error.msg}") from None
    if not isinstance(document, dict):
        raise InputError(
            f"{path}:1: {type(document).__name__} was found; an object with values, rounds, kill_probability"
        )
    return document


def _line_of(text: str, message: str) -> str:
    """``12: `` for a message that begins with ``name[i, j]``, found by walking through the text; else a blank."""
    match = re.match(r"(\w+)(?:\[([\d, ]+)\])?:", message)
    if match is None:
        return " "
    at = re.search(rf'"{match[1]}"\s*:', text)
    if at is None:
        return " "
    position = at.end()
    wanted = [int(k) for k in match[2].split(",")] if match[2] else []
    # enter a list for each index, then step over as many elements
    for index in wanted:
        position = text.index("[", position) + 1
        depth = 0
        while index:
            mark = text[position]
            depth += (mark == "[") - (mark == "]")
            index -= mark == "," and depth == 0
            position += 1
    while position < len(text) and text[position].isspace():
        position += 1
    return f"{text.count(chr(10), 0, position) + 1}: "
