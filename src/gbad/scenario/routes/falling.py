"""Left behind by a ballistic missile: its body, or a decoy, falls freely."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from gbad.scenario.quantity import limited
from gbad.scenario.routes.base import Asked, Laying, Route


class FallingRoute(Route):
    """Parted from its carrier, a ballistic missile, which flies on as the warhead: a body or a decoy that falls freely.

    They part at the carrier's burn-out or where it comes down through a height, or ``release_after_s`` later.
    """

    falls: ClassVar[bool] = True
    can_be_released: ClassVar[bool] = True

    kind: Literal["falling"]
    at_height_km: Annotated[float, limited(above=0.0, at_most=4000.0)] | None = Field(
        None, description="height at which they part, on the way down; left out: at burn-out"
    )
    push_mps: Annotated[float, limited(at_least=0.0, at_most=100.0)] = Field(
        2.0, description="how much slower than its carrier it begins"
    )

    def check(self, asked: Asked) -> None:
        if asked.carrier is None:
            asked.say(asked.path, "released_by is missing: what falls off is left behind by a ballistic missile")
        if asked.aims_at is not None:
            asked.say(f"{asked.path}.aims_at", "what falls off aims at nothing: it comes down where it does")
        if asked.flight.figures.ballistic_coefficient_kg_per_m2 is None:
            asked.say(asked.path, f"ballistic_coefficient_kg_per_m2 is missing in {asked.flight.type}")

    def path(self, laying: Laying) -> Any:
        return laying.make(
            "falling",
            carrier=laying.carrier,
            ballistic_coefficient_kg_m2=laying.figure("ballistic_coefficient_kg_per_m2"),
            after_s=laying.release_s,
            below_m=None if self.at_height_km is None else 1e3 * self.at_height_km,
            push_mps=self.push_mps,
        )
