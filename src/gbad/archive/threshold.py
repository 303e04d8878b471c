"""``gbad.threshold(...)``: at which setting of one figure does a statement about the raid turn true?

Every setting that the search asks is a study of its own in the folder (same seed, so the same dice at all settings);
a search that was stopped goes on where it was, and asks the same settings again without playing them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gbad.archive.study import begin
from gbad.archive.variants import all_prepared, settle, source_of
from gbad.errors import InputError
from gbad.studies.crossing import ABOVE, BELOW, Asked, Crossing, find_crossing
from gbad.studies.design import Design, Variant
from gbad.studies.intervals import Bounds
from gbad.studies.ledger import Ledger
from gbad.studies.place import locked, new_place
from gbad.studies.player import Source
from gbad.studies.runner import Work
from gbad.studies.scale import Scale
from gbad.studies.statement import Statement
from gbad.tables import Floats
from gbad.text.answer import Answer, Grid, Shown

MOST_RUNS = 800  # of each setting


@dataclass(frozen=True, slots=True, repr=False)
class Threshold(Shown):
    """A finished search: printed as a sentence and a table."""

    statement: Statement
    scale: Scale
    crossing: Crossing
    folder: Path | None
    notes: tuple[str, ...] = ()  # what is odd about the first or the last setting

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
            "estimate_shown": self.scale.at(crossing.estimate), "runs": crossing.runs, "notes": list(self.notes),
            "asked": [{"setting": texts[a.setting], "runs": a.runs, "mean": a.mean, "low": a.low, "high": a.high,
                       "says": a.says} for a in crossing.asked],
        }  # fmt: skip
        return Answer(self._shown(), sentences, [grid], facts)


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
    ready = all_prepared(replace(design, variants=ends), source)
    notes = tuple(dict.fromkeys(note for one in ready for note in one.notes))
    with _place(out, resume) as folder:
        player = _Player(design, source, asked, scale, folder, work, others)
        crossing = find_crossing(player.play, len(scale.texts), most_runs=most_runs)
        return Threshold(asked, scale, crossing, folder, notes)


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
        begun = begin(replace(self._design, variants=(Variant(text, {**self._others, self._scale.path: text}),)),
                      self._source)  # fmt: skip
        ledger = Ledger.at(self._folder / f"setting-{setting:04d}", begun.inputs, self._source.text)
        played = begun.play(ledger, self._work, None, range(runs))
        column = played.names.index(self._statement.measure)
        return played.values[0, :runs, column], Bounds(*map(float, played.bounds[0, column]))
