"""What this result itself shows: which kinds of threat were killed, and what a system is made of."""

from __future__ import annotations

import numpy as np

from gbad.claims.finding import HOLDS, NOT_TESTED_HERE, Case, Found

LAUNCHERS, ROUNDS = 8, 32


def killed_here(case: Case) -> str:
    """What became of each kind in this result: counts of single raids, no evidence for or against a sentence."""
    kinds = _kinds(case)
    if not kinds:
        return "No threat flies in this scenario."
    counts = ", ".join(f"{kind} {killed} of {flown}" for kind, (killed, flown) in kinds.items())
    return f"Killed in this result, which is no evidence: {counts}."


def _kinds(case: Case) -> dict[str, tuple[int, int]]:
    """Killed and flown, over all runs, by library type of threat."""
    threat = np.asarray(case.outcomes["is_threat"]).astype(bool)
    types = np.asarray(case.outcomes["type"]).astype(str)[threat]
    killed = np.asarray(case.outcomes["fate"]).astype(str)[threat] == "killed"
    return {str(t): (int(killed[types == t].sum()), int((types == t).sum())) for t in np.unique(types)}


def make_up(case: Case) -> Found:
    """Sentence c08: one command post, eight launchers, 32 missiles a system. Counted in the scenario."""
    defence = case.tables.defence
    if not len(defence.batteries.id):
        return Found(NOT_TESTED_HERE, "No battery stands in this scenario.")
    lines, holds = [], True
    for row, battery in enumerate(defence.batteries.id):
        launchers = int(np.count_nonzero(defence.launchers.battery == row))
        tubes = int(defence.launchers.tubes[defence.launchers.battery == row].sum())
        rounds = int(np.count_nonzero(defence.rounds.battery == row))
        post = defence.commands.id[defence.batteries.command[row]]
        lines.append(f"{battery}: post {post}, {launchers} launchers, {tubes} tubes, {rounds} rounds")
        holds &= launchers >= LAUNCHERS and rounds >= ROUNDS
    shared = len(np.unique(defence.batteries.command)) < len(defence.batteries.id)
    condition = "By this scenario, counting one battalion as the system: " + "; ".join(lines) + "."
    if shared:
        condition += " The battalions share a command post."
    if not holds:
        condition += " It lays out less than the article's system, so it neither bears it out nor refutes it."
    rounds = int(np.count_nonzero(defence.rounds.battery == 0))
    return Found(HOLDS if holds else NOT_TESTED_HERE, condition, "", float(rounds), "rounds")
