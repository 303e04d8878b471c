"""What counts as found: a chance in one visit, over the visits of a stated time, or of a confirmed track."""

from __future__ import annotations

from dataclasses import dataclass

from gbad.errors import InputError
from gbad.sensing.detection import m_of_n_probability

KINDS = ("visit", "cumulative", "confirmed")
# a track is confirmed by three visits with a plot out of five, as in tracking
HITS, WINDOW = 3, 5


@dataclass(frozen=True, slots=True)
class Criterion:
    """``pd`` required of what ``kind`` says; ``cumulative`` counts the visits of ``within_s``.

    A place counts as found if a target that stays there for these visits is found with that chance.
    """

    kind: str = "cumulative"
    pd: float = 0.9
    within_s: float = 60.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InputError(f"criterion {self.kind} is not known; there are {', '.join(KINDS)}")
        if not 0.0 < self.pd < 1.0:
            raise InputError(f"pd {self.pd:g}: a probability above 0 and below 1 is needed")
        if not self.within_s > 0.0:
            raise InputError(f"within {self.within_s:g} s: a time above 0 is needed")

    def visits(self, period_s: float) -> int:
        """Whole visits in the stated time, at least one."""
        return max(1, int(self.within_s / period_s + 1e-9))

    def single_pd(self, period_s: float) -> float:
        """The chance one visit must have so that the criterion is met by visits alike."""
        if self.kind == "visit":
            return self.pd
        if self.kind == "cumulative":
            return float(1.0 - (1.0 - self.pd) ** (1.0 / self.visits(period_s)))
        low, high = 0.0, 1.0
        while high - low > 1e-12:
            middle = 0.5 * (low + high)
            low, high = (middle, high) if m_of_n_probability(middle, HITS, WINDOW) < self.pd else (low, middle)
        return 0.5 * (low + high)

    def __str__(self) -> str:
        return {
            "visit": f"Pd {self.pd:g} in one visit",
            "cumulative": f"Pd {self.pd:g} within {self.within_s:g} s",
            "confirmed": f"a track confirmed ({HITS} of {WINDOW} visits) with chance {self.pd:g}",
        }[self.kind]
