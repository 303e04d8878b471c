"""What a study says: estimates with intervals, paired differences, and the count of runs behind each."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.studies import leaks, placed, summary, words
from gbad.studies.anytime import ANYTIME
from gbad.studies.design import Design
from gbad.studies.estimates import LEVEL, Estimate, Rule
from gbad.studies.ignorance import Band, Ignorance, band, ignorance
from gbad.studies.intervals import FIXED, Bounds, Family, Interval, quantile_interval, tally
from gbad.studies.paired import Comparison, compare
from gbad.studies.ruling import Ruling
from gbad.studies.runner import Outcome
from gbad.text.readable import counted

_NEVER = Interval(0.0, 0.0, 0.0)  # share of runs that differ where the scenario leaves but one value


class Study:
    """A finished study. ``runs`` holds every run; ``estimates`` and ``pairs`` are computed from it when asked."""

    def __init__(self, design: Design, outcome: Outcome, manifest: dict[str, Any], folder: Path | None) -> None:
        self.design = design
        self.outcome = outcome
        self.manifest = manifest
        self.folder = folder
        self.ruling: Ruling | None = None  # where figures were varied: which rule, and their corners
        self.fixed: list[dict[str, Any]] = []  # figures that were not varied, because they have no spread
        self._intervals: dict[tuple[int, int, float], Interval] = {}

    @property
    def result_hash(self) -> str:
        """Depends on design and dice alone, not on batches, workers or backends."""
        return self.outcome.result_hash

    @property
    def parts(self) -> dict[str, str]:
        """Result hashes of what was played beside the samples, by the name of its folder."""
        played = {"screening": self.ruling.pairs, "corners": self.ruling.corners} if self.ruling else {}
        return {name: part.result_hash for name, part in played.items() if part is not None}

    @property
    def runs(self) -> dict[str, NDArray[Any]]:
        """Tidy columns: variant, run, failed, and one column per measure."""
        variants, runs, _ = self.outcome.values.shape
        names = np.array([variant.name for variant in self.design.variants])
        flat = self.outcome.values.reshape(variants * runs, -1)
        columns: dict[str, NDArray[Any]] = {
            "variant": np.repeat(names, runs),
            "run": np.tile(np.arange(runs), variants),
            "failed": np.all(np.isnan(flat), axis=1),
        }
        if self.design.placing is not None:
            columns |= placed.columns(self.design.placing, self.outcome.values.shape[1])
        elif self.design.points is not None:
            columns["sample"] = self.design.points.sample_of(columns["run"])
        return columns | {name: flat[:, i] for i, name in enumerate(self.outcome.names)}

    def sample(self, measure: str, variant: str | int = 0) -> NDArray[np.float64]:
        """Values of one measure over the runs of a variant that did not fail."""
        values = self._column(measure)[self._variant(variant)]
        return values[~np.isnan(values)]

    def units(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """What intervals count: runs ``(runs,)`` that did not fail; with figures varied, means of whole samples.

        Runs of one sample share its figures, so that they do not count one by one.
        """
        if self.design.samples is None:
            return values[~np.isnan(values)]
        means: NDArray[np.float64] = values.reshape(-1, self.design.samples.dice).mean(axis=1)
        return means[~np.isnan(means)]

    def doubt(self, measure: str, variant: str | int = 0) -> Ignorance | None:
        """Ignorance told from chance over whole samples; None where figures were not varied."""
        values = self.by_sample(measure, variant)
        return ignorance(values, self.design.seed) if values is not None and len(values) > 1 else None

    def box(self, measure: str, variant: str | int = 0) -> Band | None:
        """The p-box of a measure; None where figures were not varied."""
        values = self.by_sample(measure, variant)
        return band(values) if values is not None and len(values) > 1 else None

    def by_sample(self, measure: str, variant: str | int = 0) -> NDArray[np.float64] | None:
        """``(samples, dice)`` of the samples that finished whole."""
        if self.design.samples is None:
            return None
        values = self._column(measure)[self._variant(variant)].reshape(-1, self.design.samples.dice)
        return values[~np.isnan(values).any(axis=1)]

    @property
    def family(self) -> Family:
        """What the intervals of this study promise: a study that may stop when it likes what it sees has others."""
        return ANYTIME if self.design.until else FIXED

    def bounds(self, measure: str, variant: str | int = 0) -> Bounds:
        """The least and the greatest value that a run of a variant can have."""
        column = self._index(measure)
        return Bounds(*map(float, self.outcome.bounds[self._variant(variant), column]))

    def interval(self, measure: str, variant: str | int = 0, level: float = LEVEL) -> Interval:
        """Mean over runs with its interval."""
        key = (self._index(measure), self._variant(variant), level)
        if key not in self._intervals:
            sample = tally(self.units(self._column(measure)[self._variant(variant)]))
            self._intervals[key] = self.family.mean(sample, self.bounds(measure, variant), level)
        return self._intervals[key]

    def estimate(self, measure: str, variant: str | int = 0) -> Estimate:
        """Mean of a measure with its interval, and the share of runs that differ from the usual.

        All intervals of a study with a stopping rule are anytime-valid ones, not only that of the measure it watched.
        """
        row, sample, ends = self._variant(variant), self.sample(measure, variant), self.bounds(measure, variant)
        method = "exact" if ends == (0.0, 1.0) and self.design.samples is None else "bounded"
        if ends.low == ends.high:
            method = "certain"
        elif self.design.until:
            method = "anytime"
        counted = tally(sample)
        return Estimate(
            variant=self.design.variants[row].name,
            measure=measure,
            interval=self.interval(measure, row),
            method=method,
            planned=self.design.runs,
            finished=len(sample),
            failed=sum(1 for key in self.outcome.failures if key[0] == row),
            excluded=self.outcome.excluded // len(self.design.variants),
            usual=counted.usual,
            differing=counted.differing,
            share=_NEVER if method == "certain" else self._share(self._column(measure)[row], counted.usual),
        )

    def quantile(self, measure: str, quantile: float, variant: str | int = 0) -> Interval:
        """A quantile over runs: two values that occurred in the runs, or the bounds where no run can tell."""
        sample, ends = self.sample(measure, variant), self.bounds(measure, variant)
        return quantile_interval(sample, quantile, ends, LEVEL, self.family.ranks)

    @cached_property
    def rule(self) -> Rule | None:
        """What became of the stopping rule; None where there was none."""
        until = self.design.until
        if until is None:
            return None
        margins = [self.interval(until.measure, v).margin for v in range(len(self.design.variants))]
        widest = int(np.argmax(margins))
        name = self.design.variants[widest].name
        return Rule(until.measure, until.half_width, margins[widest], name, self.outcome.stopped_at)

    @cached_property
    def estimates(self) -> list[Estimate]:
        """The measures the study asks about, for every variant."""
        return [self.estimate(m, v) for v in range(len(self.design.variants)) for m in self.design.measures]

    def pair(self, measure: str, first: str | int = 0, second: str | int = 1) -> Comparison:
        """Second variant against the first on the runs that both finished."""
        one, two = (self._column(measure)[self._variant(v)] for v in (first, second))
        both = ~np.isnan(one) & ~np.isnan(two)
        ends = self.bounds(measure, second).minus(self.bounds(measure, first))
        found = compare(one[both], two[both], ends, LEVEL, self.family)
        if self.design.samples is None:
            return found
        difference = self.family.mean(tally(self.units(two - one)), ends, LEVEL)
        return replace(found, difference=difference, share=self._share(two - one, 0.0), unpaired_runs=None)

    @cached_property
    def pairs(self) -> list[tuple[str, str, str, Comparison]]:
        """(measure, first, second, comparison): every later variant against the first; none of placed points.

        No point of a space of factors is the one to compare with: their slopes say what factors do.
        """
        if self.design.placing is not None:
            return []
        names = [variant.name for variant in self.design.variants]
        told = [other for row, other in enumerate(names) if row and self._common_runs(row) >= 2]
        return [(m, names[0], other, self.pair(m, 0, other)) for other in told for m in self.design.measures]

    @cached_property
    def slopes(self) -> dict[str, placed.Slopes]:
        """What each factor of a placed study does to each measure along a straight line; empty without factors."""
        if self.design.placing is None:
            return {}
        found = {measure: placed.slopes(self, measure) for measure in self.design.measures}
        return {measure: each for measure, each in found.items() if each is not None}

    @property
    def shown(self) -> int:
        """Intervals of means, groups of causes and differences side by side, each with its own chance of a miss."""
        means = sum(e.method != "certain" for e in self.estimates)
        groups = sum(len(intervals) for _, intervals in leaks.groups(self))
        lines = sum(len(each.rows) for each in self.slopes.values())
        return means + groups + lines + sum(c.share.high > 0.0 for *_, c in self.pairs)

    def proportion(self, measure: str, variant: str | int = 0, *, above: float = 0.0) -> Interval:
        """Share of runs in which a measure is larger than ``above``, with its interval."""
        values = self._column(measure)[self._variant(variant)]
        return self._share(np.where(np.isnan(values), np.nan, values > above), 0.0)

    def _share(self, values: NDArray[np.float64], usual: float) -> Interval:
        """Share of runs ``(runs,)`` with another value than the usual, with its interval."""
        other = np.where(np.isnan(values), np.nan, values != usual)
        units = self.units(other)
        if self.design.samples is None:
            return self.family.share(int(units.sum()), len(units), LEVEL)
        return self.family.mean(tally(units), Bounds(0.0, 1.0), LEVEL)

    def summary(self) -> dict[str, Any]:
        """The object that ``gbad study --json`` prints."""
        return summary.facts(self)

    def __str__(self) -> str:
        return words.text(self)

    def __repr__(self) -> str:
        runs = self.outcome.values.shape[1]
        return f"<gbad Study: {self.design.scenario}, {counted(len(self.design.variants), 'variant')} of {runs} runs>"

    def _repr_html_(self) -> str:
        from gbad.report.notebook import study_html

        return study_html(self, words.markup(self))

    def _column(self, measure: str) -> NDArray[np.float64]:
        return self.outcome.values[:, :, self._index(measure)]

    def _index(self, measure: str) -> int:
        if measure not in self.outcome.names:
            raise KeyError(f"{measure} is no measure; there are {', '.join(self.outcome.names)}")
        return self.outcome.names.index(measure)

    def _common_runs(self, row: int) -> int:
        """Runs that the first variant and another both finished."""
        finished = ~np.all(np.isnan(self.outcome.values), axis=2)
        return int((finished[0] & finished[row]).sum())

    def _variant(self, variant: str | int) -> int:
        names = [v.name for v in self.design.variants]
        if isinstance(variant, str):
            if variant not in names:
                raise KeyError(f"{variant} is no variant; there are {', '.join(names)}")
            return names.index(variant)
        return int(variant)
