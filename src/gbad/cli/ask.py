"""Commands that ask a result."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gbad.cli.app import app
from gbad.commands.common import Json, OfStudy
from gbad.commands.exits import exits


@app.command()
@exits
def why(
    results: Annotated[Path, typer.Argument(help="A folder of runs or of a finished study.")],
    threat: Annotated[str | None, typer.Argument(help="Id of an object; without it the causes of all leakers.")] = None,
    run: Annotated[int | None, typer.Option(min=0, help="Run number (default: the first of the results).")] = None,
    variant: OfStudy = None,
    rerun: Annotated[
        bool, typer.Option("--rerun", help="Play it again with the gate opened that the cause names, and others.")
    ] = False,
    redraws: Annotated[int, typer.Option(min=1, help="With --rerun: how often the dice are thrown anew.")] = 64,
    beside: Annotated[
        Path | None, typer.Option(help="Where the scenario's own files lie, where they have moved.")
    ] = None,
    decision: Annotated[
        str | None, typer.Option(metavar="TIME", help="What every command knew, was offered, picked and refused then.")
    ] = None,
    command: Annotated[str | None, typer.Option(help="With --decision: of this command post only.")] = None,
    json: Json = False,
) -> None:
    """Tell the story of one threat, or why each leaker got through."""
    from gbad.commands import why

    why.why(
        results, threat, run, variant=variant, rerun=rerun, redraws=redraws, beside=beside, decision=decision,
        command=command, as_json=json,
    )  # fmt: skip


@app.command()
@exits
def score(
    results: Annotated[Path, typer.Argument(help="A folder of runs or of a finished study.")],
    tracks: Annotated[
        Path | None,
        typer.Option(help="Tracks of any outside tracker (CSV or Parquet); without it those of the command posts."),
    ] = None,
    run: Annotated[int | None, typer.Option(min=0, help="Run number (default: the first recorded).")] = None,
    runs: Annotated[
        int | None, typer.Option(min=2, help="Score the first so many runs: means with intervals. Of a study best.")
    ] = None,
    variant: OfStudy = None,
    cutoff: Annotated[float, typer.Option(metavar="METRES", help="A track farther off is none of that object.")] = 1e3,
    order: Annotated[float, typer.Option(help="Order of GOSPA and OSPA.")] = 2.0,
    since: Annotated[
        str, typer.Option(help="Objects count from: line_of_sight, detection or start.")
    ] = "line_of_sight",
    longest_gap: Annotated[
        float, typer.Option(metavar="SECONDS", help="A track is not known between rows farther apart than this.")
    ] = 15.0,
    json: Json = False,
) -> None:
    """Score tracks against the answer key: GOSPA, OSPA, completeness, ambiguity, swaps, by class and over time."""
    from gbad.commands import score

    score.score(results, tracks, run=run, runs=runs, variant=variant, cutoff_m=cutoff, order=order, since=since,
                longest_gap_s=longest_gap, as_json=json)  # fmt: skip


@app.command()
@exits
def verify(
    folder: Annotated[Path, typer.Argument(help="A folder of runs, or of a study.")],
    json: Json = False,
) -> None:
    """Check that a folder is as it was written: every file, every table, every shard."""
    from gbad.commands import verify

    verify.verify(folder, as_json=json)


@app.command()
@exits
def rerun(
    folder: Annotated[Path, typer.Argument(help="A folder of runs, or of a finished study.")],
    beside: Annotated[
        Path | None, typer.Option(help="Where policies and recordings of the scenario are, if they have moved.")
    ] = None,
    json: Json = False,
) -> None:
    """Play a folder again from what it holds and compare, number by number; exit 4 where something differs."""
    from gbad.commands import rerun

    rerun.rerun(folder, beside, as_json=json)


@app.command()
@exits
def costs(
    folder: Annotated[Path, typer.Argument(metavar="STUDY", help="Folder of a finished study.")],
    prices: Annotated[Path | None, typer.Option(help="Prices of your own (schema prices/1).")] = None,
    json: Json = False,
) -> None:
    """Tell what the rounds of a study cost, and from which value of the asset on they pay."""
    from gbad.commands import costs as counting

    counting.costs(folder, price_file=prices, as_json=json)


@app.command()
@exits
def replay(
    results: Annotated[Path, typer.Argument(help="A folder of runs or of a finished study.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the pages go, each in a folder of its own.")],
    run: Annotated[int | None, typer.Option(min=0, help="This run alone.")] = None,
    variant: OfStudy = None,
    json: Json = False,
) -> None:
    """Write the pages that play the best, the median and the worst run of a study, or one run."""
    from gbad.commands import replay

    replay.replay(results, run=run, variant=variant, out=out, as_json=json)
