"""``gbad verify``: whether a folder of runs or of a study is as it was written."""

from __future__ import annotations

from pathlib import Path

from gbad.archive.verification import verify as verified
from gbad.commands.printing import print_answer


def verify(folder: Path, *, as_json: bool) -> None:
    """Tell what was found. Raises ResultsError (exit status 4) with the damaged file."""
    print_answer(verified(folder), as_json=as_json)
