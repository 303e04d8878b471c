"""Sensors that send nothing: electronic support hears emissions, electro-optical sensors see heat."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field, model_validator

from gbad.scenario.quantity import Count, Frozen, NotNegative, Positive, PositiveNumber, Spread, limited
from gbad.scenario.specs.base import Entry, register


class PassiveCalibration(Frozen):
    """What a sensor's sensitivity is set by: it finds this source at ``range_km`` with probability ``pd`` in one look.

    ``erp_w`` is the radiated power times antenna gain of an emitter, ``radiant_intensity_w_per_sr`` the heat of a
    target in the sensor's band.
    """

    range_km: Positive = Field(description="at this distance")
    erp_w: Positive | None = Field(None, description="an emitter of this power times gain")
    radiant_intensity_w_per_sr: Positive | None = Field(None, description="or a body of this heat")
    pd: Annotated[Spread, limited(above=0.0, below=1.0)] = Field(
        description="is found with this probability in one look"
    )
    pfa: Annotated[Spread, limited(above=0.0, below=0.1)] = Field(description="at this false-alarm probability")
    swerling: Annotated[int, limited(at_least=0, at_most=4)] = Field(
        description="fluctuation of the source: Swerling case"
    )
    pulses: Count = Field(description="samples that are added up in a look")

    @property
    def looks(self) -> int:
        """Of one look."""
        return 1

    @model_validator(mode="after")
    def _one_source(self) -> PassiveCalibration:
        if (self.erp_w is None) == (self.radiant_intensity_w_per_sr is None):
            raise ValueError("either erp_w (an emitter) or radiant_intensity_w_per_sr (a warm body) is needed")
        return self

    @property
    def source(self) -> str:
        """The field that holds the source's strength."""
        return "erp_w" if self.erp_w is not None else "radiant_intensity_w_per_sr"


@register("passive_sensor")
class PassiveSensor(Entry):
    """A sensor that measures two angles and no range.

    ``senses`` is ``emissions`` (it hears emitters between ``band_from_ghz`` and ``band_to_ghz``) or ``heat``.
    ``attenuation_one_way_db_per_km`` is that of the air at sea level in its band.
    """

    kind: Literal["passive_sensor"]
    senses: Literal["emissions", "heat"] = Field(description="emissions or heat")
    band_from_ghz: PositiveNumber | None = Field(None, description="lower edge of what it hears")
    band_to_ghz: PositiveNumber | None = Field(None, description="upper edge of what it hears")
    calibration: PassiveCalibration = Field(description="the point its sensitivity is set by")
    attenuation_one_way_db_per_km: NotNegative = Field(description="of the air at sea level in its band")
    instrumented_range_km: Positive = Field(description="it reports nothing farther")
    minimum_range_km: NotNegative = Field(description="it reports nothing nearer")
    period_s: Positive = Field(description="time to look at every bearing once")
    groups_per_period: Count = Field(description="parts of a period whose bearings are handed on together")
    rotates: bool = Field(description="whether it turns all round")
    sector_width_deg: Annotated[Spread, limited(above=0.0, at_most=360.0)] = Field(description="bearings it covers")
    elevation_min_deg: Annotated[Spread, limited(at_least=-90.0, at_most=90.0)] = Field(description="lowest elevation")
    elevation_max_deg: Annotated[Spread, limited(at_least=-90.0, at_most=90.0)] = Field(description="highest elevation")
    azimuth_beamwidth_deg: Annotated[Spread, limited(above=0.0, at_most=90.0)] = Field(description="at half power")
    elevation_beamwidth_deg: Annotated[Spread, limited(above=0.0, at_most=90.0)] = Field(description="at half power")
    error_floor_fraction: Annotated[Spread, limited(above=0.0, at_most=1.0)] = Field(
        description="errors never fall below this share of the beamwidth"
    )
    false_alarms_per_visit: NotNegative = Field(description="mean number in one period")
    processing_delay_s: NotNegative = Field(description="from look to bearing")
    antenna_height_m: Annotated[Spread, limited(above=0.0, at_most=500.0)] = Field(
        description="of the aperture above the ground"
    )

    @model_validator(mode="after")
    def _consistent(self) -> PassiveSensor:
        hears = self.senses == "emissions"
        if hears != (self.band_from_ghz is not None and self.band_to_ghz is not None):
            raise ValueError("band_from_ghz and band_to_ghz go with senses: emissions, and only with it")
        if hears != (self.calibration.erp_w is not None):
            raise ValueError(f"calibration.{self.calibration.source} does not go with senses: {self.senses}")
        if self.band_from_ghz is not None and self.band_to_ghz is not None and self.band_from_ghz >= self.band_to_ghz:
            raise ValueError("band_from_ghz must be below band_to_ghz")
        if self.elevation_min_deg.high >= self.elevation_max_deg.low:
            raise ValueError("elevation_min_deg must be below elevation_max_deg")
        if self.rotates and self.sector_width_deg.low < 360.0:
            raise ValueError("a rotating sensor looks all round: sector_width_deg is 360")
        return self

    # what a radar has besides: the table of sensors asks every row for it

    @property
    def cued(self) -> bool:
        """It looks by itself."""
        return False

    @property
    def tracks_max(self) -> int:
        """It holds no tracks: bearings are not tracked."""
        return 1

    @property
    def interrogates_iff(self) -> bool:
        """It sends nothing."""
        return False

    @property
    def gas_loss_two_way_db_per_km(self) -> Spread:
        """What its one way costs, where a radar's two ways stand."""
        return self.attenuation_one_way_db_per_km

    @property
    def frequency_ghz(self) -> float:
        """Middle of the band it hears; for heat that of light of 4 micrometres."""
        if self.band_from_ghz is None or self.band_to_ghz is None:
            return 74_948.0
        return math.sqrt(self.band_from_ghz * self.band_to_ghz)

    @property
    def nothing(self) -> None:
        """It measures no range and no range rate, asks nobody, rations no dwells, and has no bias."""

    iff_reply_probability = nothing
    range_resolution_m = nothing
    range_rate_std_mps = nothing
    moving_target_notch_mps = nothing
    dwell_time_s = nothing
    search_time_share = nothing
    reception = nothing
    ground_reflection = nothing
    range_bias_std_m = nothing
    azimuth_bias_std_deg = nothing
    elevation_bias_std_deg = nothing
    clock_late_s = nothing
