"""Parquet by duckdb, straight from numpy columns and back: no pandas, no pyarrow."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from gbad.columns import by_descriptor
from gbad.errors import ResourceError, ResultsError
from gbad.results.canonical import Arrays
from gbad.results.schema import TABLES
from gbad.results.sealing import verified_bytes

_SQL = {"float": "DOUBLE", "int": "BIGINT", "bool": "BOOLEAN", "text": "VARCHAR"}


def write_table(path: Path, name: str, columns: Mapping[str, NDArray[Any]]) -> None:
    """Write a canonical table. Missing numbers (nan) become NULL, as other programs expect."""
    kinds = {key: _SQL[column.kind] for key, column in TABLES[name].columns.items()}
    chosen = ", ".join(f'"{key}"::{kind} AS "{key}"' for key, kind in kinds.items())
    with _connection() as connection:
        connection.register("columns", dict(columns))
        try:
            connection.execute(f"COPY (SELECT {chosen} FROM columns) TO {_quoted(path)} (FORMAT parquet, CODEC zstd)")
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise ResourceError(f"{path.parent / name}: cannot be written: {error}") from error


def read_table(path: Path, name: str, sha256: str) -> Arrays:
    """Read a table of a results folder: the very bytes whose SHA-256 is that of the manifest, whatever the file's name.

    Raises ResultsError when they are others by now, cannot be read, or lack declared columns.
    """
    content = verified_bytes(path, sha256)
    try:
        with by_descriptor(content) as plain, _connection() as connection:
            columns = connection.execute(f"SELECT * FROM read_parquet('{plain}')").fetchnumpy()
    except duckdb.Error as error:
        raise ResultsError(f"{path}: not a readable table: {error}") from error
    lacking = sorted(set(TABLES[name].columns) - set(columns))
    if lacking:
        raise ResultsError(f"{path}: lacks the columns {', '.join(lacking)}")
    return {key: _filled(columns[key], column.dtype, column.missing) for key, column in TABLES[name].columns.items()}


@functools.cache
def _database() -> duckdb.DuckDBPyConnection:
    """An empty database in memory, opened once (20 ms); one thread, so that rows stay in order."""
    return duckdb.connect(":memory:", config={"threads": 1})


def _connection() -> duckdb.DuckDBPyConnection:
    """A connection of its own, so that several threads may write at once."""
    return _database().cursor()


def _filled(values: Any, dtype: Any, missing: Any) -> NDArray[Any]:
    plain = values.filled(missing) if isinstance(values, np.ma.MaskedArray) else values
    return np.asarray(plain).astype(dtype)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
