"""A minimum-energy arc."""

from __future__ import annotations

from collections.abc import Iterator
from math import radians
from typing import Any, ClassVar, Literal

from pydantic import Field

from gbad.scenario.routes.base import Asked, Laying, Place, Route
from gbad.scenario.specs.flyer import Flyer

_UNKNOWN_RANGE_KM = 1000.0
_LONGEST = 1.5  # times the greatest published range


class BallisticRoute(Route):
    """A minimum-energy arc from a launch point to the asset aimed at."""

    falls: ClassVar[bool] = True

    kind: Literal["ballistic"]
    from_: Place = Field(alias="from", description="where it is launched")

    def check(self, asked: Asked) -> None:
        if asked.aims_at is None:
            asked.say(asked.path, "aims_at is missing: a ballistic route ends at an asset")
        if asked.flight.figures.ballistic_coefficient_kg_per_m2 is None:
            asked.say(asked.path, f"ballistic_coefficient_kg_per_m2 is missing in {asked.flight.type}")

    def places(self, figures: Flyer, duration_s: float) -> Iterator[tuple[str, Place, float]]:
        del duration_s
        yield "from", self.from_, _LONGEST * figures.range_km.high if figures.range_km else _UNKNOWN_RANGE_KM

    def path(self, laying: Laying) -> Any:
        aim, assets = laying.aim, laying.assets
        assert aim is not None
        return laying.make(
            "ballistic",
            launch_latitude_rad=radians(self.from_.latitude_deg),
            launch_longitude_rad=radians(self.from_.longitude_deg),
            aim_latitude_rad=float(assets.latitude_rad[aim]),
            aim_longitude_rad=float(assets.longitude_rad[aim]),
            aim_height_m=float(assets.height_m[aim]),
            ballistic_coefficient_kg_m2=laying.figure("ballistic_coefficient_kg_per_m2"),
            start_s=laying.start_s,
        )
