"""``gbad.study(...)``: the whole way from a reference to a folder with a journal, a tidy table and a manifest."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad._jit import kernel_hash
from gbad.archive.study_folder import finish
from gbad.archive.variants import all_prepared, settle, source_of
from gbad.errors import InputError, ResultsError
from gbad.results.sealing import MANIFEST
from gbad.simulation.prepare import Prepared, prepare
from gbad.studies import measures
from gbad.studies.answer import Study
from gbad.studies.design import Design, Samples
from gbad.studies.ledger import Ledger, read_design
from gbad.studies.place import locked, new_place
from gbad.studies.player import RUN_LIMIT_S, Source
from gbad.studies.points import NESTED, PLACED, Points
from gbad.studies.ruling import play_ruling
from gbad.studies.runner import AUTO, Outcome, Progress, Work, play_study
from gbad.version import VERSION


def study(
    reference: str | Path | Design,
    *,
    runs: int | None = None,
    seed: int | None = None,
    until: str | None = None,
    samples: Samples | None = None,
    out: str | Path | None = None,
    resume: str | Path | None = None,
    backend: str | None = None,
    workers: int | None = None,
    batch: int | None = None,
    run_limit_s: float = RUN_LIMIT_S,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> Study:
    """Play many runs of a scenario or of a study file's variants, and answer with intervals.

    ``until="leaked +- 0.2"`` stops when the anytime-valid interval is that narrow. ``resume`` continues in a folder
    that an earlier call left behind. ``backend`` is threads, or processes where a policy is in Python (it holds the
    interpreter's lock); "auto" begins with threads and hires processes where they pay (a program of its own needs
    its calls under ``if __name__ == "__main__":`` then); dask and ray are extras, and play at ``scheduler`` where it
    is given. A run that does not end within ``run_limit_s`` fails. Raises ``InputError``, ``ResultsError`` (other
    inputs), ``ResourceError``.
    """
    begun = begin(settle(reference, runs, seed, until, samples))
    work = begun.work(backend, workers, batch, run_limit_s, scheduler)
    with place(out, resume) as folder:
        ledger = begun.ledger(folder, resume=resume is not None)
        return complete(begun, ledger, work, progress)


@dataclass(frozen=True, slots=True)
class Begun:
    """A study whose variants are compiled: all that is needed to play it, or a part of it."""

    design: Design
    source: Source
    ready: list[Prepared]
    varied: list[dict[str, Any]]  # figures with a spread, where samples are asked for
    fixed: list[dict[str, Any]]  # figures without

    @property
    def inputs(self) -> dict[str, Any]:
        """What makes two studies the same, programs and files included."""
        said = {"gbad": VERSION, "kernels": kernel_hash(), **self.design.describe()}
        digests = {v.name: p.digest for v, p in zip(self.design.variants, self.ready, strict=True)}
        return said | {"scenarios": digests}

    def work(
        self, backend: str | None, workers: int | None, batch: int | None, run_limit_s: float,
        scheduler: str | None = None,
    ) -> Work:  # fmt: skip
        """How it is played where nobody says otherwise: on all cores, in processes where a policy is in Python."""
        if backend in (None, AUTO) and any(p.plugs.run_python for p in self.ready):
            backend = "processes"
        backend = backend or "threads"
        return Work(backend, workers or os.cpu_count() or 1, batch, run_limit_s, scheduler)

    def ledger(self, folder: Path, *, resume: bool) -> Ledger:
        """The folder's ledger, new or gone on with."""
        if resume:
            return Ledger.resume(folder, self.inputs)
        return Ledger.create(folder, self.inputs, self.source.text)

    def play(self, ledger: Ledger, work: Work, progress: Progress | None, only: range | None = None) -> Outcome:
        """Play what is missing: of everything, or of the runs of one part."""
        names = tuple(measures.names(self.ready[0].tables, self.design.compare))
        bounds = np.stack([_bounds(p, self.design) for p in self.ready])
        digests = [p.digest for p in self.ready]
        return play_study(self.design, self.source, digests, names, bounds, ledger, work, progress, only)


