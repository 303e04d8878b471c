"""Textbook intervals against their definitions; their values are held against authorities in tests/against."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbad.textbook.intervals import Interval, exact_interval, mean_interval, wilson_interval


@given(st.integers(1, 400), st.data())
def test_intervals_of_a_proportion_hold_their_estimate_and_stay_in_0_and_1(trials, data):
    successes = data.draw(st.integers(0, trials))
    for interval in (wilson_interval(successes, trials), exact_interval(successes, trials)):
        assert 0.0 <= interval.low <= interval.estimate <= interval.high <= 1.0


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=30), st.floats(-100, 100))
def test_shifting_a_sample_shifts_its_interval(values, shift):
    base, moved = mean_interval(values), mean_interval(np.asarray(values) + shift)
    assert moved.low == pytest.approx(base.low + shift, abs=1e-6)
    assert moved.high == pytest.approx(base.high + shift, abs=1e-6)


def test_one_run_gives_a_mean_without_an_interval():
    interval = mean_interval([3.0])
    assert interval.estimate == 3.0
    assert math.isnan(interval.low)


def test_the_margin_is_the_longer_side():
    assert Interval(1.0, 0.5, 3.0).margin == 2.0
    assert Interval(1.0, -2.0, 1.5).margin == 3.0
    assert Interval(1.0, 0.5, 3.0).half_width == 1.25
