"""Scores of many runs: the mean of each figure over runs, with its interval. The run is what is counted.

Shares (completeness, spuriousness, longest segment) have the interval that studies give a measure between two bounds.
The others have no greatest value: theirs is Student's, good for many runs without rare large values, and the answer
says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gbad.metrics import Score
from gbad.metrics.scores import WORDS
from gbad.studies.intervals import Bounds, mean_interval, tally
from gbad.text.answer import Answer, Grid
from gbad.textbook import intervals as textbook
from gbad.textbook.intervals import Interval

SHARES = ("completeness", "spuriousness", "longest_segment")
NEES = ("NEES of position (3 when consistent)", "{:.2f}")


def over_runs(values: Sequence[float | int | None], share: bool) -> Interval | None:
    """Mean with a 95 % interval of the runs in which the figure is there; None where in fewer than two."""
    there = [float(v) for v in values if v is not None]
    if len(there) < 2:
        return None
    return mean_interval(tally(there), Bounds(0.0, 1.0)) if share else textbook.mean_interval(there)


def told(found: Sequence[dict[str, Score]]) -> Answer:
    """One table for each command post: mean, low and high of every figure, and in how many runs it was there."""
    grids: list[Grid] = []
    data: dict[str, Any] = {}
    for name in found[0]:
        totals = [scores[name].total() for scores in found]
        rows, data[name] = [], {}
        for key, (words, form) in (WORDS | {"nees_mean": NEES}).items():
            values = [total[key] for total in totals]
            interval, there = over_runs(values, key in SHARES), sum(v is not None for v in values)
            form = form.replace("{:d}", "{:.2f}")
            ends = ["-"] * 3 if interval is None else [form.format(end) for end in interval]
            rows.append([words, *ends, str(there)])
            of = None if interval is None else interval._asdict()
            data[name][key] = {"runs": there, "kind": "bounded" if key in SHARES else "student", "mean": of}
        header = ("measure", "mean", "low", "high", "runs")
        grids.append(Grid(f"{name}: means over {len(found)} runs", header, rows, header[1:]))
    one = next(iter(found[0].values()))
    return Answer(
        "Tracks against the answer key, over runs",
        [f"A track is near an object when closer than {one.cutoff_m:g} m; instants every {one.step_s:g} s; order "
         f"{one.order:g}.",
         "95 % intervals of the mean: of shares from their bounds, 0 and 1; of all others Student's, for many runs "
         "without rare large values."],
        grids,
        {"runs": len(found), "over_runs": data},
    )  # fmt: skip
