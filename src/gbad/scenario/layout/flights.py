"""What flies: threats, and others that must not be shot."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from gbad.scenario.layout.entity import Spec, Typed
from gbad.scenario.quantity import Count, NotNegativeNumber, limited
from gbad.scenario.routes import AnyRoute
from gbad.scenario.specs.flyer import AircraftType, Flyer, ThreatType


class Flight(Typed):
    """Something that flies, or ``count`` of them: ``interval_s`` apart in time, ``abreast_km`` apart in line."""

    route: AnyRoute = Field(description="where it flies; kind says which way of saying so")
    start_s: NotNegativeNumber = Field(0.0, description="when the first begins its route")
    count: Count = Field(1, description="how many; ids become <id>-1, <id>-2, ... when more than one")
    interval_s: NotNegativeNumber = Field(0.0, description="time from one to the next of a group")
    abreast_km: NotNegativeNumber = Field(0.0, description="from one to the next, side by side")
    irregularity: Annotated[float, limited(at_least=0.0, at_most=1.0)] = Field(
        0.0,
        description="share of interval_s and abreast_km by which each is at most out of line; the same in every run",
    )
    figures: Flyer = Field(exclude=True)


class Threat(Flight):
    """A hostile flight. ``aims_at`` an asset: its route ends there; without, it departs at its last point.

    Decoys, chaff and burnt-out bodies are threats that a carrier releases (``released_by``): ``count`` of them by each
    carrier of a group, ``interval_s`` apart. Who is shot before the release takes them along.
    """

    aims_at: str | None = Field(
        None, description="asset at which its route ends; it departs at its last point if left out"
    )
    released_by: str | None = Field(
        None,
        description="the threat that carries it: the route begins where that one is then; each of a group has its own",
    )
    release_after_s: NotNegativeNumber = Field(0.0, description="time of release, from the start of its carrier")
    figures: ThreatType = Field(exclude=True)
    figures_spec: ClassVar[Spec] = ThreatType


class Other(Flight):
    """A civil or friendly flight; it must not be shot."""

    filed: bool = Field(False, description="it may have filed a plan, with the chance its type's filing gives")
    figures: AircraftType = Field(exclude=True)
    figures_spec: ClassVar[Spec] = AircraftType

    @model_validator(mode="after")
    def _files(self) -> Other:
        if self.filed and self.figures.filing is None:
            raise ValueError(f"filed: true needs a type that says how it files; {self.type} has no filing figures")
        return self
