"""One track corrected by several plots at once, each with its probability: the numbers of JPDA's update.

For each model: posterior of every plot and of none, mixed into one mean and covariance (moment matching); the models'
probabilities follow from how well each foresaw what came. Covariances are sums of positive terms less nothing: safe.

Source: Y. Bar-Shalom, X. R. Li, "Multitarget-Multisensor Tracking" (1995), sections 3.4 (PDA), 4.5 (IMM with PDA), 6.2.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gbad._jit import lean
from gbad.tables import Floats
from gbad.tracking import _imm_kernel as imm


class Blend(NamedTuple):
    """Work space: a track before the plots, and what gathers of each model."""

    state: Floats  # (1, 6)
    cov: Floats  # (1, 6, 6)
    turn_state: Floats  # (1, 7)
    turn_cov: Floats  # (1, 7, 7)
    total: Floats  # (2,) joint probability of model and all events so far
    mean: Floats  # (2, 7) weighted shifts of the state
    second: Floats  # (2, 7, 7) weighted covariances and squared shifts


@lean
def begin(state, cov, turn_state, turn_cov, weight, row, turning, none, blend):
    """Start from the event that none of the plots is the track's."""
    for m in range(2):
        for i in range(7):
            blend.mean[m, i] = 0.0
    straight = weight[row, 0] if turning else 1.0
    keep(state, cov, row, blend.state, blend.cov, 6)
    blend.total[0], blend.total[1] = none * straight, none * (1.0 - straight)
    scale(cov, row, blend.second, 0, 6, blend.total[0])
    if turning:
        keep(turn_state, turn_cov, row, blend.turn_state, blend.turn_cov, 7)
        scale(turn_cov, row, blend.second, 1, 7, blend.total[1])


@lean
def add_plot(
    state, cov, turn_state, turn_cov, weight, row, turning, share, blend, polar, place, variance, rating, shift, gain
):  # fmt: skip
    """Add the event that this plot is the track's, of probability ``share``. Leaves the row as it was corrected.

    ``place`` is x, y, z and their distance, ``variance`` of its three errors, ``rating`` range rate and its variance.
    """
    x, y, z, far = place
    v0, v1, v2 = variance
    rate, rate_var = rating
    keep(blend.state, blend.cov, 0, state[row : row + 1], cov[row : row + 1], 6)
    rated = np.isfinite(rate) and np.isfinite(rate_var)
    cost = imm.update(state, cov, row, 6, polar, x, y, z, far, v0, v1, v2, shift, gain)
    if rated:
        cost += imm.update_rate(state, cov, row, 6, rate, rate_var, gain)
    part = share
    if turning:
        keep(blend.turn_state, blend.turn_cov, 0, turn_state[row : row + 1], turn_cov[row : row + 1], 7)
        turn_cost = imm.update(turn_state, turn_cov, row, 7, polar, x, y, z, far, v0, v1, v2, shift, gain)
        if rated:
            turn_cost += imm.update_rate(turn_state, turn_cov, row, 7, rate, rate_var, gain)
        least = min(cost, turn_cost)
        straight = weight[row, 0] * np.exp(0.5 * (least - cost))
        turn = weight[row, 1] * np.exp(0.5 * (least - turn_cost))
        part = share * straight / (straight + turn)
        gather(turn_state, turn_cov, row, blend.turn_state, blend, 1, 7, share - part)
    gather(state, cov, row, blend.state, blend, 0, 6, part)


@lean
def finish(state, cov, turn_state, turn_cov, weight, row, turning, blend):
    """Write the mixed mean and covariance of each model, and the models' probabilities, into the row."""
    settle(state, cov, row, blend.state, blend.cov, blend, 0, 6)
    if turning:
        settle(turn_state, turn_cov, row, blend.turn_state, blend.turn_cov, blend, 1, 7)
        whole = blend.total[0] + blend.total[1]
        weight[row, 0], weight[row, 1] = blend.total[0] / whole, blend.total[1] / whole


@lean
def keep(state, cov, row, to_state, to_cov, size):
    """Copy a row into row 0 of another pair of arrays."""
    for i in range(size):
        to_state[0, i] = state[row, i]
        for j in range(size):
            to_cov[0, i, j] = cov[row, i, j]


@lean
def scale(cov, row, second, model, size, part):
    """Begin a model's sum of covariances."""
    for i in range(size):
        for j in range(size):
            second[model, i, j] = part * cov[row, i, j]


@lean
def gather(state, cov, row, before, blend, model, size, part):
    """Add one corrected row, of weight ``part``, to a model's sums."""
    blend.total[model] += part
    for i in range(size):
        a = state[row, i] - before[0, i]
        blend.mean[model, i] += part * a
        for j in range(size):
            blend.second[model, i, j] += part * (cov[row, i, j] + a * (state[row, j] - before[0, j]))


@lean
def settle(state, cov, row, before, before_cov, blend, model, size):
    """Mean and covariance of a model's sums; one that no event believes in stays as predicted."""
    if not blend.total[model] > 1e-12:
        keep(before, before_cov, 0, state[row : row + 1], cov[row : row + 1], size)
        return
    inverse = 1.0 / blend.total[model]
    for i in range(size):
        state[row, i] = before[0, i] + blend.mean[model, i] * inverse
    for i in range(size):
        for j in range(i + 1):
            a, b = blend.mean[model, i] * inverse, blend.mean[model, j] * inverse
            value = blend.second[model, i, j] * inverse - a * b
            cov[row, i, j], cov[row, j, i] = value, value
