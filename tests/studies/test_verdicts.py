"""Verdicts on sentences about combat: right over seeds on models whose truth is known."""

import numpy as np
import pytest
from scipy import stats

from gbad.studies.verdicts import BOUNDING, judge, rounded_up, together

FLOWN = 6


def truth(middle, spread, share):
    """The verdict that endless samples would give: kill chance from a normal scale, moved evenly by ignorance."""
    low, high = (stats.norm.cdf(middle + spread * u) for u in (-0.9, 0.9))
    return "holds" if low >= share else "does_not_hold" if high < share else "holds_if"


def shares(dice, middle, spread, samples=200, raids=4):
    chance = stats.norm.cdf(middle + spread * dice.uniform(-1.0, 1.0, samples))
    return dice.binomial(FLOWN, chance[:, None], (samples, raids)) / FLOWN


@pytest.mark.parametrize(
    ("middle", "spread"),
    [
        (0.0, 0.0), (0.3, 0.0), (0.3, 0.3), (0.3, 0.8), (-0.25, 0.2), (-1.5, 0.5), (2.0, 0.3),
        (0.245, 0.3), (-0.245, 0.3), (-0.268, 0.3),  # a corner just on the other side of the share
    ],
)  # fmt: skip
@pytest.mark.parametrize("samples", [40, 80, 200])
def test_a_wrong_verdict_comes_in_at_most_one_of_twenty_studies(middle, spread, samples):
    dice, true = np.random.default_rng(11), truth(middle, spread, 0.5)
    said = [judge(shares(dice, middle, spread, samples), 0.5, seed).verdict for seed in range(100)]
    wrong = sum(verdict not in (true, "undecided") for verdict in said)
    assert wrong <= 5
    if samples == 200 and ((abs(middle) > 0.2 and spread > 0.5) or abs(middle) > 1.0):
        assert sum(verdict == true for verdict in said) >= 90


def test_undecided_says_how_many_samples_would_decide_and_they_do():
    found = judge(shares(np.random.default_rng(3), 0.25, 0.15, samples=30), 0.5, 1)
    assert found.verdict == "undecided"
    assert found.needs > 30
    more = judge(shares(np.random.default_rng(4), 0.25, 0.15, samples=4 * found.needs), 0.5, 1)
    assert more.verdict == truth(0.25, 0.15, 0.5) == "holds"


def test_never_fewer_samples_are_asked_for_than_are_needed():
    # 72 was told as 70, below which nothing is decided
    asked = {72: 72, 99: 99, 100: 100, 101: 200, 149: 200, 1_000: 1_000, 1_234: 2_000, 999_999: 1_000_000}
    assert {needs: rounded_up(needs) for needs in asked} == asked


def test_what_never_happened_is_not_taken_for_certain():
    none = np.zeros((BOUNDING, 4))
    assert judge(none, 0.02, 1).verdict == "undecided"
    assert judge(none, 0.5, 1).verdict == "does_not_hold"
    assert judge(none[:-1], 0.5, 1).verdict == "undecided"
    assert judge(none[:-1], 0.5, 1).needs == BOUNDING


def test_the_greatest_of_so_many_samples_bounds_the_corner():
    assert 0.95**BOUNDING <= 0.025 < 0.95 ** (BOUNDING - 1)


def test_a_sentence_that_names_several_kinds_falls_with_the_worst():
    assert together(["holds", "does_not_hold"]) == "does_not_hold"
    assert together(["holds", "undecided", "holds_if"]) == "undecided"
    assert together(["holds", "holds_if"]) == "holds_if"
    assert together(["holds", "holds"]) == "holds"
