"""Places of a random scenario: around a middle that may be anywhere on Earth."""

from __future__ import annotations

import math
import random
from typing import Any


class Places:
    """Dice, and a middle around which places are drawn."""

    dice: random.Random
    middle: tuple[float, float]

    def place(self, within_km: float, **more: Any) -> dict[str, Any]:
        """A place at most so far from the middle."""
        far, course = within_km * math.sqrt(self.dice.random()), self.dice.uniform(0.0, 2.0 * math.pi)
        return self.off(far, course, **more)

    def off(self, far_km: float, course: float, **more: Any) -> dict[str, Any]:
        """The place so far from the middle on a course [rad]; near enough to a great circle for a random place."""
        latitude = self.middle[0] + far_km / 111.2 * math.cos(course)
        longitude = self.middle[1] + far_km / 111.2 * math.sin(course) / math.cos(math.radians(latitude))
        longitude = (longitude + 180.0) % 360.0 - 180.0
        return {"latitude_deg": round(latitude, 5), "longitude_deg": round(longitude, 5), **more}

    def far(self, **more: Any) -> dict[str, Any]:
        """Where a flight may begin: anywhere out to beyond every radar."""
        far = self.dice.choice((5.0, 40.0, 80.0, 150.0, 250.0, 600.0)) * self.dice.uniform(0.7, 1.0)
        return self.off(far, self.dice.uniform(0.0, 2.0 * math.pi), **more)
