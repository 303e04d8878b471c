"""Numbers below ``enumeration``: every way to fire all rounds, one after the other."""

import numpy as np

from gbad._jit import kernel


@kernel
def enumerate_all(values, kill_probability, row_of_shot, best, best_at):
    """Keep the lowest survival values and their targets per shot, ascending; returns ways looked at.

    Shots of one row are interchangeable: later ones never go to a lower target than earlier ones.
    """
    shots, keep, targets = row_of_shot.size, best.size, values.size
    at = np.zeros(shots, np.int64)
    left = np.empty((shots + 1, targets))
    left[0] = values
    best[:] = np.inf
    looked = 0
    depth = 0
    if shots > 0:
        at[0] = -1
    while depth >= 0:
        if depth == shots:
            looked += 1
            total = 0.0
            for target in range(targets):
                total += left[depth, target]
            if total < best[keep - 1]:
                place = keep - 1
                while place > 0 and best[place - 1] > total:
                    best[place] = best[place - 1]
                    best_at[place] = best_at[place - 1]
                    place -= 1
                best[place] = total
                best_at[place] = at
            depth -= 1
            continue
        at[depth] += 1
        if at[depth] == targets:
            depth -= 1
            continue
        left[depth + 1] = left[depth]
        left[depth + 1, at[depth]] *= 1.0 - kill_probability[row_of_shot[depth], at[depth]]
        depth += 1
        if depth < shots:
            same_row = row_of_shot[depth] == row_of_shot[depth - 1]
            at[depth] = at[depth - 1] - 1 if same_row else -1
    return looked
