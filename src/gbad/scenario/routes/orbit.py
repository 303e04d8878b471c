"""A circle around a point, flown until the end."""

from __future__ import annotations

from collections.abc import Iterator
from math import radians
from typing import Annotated, Any, Literal

from pydantic import Field

from gbad.scenario.quantity import FASTEST_MPS, PositiveNumber, limited
from gbad.scenario.routes.base import Asked, Laying, Place, Route, aside_m
from gbad.scenario.specs.flyer import Flyer


class OrbitRoute(Route):
    """A circle at one height and speed around a point, until the scenario ends: for jammers and watching aircraft."""

    kind: Literal["orbit"]
    around: Place = Field(description="centre of the circle")
    radius_km: Annotated[float, limited(above=0.0, at_most=500.0)] = Field(description="of the circle")
    height_m: Annotated[float, limited(at_least=0.0, at_most=30_000.0)] | None = Field(
        None, description="above the sea; its type's if left out"
    )
    speed_mps: Annotated[float, limited(above=0.0, at_most=FASTEST_MPS)] | None = Field(
        None, description="over the ground; its type's if left out"
    )
    begins_at_deg: Annotated[float, limited(at_least=-360.0, at_most=360.0)] = Field(
        0.0, description="bearing from the centre at which it begins, clockwise from north"
    )
    turn: Literal["right", "left"] = Field("right", description="right is clockwise, seen from above")
    load_factor_g0: PositiveNumber = Field(2.0, description="greatest load that it may take to fly the circle")

    def check(self, asked: Asked) -> None:
        figures, type_ = asked.flight.figures, asked.flight.type
        for name in ("speed_mps", "height_m"):
            if getattr(self, name) is None and getattr(figures, name) is None:
                asked.say(f"{asked.path}.route", f"{name} is missing: neither {type_} nor the route has one")
        if asked.aims_at is not None:
            asked.say(f"{asked.path}.aims_at", "an orbit ends nowhere, so it aims at nothing; leave it out")

    def places(self, figures: Flyer, duration_s: float) -> Iterator[tuple[str, Place, float]]:
        del figures, duration_s
        yield "around", self.around, self.radius_km

    def path(self, laying: Laying) -> Any:
        return laying.make(
            "orbit",
            latitude_rad=radians(self.around.latitude_deg),
            longitude_rad=radians(self.around.longitude_deg),
            radius_m=1e3 * self.radius_km + aside_m(laying.row),
            height_m=laying.figure("height_m") if self.height_m is None else self.height_m,
            speed_mps=laying.figure("speed_mps") if self.speed_mps is None else self.speed_mps,
            begins_at_rad=radians(self.begins_at_deg),
            turn_sign=1.0 if self.turn == "right" else -1.0,
            load_factor=self.load_factor_g0,
            start_s=laying.start_s,
        )
