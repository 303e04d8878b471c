"""Which figures rule: power and false finds on a made-up model of 256 figures of mixed sign, with interactions."""

import numpy as np
import pytest
from scipy import stats

from gbad.studies.screening import screen

FIGURES, THREATS, PAIRS = 256, 20, 700  # 1,400 runs
EFFECTS = 0.5 * np.array([0.8, -0.6, 0.45, -0.35, 0.25, -0.18, 0.12, -0.08])


def leakers(x, luck, dice, small):
    """Eight figures that matter, two pairs that only act together, forty near nothing, two hundred without effect."""
    point = x[:, :8] @ EFFECTS + 0.2 * x[:, 0] * x[:, 1] - 0.15 * x[:, 2] * x[:, 9] + x[:, 10:50] @ small - 0.4
    return (dice < stats.norm.cdf(point[:, None] + 0.5 * luck[:, None])).sum(axis=1).astype(float)


def study(dice, pairs, scale=1.0):
    x = dice.uniform(-1.0, 1.0, (pairs, FIGURES))
    luck, thrown, small = dice.normal(size=pairs), dice.random((pairs, THREATS)), dice.normal(0.0, 0.004, 40)
    return x, leakers(scale * x, luck, thrown, small) - leakers(-scale * x, luck, thrown, small)


def straight_line_effects():
    """The slopes that endless pairs would give."""
    x, difference = study(np.random.default_rng(9), 100_000)
    return np.array([float(x[:, j] @ difference / (x[:, j] @ x[:, j])) for j in range(8)])


def test_effects_of_twice_the_detectable_size_are_found_and_hardly_any_false_one():
    dice, true = np.random.default_rng(1), straight_line_effects()
    large = found_large = false = covered = told = 0
    for _ in range(100):
        found = screen(*study(dice, PAIRS))
        named = {effect.figure for effect in found.effects}
        due = [j for j in range(8) if abs(true[j]) >= 2.0 * found.half_found]
        large, found_large = large + len(due), found_large + len(named & set(due))
        false += any(j >= 50 or j in (8, 9) for j in named)
        for effect in found.effects:
            if effect.figure < 8:
                told += 1
                covered += effect.interval.low <= true[effect.figure] <= effect.interval.high
    assert large >= 400
    assert found_large >= 0.95 * large
    assert false <= 5
    assert covered >= 0.92 * told


def test_where_nothing_matters_nothing_is_found():
    dice = np.random.default_rng(2)
    assert sum(bool(screen(*study(dice, 256, scale=0.0)).effects) for _ in range(100)) <= 5


def test_mirroring_takes_out_what_turns_back():
    dice = np.random.default_rng(3)
    x = dice.uniform(-1.0, 1.0, (200, 20))
    bent = 5.0 * x[:, 0] ** 2 + 3.0 * x[:, 1]
    mirrored = 5.0 * x[:, 0] ** 2 - 3.0 * x[:, 1]
    found = screen(x, bent - mirrored + dice.normal(0.0, 0.1, 200))
    assert [effect.figure for effect in found.effects] == [1]
    assert found.effects[0].interval.estimate == pytest.approx(6.0, abs=0.1)


def test_the_detectable_effect_is_what_half_of_all_studies_find():
    dice, pairs = np.random.default_rng(4), 400
    hits = 0
    for _ in range(200):
        x = dice.choice([-1.0, 1.0], (pairs, FIGURES))
        noise = dice.normal(0.0, 1.0, pairs)
        hits += any(e.figure == 0 for e in screen(x, 4.0 / np.sqrt(pairs) * x[:, 0] + noise).effects)
    assert 70 <= hits <= 130


def test_too_few_pairs_are_refused():
    with pytest.raises(ValueError, match="at least 8"):
        screen(np.zeros((7, 3)), np.zeros(7))
