"""``gbad.study(...)``: the whole way from a reference to a folder with a journal, a tidy table and a manifest."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from gbad._jit import kernel_hash
from gbad.errors import InputError, ResultsError
from gbad.report.study import build
from gbad.results.sealing import MANIFEST, STUDY_SCHEMA, seal
from gbad.results.writing import JOURNAL, Writer
from gbad.scenario.document import open_document
from gbad.simulation.prepare import Prepared, prepare
from gbad.studies import measures
from gbad.studies.answer import Study
from gbad.studies.design import Design, Samples, Until, open_study
from gbad.studies.ledger import DESIGN, Ledger, read_design
from gbad.studies.place import locked, new_place
from gbad.studies.player import RUN_LIMIT_S, Job, Source, forget, play_job, prepared
from gbad.studies.points import NESTED, Points
from gbad.studies.ruling import play_ruling
from gbad.studies.runner import Outcome, Progress, Work, play_study
from gbad.version import VERSION

PARTS = ("screening", "corners")
RUNS, REPORT = "runs.parquet", "report.html"
BYTES_PER_NUMBER = 8
WARM_RUNS, TRIAL_RUNS = 2, 24  # the first are not timed: they load what is compiled


@dataclass(frozen=True, slots=True)
class Plan:
    """What a study would cost here, from a short trial."""

    runs: int
    seconds: float
    disk_bytes: int
    runs_per_s: float

    def __str__(self) -> str:
        return (
            f"{self.runs:,} runs, about {self.seconds:.0f} s of processor time ({self.runs_per_s:.1f} runs/s on one "
            f"core), about {self.disk_bytes / 1e6:.1f} MB on disk"
        )


def settle(
    reference: str | Path | Design,
    runs: int | None,
    seed: int | None,
    until: str | None,
    samples: Samples | None = None,
) -> Design:
    """A design with the caller's runs, seed, stopping rule and samples laid over it."""
    design = reference if isinstance(reference, Design) else open_study(reference)
    if runs is not None and runs < 1:
        raise InputError(f"--runs {runs}: at least 1")
    samples = samples or design.samples
    if samples is not None:
        if runs is not None or until is not None:
            raise InputError("--runs and --until: a study of samples plays samples times dice; leave them out")
        return replace(design, seed=design.seed if seed is None else seed).sampled(samples)
    if until is not None:
        # without --runs a stopping rule has room to work
        design = replace(design, until=Until.parse(until), runs=runs or max(design.runs, 100_000))
    return replace(design, runs=runs or design.runs, seed=design.seed if seed is None else seed)


def plan(design: Design) -> Plan:
    """Play a few runs of every variant and say what the whole would cost. Writes nothing."""
    source = _source(design)
    ready = _prepared(design, source)
    work_s = 0.0
    for variant, v in enumerate(design.variants):
        job = Job(source, variant, tuple(v.changes.items()), design.seed, 0, WARM_RUNS)
        play_job(job)
        work_s += play_job(replace(job, count=TRIAL_RUNS)).work_s
    per_run = work_s / (TRIAL_RUNS * len(design.variants))
    total = design.runs * len(design.variants)
    # shards and the tidy table hold each number once
    numbers = total * len(measures.names(ready[0].tables))
    return Plan(total, total * per_run, 2 * numbers * BYTES_PER_NUMBER, 1.0 / per_run)


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
    progress: Progress | None = None,
) -> Study:
    """Play many runs of a scenario or of a study file's variants, and answer with intervals.

    ``until="leaked +- 0.2"`` stops when the anytime-valid interval is that narrow. ``resume`` continues in a folder
    that an earlier call left behind. ``backend`` is threads, or processes where a policy is in Python (it holds the
    interpreter's lock). A run that does not end within ``run_limit_s`` fails. Raises ``InputError``, ``ResultsError``
    (other inputs), ``ResourceError``.
    """
    begun = begin(settle(reference, runs, seed, until, samples))
    work = begun.work(backend, workers, batch, run_limit_s)
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

    def work(self, backend: str | None, workers: int | None, batch: int | None, run_limit_s: float) -> Work:
        """How it is played where nobody says otherwise: on all cores, in processes where a policy is in Python."""
        backend = backend or ("processes" if any(p.plugs.run_python for p in self.ready) else "threads")
        return Work(backend, workers or os.cpu_count() or 1, batch, run_limit_s)

    def ledger(self, folder: Path, *, resume: bool) -> Ledger:
        """The folder's ledger, new or gone on with."""
        if resume:
            return Ledger.resume(folder, self.inputs)
        return Ledger.create(folder, self.inputs, self.source.text)

    def play(self, ledger: Ledger, work: Work, progress: Progress | None, only: range | None = None) -> Outcome:
        """Play what is missing: of everything, or of the runs of one part."""
        names = tuple(measures.names(self.ready[0].tables))
        bounds = np.stack([_bounds(p, self.design.points) for p in self.ready])
        digests = [p.digest for p in self.ready]
        return play_study(self.design, self.source, digests, names, bounds, ledger, work, progress, only)


