"""A rerun in words: what was opened, what followed, and what that says of the cause."""

from __future__ import annotations

import math
from typing import Any

from gbad.attribution.interventions import TABLE
from gbad.codes.causes import Cause
from gbad.simulation.rerun import LIFT, Opened, Rerun
from gbad.text.answer import Grid


def verdict(told: Rerun) -> str:
    """One sentence: whether the cause is the cause."""
    was = "" if math.isnan(told.share_was) else f"{_of(told.share_was, told.redraws)} as it was"
    if told.verdict == "confirmed":
        assert told.helping is not None
        return (
            f"Confirmed: with that gate alone opened it is killed in {_of(told.helping.share, told.redraws)} redraws, "
            f"against {was}."
        )
    if told.verdict == "several" and told.helping is not None:
        named = " and ".join(f"{gate.words}" for gate in told.helping.gates)
        return (
            f"Several: opening what the cause names does not help enough; it takes this: {named}. Then it is killed in "
            f"{_of(told.helping.share, told.redraws)} redraws, against {was}."
        )
    if told.verdict == "several":
        return (
            f"Several: nothing that was tried lifts the share of redraws in which it is killed by {LIFT}: it is killed "
            f"in {was}."
        )
    if told.verdict == "chance":
        return f"A matter of dice: thrown anew from before that moment, and nothing opened, it is killed in {was}."
    if told.verdict == "place":
        return "On real ground the cause is told, and gates of place are not opened: that is for made-up ground."
    return "Nothing in the table of interventions opens this gate."


def grids(told: Rerun) -> list[Grid]:
    """What was tried, a line each."""
    columns = ("opened", "from", "expected next", "followed", "on the same dice", "killed in redraws", "as it was")
    rows = [
        [
            "; ".join(gate.words for gate in each.gates), f"{min(gate.from_s for gate in each.gates):.0f} s",
            each.gates[-1].line.expected, "yes" if each.reached else "no",
            "killed" if each.killed else f"not: {each.next_cause.short}", _of(each.share, told.redraws),
            _of(each.share_was, told.redraws),
        ]
        for each in told.tried
    ]  # fmt: skip
    return [Grid("Gates opened, all other orders decided anew", columns, rows, ("from",))] if rows else []


def facts(told: Rerun) -> dict[str, Any]:
    """The same for a machine, with the whole table of interventions."""
    return {
        "verdict": told.verdict,
        "redraws": told.redraws,
        "share_killed_as_it_was": None if math.isnan(told.share_was) else told.share_was,
        "tried": [_tried(each) for each in told.tried],
        "interventions": [
            {"cause": cause.identifier, "opening": line.words, "expected": line.expected}
            for cause, line in sorted(TABLE.items())
        ],
    }


def _tried(each: Opened) -> dict[str, Any]:
    return {
        "opened": [
            {"cause": gate.line.cause.identifier, "opening": gate.words, "from_s": gate.from_s} for gate in each.gates
        ],
        "expected": each.gates[-1].line.expected,
        "followed": each.reached,
        "killed": each.killed,
        "stopped_by": None if each.next_cause == Cause.NONE else each.next_cause.identifier,
        "share_killed": each.share,
        "share_killed_as_it_was": each.share_was,
        "helps": each.helps,
    }


def _of(share: float, redraws: int) -> str:
    return f"{round(share * redraws)} of {redraws}"
