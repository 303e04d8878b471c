"""The application itself, and the options before any command."""

from __future__ import annotations

from typing import Annotated

import typer

from gbad.commands.exits import DEBUG
from gbad.commands.groups import GroupsOfCommands

app = typer.Typer(
    cls=GroupsOfCommands,
    help="An open laboratory for ground-based air defence: one engagement from detection to outcome. Simulation only.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: units in brackets stay, and half of the time was loading what draws boxes
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        from gbad.version import VERSION

        print(VERSION)
        raise typer.Exit


@app.callback()
def options(
    debug: Annotated[bool, typer.Option(DEBUG, help="Show a traceback when something fails.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options before any command. ``--debug`` is taken from anywhere on the line by :func:`main`."""
