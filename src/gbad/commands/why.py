"""``gbad why``: the chain of one object, or the causes of all leakers, from a results folder."""

from __future__ import annotations

import sys
from pathlib import Path

from gbad import results
from gbad.commands.printing import console, print_json


def why(folder: Path, threat: str | None, run: int | None, *, as_json: bool) -> None:
    """Verify and open the folder, then tell."""
    answer = results.open(folder).why(threat, run)
    if as_json:
        print_json(answer.to_dict())
    elif sys.stdout.isatty():
        console().print(answer)
    else:
        print(answer)
