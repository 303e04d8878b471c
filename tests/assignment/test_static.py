"""The static problem: exact against enumeration, bounds that hold, limits that are kept, errors that say where."""

from __future__ import annotations

import time

import numpy as np
import pytest
from numpy.testing import assert_allclose

from gbad.assignment import METHODS, best_ways, solve
from gbad.errors import InputError

KINDS = {"planner": (0.6, 0.9), "weak": (0.05, 0.3), "anything": (0.0, 1.0)}


def problem(dice, rows, targets, kind="planner", most_rounds=1):
    return (
        dice.integers(25, 101, targets).astype(float),
        dice.uniform(*KINDS[kind], (rows, targets)),
        dice.integers(1, most_rounds + 1, rows),
    )


def left(values, kill_probability, shots):
    return float(values @ np.prod((1.0 - kill_probability) ** shots, axis=0))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("most_rounds", [1, 2])
def test_optimal_agrees_with_enumeration_and_every_bound_holds(kind, most_rounds):
    dice = np.random.default_rng(11)
    for k in range(40):
        rows, targets = dice.integers(1, 7 if most_rounds == 1 else 4, 2)
        given = problem(dice, rows, targets, kind, most_rounds)
        if k % 4 == 0:
            given = given[0], np.round(given[1], 1), given[2]  # ties, zeros, certain kills
        best = best_ways(*given)[0][0]
        for method in METHODS:
            found = solve(*given, method=method)
            assert (found.shots.sum(axis=1) <= given[2]).all()
            assert_allclose(found.survival_value, left(given[0], given[1], found.shots), rtol=1e-12)
            assert found.bound <= best * (1.0 + 1e-9)
            assert found.survival_value >= best * (1.0 - 1e-12)
        assert_allclose(found.survival_value, best, rtol=1e-9)
        assert found.gap < 1e-8


def test_listed_ways_are_all_different_and_none_is_left_out():
    dice = np.random.default_rng(3)
    values, p, _ = problem(dice, 2, 3)
    worth, ways = best_ways(values, p, [2, 1], how_many=1000)
    assert len({shots.tobytes() for shots in ways}) == len(ways) == 6 * 3
    assert (np.diff(worth) >= 0.0).all()
    assert_allclose(worth, [left(values, p, shots) for shots in ways])


def test_improved_is_between_greedy_and_optimal_and_near_the_best():
    dice = np.random.default_rng(5)
    gaps = []
    for _ in range(20):
        given = problem(dice, 32, 32)
        greedy, improved, optimal = (solve(*given, method=method).survival_value for method in METHODS)
        assert optimal * (1.0 - 1e-9) <= improved <= greedy * (1.0 + 1e-12)
        gaps.append(improved / optimal - 1.0)
    assert np.mean(gaps) < 0.005
    assert max(gaps) < 0.03


def test_greedy_is_optimal_when_all_rounds_are_alike():
    dice = np.random.default_rng(6)
    for _ in range(20):
        values, p, _ = problem(dice, 1, 5)
        assert_allclose(
            solve(values, p, [7], method="greedy").survival_value, solve(values, p, [7]).survival_value, rtol=1e-12
        )


def test_rows_that_are_split_in_two_change_nothing():
    dice = np.random.default_rng(7)
    values, p, rounds = problem(dice, 8, 20, most_rounds=4)
    split = np.repeat(p, rounds, axis=0)
    assert_allclose(
        solve(values, p, rounds).survival_value,
        solve(values, split, np.ones(len(split), int)).survival_value,
        rtol=1e-9,
    )


@pytest.mark.parametrize("method", METHODS)
def test_permuting_rows_and_targets_permutes_the_answer(method):
    dice = np.random.default_rng(8)
    values, p, rounds = problem(dice, 9, 12, most_rounds=2)
    values = values + dice.uniform(0.0, 1.0, 12)  # no ties
    rows, targets = dice.permutation(9), dice.permutation(12)
    found = solve(values, p, rounds, method=method)
    turned = solve(values[targets], p[rows][:, targets], rounds[rows], method=method)
    assert (turned.shots == found.shots[rows][:, targets]).all()


def test_more_rounds_never_leave_more():
    dice = np.random.default_rng(9)
    values, p, rounds = problem(dice, 6, 15)
    before = np.inf
    for more in range(1, 6):
        found = solve(values, p, more * rounds)
        assert found.survival_value < before
        before = found.survival_value


