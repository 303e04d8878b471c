"""Numbers below ``lookahead``: orders by price, and changes of them that imagined worlds find better."""

import numpy as np

from gbad._jit import kernel
from gbad.assignment.dynamic._model_kernel import may_fire
from gbad.assignment.dynamic._policies_kernel import NOBODY, after_order, blank, by_price, improved, room
from gbad.assignment.dynamic._prices_kernel import settle_prices
from gbad.assignment.dynamic._target_kernel import sums_of
from gbad.assignment.dynamic._tree_kernel import roll_out


@kernel
def priced(model, known, prices, steps, grid, value, row, salvo):
    """Settle ``prices`` in place, fill ``value`` with every target alone at these, and give the orders by price."""
    rows, batteries, stages, points = model.rounds.size, model.channels.size, int(model.rules[3]), grid.size
    target_row = np.empty((stages + 1, points), np.int64)
    target_salvo = np.zeros((stages + 1, points), np.int64)
    mass = np.zeros((stages + 1, points))
    uses = np.zeros((row.size, prices.size))
    survival, bound = np.empty(row.size), np.empty(row.size)
    settle_prices(model, known, prices, steps, grid, value, target_row, target_salvo, mass, uses, survival, bound)
    sums = np.zeros((batteries, stages + 1))
    sums_of(prices[rows:].reshape((batteries, stages)), sums)
    by_price(model, known, prices[:rows], sums, value, points, row, salvo)
    return sums


@kernel
def improve_by_worlds(model, known, round_prices, sums, value, points, seed, rollouts, row, salvo):
    """Change orders one target at a time where the same imagined worlds say so, beyond one standard error."""
    rows, targets, most = model.rounds.size, row.size, int(model.rules[2])
    spare, real = blank(model)
    base, other = np.empty(rollouts), np.empty(rollouts)
    roll_out(model, known, row, salvo, round_prices, sums, value, points, seed, 0, rollouts, spare, real, base)
    trial_row, trial_salvo = row.copy(), salvo.copy()
    # the myopic orders may be the better start
    improved(model, known, trial_row, trial_salvo)
    if _better(model, known, trial_row, trial_salvo, round_prices, sums, value, points, seed, spare, real, base, other):
        row[:] = trial_row
        salvo[:] = trial_salvo
    for target in range(targets):
        if known.belief[target] <= 0.0 or known.pending[target] > 0:
            continue
        for one in range(-1, rows):
            for count in range(1, most + 1):
                if (count > 1) if one == NOBODY else (not may_fire(model, known, one, target)):
                    break
                trial_row[:] = row
                trial_salvo[:] = salvo
                trial_row[target] = one
                trial_salvo[target] = 0 if one == NOBODY else count
                if trial_row[target] == row[target] and trial_salvo[target] == salvo[target]:
                    continue
                if not make_fit(model, known, target, trial_row, trial_salvo):
                    break
                if _better(
                    model, known, trial_row, trial_salvo, round_prices, sums, value, points, seed, spare, real, base,
                    other,
                ):  # fmt: skip
                    row[:] = trial_row
                    salvo[:] = trial_salvo


@kernel
def make_fit(model, known, kept, row, salvo):
    """Drop one order other than the kept one if channels or rounds do not suffice; False if that is not enough."""
    for _ in range(2):
        rounds, free = room(model, known)
        for target in range(row.size):
            if row[target] != NOBODY:
                rounds[row[target]] -= salvo[target]
                free[model.battery[row[target]]] -= 1
        battery = model.battery[row[kept]] if row[kept] != NOBODY else 0
        short_of_rounds = row[kept] != NOBODY and rounds[row[kept]] < 0
        if free.min() >= 0 and rounds.min() >= 0:
            return True
        weakest, at = np.inf, -1
        for target in range(row.size):
            if target == kept or row[target] == NOBODY:
                continue
            if short_of_rounds and row[target] != row[kept]:
                continue
            if not short_of_rounds and model.battery[row[target]] != battery:
                continue
            gain = known.belief[target] * model.values[target]
            gain -= after_order(model, known, target, row[target], salvo[target])
            if gain < weakest:
                weakest, at = gain, target
        if at < 0:
            return False
        row[at], salvo[at] = NOBODY, 0
    return False


@kernel
def _better(
    model, known, row, salvo, round_prices, sums, value, points, seed, spare, real, base, other
):  # fmt: skip
    """Judge a trial against the base in the same worlds; where it is better its results become the base."""
    n = base.size
    # a few worlds first: most trials are plainly worse
    early = min(n, 32)
    roll_out(model, known, row, salvo, round_prices, sums, value, points, seed, 0, early, spare, real, other)
    total = 0.0
    for k in range(early):
        total += base[k] - other[k]
    if total < 0.0:
        return False
    roll_out(model, known, row, salvo, round_prices, sums, value, points, seed, early, n, spare, real, other)
    total, squares = 0.0, 0.0
    for k in range(n):
        gain = base[k] - other[k]
        total += gain
        squares += gain * gain
    mean = total / n
    deviation = np.sqrt(max(squares / n - mean * mean, 0.0) / n)
    if mean <= deviation or mean <= 0.0:
        return False
    base[:] = other
    return True
