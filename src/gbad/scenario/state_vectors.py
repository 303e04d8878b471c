"""A file of state vectors -> columns of declared types, and a count of every row that has to be left out.

Nothing is guessed: every cell of a CSV is text until its column says what it is, so ``471e05`` stays an address and
does not become 47,100,000. A cell that is not what its column asks for is refused with its line. Cells that say
"nothing" (empty, NULL, nan) are nothing.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import InputError

NEEDED = ("time", "icao24", "lat", "lon")
HEIGHTS = ("geoaltitude", "baroaltitude")
ALSO = ("velocity", "heading", "vertrate", "callsign", "onground", "lastposupdate")
TEXT, FLAG = ("icao24", "callsign"), ("onground",)
NOTHING = ("", "null", "nan", "none")
FLAGS = {"true": True, "false": False, "t": True, "f": False, "1": True, "0": False}

Columns = dict[str, np.ndarray]
LeftOut = dict[str, int]


def read_columns(path: Path) -> tuple[Columns, int, LeftOut]:
    """Rows in the air with a time, a place and a height, by aircraft and time; the count of all rows; what is left out.

    Columns are doubles, ``icao24`` and ``callsign`` text. Raises ``InputError``.
    """
    import duckdb

    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        try:
            columns = _typed(connection, path)
        except duckdb.Error as error:
            raise InputError(f"{path.name}: cannot be read as state vectors: {_said(error)}") from error
    count = len(columns["time"])
    for name in (*HEIGHTS, "velocity", "heading", "vertrate"):
        columns.setdefault(name, np.full(count, np.nan))
    columns.setdefault("lastposupdate", columns["time"])
    columns.setdefault("callsign", np.full(count, ""))
    place = np.isfinite(columns["lat"]) & np.isfinite(columns["lon"]) & np.isfinite(columns["time"])
    place &= columns["icao24"] != ""
    on_earth = (np.abs(columns["lat"]) <= 90.0) & (np.abs(columns["lon"]) <= 180.0)
    in_air = ~columns.pop("onground", np.zeros(count, np.bool_))
    height = np.isfinite(columns["geoaltitude"]) | np.isfinite(columns["baroaltitude"])
    kept, left_out = np.ones(count, np.bool_), LeftOut()
    for why, good in (
        ("without time, aircraft or place", place),
        ("at a place that is not on Earth", on_earth),
        ("on the ground", in_air),
        ("without height", height),
    ):
        left_out[why] = int((kept & ~good).sum())
        kept &= good
    columns = {name: values[kept] for name, values in columns.items()}
    order = np.lexsort((columns["time"], columns["icao24"]))
    return {name: values[order] for name, values in columns.items()}, count, left_out


def _typed(connection: Any, path: Path) -> Columns:
    """The columns that count, each as what it is declared to be."""
    if path.suffix == ".csv":
        kinds = dict.fromkeys(_header(path), "VARCHAR")
        declared = ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in kinds)
        # all cells are text, and the layout is said too: there is nothing left to guess
        layout = "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"'"
        source = f"read_csv($1, {layout}, columns = {{{declared}}})"
    elif path.suffix == ".parquet":
        source = "read_parquet($1)"
        told = connection.execute(f"DESCRIBE SELECT * FROM {source}", [str(path)]).fetchall()
        kinds = {row[0]: row[1] for row in told}
    else:
        raise InputError(f"{path.name}: a file ending in .csv or .parquet is needed")
    missing = [name for name in NEEDED if name not in kinds]
    if missing or not any(name in kinds for name in HEIGHTS):
        needed = f"{', '.join(NEEDED)} and {' or '.join(HEIGHTS)}"
        raise InputError(f"{path.name}: needs the columns {needed}; it lacks {', '.join(missing or HEIGHTS)}")
    if kinds["icao24"] != "VARCHAR":
        # zeros in front and letters are lost already
        raise InputError(f"{path.name}: icao24 is stored as {kinds['icao24']}; text is needed, like 3c6444")
    wanted = [name for name in (*NEEDED, *HEIGHTS, *ALSO) if name in kinds]
    asked = ", ".join(f"{_as_declared(name, kinds[name])} AS {name}" for name in wanted)
    rows = connection.execute(f"SELECT {asked} FROM {source}", [str(path)]).fetchnumpy()
    for name in wanted:
        # a cell that is not what its column asks for has become a null
        bad = np.ma.getmaskarray(rows[name])
        if bad.any():
            _refuse(connection, source, path, name, bad)
    columns = {name: np.asarray(np.ma.getdata(rows[name])) for name in wanted}
    return {name: c.astype(np.str_) if name in TEXT else c for name, c in columns.items()}


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


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _as_declared(name: str, kind: str) -> str:
    """The expression that makes a column of it; null where a cell is something else, never where it says nothing."""
    cell = f"lower(trim(coalesce(CAST({name} AS VARCHAR), '')))"
    nothing = f"{cell} IN ({', '.join(repr(word) for word in NOTHING)})"
    if name in TEXT:
        shown = cell if name == "icao24" else f"trim({name})"
        return f"CASE WHEN {nothing} THEN '' ELSE {shown} END"
    if name in FLAG:
        cases = " ".join(f"WHEN {cell} = '{word}' THEN {flag}" for word, flag in FLAGS.items())
        return f"CASE WHEN {nothing} THEN false {cases} END"
    if kind != "VARCHAR":
        return f"coalesce(CAST({name} AS DOUBLE), 'nan'::DOUBLE)"
    return f"CASE WHEN {nothing} THEN 'nan'::DOUBLE ELSE TRY_CAST({cell} AS DOUBLE) END"


def _refuse(connection: Any, source: str, path: Path, name: str, bad: np.ndarray) -> None:
    row = int(np.argmax(bad))
    (found,) = connection.execute(f"SELECT {name} FROM {source} OFFSET {row} LIMIT 1", [str(path)]).fetchone()
    more = int(bad.sum()) - 1
    also = f"; {more} more cells of that column are none either" if more else ""
    allowed = "true or false is needed" if name in FLAG else "a number is needed"
    where = f"{path.name}:{row + 2}" if path.suffix == ".csv" else f"{path.name}: row {row + 1}"
    raise InputError(f"{where}: {name}: {found!r} was found, {allowed}{also}")


def _said(error: Exception) -> str:
    """What the reader said, in one line, without its advice on options of its own."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return ". ".join(line for line in lines[:4] if not line.startswith(("Possible", "*", "LINE", "Original")))
