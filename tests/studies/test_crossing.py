"""Where it turns: a known crossing is covered, and what is not crossed is said."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gbad.errors import InputError
from gbad.studies.crossing import BELOW, find_crossing
from gbad.studies.intervals import Bounds
from gbad.studies.statement import Statement


def model(probability, seed: int):
    """Runs in which something happens with a probability by setting; the same dice at every setting, as in studies."""
    uniform = np.random.default_rng(seed).random(5000)

    def play(setting: int, runs: int):
        return (uniform[:runs] < probability(setting)) - 0.5, Bounds(-0.5, 0.5)

    return play


def logistic(middle: float, width: float):
    return lambda setting: 1.0 / (1.0 + math.exp(-(setting - middle) / width))


@pytest.mark.parametrize(("middle", "width"), [(20.3, 4.0), (41.5, 1.0), (7.9, 12.0)])
def test_a_known_crossing_is_covered_in_95_of_100(middle, width):
    truth = math.ceil(middle)
    found = [find_crossing(model(logistic(middle, width), seed), 64, most_runs=800) for seed in range(100)]
    assert sum(c.first <= truth <= c.last for c in found) >= 95
    # and it is no wider than it must be: the settings within which half of the raids is hard to tell from 45 %
    hard = 4.0 * width * 0.2
    assert np.median([c.last - c.first for c in found]) <= max(2.0, 3.0 * hard)
    assert np.median([abs(c.estimate - middle) for c in found]) <= max(1.0, hard)


def test_a_sharp_edge_is_found_exactly_and_cheaply():
    for edge in (1, 5, 32, 62):
        found = find_crossing(model(lambda s, edge=edge: float(s >= edge), 1), 64)
        assert (found.first, found.last) == (edge, edge)
        assert found.runs <= 25 * 9


def test_what_is_true_everywhere_or_nowhere_is_said():
    always = find_crossing(model(lambda s: 0.9, 1), 32)
    assert (always.first, always.last) == (0, 0)
    never = find_crossing(model(lambda s: 0.1, 1), 32)
    assert (never.first, never.last) == (32, 32)
    assert math.isnan(always.estimate)
    assert math.isnan(never.estimate)
    alone = find_crossing(model(lambda s: 0.1, 1), 1)
    assert (alone.first, alone.last) == (1, 1)


def test_settings_on_the_edge_stay_undecided_and_widen_the_answer():
    # exactly one half between 10 and 20: nobody can say which is first
    found = find_crossing(model(lambda s: 0.0 if s < 10 else 0.5 if s <= 20 else 1.0, 3), 40, most_runs=200)
    assert found.first == 10
    assert 20 < found.last <= 21
    assert all(each.runs <= 200 for each in found.asked)


def test_means_that_fall_are_pooled():
    # a dip after the crossing is noise of the same truth
    found = find_crossing(model(lambda s: [0.1, 0.3, 0.7, 0.6, 0.9][s], 5), 5)
    assert found.first == found.last == 2
    assert found.asked[0].says == BELOW
    assert 1.0 < found.estimate < 2.0


def test_statements_are_read_and_wrong_ones_are_told():
    assert Statement.parse("leaked >= 1 in 50 %") == Statement("leaked", 1.0, 0.5)
    assert Statement.parse("leaked>=3 in 0.9 of runs") == Statement("leaked", 3.0, 0.9)
    assert Statement.parse("mean leaked >= 6") == Statement("leaked", 6.0)
    assert Statement.parse("mean leaked >= 2 times") == Statement("leaked", 2.0, times=True)
    for wrong in ("", "leaked", "leaked > 1 in 50 %", "leaked >= 1", "mean leaked >= x", "leaked >= 1 in 100 %",
                  "leaked >= 1.2.3 in 50 %"):  # fmt: skip
        with pytest.raises(InputError):
            Statement.parse(wrong)


def test_statements_put_zero_at_their_edge():
    values = np.array([0.0, 2.0, np.nan, 4.0])
    bounds = Bounds(0.0, 8.0)
    above, ends = Statement.parse("leaked >= 2 in 50 %").above(values, bounds)
    assert above.tolist() == [-0.5, 0.5, 0.5]
    assert ends == (-0.5, 0.5)
    above, ends = Statement.parse("mean leaked >= 3").above(values, bounds)
    assert above.tolist() == [-3.0, -1.0, 1.0]
    assert ends == (-3.0, 5.0)
    first = np.array([1.0, 1.0, 1.0, np.nan])
    above, ends = Statement.parse("mean leaked >= 2 times").above(values, bounds, first, Bounds(0.0, 3.0))
    assert above.tolist() == [-2.0, 0.0]
    assert ends == (-6.0, 8.0)
