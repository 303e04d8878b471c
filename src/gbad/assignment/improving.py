"""Greedy and its improvement, with an eye on the clock.

Greedy fires the round of the largest marginal return (maximum marginal return, den Broeder, Ellison and Emerling 1959;
optimal when all rows are alike). ``improved`` then exchanges: one round is lifted from every target and all are set
down anew, optimally; and it moves single rounds and swaps pairs. It stops when none of the three gains.
Kernels that play a run call ``_descent_kernel.improved``, which does the same in one piece.
"""

from __future__ import annotations

import time

import numpy as np

from gbad.assignment import _descent_kernel as descent
from gbad.assignment import _exchange_kernel as exchange
from gbad.assignment.problem import Problem
from gbad.tables import Floats, Ints

PIECE = 4_000_000  # inner steps between two looks at the clock, some 5 ms


def greedy(problem: Problem) -> tuple[Ints, Floats]:
    """Shots (W, T) and value left of each target (T,)."""
    left = np.empty(len(problem.values))
    shots = np.empty(problem.kill_probability.shape, np.int64)
    descent.greedy(problem.values, problem.kill_probability, problem.rounds, left, shots)
    return shots, left


def improve(problem: Problem, shots: Ints, left: Floats, deadline_s: float) -> None:
    """Improve shots in place until nothing gains or ``time.perf_counter()`` has passed ``deadline_s``."""
    targets, count = len(left), int(shots.sum())
    row_of_shot, at, without = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count)
    miss = descent.misses(problem.kill_probability)
    descent.spread(shots, left, miss, row_of_shot, at, without)
    worth = descent.WORTH * float(problem.values.sum())
    cost = np.empty((targets, targets))
    lifted, column_of, row_of = np.empty(targets, np.int64), np.empty(targets, np.int64), np.empty(targets, np.int64)
    potentials = np.empty((2, targets))

    def pieces(steps: int, all_of: int) -> list[tuple[int, int]]:
        size = max(1, PIECE // max(steps, 1))
        return [(first, min(first + size, all_of)) for first in range(0, all_of, size)]

    def exchanged() -> bool:
        gained = False
        for layer in range(descent.most_at_one(at, targets)):
            exchange.lift(layer, row_of_shot, at, left, without, miss, lifted, cost)
            exchange.begin_matching(cost, column_of, row_of, potentials)
            for first, last in pieces(targets * targets // 4, targets):
                if time.perf_counter() > deadline_s:
                    return gained
                exchange.match_rows(cost, first, last, column_of, row_of, potentials)
            gained |= exchange.set_down(cost, column_of, lifted, row_of_shot, at, left, without, miss, worth)
        return gained

    def swept() -> bool:
        gained, changed = False, True
        while changed:
            changed = False
            for first, last in pieces(targets + 2 * count, count):
                if time.perf_counter() > deadline_s:
                    return gained
                changed |= descent.sweep(miss, worth, first, last, row_of_shot, at, left, without)
            gained |= changed
        return gained

    for turn in range(descent.MOST_TURNS):
        if not exchanged() and turn > 0:
            break
        if not swept():
            break
    descent.gather(row_of_shot, at, shots)
