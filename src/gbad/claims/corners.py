"""A quantity at every corner of the figures it leans on: nominal, least, greatest, and which figure turns a verdict."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

from gbad.library.figures import Figure

Ends = Mapping[str, float]  # quantile of each figure, 0 low, 1 high; those left out are nominal
SHOWN = ("published", "second_hand")  # bases of a figure that somebody wrote down


@dataclass(frozen=True, slots=True)
class Spread:
    """Least, nominal and greatest value over the corners."""

    low: float
    nominal: float
    high: float
    low_at: Ends
    high_at: Ends

    def text(self, unit: str, digits: int = 2) -> str:
        """``3.4 to 48 m², 24 nominal``."""
        low, nominal, high = (rounded(v, digits) for v in (self.low, self.nominal, self.high))
        return f"{nominal} {unit}" if low == high else f"{low} to {high} {unit}, {nominal} nominal"


def rounded(value: float, digits: int = 2) -> str:
    """A number to some digits; whole numbers are kept whole."""
    return f"{value:.0f}" if abs(value) >= 10 ** (digits - 1) else f"{value:.{digits}g}"


def spread_of(quantity: Callable[[Ends], float], figures: list[Figure]) -> Spread:
    """``quantity`` at the nominals and at all corners of ``figures``, which have a spread each (at most ten)."""
    assert len(figures) <= 10
    nominal = quantity({})
    corners = [
        dict(zip((f.path for f in figures), ends, strict=True)) for ends in product((0.0, 1.0), repeat=len(figures))
    ]
    values = [(quantity(corner), corner) for corner in corners] if figures else []
    values.append((nominal, {}))
    low = min(values, key=lambda pair: pair[0])
    high = max(values, key=lambda pair: pair[0])
    return Spread(low[0], nominal, high[0], low[1], high[1])


def turned_by(holds: Callable[[Ends], bool], figures: list[Figure]) -> list[Figure]:
    """Figures that turn the verdict by themselves, from their low to their high end, all others at their nominals."""
    return [f for f in figures if holds({f.path: 0.0}) != holds({f.path: 1.0})]


def ruled_by(quantity: Callable[[Ends], float], figures: list[Figure]) -> Figure | None:
    """The figure that by itself moves a positive quantity most, as a ratio from end to end; None without a spread."""
    moved = [(abs(math.log(quantity({f.path: 1.0}) / quantity({f.path: 0.0}))), f) for f in figures]
    return max(moved, key=lambda pair: pair[0])[1] if moved else None


def is_published(figure: Figure) -> bool:
    """Whether both its ends were written down by somebody: which of them is right then is a choice between sources."""
    return figure.low_basis in SHOWN and figure.high_basis in SHOWN


def told(figure: Figure) -> str:
    """A figure with its ends and what each rests on: ``40N6E max range 150 (assumed) to 400 (published) km``."""
    low, high = figure.low_basis.replace("_", " "), figure.high_basis.replace("_", " ")
    return f"{figure.entry} {figure.label} {figure.low:g} ({low}) to {figure.high:g} ({high}) {figure.unit}".rstrip()
