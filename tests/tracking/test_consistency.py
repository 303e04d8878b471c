"""Models of bare plots on their own ground: errors and innovations as large as the covariances say (NEES, NIS)."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2

from gbad.tracking import _imm_kernel as imm
from gbad.tracking import _plots_kernel as plots

DT, POSITION_STD = 1.0, 20.0
# stay straight, stay in a turn [s]; noises [m2/s3]; turn rate when a turn begins [rad/s], its noise [rad2/s3]; vertical
FIGURES = np.array([40.0, 15.0, 0.05, 2.0, 0.15, 1e-5, 0.05])


def pushed(dice, place, speed, level):
    """Add what white acceleration noise does to place and speed (n, 3) in DT."""
    root = np.linalg.cholesky(np.array([[DT**3 / 3, DT**2 / 2], [DT**2 / 2, DT]]))
    noise = np.sqrt([level, level, FIGURES[imm.UP_NOISE]])
    push = np.einsum("ij,jnk->ink", root, dice.standard_normal((2, *place.shape)) * noise)
    return place + push[0], speed + push[1]


def turned(place, speed, rate):
    """Places and speeds (n, 3) after DT of a level turn at ``rate`` (n,), not 0."""
    s, c = np.sin(rate * DT), np.cos(rate * DT)
    place, speed = place.copy(), speed.copy()
    x, y = speed[:, 0].copy(), speed[:, 1].copy()
    place[:, 0] += (s * x - (1 - c) * y) / rate
    place[:, 1] += ((1 - c) * x + s * y) / rate
    place[:, 2] += DT * speed[:, 2]
    speed[:, 0], speed[:, 1] = c * x - s * y, s * x + c * y
    return place, speed


def inside(values, freedom):
    low, high = chi2.ppf([0.0005, 0.9995], freedom * values.size) / values.size
    return low < values.mean() < high


@pytest.mark.parametrize("model", ["straight", "turn"])
def test_each_model_alone_is_consistent_where_targets_move_as_it_says(model):
    dice, count, steps = np.random.default_rng(21), 400, 25
    size = 6 if model == "straight" else 7
    start = np.array([30.0] * 3 + [10.0] * 3 + [0.02])[:size]
    true = np.column_stack((np.full((count, 3), 2e4), dice.normal(0.0, 150.0, (count, 3)), np.full(count, 0.15)))[
        :, :size
    ]
    state = true + start * dice.standard_normal((count, size))
    cov = np.tile(np.diag(start**2), (count, 1, 1))
    nis, work = np.empty((steps, count)), (np.empty(7), np.empty(7))
    for step in range(steps):
        place, speed = true[:, :3], true[:, 3:6]
        if model == "straight":
            place, speed = pushed(dice, place + DT * speed, speed, FIGURES[imm.STRAIGHT_NOISE])
            true = np.column_stack((place, speed))
        else:
            place, speed = pushed(dice, *turned(place, speed, true[:, 6]), FIGURES[imm.TURN_NOISE])
            rate = true[:, 6] + np.sqrt(FIGURES[imm.TURN_RATE_NOISE] * DT) * dice.standard_normal(count)
            true = np.column_stack((place, speed, rate))
        plot, var = place + POSITION_STD * dice.standard_normal((count, 3)), POSITION_STD**2
        for i in range(count):
            if model == "straight":
                imm.predict_straight(state, cov, i, DT, FIGURES[imm.STRAIGHT_NOISE], FIGURES[imm.UP_NOISE])
            else:
                imm.predict_turn(state, cov, i, DT, FIGURES, np.empty((7, 7)))
            nis[step, i], _ = plots.price(state, cov, i, False, *plot[i], 0.0, var, var, var)
            imm.update(state, cov, i, size, False, *plot[i], 0.0, var, var, var, *work)
    error = true - state
    nees = (error * np.linalg.solve(cov, error[:, :, None])[:, :, 0]).sum(axis=1)
    assert inside(nees, size)
    assert inside(nis[-1], 3)
    # innovations of a consistent filter are white: their grand mean is far tighter
    assert inside(nis, 3)


def test_both_models_together_are_consistent_where_targets_change_their_ways_as_they_say():
    """Straight flight and turns follow each other by the Markov chain that the filter assumes.

    An IMM is an approximation: a mean of normalised errors within a tenth of the number of states is what it reaches.
    """
    dice, count, steps = np.random.default_rng(22), 400, 60
    figures = FIGURES.copy()
    figures[imm.TURN_RATE_STD] = 0.05
    stays = np.exp(-DT / figures[[imm.STAY_STRAIGHT, imm.STAY_TURN]])
    start = np.array([30.0] * 3 + [10.0] * 3)
    place, speed = np.full((count, 3), 2e4), dice.normal(0.0, 150.0, (count, 3))
    turning, rate = np.zeros(count, bool), np.full(count, 1e-9)
    state = np.column_stack((place, speed)) + start * dice.standard_normal((count, 6))
    cov = np.tile(np.diag(start**2), (count, 1, 1))
    turn_state, turn_cov, weight = np.zeros((count, 7)), np.zeros((count, 7, 7)), np.zeros((count, 2))
    work, matrix, var = (np.empty(7), np.empty(7)), np.empty((7, 7)), POSITION_STD**2
    for i in range(count):
        imm.begin_turn(state, cov, turn_state, turn_cov, weight, i, figures)
    normalised = []
    for step in range(steps):
        # ways change first, then targets move
        change = dice.random(count) > np.where(turning, stays[1], stays[0])
        fresh = figures[imm.TURN_RATE_STD] * dice.standard_normal(count)
        rate = np.where(change, np.where(turning, 1e-9, fresh), rate)
        turning ^= change
        place, speed = turned(place, speed, rate)
        for chosen, level in ((turning, imm.TURN_NOISE), (~turning, imm.STRAIGHT_NOISE)):
            place[chosen], speed[chosen] = pushed(dice, place[chosen], speed[chosen], figures[level])
        plot = place + POSITION_STD * dice.standard_normal((count, 3))
        mean, spread = np.empty((count, 6)), np.empty((count, 6, 6))
        for i in range(count):
            imm.mix(state, cov, turn_state, turn_cov, weight, i, DT, figures, work[0])
            imm.predict_straight(state, cov, i, DT, figures[imm.STRAIGHT_NOISE], figures[imm.UP_NOISE])
            imm.predict_turn(turn_state, turn_cov, i, DT, figures, matrix)
            cost = imm.update(state, cov, i, 6, False, *plot[i], 0.0, var, var, var, *work)
            turn_cost = imm.update(turn_state, turn_cov, i, 7, False, *plot[i], 0.0, var, var, var, *work)
            imm.reweigh(weight, i, cost, turn_cost)
            imm.combine(state, cov, turn_state, turn_cov, weight, i, mean, spread, i, work[0])
        if step >= 20:
            error = np.column_stack((place, speed)) - mean
            normalised.append((error * np.linalg.solve(spread, error[:, :, None])[:, :, 0]).sum(axis=1))
    assert 5.4 < np.mean(normalised) < 6.6
