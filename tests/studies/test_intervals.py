"""Intervals against their definitions; the coverage of whole studies is in test_interval_coverage.py."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gbad.studies.anytime import ANYTIME, SPLIT, anytime_mean, anytime_ranks, anytime_share, log_capital
from gbad.studies.dirichlet import tail
from gbad.studies.intervals import FIXED, RARE, Bounds, Tally, mean_interval, quantile_interval, share_interval, tally
from gbad.studies.paired import compare
from gbad.studies.words import GLOSSARY
from gbad.textbook.intervals import exact_interval, quantile_ranks
from gbad.textbook.intervals import mean_interval as student

UNIT = Bounds(0.0, 1.0)
RAID = Bounds(0.0, 40.0)
counts_of_a_raid = st.lists(st.integers(0, 40), min_size=1, max_size=60)
families = pytest.mark.parametrize("family", [FIXED, ANYTIME], ids=lambda family: family.name)


def coins(ones: int, runs: int) -> Tally:
    return tally(np.arange(runs) < ones)


@given(st.integers(1, 300), st.data(), st.sampled_from([0.5, 0.95, 0.999]))
def test_the_mean_of_zeros_and_ones_has_the_interval_of_clopper_and_pearson(runs, data, level):
    ones = data.draw(st.integers(0, runs))
    found, exact = mean_interval(coins(ones, runs), UNIT, level), exact_interval(ones, runs, level)
    assert found.low == pytest.approx(exact.low, rel=1e-6, abs=1e-12)
    assert found.high == pytest.approx(exact.high, rel=1e-6, abs=1e-12)


def test_the_tail_of_the_weighted_mean_is_what_a_million_draws_give():
    values, weights = np.array([0.3, 0.4, 1.2, 4.0, 11.0, 40.0]), np.array([1.0, 3.0, 1.0, 2.0, 1.0, 1.0])
    drawn = np.random.default_rng(2).dirichlet(weights, 1_000_000) @ values
    for threshold in (1.0, 3.0, 6.9, 10.0, 20.0, 33.0):
        share = float((drawn > threshold).mean())
        error = math.sqrt(share * (1.0 - share) / 1e6)
        assert tail(values, weights, threshold) == pytest.approx(share, abs=4.0 * error + 1e-6)


def test_the_tail_of_two_values_is_the_beta_distribution_far_out_too():
    for ones, zeros in ((1, 1), (1, 2000), (2000, 1), (30, 70)):
        for threshold in (1e-3, 0.1, 0.5, 0.9, 0.999):
            found = tail(np.array([0.0, 1.0]), np.array([zeros, ones], float), threshold)
            assert found == pytest.approx(stats.beta.sf(threshold, ones, zeros), rel=1e-8, abs=1e-290)


@families
@given(counts_of_a_raid)
def test_an_interval_holds_its_estimate_within_the_bounds_and_is_never_without_width(family, values):
    found = family.mean(tally(values), RAID, 0.95)
    assert RAID.low <= found.low <= found.estimate <= found.high <= RAID.high
    assert found.estimate == pytest.approx(np.mean(values))
    assert found.high - found.low > 0.01


@families
@given(counts_of_a_raid)
def test_losses_turned_into_gains_turn_the_interval(family, values):
    found, turned = family.mean(tally(values), RAID, 0.95), family.mean(tally(40.0 - np.array(values)), RAID, 0.95)
    assert turned.low == pytest.approx(40.0 - found.high, abs=1e-6)
    assert turned.high == pytest.approx(40.0 - found.low, abs=1e-6)


@families
def test_another_unit_gives_the_same_interval_in_that_unit(family):
    values = np.array([1.0, 2.0, 2.0, 7.0, 0.0])
    found = family.mean(tally(values), RAID, 0.95)
    moved = family.mean(tally(3.0 * values - 5.0), Bounds(-5.0, 115.0), 0.95)
    assert moved.low == pytest.approx(3.0 * found.low - 5.0, abs=1e-6)
    assert moved.high == pytest.approx(3.0 * found.high - 5.0, abs=1e-6)


def test_with_many_runs_it_is_students_interval():
    values = np.random.default_rng(4).poisson(10, 200_000).clip(max=40)
    found, other = mean_interval(tally(values), RAID), student(values)
    assert found.low == pytest.approx(other.low, abs=0.03 * other.half_width)
    assert found.high == pytest.approx(other.high, abs=0.03 * other.half_width)


def test_what_has_not_been_seen_in_fifty_runs_is_not_excluded():
    """Losing ten of sixteen in one run of 26 stays possible after fifty runs without a loss: 0 to 0.078 was wrong."""
    nothing = tally(np.zeros(50))
    assert mean_interval(nothing, Bounds(0.0, 16.0)).high == pytest.approx(16.0 * (1.0 - 0.025 ** (1 / 50)), rel=1e-6)
    assert anytime_mean(nothing, Bounds(0.0, 16.0)).high > 16.0 * (1.0 - 0.025 ** (1 / 50))


@families
def test_values_outside_the_bounds_are_refused_and_none_say_nothing(family):
    with pytest.raises(ValueError, match="outside"):
        family.mean(tally([41.0]), RAID, 0.95)
    with pytest.raises(ValueError, match="outside"):
        family.mean(tally([-1.0]), RAID, 0.95)
    empty = family.mean(tally([]), RAID, 0.95)
    assert math.isnan(empty.estimate)
    assert empty[1:] == (0.0, 40.0)
    assert family.share(0, 0, 0.95)[1:] == (0.0, 1.0)
    assert family.mean(tally([3.0, 3.0]), Bounds(3.0, 3.0), 0.95) == (3.0, 3.0, 3.0)


@given(st.integers(1, 40), st.floats(0.01, 0.99))
def test_the_game_behind_an_anytime_interval_is_fair(runs, chance):
    """Where the claim is true the expected capital is what we began with: summed over every number of ones."""
    expected = sum(
        float(stats.binom.pmf(ones, runs, chance)) * math.exp(log_capital(coins(ones, runs), chance))
        for ones in range(runs + 1)
    )
    assert expected == pytest.approx(1.0, rel=1e-9)
    assert SPLIT.sum() == pytest.approx(1.0)


def test_an_anytime_interval_ends_where_the_capital_is_forty_fold():
    sample = tally(np.array([0, 0, 1, 3, 3, 9, 40, 2, 1, 1]) / 40.0)
    found = anytime_mean(sample, UNIT)
    turned = Tally(1.0 - sample.values, sample.counts)
    assert math.exp(log_capital(sample, found.low)) == pytest.approx(40.0, rel=1e-6)
    assert math.exp(log_capital(turned, 1.0 - found.high)) == pytest.approx(40.0, rel=1e-6)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=60))
def test_looking_costs_width(values):
    fixed, anytime = mean_interval(tally(values), RAID), anytime_mean(tally(values), RAID)
    assert anytime.low <= fixed.low + 1e-9
    assert anytime.high >= fixed.high - 1e-9


def test_shares_are_exact_for_fixed_runs_and_wider_for_any_look():
    assert share_interval(2, 400) == exact_interval(2, 400)
    found = anytime_share(2, 400)
    assert found.low < exact_interval(2, 400).low < exact_interval(2, 400).high < found.high < 0.04


@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("runs", [1, 7, 50, 400])
def test_ranks_of_any_look_enclose_those_of_a_fixed_number(runs, quantile):
    fixed, anytime = quantile_ranks(runs, quantile), anytime_ranks(runs, quantile)
    assert 0 <= anytime.low <= fixed.low <= fixed.high <= anytime.high <= runs + 1
    # and the one rank more inside would already be refused
    above = runs - anytime.low + 1
    if anytime.low > 0:
        assert log_capital(coins(above, runs), 1.0 - quantile) >= math.log(40.0)


def test_a_quantile_that_no_run_can_tell_ends_at_the_bounds():
    interval = quantile_interval(np.arange(20.0), 0.99, RAID)
    assert interval.high == 40.0
    assert interval.low <= interval.estimate
    assert quantile_interval([5.0], 0.5, RAID)[1:] == (0.0, 40.0)


def test_a_tally_knows_the_usual_value_and_how_many_differ():
    counted = tally([3, 0, 0, 0, 5, 3])
    assert (counted.usual, counted.differing, counted.runs) == (0.0, 3, 6)
    assert counted.mean == pytest.approx(11 / 6)


def test_a_difference_can_be_as_large_as_all_here_and_none_there():
    assert Bounds(1.0, 5.0).minus(Bounds(0.0, 22.0)) == (-21.0, 5.0)


def test_equal_columns_still_may_differ_in_some_share_of_runs():
    column = np.arange(10.0)
    twin = compare(column, column, Bounds(-10.0, 10.0))
    assert twin.difference.estimate == 0.0
    assert twin.correlation == pytest.approx(1.0)
    assert twin.equal == 10
    assert (twin.differing, twin.unpaired_runs, twin.variance_reduction) == (0, None, None)
    assert twin.share == exact_interval(0, 10)
    assert twin.difference.high == pytest.approx(10.0 * twin.share.high, rel=1e-6)


def test_fewer_than_ten_runs_that_differ_tell_no_number_of_unpaired_runs():
    luck = np.random.default_rng(5).normal(0, 3, 400)
    for differing in (1, RARE - 1, RARE, 40):
        other = luck + (np.arange(400) < differing)
        found = compare(luck, other, Bounds(-40.0, 40.0))
        assert found.differing == found.larger == differing
        assert (found.unpaired_runs is None) == found.rare == (differing < 10)


def test_pairing_says_how_many_unpaired_runs_the_same_width_would_need():
    rng = np.random.default_rng(5)
    luck = rng.normal(0, 3, 400)
    a, b = luck + rng.normal(0, 1, 400), luck + 0.5 + rng.normal(0, 1, 400)
    result = compare(a, b, Bounds(-40.0, 40.0))
    unpaired_variance = a.var(ddof=1) + b.var(ddof=1)
    same_width = math.sqrt(unpaired_variance / result.unpaired_runs)
    assert same_width == pytest.approx(math.sqrt((b - a).var(ddof=1) / 400), rel=0.01)
    assert result.variance_reduction > 5


def test_a_difference_of_the_same_amount_in_every_run_needs_no_unpaired_figure():
    column = np.arange(20.0)
    found = compare(column, column + 1.0, Bounds(-40.0, 40.0))
    assert found.larger == 20
    assert found.unpaired_runs is None


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="two equal columns"):
        compare([1.0, 2.0], [1.0], UNIT)


def test_the_page_of_intervals_explains_the_words_that_studies_use():
    page = " ".join((Path(__file__).parents[2] / "docs" / "intervals.md").read_text().split())
    for word, meaning in GLOSSARY.items():
        assert f"**{word}**: {meaning}." in page
