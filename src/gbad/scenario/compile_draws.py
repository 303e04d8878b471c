"""Figures as columns: one row of draws per mapping of quantiles, one column per table row.

A draw names figures by key: ``91N6E.calibration.range_km`` for all copies of a type, or, where an entity set the figure
anew, ``radars.east.calibration.range_km``. What a draw does not name keeps its nominal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gbad.errors import InputError
from gbad.scenario.quantity import Spread
from gbad.scenario.specs.base import Entry
from gbad.tables import Floats


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose figures a table row takes: an entry, the name its draws go by, and fields an entity set anew."""

    entry: Entry
    name: str
    own_name: str = ""
    overridden: tuple[str, ...] = ()

    def key(self, path: str) -> str:
        """The name a draw calls this figure by."""
        return f"{self.own_name if path.split('.')[0] in self.overridden else self.name}.{path}"

    def spread(self, path: str) -> Spread | None:
        """The figure at a dotted field; None if the entry does not have it."""
        value: object = self.entry
        for part in path.split("."):
            # a block that was left out has no figures
            value = None if value is None else getattr(value, part)
        return value if value is None or isinstance(value, Spread) else Spread.model_validate(value)


@dataclass(frozen=True, slots=True)
class Draws:
    """``D`` draws, each a mapping of figure keys to quantiles in 0..1."""

    quantiles: Sequence[Mapping[str, float]]

    def __post_init__(self) -> None:
        for row in self.quantiles:
            for key, quantile in row.items():
                if not 0.0 <= quantile <= 1.0:
                    raise InputError(f"draw {key}: {quantile:g} was found, a quantile 0 to 1 is allowed")

    @property
    def count(self) -> int:
        return len(self.quantiles)

    def values(self, holder: Holder, path: str, missing: float = float("nan")) -> Floats:
        """``(D,)`` values of one figure."""
        spread = holder.spread(path)
        if spread is None:
            return np.full(self.count, missing)
        key, decibels = holder.key(path), path in type(holder.entry).in_decibels
        return np.array([spread.at(row.get(key), decibels=decibels) for row in self.quantiles])

    def column(self, holders: Sequence[Holder], path: str, scale: float = 1.0, missing: float = float("nan")) -> Floats:
        """``(D, rows)`` of one figure, times ``scale`` (the unit said in the file to SI)."""
        out = np.empty((self.count, len(holders)))
        for row, holder in enumerate(holders):
            out[:, row] = self.values(holder, path, missing)
        return out * scale
