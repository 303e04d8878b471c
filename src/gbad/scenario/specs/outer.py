"""Interceptors that meet ballistic missiles above the air, or nearly: an envelope and a mean speed, no flight."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from gbad.scenario.quantity import Fraction, NotNegative, Positive
from gbad.scenario.specs.base import Entry, register


@register("outer_interceptor")
class OuterInterceptor(Entry):
    """An interceptor of the upper layer, known by the limits that are published of it.

    ``gbad envelope`` asks it for footprints. Batteries do not load it: what it does between launch and meeting (stages,
    a kill vehicle that steers without air) is not modelled, so a battle has nothing to fly.
    """

    kind: Literal["outer_interceptor"]
    max_range_km: Positive = Field(description="no meeting farther over the ground")
    min_altitude_km: Positive = Field(description="no meeting lower: its seeker or its steering needs thin air")
    max_altitude_km: Positive = Field(description="no meeting higher")
    mean_speed_mps: Positive = Field(description="slant way over time of flight, the boost counted in")
    self_destruct_s: Positive = Field(description="longest flight")
    max_target_speed_mps: Positive = Field(description="no shot at anything faster")
    reaction_time_s: NotNegative = Field(description="from the first sight or the cue to the launch")
    single_shot: Fraction = Field(description="kill probability of one round, by its tests at the most")
    radar: str = Field(description="library entry of the radar that finds for it where nothing cues it")

    @model_validator(mode="after")
    def _has_room(self) -> OuterInterceptor:
        if self.min_altitude_km.high >= self.max_altitude_km.low:
            raise ValueError("min_altitude_km must be below max_altitude_km")
        return self
