"""Numbers below ``exact``: every state that can be reached, stage by stage, then back from the end.

A state is what is known: rounds left, and of each target belief, stages to its report, stages its channel is held, and
by which battery. It is packed into ``T + 1`` whole numbers: beliefs to 2^-36, which tells apart all that a handful of
reports can make. States of one stage are kept in a table that is addressed by hash.
"""

import numpy as np

from gbad._jit import kernel
from gbad.assignment.dynamic._model_kernel import BELIEF_UNIT, UNSEEN, copy_known, fire, free_channels, may_fire
from gbad.assignment.dynamic._policies_kernel import NOBODY, blank, by_price
from gbad.assignment.dynamic._tree_kernel import outcomes, stack_of, tree_value

UNSEEN_WORD = 1 << 62
EMPTY = -1


@kernel
def pack(model, known, key):
    """What is known as whole numbers. Nothing is told apart that makes no difference any more."""
    word = 0
    for row in range(known.rounds.size):
        word = word * (model.rounds[row] + 1) + known.rounds[row]
    key[0] = word
    for target in range(known.belief.size):
        if known.belief[target] < 0.0:
            key[target + 1] = UNSEEN_WORD
            continue
        belief = int(known.belief[target] * BELIEF_UNIT + 0.5)
        held, by = known.held[target], known.by[target]
        if held == 0:
            by = 0
        key[target + 1] = belief + (known.pending[target] << 40) + (held << 46) + (by << 52)


@kernel
def unpack(model, stage, key, known):
    """The inverse of ``pack``."""
    known.stage[0] = stage
    word = key[0]
    for row in range(known.rounds.size - 1, -1, -1):
        known.rounds[row] = word % (model.rounds[row] + 1)
        word //= model.rounds[row] + 1
    for target in range(known.belief.size):
        word = key[target + 1]
        if word == UNSEEN_WORD:
            known.belief[target] = UNSEEN
            known.pending[target] = known.held[target] = known.by[target] = 0
            continue
        known.belief[target] = (word & ((1 << 40) - 1)) / BELIEF_UNIT
        known.pending[target] = (word >> 40) & 63
        known.held[target] = (word >> 46) & 63
        known.by[target] = (word >> 52) & 63


@kernel
def find(table, keys, count, key, insert):
    """Number of a state; a new one gets ``count[0]``. EMPTY if it is not there, or there is no room."""
    hashed = np.uint64(1469598103934665603)
    for k in range(key.size):
        hashed = (hashed ^ np.uint64(key[k])) * np.uint64(1099511628211)
        hashed ^= hashed >> np.uint64(29)
    at = np.int64(hashed & np.uint64(table.size - 1))
    while table[at] != EMPTY:
        state = table[at]
        same = True
        for k in range(key.size):
            if keys[state, k] != key[k]:
                same = False
                break
        if same:
            return state
        at = (at + 1) & (table.size - 1)
    if not insert or count[0] >= keys.shape[0]:
        return EMPTY
    table[at] = count[0]
    keys[count[0]] = key
    count[0] += 1
    return table[at]


@kernel
def settle(model, known):
    """After the orders of a stage: what is sure already. Value lost with targets that nobody can fire at again.

    Targets out of all windows are closed: their belief, and the report under way, make no difference any more; they are
    forgotten but for the channel. Returns the value expected to survive of those closed.
    """
    lost = 0.0
    stage = known.stage[0]
    for target in range(known.belief.size):
        if known.belief[target] == 0.0:
            known.pending[target] = 0
            continue
        later = max(stage + 1, stage + known.pending[target])
        if known.belief[target] < 0.0:
            later = max(later, model.seen[target])
        if not still_in_reach(model, known, target, later):
            weight = known.belief[target] if known.belief[target] >= 0.0 else model.present[target]
            lost += weight * model.values[target]
            known.belief[target] = 0.0
            known.pending[target] = 0
    return lost


@kernel
def forget(model, known):
    """Forget what ``settle`` forgets, wherever the state came from. ``known.stage`` is the stage before."""
    for target in range(known.belief.size):
        if known.belief[target] == 0.0:
            known.pending[target] = 0
            continue
        later = known.stage[0] + 1 + known.pending[target]
        if known.belief[target] < 0.0:
            later = max(later, model.seen[target])
        if not still_in_reach(model, known, target, later):
            known.belief[target] = 0.0
            known.pending[target] = 0


