"""Models of the IMM on their own ground: consistent where they match, symmetric and positive for very long."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2

from gbad.tracking import _imm_kernel as imm

STD, DT = 50.0, 1.0
SHIFT, GAIN, MATRIX = np.zeros(7), np.zeros(7), np.zeros((7, 7))
# mean times of straight flight and turn; noises: straight, turn, rate at first, rate, vertical
FIGURES = np.array([60.0, 20.0, 0.5, 0.5, 0.05, 1e-5, 0.5])


def moved(truth, dice):
    """Truth of the turn model one interval on, with the noise that the model allows for."""
    state, cov = truth[None].copy(), np.zeros((1, 7, 7))
    imm.predict_turn(state, cov, 0, DT, FIGURES * 0.0, MATRIX)
    root = np.linalg.cholesky(np.array([[DT**3 / 3, DT**2 / 2], [DT**2 / 2, DT]]))
    push = np.sqrt(0.5) * root @ dice.standard_normal((2, 3))
    state[0, :3] += push[0]
    state[0, 3:6] += push[1]
    state[0, 6] += np.sqrt(1e-5 * DT) * dice.standard_normal()
    return state[0]


def test_the_turn_model_is_consistent_on_targets_that_turn_as_it_says():
    dice = np.random.default_rng(6)
    runs, steps = 200, 40
    nees, nis = np.empty(runs), np.empty((steps, runs))
    for i in range(runs):
        start_cov = np.diag([STD**2] * 3 + [5.0**2] * 3 + [0.02**2])
        truth = np.array([1e4, 2e4, 5e3, 150.0, -120.0, 0.0, dice.choice([-1, 1]) * 0.08])
        state = (truth + np.sqrt(np.diag(start_cov)) * dice.standard_normal(7))[None]
        cov = start_cov[None].copy()
        for step in range(steps):
            truth = moved(truth, dice)
            imm.predict_turn(state, cov, 0, DT, FIGURES, MATRIX)
            plot = truth[:3] + STD * dice.standard_normal(3)
            miss, s = plot - state[0, :3], cov[0, :3, :3] + STD**2 * np.eye(3)
            nis[step, i] = miss @ np.linalg.solve(s, miss)
            imm.update(state, cov, 0, 7, False, *plot, 0.0, STD**2, STD**2, STD**2, SHIFT, GAIN)
        error = truth - state[0]
        nees[i] = error @ np.linalg.solve(cov[0], error)
    for values, freedom in ((nees, 7), (nis[0], 3), (nis[-1], 3), (nis, 3)):
        low, high = chi2.ppf([0.0005, 0.9995], freedom * values.size) / values.size
        assert low < values.mean() < high


def test_the_cost_of_an_update_is_the_likelihood_of_the_plot():
    dice = np.random.default_rng(2)
    for _ in range(20):
        root = dice.standard_normal((6, 6)) * [30, 30, 30, 5, 5, 5]
        state, cov = dice.standard_normal((1, 6)) * 1e3, (root.T @ root)[None].copy()
        plot = state[0, :3] + 60.0 * dice.standard_normal(3)
        s, miss = cov[0, :3, :3] + STD**2 * np.eye(3), plot - state[0, :3]
        before, gain = cov[0].copy(), np.linalg.solve(s, cov[0, :3]).T
        expected = state[0] + gain @ miss
        cost = imm.update(state, cov, 0, 6, False, *plot, 0.0, STD**2, STD**2, STD**2, SHIFT, GAIN)
        assert cost == pytest.approx(miss @ np.linalg.solve(s, miss) + np.linalg.slogdet(s)[1])
        np.testing.assert_allclose(state[0], expected, rtol=1e-9)
        # Joseph's form gives the same covariance
        keep = np.eye(6) - gain @ np.eye(3, 6)
        np.testing.assert_allclose(cov[0], keep @ before @ keep.T + STD**2 * gain @ gain.T, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(("std", "noise"), [(50.0, 0.5), (0.1, 1e-6), (5000.0, 1e-9)])
def test_covariances_stay_symmetric_and_positive_for_ten_thousand_updates(std, noise):
    dice = np.random.default_rng(4)
    figures = np.array([60.0, 20.0, noise, noise, 0.05, 1e-6, noise])
    state, cov = np.zeros((1, 6)), np.diag([std**2] * 3 + [800.0**2] * 3)[None].copy()
    turn_state, turn_cov, weight = np.zeros((1, 7)), np.zeros((1, 7, 7)), np.zeros((1, 2))
    imm.begin_turn(state, cov, turn_state, turn_cov, weight, 0, figures)
    place, speed = np.zeros(3), np.array([200.0, 50.0, 0.0])
    for step in range(10_000):
        place = place + speed * DT
        imm.mix(state, cov, turn_state, turn_cov, weight, 0, DT, figures, SHIFT)
        imm.predict_straight(state, cov, 0, DT, figures[imm.STRAIGHT_NOISE], figures[imm.UP_NOISE])
        imm.predict_turn(turn_state, turn_cov, 0, DT, figures, MATRIX)
        plot = (*(place + std * dice.standard_normal(3)), 0.0, std**2, std**2, std**2, SHIFT, GAIN)
        imm.reweigh(weight, 0, imm.update(state, cov, 0, 6, False, *plot),
                    imm.update(turn_state, turn_cov, 0, 7, False, *plot))  # fmt: skip
        if step < 20 or step % 500 == 0:
            for matrix in (cov[0], turn_cov[0]):
                assert np.array_equal(matrix, matrix.T)
                # in units of its own deviations, so that metres and radians count alike
                scale = np.sqrt(np.diag(matrix))
                assert np.linalg.eigvalsh(matrix / np.outer(scale, scale))[0] > 0.0
    assert weight.sum() == pytest.approx(1.0)
    assert np.linalg.norm(state[0, :3] - place) < 5.0 * std
