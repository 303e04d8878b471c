"""``gbad rerun``: a folder played again from what it holds, and compared."""

from __future__ import annotations

import sys
from pathlib import Path

from gbad.archive.rerun import rerun as repeated
from gbad.commands.printing import print_answer
from gbad.errors import ResultsError
from gbad.simulation.cold_start import company


def rerun(folder: Path, beside: Path | None, *, as_json: bool) -> None:
    """Play again and tell; exit status 4 where something differs."""
    with company():
        answer = repeated(folder, beside)
    print_answer(answer, as_json=as_json)
    if not answer.facts["same"]:
        sys.stdout.flush()
        raise SystemExit(ResultsError.exit_status)
