"""How far a policy can be from the best: its mean against the bounds, on common dice."""

from __future__ import annotations

from dataclasses import dataclass

from gbad.assignment.dynamic.playing import Played

GAP_FLOOR = 1e-3  # a gap is relative to what survives, or to this share of what comes where less survives


@dataclass(frozen=True, slots=True)
class Gap:
    """Relative distance of a policy's mean from a bound, with the 95 % interval of the mean."""

    gap: float
    low: float
    high: float


def gap_of(survival: float, bound: float, expected_value: float) -> float:
    """(survival - bound) relative to survival, with an absolute floor."""
    return (survival - bound) / max(survival, GAP_FLOOR * expected_value)


def gap(played: Played, bound: float, expected_value: float) -> Gap:
    """The gap of what was played, at the mean and at both ends of its interval."""
    low, high = played.mean - played.half_width, played.mean + played.half_width
    return Gap(*(gap_of(value, bound, expected_value) for value in (played.mean, low, high)))
