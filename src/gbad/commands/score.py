"""``gbad score``: tracks of a results folder, or of an outside tracker, against the answer key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from gbad.archive.repetition import result_of
from gbad.commands import score_runs
from gbad.commands.printing import print_answer
from gbad.errors import InputError
from gbad.metrics import Score, scores
from gbad.results.sealing import is_study
from gbad.text.readable import counted


def score(
    folder: Path,
    tracks: Path | None,
    *,
    run: int | None,
    runs: int | None,
    variant: str | None,
    cutoff_m: float,
    order: float,
    since: Any,
    longest_gap_s: float,
    as_json: bool,
) -> None:
    """Verify and open the folder, score, tell. Of a study, runs are played again and scored.

    With ``runs`` the first so many are scored, and their means told with intervals; raises ``InputError`` where fewer
    are there, or where one run or an outside table is named too.
    """
    how: dict[str, Any] = {"cutoff_m": cutoff_m, "order": order, "since": since, "longest_gap_s": longest_gap_s}
    if runs is None:
        print_answer(
            scores.told(scores.score_result(result_of(folder, run, variant), tracks, run=run, **how)), as_json=as_json
        )
        return
    if run is not None or tracks is not None:
        other = "--run" if run is not None else "--tracks"
        raise InputError(f"--runs {runs}: leave out {other}, which belongs to one run")
    print_answer(score_runs.told(list(_of_runs(folder, runs, variant, how))), as_json=as_json)


def _of_runs(folder: Path, runs: int, variant: str | None, how: dict[str, Any]) -> Iterator[dict[str, Score]]:
    """Scores of run after run: of a study played again, of a folder of runs those whose truth it holds."""
    if is_study(folder):
        for number in range(runs):
            yield scores.score_result(result_of(folder, number, variant), run=number, **how)
        return
    result = result_of(folder, None, variant)
    recorded = np.unique(result.table("truth")["run"])
    if runs > len(recorded):
        there = counted(len(recorded), "run")
        raise InputError(f"--runs {runs}: {folder} holds the truth of {there}; a study's runs are played again")
    for number in recorded[:runs]:
        yield scores.score_result(result, run=int(number), **how)
