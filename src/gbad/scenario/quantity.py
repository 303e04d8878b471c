"""Numbers with limits, and figures that may be a spread of three.

A figure of the library may be plain (``12``) or a spread (``{low: 10, nominal: 12, high: 15}``). A run takes the
nominal; a study draws a quantile ``u`` in 0..1 once per type and run. The quantile function runs straight from low
(u = 0) through nominal (u = 0.5) to high (u = 1): the nominal is the median, and nothing is assumed beyond the ends.
Cross-sections are drawn in decibels.
"""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator


class Frozen(BaseModel):
    """Base of every spec: immutable, nothing unknown, defaults checked too."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, arbitrary_types_allowed=True)


class Spread(Frozen):
    """A figure: three values in the same unit. Low and high equal to nominal where it was given as one number."""

    low: float
    nominal: float
    high: float

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return {"low": value, "nominal": value, "high": value}
        return value

    @model_validator(mode="after")
    def _ordered(self) -> Spread:
        if not self.low <= self.nominal <= self.high:
            raise ValueError(f"low {self.low:g}, nominal {self.nominal:g}, high {self.high:g} must not fall")
        return self

    @property
    def is_plain(self) -> bool:
        """Whether all three values are one."""
        return self.low == self.high

    def at(self, quantile: float | None = None, *, decibels: bool = False) -> float:
        """The value at a quantile in 0..1 (nominal if none); in decibels for figures that spread over factors."""
        if quantile is None or self.is_plain:
            return self.nominal
        below, above, share = (
            (self.low, self.nominal, 2.0 * quantile)
            if quantile < 0.5
            else (self.nominal, self.high, 2.0 * quantile - 1.0)
        )
        if decibels and below > 0.0:
            return math.exp(math.log(below) * (1.0 - share) + math.log(above) * share)
        return below * (1.0 - share) + above * share

    def __str__(self) -> str:
        return f"{self.nominal:g}" if self.is_plain else f"{self.nominal:g} ({self.low:g} to {self.high:g})"


class Limits:
    """What a number may be; checks plain numbers and all three values of a spread."""

    def __init__(
        self,
        *,
        above: float | None = None,
        at_least: float | None = None,
        below: float | None = None,
        at_most: float | None = None,
    ) -> None:
        self.above, self.at_least, self.below, self.at_most = above, at_least, below, at_most

    def __call__(self, value: Any) -> Any:
        for number in (value.low, value.nominal, value.high) if isinstance(value, Spread) else (value,):
            if not self._allows(number):
                raise ValueError(f"{number:g} was found, {self} is allowed")
        return value

    def _allows(self, number: float) -> bool:
        return (
            math.isfinite(number)
            and (self.above is None or number > self.above)
            and (self.at_least is None or number >= self.at_least)
            and (self.below is None or number < self.below)
            and (self.at_most is None or number <= self.at_most)
        )

    def __str__(self) -> str:
        low = f"{self.at_least:g}" if self.at_least is not None else ""
        high = f"{self.at_most:g}" if self.at_most is not None else ""
        if low and high:
            return f"{low} to {high}"
        parts = [
            f"above {self.above:g}" if self.above is not None else "",
            f"{low} or more" if low else "",
            f"below {self.below:g}" if self.below is not None else "",
            f"{high} or less" if high else "",
        ]
        return " and ".join(part for part in parts if part) or "any number"


def limited(**limits: float) -> AfterValidator:
    """Annotation metadata: ``Annotated[float, limited(at_least=0)]``."""
    return AfterValidator(Limits(**limits))


FASTEST_MPS = 12_000.0  # [m/s] nothing that stays near the Earth is faster
Positive = Annotated[Spread, limited(above=0.0)]
NotNegative = Annotated[Spread, limited(at_least=0.0)]
Fraction = Annotated[Spread, limited(at_least=0.0, at_most=1.0)]
Count = Annotated[int, limited(at_least=1, at_most=100_000)]
CountOrNone = Annotated[int, limited(at_least=0, at_most=100_000)]
PositiveNumber = Annotated[float, limited(above=0.0)]
NotNegativeNumber = Annotated[float, limited(at_least=0.0)]
