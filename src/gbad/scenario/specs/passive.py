"""Sensors that send nothing: electronic support hears emissions, electro-optical sensors see heat."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from gbad.codes._signals_kernel import HEAT, SOURCE
from gbad.scenario.quantity import Count, Frozen, NotNegative, Positive, PositiveNumber, Spread, limited
from gbad.scenario.specs.base import register
from gbad.scenario.specs.sensor import Calibrate, Sensor

if TYPE_CHECKING:
    from gbad.scenario.compile_draws import Draws, Holder
    from gbad.tables import Floats


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
class PassiveSensor(Sensor):
    """A sensor that measures two angles and no range.

    ``senses`` is ``emissions`` (it hears emitters between ``band_from_ghz`` and ``band_to_ghz``) or ``heat``.
    ``attenuation_one_way_db_per_km`` is that of the air at sea level in its band.
    """

    air_loss: ClassVar[str] = "attenuation_one_way_db_per_km"

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

    # what follows from what it receives

    @property
    def signal(self) -> int:
        return SOURCE if self.senses == "emissions" else HEAT

    @property
    def fluctuation(self) -> int:
        return self.calibration.swerling

    @property
    def calibrated_on(self) -> str:
        return self.calibration.source

    @property
    def strength_unit(self) -> str:
        """Unit of what it is calibrated on, for people."""
        return "W" if self.senses == "emissions" else "W/sr"

    def gain_db(self, calibrate: Calibrate, figures: dict[str, float]) -> float:
        """By emissions the radar's calibration, one way instead of two; by heat see :func:`heat_gain_db`."""
        if self.senses == "heat":
            return heat_gain_db(calibrate, figures)
        return float(calibrate(**figures)) - 20.0 * math.log10(figures["range_m"])

    def received(self, flyer: Holder, draws: Draws) -> Floats:
        """Radiant intensity [W/sr], or effective radiated power in its band [W]: of the emitter, and of a jammer."""
        if self.senses == "heat":
            return draws.values(flyer, "radiant_intensity_w_per_sr", missing=0.0)
        figures: Any = flyer.entry
        low, high = self.band_from_ghz or 0.0, self.band_to_ghz or 0.0
        power = np.zeros(draws.count)
        if figures.emitter_frequency_ghz is not None and low <= figures.emitter_frequency_ghz <= high:
            power += draws.values(flyer, "emitter_erp_w")
        if figures.jammer is not None:
            # that share of it which lies in the band
            overlap = max(min(high, figures.jammer.to_ghz) - max(low, figures.jammer.from_ghz), 0.0)
            share = overlap / (figures.jammer.to_ghz - figures.jammer.from_ghz)
            power += 1e3 * share * draws.values(flyer, "jammer.erp_kw")
        return power

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
    searches_horizon = nothing
    reception = nothing
    ground_reflection = nothing
    near_ground = nothing
    range_bias_std_m = nothing
    azimuth_bias_std_deg = nothing
    elevation_bias_std_deg = nothing
    clock_late_s = nothing


def heat_gain_db(calibrate: Calibrate, figures: dict[str, float]) -> float:
    """SNR [dB] from 1 W/sr at 1 m that makes an infrared sensor see its calibration point, along a level line.

    The detector's power goes by the square of the irradiance: twice the decibels of strength, range and air.
    """
    from gbad.physics._heat_kernel import heat_loss_db  # late: whoever only reads the library needs no compiler

    needed_db = float(calibrate(**(figures | {"range_m": 1.0, "rcs_m2": 1.0, "gas_db_per_km": 0.0})))
    lost_db = heat_loss_db(
        figures["range_m"], figures["antenna_height_m"], figures["antenna_height_m"], figures["gas_db_per_km"]
    )
    return needed_db - 2.0 * (10.0 * math.log10(figures["rcs_m2"]) - 20.0 * math.log10(figures["range_m"]) - lost_db)
