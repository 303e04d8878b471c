"""The settings of one figure that a search may ask, as they are written into a scenario."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from gbad.errors import InputError
from gbad.tables import Floats

SETTINGS = 65  # of a figure that is no count
_VALUE = re.compile(r"\s*(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)\s*(.*?)\s*")


@dataclass(frozen=True, slots=True)
class Scale:
    """The settings of a figure, as they are written into the scenario."""

    path: str
    texts: tuple[str, ...]
    numbers: Floats
    unit: str

    @classmethod
    def between(cls, path: str, low: str, high: str, settings: int | None) -> Scale:
        """Even steps from ``low`` to ``high`` (``"2"``, ``"0 s"``); whole numbers step by one unless told otherwise.

        Raises ``InputError``.
        """
        ends = [_VALUE.fullmatch(end) for end in (low, high)]
        if not (ends[0] and ends[1]) or ends[0][2] != ends[1][2]:
            raise InputError(f"--from {low} --to {high}: expected two numbers with the same unit, or without")
        try:
            first, last = float(ends[0][1]), float(ends[1][1])
        except ValueError:
            raise InputError(f"--from {low} --to {high}: expected two numbers") from None
        if not first < last:
            raise InputError(f"--from {low} --to {high}: the first is to be the smaller")
        whole = first.is_integer() and last.is_integer() and not ends[0][2]
        count = settings or (int(last - first) + 1 if whole else SETTINGS)
        if count < 2:
            raise InputError(f"--settings {count}: at least 2")
        numbers = np.unique(np.round(np.linspace(first, last, count))) if whole else np.linspace(first, last, count)
        unit = ends[0][2]
        texts = tuple(f"{number:.6g} {unit}".strip() for number in numbers)
        return cls(path, texts, numbers, unit)

    def at(self, position: float) -> str:
        """A place between two settings as a number with its unit."""
        if math.isnan(position):
            return "-"
        number = float(np.interp(position, np.arange(len(self.numbers)), self.numbers))
        return f"{number:.3g} {self.unit}".strip()