def begin(design: Design, source: Source | None = None) -> Begun:
    """Compile every variant of a design, from the files as they are now or from a text that was kept.

    Raises ``InputError``.
    """
    source = _source(design) if source is None else source
    ready = _prepared(design, source)
    varied, fixed = figures_of(ready) if design.samples else ([], [])
    if design.samples:
        keys = tuple(str(row["key"]) for row in varied)
        design = replace(design, points=Points(NESTED, design.seed, keys, design.samples.dice))
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
            own = Ledger.resume(at, said) if (at / DESIGN).exists() else Ledger.create(at, said, begun.source.text)
            ends = np.stack([_bounds(ready, part.points)] * len(part.variants))
            digests = [ready.digest] * len(ends)
            names = answer.outcome.names
            return play_study(part, begun.source, digests, names, ends, own, work, progress)

        answer.ruling = play_ruling(design, begun.varied, play)
        answer.fixed = begun.fixed
    _finish(answer, ledger, begun.ready)
    return answer


def figures_of(ready: Sequence[Prepared]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Figures of all variants with a spread, and those without, each once, sorted by key."""
    rows = {str(row["key"]): row for prepared in reversed(ready) for row in prepared.assumptions}
    ordered = [rows[key] for key in sorted(rows)]
    return [r for r in ordered if r["low"] != r["high"]], [r for r in ordered if r["low"] == r["high"]]


def _bounds(ready: Prepared, points: Points | None) -> NDArray[np.float64]:
    """Least and greatest values of a run; with figures drawn, of whatever may arrive at the ends of their spreads."""
    if points is not None:
        ends: tuple[dict[str, float], ...] = (dict.fromkeys(points.keys, 0.0), {}, dict.fromkeys(points.keys, 1.0))
        ready = prepare(ready.document, draws=ends)
    return measures.bounds(ready.tables, ready.trajectories)


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


def _source(design: Design) -> Source:
    """The scenario's text as it is now. Nothing that was prepared before counts: files may have changed since."""
    forget()
    return Source.of(open_document(design.scenario))


def _prepared(design: Design, source: Source) -> list[Prepared]:
    """Every variant, compiled. Raises ``InputError`` before a run is played where the answer could not be given."""
    ready = [prepared(source, tuple(v.changes.items())) for v in design.variants]
    names = measures.names(ready[0].tables)
    for variant, other in zip(design.variants, ready, strict=True):
        if measures.names(other.tables) != names:
            raise InputError(f"variant {variant.name} has other assets than {design.variants[0].name}: not comparable")
    asked = [("measures", measure) for measure in design.measures]
    asked += [("--until", design.until.measure)] if design.until else []
    for where, measure in asked:
        if measure not in names:
            near = get_close_matches(measure, names, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
            raise InputError(f"{where}: {measure} is no measure of {design.scenario}; {hint}")
    return ready


def _finish(answer: Study, ledger: Ledger, ready: list[Prepared]) -> None:
    """Write the tidy table, then the report, and last the manifest that seals the folder as a finished study."""
    writer = Writer(ledger.folder)
    columns = answer.runs
    written = [writer.file(RUNS, lambda path: _parquet(path, columns))]
    notes = list(answer.outcome.mended)
    try:
        page = build(answer, ready[0].assumptions, hypothetical=ready[0].scenario.hypothetical)
        written.append(writer.bytes(REPORT, page.encode()))
    except Exception as error:  # whatever is wrong with a page, the runs are kept
        notes.append(f"{REPORT} could not be made ({type(error).__name__}: {error}); the runs are whole")
    summary = answer.summary()
    for volatile in ("runs_per_s", "wall_s", "out"):
        summary.pop(volatile)
    files = {name: writer.known(name) for name in [*ledger.files(), JOURNAL, *_parts(ledger.folder)]}
    files |= {w.name: w for w in written}
    answer.manifest = seal(
        {
            "schema": STUDY_SCHEMA,
            **answer.manifest,
            **summary,
            "measures": list(answer.design.measures),
            "asked": asked_of(answer.design),
            "reference": ready[0].document.root.mark.file,
            "inputs": {v.name: p.inputs for v, p in zip(answer.design.variants, ready, strict=True)},
            "stopped_at": answer.outcome.stopped_at,
            "bounds": {
                v.name: dict(zip(answer.outcome.names, ends.tolist(), strict=True))
                for v, ends in zip(answer.design.variants, answer.outcome.bounds, strict=True)
            },
            "failures": [
                {"variant": answer.design.variants[v].name, "run": run, "error": text}
                for (v, run), text in sorted(answer.outcome.failures.items())
            ],
            "notes": notes,
            "files": {name: {"sha256": w.sha256, "bytes": w.size} for name, w in sorted(files.items())},
        }
    )
    writer.json(MANIFEST, answer.manifest, journal=False)


def asked_of(design: Design) -> dict[str, Any]:
    """The design in the order it was given; keys of the manifest are sorted."""
    variants = [
        {"name": v.name, "changes": [[path, value] for path, value in v.changes.items()]} for v in design.variants
    ]
    return design.describe() | {"variants": variants, "about": design.about}


def _parts(folder: Path) -> list[str]:
    """Files of the parts that were played beside the samples, named from the study's folder."""
    found = [(place, Ledger(folder / place, {})) for place in PARTS if (folder / place / DESIGN).exists()]
    return [f"{place}/{name}" for place, ledger in found for name in [*ledger.files(), JOURNAL]]


def _parquet(path: Path, columns: dict[str, Any]) -> None:
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.register("columns", columns)
        quoted = str(path).replace("'", "''")
        connection.execute(f"COPY (SELECT * FROM columns) TO '{quoted}' (FORMAT parquet, CODEC zstd)")
