"""What a study says: estimates with intervals, paired differences, and the count of runs behind each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.studies import words
from gbad.studies.anytime import COUNT_STEP, RunningMean, anytime_interval
from gbad.studies.design import Design
from gbad.studies.intervals import (
    Interval,
    bootstrap_interval,
    mean_interval,
    proportion_interval,
    quantile_interval,
)
from gbad.studies.paired import Comparison, compare
from gbad.studies.runner import Outcome

LEVEL = 0.95
OF_THREATS = ("killed", "leaked", "survived", "leak_")  # how measures begin that count threats
FEW = 5  # runs on one side of a share, below which its interval is the exact one


@dataclass(frozen=True, slots=True)
class Estimate:
    """One measure of one variant."""

    variant: str
    measure: str
    interval: Interval
    method: str  # student, wilson, exact, constant or anytime
    planned: int
    finished: int
    failed: int
    excluded: int


class Study:
    """A finished study. ``runs`` holds every run; ``estimates`` and ``pairs`` are computed from it when asked."""

    def __init__(self, design: Design, outcome: Outcome, manifest: dict[str, Any], folder: Path | None) -> None:
        self.design = design
        self.outcome = outcome
        self.manifest = manifest
        self.folder = folder

    @property
    def result_hash(self) -> str:
        """Depends on design and dice alone, not on batches, workers or backends."""
        return self.outcome.result_hash

    @property
    def runs(self) -> dict[str, NDArray[Any]]:
        """Tidy columns: variant, run, failed, and one column per measure."""
        variants, runs, _ = self.outcome.values.shape
        names = np.array([variant.name for variant in self.design.variants])
        flat = self.outcome.values.reshape(variants * runs, -1)
        columns: dict[str, NDArray[Any]] = {
            "variant": np.repeat(names, runs),
            "run": np.tile(np.arange(runs), variants),
            "failed": np.isnan(flat).all(axis=1),
        }
        return columns | {name: flat[:, i] for i, name in enumerate(self.outcome.names)}

    def sample(self, measure: str, variant: str | int = 0) -> NDArray[np.float64]:
        """Values of one measure over the runs of a variant that did not fail."""
        values = self._column(measure)[self._variant(variant)]
        return values[~np.isnan(values)]

    def estimate(self, measure: str, variant: str | int = 0) -> Estimate:
        """Mean of a measure with its interval; a proportion of runs where the measure is 0 or 1 in every run.

        A study that stopped by its rule gives the anytime-valid interval of the measure it watched.
        """
        row = self._variant(variant)
        sample = self.sample(measure, row)
        interval, method = mean_interval(sample, LEVEL), "student"
        if len(sample) and self._is_share(measure, row):
            successes = int(sample.sum())
            interval = proportion_interval(successes, len(sample), LEVEL)
            method = "exact" if min(successes, len(sample) - successes) < FEW else "wilson"
        elif len(sample) > 1 and (sample == sample[0]).all():
            # Student's interval has no width here, which says nothing: the words tell how rare another value can be
            method = "constant"
        if self.design.until and self.design.until.measure == measure:
            running = RunningMean()
            for value in sample:
                running.add(float(value))
            interval, method = anytime_interval(running, LEVEL, step=COUNT_STEP), "anytime"
        if interval.low < 0.0:
            interval = interval._replace(low=0.0)  # a count is never less
        failed = sum(1 for key in self.outcome.failures if key[0] == row)
        name = self.design.variants[row].name
        excluded = self.outcome.excluded // len(self.design.variants)
        return Estimate(name, measure, interval, method, self.design.runs, len(sample), failed, excluded)

    def bootstrap(self, measure: str, variant: str | int = 0) -> Interval:
        """Mean with a bootstrap interval: for few runs of a skewed measure. Resampled with the study's seed."""
        return bootstrap_interval(self.sample(measure, variant), self.design.seed, LEVEL)

    def quantile(self, measure: str, quantile: float, variant: str | int = 0) -> Interval:
        """A quantile over runs with its interval from order statistics: two values that occurred in the runs."""
        return quantile_interval(self.sample(measure, variant), quantile, LEVEL)

    @cached_property
    def estimates(self) -> list[Estimate]:
        """The measures the study asks about, for every variant."""
        return [self.estimate(m, v) for v in range(len(self.design.variants)) for m in self.design.measures]

    def pair(self, measure: str, first: str | int = 0, second: str | int = 1) -> Comparison:
        """Second variant against the first on the runs that both finished."""
        one, two = (self._column(measure)[self._variant(v)] for v in (first, second))
        both = ~np.isnan(one) & ~np.isnan(two)
        return compare(one[both], two[both], LEVEL)

    @cached_property
    def pairs(self) -> list[tuple[str, str, str, Comparison]]:
        """(measure, first, second, comparison): every later variant against the first."""
        names = [variant.name for variant in self.design.variants]
        told = [other for row, other in enumerate(names) if row and self._common_runs(row) >= 2]
        return [(m, names[0], other, self.pair(m, 0, other)) for other in told for m in self.design.measures]

    def proportion(self, measure: str, variant: str | int = 0, *, above: float = 0.0) -> Interval:
        """Share of runs in which a measure is larger than ``above``, with its interval."""
        sample = self.sample(measure, variant)
        return proportion_interval(int((sample > above).sum()), len(sample), LEVEL)

    def summary(self) -> dict[str, Any]:
        """The object that ``gbad study --json`` prints."""
        state, outcome = self.outcome.state, self.outcome
        return {
            "result_hash": self.result_hash,
            "out": None if self.folder is None else str(self.folder),
            "planned": state.planned,
            "finished": int(outcome.values.shape[0] * outcome.stopped_at) - len(outcome.failures),
            "failed": len(outcome.failures),
            "excluded": outcome.excluded,
            "estimates": {
                variant.name: {e.measure: _ends(e.interval) for e in self.estimates if e.variant == variant.name}
                for variant in self.design.variants
            },
            "pairs": [
                {
                    "measure": measure,
                    "first": first,
                    "second": second,
                    **_ends(c.difference),
                    "correlation": _finite(c.correlation),
                    "variance_reduction": _finite(c.variance_reduction),
                    "unpaired_runs": c.unpaired_runs,
                    "second_smaller": c.smaller,
                    "equal": c.equal,
                    "second_larger": c.larger,
                }
                for measure, first, second, c in self.pairs
            ],
            "runs_per_s": round(state.runs_per_s, 3),
            "wall_s": round(state.elapsed_s, 3),
        }

    def __str__(self) -> str:
        return words.text(self)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return words.markup(self)

    def _column(self, measure: str) -> NDArray[np.float64]:
        if measure not in self.outcome.names:
            raise KeyError(f"{measure} is no measure; there are {', '.join(self.outcome.names)}")
        return self.outcome.values[:, :, self.outcome.names.index(measure)]

    def _is_share(self, measure: str, variant: int) -> bool:
        """Whether a run can only have 0 or 1 of it: fates of assets, and those of threats where there is but one."""
        if measure.startswith("hurt_"):
            return True
        threats = sum(self.sample(m, variant) for m in ("killed", "leaked", "survived"))
        return measure.startswith(OF_THREATS) and bool(np.max(threats) <= 1)

    def _common_runs(self, row: int) -> int:
        """Runs that the first variant and another both finished."""
        finished = ~np.isnan(self.outcome.values).all(axis=2)
        return int((finished[0] & finished[row]).sum())

    def _variant(self, variant: str | int) -> int:
        names = [v.name for v in self.design.variants]
        if isinstance(variant, str):
            if variant not in names:
                raise KeyError(f"{variant} is no variant; there are {', '.join(names)}")
            return names.index(variant)
        return int(variant)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _ends(interval: Interval) -> dict[str, float | None]:
    return {
        "mean": _finite(interval.estimate),
        "low": _finite(interval.low),
        "high": _finite(interval.high),
    }
