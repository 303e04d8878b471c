"""The numbers of an entry, one row each: three values, their unit, and what each rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from gbad.library.bibliography import citation
from gbad.library.catalogue import files, kind_of, load, node
from gbad.scenario.quantity import Spread
from gbad.scenario.shapes import fields_of
from gbad.scenario.sources import Origin, attribution
from gbad.scenario.specs.base import Entry
from gbad.scenario.words import split_unit, unit_of

_NOT_FIGURES = ("kind", "schema", "name", "about", "sources")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a library entry. ``low``, ``nominal`` and ``high`` each have a basis and a source or reason."""

    entry: str  # name of the library entry
    path: str  # dotted field, as in the YAML file
    label: str  # the field in words, without its unit
    unit: str  # in words; empty for counts and shares
    low: float
    nominal: float
    high: float
    low_basis: str
    basis: str  # of the nominal
    high_basis: str
    low_source: str
    source: str  # of the nominal: a citation, a reason, or both
    high_source: str

    @property
    def is_plain(self) -> bool:
        """Whether it is one number without a spread."""
        return self.low == self.high


def names(kind: str | None = None) -> list[str]:
    """Names of the shipped entries, of one kind or all, sorted."""
    return sorted(name for name in files() if kind is None or kind_of(node(name), name) == kind)


def is_of_kind(name: str, kind: str | None = None) -> bool:
    """Whether an entry of this name and kind is shipped; reads no other entry."""
    return name in files() and (kind is None or kind_of(node(name), name) == kind)


def figures(name: str) -> list[Figure]:
    """Every number of an entry, in the order of its fields. Raises :class:`InputError` if there is no such entry."""
    return figures_of(load(name), name)


def figures_of(entry: Entry, name: str) -> list[Figure]:
    """Every number of an entry that is already read (perhaps with figures set anew by a scenario)."""
    return [_figure(entry, name, path, value) for path, value in numbers_of(entry)]


def numbers_of(spec: BaseModel, path: str = "") -> Iterator[tuple[str, Spread]]:
    """``(dotted field, spread)`` of every number in a spec, nested blocks included."""
    for key in fields_of(type(spec)):
        if path or key not in _NOT_FIGURES:
            field = next(n for n, f in type(spec).model_fields.items() if (f.alias or n) == key)
            yield from _numbers(getattr(spec, field), f"{path}.{key}" if path else key)


def _numbers(value: Any, path: str) -> Iterator[tuple[str, Spread]]:
    if isinstance(value, Spread):
        yield path, value
    elif isinstance(value, BaseModel):
        yield from numbers_of(value, path)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _numbers(item, f"{path}.{key}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _numbers(item, f"{path}.{index}")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, Spread(low=value, nominal=value, high=value)


def _figure(entry: Entry, name: str, path: str, value: Spread) -> Figure:
    found = attribution(entry.sources, path)
    low, high = (found.low or found, found.high or found) if found else (None, None)
    stem = split_unit(path.rsplit(".", 1)[-1])[0]
    block = path.rsplit(".", 1)[0] + " " if "." in path else ""
    return Figure(
        entry=name,
        path=path,
        label=f"{block}{stem}".replace("_", " ").replace(".", " "),
        unit=unit_of(path.rsplit(".", 1)[-1]),
        low=value.low,
        nominal=value.nominal,
        high=value.high,
        low_basis=low.basis if low else "",
        basis=found.basis if found else "",
        high_basis=high.basis if high else "",
        low_source=_source(low),
        source=_source(found),
        high_source=_source(high),
    )


def _source(origin: Origin | None) -> str:
    """A source in one line: the citation, the reason, or both."""
    if origin is None:
        return ""
    parts = [citation(origin.from_)] if origin.from_ else []
    return "; ".join([*parts, *([origin.why] if origin.why else [])])
