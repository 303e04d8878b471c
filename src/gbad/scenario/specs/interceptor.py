"""Interceptor missiles as a point mass with textbook guidance."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gbad.scenario.quantity import Count, Fraction, Frozen, NotNegative, Positive, Spread, limited
from gbad.scenario.specs.base import Entry, register


class SingleShot(Frozen):
    """Published (or assumed) single-shot kill probability by class of target, at the reference geometry."""

    aircraft: Fraction = Field(description="against aircraft")
    missile: Fraction = Field(description="against cruise missiles and drones")
    ballistic: Fraction = Field(description="against ballistic missiles")


@register("interceptor")
class Interceptor(Entry):
    """A missile type. ``radar_supported`` needs its engagement radar until intercept, ``active`` until handover."""

    kind: Literal["interceptor"]
    guidance: Literal["radar_supported", "active"] = Field(
        description="radar_supported needs its radar up to intercept, active up to handover"
    )
    rounds_per_tube: Count = Field(description="1 for large missiles, more for small ones packed together")
    launch_mass_kg: Positive = Field(description="with propellant")
    propellant_mass_kg: Positive = Field(description="burnt over the boost")
    boost_time_s: Positive = Field(description="how long the motor burns")
    exhaust_speed_mps: Positive = Field(description="thrust over mass flow")
    ignition_delay_s: NotNegative = Field(description="from ejection to ignition")
    diameter_m: Positive = Field(description="of the body; drag counts on it")
    drag_factor: Positive = Field(description="multiplies the generic drag curve")
    max_load_factor_g0: Positive = Field(description="hardest turn")
    minimum_speed_mps: Positive = Field(description="slower than this it no longer steers")
    self_destruct_s: Positive = Field(description="longest flight")
    max_range_km: Positive = Field(description="no shot is planned farther")
    min_range_km: NotNegative = Field(description="no shot is planned nearer")
    max_altitude_km: Positive = Field(description="no shot is planned higher")
    min_altitude_m: NotNegative = Field(description="no shot is planned lower")
    max_target_speed_mps: Positive = Field(description="no shot at anything faster")
    max_range_ballistic_km: NotNegative = Field(description="no shot at ballistic missiles farther; 0 for none")
    seeker_range_km: Positive = Field(description="homing begins here")
    seeker_angle_std_mrad: Positive = Field(description="error of one look of its seeker")
    navigation_constant: Annotated[Spread, limited(at_least=2.0, at_most=10.0)] = Field(
        description="of proportional navigation"
    )
    lethal_radius_m: Positive = Field(description="miss distance at which the chance of a kill has fallen to 1/e")
    single_shot: SingleShot = Field(description="kill probability of one round by class of target")

    @model_validator(mode="after")
    def _consistent(self) -> Interceptor:
        if self.propellant_mass_kg.high >= self.launch_mass_kg.low:
            raise ValueError("propellant_mass_kg must be below launch_mass_kg")
        if self.min_range_km.high >= self.max_range_km.low:
            raise ValueError("min_range_km must be below max_range_km")
        return self
