"""A bound for dynamic instances of any size: every target alone, paying for rounds and channels (Lagrange).

At any prices of rounds and of channels per stage

    bound = sum_targets (least of survival and payments of one target alone) - sum price * what there is

lies below what any policy can expect: rounds and channels never exceed what there is, so on average they do not either,
and each target alone can do no better than its own best plan. One target alone is solved exactly by working back over
stages and beliefs (``_target_kernel``). The best prices come from column generation over plans: a linear program mixes
the plans found so far within the mean of what there is, its duals are the next prices, smoothed towards the best.

Hawkins (2003) and Adelman and Mersereau (2008) treat weakly coupled decision problems this way. What is lost against
the optimum is that a mix of plans keeps to the limits on average only.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import highspy
import numpy as np

from gbad.assignment.dynamic import _model_kernel as world
from gbad.assignment.dynamic import _target_kernel as numbers
from gbad.assignment.master import INFINITY, quiet
from gbad.tables import Floats

POINTS = 33  # of the grid of beliefs where reports may be wrong
SMOOTHING = 0.5
CLOSED = 1e-6


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The best prices found and the bound they prove."""

    bound: float
    round_prices: Floats  # (W,)
    channel_prices: Floats  # (B, stages)
    seconds: float
    finished: bool  # no plan is missing: no prices give more


def grid_of(model: world.Model) -> Floats:
    """Beliefs at which one target alone is worked out."""
    return numbers.grid_of(POINTS if model.rules[:2].any() else 2)


def relax(model: world.Model, known: world.Known, time_limit_s: float) -> Relaxation:
    """The best bound on what survives from what is known, as far as time allows."""
    began_s = time.perf_counter()
    work = _Work(model, known)
    rows, batteries, stages = len(model.rounds), len(model.channels), int(model.rules[3])
    prices = np.zeros(rows + batteries * stages)
    program = quiet()
    program.setOptionValue("presolve", "off")
    program.setOptionValue("simplex_strategy", 4)
    upper = np.concatenate([known.rounds, np.maximum(work.capacity, 0), np.ones(work.targets)]).astype(float)
    lower = np.concatenate([np.full(len(prices), -INFINITY), np.ones(work.targets)])
    none = np.zeros(0, np.int32)
    program.addRows(len(upper), lower, upper, 0, np.zeros(len(upper), np.int32), none, np.zeros(0))
    # doing nothing is a plan of every target
    _add(program, work.idle, np.zeros((work.targets, len(prices))))
    best, best_prices = work.price(prices), prices
    known_plans = {(t, work.uses[t].tobytes()) for t in range(work.targets)}
    _add(program, work.survival, work.uses)
    finished = False
    while not finished and time.perf_counter() - began_s < time_limit_s:
        program.run()
        if program.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            break
        value = program.getInfo().objective_function_value
        if value - best <= CLOSED * max(value, 1e-12):
            finished = True
            break
        dual = np.maximum(-np.array(program.getSolution().row_dual[: len(prices)]), 0.0)
        for weight in (SMOOTHING, 0.0):
            trial = weight * best_prices + (1.0 - weight) * dual
            bound = work.price(trial)
            if bound > best:
                best, best_prices = bound, trial
            new = [t for t in range(work.targets) if (t, work.uses[t].tobytes()) not in known_plans]
            known_plans |= {(t, work.uses[t].tobytes()) for t in new}
            _add(program, work.survival, work.uses, new)
            if new:
                break
        finished = not new
    return Relaxation(
        max(best, 0.0), best_prices[:rows], best_prices[rows:].reshape(batteries, stages),
        time.perf_counter() - began_s, finished,
    )  # fmt: skip


class _Work:
    """Arrays of one relaxation, and its pricing."""

    def __init__(self, model: world.Model, known: world.Known) -> None:
        self.model, self.known, self.targets = model, known, len(model.values)
        self.stages, batteries = int(model.rules[3]), len(model.channels)
        self.grid = grid_of(model)
        points = len(self.grid)
        self.value = np.zeros((self.targets, self.stages + 1, points))
        self.row_of = np.full((self.stages + 1, points), numbers.WAIT, np.int64)
        self.salvo_of = np.zeros((self.stages + 1, points), np.int64)
        self.mass = np.zeros((self.stages + 1, points))
        self.uses = np.zeros((self.targets, len(model.rounds) + batteries * self.stages))
        self.survival, self.bounds = np.zeros(self.targets), np.zeros(self.targets)
        # channels that engagements under way still hold are not there
        free = np.repeat(model.channels[:, None], self.stages, axis=1)
        for target in np.flatnonzero(known.held):
            now = int(known.stage[0])
            free[known.by[target], now : now + known.held[target]] -= 1
        self.capacity = free.reshape(-1)
        weight = np.where(known.belief < 0.0, model.present, known.belief)
        self.idle = weight * model.values

    def price(self, prices: Floats) -> float:
        """The bound at these prices; leaves uses and survival of each target's best plan."""
        rows, batteries = len(self.model.rounds), len(self.model.channels)
        sums = np.zeros((batteries, self.stages + 1))
        numbers.sums_of(prices[rows:].reshape(batteries, self.stages), sums)
        numbers.price_all(
            self.model, self.known, prices[:rows], sums, self.grid, self.value, self.row_of, self.salvo_of, self.mass,
            self.uses, self.survival, self.bounds,
        )  # fmt: skip
        paid = float(prices[:rows] @ self.known.rounds + prices[rows:] @ self.capacity)
        return float(self.bounds.sum()) - paid


def _add(program: highspy.Highs, survival: Floats, uses: Floats, which: list[int] | None = None) -> None:
    """Add plans of targets as columns of the linear program."""
    targets = range(len(survival)) if which is None else which
    index, amount, starts, size = [], [], [], 0
    for target in targets:
        used = np.flatnonzero(uses[target])
        index += [used, np.array([uses.shape[1] + target])]
        amount += [uses[target, used], np.ones(1)]
        starts.append(size)
        size += len(used) + 1
    n = len(starts)
    if n:
        program.addCols(
            n, survival[list(targets)], np.zeros(n), np.full(n, INFINITY), size, np.array(starts, np.int32),
            np.concatenate(index).astype(np.int32), np.concatenate(amount),
        )  # fmt: skip
