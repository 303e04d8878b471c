"""The sparse assignment against an authority."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from gbad.errors import InputError
from gbad.tracking import assign


def cheapest_total(cost, miss):
    """Smallest sum by scipy, with one private miss column per row."""
    rows, columns = cost.shape
    table = np.full((rows, columns + rows), 1e9)
    table[:, :columns] = np.where(np.isfinite(cost), cost, 1e9)
    table[np.arange(rows), columns + np.arange(rows)] = miss
    chosen = linear_sum_assignment(table)
    return table[chosen].sum()


@pytest.mark.parametrize("miss", [1.0, 16.0, 1e6])
@pytest.mark.parametrize("whole_numbers", [False, True])
def test_total_equals_scipy_on_random_sparse_problems(miss, whole_numbers):
    dice = np.random.default_rng(5)
    for _ in range(300):
        shape = dice.integers(0, 14, 2)
        cost = dice.normal(0.0, 5.0, shape)
        if whole_numbers:
            cost = np.round(cost)
        cost[dice.random(shape) < dice.random()] = np.inf
        column = assign(cost, miss)
        served = column[column >= 0]
        assert len(set(served)) == len(served)
        total = sum(cost[i, j] if j >= 0 else miss for i, j in enumerate(column))
        assert total == pytest.approx(cheapest_total(cost, miss), abs=1e-6)


def test_a_dense_square_of_200_is_optimal():
    cost = np.random.default_rng(6).random((200, 200))
    column = assign(cost, 1e6)
    assert cost[np.arange(200), column].sum() == pytest.approx(cost[linear_sum_assignment(cost)].sum(), abs=1e-9)


def test_a_cost_that_is_nan_is_refused():
    with pytest.raises(InputError, match="nan"):
        assign([[np.nan]], 1.0)