@pytest.mark.parametrize(("rows", "targets", "each", "kind"), [(60, 120, 1, "planner"), (60, 20, 1, "weak")])
def test_larger_problems_close_their_gap(rows, targets, each, kind):
    values, p, _ = problem(np.random.default_rng(10), rows, targets, kind)
    found = solve(values, p, np.full(rows, each), time_limit_s=60.0)
    assert found.gap < 1e-8
    assert (found.shots.sum(axis=1) == each).all()


def test_many_targets_alike_are_told_apart_again():
    dice = np.random.default_rng(12)
    p = np.repeat(dice.choice([0.5, 0.6, 0.8], (5, 3)), 20, axis=1)
    found = solve(np.ones(60), p, np.full(5, 20))
    assert found.gap < 1e-8
    assert found.shots.sum() == 100
    assert_allclose(found.survival_value, left(np.ones(60), p, found.shots), rtol=1e-12)


@pytest.mark.parametrize("limit_s", [0.2, 1.0])
def test_the_time_limit_is_kept_with_the_best_found_and_its_gap(limit_s):
    # seven rounds at each target, all nearly alike: not closed in a minute
    values, p, rounds = problem(np.random.default_rng(13), 300, 40)
    solve(values[:2], p[:2, :2], rounds[:2])
    began_s = time.perf_counter()
    found = solve(values, p, rounds, time_limit_s=limit_s)
    assert time.perf_counter() - began_s < 1.2 * limit_s + 0.05
    assert found.gap > 0.0
    assert 0.0 < found.bound < found.survival_value
    assert found.survival_value <= solve(values, p, rounds, method="greedy").survival_value


def test_nothing_to_fire_and_nothing_to_gain():
    none = solve([5.0, 3.0], [[0.5, 0.5]], [0])
    assert (none.survival_value, none.bound, none.gap) == (8.0, 8.0, 0.0)
    free = solve([0.0, 0.0], [[0.5, 0.5]], [3])
    assert (free.survival_value, free.gap) == (0.0, 0.0)
    out_of_reach = solve([5.0], [[0.0]], [3])
    assert out_of_reach.shots.sum() == 0
    certain = solve([5.0, 1.0], [[1.0, 1.0]], [2])
    assert (certain.survival_value, certain.shots.tolist()) == (0.0, [[1, 1]])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"values": [1.0, -2.0]}, r"values\[1\]: -2; 0 or more"),
        ({"values": [1.0, np.nan]}, r"values\[1\]: nan; finite"),
        ({"values": []}, "values: is empty"),
        ({"values": [1.0, 2.0, 3.0]}, r"shape \(2, 2\); \(2, 3\) is needed"),
        ({"values": "abc"}, "values: is not an array of numbers"),
        ({"kill_probability": [[0.5, 0.5], [0.5, 1.5]]}, r"kill_probability\[1, 1\]: 1.5; 0 to 1"),
        ({"kill_probability": [[0.5, np.inf], [0.5, 0.5]]}, r"kill_probability\[0, 1\]: inf"),
        ({"kill_probability": [0.5, 0.5]}, "1 dimensions; 2"),
        ({"kill_probability": [[0.5], [0.5, 0.1]]}, "kill_probability: is not an array"),
        ({"rounds": []}, "rounds: is empty"),
        ({"rounds": [1, 0.5]}, r"rounds\[1\]: 0.5; a whole number"),
        ({"rounds": [-1, 1]}, r"rounds\[0\]: -1"),
        ({"rounds": [10**9, 1]}, "times targets and 100000 rounds"),
        ({"method": "best"}, "one of greedy, improved, optimal"),
        ({"time_limit_s": 0.0}, "time_limit_s: 0.0; a number of seconds above 0"),
        ({"time_limit_s": float("nan")}, "time_limit_s"),
        ({"time_limit_s": "1"}, "time_limit_s"),
    ],
)
def test_bad_input_is_refused_by_place(change, words):
    given = {"values": [1.0, 2.0], "kill_probability": [[0.5, 0.5], [0.5, 0.5]], "rounds": [1, 1]} | change
    with pytest.raises(InputError, match=words):
        solve(given.pop("values"), given.pop("kill_probability"), given.pop("rounds"), **given)


def test_a_matrix_that_is_turned_round_is_told_so():
    with pytest.raises(InputError, match="turned round"):
        solve([1.0, 2.0, 3.0], np.full((3, 2), 0.5), [1, 1])
