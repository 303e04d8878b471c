"""Tables of text: rows with their line numbers, numbers and times with their places in messages."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from gbad.errors import InputError

LONGEST_CELL = 100_000


def rows_of(text: str, path: Path) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """Names of the columns, in lower case, and each line's number with its cells. Raises ``InputError``."""
    csv.field_size_limit(LONGEST_CELL)
    lines = csv.reader(io.StringIO(text, newline=""))
    try:
        # some programs leave a line empty before the names
        first = next((cells for cells in lines if any(cell.strip() for cell in cells)), [])
        names = [name.strip().lower() for name in first]
    except csv.Error as error:
        raise InputError(f"{path}:1: cannot be read as CSV: {error}") from error
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice:
        raise InputError(f"{path}:1: column {twice!r} is given twice")
    return names, _rows(lines, names, path)


def _rows(lines: Iterator[list[str]], names: list[str], path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    at = lines.line_num  # type: ignore[attr-defined]  # csv.reader has it
    try:
        for cells in lines:
            at = lines.line_num  # type: ignore[attr-defined]
            if not cells or (len(cells) == 1 and not cells[0].strip()):
                continue
            if len(cells) != len(names):
                raise InputError(
                    f"{path}:{at}: {len(cells)} cells were found, the first line names {len(names)} columns"
                )
            yield at, dict(zip(names, cells, strict=True))
    except csv.Error as error:
        raise InputError(f"{path}:{at + 1}: cannot be read as CSV: {error}") from error


def number(cell: str, where: str) -> float:
    """A number; nan for an empty cell. Raises ``InputError`` for anything else."""
    cell = cell.strip()
    if not cell or cell.lower() in ("nan", "null", "none", "na", "<na>"):
        return math.nan
    try:
        value = float(cell)
    except ValueError:
        raise InputError(f"{where}: {cell[:40]!r} was found, a number is needed") from None
    if math.isinf(value):
        raise InputError(f"{where}: {cell[:40]!r} was found, a finite number is needed")
    return value


def instant(cell: str, where: str) -> float:
    """Seconds since the Unix epoch of a number (milliseconds where it is that large) or an ISO 8601 time (UTC)."""
    cell = cell.strip()
    try:
        value = float(cell)
    except ValueError:
        try:
            told = datetime.fromisoformat(cell)
        except ValueError:
            raise InputError(
                f"{where}: {cell[:40]!r} was found, seconds or a time like 2020-01-01T12:00:00Z is needed"
            ) from None
        return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
    if not math.isfinite(value):
        return math.nan
    return value / 1000.0 if value > 1e11 else value
