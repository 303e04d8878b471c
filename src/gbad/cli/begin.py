"""Commands to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gbad.cli.app import app
from gbad.commands.common import Changes, Json, Out, Scenario, Seed
from gbad.commands.exits import exits


@app.command()
@exits
def demo(seed: Seed = 7, out: Out = None, json: Json = False) -> None:
    """Play the shipped scenario ankara-2019 and print where its report and its replay are."""
    from gbad.commands import run

    run.run("ankara-2019", seed=seed, runs=1, out=out, changes=[], as_json=json, with_report=True, tell_replay=True)


@app.command()
@exits
def new(
    file: Annotated[Path, typer.Argument(help="The file to write, like my-raid.yaml; nothing is overwritten.")],
    source: Annotated[
        str, typer.Option("--from", help="What it begins as: a scenario, study or library entry that ships.")
    ] = "one-aircraft",
    json: Json = False,
) -> None:
    """Begin a file of your own as a copy of one that ships."""
    from gbad.commands import new

    new.new(file, source, as_json=json)


@app.command("list")
@exits
def list_(
    what: Annotated[
        str | None, typer.Argument(help="scenarios, studies, library, or a kind like radar; all if left out.")
    ] = None,
    json: Json = False,
) -> None:
    """List what ships: scenarios, studies, the library by kind."""
    from gbad.commands import list as listing

    listing.show(what, as_json=json)


@app.command()
@exits
def show(
    name: Annotated[str | None, typer.Argument(help="A library entry; without it all are listed.")] = None,
    other: Annotated[str | None, typer.Argument(help="A second one of its kind: both side by side.")] = None,
    json: Json = False,
) -> None:
    """Show the library: each number with low, nominal and high, its basis and its source."""
    # one entry is only read; two radars are held against each other by what sensing works out
    if name is not None and other is not None:
        from gbad.commands import side_by_side

        side_by_side.side_by_side(name, other, as_json=json)
    else:
        from gbad.commands import show

        show.show(name, as_json=json)


@app.command()
@exits
def keys(
    path: Annotated[
        str | None,
        typer.Argument(help="A place in a file, like threats.route, or a key; a scenario's own if left out."),
    ] = None,
    json: Json = False,
) -> None:
    """List every key of a scenario or library file: type, unit, default, meaning."""
    from gbad.commands import keys

    keys.show(path, as_json=json)


@app.command()
@exits
def check(
    scenario: Scenario,
    changes: Changes = None,
    json: Json = False,
) -> None:
    """Validate and explain a scenario without running it."""
    from gbad.commands import check

    check.check(scenario, changes or [], as_json=json)
