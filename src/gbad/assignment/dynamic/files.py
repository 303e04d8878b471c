"""Dynamic instances in files, and other people's policies for them.

An instance is one JSON object (also ``.gz``) with ``schema: wta-dynamic/1`` and the members of ``Instance``; others
(``from``, ``stage_s``) are left alone. A policy is a function in Python, ``mine.py:policy``, that is called at every
stage as ``policy(instance, known)`` and returns ``(row, target, rounds)`` for each engagement to open; or a plan, a CSV
of ``stage,row,target,rounds``. A plan's order falls away while a report on its target is under way, and where the
target has not come or is held for dead (chance to live below one half). Rows, targets and stages count from 0.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gbad.assignment.dynamic import _model_kernel as world
from gbad.assignment.dynamic.model import Instance, instance
from gbad.assignment.dynamic.policies import Orders, Policy, no_orders
from gbad.assignment.files import object_of, text_of
from gbad.errors import InputError

SCHEMA = "wta-dynamic/1"
PLAN = ("stage", "row", "target", "rounds")
HELD_DEAD = 0.5

UsersPolicy = Callable[[Instance, world.Known], Any]


def is_dynamic(path: Path) -> bool:
    """Whether a file that can be read says that it is a dynamic instance."""
    if ".json" not in path.suffixes or not path.is_file():
        return False
    return f'"{SCHEMA}"' in text_of(path)


def read_instance(path: Path) -> Instance:
    """Read an instance. Raises ``InputError`` with the file, what was found and what is allowed."""
    document = object_of(path, text_of(path))
    if document.get("schema") != SCHEMA:
        raise InputError(f"{path}: schema: {document.get('schema')} was found; {SCHEMA} is needed")
    try:
        return instance(document)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def read_plan(path: Path, given: Instance) -> Policy:
    """A plan as a policy. Raises ``InputError`` with file and line for what the instance does not have."""
    limits = {
        "stage": given.stages - 1, "row": len(given.rounds) - 1, "target": len(given.values) - 1,
        "rounds": given.most_salvo,
    }  # fmt: skip
    reader = csv.reader(io.StringIO(text_of(path)))
    header = tuple(cell.strip().lower() for cell in next(reader, []))
    if header != PLAN:
        raise InputError(f"{path}:1: the header is {','.join(header) or 'empty'}; {','.join(PLAN)} is needed")
    plan: dict[tuple[int, int], tuple[int, int]] = {}
    for cells in reader:
        where = f"{path}:{reader.line_num}"
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(PLAN):
            raise InputError(f"{where}: {len(cells)} cells; {','.join(PLAN)} are needed")
        found = {}
        for name, cell in zip(PLAN, cells, strict=True):
            low = int(name == "rounds")
            if not cell.strip().isdigit() or not low <= int(cell) <= limits[name]:
                raise InputError(f"{where}: {name}: {cell.strip() or 'nothing'}; {low} to {limits[name]}")
            found[name] = int(cell)
        key = found["stage"], found["target"]
        if key in plan:
            raise InputError(f"{where}: target {key[1]} is fired at twice at stage {key[0]}")
        plan[key] = found["row"], found["rounds"]

    def policy(model: world.Model, known: world.Known) -> Orders:
        row, salvo = no_orders(model)
        row[:], salvo[:] = -1, 0
        for target in range(len(model.values)):
            order = plan.get((int(known.stage[0]), target))
            if order is not None and known.pending[target] == 0 and known.belief[target] >= HELD_DEAD:
                row[target], salvo[target] = order
        return row, salvo

    return policy


def as_policy(function: UsersPolicy, given: Instance) -> Policy:
    """A user's function as a policy. What it returns is read here: errors name the stage."""

    def policy(model: world.Model, known: world.Known) -> Orders:
        row, salvo = no_orders(model)
        row[:], salvo[:] = -1, 0
        stage = int(known.stage[0])
        for order in function(given, known):
            try:
                one, target, rounds = (int(part) for part in order)
            except (TypeError, ValueError):
                raise InputError(f"stage {stage}: {order!r} was returned; (row, target, rounds) is needed") from None
            if not 0 <= target < len(row):
                raise InputError(f"stage {stage}: target {target}; 0 to {len(row) - 1}")
            if salvo[target]:
                raise InputError(f"stage {stage}: target {target} is fired at twice; one row in one engagement")
            if one < 0 or rounds < 1:
                raise InputError(f"stage {stage}: {rounds} rounds of row {one}; at least 1 of row 0 or more")
            row[target], salvo[target] = one, rounds
        return row, salvo

    return policy
