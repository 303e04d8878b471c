"""``gbad study``: many runs with intervals, pairing and resume."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import gbad
from gbad.archive.parts import PlayedPart, merge, status, study_part
from gbad.archive.plan import plan
from gbad.archive.variants import settle
from gbad.commands.printing import print_answer, print_json
from gbad.commands.progress import study_progress
from gbad.commands.study_options import StudyOptions
from gbad.errors import InputError
from gbad.simulation.cold_start import company
from gbad.studies.answer import Study
from gbad.studies.design import QUICK, QUOTED, Design, Samples

FAILED_RUNS = 3  # exit status: finished, but some runs failed


def study(options: StudyOptions) -> None:
    """Play a study, print its answer; exit status 3 when runs failed, 130 when interrupted (then resumable).

    ``merge`` and ``status`` in place of a reference join the parts of a study, and say how far they are.
    """
    word, *folders = options.reference
    if word == "merge":
        _tell(_merged(folders, options.out), options.json)
    elif word == "status":
        print_answer(status(folders), as_json=options.json)
    else:
        design = settle(
            options.one, options.runs, options.seed, options.until,
            _samples(options.samples, options.dice, options.quick),
        )  # fmt: skip
        if options.plan:
            _tell_plan(design, options.json)
        else:
            _play(design, options)


def _tell_plan(design: Design, as_json: bool) -> None:
    cost = plan(design)
    if as_json:
        print_json({"runs": cost.runs, "seconds": cost.seconds, "disk_bytes": cost.disk_bytes})
    else:
        print(f"{len(design.variants)} variants of {design.runs} runs: {cost}")


def _play(design: Design, options: StudyOptions) -> None:
    """Play a study or one part of it, and tell what came of it."""
    if options.resume and options.out is None:
        raise InputError("--resume needs --out: the folder of the study to continue")
    out, resume = options.place
    with company(), study_progress() as progress:
        how: dict[str, Any] = {
            "out": out, "resume": resume, "backend": options.backend, "workers": options.workers,
            "batch": options.batch, "run_limit_s": options.run_limit, "scheduler": options.scheduler,
            "progress": progress,
        }  # fmt: skip
        if options.part is None:
            answer = gbad.study(design, **how)
        else:
            played = study_part(design, options.part, samples=design.samples, **how)
    if options.part is None:
        _tell(answer, options.json)
    else:
        _tell_part(played, options.json)


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


def _tell_part(played: PlayedPart, as_json: bool) -> None:
    """Say what became of one part; exit status 3 when runs failed."""
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
