"""A CSV or Parquet file of somebody's -> columns of declared types. Nothing is guessed.

Every cell of a CSV is text until its column says what it is, so ``471e05`` stays a name and does not become 47,100,000,
and letters late in a long file are no surprise. A cell that is not what its column asks for is refused with its line.
Cells that say "nothing" (empty, NULL, nan, None) are nothing: nan, empty text, false.
"""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Literal

import numpy as np

from gbad.errors import InputError

NOTHING = ("", "null", "nan", "none")
FLAGS = {"true": True, "false": False, "t": True, "f": False, "1": True, "0": False}

# a name is text that Parquet, too, must hold as text; an instant is a number of seconds that must be told finely
Kind = Literal["number", "instant", "text", "name", "flag"]
COARSEST_S = 0.01
Columns = dict[str, np.ndarray]


def read_declared(path: Path, declared: Mapping[str, Kind], what: str) -> Columns:
    """The declared columns that a file has, in its order of rows; others are passed over.

    Numbers are doubles, nan where a cell says nothing. ``what`` is what the file should be, for messages. Raises
    ``InputError``.
    """
    import duckdb

    if path.suffix not in (".csv", ".parquet"):
        raise InputError(f"{path.name}: a file ending in .csv or .parquet is needed")
    with by_descriptor(path) as plain, duckdb.connect(":memory:", config={"threads": 1}) as connection:
        try:
            source, kinds = _source(connection, path, plain)
            return _read(connection, source, kinds, path, declared)
        except duckdb.Error as error:
            raise InputError(f"{path.name}: cannot be read as {what}: {_said(error)}") from error


@contextmanager
def by_descriptor(file: Path | bytes) -> Iterator[str]:
    """A path that names this one file, or a file of these bytes, and holds no sign that could be taken for a pattern.

    duckdb takes names for patterns: ``run[1]`` would read the files of ``run1``, and a folder ``fate=killed`` would
    become a column. Raises ``InputError`` when the file cannot be opened.
    """
    with _opened(file) as held:
        yield f"/dev/fd/{held.fileno()}"


def _opened(file: Path | bytes) -> BinaryIO:
    if isinstance(file, Path):
        try:
            return file.open("rb")
        except OSError as error:
            raise InputError(f"{file}: cannot be read: {error.strerror}") from error
    held: BinaryIO = os.fdopen(_nameless(), "wb+")
    held.write(file)
    held.flush()
    return held


def _nameless() -> int:
    """The descriptor of a new file without a name: in memory where the system can, else on disk."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("table")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _source(connection: Any, path: Path, plain: str) -> tuple[str, dict[str, str]]:
    """What to select from, and the type of each column in it."""
    if path.suffix == ".parquet":
        source = f"read_parquet('{plain}')"
        told = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        return source, {row[0]: row[1] for row in told}
    kinds = dict.fromkeys(_header(path), "VARCHAR")
    columns = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in kinds)
    # the layout is said too: there is nothing left to guess
    layout = "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"'"
    return f"read_csv('{plain}', {layout}, columns = {{{columns}}})", kinds


def _header(path: Path) -> list[str]:
    """Names of the columns of a CSV."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = [name.strip() for name in next(csv.reader(file), [])]
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name}: is not text in UTF-8: {error}") from error
    twice = [name for name in names if names.count(name) > 1]
    if not names or twice or "" in names:
        found = f"{twice[0]!r} given twice" if twice else "a column without a name"
        raise InputError(f"{path.name}:1: a first line with the names of all columns is needed; {found} was found")
    return names


def _read(connection: Any, source: str, kinds: Mapping[str, str], path: Path, declared: Mapping[str, Kind]) -> Columns:
    wanted = [name for name in declared if name in kinds]
    for name in wanted:
        if declared[name] == "name" and kinds[name] != "VARCHAR":
            # zeros in front and letters are lost already
            raise InputError(f"{path.name}: {name} is stored as {kinds[name]}; text is needed, like 3c6444")
    if not wanted:
        return {}
    asked = ", ".join(f"{_as_declared(name, declared[name], kinds[name])} AS {name}" for name in wanted)
    rows = connection.execute(f"SELECT {asked} FROM {source}").fetchnumpy()
    for name in wanted:
        # a cell that is not what its column asks for has become a null
        bad = np.ma.getmaskarray(rows[name])
        if bad.any():
            _refuse(connection, source, path, name, declared[name], bad)
    columns = {name: np.asarray(np.ma.getdata(rows[name])) for name in wanted}
    for name in wanted:
        if declared[name] == "instant" and kinds[name] == "FLOAT":
            _fine(path, name, columns[name])
    return {name: c.astype(np.str_) if declared[name] in ("text", "name") else c for name, c in columns.items()}


def _as_declared(name: str, declared: Kind, kind: str) -> str:
    """The expression that makes a column of it; null where a cell is something else, never where it says nothing."""
    cell = f"lower(trim(coalesce(CAST({name} AS VARCHAR), '')))"
    nothing = f"{cell} IN ({', '.join(_quoted(word) for word in NOTHING)})"
    if declared in ("text", "name"):
        return f"CASE WHEN {nothing} THEN '' ELSE trim(CAST({name} AS VARCHAR)) END"
    if declared == "flag":
        cases = " ".join(f"WHEN {cell} = '{word}' THEN {flag}" for word, flag in FLAGS.items())
        return f"CASE WHEN {nothing} THEN false {cases} END"
    if kind != "VARCHAR":
        return f"coalesce(CAST({name} AS DOUBLE), 'nan'::DOUBLE)"
    return f"CASE WHEN {nothing} THEN 'nan'::DOUBLE ELSE TRY_CAST({cell} AS DOUBLE) END"


def _fine(path: Path, name: str, values: np.ndarray) -> None:
    """Seconds since 1970 in single precision come in steps of 128: flights would jump, and rows look like repeats."""
    latest = float(np.nanmax(np.abs(values), initial=0.0))
    step_s = float(np.spacing(np.float32(latest)))
    if step_s > COARSEST_S:
        raise InputError(
            f"{path.name}: {name} is stored in single precision, which tells {latest:.0f} s only to {step_s:g} s; "
            "store it as DOUBLE, or as whole numbers"
        )


def _refuse(connection: Any, source: str, path: Path, name: str, declared: Kind, bad: np.ndarray) -> None:
    row = int(np.argmax(bad))
    (found,) = connection.execute(f"SELECT {name} FROM {source} OFFSET {row} LIMIT 1").fetchone()
    more = int(bad.sum()) - 1
    also = f"; {more} more cells of that column are none either" if more else ""
    allowed = "true or false is needed" if declared == "flag" else "a number is needed"
    where = f"{path.name}:{row + 2}" if path.suffix == ".csv" else f"{path.name}: row {row + 1}"
    raise InputError(f"{where}: {name}: {found!r} was found, {allowed}{also}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _said(error: Exception) -> str:
    """What the reader said, in one line, without its advice on options of its own."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return ". ".join(line for line in lines[:4] if not line.startswith(("Possible", "*", "LINE", "Original")))
