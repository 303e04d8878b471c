"""``gbad wta``: cut an instance of the assignment problem from a run, as a JSON file that ``gbad assign`` reads."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import gbad
from gbad.commands.printing import parse_changes
from gbad.errors import InputError
from gbad.tables import Tables
from gbad.weapon_assignment.cutting import dynamic_of, static_of
from gbad.weapon_assignment.raid_cutting import Uncertain, raid_of


def wta(
    scenario: str, *, at_s: float, seed: int, run: int, changes: list[str], dynamic: bool, stage_s: float | None,
    silent: bool, out: Path,
) -> None:  # fmt: skip
    """Play to a moment and write what the first command could fire then."""
    if out.exists():
        raise InputError(f"{out}: exists; nothing is overwritten")
    if stage_s is not None and not dynamic:
        raise InputError(f"--stage {stage_s:g}: has no effect without --dynamic")
    if out.suffix not in (".json", ".gz"):
        raise InputError(f"{out}: a name ending in .json or .json.gz is needed")
    cut = cut_from(
        scenario, at_s=at_s, seed=seed, run=run, changes=parse_changes(changes), dynamic=dynamic,
        stage_s=stage_s or 10.0, silent=silent,
    )  # fmt: skip
    write(cut, out)
    print(f"{out}: {len(cut['rounds'])} rows, {sum(cut['rounds'])} rounds, {len(cut['values'])} targets")


def cut_from(
    scenario: str, *, at_s: float, seed: int, run: int = 0, changes: dict[str, Any] | None = None,
    dynamic: bool = False, stage_s: float = 10.0, silent: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """The instance of one run's first decision from ``at_s`` on; ``silent``: nobody fires before.

    Raises ``InputError`` when the command can fire at nothing from then to the end.
    """
    battle = gbad.Battle.begin(scenario, seed=seed, first_run=run, changes=changes or {}, record="outcomes")
    tables = battle._state.tables
    while not battle.over:
        battle.advance()
        if battle.waiting and battle.now_s >= at_s:
            view, defence = battle.situation(0), tables.defence
            if dynamic:
                cut = dynamic_of(view, stage_s, *_wrong(tables))
            else:
                cut = static_of(view, defence, battle._state.ledger.ordered[0])
            if cut is not None:
                where = {"scenario": Path(scenario).stem, "seed": seed, "run": run, "time_s": battle.now_s}
                return {"from": where, **cut}
        battle.decide({name: [] for name in battle.commands} if silent else None)
    raise InputError(
        f"{scenario}: {battle.commands[0]} can fire at nothing from {at_s:g} s on in run {run}, seed {seed}"
    )


def raid_from(
    scenario: str, *, seed: int, run: int = 0, changes: dict[str, Any] | None = None, stage_s: float = 10.0,
    comes: float = 1.0, late_stages: int = 0, unknown: Uncertain | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The dynamic instance of a whole run in which nobody fires, for its first command.

    Reports are wrong as the scenario's batteries have it, unless ``unknown`` says otherwise.
    """
    battle = gbad.Battle.begin(scenario, seed=seed, first_run=run, changes=changes or {}, record="outcomes")
    if unknown is None:
        unknown = Uncertain(*_wrong(battle._state.tables), comes=comes, late_stages=late_stages)
    else:
        unknown = replace(unknown, comes=comes, late_stages=late_stages)
    views = []
    while not battle.over:
        battle.advance()
        if battle.waiting:
            views.append(battle.situation(0))
        battle.decide({name: [] for name in battle.commands})
    where = {"scenario": Path(scenario).stem, "seed": seed, "run": run, "changes": changes or {}}
    return {"from": where, **raid_of(views, stage_s, unknown)}


def _wrong(tables: Tables) -> tuple[float, float]:
    """Chances of a false and of a missed kill in reports, on average over batteries."""
    batteries = tables.defence.batteries
    columns = batteries.false_kill_probability, batteries.false_miss_probability
    false_kill, missed_kill = (round(float(column[0].mean()), 6) for column in columns)
    return false_kill, missed_kill


def write(cut: dict[str, Any], out: Path) -> None:
    """One JSON object; compressed without a time stamp, so that the same cut gives the same bytes."""
    text = json.dumps(cut, separators=(",", ":")).encode()
    out.write_bytes(gzip.compress(text, 9, mtime=0) if out.suffix == ".gz" else text)
