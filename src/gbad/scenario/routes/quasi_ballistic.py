"""A low arc and a steered fall with lift."""

from __future__ import annotations

from collections.abc import Iterator
from math import radians
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from gbad.scenario.quantity import FASTEST_MPS, limited
from gbad.scenario.routes.base import Asked, Laying, Place, Route
from gbad.scenario.specs.flyer import Flyer

LONGEST_KM = 700.0  # beyond, what flies so low is another kind of weapon


class QuasiBallisticRoute(Route):
    """A low arc from burn-out, then a fall with lift that is steered at the asset: range and apogee can both be asked.

    Lift, load limit and burn-out speed are inputs; pairs that they cannot do are refused.
    """

    falls: ClassVar[bool] = True

    kind: Literal["quasi_ballistic"]
    from_: Place = Field(alias="from", description="where it is launched")
    apogee_km: Annotated[float, limited(above=20.0, at_most=150.0)] = Field(description="greatest height")
    burnout_speed_mps: Annotated[float, limited(above=100.0, at_most=FASTEST_MPS)] = Field(
        description="at 20 km, where it begins"
    )
    lift_to_drag: Annotated[float, limited(at_least=0.0, at_most=5.0)] = Field(
        1.5, description="greatest lift over drag; 0 leaves a plain arc"
    )
    load_limit_g0: Annotated[float, limited(above=0.0, at_most=60.0)] = Field(
        20.0, description="greatest load across its path"
    )

    def check(self, asked: Asked) -> None:
        if asked.aims_at is None:
            asked.say(asked.path, "aims_at is missing: a quasi-ballistic route ends at an asset")
        if asked.flight.figures.ballistic_coefficient_kg_per_m2 is None:
            asked.say(asked.path, f"ballistic_coefficient_kg_per_m2 is missing in {asked.flight.type}")

    def places(self, figures: Flyer, duration_s: float) -> Iterator[tuple[str, Place, float]]:
        del figures, duration_s
        yield "from", self.from_, LONGEST_KM

    def path(self, laying: Laying) -> Any:
        aim, assets = laying.aim, laying.assets
        assert aim is not None
        return laying.make(
            "quasi_ballistic",
            launch_latitude_rad=radians(self.from_.latitude_deg),
            launch_longitude_rad=radians(self.from_.longitude_deg),
            aim_latitude_rad=float(assets.latitude_rad[aim]),
            aim_longitude_rad=float(assets.longitude_rad[aim]),
            aim_height_m=float(assets.height_m[aim]),
            ballistic_coefficient_kg_m2=laying.figure("ballistic_coefficient_kg_per_m2"),
            apogee_m=1e3 * self.apogee_km,
            burnout_speed_mps=self.burnout_speed_mps,
            lift_to_drag=self.lift_to_drag,
            load_limit_g0=self.load_limit_g0,
            start_s=laying.start_s,
        )
