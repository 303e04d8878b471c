"""Columns print as a person would say it: what they are, how many, over which runs and times."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

_SHOWN = 5  # ids named before the rest are only counted


def a(noun: str) -> str:
    """A noun with its article: ``a radar``, ``an interceptor``."""
    return f"{'an' if noun[:1].lower() in tuple('aeiou') else 'a'} {noun}"


class Readable:
    """Base of messages and tables: data classes of columns whose ``repr`` is one short line."""

    __slots__ = ()

    def __repr__(self) -> str:
        columns = {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]
        return f"<{type(self).__name__}: {_said(columns)}>"


def _said(columns: dict[str, object]) -> str:
    ids, offsets, number = (columns.get(name) for name in ("id", "offsets", "number"))
    if isinstance(ids, np.ndarray):
        return counted(ids.size, "row") + _named([str(one) for one in ids])
    inner = {name: len(part.id) for name, part in columns.items() if isinstance(part, Readable) and hasattr(part, "id")}
    if inner:
        return ", ".join(counted(count, _one(name)) for name, count in inner.items() if count) or "empty"
    if isinstance(offsets, np.ndarray):
        rows = int(offsets[-1]) if offsets.size else 0
        return f"{counted(rows, 'row')} of {counted(max(offsets.size - 1, 0), 'run')}{_when(columns.get('time_s'))}"
    if isinstance(number, np.ndarray):
        return f"{np.count_nonzero(number)} of {number.size} slots taken, {counted(len(number), 'run')}"
    first = next((column for column in columns.values() if isinstance(column, np.ndarray)), np.empty(0))
    return f"columns of {' x '.join(str(size) for size in first.shape)}"


def counted(count: int, noun: str) -> str:
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else many}"


def _one(name: str) -> str:
    """Singular of a table's name: batteries, rounds."""
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")


def _named(ids: list[str]) -> str:
    if not ids:
        return ""
    more = f" and {len(ids) - _SHOWN:,} more" if len(ids) > _SHOWN else ""
    return f" ({', '.join(ids[:_SHOWN])}{more})"


def _when(time_s: object) -> str:
    if not isinstance(time_s, np.ndarray) or time_s.size == 0:
        return ""
    return f", {time_s.min():.1f} to {time_s.max():.1f} s"
