"""From loose columns to canonical bytes: one layout, one order of rows, one hash.

``result_hash`` must not depend on how rows came about (batch size, workers, shards, order of entities) nor on Parquet.
So every table is first brought to the declared types and sorted by its key columns; then each run has its own digest,
and a table's digest is that of its runs' digests in order. A study can therefore digest runs where they are simulated
and merge the digests later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.results.schema import TABLES, Column, Table

Arrays = dict[str, NDArray[Any]]


def canonical_table(name: str, columns: Mapping[str, NDArray[Any]]) -> Arrays:
    """The columns of table ``name`` in the declared order and types, rows sorted by the key.

    Optional columns that are missing are filled; in a table without rows every column is optional. Raises ValueError
    for an unknown table or column, a missing column, or columns of different length.
    """
    table = _declared(name)
    rows = len(next(iter(columns.values()), ()))
    unknown = sorted(set(columns) - set(table.columns))
    absent = rows and sorted(key for key, column in table.columns.items() if key not in columns and not column.optional)
    if unknown or absent:
        raise ValueError(f"table {name}: unknown columns {unknown}, missing columns {absent}")
    laid_out = {key: _column(name, key, column, columns.get(key), rows) for key, column in table.columns.items()}
    order = _canonical_order(table, laid_out)
    return laid_out if order is None else {key: column[order] for key, column in laid_out.items()}


def run_digests(name: str, columns: Arrays) -> dict[int, bytes]:
    """Digest of each run's rows of a canonical table: SHA-256 over its columns in order of their names.

    A table without a ``run`` column counts as one run, -1.
    """
    if "run" not in columns:
        return {-1: _digest(name, columns, slice(None))}
    runs, starts = np.unique(columns["run"], return_index=True)
    stops = np.append(starts, len(columns["run"]))[1:]
    return {
        int(run): _digest(name, columns, slice(start, stop))
        for run, start, stop in zip(runs, starts, stops, strict=True)
    }


def merged_hash(digests: Mapping[str, Mapping[int, bytes]]) -> str:
    """The result hash of tables given by their runs' digests (hexadecimal SHA-256)."""
    whole = hashlib.sha256()
    for name in sorted(digests):
        whole.update(f"table {name}\n".encode())
        for run in sorted(digests[name]):
            whole.update(f"run {run} ".encode() + digests[name][run])
    return whole.hexdigest()


def result_hash(tables: Mapping[str, Mapping[str, NDArray[Any]]]) -> str:
    """SHA-256 of the contents of all tables: not of wall times, paths, Parquet bytes or the order of rows."""
    return merged_hash({name: run_digests(name, canonical_table(name, table)) for name, table in tables.items()})


OUTCOME_TABLES = ("outcomes", "shots")  # what became of everybody: the tables that two machines are compared by
OUTCOME_STEP = 1e-6  # of the unit of a column
# a plan is no outcome: the search for a meeting ends at a tolerance of milliseconds, not at the last bit
PLANS = {"planned_intercept_s"}


def outcome_hash(tables: Mapping[str, Arrays]) -> str:
    """SHA-256 of what came out: ``outcomes`` and ``shots`` with numbers rounded to a millionth of their unit.

    Processors and compilers differ in last bits, by which ``result_hash`` differs too; rounding takes them away, but
    for a number that lies on the edge between two steps. Planned times are left out. ``tables`` are canonical
    (``canonical_table``).
    """
    return merged_hash(
        {name: run_digests(name, {key: _rounded(c) for key, c in tables[name].items() if key not in PLANS})
         for name in OUTCOME_TABLES if name in tables}
    )  # fmt: skip


def _rounded(column: NDArray[Any]) -> NDArray[Any]:
    if column.dtype.kind != "f":
        return column
    rounded = np.rint(column / OUTCOME_STEP) * OUTCOME_STEP + 0.0
    rounded[np.isnan(rounded)] = np.nan
    return rounded


def _declared(name: str) -> Table:
    if name not in TABLES:
        raise ValueError(f"no table is called {name!r}; declared are {', '.join(TABLES)}")
    return TABLES[name]


def _column(table: str, name: str, column: Column, values: Any, rows: int) -> NDArray[Any]:
    """One column in its declared type: nan in one form, no negative zero, texts as numpy strings."""
    if values is None:
        return np.full(rows, column.missing, column.dtype if column.kind != "text" else "U1")
    values = np.asarray(values)
    if values.shape != (rows,):
        raise ValueError(f"table {table}: column {name} has shape {values.shape}, others have {rows} rows")
    if column.kind == "text":
        return values.astype(np.str_)
    if column.kind == "int" and values.dtype.kind == "f":
        raise ValueError(f"table {table}: column {name} must be whole numbers, got {values.dtype}")
    values = values.astype(column.dtype)
    if column.kind == "float":
        values = values + 0.0  # a new array: -0.0 becomes 0.0
        values[np.isnan(values)] = np.nan  # one bit pattern for all
    return values


def _canonical_order(table: Table, columns: Arrays) -> NDArray[np.int64] | None:
    """The order of rows; None where they stand already in a strict order. Ties of the key are broken by the rest."""
    for names in (table.key, (*table.key, *(name for name in columns if name not in table.key))):
        keys = [_sortable(columns[name]) for name in names]
        order = np.lexsort(keys[::-1])
        if _strictly_sorted([key[order] for key in keys]):
            break
    return None if np.array_equal(order, np.arange(len(order))) else order


def _sortable(column: NDArray[Any]) -> NDArray[Any]:
    """Texts as their ranks: numpy sorts numbers several times faster, and a column has few different texts."""
    if column.dtype.kind != "U":
        return column
    return np.unique(column, return_inverse=True)[1]


def _strictly_sorted(keys: list[NDArray[Any]]) -> bool:
    if len(keys[0]) < 2:
        return True
    differs = np.zeros(len(keys[0]) - 1, bool)
    for key in keys:
        differs |= (key[1:] != key[:-1]) & ((key[1:] == key[1:]) | (key[:-1] == key[:-1]))  # nan ties with nan
    return bool(differs.all())


def _digest(name: str, columns: Arrays, rows: slice) -> bytes:
    table = TABLES[name]
    digest = hashlib.sha256()
    for key in sorted(columns):
        values = columns[key][rows]
        digest.update(f"{key} {table.columns[key].kind} {len(values)}\n".encode())
        if values.dtype.kind == "U":
            # lengths first, so that ("ab", "c") and ("a", "bc") differ
            digest.update(np.strings.str_len(values).astype("<i8").tobytes() + "".join(values.tolist()).encode())
        else:
            digest.update(np.ascontiguousarray(values, values.dtype.newbyteorder("<")).tobytes())
    return digest.digest()
