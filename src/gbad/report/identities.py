"""Who was taken for whom: the confusion matrix of sides and identities, at the end and at the first order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gbad.codes.reasons import SENTENCES
from gbad.report.story import Story, records, rows_of

SIDES = ("hostile", "neutral", "friend")
HELD = ("hostile", "unknown", "neutral", "friend")
MOST_ROWS = 14


@dataclass(frozen=True)
class Confusion:
    """Rows of sides: what its objects were held for, over all runs. ``never`` were in no picture."""

    at_end: list[dict[str, Any]]
    at_order: list[dict[str, Any]]
    delay_s: dict[str, float]  # by side: median from the first shared track to the right identity, of those that got it
    wrong: list[dict[str, Any]]  # changes to a wrong identity in the told run, in order of time
    more: int  # changes that are not shown
    runs: int


def confusion(story: Story) -> Confusion | None:
    """Count all runs of a result; None where the table has no identities or nobody but threats flew."""
    outcomes = story.tables["outcomes"]
    if "side" not in outcomes or not story.others:
        return None
    side = np.asarray(outcomes["side"]).astype(str)
    wrong = [row for row in records(rows_of(story.tables, "identities", story.run)) if _is_wrong(story, row)]
    return Confusion(
        at_end=_matrix(side, np.asarray(outcomes["held_identity"]).astype(str)),
        at_order=_matrix(side, np.asarray(outcomes["identity_at_order"]).astype(str)),
        delay_s=_delays(outcomes, side),
        wrong=[{**row, "because": SENTENCES.get(str(row["reason"]), "")} for row in wrong[:MOST_ROWS]],
        more=max(len(wrong) - MOST_ROWS, 0),
        runs=len(story.runs),
    )


def _delays(outcomes: Any, side: np.ndarray) -> dict[str, float]:
    """How long identification took: late is an outcome too."""
    took = np.asarray(outcomes["right_identity_s"], np.float64) - np.asarray(outcomes["shared_s"], np.float64)
    rightly = np.isfinite(took)
    return {who: float(np.median(took[rightly & (side == who)])) for who in SIDES if (rightly & (side == who)).any()}


def _matrix(side: np.ndarray, held: np.ndarray) -> list[dict[str, Any]]:
    rows = []
    for who in SIDES:
        mine = held[side == who]
        counts = {name: int(np.count_nonzero(mine == name)) for name in HELD}
        if len(mine):
            rows.append({"side": who, "of": len(mine), "never": int(np.count_nonzero(mine == "")), **counts})
    return rows


def _is_wrong(story: Story, row: dict[str, Any]) -> bool:
    thing = next((thing for thing in story.things if thing.id == row["object"]), None)
    if thing is None:
        return False
    return row["identity"] in (("neutral", "friend") if thing.is_threat else ("hostile",))
