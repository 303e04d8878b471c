"""What flies: threats and the aircraft that must not be shot. One spec, two kinds."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from gbad.scenario.quantity import FASTEST_MPS, Fraction, Frozen, NotNegative, Positive, PositiveNumber, Spread, limited
from gbad.scenario.specs.base import Entry, register
from gbad.scenario.specs.cross_section import CrossSection
from gbad.scenario.specs.reaction import Reaction

Speed = Annotated[Spread, limited(above=0.0, at_most=FASTEST_MPS)]
Echo = Annotated[Spread, limited(above=0.0, at_most=100_000.0)]


class Jammer(Frozen):
    """A noise jammer: its effective radiated power lies evenly over a band, as strong in all directions."""

    erp_kw: Positive = Field(description="radiated power times antenna gain")
    from_ghz: PositiveNumber = Field(description="lower edge of its band")
    to_ghz: PositiveNumber = Field(description="upper edge of its band")

    @model_validator(mode="after")
    def _band(self) -> Jammer:
        if self.from_ghz >= self.to_ghz:
            raise ValueError(f"to_ghz: {self.to_ghz:g} was found, more than from_ghz {self.from_ghz:g} is allowed")
        return self


class Flyer(Entry):
    """A type of aircraft, missile or drone.

    ``height_reference`` says what ``height_m`` is measured from: ``sea`` (mean sea level) or ``ground`` (it follows
    the terrain). Ballistic types have ``range_km`` and ``ballistic_coefficient_kg_per_m2`` instead of
    a cruising height. Clouds (chaff) have ``slowing_time_s``, ``sink_mps`` and ``lifetime_s``, and a
    ``drifting`` route.

    ``rcs_m2`` is the cross-section from every side and at every frequency, unless ``cross_section`` gives it by band
    and aspect: then radars see that, and ``rcs_m2`` is the headline figure. Both lie at the same quantile of their
    spreads. Setting ``rcs_m2`` anew without a table puts the plain form in the place of the table.
    """

    target_class: Literal["aircraft", "missile", "ballistic"] = Field(
        description="which single-shot figure counts, and how it ends"
    )
    rcs_m2: Echo = Field(description="mean radar cross-section from all sides")
    cross_section: CrossSection | None = Field(None, description="by band and aspect, in place of rcs_m2")
    length_m: Positive = Field(description="of the body along its axis: glint, and what a warhead must hit")
    span_m: Positive = Field(description="of the body across its axis")
    evasion_load_factor_g0: Positive | None = Field(None, description="of a steady weave against a round that homes")
    evasion_period_s: Positive | None = Field(None, description="of that weave")
    jammer: Jammer | None = Field(None, description="noise it radiates as long as it flies")
    reaction: Reaction | None = Field(None, description="what it does when it notices a defence; nothing if left out")
    swerling: Annotated[int, limited(at_least=0, at_most=4)] = Field(
        description="how its echo fluctuates: Swerling case, 0 for a steady one"
    )
    speed_mps: Speed | None = Field(None, description="cruising speed; not for ballistic types")
    height_m: Positive | None = Field(None, description="cruising height; not for ballistic types")
    height_reference: Literal["sea", "ground"] = Field("sea", description="what height_m is measured from")
    range_km: Positive | None = Field(None, description="of ballistic types: how far they can fly")
    ballistic_coefficient_kg_per_m2: Positive | None = Field(
        None, description="of ballistic types: mass over drag area"
    )
    emitter_erp_w: Positive | None = Field(
        None, description="power times gain of what it sends: heard by electronic support"
    )
    emitter_frequency_ghz: PositiveNumber | None = Field(None, description="of what it sends")
    radiant_intensity_w_per_sr: Positive | None = Field(
        None, description="heat, from all sides: electro-optical sensors"
    )
    slowing_time_s: Positive | None = Field(None, description="clouds: their speed falls to 1/e in this time")
    sink_mps: NotNegative | None = Field(None, description="clouds: how fast they sink")
    lifetime_s: Positive | None = Field(None, description="clouds: how long they return an echo")
    transponder: Literal["none", "civil", "friendly"] = Field("none", description="what it answers when asked")
    iff_failure_probability: Fraction = Field(description="that its transponder is silent for the whole flight")
    damage_probability: Fraction = Field(description="that it destroys what it reaches")

    in_decibels: ClassVar[frozenset[str]] = frozenset({"rcs_m2", "emitter_erp_w", "radiant_intensity_w_per_sr"})

    @model_validator(mode="after")
    def _sends(self) -> Flyer:
        if (self.emitter_erp_w is None) != (self.emitter_frequency_ghz is None):
            raise ValueError("emitter_erp_w and emitter_frequency_ghz go together")
        if (self.evasion_load_factor_g0 is None) != (self.evasion_period_s is None):
            raise ValueError("evasion_load_factor_g0 and evasion_period_s go together")
        if self.reaction is not None and self.target_class != "aircraft":
            raise ValueError(f"reaction: target_class {self.target_class} was found; only aircraft react")
        return self

    finer_forms: ClassVar[dict[str, str]] = {"rcs_m2": "cross_section"}


class Filing(Frozen):
    """How such flights file their plans, and how well they keep to them.

    Each ``filed`` flight of a scenario has filed with probability ``filed_share``. It is late (or early) by
    ``late_std_s``, and a share of ``off_plan_share`` flies another way, by ``off_plan_km`` aside in the middle
    (standard deviation).
    """

    filed_share: Fraction = Field(description="share of such flights that have filed a plan")
    late_std_s: NotNegative = Field(description="standard deviation of how late or early they fly")
    off_plan_share: Fraction = Field(description="share of filed flights that keep to another way")
    off_plan_km: NotNegative = Field(description="standard deviation of how far aside, in the middle of the plan")


class Homing(Frozen):
    """How a missile homes on what the radar it is aimed at sends."""

    memory_s: NotNegative = Field(description="it flies on as well for so long after the radar fell silent")
    silent_share: Fraction = Field(description="of damage_probability that is left when it was silent for longer")


@register("threat")
class ThreatType(Flyer):
    """A hostile type."""

    kind: Literal["threat"]
    homing: Homing | None = Field(None, description="on what a radar sends; needs an asset that is a radar")


@register("aircraft")
class AircraftType(Flyer):
    """A civil or friendly type."""

    kind: Literal["aircraft"]
    damage_probability: NotNegative = Field(description="0: it attacks nothing")
    filing: Filing | None = Field(None, description="how such flights file their plans; needed where filed: true")
