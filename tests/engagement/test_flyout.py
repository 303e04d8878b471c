"""Fly-out tables: reach, order, and the published range from the fitted drag."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from firing_range import LARGE, SMALL

from gbad.engagement import fit_drag_factor, fly_to, flyout_tables


@pytest.fixture(scope="module")
def table():
    return flyout_tables(LARGE)


def longest_reach_m(interceptor, height_m: float) -> float:
    steps = np.arange(0.8, 1.3, 0.005) * interceptor.max_range_m
    reached = [r for r in steps if np.isfinite(fly_to(interceptor, r, height_m).time_s)]
    return max(reached)


@pytest.mark.parametrize("interceptor", [LARGE, SMALL], ids=["large", "small"])
def test_the_fitted_drag_reproduces_the_published_range_within_three_percent(interceptor):
    fitted = replace(interceptor, drag_factor=fit_drag_factor(interceptor))
    assert longest_reach_m(fitted, 9e3) == pytest.approx(interceptor.max_range_m, rel=0.03)
    # the drag factors of the library are these
    assert fitted.drag_factor == pytest.approx(interceptor.drag_factor, rel=0.01)


def test_top_speed_and_loft_are_the_published_ones():
    flight = fly_to(LARGE, 250e3, 9e3)
    assert flight.top_speed_mps == pytest.approx(2000.0, rel=0.02)
    # published: "above 40 km" on long shots
    assert flight.highest_m == pytest.approx(41e3, rel=0.05)


def test_times_rise_with_range_beyond_the_first_kilometres(table):
    time_s = table[0][0]
    for j in range(16):
        column = time_s[1:, j]
        column = column[np.isfinite(column)]
        assert np.all(np.diff(column) > -0.02 * column[:-1])


def test_reach_along_a_height_has_no_holes(table):
    finite = np.isfinite(table[0][0])
    # on the ground itself, where arrivals are near the minimum speed, a cell may be missing
    for j in range(1, 16):
        # once out of reach, always out of reach
        assert np.all(np.diff(finite[1:, j].astype(int)) <= 0)


def test_more_drag_never_helps():
    for range_m in (40e3, 120e3, 200e3):
        speeds = [fly_to(replace(LARGE, drag_factor=d), range_m, 9e3).speed_mps for d in (0.6, 0.9, 1.2)]
        assert speeds == sorted(speeds, reverse=True)


def test_the_tables_speak_of_every_published_place(table):
    time_s, speed_mps, range_step_m, height_step_m = table
    assert time_s.shape == speed_mps.shape == (1, 40, 16)
    assert range_step_m * 38 == pytest.approx(LARGE.max_range_m)
    assert height_step_m * 14 == pytest.approx(LARGE.max_altitude_m)
    # arrival never slower than the minimum speed, never later than self-destruction
    there = np.isfinite(time_s)
    assert np.all(speed_mps[there] >= 0.99 * LARGE.minimum_speed_mps)
    assert np.all(time_s[there] <= LARGE.self_destruct_s)
    assert np.all(speed_mps[~there] == 0.0)


def test_draws_are_flown_each_with_its_own_figures():
    both = replace(LARGE, drag_factor=np.array([1.0, 1.4]), max_range_m=np.full(2, 250e3))
    time_s = flyout_tables(both)[0]
    alone = flyout_tables(replace(LARGE, drag_factor=1.4))[0]
    np.testing.assert_array_equal(time_s[1], alone[0])
    assert np.isfinite(time_s[0]).sum() > np.isfinite(time_s[1]).sum()


def test_a_motor_that_is_too_weak_is_told():
    with pytest.raises(ValueError, match="motor is too weak"):
        fit_drag_factor(replace(LARGE, max_range_m=2000e3))


def test_a_warm_table_takes_a_fraction_of_a_second(table):
    begin = time.perf_counter()
    flyout_tables(LARGE)
    assert time.perf_counter() - begin < 1.0
