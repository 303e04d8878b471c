"""Commands that answer without a battle."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gbad.cli.app import app
from gbad.commands.common import Json
from gbad.commands.cover_options import CoverOptions
from gbad.commands.exits import exits
from gbad.commands.options import with_options


@app.command()
@exits
@with_options
def cover(options: CoverOptions) -> None:
    """Show what a radar finds around a place: minimum detectable height over terrain, in words, maps and files."""
    from gbad.commands import cover

    cover.cover(options)


@app.command()
@exits
def case(
    name: Annotated[
        str | None, typer.Argument(help="A case by name, like ballistic-footprints; listed if left out.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A new or empty folder for the page and its picture.")] = None,
    json: Json = False,
) -> None:
    """Tell a case: how many systems there were when, and what share of a long line they reach."""
    from gbad.commands import case

    case.case(name, out=out, as_json=json)


@app.command()
@exits
def envelope(
    interceptor: Annotated[str, typer.Option(help="A missile type of the library, like 48N6E3.")],
    target: Annotated[str, typer.Option(help="A target type of the library, like fighter.")] = "fighter",
    radar: Annotated[str, typer.Option(help="The radar that finds the target first.")] = "91N6E",
    height: Annotated[
        str | None, typer.Option(metavar="LENGTH", help="Of the approach, like 50m (its type's).")
    ] = None,
    crossing: Annotated[str, typer.Option(metavar="LENGTH", help="How far from the battery it passes.")] = "0m",
    footprint: Annotated[
        list[str] | None,
        typer.Option(metavar="RANGE[:PROFILE]", help="What is defended against ballistic missiles; may be repeated."),
    ] = None,
    load_limit: Annotated[
        float | None,
        typer.Option(metavar="G", help="Hardest weave of the set that is flown against it (its type's, or assumed)."),
    ] = None,
    html: Annotated[Path | None, typer.Option(help="A new file for the page.")] = None,
    json: Json = False,
) -> None:
    """Show where a missile type can meet a target, and what it defends. Notional."""
    from gbad.commands import envelope

    envelope.envelope(
        interceptor, target, radar=radar, height=height, crossing=crossing, footprint=footprint or [],
        load_limit=load_limit, page=html, as_json=json,
    )  # fmt: skip


@app.command()
@exits
def claims(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Claims to answer; without it all.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="A claims file of your own (schema claims/1).")] = None,
    study: Annotated[Path | None, typer.Option(help="A finished study with samples: it tells of combat.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="DIR", help="Write a page for each claim there too.")] = None,
    json: Json = False,
) -> None:
    """Judge what is said of a system: when does each sentence hold?"""
    from gbad.commands import claims

    claims.claims(ids or [], file=file, study=study, html=html, as_json=json)


@app.command()
@exits
def assign(
    file: Annotated[
        Path, typer.Argument(help="Values, rounds and kill probabilities, .csv or .json; or a dynamic instance.")
    ],
    method: Annotated[str, typer.Option(help="greedy, improved or optimal.")] = "optimal",
    time_limit: Annotated[float, typer.Option(metavar="SECONDS", help="Stop then with the best found.")] = 10.0,
    check: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Weigh this: weapon,target,rounds; for a dynamic one a plan, or mine.py:policy."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Assign rounds to targets: the best way to fire once, with a proven bound."""
    from gbad.commands import assign

    assign.assign(file, method=method, time_limit_s=time_limit, check=check, as_json=json)
