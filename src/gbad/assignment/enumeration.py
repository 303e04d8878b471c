"""Every way to fire all rounds, listed: the oracle of small problems, and the only one that knows the second best."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from gbad.assignment._enumeration_kernel import enumerate_all
from gbad.assignment.problem import checked
from gbad.errors import InputError
from gbad.tables import Floats, Ints

MOST_WAYS = 50_000_000


def best_ways(
    values: ArrayLike, kill_probability: ArrayLike, rounds: ArrayLike, how_many: int = 1
) -> tuple[Floats, list[Ints]]:
    """The ``how_many`` best ways to fire all rounds: survival values ascending, and shots (W, T) of each.

    Raises ``InputError`` when there are more than ``MOST_WAYS`` ways, or for a problem that ``solve`` would refuse.
    """
    problem = checked(values, kill_probability, rounds)
    targets = len(problem.values)
    ways = math.prod(math.comb(int(r) + targets - 1, int(r)) for r in problem.rounds)
    if ways > MOST_WAYS:
        raise InputError(f"there are {ways:.3g} ways to fire; at most {MOST_WAYS:.0e} are listed, use solve")
    keep = min(how_many, ways)
    row_of_shot = np.repeat(np.arange(len(problem.rounds)), problem.rounds)
    best, best_at = np.empty(keep), np.zeros((keep, len(row_of_shot)), np.int64)
    enumerate_all(problem.values, problem.kill_probability, row_of_shot, best, best_at)
    found = []
    for at in best_at:
        shots = np.zeros(problem.kill_probability.shape, np.int64)
        np.add.at(shots, (row_of_shot, at), 1)
        found.append(shots)
    return best, found
