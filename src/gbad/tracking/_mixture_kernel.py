"""Update of a track that may own any of several plots, or none: one mean and covariance for all these cases.

Each case is updated as if it were true (both models, their weights too) and all are mixed by their probabilities. For
one model this is the update of probabilistic data association. Source: Y. Bar-Shalom, X. R. Li, T. Kirubarajan,
"Estimation with Applications to Tracking and Navigation" (2001), sections 1.4.16 (mixtures), 11.6 (model weights).
"""

from __future__ import annotations

import numpy as np

from gbad._jit import lean
from gbad.tracking import _imm_kernel as imm


@lean
def mix_cases(plots, first, tracks, row, column, probability, start, end, work):
    """Correct a predicted row by the plots of edges ``start .. end``; what they lack to one is a missed target."""
    work.sum_state[:] = 0.0
    work.sum_cov[:] = 0.0
    turning = tracks.turning[row] == 1
    missed = 1.0
    for e in range(start, end):
        missed -= probability[e]
    missed = max(missed, 0.0)
    straight, turn = 1.0, 0.0
    if turning:
        straight, turn = tracks.weight[row, 0], tracks.weight[row, 1]
    gather(tracks.state, tracks.cov, row, tracks.state, row, 6, missed * straight, work, 0)
    if turning:
        gather(tracks.turn_state, tracks.turn_cov, row, tracks.turn_state, row, 7, missed * turn, work, 1)
    total_straight, total_turn = missed * straight, missed * turn
    for e in range(start, end):
        if probability[e] <= 0.0:
            continue
        i = first + column[e]
        late = plots.offset_s[i]
        x, y = plots.x[i] - late * tracks.state[row, 3], plots.y[i] - late * tracks.state[row, 4]
        z = plots.z[i] - late * tracks.state[row, 5]
        cost = case(plots, i, tracks.state, tracks.cov, row, 6, x, y, z, work, 0)
        likely_straight, likely_turn = 1.0, 0.0
        if turning:
            turn_cost = case(plots, i, tracks.turn_state, tracks.turn_cov, row, 7, x, y, z, work, 1)
            least = min(cost, turn_cost)
            likely_straight = straight * np.exp(0.5 * (least - cost))
            likely_turn = turn * np.exp(0.5 * (least - turn_cost))
            both = likely_straight + likely_turn
            likely_straight, likely_turn = likely_straight / both, likely_turn / both
            share = probability[e] * likely_turn
            gather(work.trial_state, work.trial_cov, 1, tracks.turn_state, row, 7, share, work, 1)
            total_turn += share
        share = probability[e] * likely_straight
        gather(work.trial_state, work.trial_cov, 0, tracks.state, row, 6, share, work, 0)
        total_straight += share
    finish(tracks.state, tracks.cov, row, 6, total_straight, work, 0)
    if turning:
        finish(tracks.turn_state, tracks.turn_cov, row, 7, total_turn, work, 1)
        whole = total_straight + total_turn
        tracks.weight[row, 0], tracks.weight[row, 1] = total_straight / whole, total_turn / whole


@lean
def case(plots, i, state, cov, row, size, x, y, z, work, at):
    """The row as if plot ``i`` (at x, y, z at the time of the scan) were its own, in ``work.trial_state[at]``."""
    for a in range(size):
        work.trial_state[at, a] = state[row, a]
        for b in range(size):
            work.trial_cov[at, a, b] = cov[row, a, b]
    cost = imm.update(
        work.trial_state, work.trial_cov, at, size, plots.polar, x, y, z, np.sqrt(x * x + y * y + z * z),
        plots.variance[0], plots.variance[1], plots.variance[2], work.shift, work.gain,
    )  # fmt: skip
    if np.isfinite(plots.rate_var) and np.isfinite(plots.rate[i]):
        cost += imm.update_rate(work.trial_state, work.trial_cov, at, size, plots.rate[i], plots.rate_var, work.gain)
    return cost


@lean
def gather(state, cov, row, origin, origin_row, size, share, work, at):
    """Add a case to the sums, as a step from the prediction ``origin`` (so that squares stay small)."""
    for a in range(size):
        work.shift[a] = state[row, a] - origin[origin_row, a]
        work.sum_state[at, a] += share * work.shift[a]
    for a in range(size):
        for b in range(size):
            work.sum_cov[at, a, b] += share * (cov[row, a, b] + work.shift[a] * work.shift[b])


@lean
def finish(state, cov, row, size, total, work, at):
    """Mean and covariance of the sums, back into the row; a model that no case believes in stays as predicted."""
    if not total > 1e-12:
        return
    for a in range(size):
        work.shift[a] = work.sum_state[at, a] / total
        state[row, a] += work.shift[a]
    for a in range(size):
        for b in range(size):
            cov[row, a, b] = work.sum_cov[at, a, b] / total - work.shift[a] * work.shift[b]
