"""``gbad score``: tracks of a results folder, or of an outside tracker, against the answer key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gbad.archive.repetition import result_of
from gbad.commands.printing import print_answer
from gbad.metrics import scores


def score(
    folder: Path,
    tracks: Path | None,
    *,
    run: int | None,
    variant: str | None,
    cutoff_m: float,
    order: float,
    since: Any,
    longest_gap_s: float,
    as_json: bool,
) -> None:
    """Verify and open the folder, score, tell. Of a study one run is played again and scored."""
    found = scores.score_result(
        result_of(folder, run, variant), tracks, run=run, cutoff_m=cutoff_m, order=order, since=since,
        longest_gap_s=longest_gap_s,
    )  # fmt: skip
    print_answer(scores.told(found), as_json=as_json)
