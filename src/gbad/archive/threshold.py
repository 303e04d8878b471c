"""``gbad.threshold(...)``: at which setting of one figure does a statement about the raid turn true?

Every setting that the search asks is a study of its own in the folder (same seed, so the same dice at all settings);
a search that was stopped goes on where it was, and asks the same settings again without playing them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from gbad._jit import kernel_hash
from gbad.archive.variants import all_prepared, settle, source_of
from gbad.errors import InputError
from gbad.studies import measures
from gbad.studies.crossing import ABOVE, BELOW, Asked, Crossing, find_crossing
from gbad.studies.design import Design, Variant
from gbad.studies.intervals import Bounds
from gbad.studies.ledger import DESIGN, Ledger
from gbad.studies.place import locked, new_place
from gbad.studies.player import Source
from gbad.studies.runner import Work, play_study
from gbad.studies.statement import Statement
from gbad.tables import Floats
from gbad.text.answer import Answer, Grid
from gbad.version import VERSION

MOST_RUNS = 800  # of each setting
SETTINGS = 65  # of a figure that is no count
_VALUE = re.compile(r"\s*(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)\s*(.*?)\s*")


@dataclass(frozen=True, slots=True)
class Scale:
    """The settings of a figure, as they are written into the scenario."""

    path: str
    texts: tuple[str, ...]
    numbers: Floats
    unit: str

    @classmethod
    def between(cls, path: str, low: str, high: str, settings: int | None) -> Scale:
        """Even steps from ``low`` to ``high`` (``"2"``, ``"0 s"``); whole numbers step by one unless told otherwise.

        Raises ``InputError``.
        """
        ends = [_VALUE.fullmatch(end) for end in (low, high)]
        if not (ends[0] and ends[1]) or ends[0][2] != ends[1][2]:
            raise InputError(f"--from {low} --to {high}: expected two numbers with the same unit, or without")
        try:
            first, last = float(ends[0][1]), float(ends[1][1])
        except ValueError:
            raise InputError(f"--from {low} --to {high}: expected two numbers") from None
        if not first < last:
            raise InputError(f"--from {low} --to {high}: the first is to be the smaller")
        whole = first.is_integer() and last.is_integer() and not ends[0][2]
        count = settings or (int(last - first) + 1 if whole else SETTINGS)
        if count < 2:
            raise InputError(f"--settings {count}: at least 2")
        numbers = np.unique(np.round(np.linspace(first, last, count))) if whole else np.linspace(first, last, count)
        unit = ends[0][2]
        texts = tuple(f"{number:.6g} {unit}".strip() for number in numbers)
        return cls(path, texts, numbers, unit)

    def at(self, position: float) -> str:
        """A place between two settings as a number with its unit."""
        if math.isnan(position):
            return "-"
        number = float(np.interp(position, np.arange(len(self.numbers)), self.numbers))
        return f"{number:.3g} {self.unit}".strip()


@dataclass(frozen=True, slots=True, repr=False)
class Threshold:
    """A finished search: printed as a sentence and a table."""

    statement: Statement
    scale: Scale
    crossing: Crossing
    folder: Path | None

    def _shown(self) -> str:
        first, last, texts = self.crossing.first, self.crossing.last, self.scale.texts
        whole = f"{self.scale.path} from {texts[0]} to {texts[-1]}"
        if first == len(texts):
            return f"{self.statement}: nowhere in {whole}"
        if last == 0:
            return f"{self.statement}: already at {texts[0]}, so everywhere in {whole}"
        low = f"at {texts[0]} already" if first == 0 else f"from {texts[first]}"
        if first == last:
            return f"{self.statement}: from {self.scale.path} = {texts[first]} on"
        high = "or nowhere up to " + texts[-1] if last == len(texts) else f"or at the latest from {texts[last]}"
        return f"{self.statement}: {self.scale.path} {low} {high}"

    def _row(self, each: Asked) -> list[str]:
        says = {ABOVE: "true", BELOW: "not true"}.get(each.says, f"undecided after {each.runs} runs")
        edge = self.statement.share or 0.0
        scale = 100.0 if self.statement.share is not None else 1.0
        told = [f"{scale * (value + edge):.3g}" for value in (each.mean, max(each.low, -edge), each.high)]
        return [self.scale.texts[each.setting], f"{each.runs:,}", told[0], f"{told[1]} to {told[2]}", says]

    def answer(self) -> Answer:
        """The answer as text, table and facts."""
        crossing, texts = self.crossing, self.scale.texts
        share = self.statement.share is not None
        name = "share of runs [%]" if share else "above the edge, mean"
        grid = Grid(
            "settings that were asked, each with the same dice",
            (self.scale.path, "runs", name, "between", "statement"),
            [self._row(each) for each in crossing.asked],
            ("runs", name),
        )
        sentences = (
            f"best estimate {self.scale.at(crossing.estimate)}; {crossing.runs:,} runs at {len(crossing.asked)} of "
            f"{len(texts)} settings",
            "holds in at least 95 of 100 searches, if what grows with the figure never turns back; that is assumed",
        )

        def text(index: int) -> str | None:
            return texts[index] if index < len(texts) else None

        facts = {
            "statement": str(self.statement), "path": self.scale.path, "from": text(crossing.first),
            "to": text(crossing.last), "estimate": None if math.isnan(crossing.estimate) else crossing.estimate,
            "estimate_shown": self.scale.at(crossing.estimate), "runs": crossing.runs,
            "asked": [{"setting": texts[a.setting], "runs": a.runs, "mean": a.mean, "low": a.low, "high": a.high,
                       "says": a.says} for a in crossing.asked],
        }  # fmt: skip
        return Answer(self._shown(), sentences, [grid], facts)

    def to_dict(self) -> dict[str, Any]:
        """The facts as plain values."""
        return self.answer().facts

    def __str__(self) -> str:
        return str(self.answer())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return self.answer()._repr_html_()


def threshold(
    scenario: str | Path,
    statement: str,
    *,
    path: str,
    low: str,
    high: str,
    settings: int | None = None,
    most_runs: int = MOST_RUNS,
    seed: int = 1,
    out: str | Path | None = None,
    resume: bool = False,
    backend: str | None = None,
    workers: int | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Threshold:
    """The first setting of ``path`` between ``low`` and ``high`` at which ``statement`` is true, with an interval.

    ``statement``: ``"leaked >= 1 in 50 %"``, ``"mean leaked >= 6"``, ``"mean leaked >= 2 times"`` (of the first
    setting's). ``most_runs`` of each setting. Raises ``InputError``, ``ResultsError`` (other inputs on ``resume``),
    ``ResourceError``.
    """
    asked = Statement.parse(statement)
    scale = Scale.between(path, str(low), str(high), settings)
    if most_runs < 1:
        raise InputError(f"--runs {most_runs}: at least 1")
    if resume and out is None:
        raise InputError("--resume needs --out: the folder of the search to go on with")
    design = replace(settle(scenario, most_runs, seed, None), measures=(asked.measure,))
    if len(design.variants) != 1 or design.samples or design.until:
        raise InputError(f"{scenario}: a scenario is asked for, not a study")
    others = dict(changes or {})
    usual = Work()
    work = Work(backend or usual.backend, workers or usual.workers)
    ends = tuple(Variant(text, {**others, path: text}) for text in (scale.texts[0], scale.texts[-1]))
    source = source_of(design)
    # every finding of the first and the last setting, before a run is played
    all_prepared(replace(design, variants=ends), source)
    with _place(out, resume) as folder:
        player = _Player(design, source, asked, scale, folder, work, others)
        crossing = find_crossing(player.play, len(scale.texts), most_runs=most_runs)
        return Threshold(asked, scale, crossing, folder)


@contextmanager
def _place(out: str | Path | None, resume: bool) -> Iterator[Path]:
    """The locked folder of a search, new or gone on with."""
    if not resume:
        with new_place(None if out is None else Path(out)) as folder:
            yield folder
        return
    folder = Path(str(out))
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no search in this folder")
    with locked(folder):
        yield folder


class _Player:
    """Plays settings: each a study of one variant in a folder of its own."""

    def __init__(
        self, design: Design, source: Source, statement: Statement, scale: Scale, folder: Path, work: Work,
        others: dict[str, Any],
    ) -> None:  # fmt: skip
        self._design, self._source, self._statement, self._scale = design, source, statement, scale
        self._folder, self._work, self._others = folder, work, others

    def play(self, setting: int, runs: int) -> tuple[Floats, Bounds]:
        """How far ``runs`` runs of a setting are above the edge of the statement."""
        values, bounds = self._column(setting, runs)
        if not self._statement.times:
            return self._statement.above(values, bounds)
        first, first_bounds = self._column(0, runs)
        return self._statement.above(values, bounds, first, first_bounds)

    def _column(self, setting: int, runs: int) -> tuple[Floats, Bounds]:
        """The measure in the first runs of a setting, and its least and greatest value."""
        text = self._scale.texts[setting]
        design = replace(self._design, variants=(Variant(text, {**self._others, self._scale.path: text}),))
        ready = all_prepared(design, self._source)[0]
        inputs = {
            "gbad": VERSION, "kernels": kernel_hash(), **design.describe(), "scenarios": {text: ready.digest},
        }  # fmt: skip
        at = self._folder / f"setting-{setting:04d}"
        ledger = Ledger.resume(at, inputs) if (at / DESIGN).exists() else Ledger.create(at, inputs, self._source.text)
        names = tuple(measures.names(ready.tables))
        bounds = measures.bounds(ready.tables, ready.trajectories)
        played = play_study(
            design, self._source, [ready.digest], names, bounds[None], ledger, self._work, only=range(runs)
        )
        column = names.index(self._statement.measure)
        return played.values[0, :runs, column], Bounds(*map(float, bounds[column]))