@kernel
def still_in_reach(model, known, target, later):
    """Whether any row that has rounds may still fire at a target at a stage or after it."""
    for row in range(known.rounds.size):
        if model.chance[row, target] > 0.0 and known.rounds[row] > 0 and model.closes[row, target] >= later:
            return True
    return False


@kernel
def hopeless(model):
    """Value expected of targets that nobody can ever fire at: settled before the first stage."""
    known, _ = blank(model)
    known.rounds[:] = model.rounds
    total = 0.0
    for target in range(model.values.size):
        if not still_in_reach(model, known, target, model.seen[target]):
            total += model.present[target] * model.values[target]
    return total


@kernel
def visit(model, known, table, keys, count, values, forward, best_row, best_salvo):
    """All joint orders of one state. Forward: put every next state into the table. Backward: the least survival.

    Returns (value, states found room).
    """
    targets, rows = known.belief.size, known.rounds.size
    stages, most = int(model.rules[3]), int(model.rules[2])
    now, _ = blank(model)
    then, _ = blank(model)
    free = np.empty(model.channels.size, np.int64)
    row, salvo = np.full(targets, NOBODY, np.int64), np.zeros(targets, np.int64)
    fates = np.empty((1 << min(targets, 12), targets))
    chances = np.empty(fates.shape[0])
    key = np.empty(targets + 1, np.int64)
    best = np.inf
    while True:
        # orders as they stand
        copy_known(known, now)
        for target in range(targets):
            if row[target] != NOBODY:
                fire(model, now, row[target], target, salvo[target])
        value = settle(model, now)
        if now.stage[0] + 1 < stages:
            n = outcomes(model, now, fates, chances)
            for k in range(n):
                copy_known(now, then)
                then.stage[0] += 1
                for target in range(targets):
                    then.belief[target] = fates[k, target]
                    then.pending[target] = max(then.pending[target] - 1, 0)
                    then.held[target] = max(then.held[target] - 1, 0)
                pack(model, then, key)
                state = find(table, keys, count, key, forward)
                if state == EMPTY:
                    return best, False
                if not forward:
                    value += chances[k] * values[state]
        if not forward and value < best:
            best = value
            best_row[:] = row
            best_salvo[:] = salvo
        # the next joint orders: count up like an odometer, leaving out what does not fit
        target = 0
        while target < targets:
            if _count_up(model, known, target, row, salvo, free, most, rows):
                break
            target += 1
        if target == targets:
            return best, True


@kernel
def _count_up(model, known, target, row, salvo, free, most, rows):
    """The next order of one target that fits beside the others; False (and no order) when it has had all."""
    while True:
        if row[target] == NOBODY:
            row[target], salvo[target] = 0, 1
        else:
            salvo[target] += 1
            if salvo[target] > most:
                row[target] += 1
                salvo[target] = 1
        if row[target] == rows:
            row[target], salvo[target] = NOBODY, 0
            return False
        one = row[target]
        if not may_fire(model, known, one, target):
            salvo[target] = most
            continue
        free_channels(model, known, free)
        used = 0
        for other in range(row.size):
            if row[other] != NOBODY:
                free[model.battery[row[other]]] -= 1
                if row[other] == one:
                    used += salvo[other]
        if free[model.battery[one]] >= 0 and used <= known.rounds[one]:
            return True


@kernel
def run_stage(
    model, stage, keys, states, next_table, next_keys, next_count, next_values, forward, values, rows, salvos
):
    """All states of one stage; False when the next table is full."""
    known, _ = blank(model)
    for state in range(states):
        unpack(model, stage, keys[state], known)
        value, fits = visit(
            model, known, next_table, next_keys, next_count, next_values, forward, rows[state], salvos[state]
        )
        if not fits:
            return False
        if not forward:
            values[state] = value
    return True


@kernel
def value_by_price(model, stage, keys, states, round_prices, sums, value, points, least, most_leaves, values):
    """Survival expected from each state when orders go by price from then on; False where a tree is too large."""
    known, _ = blank(model)
    stack = stack_of(model)
    row, salvo = np.empty(model.values.size, np.int64), np.empty(model.values.size, np.int64)
    for state in range(states):
        unpack(model, stage, keys[state], known)
        by_price(model, known, round_prices, sums, value, points, row, salvo)
        values[state], leaves = tree_value(
            model, known, row, salvo, round_prices, sums, value, points, least, most_leaves, stack
        )
        if leaves < 0:
            return False
    return True
