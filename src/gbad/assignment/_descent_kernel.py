"""Numbers below ``improving``: marginal-return greedy, then exchanges, moves and swaps until none helps."""

import numpy as np

from gbad._jit import kernel
from gbad.assignment._exchange_kernel import begin_matching, lift, match_rows, set_down

SMALLEST_MISS = 1e-12  # a round that never misses is counted with this, so that it can be taken back by division
WORTH = 1e-12  # a change must gain this share of all value
MOST_LAYERS = 4  # rounds of one target that take part in exchanges, one after the other
MOST_TURNS = 50
CHAIN = 12  # rounds that step into each other's place when a round is priced


@kernel
def survival(values, kill_probability, shots):
    """Expected surviving value, exactly as the problem says."""
    total = 0.0
    for target in range(values.size):
        left = values[target]
        for row in range(shots.shape[0]):
            for _ in range(shots[row, target]):
                left *= 1.0 - kill_probability[row, target]
        total += left
    return total


@kernel
def greedy(values, kill_probability, rounds, left, shots):
    """Fire the round with the largest marginal return, again and again; fill ``shots`` and ``left`` (value alive).

    ``left`` takes a miss no smaller than ``SMALLEST_MISS``. Ties go to the lower row, then to the lower target.
    """
    rows, targets = kill_probability.shape
    remaining = np.empty(rows, np.int64)
    best_gain = np.empty(rows)
    best_target = np.empty(rows, np.int64)
    for target in range(targets):
        left[target] = values[target]
    for row in range(rows):
        remaining[row] = rounds[row]
        best_target[row] = -1
        best_gain[row] = 0.0
        for target in range(targets):
            shots[row, target] = 0
            gain = left[target] * kill_probability[row, target]
            if gain > best_gain[row]:
                best_gain[row], best_target[row] = gain, target
    while True:
        pick = -1
        for row in range(rows):
            if remaining[row] > 0 and best_gain[row] > 0.0 and (pick < 0 or best_gain[row] > best_gain[pick]):
                pick = row
        if pick < 0:
            return
        hit = best_target[pick]
        shots[pick, hit] += 1
        remaining[pick] -= 1
        left[hit] *= max(1.0 - kill_probability[pick, hit], SMALLEST_MISS)
        # only rows that would have fired at the same target must look again
        for row in range(rows):
            if best_target[row] == hit and remaining[row] > 0:
                best_target[row] = -1
                best_gain[row] = 0.0
                for target in range(targets):
                    gain = left[target] * kill_probability[row, target]
                    if gain > best_gain[row]:
                        best_gain[row], best_target[row] = gain, target


@kernel
def misses(kill_probability):
    """Miss probabilities that can be divided by."""
    miss = np.empty(kill_probability.shape)
    for row in range(miss.shape[0]):
        for target in range(miss.shape[1]):
            miss[row, target] = max(1.0 - kill_probability[row, target], SMALLEST_MISS)
    return miss


@kernel
def spread(shots, left, miss, row_of_shot, at, without):
    """One entry per round fired: its row, its target, and what would be left of that without it."""
    n = 0
    for row in range(shots.shape[0]):
        for target in range(shots.shape[1]):
            for _ in range(shots[row, target]):
                row_of_shot[n], at[n] = row, target
                without[n] = left[target] / miss[row, target]
                n += 1


@kernel
def gather(row_of_shot, at, shots):
    """The inverse of ``spread``."""
    shots[:] = 0
    for one in range(at.size):
        shots[row_of_shot[one], at[one]] += 1


@kernel
def sweep(miss, worth, first, last, row_of_shot, at, left, without):
    """Give each of the rounds ``first`` to ``last`` its best move, then its best swap; say whether one gained."""
    changed = False
    for one in range(first, last):
        row, here = row_of_shot[one], at[one]
        # move: the best other target for this round
        best, to = worth, -1
        loss = without[one] - left[here]
        for target in range(left.size):
            gain = left[target] - left[target] * miss[row, target] - loss
            if gain > best and target != here:
                best, to = gain, target
        if to >= 0:
            _retarget(one, to, row_of_shot, at, left, without, miss)
            changed = True
            here = to
        # swap: the best other round to change places with
        best, partner = worth, -1
        for other in range(at.size):
            there = at[other]
            gain = (
                left[here] + left[there]
                - without[one] * miss[row_of_shot[other], here] - without[other] * miss[row, there]
            )  # fmt: skip
            if gain > best and there != here:
                best, partner = gain, other
        if partner >= 0:
            there = at[partner]
            _retarget(one, there, row_of_shot, at, left, without, miss)
            _retarget(partner, here, row_of_shot, at, left, without, miss)
            changed = True
    return changed


