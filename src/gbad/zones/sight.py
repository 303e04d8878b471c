"""What an engagement radar that looks the right way has in sight over flat ground: echo, elevation, horizon.

The fourth-root law from the calibration point of the radar's type; gas is left out, so long ranges are a little too
kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.library import catalogue
from gbad.physics import earth, propagation
from gbad.scenario.specs.radar import Radar

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sight:
    """Limits of one radar against one target."""

    range_m: float  # by strength of echo, or as instrumented
    antenna_m: float
    highest_rad: float

    @classmethod
    def of(cls, radar: str, rcs_m2: float) -> Sight:
        """Of a radar type of the library against a cross-section. Raises ``InputError`` for what is no radar."""
        entry = catalogue.load(radar)
        if not isinstance(entry, Radar):
            raise InputError(f"--radar {radar}: is no radar type; gbad list radars shows them")
        point = entry.calibration
        by_echo = 1e3 * _nominal(point.range_km) * (rcs_m2 / _nominal(point.rcs_m2)) ** 0.25
        return cls(
            min(by_echo, 1e3 * _nominal(entry.instrumented_range_km)),
            _nominal(entry.antenna_height_m),
            float(np.radians(_nominal(entry.elevation_max_deg))),
        )

    def sees(self, away_m: Floats, height_m: Floats) -> NDArray[np.bool_]:
        """Whether it has a target in sight, by its distance over the ground and its height, any shape."""
        rise = height_m - self.antenna_m - away_m**2 / (2.0 * propagation.STANDARD_FACTOR * earth.MEAN_RADIUS)
        horizon = propagation.line_of_sight_arc_m(self.antenna_m, np.maximum(height_m, 0.0))
        strong = np.hypot(away_m, rise) <= self.range_m
        return np.asarray(strong & (away_m <= horizon) & (np.arctan2(rise, away_m) <= self.highest_rad))

    def first(self, time_s: Floats, away_m: Floats, height_m: Floats) -> float:
        """Time of the first sight along a path; inf for never."""
        seen = self.sees(away_m, height_m)
        return float(time_s[int(np.argmax(seen))]) if seen.any() else float("inf")


def _nominal(value: Any) -> float:
    return float(getattr(value, "nominal", value))
