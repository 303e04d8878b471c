"""Every table of a result as CSV, Parquet or Arrow, with a data dictionary: a folder of files. All runs, as stored.

In CSV a text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a line end) gets an
apostrophe in front; :func:`unguarded` takes it off again. Numbers are written so that they read back the same; what is
not known is an empty cell.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import InputError
from gbad.export.registry import register
from gbad.export.writing import new_place
from gbad.results import TABLES, Columns, Result

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
DICTIONARY = ("table", "column", "kind", "unit", "meaning", "optional")


def guarded(words: str) -> str:
    """A text that no spreadsheet runs. One that begins with an apostrophe gets another: nothing is lost."""
    return "'" + words if words.startswith((*RISKY, "'")) else words


def unguarded(cell: str) -> str:
    """The text of a guarded cell."""
    return cell.removeprefix("'")


@register("csv", "", "spreadsheets: a folder with a file for each table")
def write_csv(result: Result, out: Path, run: int | None, every_s: float | None) -> None:
    """Write all tables and ``dictionary.csv``."""
    with new_place(out) as place:
        for name, table in _tables(result, run, every_s):
            columns = [_cells(TABLES[name].columns[key].kind, values) for key, values in table.items()]
            _csv(place / f"{name}.csv", list(table), zip(*columns, strict=True))
        _csv(place / "dictionary.csv", DICTIONARY, _dictionary(result))


@register("parquet", "", "notebooks: a folder with a file for each table")
def write_parquet(result: Result, out: Path, run: int | None, every_s: float | None) -> None:
    """Write all tables and ``dictionary.parquet``."""
    from gbad.results.parquet import write_table

    with new_place(out) as place:
        place.mkdir()
        for name, table in _tables(result, run, every_s):
            write_table(place / f"{name}.parquet", name, dict(table))
        _csv(place / "dictionary.csv", DICTIONARY, _dictionary(result))


@register("arrow", "", "notebooks: a folder of Arrow (IPC) files; needs pyarrow")
def write_arrow(result: Result, out: Path, run: int | None, every_s: float | None) -> None:
    """Write all tables; units and meanings are in the fields' metadata too. Raises ``InputError`` without pyarrow."""
    try:
        import pyarrow
        import pyarrow.feather
    except ImportError:
        raise InputError("Arrow files need pyarrow, which is not installed: pip install 'gbad[arrow]'") from None
    with new_place(out) as place:
        place.mkdir()
        for name, table in _tables(result, run, every_s):
            declared = TABLES[name].columns
            fields = [
                pyarrow.field(
                    key,
                    pyarrow.array(values[:0]).type,
                    metadata={"unit": declared[key].unit, "says": declared[key].says},
                )
                for key, values in table.items()
            ]
            made = pyarrow.table(
                [pyarrow.array(values) for values in dict(table).values()], schema=pyarrow.schema(fields)
            )
            pyarrow.feather.write_feather(made, place / f"{name}.arrow", compression="uncompressed")
        _csv(place / "dictionary.csv", DICTIONARY, _dictionary(result))


def csv_file(path: Path, name: str, columns: Mapping[str, Any]) -> None:
    """Some columns of the table ``name`` as a CSV file, texts guarded."""
    cells = [_cells(TABLES[name].columns[key].kind, values) for key, values in columns.items()]
    _csv(path, list(columns), zip(*cells, strict=True))


def _tables(result: Result, run: int | None, every_s: float | None) -> Iterator[tuple[str, Columns]]:
    """The tables, or the rows of one run in them. Raises ``InputError`` for a run that is not there."""
    if every_s is not None:
        raise InputError("--every: tables go out as they are stored; it is for ways (czml, kml, geojson, acmi, dis)")
    if run is not None and "outcomes" in result.tables and not (result.outcomes["run"] == run).any():
        raise InputError(f"--run {run}: is not in these results ({len(np.unique(result.outcomes['run']))} runs)")
    for name, table in result.tables.items():
        yield name, table if run is None or "run" not in table else table.where(run=run)


def _cells(kind: str, values: Any) -> list[str]:
    if kind == "text":
        return [guarded(text) for text in values.tolist()]
    if kind == "bool":
        return ["true" if value else "false" for value in values.tolist()]
    if kind == "int":
        return [str(value) for value in values.tolist()]
    return ["" if value != value else repr(value) for value in values.tolist()]


def _dictionary(result: Result) -> Iterator[tuple[str, ...]]:
    for name in result.tables:
        for key, column in TABLES[name].columns.items():
            yield name, key, column.kind, column.unit, column.says, "yes" if column.optional else "no"


def _csv(path: Path, names: Any, rows: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