@kernel
def _retarget(one, to, row_of_shot, at, left, without, miss):
    """Move one round and bring what depends on the two targets up to date."""
    here = at[one]
    left[here] = without[one]
    left[to] *= miss[row_of_shot[one], to]
    at[one] = to
    for other in range(at.size):
        if at[other] == here or at[other] == to:
            without[other] = left[at[other]] / miss[row_of_shot[other], at[other]]


@kernel
def descend(values, kill_probability, left, shots):
    """Improve ``shots`` (and ``left``) in place: exchanges, moves and swaps in turn, until none of them gains."""
    targets = values.size
    count = shots.sum()
    row_of_shot = np.empty(count, np.int64)
    at = np.empty(count, np.int64)
    without = np.empty(count)
    miss = misses(kill_probability)
    spread(shots, left, miss, row_of_shot, at, without)
    worth = WORTH * values.sum()
    cost = np.empty((targets, targets))
    lifted = np.empty(targets, np.int64)
    column_of = np.empty(targets, np.int64)
    row_of = np.empty(targets, np.int64)
    potentials = np.empty((2, targets))
    for turn in range(MOST_TURNS):
        gained = False
        layers = most_at_one(at, targets)
        for layer in range(layers):
            lift(layer, row_of_shot, at, left, without, miss, lifted, cost)
            begin_matching(cost, column_of, row_of, potentials)
            match_rows(cost, 0, targets, column_of, row_of, potentials)
            gained |= set_down(cost, column_of, lifted, row_of_shot, at, left, without, miss, worth)
        if turn > 0 and not gained:
            break
        gained = False
        while sweep(miss, worth, 0, count, row_of_shot, at, left, without):
            gained = True
        if not gained:
            break
    gather(row_of_shot, at, shots)


@kernel
def most_at_one(at, targets):
    """Rounds at the target that has most, at most ``MOST_LAYERS``."""
    counts = np.zeros(targets, np.int64)
    most = 0
    for one in range(at.size):
        counts[at[one]] += 1
        most = max(most, counts[at[one]])
    return min(most, MOST_LAYERS)


@kernel
def improved(values, kill_probability, rounds, left, shots):
    """Greedy, then descent: the method for use inside a run."""
    greedy(values, kill_probability, rounds, left, shots)
    descend(values, kill_probability, left, shots)


@kernel
def worth_of_rounds(values, kill_probability, left, shots, prices):
    """Price of every row: what is lost with one round of it, all others being free to step into the gap in a chain.

    Shortest paths over rounds: the loss without a successor, or the loss when another round takes the place, plus that
    one's own price; never less than what one more round of the row would gain.
    """
    rows, targets = kill_probability.shape
    count = shots.sum()
    row_of_shot = np.empty(count, np.int64)
    at = np.empty(count, np.int64)
    without = np.empty(count)
    miss = misses(kill_probability)
    spread(shots, left, miss, row_of_shot, at, without)
    price = np.empty(count)
    for row in range(rows):
        prices[row] = 0.0
        for target in range(targets):
            prices[row] = max(prices[row], left[target] * kill_probability[row, target])
    for one in range(count):
        price[one] = max(without[one] - left[at[one]], prices[row_of_shot[one]])
    for _ in range(CHAIN):
        changed = False
        for one in range(count):
            here, least = at[one], prices[row_of_shot[one]]
            for other in range(count):
                through = max(price[other] + without[one] * miss[row_of_shot[other], here] - left[here], least)
                if through < price[one]:
                    price[one] = through
                    changed = True
        if not changed:
            break
    for row in range(rows):
        low = np.inf
        for one in range(count):
            if row_of_shot[one] == row:
                low = min(low, price[one])
        if low < np.inf:
            prices[row] = low
