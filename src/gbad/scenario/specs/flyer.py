"""What flies: threats and the aircraft that must not be shot. One spec, two kinds."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from gbad.scenario.quantity import FASTEST_MPS, Fraction, NotNegative, Positive, Spread, limited
from gbad.scenario.specs.base import Entry, register

Speed = Annotated[Spread, limited(above=0.0, at_most=FASTEST_MPS)]
CrossSection = Annotated[Spread, limited(above=0.0, at_most=100_000.0)]


class Flyer(Entry):
    """A type of aircraft, missile or drone.

    ``height_reference`` says what ``height_m`` is measured from: ``sea`` (mean sea level) or ``ground`` (it follows
    the terrain). Ballistic types have ``range_km`` and ``ballistic_coefficient_kg_per_m2`` instead of
    a cruising height. Clouds (chaff) have ``slowing_time_s``, ``sink_mps`` and ``lifetime_s``, and a
    ``drifting`` route.
    """

    target_class: Literal["aircraft", "missile", "ballistic"]
    rcs_m2: CrossSection
    swerling: Annotated[int, limited(at_least=0, at_most=4)]
    speed_mps: Speed | None = Field(None, description="cruising speed; not for ballistic types")
    height_m: Positive | None = Field(None, description="cruising height; not for ballistic types")
    height_reference: Literal["sea", "ground"] = "sea"
    range_km: Positive | None = None
    ballistic_coefficient_kg_per_m2: Positive | None = None
    slowing_time_s: Positive | None = Field(None, description="clouds: their speed falls to 1/e in this time")
    sink_mps: NotNegative | None = Field(None, description="clouds: how fast they sink")
    lifetime_s: Positive | None = Field(None, description="clouds: how long they return an echo")
    transponder: Literal["none", "civil", "friendly"] = "none"
    iff_failure_probability: Fraction
    damage_probability: Fraction

    in_decibels: ClassVar[frozenset[str]] = frozenset({"rcs_m2"})


@register("threat")
class ThreatType(Flyer):
    """A hostile type."""

    kind: Literal["threat"]


@register("aircraft")
class AircraftType(Flyer):
    """A civil or friendly type."""

    kind: Literal["aircraft"]
    damage_probability: NotNegative = Field(description="0: it attacks nothing")
