"""Interceptor missiles as a point mass with textbook guidance."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gbad.scenario.quantity import Count, Fraction, Frozen, NotNegative, Positive, PositiveNumber, Spread, limited
from gbad.scenario.specs.base import Entry, register


class SingleShot(Frozen):
    """Stated (or assumed) single-shot kill probability by class of target, at the reference geometries."""

    aircraft: Fraction = Field(description="against aircraft")
    missile: Fraction = Field(description="against cruise missiles and drones")
    ballistic: Fraction = Field(description="against ballistic missiles")


class StatedFlight(Frozen):
    """What sources state of its flight: goals of ``gbad fit``, not read by a run.

    ``range_km`` and ``ceiling_km`` are to be reached (at 9 km height, and well inside the range) with
    ``minimum_speed_mps`` and ``least_load_factor_g0``; speeds, apogee and boost time are to lie between their ends.
    """

    range_km: Positive | None = Field(None, description="farthest place reached at 9 km height")
    ceiling_km: Positive | None = Field(None, description="highest place reached, well inside the range")
    top_speed_mps: Positive | None = Field(None, description="greatest speed of any shot")
    mean_speed_mps: Positive | None = Field(None, description="over the stated range")
    apogee_km: Positive | None = Field(None, description="of a shot to the stated range")
    boost_time_s: Positive | None = Field(None, description="how long the motor burns")


@register("interceptor")
class Interceptor(Entry):
    """A missile type.

    Guidance: ``radar_supported`` (semi-active, track-via-missile) needs its engagement radar to the end; ``command`` is
    steered by that radar's angles; ``active`` and ``infrared`` rounds need nobody once their seeker holds the target.
    """

    kind: Literal["interceptor"]
    guidance: Literal["radar_supported", "active", "infrared", "command"] = Field(
        description="radar_supported and command need their radar up to intercept, active and infrared find alone"
    )
    rounds_per_tube: Count = Field(description="1 for large missiles, more for small ones packed together")
    launch_mass_kg: Positive = Field(description="with propellant")
    propellant_mass_kg: Positive = Field(description="burnt over the boost")
    boost_time_s: Positive = Field(description="how long the motor burns")
    exhaust_speed_mps: Positive = Field(description="thrust over mass flow")
    ignition_delay_s: NotNegative = Field(description="from ejection to ignition")
    launch_elevation_deg: Annotated[Spread, limited(at_least=0.0, at_most=90.0)] | None = Field(
        None,
        description="its tube points where it is to fly, but never lower than this; left out: it is upright",
    )
    cruise_speed_mps: Positive | None = Field(
        None,
        description="an engine holds this speed to the end of the flight (self_destruct_s is its endurance), as of an "
        "interceptor drone; left out: it coasts after its boost",
    )
    diameter_m: Positive = Field(description="of the body; drag counts on it")
    drag_factor: Positive = Field(description="multiplies the generic drag curve")
    max_load_factor_g0: Positive = Field(description="hardest turn")
    least_load_factor_g0: Positive = Field(description="lateral load without which an arrival is no intercept")
    minimum_speed_mps: Positive = Field(description="slower than this it no longer steers")
    side_thrust_kn: NotNegative | None = Field(None, description="thrusters across the body, for the last second")
    side_thrust_time_s: Positive | None = Field(None, description="how long they can burn in all")
    self_destruct_s: Positive = Field(description="longest flight")
    max_range_km: Positive = Field(description="no shot is planned farther")
    min_range_km: NotNegative = Field(description="no shot is planned nearer")
    max_altitude_km: Positive = Field(description="no shot is planned higher")
    min_altitude_m: NotNegative = Field(description="no shot is planned lower")
    max_target_speed_mps: Positive = Field(description="no shot at anything faster")
    max_range_ballistic_km: NotNegative = Field(description="no shot at ballistic missiles farther; 0 for none")
    seeker_range_km: Positive = Field(
        description="homing begins here, against a target of seeker_reference_m2 (or _w_per_sr)"
    )
    seeker_reference_m2: Positive | None = Field(None, description="cross-section that seeker_range_km holds for")
    seeker_reference_w_per_sr: Positive | None = Field(None, description="radiant intensity it holds for; infrared")
    seeker_lit_from_km: Positive | None = Field(
        None, description="distance from radar to target that it holds for; radar_supported"
    )
    seeker_frequency_ghz: PositiveNumber = Field(description="band in which it sees cross-sections")
    seeker_beamwidth_deg: Positive = Field(
        description="of its beam; its angle error by noise is a tenth where it can just lock"
    )
    home_on_jam: bool = Field(False, description="its seeker homes on what jams in its band, and then needs no radar")
    seeker_angle_std_mrad: Positive = Field(description="error of one look of its seeker, at best")
    navigation_constant: Annotated[Spread, limited(at_least=2.0, at_most=10.0)] = Field(
        description="of proportional navigation"
    )
    warhead: Literal["fragment", "hit_to_kill"] = Field(description="what it kills by, and so what a miss costs")
    lethal_radius_m: Positive = Field(description="miss distance at which the chance of a kill has fallen to 1/e")
    common_cause_share: Fraction = Field(description="of what is not reliable, that fails all rounds of a salvo alike")
    single_shot: SingleShot = Field(description="kill probability of one round by class of target")
    stated_flight: StatedFlight | None = Field(None, description="what sources state of its flight; gbad fit reads it")

    @model_validator(mode="after")
    def _consistent(self) -> Interceptor:
        if self.propellant_mass_kg.high >= self.launch_mass_kg.low:
            raise ValueError("propellant_mass_kg must be below launch_mass_kg")
        if self.min_range_km.high >= self.max_range_km.low:
            raise ValueError("min_range_km must be below max_range_km")
        if self.cruise_speed_mps is not None and self.minimum_speed_mps.high >= self.cruise_speed_mps.low:
            raise ValueError("minimum_speed_mps must be below cruise_speed_mps")
        if (self.side_thrust_kn is None) != (self.side_thrust_time_s is None):
            raise ValueError("side_thrust_kn and side_thrust_time_s go together")
        needed = {
            "active": ("seeker_reference_m2",),
            "radar_supported": ("seeker_reference_m2", "seeker_lit_from_km"),
            "infrared": ("seeker_reference_w_per_sr",),
            "command": (),
        }[self.guidance]
        for name in ("seeker_reference_m2", "seeker_reference_w_per_sr", "seeker_lit_from_km"):
            if (getattr(self, name) is None) == (name in needed):
                raise ValueError(
                    f"{name} {'is needed' if name in needed else 'has no effect'} with guidance {self.guidance}"
                )
        return self
