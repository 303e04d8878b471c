"""Numbers below ``policies``: orders of one stage. ``row`` (T,) fires at each target (or NOBODY), ``salvo`` rounds."""

import numpy as np

from gbad._jit import kernel
from gbad.assignment.dynamic._model_kernel import Known, Real, fire, free_channels, may_fire, strike
from gbad.assignment.dynamic._target_kernel import after, last_stage, price_of, read

NOBODY = -1


@kernel
def room(model, known):
    """Rounds left and channels free, to be counted down while orders are made."""
    free = np.empty(model.channels.size, np.int64)
    free_channels(model, known, free)
    return known.rounds.copy(), free


@kernel
def clear(row, salvo):
    """No orders."""
    row[:] = NOBODY
    salvo[:] = 0


@kernel
def largest_salvo(model, known, row, target):
    """Rounds that the myopic policies fire at once: one, or as many as allowed when no second look is left."""
    reported = known.stage[0] + model.reported[model.battery[row]]
    return 1 if last_stage(model, target) >= reported else int(model.rules[2])


@kernel
def greedy(model, known, row, salvo):
    """The round with the largest marginal return, again and again: a new engagement, or one more round of one."""
    clear(row, salvo)
    rounds, free = room(model, known)
    stake = np.empty(row.size)
    for target in range(row.size):
        stake[target] = max(known.belief[target], 0.0) * model.values[target]
    while True:
        best, best_row, best_target = 0.0, NOBODY, -1
        for target in range(row.size):
            for one in range(rounds.size):
                if rounds[one] == 0:
                    continue
                gain = stake[target] * model.chance[one, target]
                if gain <= best:
                    continue
                if row[target] == NOBODY:
                    if free[model.battery[one]] == 0 or not may_fire(model, known, one, target):
                        continue
                elif row[target] != one or salvo[target] >= largest_salvo(model, known, one, target):
                    continue
                best, best_row, best_target = gain, one, target
        if best_row == NOBODY:
            return
        if row[best_target] == NOBODY:
            free[model.battery[best_row]] -= 1
        row[best_target] = best_row
        salvo[best_target] += 1
        rounds[best_row] -= 1
        stake[best_target] *= 1.0 - model.chance[best_row, best_target]


@kernel
def improved(model, known, row, salvo):
    """Greedy, then the best other order of each target and swaps of two targets' orders, until none gains."""
    greedy(model, known, row, salvo)
    rounds, free = room(model, known)
    worth = 1e-12 * model.values.sum()
    for target in range(row.size):
        if row[target] != NOBODY:
            rounds[row[target]] -= salvo[target]
            free[model.battery[row[target]]] -= 1
    changed = True
    while changed:
        changed = False
        for target in range(row.size):
            if known.belief[target] <= 0.0 or known.pending[target] > 0:
                continue
            stake = known.belief[target] * model.values[target]
            # lift the order, look for the best that fits
            was, size = row[target], salvo[target]
            left = stake
            if was != NOBODY:
                rounds[was] += size
                free[model.battery[was]] += 1
                left *= (1.0 - model.chance[was, target]) ** size
            for one in range(rounds.size):
                if free[model.battery[one]] == 0 or not may_fire(model, known, one, target):
                    continue
                for count in range(1, min(largest_salvo(model, known, one, target), rounds[one]) + 1):
                    found = stake * (1.0 - model.chance[one, target]) ** count
                    if found < left - worth:
                        left, was, size, changed = found, one, count, True
            row[target], salvo[target] = was, size
            if was == NOBODY:
                continue
            rounds[was] -= size
            free[model.battery[was]] -= 1
            # change orders with another target, which may have none
            for other in range(row.size):
                if other == target or known.belief[other] <= 0.0 or known.pending[other] > 0:
                    continue
                one, two = row[target], row[other]
                if one == NOBODY or not may_fire(model, known, one, other):
                    continue
                if two != NOBODY and not may_fire(model, known, two, target):
                    continue
                gain = after_order(model, known, target, one, salvo[target])
                gain += after_order(model, known, other, two, salvo[other])
                gain -= after_order(model, known, target, two, salvo[other])
                gain -= after_order(model, known, other, one, salvo[target])
                if gain > worth:
                    row[target], row[other] = two, one
                    salvo[target], salvo[other] = salvo[other], salvo[target]
                    changed = True


