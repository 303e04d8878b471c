"""Options of ``gbad study``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from gbad.commands.common import Json, Out
from gbad.errors import InputError


@dataclass(frozen=True, slots=True)
class StudyOptions:
    """What is played, how much of it, and how."""

    reference: Annotated[
        list[str],
        typer.Argument(help="A scenario or a study, by name or file; or: merge PART..., status PART..."),
    ]
    runs: Annotated[int | None, typer.Option(min=1, help="Runs of each variant.")] = None
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of all dice.")] = None
    until: Annotated[
        str | None, typer.Option(metavar="MEASURE +- WIDTH", help='Stop when sharp enough: "leaked +- 0.2".')
    ] = None
    samples: Annotated[
        int | None, typer.Option(min=2, help="Vary what nobody knows: so many samples of all figures with a spread.")
    ] = None
    dice: Annotated[int | None, typer.Option(min=2, help="Runs of each sample (default: 4).")] = None
    quick: Annotated[bool, typer.Option("--quick", help="Fewer samples: a first look.")] = False
    backend: Annotated[
        str,
        typer.Option(
            help="auto (threads, and processes as soon as they pay), threads, processes, or the extras dask and ray."
        ),
    ] = "auto"
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="dask, ray: a cluster that is there already (default: this machine)."),
    ] = None
    workers: Annotated[int | None, typer.Option(min=1, help="How many at once (default: all cores).")] = None
    batch: Annotated[
        int | None, typer.Option(min=1, help="Runs per batch (default: 2.5 to 5 seconds of work of one core).")
    ] = None
    run_limit: Annotated[
        float, typer.Option(metavar="SECONDS", help="A run that takes longer is stopped and counts as failed.")
    ] = 300.0
    part: Annotated[
        str | None, typer.Option(metavar="K/N", help="Play only this part of the runs: for many machines.")
    ] = None
    resume: Annotated[bool, typer.Option("--resume", help="Continue the study in --out.")] = False
    out: Out = None
    plan: Annotated[bool, typer.Option("--plan", help="Print runs, time and disk; start nothing.")] = False
    json: Json = False

    @property
    def one(self) -> str:
        """The scenario or study that is played. Raises ``InputError`` where several are named."""
        if len(self.reference) > 1:
            extra = self.reference[1]
            raise InputError(f"{extra}: one scenario or study at a time (or: merge PART..., status PART...)")
        return self.reference[0]

    @property
    def place(self) -> tuple[Path | None, Path | None]:
        """The new folder and the folder to go on in: one of them, or none."""
        return (None, self.out) if self.resume else (self.out, None)
