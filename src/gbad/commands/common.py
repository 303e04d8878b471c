"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Scenario = Annotated[str, typer.Argument(help="A shipped scenario's name, or a YAML file.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of all dice; the same seed gives the same bytes.")]
Runs = Annotated[int, typer.Option(min=1, help="How many runs, each with its own dice.")]
Out = Annotated[
    Path | None, typer.Option(help="A new or empty folder; without it the next gbad-results-0001. Never overwrites.")
]
Changes = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change one value or switch; may be repeated.")
]
OfStudy = Annotated[str | None, typer.Option("--variant", help="Of a study: whose run is played again.")]
Json = Annotated[bool, typer.Option("--json", help="Standard output is one JSON object and nothing else.")]
