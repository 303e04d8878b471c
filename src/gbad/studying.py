"""``gbad.study(...)``: the whole way from a reference to a folder with a journal, a tidy table and a manifest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import duckdb

from gbad._jit import kernel_hash
from gbad.errors import InputError, ResultsError
from gbad.report.study import build
from gbad.results.writing import Writer
from gbad.simulation.prepare import Prepared
from gbad.studies import measures
from gbad.studies.answer import Study
from gbad.studies.design import Design, Until, open_study
from gbad.studies.ledger import Ledger
from gbad.studies.player import Job, play_job, prepared
from gbad.studies.runner import Progress, new_study_folder, play_study
from gbad.version import VERSION

MANIFEST = "manifest.json"
RUNS = "runs.parquet"
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


def settle(reference: str | Path | Design, runs: int | None, seed: int | None, until: str | None) -> Design:
    """A design with the caller's runs, seed and stopping rule laid over it."""
    design = reference if isinstance(reference, Design) else open_study(reference)
    if runs is not None and runs < 1:
        raise InputError(f"--runs {runs}: at least 1")
    if until is not None:
        # without --runs a stopping rule has room to work
        design = replace(design, until=Until.parse(until), runs=runs or max(design.runs, 100_000))
    return replace(design, runs=runs or design.runs, seed=design.seed if seed is None else seed)


def plan(design: Design) -> Plan:
    """Play a few runs of every variant and say what the whole would cost. Writes nothing."""
    ready = _prepared(design)
    work_s = 0.0
    for variant, v in enumerate(design.variants):
        job = Job(design.scenario, variant, tuple(v.changes.items()), design.seed, 0, WARM_RUNS)
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
    out: str | Path | None = None,
    resume: str | Path | None = None,
    backend: str | None = None,
    workers: int | None = None,
    batch: int | None = None,
    progress: Progress | None = None,
) -> Study:
    """Play many runs of a scenario or of a study file's variants, and answer with intervals.

    ``until="leaked +- 0.2"`` stops when the anytime-valid interval is that narrow. ``resume`` continues in a folder
    that an earlier call left behind. ``backend`` is threads, or processes where a policy is in Python (it holds the
    interpreter's lock). Raises ``InputError``, ``ResultsError`` (other inputs), ``ResourceError``.
    """
    design = settle(reference, runs, seed, until)
    ready = _prepared(design)
    names = tuple(measures.names(ready[0].tables))
    inputs = {"gbad": VERSION, "kernels": kernel_hash(), **design.describe()}
    inputs["scenarios"] = {v.name: p.digest for v, p in zip(design.variants, ready, strict=True)}
    if resume is not None:
        folder = Path(resume)
        if (folder / MANIFEST).exists():
            raise ResultsError(f"{folder}: this study is finished; there is nothing to resume")
        ledger = Ledger.resume(folder, inputs)
    else:
        folder = new_study_folder(None if out is None else Path(out))
        ledger = Ledger.create(folder, inputs)
    if backend is None:
        backend = "processes" if any(p.plugs.run_python for p in ready) else "threads"
    outcome = play_study(design, names, ledger, backend=backend, workers=workers, batch=batch, progress=progress)
    answer = Study(design, outcome, inputs, folder)
    _finish(answer, folder, ready)
    return answer


def _prepared(design: Design) -> list[Prepared]:
    """Every variant, compiled. Raises ``InputError`` before a run is played where the answer could not be given."""
    ready = [prepared(design.scenario, tuple(v.changes.items())) for v in design.variants]
    names = measures.names(ready[0].tables)
    for variant, other in zip(design.variants, ready, strict=True):
        if measures.names(other.tables) != names:
            raise InputError(f"variant {variant.name} has other assets than {design.variants[0].name}: not comparable")
    for measure in design.measures:
        if measure not in names:
            near = get_close_matches(measure, names, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"
            raise InputError(f"measures: {measure} is no measure of {design.scenario}; {hint}")
    return ready


def _finish(answer: Study, folder: Path, ready: list[Prepared]) -> None:
    """Write the tidy table, the report and, last, the manifest that makes the folder a finished study."""
    writer = Writer(folder)
    columns = answer.runs
    table = writer.file(RUNS, lambda path: _parquet(path, columns))
    page = build(answer, ready[0].assumptions, hypothetical=ready[0].scenario.hypothetical)
    report = writer.bytes("report.html", page.encode())
    summary = answer.summary()
    for volatile in ("runs_per_s", "wall_s", "out"):
        summary.pop(volatile)
    answer.manifest = {
        "schema": "gbad-study/1",
        **answer.manifest,
        **summary,
        "stopped_at": answer.outcome.stopped_at,
        "failures": [
            {"variant": answer.design.variants[v].name, "run": run, "error": text}
            for (v, run), text in sorted(answer.outcome.failures.items())
        ],
        "files": {w.name: {"sha256": w.sha256, "bytes": w.size} for w in (table, report)},
    }
    writer.json(MANIFEST, answer.manifest, journal=False)


def _parquet(path: Path, columns: dict[str, Any]) -> None:
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.register("columns", columns)
        quoted = str(path).replace("'", "''")
        connection.execute(f"COPY (SELECT * FROM columns) TO '{quoted}' (FORMAT parquet, CODEC zstd)")
