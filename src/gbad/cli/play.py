"""Commands that play battles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gbad.cli.app import app
from gbad.commands.common import Changes, Json, Out, Runs, Scenario, Seed
from gbad.commands.exits import exits
from gbad.commands.options import with_options
from gbad.commands.rare import RareOptions
from gbad.commands.sobol import SobolOptions
from gbad.commands.study_options import StudyOptions
from gbad.commands.threshold_options import ThresholdOptions


@app.command()
@exits
def run(
    scenario: Scenario,
    seed: Seed = 1,
    runs: Runs = 1,
    out: Out = None,
    changes: Changes = None,
    json: Json = False,
    report: Annotated[bool, typer.Option(help="Write report.html into the folder.")] = True,
    first_run: Annotated[int, typer.Option(min=0, help="Number of the first run: replays one run of a study.")] = 0,
    open_report: Annotated[bool, typer.Option("--open", help="Open the report in a browser.")] = False,
) -> None:
    """Play a scenario and write a results folder."""
    from gbad.commands import run

    run.run(
        scenario, seed=seed, runs=runs, first_run=first_run, out=out, changes=changes or [], as_json=json,
        with_report=report, open_report=open_report,
    )  # fmt: skip


@app.command()
@exits
@with_options
def study(options: StudyOptions) -> None:
    """Play many runs: intervals, fair comparison of variants, resumable."""
    from gbad.commands import study

    study.study(options)


@app.command()
@exits
@with_options
def threshold(options: ThresholdOptions) -> None:
    """Find the setting of one figure at which a statement about the raid turns true, with an interval."""
    from gbad.commands import threshold

    threshold.threshold(options)


@app.command()
@exits
@with_options
def sobol(options: SobolOptions) -> None:
    """Share out what nobody knows of an outcome among figures: Sobol indices with intervals."""
    from gbad.commands import sobol

    sobol.sobol(options)


@app.command()
@exits
@with_options
def rare(options: RareOptions) -> None:
    """How likely is what hardly ever happens, such as five leakers? By splitting, with an interval."""
    from gbad.commands import rare

    rare.rare(options)


@app.command("what-if")
@exits
def what_if(
    results: Annotated[Path, typer.Argument(help="A results folder.")],
    at: Annotated[str, typer.Option(metavar="TIME", help="Moment of the change, seconds since the start, like 312s.")],
    change: Annotated[
        list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="What is changed then; may be repeated.")
    ] = None,
    run: Annotated[int | None, typer.Option(min=0, help="Run number (default: the first of the results).")] = None,
    redraws: Annotated[int, typer.Option(min=1, help="How often the dice after the moment are thrown anew.")] = 64,
    scenario: Annotated[str | None, typer.Option(help="The scenario's file, where it was not a shipped one.")] = None,
    out: Annotated[Path | None, typer.Option(help="A new folder for both results and a page.")] = None,
    json: Json = False,
) -> None:
    """Play a battle once more with one change from a moment on: what would have happened, and how often."""
    from gbad.commands import what_if

    what_if.what_if(
        results, at=at, changes=change or [], run=run, redraws=redraws, scenario=scenario, out=out, as_json=json
    )
