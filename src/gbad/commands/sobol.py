"""``gbad sobol``: which figure rules an outcome, and how much of it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Annotated

import typer

from gbad.commands.common import Changes, Json, Out, Scenario, Seed


@dataclass(frozen=True, slots=True)
class SobolOptions:
    """What is shared out among which figures, and how it is played."""

    scenario: Scenario
    vary: Annotated[
        list[str], typer.Option(metavar="FIGURE", help="A figure with a spread, as gbad show names it; repeat it.")
    ]
    measure: Annotated[str, typer.Option(help="A measure of gbad study.")] = "leaked"
    groups: Annotated[int, typer.Option(min=8, help="Groups of points; each has one point a figure, and two.")] = 128
    dice: Annotated[int, typer.Option(min=2, help="Runs at each point.")] = 4
    seed: Seed = 1
    changes: Changes = None
    backend: Annotated[str, typer.Option(help="As for gbad study.")] = "auto"
    workers: Annotated[int | None, typer.Option(min=1, help="How many at once (default: all cores).")] = None
    resume: Annotated[bool, typer.Option("--resume", help="Go on in the folder --out.")] = False
    out: Out = None
    json: Json = False


def sobol(options: SobolOptions) -> None:
    """Play, and print the answer; exit status 3 when runs failed. Raises ``InputError``."""
    from gbad.archive.sobol import sobol as played
    from gbad.commands.printing import parse_changes, print_answer
    from gbad.commands.progress import study_progress
    from gbad.commands.study import FAILED_RUNS
    from gbad.errors import InputError
    from gbad.simulation.cold_start import company

    o = options
    if o.resume and o.out is None:
        raise InputError("--resume needs --out: the folder to go on with")
    out, resume = (None, o.out) if o.resume else (o.out, None)
    with company(), study_progress() as progress:
        found = played(
            o.scenario, o.vary, measure=o.measure, groups=o.groups, dice=o.dice, seed=o.seed,
            changes=parse_changes(o.changes or []), out=out, resume=resume, backend=o.backend,
            workers=o.workers, progress=progress,
        )  # fmt: skip
    print_answer(found.answer(), as_json=o.json)
    if not o.json:
        print(f"results: {found.folder}")
    if found.outcome.failures:
        sys.stdout.flush()
        raise SystemExit(FAILED_RUNS)
