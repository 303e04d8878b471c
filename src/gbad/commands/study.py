"""``gbad study``: many runs with intervals, pairing and resume."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import gbad
from gbad.archive.parts import merge, status, study_part
from gbad.archive.plan import plan
from gbad.archive.variants import settle
from gbad.commands.clean import past
from gbad.commands.printing import print_answer, print_json
from gbad.errors import InputError
from gbad.simulation.cold_start import company
from gbad.studies.answer import Study
from gbad.studies.design import QUICK, QUOTED, Design, Samples
from gbad.studies.runner import Progress, State

FAILED_RUNS = 3  # exit status: finished, but some runs failed


def study(
    references: Sequence[str],
    *,
    runs: int | None,
    seed: int | None,
    until: str | None,
    samples: int | None = None,
    dice: int | None = None,
    quick: bool = False,
    out: Path | None,
    resume: bool,
    backend: str | None,
    workers: int | None,
    batch: int | None,
    run_limit_s: float,
    only_plan: bool,
    as_json: bool,
    part: str | None = None,
) -> None:
    """Play a study, print its answer; exit status 3 when runs failed, 130 when interrupted (then resumable).

    ``merge`` and ``status`` in place of a reference join the parts of a study, and say how far they are.
    """
    if references[0] == "merge":
        _tell(_merged(references[1:], out), as_json)
        return
    if references[0] == "status":
        print_answer(status(references[1:]), as_json=as_json)
        return
    if len(references) > 1:
        raise InputError(f"{references[1]}: one scenario or study at a time (or: merge PART..., status PART...)")
    reference = references[0]
    asked = _samples(samples, dice, quick)
    design = settle(reference, runs, seed, until, asked)
    if only_plan:
        cost = plan(design)
        if as_json:
            print_json({"runs": cost.runs, "seconds": cost.seconds, "disk_bytes": cost.disk_bytes})
        else:
            print(f"{len(design.variants)} variants of {design.runs} runs: {cost}")
        return
    if resume and out is None:
        raise InputError("--resume needs --out: the folder of the study to continue")
    if part is not None:
        _play_part(design, part, out, resume, (backend, workers, batch, run_limit_s), as_json)
        return
    with company(), _progress() as progress:
        answer = gbad.study(
            design,
            out=None if resume else out,
            resume=out if resume else None,
            backend=backend,
            workers=workers,
            batch=batch,
            run_limit_s=run_limit_s,
            progress=progress,
        )
    _tell(answer, as_json)


def _tell(answer: Study, as_json: bool) -> None:
    """Print an answer; exit status 3 when runs failed."""
    for note in answer.manifest.get("notes", ()):
        print(f"gbad: note: {note}", file=sys.stderr)
    if as_json:
        print_json(answer.summary())
    else:
        print(answer)
        print(f"results: {answer.folder}")
        print(f"report:  {answer.folder / 'report.html' if answer.folder else ''}")
    if answer.outcome.failures:
        sys.stdout.flush()
        raise SystemExit(FAILED_RUNS)


def _merged(folders: Sequence[str], out: Path | None) -> Study:
    with company():
        return merge(folders, out)


def _play_part(
    design: Design, part: str, out: Path | None, resume: bool, how: tuple[Any, Any, Any, float], as_json: bool
) -> None:
    """Play one part and say so; exit status 3 when runs failed."""
    backend, workers, batch, run_limit_s = how
    with company(), _progress() as progress:
        played = study_part(
            design, part, out=None if resume else out, resume=out if resume else None, backend=backend,
            workers=workers, batch=batch, run_limit_s=run_limit_s, progress=progress, samples=design.samples,
        )  # fmt: skip
    for note in played.notes:
        print(f"gbad: note: {note}", file=sys.stderr)
    if as_json:
        facts = {"part": str(played.part), "first_run": played.runs.start, "last_run": played.runs.stop - 1}
        print_json({"out": str(played.folder), **facts, "finished": played.finished, "failed": played.failed})
    else:
        print(played)
        print(f"results: {played.folder}")
    if played.failed:
        sys.stdout.flush()
        raise SystemExit(FAILED_RUNS)


def _samples(count: int | None, dice: int | None, quick: bool) -> Samples | None:
    """What was asked for on the command line; None where nothing was."""
    if count is None and dice is None and not quick:
        return None
    usual = QUICK if quick else QUOTED
    return replace(usual, count=usual.count if count is None else count, dice=usual.dice if dice is None else dice)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar with rate, time left and the watched interval on standard error; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=past(sys.stderr)), transient=True) as bar:
        task = bar.add_task("study", total=None)

        def advance(state: State) -> None:
            text = f"{state.runs_per_s:.1f} runs/s"
            if state.failed:
                text += f", {state.failed} failed"
            if state.interval:
                text += f", {state.interval.estimate:.3g} ± {state.interval.margin:.2g}"
            bar.update(task, completed=state.finished, total=state.planned, description=text)

        yield advance
