"""Ignorance and chance told apart, on a made-up model whose shares are known."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from gbad.report import study_doubt
from gbad.studies.doubts import share
from gbad.studies.ignorance import Band, band, components, ignorance

EFFECTS = np.array([0.8, 0.6, 0.45, 0.35, 0.25, 0.18, 0.12, 0.08])
THREATS, LUCK = 20, 0.6


def raids(dice, samples, runs, scale):
    """Leakers of twenty threats with shared luck; eight unknown figures move their probability."""
    point = dice.uniform(-1.0, 1.0, (samples, 8)) @ (scale * EFFECTS) - 0.3
    leak = stats.norm.cdf(point[:, None] + LUCK * dice.normal(size=(samples, runs)))
    return dice.binomial(THREATS, leak).astype(float)


def truth(scale):
    """Share of ignorance from 200,000 samples of two raids."""
    values = raids(np.random.default_rng(99), 200_000, 2, scale)
    between, within = components(values.mean(axis=1), values.var(axis=1, ddof=1), 2)
    return between / (between + within) if scale else 0.0


@pytest.mark.parametrize("scale", [0.0, 0.2, 0.5, 1.0])
def test_the_share_of_ignorance_is_covered_none_included(scale):
    dice, true, held, told = np.random.default_rng(3), truth(scale), 0, []
    for study in range(100):
        found = ignorance(raids(dice, 200, 4, scale), seed=study)
        held += found.share.low <= true <= found.share.high
        told.append(found.share.estimate)
    assert held >= 89  # of 100: three standard errors below 95
    assert np.mean(told) == pytest.approx(true, abs=0.02)


def test_few_dice_do_not_widen_the_envelope():
    dice = np.random.default_rng(4)
    means = raids(dice, 4000, 400, 0.5).mean(axis=1)
    found = [ignorance(raids(dice, 400, 4, 0.5), seed=study).envelope for study in range(30)]
    raw = [np.quantile(raids(dice, 400, 4, 0.5).mean(axis=1), (0.05, 0.95)) for _ in range(30)]
    low, high = np.quantile(means, (0.05, 0.95))
    assert np.mean(found, axis=0) == pytest.approx([low, high], abs=0.35)
    assert np.mean(raw, axis=0)[0] < low - 0.7


def test_the_band_of_raids_holds_the_samples_and_not_their_dice():
    dice = np.random.default_rng(5)
    many = raids(dice, 2000, 400, 0.5)
    found = band(raids(dice, 2000, 4, 0.5))
    for value in (4.0, 8.0, 12.0):
        k = int(np.searchsorted(found.at, value))
        low, high = np.quantile((many <= value).mean(axis=1), (0.05, 0.95))
        assert (found.low[k], found.high[k]) == pytest.approx((low, high), abs=0.08)
        assert found.low[k] < found.middle[k] < found.high[k]
    assert (np.diff(found.low) >= 0).all()
    assert (np.diff(found.high) >= 0).all()


def test_without_ignorance_the_envelope_is_a_point_and_chance_is_the_rest():
    dice = np.random.default_rng(6)
    found = ignorance(np.tile(dice.integers(0, 20, 4).astype(float), (50, 1)), seed=1)
    assert found.between == 0.0
    assert found.envelope == pytest.approx((found.mean, found.mean))
    assert found.share.estimate == 0.0


def test_chance_is_told_no_farther_than_runs_went():
    """Leakers of few raids: around a low mean the luck of others would give fewer than none."""
    values = np.array([[0.0, 0.0, 0.0, 12.0], [0.0, 0.0, 1.0, 0.0], [3.0, 9.0, 0.0, 0.0], [0.0, 2.0, 0.0, 0.0]])
    found = ignorance(values, seed=1)
    low = np.quantile(np.sqrt(4 / 3) * (values - values.mean(axis=1, keepdims=True)), 0.05) + found.mean
    assert low < 0.0 == found.chance[0]
    assert found.mean < found.chance[1] <= 12.0
    # dice of one sample tell too little of their spread, by a quarter: without that 5 and 95 % come out too near
    dice = np.random.default_rng(8).normal(100.0, 10.0, (2000, 4))
    assert ignorance(dice, seed=1).chance == pytest.approx((100 - 16.4, 100 + 16.4), abs=0.5)


def test_a_single_raid_varies_by_both():
    dice = np.random.default_rng(9)
    values = dice.normal(100.0, 10.0, (2000, 1)) + dice.normal(0.0, 10.0, (2000, 4))
    found = ignorance(values, seed=1)
    assert found.one_raid == pytest.approx((100 - 23.3, 100 + 23.3), abs=1.0)
    assert found.envelope == pytest.approx((100 - 16.4, 100 + 16.4), abs=1.0)


def test_the_band_counts_raids_with_at_most_so_many_and_its_ends_rise():
    values = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 2.0], [2.0, 2.0]])
    found = band(values)
    assert found.at.tolist() == [0.0, 1.0, 2.0]
    assert found.middle.tolist() == [0.375, 0.625, 1.0]
    assert found.high[-1] == found.low[-1] == 1.0


def test_a_share_that_never_falls_has_ends_that_never_fall():
    # at most 1: some samples always, some never, whence 0 to 1; at most 2: four of five in each half
    values = np.array([[1.0, 0.0], [1.0, 1.0], [3.0, 1.0], [0.0, 1.0], [2.0, 3.0]])
    found = band(values)
    assert found.low == pytest.approx([0.2, 0.2, 0.8, 1.0])
    assert found.high == pytest.approx([0.2, 1.0, 1.0, 1.0], abs=1e-3)


def test_the_picture_steps_at_each_number_and_not_before_it(monkeypatch):
    drawn = []
    monkeypatch.setattr(study_doubt, "path_data", lambda points, **_: drawn.append(list(points)) or "M0 0")
    box = Band(np.array([2.0, 3.0]), np.array([0.1, 1.0]), np.array([0.25, 1.0]), np.array([0.5, 1.0]))
    variants = [SimpleNamespace(name="as it is")]
    study = SimpleNamespace(design=SimpleNamespace(variants=variants), box=lambda measure, row: box)
    study_doubt.boxes(study, "leaked", 600.0)
    area, middle = drawn
    (left, bottom), (first, _), (_, at_two), _, _, (right, top) = middle
    # nobody below 2, a quarter at 2 and up to 3, all from 3 on
    assert [y for _, y in middle] == [bottom, bottom, at_two, at_two, top, top]
    assert bottom - at_two == pytest.approx(0.25 * (bottom - top))
    assert [x for x, _ in middle] == pytest.approx(np.interp([1, 2, 2, 3, 3, 4], [1, 4], [left, right]))
    # the band goes up along its high end and back along its low one
    shares = [(bottom - y) / (bottom - top) for _, y in area]
    assert shares == pytest.approx([0, 0, 0.5, 0.5, 1, 1, 1, 1, 0.1, 0.1, 0, 0])
    assert first > left


def test_where_nothing_varies_there_is_nothing_to_share_out():
    same = ignorance(np.full((5, 4), 2.0), seed=1)
    assert share(same) == "There is no spread: every run gave 2; 5 samples of 4 runs, each with dice of its own."
    assert share(ignorance(raids(np.random.default_rng(2), 40, 4, 0.5), seed=1)).startswith("Ignorance is ")


def test_the_same_seed_gives_the_same_interval_and_one_run_each_is_refused():
    values = raids(np.random.default_rng(7), 60, 4, 0.5)
    assert ignorance(values, 1).share == ignorance(values, 1).share
    assert ignorance(values, 1).share != ignorance(values, 2).share
    with pytest.raises(ValueError, match="at least 2 of 2"):
        ignorance(values[:, :1], 1)
