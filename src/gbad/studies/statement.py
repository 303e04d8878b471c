"""Statements about a raid that turn true somewhere: read from a line, asked of the runs of a setting."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.studies.intervals import Bounds

Floats = NDArray[np.float64]
EXAMPLES = '"leaked >= 1 in 50 %", "mean leaked >= 6", "mean leaked >= 2 times"'
_NUMBER = r"([0-9.]+(?:[eE][+-]?[0-9]+)?)"
_SHARE = re.compile(rf"\s*(\w+)\s*>=\s*{_NUMBER}\s+in\s+{_NUMBER}\s*(%?)(?:\s+of\s+runs)?\s*")
_MEAN = re.compile(rf"\s*mean\s+(\w+)\s*>=\s*{_NUMBER}\s*(times)?\s*")


@dataclass(frozen=True, slots=True)
class Statement:
    """``measure`` is at least ``level`` in the share ``share`` of runs, or on average, or so many times the first's."""

    measure: str
    level: float
    share: float | None = None  # None: on average
    times: bool = False  # the level is a multiple of the mean at the first setting

    @classmethod
    def parse(cls, text: str) -> Statement:
        """Read one of ``EXAMPLES``. Raises ``InputError``."""
        try:
            if match := _SHARE.fullmatch(text):
                share = float(match[3]) / (100.0 if match[4] else 1.0)
                if 0.0 < share < 1.0:
                    return cls(match[1], float(match[2]), share)
                raise InputError(f"{text!r}: the share of runs lies between 0 and 100 %, ends left out")
            if match := _MEAN.fullmatch(text):
                return cls(match[1], float(match[2]), times=bool(match[3]))
        except ValueError:
            pass
        raise InputError(f"{text!r}: expected a statement like {EXAMPLES}")

    def __str__(self) -> str:
        if self.share is not None:
            return f"{self.measure} >= {self.level:g} in {100.0 * self.share:g} % of runs"
        times = " times that of the first setting" if self.times else ""
        return f"mean {self.measure} >= {self.level:g}{times}"

    def above(
        self, values: Floats, bounds: Bounds, first: Floats | None = None, first_bounds: Bounds | None = None
    ) -> tuple[Floats, Bounds]:
        """How far each run is above the edge ``(n,)``, and the bounds of that.

        The mean of these is at least zero where the statement is true. ``first`` are the same runs at the first
        setting, for a multiple; runs that failed (nan) in either are left out.
        """
        if self.share is not None:
            kept = values[~np.isnan(values)]
            return np.where(kept >= self.level, 1.0, 0.0) - self.share, Bounds(-self.share, 1.0 - self.share)
        if not self.times:
            kept = values[~np.isnan(values)]
            return kept - self.level, Bounds(bounds.low - self.level, bounds.high - self.level)
        assert first is not None
        assert first_bounds is not None
        scaled = Bounds(self.level * first_bounds.low, self.level * first_bounds.high)
        difference = values - self.level * first
        return difference[~np.isnan(difference)], bounds.minus(scaled)
