"""Along a corridor of civil traffic."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from gbad.scenario.routes.base import Asked, Laying, Place, Route
from gbad.scenario.routes.waypoints import Waypoint, through


class CorridorRoute(Route):
    """Along the middle of a corridor from its beginning to its end, or back."""

    kind: Literal["corridor"]
    corridor: str = Field(description="the airway it flies along")
    reverse: bool = Field(False, description="from its end to its beginning")

    def check(self, asked: Asked) -> None:
        asked.exists(f"{asked.path}.route.corridor", self.corridor, "corridors")

    def path(self, laying: Laying) -> Any:
        corridor = laying.scenario.corridors[self.corridor]
        ends: tuple[Place, ...] = (corridor.from_, corridor.to)
        return through([_waypoint(place) for place in (reversed(ends) if self.reverse else ends)], laying)


def _waypoint(place: Place) -> Waypoint:
    return Waypoint(latitude_deg=place.latitude_deg, longitude_deg=place.longitude_deg)
