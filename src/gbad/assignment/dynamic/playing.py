"""Playing a dynamic instance: runs of a policy on keyed dice, and the mean with its interval.

Dice. Whether a target comes is keyed by (run, target); whether the k-th round fired at a target kills it by (run,
target, k); whether the k-th engagement's report is true by (run, target, k). Two policies on one seed therefore meet
the same raid, and as long as they fire alike at a target, the same luck.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.assignment.dynamic import _model_kernel as world
from gbad.assignment.dynamic import _policies_kernel as numbers
from gbad.assignment.dynamic.model import copy_of
from gbad.assignment.dynamic.policies import Policy
from gbad.errors import InputError
from gbad.tables import Floats, Ints

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Played:
    """What survived, run by run."""

    survival: Floats  # (runs,)
    rounds_fired: Ints  # (runs,)

    @property
    def mean(self) -> float:
        """Mean survival."""
        return float(self.survival.mean())

    @property
    def half_width(self) -> float:
        """Half of the 95 % interval of the mean."""
        return half_width(self.survival)


def half_width(values: Floats) -> float:
    """Half of the 95 % interval of a mean of independent runs (normal)."""
    return float(Z95 * values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else float("inf")


def play(model: world.Model, policy: Policy, *, seed: int, runs: int) -> Played:
    """Play ``runs`` runs. Orders that do not fit are refused with stage and target."""
    survival, fired = np.empty(runs), np.empty(runs, np.int64)
    known, real = numbers.blank(model)
    for run in range(runs):
        number = np.uint64(run)
        world.begin(model, known, real, np.uint64(seed), number)
        while True:
            row, salvo = policy(model, copy_of(known))
            refuse(model, known, row, salvo)
            numbers.carry_out(model, known, real, np.uint64(seed), number, row, salvo)
            if known.stage[0] + 1 == int(model.rules[3]):
                break
            world.next_stage(model, known, real, np.uint64(seed), number)
        survival[run] = numbers.surviving(model, real)
        fired[run] = int((model.rounds - known.rounds).sum())
    return Played(survival, fired)


def refuse(model: world.Model, known: world.Known, row: Ints, salvo: Ints) -> None:
    """Raise ``InputError`` for orders that break windows, reports under way, rounds, channels or the largest salvo."""
    rounds, free = numbers.room(model, known)
    stage = int(known.stage[0])
    for target in np.flatnonzero(row != numbers.NOBODY):
        one, count = int(row[target]), int(salvo[target])
        where = f"stage {stage}, target {target}:"
        if not 0 <= one < len(rounds) or not 1 <= count <= int(model.rules[2]):
            raise InputError(
                f"{where} {count} rounds of row {one}; 1 to {int(model.rules[2])} of rows 0 to {len(rounds) - 1}"
            )
        if known.pending[target] > 0:
            raise InputError(f"{where} is under engagement until its report in {known.pending[target]} stages")
        if not model.opens[one, target] <= stage <= model.closes[one, target]:
            raise InputError(
                f"{where} row {one} may fire at stages {model.opens[one, target]} to {model.closes[one, target]}"
            )
        rounds[one] -= count
        free[model.battery[one]] -= 1
        if rounds[one] < 0:
            raise InputError(f"{where} row {one} has no more than {known.rounds[one]} rounds")
        if free[model.battery[one]] < 0:
            raise InputError(f"{where} battery {model.battery[one]} has no channel free")
