"""A ballistic arc: with least energy, steep, flat, or to an apogee."""

from __future__ import annotations

from collections.abc import Iterator
from math import radians
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from gbad.scenario.quantity import limited
from gbad.scenario.routes.base import Asked, Laying, Place, Route
from gbad.scenario.specs.flyer import Flyer

_UNKNOWN_RANGE_KM = 1000.0
_LONGEST = 1.5  # times the greatest published range


class BallisticRoute(Route):
    """An arc from a launch point to the asset: with the least speed, or steep or flat with all that the type has."""

    falls: ClassVar[bool] = True

    kind: Literal["ballistic"]
    from_: Place = Field(alias="from", description="where it is launched")
    profile: Literal["minimum_energy", "lofted", "depressed"] = Field(
        "minimum_energy", description="with all the speed of its greatest range: lofted is steep, depressed flat"
    )
    apogee_km: Annotated[float, limited(above=0.0, at_most=4000.0)] | None = Field(
        None, description="greatest height, in place of a profile"
    )

    def check(self, asked: Asked) -> None:
        if asked.aims_at is None:
            asked.say(asked.path, "aims_at is missing: a ballistic route ends at an asset")
        if asked.flight.figures.ballistic_coefficient_kg_per_m2 is None:
            asked.say(asked.path, f"ballistic_coefficient_kg_per_m2 is missing in {asked.flight.type}")
        if self.profile != "minimum_energy" and self.apogee_km is not None:
            asked.say(f"{asked.path}.route.apogee_km", f"an apogee or the profile {self.profile}: keep one of them")
        if self.profile != "minimum_energy" and asked.flight.figures.range_km is None:
            asked.say(
                f"{asked.path}.route.profile", f"{self.profile} needs range_km, which {asked.flight.type} has not"
            )

    def places(self, figures: Flyer, duration_s: float) -> Iterator[tuple[str, Place, float]]:
        del duration_s
        yield "from", self.from_, _LONGEST * figures.range_km.high if figures.range_km else _UNKNOWN_RANGE_KM

    def path(self, laying: Laying) -> Any:
        aim, assets = laying.aim, laying.assets
        assert aim is not None
        range_km = laying.row.figures.range_km
        return laying.make(
            "ballistic",
            launch_latitude_rad=radians(self.from_.latitude_deg),
            launch_longitude_rad=radians(self.from_.longitude_deg),
            aim_latitude_rad=float(assets.latitude_rad[aim]),
            aim_longitude_rad=float(assets.longitude_rad[aim]),
            aim_height_m=float(assets.height_m[aim]),
            ballistic_coefficient_kg_m2=laying.figure("ballistic_coefficient_kg_per_m2"),
            start_s=laying.start_s,
            profile=self.profile,
            apogee_m=None if self.apogee_km is None else 1e3 * self.apogee_km,
            # the greatest that is published: what a type may be asked for, not what it flies
            greatest_range_m=None if range_km is None else 1e3 * range_km.high,
        )
