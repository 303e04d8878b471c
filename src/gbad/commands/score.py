"""``gbad score``: tracks of a results folder, or of an outside tracker, against the answer key."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from gbad import results
from gbad.commands.printing import console, print_json
from gbad.metrics import scores


def score(
    folder: Path,
    tracks: Path | None,
    *,
    run: int | None,
    cutoff_m: float,
    order: float,
    since: Any,
    longest_gap_s: float,
    as_json: bool,
) -> None:
    """Verify and open the folder, score, tell."""
    found = scores.score_result(
        results.open(folder), tracks, run=run, cutoff_m=cutoff_m, order=order, since=since,
        longest_gap_s=longest_gap_s,
    )  # fmt: skip
    answer = scores.told(found)
    if as_json:
        print_json(answer.to_dict())
    elif sys.stdout.isatty():
        console().print(answer)
    else:
        print(answer)
