"""How a unit moves: its march, what it takes to leave and to be ready again, to turn, and to be reloaded."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gbad.scenario.quantity import NotNegative, Positive, Spread, limited
from gbad.scenario.specs.base import Entry, register


@register("vehicle")
class Vehicle(Entry):
    """The vehicles of a unit: it moves as a whole, at the pace of the slowest.

    With ``mast_cycle_s`` (a radar on a mast) that figure stands in place of ``tear_down_s`` and ``set_up_s``: it is
    published as one cycle of relocation, and half of it is taken before and half after the march.
    """

    kind: Literal["vehicle"]
    march_speed_kmh: Positive = Field(description="of the column on roads, halts included")
    way_over_straight: Annotated[Spread, limited(at_least=1.0)] = Field(
        description="length of the road over the straight line between its points"
    )
    tear_down_s: NotNegative | None = Field(None, description="from the order to rolling")
    set_up_s: NotNegative | None = Field(None, description="from arrival to ready")
    mast_cycle_s: Positive | None = Field(None, description="both together where a mast is lowered and raised again")
    turn_s: Positive = Field(description="to turn its radar to face another way, through any angle, until it works")
    reload_s: Positive | None = Field(None, description="from an empty launcher to a full one, by one transporter")

    @model_validator(mode="after")
    def _one_way(self) -> Vehicle:
        if (self.mast_cycle_s is None) == (self.tear_down_s is None or self.set_up_s is None):
            raise ValueError("either tear_down_s and set_up_s or mast_cycle_s (a mast) is needed, not both")
        return self
