"""GOSPA and OSPA: metric axioms, parts that add up, tables instant by instant, brute force."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from gbad.errors import InputError
from gbad.metrics import gospa, ospa


def by_enumeration(x, y, c, p):
    """GOSPA to the p by trying every injection of the smaller set into the larger."""
    few, many = sorted((x, y), key=len)
    best = np.inf
    for chosen in permutations(range(len(many)), len(few)):
        d = np.linalg.norm(few - many[list(chosen)], axis=1) if len(few) else np.zeros(0)
        best = min(best, (np.minimum(d, c) ** p).sum())
    return best + c**p / 2 * (len(many) - len(few))


@pytest.mark.parametrize("order", [1.0, 2.0])
def test_gospa_equals_enumeration_on_small_scenes(order):
    dice = np.random.default_rng(4)
    for _ in range(200):
        x, y = (dice.uniform(0, 30, (dice.integers(0, 6), 2)) for _ in range(2))
        found = gospa(x, y, 10.0, order)
        assert found.distance_m**order == pytest.approx(by_enumeration(x, y, 10.0, order), abs=1e-9)
        parts = found.localisation_m**order + 10.0**order / 2 * (found.missed + found.false)
        assert found.distance_m**order == pytest.approx(parts, abs=1e-9)


def test_both_are_symmetric_zero_on_equal_sets_and_keep_the_triangle_inequality():
    dice = np.random.default_rng(5)
    for _ in range(100):
        a, b, c = (dice.uniform(0, 50, (dice.integers(1, 7), 3)) for _ in range(3))
        for metric in (gospa, ospa):
            ab, bc, ac = (float(metric(*pair, 20.0, 2.0)) for pair in ((a, b), (b, c), (a, c)))
            assert ab == pytest.approx(float(metric(b, a, 20.0, 2.0)), abs=1e-9)
            assert ac <= ab + bc + 1e-9
            assert float(metric(a, a[::-1], 20.0, 2.0)) == 0.0


def test_empty_sets_cost_what_is_missed_or_false():
    one = np.zeros((2, 3))
    assert gospa(one, np.zeros((0, 3)), 10.0, 2.0).distance_m == pytest.approx(10.0)
    assert gospa([], one, 10.0, 2.0).false == 2
    assert gospa([], [], 10.0, 2.0).distance_m == ospa([], [], 10.0, 2.0).distance_m == 0.0


def test_tables_are_scored_instant_by_instant():
    truth = {"time_s": np.array([0.0, 0.0, 1.0]), "east_m": np.array([0.0, 100.0, 0.0]), "north_m": np.zeros(3)}
    truth["up_m"] = np.zeros(3)
    tracks = {"time_s": np.array([1.0, 0.0]), "east_m": np.array([3.0, 0.0]), "north_m": np.zeros(2)}
    tracks["up_m"] = np.zeros(2)
    found = gospa(truth, tracks, 10.0, 2.0)
    assert found.distance_m == pytest.approx((np.sqrt(50.0) + 3.0) / 2)
    assert (found.missed, found.false) == (0.5, 0.0)


def test_what_makes_no_sense_is_refused():
    with pytest.raises(InputError, match="cut-off"):
        gospa([], [], 0.0, 2.0)
    with pytest.raises(InputError, match="axes"):
        gospa(np.zeros((1, 2)), np.zeros((1, 3)), 1.0, 2.0)
    with pytest.raises(InputError, match="finite"):
        ospa(np.full((1, 2), np.nan), np.zeros((1, 2)), 1.0, 2.0)
