"""Other people's solutions of a static problem: read, held against the problem, and weighed.

A solution is CSV with the columns ``weapon,target,rounds`` (names as in the problem, one line for each pair that fires)
or JSON, ``{"shots": [{"weapon": ..., "target": ..., "rounds": ...}]}``, which is what ``gbad assign --json`` prints.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import numpy as np

from gbad.assignment.files import Named, text_of
from gbad.errors import InputError
from gbad.tables import Ints


def read_solution(path: Path, named: Named) -> Ints:
    """Shots ``(W, T)``. Raises ``InputError`` with file and line for what does not fit the problem."""
    text = text_of(path)
    rows = _from_json(path, text) if ".json" in path.suffixes else _from_csv(path, text)
    weapon_of = {name: at for at, name in enumerate(named.weapons)}
    target_of = {name: at for at, name in enumerate(named.targets)}
    shots = np.zeros(named.problem.kill_probability.shape, np.int64)
    for where, weapon, target, rounds in rows:
        for what, name, known in (("weapon", weapon, weapon_of), ("target", target, target_of)):
            if name not in known:
                raise InputError(f"{where}: {what} {name} is not in the problem; it has {_some(list(known))}")
        if isinstance(rounds, bool) or not str(rounds).strip().isdigit():
            raise InputError(f"{where}: rounds {rounds}; a whole number, 0 or more")
        shots[weapon_of[weapon], target_of[target]] += int(str(rounds))
    over = np.flatnonzero(shots.sum(axis=1) > named.problem.rounds)
    if len(over):
        row = over[0]
        more = f" ({len(over)} such weapons)" if len(over) > 1 else ""
        raise InputError(
            f"{path}: weapon {named.weapons[row]} fires {shots[row].sum()} rounds and has "
            f"{named.problem.rounds[row]}{more}"
        )
    return shots


def _from_csv(path: Path, text: str) -> list[tuple[str, str, str, Any]]:
    reader = csv.reader(io.StringIO(text))
    header = [cell.strip().lower() for cell in next(reader, [])]
    if header != ["weapon", "target", "rounds"]:
        raise InputError(f"{path}:1: the header is {','.join(header[:3])}; weapon,target,rounds is needed")
    rows: list[tuple[str, str, str, Any]] = []
    for cells in reader:
        where = f"{path}:{reader.line_num}"
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != 3:
            raise InputError(f"{where}: {len(cells)} cells; weapon,target,rounds are needed")
        rows.append((where, cells[0].strip(), cells[1].strip(), cells[2].strip()))
    return rows


def _from_json(path: Path, text: str) -> list[tuple[str, str, str, Any]]:
    try:
        shots = json.loads(text)["shots"]
        return [
            (f"{path}: shots[{at}]", str(shot["weapon"]), str(shot["target"]), shot["rounds"])
            for at, shot in enumerate(shots)
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path}: expected shots, a list of weapon, target and rounds ({error!r})") from None


def _some(names: list[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
