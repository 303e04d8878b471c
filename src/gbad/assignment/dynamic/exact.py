"""The optimum of small dynamic instances, by working back over every state that can be reached.

The state is what the command knows (``_exact_kernel``): with wrong reports beliefs take its place of truth, and the set
of beliefs that can be reached is finite. Stages are spread out forward from the start, then valued backward over all
joint orders. Exact up to the rounding of beliefs to 2^-36.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from gbad.assignment.dynamic import _exact_kernel as numbers
from gbad.assignment.dynamic import _model_kernel as world
from gbad.assignment.dynamic.model import copy_of, opening
from gbad.assignment.dynamic.policies import Policy
from gbad.errors import InputError
from gbad.tables import Floats, Ints

MOST_STATES = 4_000_000


@dataclass(slots=True)
class Stage:
    """States of one stage, their values and best orders."""

    keys: Ints  # (states, T + 1)
    table: Ints  # hash table
    count: Ints  # (1,)
    values: Floats
    rows: Ints  # (states, T)
    salvos: Ints


@dataclass(slots=True)
class Exact:
    """The least expected survival, and a best policy for every state that can be reached."""

    survival_value: float
    states: int
    seconds: float
    model: world.Model
    stages: list[Stage]

    def orders(self, known: world.Known) -> tuple[Ints, Ints]:
        """Best row (NOBODY for none) and salvo of each target."""
        key = np.empty(len(self.model.values) + 1, np.int64)
        settled = copy_of(known)
        at = self.stages[int(known.stage[0])]
        settled.stage[0] -= 1
        numbers.forget(self.model, settled)
        settled.stage[0] += 1
        numbers.pack(self.model, settled, key)
        state = numbers.find(at.table, at.keys, at.count, key, False)
        if state == numbers.EMPTY:
            raise KeyError("a state that cannot be reached")
        return at.rows[state], at.salvos[state]


def solve_exactly(model: world.Model, most_states: int = MOST_STATES) -> Exact:
    """Work through all states. Raises ``InputError`` when there are more than ``most_states``."""
    began_s = time.perf_counter()
    targets, stages = len(model.values), int(model.rules[3])
    if np.prod(model.rounds + 1.0) > 2.0**62 or targets > 12:
        raise InputError(f"{targets} targets and {model.rounds.sum()} rounds are too many to be worked through")
    start = empty_stage(1 << 10, targets)
    chances = _first_states(model, start)
    levels = [start]
    for stage in range(stages - 1):
        level = levels[-1]
        capacity = max(1 << 12, 4 * int(level.count[0]))
        while True:
            after = empty_stage(capacity, targets)
            if work_stage(model, stage, level, after, True):
                break
            capacity *= 4
            if capacity > 4 * most_states:
                raise InputError(
                    f"more than {most_states} states at stage {stage + 1}; use the bounds for larger instances"
                )
        levels.append(after)
        if sum(int(one.count[0]) for one in levels) > most_states:
            raise InputError(f"more than {most_states} states; use the bounds for larger instances")
    nothing = empty_stage(1, targets)
    for stage in range(stages - 1, -1, -1):
        work_stage(model, stage, levels[stage], levels[stage + 1] if stage + 1 < stages else nothing, False)
    total = float(sum(chance * levels[0].values[state] for state, chance in chances))
    states = sum(int(one.count[0]) for one in levels)
    return Exact(total + numbers.hopeless(model), states, time.perf_counter() - began_s, model, levels)


def _first_states(model: world.Model, start: Stage) -> list[tuple[int, float]]:
    """Put the states of stage 0 into its table; their numbers and chances."""
    return [
        (int(numbers.find(start.table, start.keys, start.count, np.frombuffer(packed, np.int64)[1:], True)), chance)
        for packed, chance in _openings(model).items()
    ]


def empty_stage(capacity: int, targets: int) -> Stage:
    """Room for so many states."""
    size = 1 << int(np.ceil(np.log2(2 * capacity)))
    empty = np.zeros((0, targets), np.int64)
    return Stage(
        np.zeros((capacity, targets + 1), np.int64), np.full(size, numbers.EMPTY, np.int64), np.zeros(1, np.int64),
        np.zeros(0), empty, empty,
    )  # fmt: skip


def work_stage(model: world.Model, stage: int, level: Stage, after: Stage, forward: bool) -> bool:
    """Spread the states of a stage out into the next, or value them from it. False when the next has no room left."""
    count, targets = int(level.count[0]), len(model.values)
    values, rows = np.zeros(count), np.zeros((count, targets), np.int64)
    salvos = np.zeros_like(rows)
    fits = numbers.run_stage(
        model,
        stage,
        level.keys,
        count,
        after.table,
        after.keys,
        after.count,
        after.values,
        forward,
        values,
        rows,
        salvos,
    )
    if not forward:
        level.values, level.rows, level.salvos = values, rows, salvos
    return bool(fits)


def evaluate(model: world.Model, policy: Policy) -> float:
    """Survival expected under a policy, exactly: over every state that it can come to. For small instances."""
    total, states = numbers.hopeless(model), dict(_openings(model))
    key, fates, chances = _room(model)
    while states:
        later: dict[bytes, float] = {}
        for packed, chance in states.items():
            known = opening(model)
            stage = np.frombuffer(packed, np.int64)
            numbers.unpack(model, int(stage[0]), stage[1:], known)
            row, salvo = policy(model, known)
            for target in np.flatnonzero(row != numbers.NOBODY):
                world.fire(model, known, int(row[target]), int(target), int(salvo[target]))
            total += chance * numbers.settle(model, known)
            if known.stage[0] + 1 == int(model.rules[3]):
                continue
            _follow(model, known, chance, later, key, fates, chances)
        states = later
    return total


def _openings(model: world.Model) -> dict[bytes, float]:
    known = opening(model)
    found: dict[bytes, float] = {}
    numbers.settle(model, known)
    _follow(model, known, 1.0, found, *_room(model))
    return found


def _room(model: world.Model) -> tuple[Ints, Floats, Floats]:
    targets = len(model.values)
    return np.empty(targets + 1, np.int64), np.empty((1 << targets, targets)), np.empty(1 << targets)


def _follow(
    model: world.Model, known: world.Known, chance: float, later: dict[bytes, float], key: Ints, fates: Floats,
    chances: Floats,
) -> None:  # fmt: skip
    """Add what the next stage can bring to ``later``."""
    n = numbers.outcomes(model, known, fates, chances)
    known.stage[0] += 1
    known.pending[:] = np.maximum(known.pending - 1, 0)
    known.held[:] = np.maximum(known.held - 1, 0)
    for k in range(n):
        known.belief[:] = fates[k]
        numbers.pack(model, known, key)
        packed = known.stage.tobytes() + key.tobytes()
        later[packed] = later.get(packed, 0.0) + chance * float(chances[k])
