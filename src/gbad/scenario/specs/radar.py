"""Radars: what is published about them, and what a model needs that nobody publishes."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from gbad.scenario.quantity import Count, Fraction, Frozen, NotNegative, Positive, Spread, limited
from gbad.scenario.specs.base import register
from gbad.scenario.specs.sensor import Sensor


class Calibration(Frozen):
    """The point a radar's sensitivity is set by: it sees ``rcs_m2`` at ``range_km`` with probability ``pd``.

    A range without a cross-section is a claim, never a calibration. ``look`` says whether ``pd`` is that of a single
    visit or is gathered over ``looks`` visits.
    """

    range_km: Positive = Field(description="at this distance")
    rcs_m2: Positive = Field(description="a target of this mean cross-section")
    pd: Annotated[Spread, limited(above=0.0, below=1.0)] = Field(description="is found with this probability")
    pfa: Annotated[Spread, limited(above=0.0, below=0.1)] = Field(description="at this false-alarm probability")
    swerling: Annotated[int, limited(at_least=0, at_most=4)] = Field(
        description="of a target that fluctuates so: Swerling case"
    )
    pulses: Count = Field(description="pulses that are added up in a look")
    look: Literal["single", "cumulative"] = Field(description="whether pd is that of one look or of several together")
    looks: Count = Field(1, description="how many looks pd is gathered over")

    @model_validator(mode="after")
    def _looks_fit(self) -> Calibration:
        if (self.look == "single") != (self.looks == 1):
            raise ValueError(
                f"look: {self.look} does not go with looks: {self.looks} (single is 1, cumulative is more)"
            )
        if self.pd.low <= self.pfa.high:
            raise ValueError(f"pd {self.pd.low:g} must be above pfa {self.pfa.high:g}")
        return self


class Reception(Frozen):
    """What a receiver makes of noise from outside: needed of radars only where something jams in their band."""

    antenna_gain_dbi: Annotated[Spread, limited(above=0.0, at_most=60.0)] = Field(
        description="in the middle of the beam"
    )
    side_lobes_db: Annotated[Spread, limited(at_least=-70.0, below=0.0)] = Field(
        description="their mean level relative to the middle of the beam"
    )
    noise_temperature_k: Annotated[Spread, limited(at_least=10.0, at_most=100_000.0)] = Field(
        description="of the receiving system, its losses included"
    )
    canceller_db: Annotated[Spread, limited(at_least=0.0, at_most=40.0)] | None = Field(
        None, description="what its side-lobe canceller takes off the noise of jammers; none if left out"
    )
    canceller_loops: Count | None = Field(None, description="how many jammers that can cancel at once")
    agility_ghz: Positive | None = Field(
        None, description="width of the band around its carrier in which it may choose; fixed if left out"
    )

    @model_validator(mode="after")
    def _cancels(self) -> Reception:
        if (self.canceller_db is None) != (self.canceller_loops is None):
            raise ValueError("canceller_db and canceller_loops go together")
        return self


class NearGround(Frozen):
    """What land does to the echoes of low and slow flyers: read where the scenario asks for it (``near_ground``).

    Clutter of the ground in the target's cell, as strong everywhere out to where what stands on it is in sight
    (J. B. Billingsley, Low-Angle Radar Land Clutter, 2002, has the mean strengths), is taken down by
    ``improvement_db``; what is left counts as noise.
    """

    clutter_db: Annotated[Spread, limited(at_least=-80.0, at_most=0.0)] = Field(
        description="mean echo of the ground per square metre"
    )
    relief_m: Positive = Field(description="what stands on the ground and returns it is so tall")
    improvement_db: Annotated[Spread, limited(at_least=0.0, at_most=100.0)] = Field(
        description="by which its filters better the ratio of target to clutter"
    )
    notch_mps: NotNegative = Field(description="half-width: smaller radial speeds are cancelled with the clutter")
    reflection: Fraction = Field(description="share of the amplitude that the ground before it mirrors")


@register("radar")
class Radar(Sensor):
    """A radar type."""

    air_loss: ClassVar[str] = "gas_loss_two_way_db_per_km"

    kind: Literal["radar"]
    frequency_ghz: Positive = Field(description="carrier")
    calibration: Calibration = Field(description="the point its sensitivity is set by")
    gas_loss_two_way_db_per_km: NotNegative = Field(description="of the air at sea level, there and back")
    instrumented_range_km: Positive = Field(description="it reports nothing farther")
    minimum_range_km: NotNegative = Field(description="it reports nothing nearer")
    period_s: Positive = Field(description="time to look at every bearing once")
    groups_per_period: Count = Field(description="parts of a period whose plots are handed on together")
    rotates: bool = Field(description="whether it turns all round")
    sector_width_deg: Annotated[Spread, limited(above=0.0, at_most=360.0)] = Field(description="bearings it covers")
    elevation_min_deg: Annotated[Spread, limited(at_least=-90.0, at_most=90.0)] = Field(description="lowest elevation")
    elevation_max_deg: Annotated[Spread, limited(at_least=-90.0, at_most=90.0)] = Field(description="highest elevation")
    range_resolution_m: Positive = Field(description="two targets closer than this are one echo")
    azimuth_beamwidth_deg: Annotated[Spread, limited(above=0.0, at_most=90.0)] = Field(description="at half power")
    elevation_beamwidth_deg: Annotated[Spread, limited(above=0.0, at_most=90.0)] = Field(description="at half power")
    range_rate_std_mps: Positive | None = Field(None, description="error of its range rate; not measured if left out")
    moving_target_notch_mps: Positive | None = Field(
        None,
        description="half-width: targets of a smaller radial speed are cancelled with the clutter; none if left out",
    )
    ground_reflection: Fraction | None = Field(
        None,
        description="share of the amplitude that the ground before it mirrors: metre waves split into lobes and tell "
        "no elevation near the ground; left out for narrower beams",
    )
    near_ground: NearGround | None = Field(None, description="needed where the scenario asks for near_ground")
    reception: Reception | None = Field(None, description="needed where something jams in its band")
    error_floor_fraction: Annotated[Spread, limited(above=0.0, at_most=1.0)] = Field(
        description="errors never fall below this share of cell and beamwidth"
    )
    false_alarms_per_visit: NotNegative = Field(description="mean number in one period")
    cued: bool = Field(description="it looks only where it is told")
    tracks_max: Count = Field(description="tracks it can hold")
    dwell_time_s: Positive | None = Field(
        None, description="what one look at a cue takes; time is no limit if left out"
    )
    search_time_share: Fraction | None = Field(None, description="share of its time that other duties take")
    searches_horizon: bool = Field(
        False, description="the share search_time_share goes to looks along the horizon of its sector, by itself"
    )
    interrogates_iff: bool = Field(description="it asks transponders")
    iff_reply_probability: Fraction | None = Field(
        None, description="that one question to a working transponder is answered"
    )
    processing_delay_s: NotNegative = Field(description="from look to plot")
    antenna_height_m: Annotated[Spread, limited(above=0.0, at_most=15_000.0)] = Field(
        description="of its middle above the ground; kilometres of an aircraft that holds its place"
    )
    range_bias_std_m: Annotated[Spread, limited(at_least=0.0, at_most=10_000.0)] | None = Field(
        None, description="of a constant error, drawn once per radar and run; none if left out"
    )
    azimuth_bias_std_deg: Annotated[Spread, limited(at_least=0.0, at_most=10.0)] | None = Field(
        None, description="as range_bias_std_m, in azimuth"
    )
    elevation_bias_std_deg: Annotated[Spread, limited(at_least=0.0, at_most=10.0)] | None = Field(
        None, description="as range_bias_std_m, in elevation"
    )
    clock_late_s: Annotated[Spread, limited(at_least=0.0, at_most=60.0)] | None = Field(
        None, description="how late its clock is: plots bear times that were over by so much; none if left out"
    )

    in_decibels: ClassVar[frozenset[str]] = frozenset({"calibration.pfa"})

    @model_validator(mode="after")
    def _consistent(self) -> Radar:
        if self.near_ground is not None and self.reception is None:
            raise ValueError("near_ground goes with reception: clutter comes in by side_lobes_db at the least")
        if self.elevation_min_deg.high >= self.elevation_max_deg.low:
            raise ValueError("elevation_min_deg must be below elevation_max_deg")
        if self.minimum_range_km.high >= self.instrumented_range_km.low:
            raise ValueError("minimum_range_km must be below instrumented_range_km")
        if self.rotates and self.sector_width_deg.low < 360.0:
            raise ValueError("a rotating radar looks all round: sector_width_deg is 360")
        if (self.dwell_time_s is None) != (self.search_time_share is None):
            raise ValueError("dwell_time_s and search_time_share go together")
        if self.searches_horizon and (self.search_time_share is None or self.search_time_share.low <= 0.0):
            raise ValueError(
                "searches_horizon needs dwell_time_s and a search_time_share above 0: the time it may take"
            )
        if self.dwell_time_s is not None and not self.cued:
            raise ValueError("dwell_time_s goes with cued: true; a radar that looks everywhere has no dwells to ration")
        if self.dwell_time_s is not None and self.search_time_share is not None:
            room_s = (1.0 - self.search_time_share.nominal) * self.period_s.nominal
            if self.dwell_time_s.nominal > room_s:
                raise ValueError(
                    f"dwell_time_s: a look of {self.dwell_time_s.nominal:g} s was found; what search_time_share leaves "
                    f"of period_s is {room_s:g} s, and no look may take longer"
                )
        if self.interrogates_iff != (self.iff_reply_probability is not None):
            raise ValueError("iff_reply_probability goes with interrogates_iff: true, and only with it")
        return self
