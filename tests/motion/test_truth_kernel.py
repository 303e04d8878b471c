"""Reading paths between knots."""

from __future__ import annotations

import numpy as np
import pytest

from gbad._truth_kernel import state_at, states_into


def test_a_cubic_path_is_read_exactly():
    time = np.arange(6) * 2.0
    position = np.stack([1e6 + 3 * time, time**2, time**3 - 5 * time], axis=1)
    velocity = np.stack([np.full(6, 3.0), 2 * time, 3 * time**2 - 5], axis=1)
    for t in (0.0, 0.7, 5.1, 9.99, 10.0):
        expected = [1e6 + 3 * t, t**2, t**3 - 5 * t, 3.0, 2 * t, 3 * t**2 - 5]
        assert state_at(position, velocity, 4.0, 2.0, 4.0 + t) == pytest.approx(expected, abs=1e-9)


def test_beyond_the_knots_the_path_goes_straight_on():
    position, velocity = np.zeros((3, 3)), np.ones((3, 3))
    assert state_at(position, velocity, 0.0, 1.0, -2.0) == pytest.approx([-2.0] * 3 + [1.0] * 3)
    assert state_at(position, velocity, 0.0, 1.0, 4.0) == pytest.approx([2.0] * 3 + [1.0] * 3)


def test_many_times_equal_one_by_one():
    rng = np.random.default_rng(1)
    position, velocity = rng.normal(size=(9, 3)), rng.normal(size=(9, 3))
    time = rng.uniform(-1.0, 10.0, 30)
    out = np.empty((30, 6))
    states_into(position, velocity, 0.5, 1.0, time, out)
    assert out.tolist() == [list(state_at(position, velocity, 0.5, 1.0, t)) for t in time]
