"""The asset-based problem: threats are aimed at assets, and what counts is the value of the assets that stand.

Wanted are ``shots`` (W, J) that make ``sum_k asset_values_k prod_{j aimed at k} (1 - lethality_j prod_i
(1-p_ij)^shots_ij)`` largest (Hosein and Athans 1990): several threats at one asset make each kill of one worth less.

``optimal`` is a depth-first search that lists small problems in full (some eight rounds). What it leaves open has a
proven but loose bound: an asset falls to the first of its threats that arrives, in any order one likes, so its loss is
at least
``sum_j value * lethality_j * prod_{i before j} (1 - lethality_i) * (miss of all shots at j)``. That is a target-based
problem, which ``solve`` closes.

Not to be confused with ``solve``, where every target carries a value of its own.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from gbad.assignment import _assets_kernel as numbers
from gbad.assignment.problem import checked, checked_time
from gbad.assignment.static import GAP_FLOOR, METHODS, solve
from gbad.errors import InputError
from gbad.tables import Floats, Ints

SURE = 0.95
NODES = 200_000  # of the search between two looks at the clock


@dataclass(frozen=True, slots=True)
class AssetSolution:
    """An assignment, and how far from the best it can be at most."""

    shots: Ints  # (W, J)
    asset_value: float  # expected value of the assets that stand
    bound: float  # proven: no assignment keeps more
    gap: float  # (bound - asset_value) / max(what is lost, GAP_FLOOR * sum of asset values)
    seconds: float
    method: str


def solve_assets(
    asset_values: ArrayLike, aim: ArrayLike, lethality: ArrayLike, kill_probability: ArrayLike, rounds: ArrayLike, *,
    method: str = "optimal", time_limit_s: float = 10.0,
) -> AssetSolution:  # fmt: skip
    """Fire ``rounds`` (W,) at threats so that assets of ``asset_values`` (K,) keep the most value.

    ``aim`` (J,) is the asset each threat is aimed at, ``lethality`` (J,) the chance that it destroys it on arrival,
    ``kill_probability`` (W, J) that of one round. Methods as in ``solve``. Raises ``InputError`` for bad input.
    """
    if method not in METHODS:
        raise InputError(f"method: {method!r}; one of {', '.join(METHODS)}")
    limit_s = checked_time(time_limit_s)
    worth, deadly, aimed, p, r = _checked(asset_values, aim, lethality, kill_probability, rounds)
    began_s = time.perf_counter()
    total = float(worth.sum())
    shots = _climbed(worth, aimed, deadly, p, r, method != "greedy", began_s + 0.5 * limit_s)
    value = asset_value(worth, aimed, deadly, np.prod((1.0 - p) ** shots, axis=0))
    bound = total - solve(_first_come_values(worth, aimed, deadly), p, r, time_limit_s=0.5 * limit_s).bound
    if method == "optimal" and bound > value:
        value, shots, finished = _search(worth, aimed, deadly, p, r, shots, value, began_s + limit_s)
        bound = value if finished else bound
    bound = max(bound, value)
    gap = (bound - value) / max(total - value, GAP_FLOOR * total)
    return AssetSolution(shots, value, bound, gap, time.perf_counter() - began_s, method)


def asset_value(asset_values: ArrayLike, aim: ArrayLike, lethality: ArrayLike, miss: ArrayLike) -> float:
    """Expected value of the assets that stand when threats survive with chance ``miss`` (J,)."""
    return float(
        numbers.asset_value(
            np.asarray(asset_values, float), np.asarray(aim, np.int64), np.asarray(lethality, float) * np.asarray(miss)
        )
    )


def _climbed(worth: Floats, aim: Ints, deadly: Floats, p: Floats, r: Ints, further: bool, deadline_s: float) -> Ints:
    """Shots of greedy; with ``further`` the best of several starts, and moves and swaps after it while time lasts.

    Greedy by single rounds spreads them thin, since an asset stands only when all its threats fail. So it is also begun
    with ever more assets given up, those first that have the most lethal threats per unit of value.
    """
    threatened = np.bincount(aim, weights=deadly, minlength=len(worth))
    by = np.argsort(threatened / np.maximum(worth, 1e-300), kind="stable")
    starts = range(1, len(worth) + 1) if further else [len(worth)]
    best, best_value = np.zeros(p.shape, np.int64), -1.0
    for kept in starts:
        if best_value >= 0.0 and time.perf_counter() > deadline_s:
            break
        wanted = np.zeros_like(worth)
        wanted[by[:kept]] = worth[by[:kept]]
        shots = _one_climb(wanted, worth, aim, deadly, p, r, further, deadline_s)
        value = asset_value(worth, aim, deadly, np.prod((1.0 - p) ** shots, axis=0))
        if value > best_value:
            best, best_value = shots, value
    return best


def _one_climb(
    wanted: Floats, worth: Floats, aim: Ints, deadly: Floats, p: Floats, r: Ints, further: bool, deadline_s: float
) -> Ints:
    count = int(r.sum())
    arriving, others = np.empty(len(aim)), np.empty(len(aim))
    row_of_shot, at = np.empty(count, np.int64), np.empty(count, np.int64)
    # where one threat alone is sure to destroy, no single kill gains: greedy takes all threats for less than sure
    numbers.greedy(wanted, aim, np.minimum(deadly, SURE), p, r, arriving, others, row_of_shot, at)
    fired = at >= 0
    arriving[:] = deadly
    np.multiply.at(arriving, at[fired], 1.0 - p[row_of_shot[fired], at[fired]])
    for asset in range(len(worth)):
        numbers.refresh(asset, worth, aim, arriving, others)
    gained = further
    while gained and time.perf_counter() < deadline_s:
        gained = False
        for one in range(count):
            if time.perf_counter() > deadline_s:
                break
            gained |= numbers.sweep(worth, aim, deadly, p, one, one + 1, arriving, others, row_of_shot, at)
    shots = np.zeros(p.shape, np.int64)
    fired = at >= 0
    np.add.at(shots, (row_of_shot[fired], at[fired]), 1)
    return shots


def _search(
    worth: Floats, aim: Ints, deadly: Floats, p: Floats, r: Ints, shots: Ints, value: float, deadline_s: float
) -> tuple[float, Ints, bool]:
    row_of_shot = np.repeat(np.arange(len(r)), r)
    at = np.full(len(row_of_shot), -2, np.int64)
    best_at = np.full(len(row_of_shot), -1, np.int64)
    finished = False
    while not finished and time.perf_counter() < deadline_s:
        value, _, finished = numbers.search(worth, aim, deadly, p, row_of_shot, value, at, NODES, best_at)
    if len(best_at) and best_at[0] >= 0:
        shots = np.zeros_like(shots)
        np.add.at(shots, (row_of_shot, best_at), 1)
    return value, shots, finished


def _first_come_values(worth: Floats, aim: Ints, deadly: Floats) -> Floats:
    """Value of each threat as a target whose sum is never more than what the assets lose; most lethal threats first."""
    values = np.zeros(len(aim))
    standing = worth.copy()
    for threat in np.argsort(-deadly, kind="stable"):
        values[threat] = standing[aim[threat]] * deadly[threat]
        standing[aim[threat]] *= 1.0 - deadly[threat]
    return values


def _checked(
    asset_values: ArrayLike, aim: ArrayLike, lethality: ArrayLike, kill_probability: ArrayLike, rounds: ArrayLike
) -> tuple[Floats, Floats, Ints, Floats, Ints]:
    problem = checked(lethality, kill_probability, rounds)
    if (problem.values > 1.0).any():
        raise InputError(f"lethality: {problem.values.max():g}; 0 to 1")
    worth = checked(asset_values, np.zeros((1, np.size(asset_values))), [0]).values
    aimed = np.asarray(aim)
    if aimed.shape != problem.values.shape or not np.isin(aimed, np.arange(len(worth))).all():
        raise InputError(f"aim: one asset per threat is needed, {len(problem.values)} numbers of 0 to {len(worth) - 1}")
    return worth, problem.values, aimed.astype(np.int64), problem.kill_probability, problem.rounds
