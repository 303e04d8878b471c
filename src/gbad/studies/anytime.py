"""Intervals that stay valid however often one looks: the stopping rule behind ``--until``.

A fixed-sample interval looked at after every batch is missed far more often than its 5 %. A confidence sequence covers
the truth at all sample sizes at once. This one is Robbins' normal mixture with the running variance,

    mean +- s sqrt( 2 (n r^2 + 1) / (n^2 r^2) * log( sqrt(n r^2 + 1) / a ) ),    a = 1 - level,

after Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "Time-uniform central limit theory and asymptotic confidence
sequences", Annals of Statistics 52 (2024). It is asymptotic: valid from a first look at ``FIRST_LOOK`` runs on, not for
a handful. ``r`` is set so that the sequence is narrowest near ``best_at`` runs; that changes widths, not validity.

A count that has not varied yet is not known to be constant: with a running deviation of zero the sequence would have
no width, and a study of a rare event would stop before it saw one. ``step`` is the least by which two runs can differ
(one, for counts); the variance is taken as if one run more had differed by it. That only widens.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from gbad.studies.intervals import Interval

FIRST_LOOK = 32  # [runs] before this the running variance is not trusted, and the interval is infinite
COUNT_STEP = 1.0  # least difference between two runs of a count


@dataclass(slots=True)
class RunningMean:
    """Mean and variance of a stream, one value at a time, in constant memory (Welford)."""

    count: int = 0
    mean: float = 0.0
    squares: float = 0.0  # sum of squared deviations

    def add(self, value: float) -> None:
        """Take in one run."""
        self.count += 1
        step = value - self.mean
        self.mean += step / self.count
        self.squares += step * (value - self.mean)

    @property
    def deviation(self) -> float:
        """Sample standard deviation; nan below two values."""
        return math.sqrt(self.squares / (self.count - 1)) if self.count > 1 else math.nan


def mixture_ratio(best_at: float, level: float = 0.95) -> float:
    """The ``r^2`` that makes the sequence narrowest near ``best_at`` runs."""
    a = 1.0 - level
    return (-2.0 * math.log(a) + math.log(-2.0 * math.log(a) + 1.0)) / best_at


def anytime_interval(running: RunningMean, level: float = 0.95, best_at: float = 500.0, step: float = 0.0) -> Interval:
    """The interval after the runs seen so far; infinite before ``FIRST_LOOK`` runs. ``step`` as above."""
    n = running.count
    if n < FIRST_LOOK:
        return Interval(running.mean if n else math.nan, -math.inf, math.inf)
    r2 = mixture_ratio(best_at, level)
    spread = n * r2 + 1.0
    deviation = math.sqrt((running.squares + step * step) / (n - 1))
    half = deviation * math.sqrt(2.0 * spread / (n * n * r2) * math.log(math.sqrt(spread) / (1.0 - level)))
    return Interval(running.mean, running.mean - half, running.mean + half)
