"""Cross-section by band and aspect, as the library gives it: three columns of decibels per band."""

from __future__ import annotations

from itertools import pairwise

from pydantic import Field, model_validator

from gbad.physics.cross_section import ASPECT_STEP_DEG, BAND_MIDDLE_HZ, between_bands, on_the_grid
from gbad.scenario.quantity import Frozen, Spread
from gbad.tables import Floats

_ENDS = ("low", "nominal", "high")
_LEAST_DBSM, _MOST_DBSM = -80.0, 50.0


class BandTable(Frozen):
    """Mean cross-section of one band [dB of 1 m2] at some aspects from the nose, 0 to 180 in multiples of 5 degrees."""

    aspect_deg: tuple[float, ...] = Field(description="angles from the nose: 0 first, 180 last, multiples of 5")
    low_dbsm: tuple[float, ...] = Field(description="low end at each angle")
    nominal_dbsm: tuple[float, ...] = Field(description="nominal at each angle")
    high_dbsm: tuple[float, ...] = Field(description="high end at each angle")

    @model_validator(mode="after")
    def _fits(self) -> BandTable:
        aspects = self.aspect_deg
        if len(aspects) < 2 or aspects[0] != 0.0 or aspects[-1] != 180.0:
            raise ValueError("aspect_deg: 0 first and 180 last are needed")
        if any(a >= b for a, b in pairwise(aspects)):
            raise ValueError("aspect_deg: must rise")
        if any(a % ASPECT_STEP_DEG for a in aspects):
            raise ValueError(f"aspect_deg: multiples of {ASPECT_STEP_DEG:g} are needed")
        for end in _ENDS:
            values = getattr(self, f"{end}_dbsm")
            if len(values) != len(aspects):
                raise ValueError(f"{end}_dbsm: {len(values)} values were found, {len(aspects)} as in aspect_deg needed")
            for value in values:
                if not _LEAST_DBSM <= value <= _MOST_DBSM:
                    raise ValueError(f"{end}_dbsm: {value:g} was found, {_LEAST_DBSM:g} to {_MOST_DBSM:g} is allowed")
        for low, nominal, high in zip(self.low_dbsm, self.nominal_dbsm, self.high_dbsm, strict=True):
            if not low <= nominal <= high:
                raise ValueError(f"nominal_dbsm: low {low:g}, nominal {nominal:g}, high {high:g} must not fall")
        return self

    def at(self, quantile: float | None) -> Floats:
        """``(37,)`` values on the grid of aspects at a quantile in 0..1; nominal if none."""
        rows = zip(self.low_dbsm, self.nominal_dbsm, self.high_dbsm, strict=True)
        return on_the_grid(self.aspect_deg, [Spread(low=a, nominal=b, high=c).at(quantile) for a, b, c in rows])


class CrossSection(Frozen):
    """Tables by letter band (IEEE Std 521), at least one; see ``physics.cross_section`` for what lies between."""

    VHF: BandTable | None = Field(None, description="at 30 to 300 MHz")
    UHF: BandTable | None = Field(None, description="at 0.3 to 1 GHz")
    L: BandTable | None = Field(None, description="at 1 to 2 GHz")
    S: BandTable | None = Field(None, description="at 2 to 4 GHz")
    C: BandTable | None = Field(None, description="at 4 to 8 GHz")
    X: BandTable | None = Field(None, description="at 8 to 12 GHz")
    Ku: BandTable | None = Field(None, description="at 12 to 18 GHz")

    @model_validator(mode="after")
    def _some(self) -> CrossSection:
        if not self.bands:
            raise ValueError(f"at least one band is needed: {', '.join(BAND_MIDDLE_HZ)}")
        return self

    @property
    def bands(self) -> dict[str, BandTable]:
        """The bands that are given."""
        return {name: table for name in BAND_MIDDLE_HZ if (table := getattr(self, name)) is not None}

    def at(self, frequency_hz: float, quantile: float | None = None) -> Floats:
        """``(37,)`` mean cross-section [dB of 1 m2] at every 5 degrees of aspect, at one frequency."""
        return between_bands({name: table.at(quantile) for name, table in self.bands.items()}, frequency_hz)
