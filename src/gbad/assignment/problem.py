"""The static problem, checked; and the same with rows and targets that are alike taken together.

``T`` targets of ``values`` (T,), ``W`` rows of rounds: ``kill_probability`` (W, T) of one round, ``rounds`` (W,) that a
row may still fire. Wanted are ``shots`` (W, T), whole numbers with row sums of at most ``rounds``, that leave the least
expected value alive: ``sum_j values_j prod_i (1 - kill_probability_ij)^shots_ij``. Shots are independent. This is the
static target-based weapon-target assignment problem (Manne 1958; NP-complete, Lloyd and Witsenhausen 1986).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from gbad.errors import InputError
from gbad.tables import Floats, Ints

MOST_CELLS = 4_000_000  # rows times targets
MOST_ROUNDS = 100_000


@dataclass(frozen=True, slots=True)
class Problem:
    """A checked problem."""

    values: Floats  # (T,)  not negative
    kill_probability: Floats  # (W, T)  of one round
    rounds: Ints  # (W,)


@dataclass(frozen=True, slots=True)
class Merged:
    """Rows that are alike as one with the sum of their rounds, targets that are alike as one that is there often."""

    problem: Problem
    how_many: Ints  # (merged targets,)
    row_of: Ints  # (W,)  merged row of each row
    target_of: Ints  # (T,)  merged target of each target


def checked(values: ArrayLike, kill_probability: ArrayLike, rounds: ArrayLike) -> Problem:
    """Arrays of the right kind and shape. Raises InputError that says where the first fault is and what is allowed."""
    v = _numbers("values", values, 1)
    p = _numbers("kill_probability", kill_probability, 2)
    r = _numbers("rounds", rounds, 1)
    if not len(v):
        raise InputError("values: is empty; one value per target, at least one target")
    if not len(r):
        raise InputError("rounds: is empty; one number per row of kill_probability, at least one row")
    if p.shape != (len(r), len(v)):
        raise InputError(
            f"kill_probability: has shape {p.shape}; ({len(r)}, {len(v)}) is needed, a row for each of rounds "
            f"and a column for each of values{_turned(p.shape, (len(r), len(v)))}"
        )
    _refuse("values", v, v < 0.0, "0 or more")
    _refuse("kill_probability", p, (p < 0.0) | (p > 1.0), "0 to 1")
    _refuse("rounds", r, (r < 0.0) | (r != np.floor(r)), "a whole number, 0 or more")
    if p.size > MOST_CELLS or r.sum() > MOST_ROUNDS:
        raise InputError(
            f"the problem has {len(r)} rows, {len(v)} targets and {r.sum():.0f} rounds; at most {MOST_CELLS} rows "
            f"times targets and {MOST_ROUNDS} rounds are taken"
        )
    return Problem(v, np.ascontiguousarray(p), r.astype(np.int64))


def checked_time(time_limit_s: float) -> float:
    """A time limit [s]. Raises InputError unless it is a positive, finite number."""
    if not isinstance(time_limit_s, (int, float, np.number)) or not 0.0 < time_limit_s < float("inf"):
        raise InputError(f"time_limit_s: {time_limit_s!r}; a number of seconds above 0 is needed")
    return float(time_limit_s)


def merged(problem: Problem) -> Merged:
    """Take together rows with the same probabilities, then targets with the same value and probabilities."""
    able = problem.kill_probability * (problem.rounds > 0)[:, None]
    rows, row_of = np.unique(able, axis=0, return_inverse=True)
    row_of = row_of.reshape(-1)
    rounds = np.bincount(row_of, weights=problem.rounds, minlength=len(rows)).astype(np.int64)
    whole, target_of, how_many = np.unique(
        np.vstack([problem.values, rows]), axis=1, return_inverse=True, return_counts=True
    )
    return Merged(
        Problem(whole[0].copy(), np.ascontiguousarray(whole[1:]), rounds), how_many.astype(np.int64), row_of,
        target_of.reshape(-1),
    )  # fmt: skip


def _numbers(name: str, given: Any, dimensions: int) -> Floats:
    try:
        array = np.array(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"{name}: is not an array of numbers ({error})") from None
    if array.ndim != dimensions and array.size:
        raise InputError(f"{name}: has {array.ndim} dimensions; {dimensions} are needed")
    if not array.size:
        return array.reshape((0,) * dimensions)
    _refuse(name, array, ~np.isfinite(array), "finite numbers")
    return array


def _refuse(name: str, array: Floats, bad: Any, allowed: str) -> None:
    if bad.any():
        place = tuple(int(k) for k in np.argwhere(bad)[0])
        more = f" ({int(bad.sum())} such)" if bad.sum() > 1 else ""
        raise InputError(f"{name}[{', '.join(map(str, place))}]: {array[place]:g}; {allowed}{more}")


def _turned(found: tuple[int, ...], wanted: tuple[int, int]) -> str:
    return "; it seems to be turned round, give its transpose" if found == wanted[::-1] else ""
