"""Numbers below ``assets``."""

import numpy as np

from gbad._jit import kernel


@kernel
def asset_value(asset_values, aim, arriving):
    """Expected value of the assets that stand; ``arriving`` (threats,) is the chance that each hits and destroys."""
    standing = asset_values.copy()
    for threat in range(aim.size):
        standing[aim[threat]] *= 1.0 - arriving[threat]
    return standing.sum()


@kernel
def refresh(asset, asset_values, aim, arriving, others):
    """What each threat at one asset would destroy if it arrived: the value that stands after all the others."""
    for threat in range(aim.size):
        if aim[threat] == asset:
            others[threat] = asset_values[asset]
            for other in range(aim.size):
                if other != threat and aim[other] == asset:
                    others[threat] *= 1.0 - arriving[other]


@kernel
def greedy(asset_values, aim, lethality, kill_probability, rounds, arriving, others, row_of_shot, at):
    """Fire the round with the largest marginal return, again and again; fill the last four (``at`` -1: no shot)."""
    rows, threats = kill_probability.shape
    n = 0
    for row in range(rows):
        for _ in range(rounds[row]):
            row_of_shot[n], at[n] = row, -1
            n += 1
    arriving[:] = lethality
    for asset in range(asset_values.size):
        refresh(asset, asset_values, aim, arriving, others)
    for _ in range(n):
        best, best_one, best_threat = 0.0, -1, -1
        for one in range(n):
            row = row_of_shot[one]
            if at[one] >= 0 or (one > 0 and at[one - 1] < 0 and row_of_shot[one - 1] == row):
                continue
            for threat in range(threats):
                gain = others[threat] * arriving[threat] * kill_probability[row, threat]
                if gain > best:
                    best, best_one, best_threat = gain, one, threat
        if best_one < 0:
            return
        at[best_one] = best_threat
        arriving[best_threat] *= 1.0 - kill_probability[row_of_shot[best_one], best_threat]
        refresh(aim[best_threat], asset_values, aim, arriving, others)


@kernel
def sweep(asset_values, aim, lethality, kill_probability, first, last, arriving, others, row_of_shot, at):
    """Give rounds ``first`` to ``last`` their best place, then swap each where that gains; say whether one did."""
    worth = 1e-12 * asset_values.sum()
    changed = False
    for one in range(first, last):
        row, here = row_of_shot[one], at[one]
        # lift it, look where it does most
        _fire(one, -1, asset_values, aim, lethality, kill_probability, arriving, others, row_of_shot, at)
        best = worth
        if here >= 0:
            best += others[here] * arriving[here] * kill_probability[row, here]
        to = here
        for threat in range(aim.size):
            gain = others[threat] * arriving[threat] * kill_probability[row, threat]
            if gain > best:
                best, to = gain, threat
        _fire(one, to, asset_values, aim, lethality, kill_probability, arriving, others, row_of_shot, at)
        changed = changed or to != here
        before = asset_value(asset_values, aim, arriving)
        for other in range(one):
            here, there = at[one], at[other]
            if here == there or row_of_shot[other] == row:
                continue
            _fire(one, there, asset_values, aim, lethality, kill_probability, arriving, others, row_of_shot, at)
            _fire(other, here, asset_values, aim, lethality, kill_probability, arriving, others, row_of_shot, at)
            after = asset_value(asset_values, aim, arriving)
            if after > before + worth:
                before, changed = after, True
            else:
                _fire(one, here, asset_values, aim, lethality, kill_probability, arriving, others, row_of_shot, at)
                _fire(other, there, asset_values, aim, lethality, kill_probability, arriving, others, row_of_shot, at)
    return changed


@kernel
def _fire(one, to, asset_values, aim, lethality, kill_probability, arriving, others, row_of_shot, at):
    """Set one round at a threat (-1: at none) and bring both assets up to date, by multiplication only."""
    here = at[one]
    if to == here:
        return
    at[one] = to
    for threat in (here, to):
        if threat >= 0:
            arriving[threat] = lethality[threat]
            for other in range(at.size):
                if at[other] == threat:
                    arriving[threat] *= 1.0 - kill_probability[row_of_shot[other], threat]
            refresh(aim[threat], asset_values, aim, arriving, others)


@kernel
def search(asset_values, aim, lethality, kill_probability, row_of_shot, least, at, most_nodes, best_at):
    """Depth-first search over shots from where ``at`` stands; returns (best value, nodes, finished).

    A branch is cut where even all rounds that are left, fired at every threat at once, would not better the best.
    ``at`` holds the path (-2: not reached), so that a search that used up its nodes can go on.
    """
    shots, threats = row_of_shot.size, aim.size
    # chance that a threat survives all shots from here on
    rest = np.ones((shots + 1, threats))
    for one in range(shots - 1, -1, -1):
        for threat in range(threats):
            rest[one, threat] = rest[one + 1, threat] * (1.0 - kill_probability[row_of_shot[one], threat])
    arriving = np.empty((shots + 1, threats))
    arriving[0] = lethality
    hoped = np.empty(threats)
    depth = 0
    while depth < shots and at[depth] >= 0:
        arriving[depth + 1] = arriving[depth]
        arriving[depth + 1, at[depth]] *= 1.0 - kill_probability[row_of_shot[depth], at[depth]]
        depth += 1
    best, nodes = least, 0
    while depth >= 0:
        if nodes >= most_nodes and depth < shots:
            return best, nodes, False
        cut = depth == shots
        if depth == shots:
            found = asset_value(asset_values, aim, arriving[depth])
            if found > best * (1.0 + 1e-13):
                best = found
                best_at[:] = at
        elif at[depth] == -2:
            for threat in range(threats):
                hoped[threat] = arriving[depth, threat] * rest[depth, threat]
            cut = asset_value(asset_values, aim, hoped) <= best * (1.0 + 1e-13)
            if not cut:
                same_row = depth > 0 and row_of_shot[depth] == row_of_shot[depth - 1]
                at[depth] = at[depth - 1] - 1 if same_row else -1
        if not cut and at[depth] + 1 < threats:
            at[depth] += 1
            nodes += 1
            arriving[depth + 1] = arriving[depth]
            arriving[depth + 1, at[depth]] *= 1.0 - kill_probability[row_of_shot[depth], at[depth]]
            depth += 1
            continue
        if depth < shots:
            at[depth] = -2
        depth -= 1
    return best, nodes, True
