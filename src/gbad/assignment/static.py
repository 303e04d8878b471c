"""``solve``: one door to the methods of the static problem."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gbad.assignment import _descent_kernel as descent
from gbad.assignment.columns import ColumnGeneration
from gbad.assignment.improving import greedy, improve
from gbad.assignment.problem import Merged, Problem, checked, checked_time, merged
from gbad.errors import InputError
from gbad.tables import Floats, Ints

METHODS = ("greedy", "improved", "optimal")
GAP_FLOOR = 1e-4  # a gap is relative to the value left, or to this share of all value where less is left


@dataclass(frozen=True, slots=True)
class Solution:
    """An assignment, and how far from the best it can be at most."""

    shots: Ints  # (W, T)  rounds of each row at each target
    survival_value: float  # expected value left alive
    bound: float  # proven: no assignment leaves less
    gap: float  # (survival_value - bound) / max(survival_value, GAP_FLOOR * sum of values)
    seconds: float  # of the clock, without loading compiled code
    method: str


def solve(
    values: ArrayLike,
    kill_probability: ArrayLike,
    rounds: ArrayLike,
    *,
    method: str = "optimal",
    time_limit_s: float = 10.0,
) -> Solution:
    """Fire ``rounds`` (W,) at targets of ``values`` (T,) so that the least expected value is left alive.

    ``kill_probability`` (W, T) is that of one round of a row at a target; zero where it cannot reach. Methods:
    ``greedy`` (largest marginal return first), ``improved`` (greedy, then exchanges, moves and swaps), ``optimal``
    (column generation; stops when the gap is closed or at the time limit, with the best found and its gap). Each
    comes with a proven bound. The problem and what it leaves out: ``gbad.assignment.problem``.

    Raises ``InputError`` for shapes that do not fit, negative or missing values, probabilities outside 0 to 1, rounds
    that are not whole, an unknown method, or no time.
    """
    problem = checked(values, kill_probability, rounds)
    limit_s = checked_time(time_limit_s)
    if method not in METHODS:
        raise InputError(f"method: {method!r}; one of {', '.join(METHODS)}")
    _load_kernels()
    began_s = time.perf_counter()
    deadline_s = began_s + limit_s
    shots, left = greedy(problem)
    if method != "greedy":
        improve(problem, shots, left, deadline_s)
    bound = float(problem.values @ np.prod((1.0 - problem.kill_probability) ** problem.rounds[:, None], axis=0))
    value = descent.survival(problem.values, problem.kill_probability, shots)
    if value > bound:
        shots, bound = _with_bound(problem, shots, left, method == "optimal", deadline_s, bound)
        value = descent.survival(problem.values, problem.kill_probability, shots)
    return solution(problem, shots, min(bound, value), time.perf_counter() - began_s, method)


def solution(problem: Problem, shots: Ints, bound: float, seconds: float, method: str) -> Solution:
    """Put a solution together; the gap follows from value and bound."""
    value = float(descent.survival(problem.values, problem.kill_probability, shots))
    floor = max(value, GAP_FLOOR * float(problem.values.sum()))
    return Solution(shots, value, bound, (value - bound) / floor if floor > 0.0 else 0.0, seconds, method)


def _with_bound(
    problem: Problem, shots: Ints, left: Floats, exactly: bool, deadline_s: float, bound: float
) -> tuple[Ints, float]:
    """A bound from prices; with ``exactly`` the gap is closed as far as time goes."""
    alike = merged(problem)
    small = alike.problem
    unit = descent.survival(problem.values, problem.kill_probability, shots) / len(problem.values)
    generation = ColumnGeneration(alike, unit, deadline_s)
    prices = np.empty(len(problem.rounds))
    descent.worth_of_rounds(problem.values / unit, problem.kill_probability, left / unit, shots, prices)
    of_rows = np.full(len(small.rounds), np.inf)
    np.minimum.at(of_rows, alike.row_of, prices)
    generation.start(_as_columns(alike, shots), of_rows)
    if exactly:
        generation.solve()
        shots = _apart(alike, problem, generation)
    return shots, max(bound, generation.bound * unit)


def _as_columns(alike: Merged, shots: Ints) -> list[tuple[int, Ints, Ints, int]]:
    """An assignment as (merged target, merged rows, counts, how often)."""
    of_rows = np.zeros((len(alike.problem.rounds), shots.shape[1]), np.int64)
    np.add.at(of_rows, alike.row_of, shots)
    found: dict[tuple[int, bytes], int] = {}
    for target in range(shots.shape[1]):
        key = (int(alike.target_of[target]), of_rows[:, target].tobytes())
        found[key] = found.get(key, 0) + 1
    columns = []
    for (target, counts), often in found.items():
        whole = np.frombuffer(counts, np.int64)
        rows = np.flatnonzero(whole)
        columns.append((target, rows, whole[rows], often))
    return columns


def _apart(alike: Merged, problem: Problem, generation: ColumnGeneration) -> Ints:
    """The best assignment, given back to the single rows and targets."""
    master = generation.master
    waiting: dict[int, list[int]] = {}
    for target, of in enumerate(alike.target_of):
        waiting.setdefault(int(of), []).append(target)
    left = problem.rounds.copy()
    members: dict[int, list[int]] = {}
    for row, of in enumerate(alike.row_of):
        members.setdefault(int(of), []).append(row)
    shots = np.zeros(problem.kill_probability.shape, np.int64)
    for column in np.flatnonzero(generation.amount):
        for _ in range(int(generation.amount[column])):
            target = waiting[master.target[column]].pop(0)
            for merged_row, count in zip(*master.entries[column], strict=True):
                wanted = int(count)
                for row in members[int(merged_row)]:
                    given = min(wanted, int(left[row]))
                    shots[row, target] += given
                    left[row] -= given
                    wanted -= given
    return shots


_loaded = False


def _load_kernels() -> None:
    """Compile or load what the methods call, before any clock runs."""
    global _loaded
    if not _loaded:
        _loaded = True
        # two targets and two rows that do not close at once
        solve([1.0, 2.0, 2.0], [[0.5, 0.6, 0.6], [0.6, 0.5, 0.5]], [1, 2], method="optimal", time_limit_s=60.0)