def begin(design: Design, source: Source | None = None) -> Begun:
    """Compile every variant of a design, from the files as they are now or from a text that was kept.

    Raises ``InputError``.
    """
    source = source_of(design) if source is None else source
    ready = all_prepared(design, source)
    varied, fixed = figures_of(ready) if design.samples else ([], [])
    if design.samples:
        keys = tuple(str(row["key"]) for row in varied)
        design = replace(design, points=Points(NESTED, design.seed, keys, design.samples.dice))
    elif design.points is not None and design.points.kind == PLACED:
        keys_of(design.points.keys, *figures_of(ready), "factors: figure")
    return Begun(design, source, ready, varied, fixed)


def complete(begun: Begun, ledger: Ledger, work: Work, progress: Progress | None) -> Study:
    """Play what the ledger has not yet, put the study together and seal its folder."""
    design, folder, inputs = begun.design, ledger.folder, begun.inputs
    answer = Study(design, begun.play(ledger, work, progress), inputs, folder)
    if design.samples:

        def play(name: str, part: Design) -> Outcome:
            """A part of the study in a folder of its own: begun, or gone on with."""
            said = {**inputs, **part.describe()}
            at, ready = folder / name, begun.ready[0]
            own = Ledger.at(at, said, begun.source.text)
            ends = np.stack([_bounds(ready, part)] * len(part.variants))
            digests = [ready.digest] * len(ends)
            names = answer.outcome.names
            return play_study(part, begun.source, digests, names, ends, own, work, progress)

        answer.ruling = play_ruling(design, begun.varied, play)
        answer.fixed = begun.fixed
    finish(answer, ledger, begun.ready)
    return answer


def figures_of(ready: Sequence[Prepared]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Figures of all variants with a spread, and those without, each once, sorted by key."""
    rows = {str(row["key"]): row for prepared in reversed(ready) for row in prepared.assumptions}
    ordered = [rows[key] for key in sorted(rows)]
    return [r for r in ordered if r["low"] != r["high"]], [r for r in ordered if r["low"] == r["high"]]


def keys_of(
    names: Sequence[str], varied: Sequence[dict[str, Any]], fixed: Sequence[dict[str, Any]], where: str
) -> tuple[str, ...]:
    """Keys of the figures named, with or without ``figures.`` before them, each once.

    Raises ``InputError`` for a figure that is not there or has no spread.
    """
    known, still, found = [str(row["key"]) for row in varied], [str(row["key"]) for row in fixed], []
    for name in names:
        key = name.removeprefix("figures.")
        if key in still:
            raise InputError(f"{where} {name}: its low and its high are the same; a figure with a spread is needed")
        if key not in known:
            near = get_close_matches(key, known, 3, 0.3)
            meant = f"; nearest: {', '.join(near)}" if near else ""
            raise InputError(f"{where} {name}: no figure of this scenario{meant}")
        found.append(key)
    return tuple(dict.fromkeys(found))


def _bounds(ready: Prepared, design: Design) -> NDArray[np.float64]:
    """Least and greatest values of a run; with figures drawn, of whatever may arrive at the ends of their spreads."""
    if (points := design.points) is not None:
        ends: tuple[dict[str, float], ...] = (dict.fromkeys(points.keys, 0.0), {}, dict.fromkeys(points.keys, 1.0))
        ready = prepare(ready.document, draws=ends)
    return measures.bounds(ready.tables, ready.trajectories, design.compare)


@contextmanager
def place(out: str | Path | None, resume: str | Path | None) -> Iterator[Path]:
    """The locked folder of a new study, or of one to go on with."""
    if resume is None:
        with new_place(None if out is None else Path(out)) as folder:
            yield folder
        return
    folder = Path(resume)
    read_design(folder)
    with locked(folder):
        if (folder / MANIFEST).exists():
            raise ResultsError(f"{folder}: this study is finished; there is nothing to resume")
        yield folder
