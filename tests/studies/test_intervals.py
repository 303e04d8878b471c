"""Intervals against their definitions; the coverage of whole studies is in test_interval_coverage.py."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbad.studies.anytime import FIRST_LOOK, RunningMean, anytime_interval
from gbad.studies.intervals import (
    bootstrap_interval,
    exact_interval,
    mean_interval,
    proportion_interval,
    quantile_interval,
    wilson_interval,
)
from gbad.studies.paired import compare
from gbad.textbook.raids import shoot_look_shoot, survivors_even, survivors_random


@given(st.integers(1, 400), st.data())
def test_intervals_of_a_proportion_hold_their_estimate_and_stay_in_0_and_1(trials, data):
    successes = data.draw(st.integers(0, trials))
    for interval in (wilson_interval(successes, trials), exact_interval(successes, trials)):
        assert 0.0 <= interval.low <= interval.estimate <= interval.high <= 1.0


def test_a_proportion_near_its_ends_uses_the_exact_interval():
    assert proportion_interval(2, 100) == exact_interval(2, 100)
    assert proportion_interval(50, 100) == wilson_interval(50, 100)


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=30), st.floats(-100, 100))
def test_shifting_a_sample_shifts_its_interval(values, shift):
    base, moved = mean_interval(values), mean_interval(np.asarray(values) + shift)
    assert moved.low == pytest.approx(base.low + shift, abs=1e-6)
    assert moved.high == pytest.approx(base.high + shift, abs=1e-6)


def test_one_run_gives_a_mean_without_an_interval():
    interval = mean_interval([3.0])
    assert interval.estimate == 3.0
    assert math.isnan(interval.low)


def test_the_bootstrap_is_a_pure_function_of_its_seed():
    sample = [0.13, 0.02, 1.7, 4.9, 0.4, 2.2, 0.05, 7.31, 1.18, 0.66]
    assert bootstrap_interval(sample, seed=1) == bootstrap_interval(sample, seed=1)
    assert bootstrap_interval(sample, seed=1) != bootstrap_interval(sample, seed=2)


def test_a_quantile_beyond_what_the_sample_can_say_has_an_infinite_end():
    interval = quantile_interval(np.arange(20.0), 0.99)
    assert math.isinf(interval.high)
    assert interval.low <= interval.estimate


def test_the_running_mean_equals_the_two_pass_formulas():
    values = np.random.default_rng(3).normal(5, 2, 500)
    running = RunningMean()
    for value in values:
        running.add(value)
    assert running.mean == pytest.approx(values.mean())
    assert running.deviation == pytest.approx(values.std(ddof=1))


def test_the_anytime_interval_is_wider_than_the_fixed_one_and_silent_at_first():
    running = RunningMean()
    values = np.random.default_rng(4).normal(0, 1, 400)
    for count, value in enumerate(values, 1):
        running.add(value)
        interval = anytime_interval(running)
        if count < FIRST_LOOK:
            assert math.isinf(interval.half_width)
        else:
            assert interval.half_width > mean_interval(values[:count]).half_width


def test_pairing_equal_columns_needs_no_more_runs():
    column = np.arange(10.0)
    twin = compare(column, column)
    assert twin.difference.estimate == 0.0
    assert twin.correlation == pytest.approx(1.0)
    assert math.isinf(twin.variance_reduction)
    assert twin.equal == 10


def test_pairing_says_how_many_unpaired_runs_the_same_width_would_need():
    rng = np.random.default_rng(5)
    luck = rng.normal(0, 3, 400)
    a, b = luck + rng.normal(0, 1, 400), luck + 0.5 + rng.normal(0, 1, 400)
    result = compare(a, b)
    unpaired_variance = a.var(ddof=1) + b.var(ddof=1)
    same_width = math.sqrt(unpaired_variance / result.unpaired_runs)
    assert same_width == pytest.approx(math.sqrt((b - a).var(ddof=1) / 400), rel=0.01)
    assert result.variance_reduction > 5


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="two equal columns"):
        compare([1.0, 2.0], [1.0])


@given(st.floats(0.05, 0.95), st.integers(1, 8))
def test_perfect_looking_spends_what_the_geometric_series_says(p, n):
    answer = shoot_look_shoot(p, n)
    assert answer.expected_shots == pytest.approx((1 - (1 - p) ** n) / p)
    assert answer.p_kill == pytest.approx(1 - (1 - p) ** n)


@given(st.floats(0.05, 0.95), st.integers(1, 30), st.integers(0, 60))
def test_coordinated_fire_never_leaves_more_than_random_fire(p, threats, shots):
    assert survivors_even(p, threats, shots) <= survivors_random(p, threats, shots) + 1e-9
