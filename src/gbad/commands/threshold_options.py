"""Options of ``gbad threshold``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from gbad.commands.common import Changes, Json, Out, Scenario, Seed


@dataclass(frozen=True, slots=True)
class ThresholdOptions:
    """What is searched, where, and how."""

    scenario: Scenario
    statement: Annotated[
        str,
        typer.Argument(help='"leaked >= 1 in 50 %", "mean leaked >= 6" or "mean leaked >= 2 times" (the first\'s).'),
    ]
    vary: Annotated[str, typer.Option(metavar="PATH", help="The figure, as --set has it: threats.raid.count.")]
    low: Annotated[str, typer.Option("--from", metavar="VALUE", help="Its first setting, with its unit.")]
    high: Annotated[str, typer.Option("--to", metavar="VALUE", help="Its last setting.")]
    settings: Annotated[
        int | None, typer.Option(min=2, help="How many settings (default: all whole numbers; else 65).")
    ] = None
    runs: Annotated[int, typer.Option(min=1, help="At most so many runs of each setting that is asked.")] = 800
    seed: Seed = 1
    changes: Changes = None
    backend: Annotated[str | None, typer.Option(help="As for gbad study.")] = None
    workers: Annotated[int | None, typer.Option(min=1, help="How many at once (default: all cores).")] = None
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the search in --out.")] = False
    out: Out = None
    json: Json = False
