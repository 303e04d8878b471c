"""``gbad rare``: how likely is what hardly ever happens?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from gbad.commands.common import Changes, Json, Out, Scenario, Seed


@dataclass(frozen=True, slots=True)
class RareOptions:
    """Which event, and how hard it is looked for."""

    scenario: Scenario
    event: Annotated[str, typer.Argument(help='"leaked >= 3" or "assets_hurt >= 1".')]
    effort: Annotated[int, typer.Option(min=2, help="Runs in each stage of a repetition.")] = 100
    repetitions: Annotated[int, typer.Option(min=4, help="Estimates with dice of their own.")] = 20
    levels: Annotated[
        str | None,
        typer.Option(metavar="H,H,...", help="Heights on the way to the event (default: a pilot places them)."),
    ] = None
    seed: Seed = 1
    changes: Changes = None
    workers: Annotated[int | None, typer.Option(min=1, help="Processes at once (default: all cores).")] = None
    resume: Annotated[bool, typer.Option("--resume", help="Go on in the folder --out.")] = False
    out: Out = None
    json: Json = False


def rare(options: RareOptions) -> None:
    """Play, and print the answer. Raises ``InputError``."""
    from gbad.archive.rare import rare as played
    from gbad.commands.printing import parse_changes, print_answer
    from gbad.errors import InputError
    from gbad.simulation.cold_start import company

    o = options
    try:
        levels = [float(word) for word in o.levels.split(",")] if o.levels else None
    except ValueError:
        raise InputError(f"--levels {o.levels}: numbers, with commas between them") from None
    with company():
        found = played(
            o.scenario, o.event, effort=o.effort, repetitions=o.repetitions, levels=levels, seed=o.seed,
            changes=parse_changes(o.changes or []), out=o.out, resume=o.resume, workers=o.workers,
        )  # fmt: skip
    print_answer(found.answer(), as_json=o.json)
    if not o.json:
        print(f"results: {found.folder}")
