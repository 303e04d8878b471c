"""The command line: thin. It reads options, calls the Python front door, prints, and maps errors to exit statuses.

Nothing heavy is imported until a command needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from gbad.commands.exits import DEBUG, exits

app = typer.Typer(
    help="An open laboratory for ground-based air defence: one engagement from detection to outcome. Simulation only.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Scenario = Annotated[str, typer.Argument(help="A shipped scenario's name, or a YAML file.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of all dice; the same seed gives the same bytes.")]
Runs = Annotated[int, typer.Option(min=1, help="How many runs, each with its own dice.")]
Out = Annotated[
    Path | None, typer.Option(help="A new or empty folder; without it the next gbad-results-0001. Never overwrites.")
]
Changes = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change one value or switch; may be repeated.")
]
Json = Annotated[bool, typer.Option("--json", help="Standard output is one JSON object and nothing else.")]


@app.callback()
def options(debug: Annotated[bool, typer.Option(DEBUG, help="Show a traceback when something fails.")] = False) -> None:
    """Options before any command. ``--debug`` is taken from anywhere on the line by :func:`main`."""


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
) -> None:
    """Play a scenario and write a results folder."""
    from gbad.commands import run

    run.run(
        scenario, seed=seed, runs=runs, first_run=first_run, out=out, changes=changes or [], as_json=json,
        with_report=report,
    )  # fmt: skip


@app.command()
@exits
def study(
    reference: Annotated[str, typer.Argument(help="A scenario (name or file), or a study file with variants.")],
    runs: Annotated[int | None, typer.Option(min=1, help="Runs of each variant.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of all dice.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="MEASURE +- WIDTH", help='Stop when sharp enough: "leaked +- 0.2".')
    ] = None,
    backend: Annotated[str, typer.Option(help="threads, or processes for policies in Python.")] = "threads",
    workers: Annotated[int | None, typer.Option(min=1, help="How many at once (default: all cores).")] = None,
    batch: Annotated[int | None, typer.Option(min=1, help="Runs per batch (default: about a second of work).")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue the study in --out.")] = False,
    out: Out = None,
    plan: Annotated[bool, typer.Option("--plan", help="Print runs, time and disk; start nothing.")] = False,
    json: Json = False,
) -> None:
    """Play many runs: intervals, fair comparison of variants, resumable."""
    from gbad.commands import study

    study.study(
        reference, runs=runs, seed=seed, until=until, out=out, resume=resume, backend=backend, workers=workers,
        batch=batch, only_plan=plan, as_json=json,
    )  # fmt: skip


@app.command()
@exits
def demo(seed: Seed = 7, out: Out = None, json: Json = False) -> None:
    """Play the shipped scenario ankara-2019 and print where its report is."""
    from gbad.commands import run

    run.run("ankara-2019", seed=seed, runs=1, out=out, changes=[], as_json=json, with_report=True)


@app.command()
@exits
def show(
    name: Annotated[str | None, typer.Argument(help="A library entry; without it all are listed.")] = None,
    json: Json = False,
) -> None:
    """Show the library: each number with low, nominal and high, its basis and its source."""
    from gbad.commands import show

    show.show(name, as_json=json)


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


@app.command()
@exits
def why(
    results: Annotated[Path, typer.Argument(help="A results folder.")],
    threat: Annotated[str | None, typer.Argument(help="Id of an object; without it the causes of all leakers.")] = None,
    run: Annotated[int | None, typer.Option(min=0, help="Run number (default: the first of the results).")] = None,
    json: Json = False,
) -> None:
    """Tell the causal chain of one threat, or why each leaker got through."""
    from gbad.commands import why

    why.why(results, threat, run, as_json=json)


@app.command()
@exits
def bench(name: Annotated[str | None, typer.Argument(help="A bench; without it all are listed.")] = None) -> None:
    """Run one of the project's benches."""
    from gbad.commands import bench

    bench.bench(name)


@app.command()
@exits
def version(json: Json = False) -> None:
    """Print the version."""
    from gbad.commands.printing import print_json
    from gbad.version import VERSION

    if json:
        print_json({"version": VERSION})
    else:
        print(VERSION)


def main() -> None:
    """Entry point of ``gbad``."""
    if DEBUG in sys.argv[1:]:
        sys.argv = [sys.argv[0], DEBUG, *(argument for argument in sys.argv[1:] if argument != DEBUG)]
    app()


if __name__ == "__main__":
    main()
