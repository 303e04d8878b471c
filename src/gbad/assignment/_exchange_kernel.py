"""Numbers below ``improving``: one round is lifted from every target, all are set down anew, best of all ways.

With one round lifted from each target, what is left of a target depends on that round alone. So the best of all
permutations is a linear assignment, solved exactly by shortest augmenting paths (Jonker and Volgenant 1987). It can be
stopped between two rows: ``begin_matching`` prepares, ``match_rows`` serves some rows.
"""

import math

import numpy as np

from gbad._jit import kernel


@kernel
def begin_matching(cost, column_of, row_of, potentials):
    """Reduce the columns, then give every row its best column if that is free; rows without one are left for later."""
    n = cost.shape[0]
    u, v = potentials[0], potentials[1]
    for k in range(n):
        v[k] = math.inf
        row_of[k] = -1
        column_of[k] = -1
    for row in range(n):
        for column in range(n):
            if cost[row, column] < v[column]:
                v[column] = cost[row, column]
    for row in range(n):
        low, at = math.inf, -1
        for column in range(n):
            reduced = cost[row, column] - v[column]
            if reduced < low:
                low, at = reduced, column
        u[row] = low
        if row_of[at] < 0:
            row_of[at] = row
            column_of[row] = at


@kernel
def match_rows(cost, first, last, column_of, row_of, potentials):
    """Serve rows ``first`` to ``last`` that have no column yet, each along its cheapest augmenting path."""
    n = cost.shape[0]
    u, v = potentials[0], potentials[1]
    shortest = np.empty(n)
    previous = np.empty(n, np.int64)
    scanned = np.empty(n, np.bool_)
    for start in range(first, last):
        if column_of[start] >= 0:
            continue
        for column in range(n):
            shortest[column] = math.inf
            scanned[column] = False
        row, base, sink = start, 0.0, -1
        while sink < 0:
            low, at = math.inf, -1
            for column in range(n):
                if scanned[column]:
                    continue
                length = base + cost[row, column] - u[row] - v[column]
                if length < shortest[column]:
                    shortest[column] = length
                    previous[column] = row
                if shortest[column] < low or (shortest[column] == low and row_of[column] < 0):
                    low, at = shortest[column], column
            base = low
            scanned[at] = True
            if row_of[at] < 0:
                sink = at
            else:
                row = row_of[at]
        # potentials of all that was scanned, then the path is turned round
        u[start] += base
        for column in range(n):
            if scanned[column] and column != sink:
                u[row_of[column]] += base - shortest[column]
                v[column] -= base - shortest[column]
        column = sink
        while True:
            row = previous[column]
            row_of[column] = row
            column, column_of[row] = column_of[row], column
            if row == start:
                break


@kernel
def lift(layer, row_of_shot, at, left, without, miss, lifted, cost):
    """Lift round number ``layer`` of every target (its last, where there are fewer); fill ``lifted`` and ``cost``.

    ``lifted[target]`` is a shot or -1; ``cost[place, target]`` what is left of the target if the shot that was
    lifted at ``place`` is set down there.
    """
    targets = left.size
    seen = np.zeros(targets, np.int64)
    for target in range(targets):
        lifted[target] = -1
    for one in range(at.size):
        target = at[one]
        if seen[target] <= layer:
            lifted[target] = one
        seen[target] += 1
    for place in range(targets):
        one = lifted[place]
        for target in range(targets):
            base = left[target] if lifted[target] < 0 else without[lifted[target]]
            cost[place, target] = base if one < 0 else base * miss[row_of_shot[one], target]


@kernel
def set_down(cost, column_of, lifted, row_of_shot, at, left, without, miss, worth):
    """Set the lifted rounds down as matched, if that gains; say whether it did."""
    before, after = 0.0, 0.0
    for place in range(left.size):
        before += left[place]
        after += cost[place, column_of[place]]
    if after >= before - worth:
        return False
    for place in range(left.size):
        target = column_of[place]
        left[target] = cost[place, target]
        if lifted[place] >= 0:
            at[lifted[place]] = target
    for one in range(at.size):
        without[one] = left[at[one]] / miss[row_of_shot[one], at[one]]
    return True
