"""One measure of one variant, and what became of a stopping rule."""

from __future__ import annotations

from dataclasses import dataclass

from gbad.studies.intervals import RARE, Interval

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """One measure of one variant: its mean over runs, and in how many of them it was other than usual."""

    variant: str
    measure: str
    interval: Interval
    method: str  # exact, bounded, anytime or certain
    planned: int
    finished: int
    failed: int
    excluded: int
    usual: float  # the commonest value
    differing: int  # runs with another value
    share: Interval  # of runs with another value

    @property
    def rare(self) -> bool:
        """Whether so few runs differ that their share says more than the mean."""
        return self.differing < RARE and self.method != "certain"


@dataclass(frozen=True, slots=True)
class Rule:
    """What became of a stopping rule. ``margin`` is that of the least known variant."""

    measure: str
    half_width: float
    margin: float
    variant: str
    runs: int  # of each variant

    @property
    def reached(self) -> bool:
        """Whether every variant is known as well as was asked for."""
        return self.margin <= self.half_width
