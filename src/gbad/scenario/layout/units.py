"""Timetables: who marches, turns, falls silent or is lost, and when."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from gbad.scenario.layout.entity import Bearing, Entity
from gbad.scenario.quantity import CountOrNone, Frozen, NotNegativeNumber, PositiveNumber
from gbad.scenario.routes import Place


class UnitOrder(Frozen):
    """One line of a timetable. A unit does one thing at a time; a loss is for good."""

    at_s: NotNegativeNumber = Field(description="when it is told; it stops what it does at that command cycle")
    do: Literal["march", "turn", "silence", "lost"] = Field(
        description="march: tear down, drive, set up; turn: face another way; silence: send nothing; lost: for good"
    )
    to: Place | None = Field(None, description="march: where it sets up")
    via: tuple[Place, ...] = Field((), description="march: points on the way, straight in between")
    arrive_s: PositiveNumber | None = Field(
        None, description="march: at its place not before; as soon as it can if left out"
    )
    boresight_deg: Bearing | None = Field(None, description="march, turn: middle of the sector from then on")
    for_s: PositiveNumber | None = Field(None, description="silence: how long")

    @model_validator(mode="after")
    def _fits(self) -> UnitOrder:
        needed = {"march": "to", "turn": "boresight_deg", "silence": "for_s"}.get(self.do)
        if needed is not None and getattr(self, needed) is None:
            raise ValueError(f"{needed}: is missing, {self.do} needs it")
        allowed = {"march": {"to", "via", "arrive_s", "boresight_deg"}, "turn": {"boresight_deg"}, "silence": {"for_s"}}
        for key in ("to", "via", "arrive_s", "boresight_deg", "for_s"):
            if getattr(self, key) not in (None, ()) and key not in allowed.get(self.do, set()):
                raise ValueError(f"{key}: does not go with {self.do}")
        return self


class UnitSite(Entity):
    """A unit with a timetable; its id is that of a radar, command post, battery, launcher or link (``<radar>-link``).

    What a battery is told holds for its engagement radar and its launchers too.
    """

    vehicle: str | None = Field(None, description="library entry of how it moves; a march or turn needs it")
    timetable: tuple[UnitOrder, ...] = Field((), description="orders in order of time")
    decoy_emitters: CountOrNone = Field(
        0, description="beside its radar: what homes on emissions takes one of them as likely as the radar"
    )
