"""Options declared once, in a data class, are options of the command."""

from dataclasses import dataclass
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from gbad.commands.options import with_options


@dataclass(frozen=True)
class Options:
    what: Annotated[list[str], typer.Argument(help="What is meant.")]
    often: Annotated[int, typer.Option(min=1, help="How often.")] = 3
    loud: Annotated[bool, typer.Option("--loud", help="Shout.")] = False


def of_options(heard: list):
    app = typer.Typer()

    @app.command()
    @with_options
    def say(options: Options) -> None:
        """Say it."""
        heard.append(options)

    return app


def test_every_field_arrives_with_its_default_or_what_was_given():
    heard: list[Options] = []
    app = of_options(heard)
    assert CliRunner().invoke(app, ["a", "b"]).exit_code == 0
    assert CliRunner().invoke(app, ["a", "--often", "5", "--loud"]).exit_code == 0
    assert heard == [Options(["a", "b"]), Options(["a"], 5, True)]


def test_help_and_limits_are_those_of_the_fields():
    app = of_options([])
    told = CliRunner().invoke(app, ["--help"], terminal_width=100).output
    assert "Say it." in told
    assert "What is meant." in told
    assert "How often." in told
    assert CliRunner().invoke(app, ["a", "--often", "0"]).exit_code == 2
    assert CliRunner().invoke(app, []).exit_code == 2


def test_a_command_of_anything_else_is_refused_when_it_is_declared():
    def plain(often: int) -> None: ...

    with pytest.raises(TypeError, match="a data class of options"):
        with_options(plain)
