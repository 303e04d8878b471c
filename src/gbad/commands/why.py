"""``gbad why``: the chain of one object, or the causes of all leakers, from a folder of runs or of a study."""

from __future__ import annotations

from pathlib import Path

from gbad.archive.causes import causes_of
from gbad.archive.repetition import result_of
from gbad.archive.studies import read_study
from gbad.commands.printing import print_answer
from gbad.results.sealing import is_study


def why(folder: Path, threat: str | None, run: int | None, *, variant: str | None, as_json: bool) -> None:
    """Verify and open the folder, then tell. Of a study: over all runs, or one of them, which is played again."""
    if is_study(folder) and threat is None and run is None and variant is None:
        print_answer(causes_of(read_study(folder)), as_json=as_json)
        return
    print_answer(result_of(folder, run, variant).why(threat, run), as_json=as_json)
