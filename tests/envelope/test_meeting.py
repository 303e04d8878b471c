"""The search for the earliest meeting, against a walk in small steps."""

import math

import numpy as np
import pytest

from gbad.envelope._meeting_kernel import EARLY_S, TOLERANCE_S, from_launch, goes_on, in_time, met, tried


def search_for(arrival_at, launch_s, latest_s):
    """When they meet and how many times were tried."""
    search, there, count = from_launch(launch_s), math.inf, 0
    while goes_on(search, latest_s):
        arrival = arrival_at(search.at_s)
        there = arrival if in_time(search, arrival) else there
        search = tried(search, arrival, latest_s)
        count += 1
        assert count < 200
    return met(search, there), count


def walk(arrival_at, launch_s, latest_s):
    """The first time, in steps of a hundredth of a second, at which a round would not be late."""
    times = np.arange(launch_s, latest_s, 0.01)
    return next((t for t in times if arrival_at(t) <= t + TOLERANCE_S), math.inf)


def closing(distance_m, closing_mps, round_mps, launch_s):
    return lambda t: launch_s + abs(distance_m - closing_mps * t) / round_mps


@pytest.mark.parametrize("launch_s", [0.0, 10.0])
@pytest.mark.parametrize("closing_mps", [-100.0, 100.0, 700.0])
def test_it_is_the_earliest_time_at_which_a_round_is_not_late(closing_mps, launch_s):
    arrival_at = closing(40e3, closing_mps, 800.0, launch_s)
    found, _ = search_for(arrival_at, launch_s, 300.0)
    assert found == pytest.approx(walk(arrival_at, launch_s, 300.0), abs=TOLERANCE_S)


def test_a_place_out_of_reach_is_passed_by():
    # out of reach until 33 s; the round needs 5 s anywhere
    arrival_at = lambda t: 5.0 + 27.5 if t >= 33.0 else math.inf  # noqa: E731
    found, _ = search_for(arrival_at, 0.0, 300.0)
    assert found == pytest.approx(33.0, abs=TOLERANCE_S)


def test_too_early_at_the_edge_of_reach_is_no_meeting():
    def arrival_at(t, early=EARLY_S + 1.0):
        return 33.0 - early if t >= 33.0 else math.inf

    assert search_for(arrival_at, 0.0, 300.0)[0] == math.inf
    assert search_for(lambda t: arrival_at(t, 0.5 * EARLY_S), 0.0, 300.0)[0] == pytest.approx(33.0, abs=TOLERANCE_S)


def test_there_is_no_meeting_after_the_latest_time_and_the_last_moment_is_tried():
    arrival_at = closing(40e3, 100.0, 800.0, 0.0)  # they meet after 44.4 s
    assert search_for(arrival_at, 0.0, 40.0)[0] == math.inf
    assert search_for(arrival_at, 0.0, 45.0)[0] == pytest.approx(44.2, abs=TOLERANCE_S)
    assert search_for(lambda t: 32.9 if t >= 33.0 else math.inf, 0.0, 33.0)[0] == pytest.approx(33.0, abs=TOLERANCE_S)
    assert search_for(arrival_at, 50.0, 45.0) == (math.inf, 0)


def test_what_never_comes_within_reach_ends_the_search():
    assert search_for(lambda t: math.inf, 0.0, math.inf) == (math.inf, 60)
