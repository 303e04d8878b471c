"""Columns: a light table of numpy arrays that prints like a person would say it."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError


class Columns:
    """Equal-length columns by name. ``table["time_s"]`` is an array, ``table[3]`` a row, ``table[mask]`` fewer rows.

    ``len(table)`` counts rows; iterating gives the names of the columns.
    """

    def __init__(self, columns: Mapping[str, NDArray[Any]], name: str = "table") -> None:
        self.name = name
        self._columns = dict(columns)
        lengths = {key: len(column) for key, column in self._columns.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"{name}: columns of different length: {lengths}")

    def __getitem__(self, which: Any) -> Any:
        if isinstance(which, str):
            if which not in self._columns:
                raise KeyError(f"{self.name} has no column {which!r}; it has {', '.join(self._columns)}")
            return self._columns[which]
        if isinstance(which, int | np.integer):
            return Row({key: _plain(column[which]) for key, column in self._columns.items()}, self.name)
        return Columns({key: column[which] for key, column in self._columns.items()}, self.name)

    def __len__(self) -> int:
        return next((len(column) for column in self._columns.values()), 0)

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def keys(self) -> tuple[str, ...]:
        """Names of the columns; with it ``dict(table)`` gives the arrays."""
        return tuple(self._columns)

    def items(self) -> Iterator[tuple[str, NDArray[Any]]]:
        """Pairs of name and array."""
        return iter(self._columns.items())

    def where(self, **equal: Any) -> Columns:
        """Rows whose columns equal the given values: ``table.where(run=0, object="cm-3")``."""
        mask = np.ones(len(self), bool)
        for name, value in equal.items():
            mask &= self[name] == value
        return self[mask]

    def rows(self) -> Iterator[Row]:
        """One :class:`Row` after another, with plain Python values."""
        plain = [column.tolist() for column in self._columns.values()]
        for values in zip(*plain, strict=True):
            yield Row(dict(zip(self._columns, values, strict=True)), self.name)

    def to_pandas(self) -> Any:
        """The table as a pandas DataFrame. Raises ``InputError`` where pandas, an extra, is not installed."""
        return _installed("pandas").DataFrame(dict(self._columns))

    def to_arrow(self) -> Any:
        """The table as an Arrow table. Raises ``InputError`` where pyarrow, an extra, is not installed."""
        return _installed("pyarrow").table(dict(self._columns))

    def __repr__(self) -> str:
        shown = "\n".join(f"  {row!r}" for row in self[:5].rows())
        more = f"\n  ... {len(self) - 5} more" if len(self) > 5 else ""
        return f"{self.name}: {len(self)} rows of {', '.join(self)}\n{shown}{more}"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(_text(value))}</td>" for value in row.values()) + "</tr>"
            for row in self[:20].rows()
        )
        more = f"<p>{len(self) - 20} more rows</p>" if len(self) > 20 else ""
        # a wide table scrolls by itself and does not widen the page around it
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f'<div style="overflow-x:auto;max-width:100%">{table}</div>{more}'


def _installed(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise InputError(f"{name} is not installed; it is no part of gbad: pip install {name}") from error


class Row(dict[str, Any]):
    """One row: a dict that can also be read as attributes (``row.time_s``)."""

    def __init__(self, values: Mapping[str, Any], table: str = "row") -> None:
        super().__init__(values)
        self._table = table

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"a row of {self._table} has no {name!r}") from None

    def __repr__(self) -> str:
        return " ".join(f"{key}={_text(value)}" for key, value in self.items() if _text(value) != "")


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _text(value: Any) -> str:
    """A short text: 6 significant digits, nothing for nan."""
    if isinstance(value, float):
        return "" if value != value else f"{value:.6g}"
    return str(value)
