"""A closed route, flown again and again."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, radians
from typing import Any, Literal

from pydantic import Field

from gbad.physics import earth
from gbad.scenario.routes.base import Asked, Laying, Place, Route
from gbad.scenario.routes.waypoints import Waypoint, WaypointRoute, through
from gbad.scenario.specs.flyer import Flyer


class LoopRoute(Route):
    """Great circles from point to point and back to the first, again and again until the scenario ends."""

    kind: Literal["loop"]
    points: tuple[Waypoint, ...] = Field(description="at least three; the last leads back to the first")

    def check(self, asked: Asked) -> None:
        self._open().check(asked)
        if len(self.points) < 3:
            asked.say(f"{asked.path}.route.points", f"a loop needs three points or more, {len(self.points)} were found")
        if asked.aims_at is not None:
            asked.say(f"{asked.path}.aims_at", "a loop ends nowhere, so it aims at nothing; leave it out")

    def places(self, figures: Flyer, duration_s: float) -> Iterator[tuple[str, Place, float]]:
        yield from self._open().places(figures, duration_s)

    def path(self, laying: Laying) -> Any:
        said = [point.speed_mps for point in self.points if point.speed_mps is not None]
        fastest = max(said or [laying.figure("speed_mps")])
        # corners are cut, so a round is shorter than its legs: twice as many as those would need
        rounds = 1 + ceil(2.0 * fastest * laying.scenario.duration_s / self._round_m())
        return through([*self.points * rounds, self.points[0]], laying)

    def _open(self) -> WaypointRoute:
        return WaypointRoute(kind="waypoints", points=self.points)

    def _round_m(self) -> float:
        legs = zip(self.points, [*self.points[1:], self.points[0]], strict=True)
        length = 0.0
        for a, b in legs:
            ends = (a.latitude_deg, a.longitude_deg, b.latitude_deg, b.longitude_deg)
            length += float(earth.geodesic_inverse(*(radians(value) for value in ends))[0])
        return max(length, 1.0)
