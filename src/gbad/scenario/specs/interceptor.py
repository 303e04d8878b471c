"""Interceptor missiles as a point mass with textbook guidance."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import model_validator

from gbad.scenario.quantity import Count, Fraction, Frozen, NotNegative, Positive, Spread, limited
from gbad.scenario.specs.base import Entry, register


class SingleShot(Frozen):
    """Published (or assumed) single-shot kill probability by class of target, at the reference geometry."""

    aircraft: Fraction
    missile: Fraction
    ballistic: Fraction


@register("interceptor")
class Interceptor(Entry):
    """A missile type. ``radar_supported`` needs its engagement radar until intercept, ``active`` until handover."""

    kind: Literal["interceptor"]
    guidance: Literal["radar_supported", "active"]
    rounds_per_tube: Count
    launch_mass_kg: Positive
    propellant_mass_kg: Positive
    boost_time_s: Positive
    exhaust_speed_mps: Positive
    ignition_delay_s: NotNegative
    diameter_m: Positive
    drag_factor: Positive
    max_load_factor_g0: Positive
    minimum_speed_mps: Positive
    self_destruct_s: Positive
    max_range_km: Positive
    min_range_km: NotNegative
    max_altitude_km: Positive
    min_altitude_m: NotNegative
    max_target_speed_mps: Positive
    max_range_ballistic_km: NotNegative
    seeker_range_km: Positive
    seeker_angle_std_mrad: Positive
    navigation_constant: Annotated[Spread, limited(at_least=2.0, at_most=10.0)]
    lethal_radius_m: Positive
    single_shot: SingleShot

    @model_validator(mode="after")
    def _consistent(self) -> Interceptor:
        if self.propellant_mass_kg.high >= self.launch_mass_kg.low:
            raise ValueError("propellant_mass_kg must be below launch_mass_kg")
        if self.min_range_km.high >= self.max_range_km.low:
            raise ValueError("min_range_km must be below max_range_km")
        return self