@kernel
def after_order(model, known, target, row, salvo):
    left = known.belief[target] * model.values[target]
    return left if row == NOBODY else left * (1.0 - model.chance[row, target]) ** salvo


@kernel
def by_price(model, known, round_prices, channel_sums, value, points, row, salvo):
    """Orders of the largest advantage over waiting, when rounds and later stages of channels have prices.

    ``value`` holds every target alone from this stage on (``price_all``). This stage of a channel costs nothing: it is
    lost if it is not used.
    """
    clear(row, salvo)
    rounds, free = room(model, known)
    gain = np.full(row.size, -1.0)
    best_row, best_salvo = np.empty(row.size, np.int64), np.empty(row.size, np.int64)
    for target in range(row.size):
        if known.belief[target] > 0.0 and known.pending[target] == 0:
            gain[target], best_row[target], best_salvo[target] = _best_by_price(
                model, known, target, round_prices, channel_sums, value, points, rounds, free
            )
    while True:
        target = 0
        for other in range(1, row.size):
            if gain[other] > gain[target]:
                target = other
        if gain[target] <= 0.0:
            return
        one, count = best_row[target], best_salvo[target]
        if free[model.battery[one]] > 0 and rounds[one] >= count:
            row[target], salvo[target] = one, count
            rounds[one] -= count
            free[model.battery[one]] -= 1
            gain[target] = -1.0
        else:
            # somebody took the channel or the rounds: look again at what is left
            gain[target], best_row[target], best_salvo[target] = _best_by_price(
                model, known, target, round_prices, channel_sums, value, points, rounds, free
            )


@kernel
def _best_by_price(model, known, target, round_prices, channel_sums, value, points, rounds, free):
    """Largest advantage over waiting of one target: (gain, row, salvo)."""
    now, stages, most = known.stage[0], int(model.rules[3]), int(model.rules[2])
    belief = known.belief[target]
    best, best_row, best_salvo = -1.0, NOBODY, 0
    wait = -1.0
    for one in range(rounds.size):
        battery = model.battery[one]
        if free[battery] == 0 or rounds[one] == 0 or not may_fire(model, known, one, target):
            continue
        if wait < 0.0:
            wait = read(value, target, min(now + 1, stages), belief, points)
        reported = min(now + model.reported[battery], stages)
        left = belief
        for count in range(1, min(most, rounds[one]) + 1):
            left *= 1.0 - model.chance[one, target]
            gain = wait - after(model, value, target, reported, left, points)
            gain -= price_of(model, round_prices, channel_sums, one, count, now)
            gain += channel_sums[battery, now + 1] - channel_sums[battery, now]
            if gain > best:
                best, best_row, best_salvo = gain, one, count
    return best, best_row, best_salvo


@kernel
def carry_out(model, known, real, seed, run, row, salvo):
    """Fire all orders; dice decide what is killed."""
    for target in range(row.size):
        if row[target] != NOBODY:
            fire(model, known, row[target], target, salvo[target])
            strike(model, real, seed, run, row[target], target, salvo[target])


@kernel
def surviving(model, real):
    """Value of what is alive."""
    total = 0.0
    for target in range(real.alive.size):
        if real.alive[target]:
            total += model.values[target]
    return total


@kernel
def blank(model):
    """Empty arrays of what is known and real."""
    n = model.values.size
    known = Known(
        np.empty(1, np.int64), np.empty(n), np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int64),
        np.empty(model.rounds.size, np.int64),
    )  # fmt: skip
    return known, Real(np.empty(n, np.bool_), np.empty(n, np.int64), np.empty(n, np.int64))
