"""``gbad terrain``: elevation of the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gbad.cli.app import app
from gbad.commands.common import Json
from gbad.commands.exits import exits

terrain_app = typer.Typer(help="Elevation of your own: read once, kept under a name.", no_args_is_help=True)
app.add_typer(terrain_app, name="terrain")


@terrain_app.command("add")
@exits
def terrain_add(
    file: Annotated[Path, typer.Argument(help="GeoTIFF, COG, HGT or DTED.")],
    vertical_datum: Annotated[
        str | None, typer.Option(help="What its heights are measured from: egm2008, egm96 or ellipsoid.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Name to keep it under (default: the file's).")] = None,
    sea_bed: Annotated[
        bool, typer.Option("--sea-bed", help="What lies below sea level is the bed of the sea: take its surface.")
    ] = False,
    json: Json = False,
) -> None:
    """Read an elevation file and keep it for --terrain."""
    from gbad.commands import terrain

    terrain.add(file, vertical_datum, name, sea_bed=sea_bed, as_json=json)


@terrain_app.command("list")
@exits
def terrain_list(json: Json = False) -> None:
    """Names of the terrain kept."""
    from gbad.commands import terrain

    terrain.list_all(as_json=json)


@terrain_app.command("remove")
@exits
def terrain_remove(
    name: Annotated[str, typer.Argument(help="Name it is kept under; gbad terrain list prints them.")],
    json: Json = False,
) -> None:
    """Forget terrain that was added; the file it came from stays."""
    from gbad.commands import terrain

    terrain.remove(name, as_json=json)
