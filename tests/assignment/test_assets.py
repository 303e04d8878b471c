"""Values on what is defended: exact against enumeration, and giving assets up where rounds are few."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.testing import assert_allclose

from gbad.assignment import solve_assets
from gbad.assignment.assets import asset_value
from gbad.errors import InputError


def random_problem(dice, rows, threats, assets):
    return (
        dice.integers(20, 100, assets).astype(float), dice.integers(0, assets, threats),
        dice.uniform(0.3, 1.0, threats), dice.uniform(0.4, 0.9, (rows, threats)), np.ones(rows, int),
    )  # fmt: skip


def test_optimal_agrees_with_enumeration_and_bounds_hold():
    dice = np.random.default_rng(1)
    for _ in range(30):
        rows, threats, assets = dice.integers(1, 5, 3)
        values, aim, lethality, p, rounds = random_problem(dice, rows, threats, assets)
        best = max(
            asset_value(
                values,
                aim,
                lethality,
                [np.prod([1 - p[i, j] for i, k in enumerate(way) if k == j]) for j in range(threats)],
            )
            for way in itertools.product(range(threats), repeat=int(rows))
        )
        for method in ("greedy", "improved", "optimal"):
            found = solve_assets(values, aim, lethality, p, rounds, method=method)
            assert found.asset_value <= best * (1.0 + 1e-12)
            assert found.bound >= best * (1.0 - 1e-9)
        assert_allclose(found.asset_value, best, rtol=1e-12)
        assert found.gap < 1e-9


def test_with_few_rounds_an_asset_is_given_up():
    # two assets, three deadly threats at each, three rounds that never miss: one asset can be saved whole
    found = solve_assets([10.0, 10.0], [0, 0, 0, 1, 1, 1], np.ones(6), np.ones((1, 6)), [3], method="improved")
    assert found.asset_value == 10.0
    assert sorted(found.shots.sum(axis=0)) == [0, 0, 0, 1, 1, 1]


def test_bad_input():
    with pytest.raises(InputError, match=r"lethality: 1\.5; 0 to 1"):
        solve_assets([1.0], [0], [1.5], [[0.5]], [1])
    with pytest.raises(InputError, match="aim: one asset per threat"):
        solve_assets([1.0], [1], [0.5], [[0.5]], [1])
    with pytest.raises(InputError, match="method"):
        solve_assets([1.0], [0], [0.5], [[0.5]], [1], method="x")
