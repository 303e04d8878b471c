"""What this result itself shows: which kinds of threat were killed, and what a system is made of."""

from __future__ import annotations

import numpy as np

from gbad.claims.finding import DOES_NOT_HOLD, HOLDS, HOLDS_IF, NOISE, NOT_TESTED_HERE, Case, Found
from gbad.claims.sight import ACQUISITION_RADAR, horizon_height_m, mast_height_m, noise_range_m
from gbad.tables import TARGET_BALLISTIC

LOW_OBSERVABLE_DBSM = -7.0  # [dB of 1 m2] an aircraft below this counts as stealthy here
LAUNCHERS, ROUNDS = 8, 32
FEW = 10  # fewer flown than this, and none killed, refute nothing


def killed_kinds(case: Case) -> Found:
    """Sentence c07: several kinds, stealth aircraft and ballistic missiles among them. Counts of this result."""
    kinds = _kinds(case)
    if not kinds:
        return Found(NOT_TESTED_HERE, "No threat flies in this scenario.")
    counts = ", ".join(f"{kind} {killed} of {flown}" for kind, (killed, flown) in kinds.items())
    named = {"stealth aircraft": _stealthy(case), "ballistic missiles": _ballistic(case)}
    missing = [word for word, types in named.items() if not types & set(kinds)]
    condition = f"Killed here: {counts}."
    row = case.radar_row(ACQUISITION_RADAR)
    stealthy = sorted(named["stealth aircraft"] & set(kinds))
    if row is not None and stealthy:
        condition += " " + _stealth_range(case, row, stealthy[0])
    if missing:
        condition += f" No {' and no '.join(missing)} in this scenario."
        return Found(NOT_TESTED_HERE, condition)
    shot = {word: sum(kinds[t][0] for t in types if t in kinds) for word, types in named.items()}
    total = sum(killed for killed, _ in kinds.values())
    if all(shot.values()):
        every = all(kinds[t][0] == kinds[t][1] for types in named.values() for t in types if t in kinds)
        return Found(HOLDS if every else HOLDS_IF, condition, NOISE, float(total), "killed")
    none = " and ".join(word for word, n in shot.items() if not n)
    fewest = min(sum(kinds[t][1] for t in types if t in kinds) for word, types in named.items() if not shot[word])
    condition += f" None of the {none}."
    if fewest < FEW:
        # with half a chance each, none of two is killed once in four runs
        condition += f" They are too few to refute the sentence ({fewest} flown): play more runs."
        return Found(NOT_TESTED_HERE, condition, NOISE, float(total), "killed")
    return Found(DOES_NOT_HOLD, condition, NOISE, float(total), "killed")


def _kinds(case: Case) -> dict[str, tuple[int, int]]:
    """Killed and flown, over all runs, by library type of threat."""
    threat = np.asarray(case.outcomes["is_threat"]).astype(bool)
    types = np.asarray(case.outcomes["type"]).astype(str)[threat]
    killed = np.asarray(case.outcomes["fate"]).astype(str)[threat] == "killed"
    return {str(t): (int(killed[types == t].sum()), int((types == t).sum())) for t in np.unique(types)}


def _stealthy(case: Case) -> set[str]:
    """Types of threat aircraft whose cross-section is small for an aircraft."""
    objects = case.tables.objects
    aircraft = (objects.target_class == 0) & objects.is_threat
    named = np.array(["low-observable" in str(t) or "stealth" in str(t) for t in objects.type], dtype=bool)
    small = objects.rcs_dbsm[case.draw] <= LOW_OBSERVABLE_DBSM
    return {str(t) for t in objects.type[aircraft & named & small]}


def _ballistic(case: Case) -> set[str]:
    objects = case.tables.objects
    return {str(t) for t in objects.type[(objects.target_class == TARGET_BALLISTIC) & objects.is_threat]}


def _stealth_range(case: Case, row: int, kind: str) -> str:
    """From how far the acquisition radar sees this type, by noise alone and by horizon at 10 km."""
    objects, radars = case.tables.objects, case.tables.defence.radars
    which = int(np.flatnonzero(objects.type == kind)[0])
    form = int(objects.rcs_form[which])
    # head-on, at this radar's own frequency, where the type has a table
    dbsm = objects.rcs_dbsm[case.draw, which] if form < 0 else objects.rcs_by_aspect_dbsm[case.draw, row, form, 0]
    rcs_m2 = 10.0 ** (float(dbsm) / 10.0)
    range_m = noise_range_m(case, row, rcs_m2, int(objects.swerling[which]))
    height_m = horizon_height_m(range_m, mast_height_m(ACQUISITION_RADAR), radars.effective_earth_factor)
    return (
        f"The {ACQUISITION_RADAR} sees {rcs_m2:.2g} m² (head-on) with Pd 0.5 from {range_m / 1e3:.0f} km, above "
        f"{height_m / 1e3:.1f} km height."
    )


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
