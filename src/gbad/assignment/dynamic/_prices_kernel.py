"""Numbers below ``policies``: prices of rounds and channels brought up to date with what is known."""

import numpy as np

from gbad._jit import kernel
from gbad.assignment.dynamic._target_kernel import price_all, sums_of


@kernel
def settle_prices(model, known, prices, steps, grid, value, target_row, target_salvo, mass, uses, survival, bound):
    """Move prices towards those of the best bound from what is known, by steps along what is over- or underused.

    Leaves ``value`` filled at the best prices, which replace ``prices`` (W + B * stages).
    """
    rows, batteries, stages = model.rounds.size, model.channels.size, int(model.rules[3])
    now = known.stage[0]
    there = np.empty(prices.size)
    there[:rows] = known.rounds
    for battery in range(batteries):
        for stage in range(stages):
            there[rows + battery * stages + stage] = model.channels[battery]
    for target in range(known.held.size):
        for stage in range(now, min(now + known.held[target], stages)):
            there[rows + known.by[target] * stages + stage] -= 1.0
    sums = np.zeros((batteries, stages + 1))
    trial, best = prices.copy(), -np.inf
    scale, bad = 1.0, 0
    for step in range(steps + 1):
        if step == steps:
            trial[:] = prices
        sums_of(trial[rows:].reshape((batteries, stages)), sums)
        price_all(model, known, trial[:rows], sums, grid, value, target_row, target_salvo, mass, uses, survival, bound)
        if step == steps:
            return best
        total = bound.sum()
        size = 0.0
        for k in range(prices.size):
            total -= trial[k] * there[k]
        if total > best:
            best, bad = total, 0
            prices[:] = trial
        else:
            bad += 1
            if bad >= 3:
                scale, bad = 0.5 * scale, 0
                trial[:] = prices
                continue
        slope = uses.sum(axis=0) - there
        for k in range(prices.size):
            if slope[k] < 0.0 and trial[k] <= 0.0:
                slope[k] = 0.0
            size += slope[k] * slope[k]
        if size <= 0.0:
            continue
        # aim a little above the best bound, as nobody knows the highest
        aim = 0.05 * scale * (abs(best) + 1e-9) + best - total
        for k in range(prices.size):
            trial[k] = max(0.0, trial[k] + aim / size * slope[k])
    return best
