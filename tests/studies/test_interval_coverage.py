"""Do the intervals keep their promise? Made-up studies with a known answer.

Sizes, probabilities and seeds are fixed here, before any result was seen; the bar is that a 95 % interval holds the
truth in at least 93 % of 1,000 studies (three standard errors below 95 %), and that a confidence sequence that is
looked at all the time is ever wrong in at most 5 %. ``make bench-intervals`` asks all kinds of measures at all sizes;
here are those that run quickly.
"""

import numpy as np
import pytest

from gbad.benches.intervals import BAR, RUNS, kinds
from gbad.benches.intervals import fixed as covered
from gbad.benches.intervals import stopped as covered_where_stopped
from gbad.studies.anytime import anytime_mean
from gbad.studies.intervals import Bounds, mean_interval, share_interval, tally
from gbad.textbook.intervals import mean_interval as student
from gbad.textbook.raids import erlang_b, raid, shoot_look_shoot
from gbad.textbook.set_pieces import binomial_leakers, loss_system, shoot_look_shoot_rounds

STUDIES = 1000
OF_A_STUDY = 200
BATCH = 10

PIECES = {
    "binomial leakers": (
        lambda seed: binomial_leakers(seed, OF_A_STUDY, 0.7, 2, 12),
        raid(0.7, 2, 12).mean_leakers,
        Bounds(0.0, 12.0),
    ),
    "channels as a loss system": (
        lambda seed: loss_system(seed, OF_A_STUDY, 4, 3.0),
        erlang_b(4, 3.0),
        Bounds(0.0, 1.0),
    ),
    "shoot-look-shoot rounds": (
        lambda seed: shoot_look_shoot_rounds(seed, OF_A_STUDY, 0.6, 4, 0.1, 0.2),
        shoot_look_shoot(0.6, 4, 0.1, 0.2).expected_shots,
        Bounds(0.0, 4.0),
    ),
}


QUICK = {
    kind.name: kind for kind in kinds() if kind.name in ("Bernoulli 0.005", "Poisson 0.02", "40 lost in 1 % of runs")
}


@pytest.mark.parametrize("piece", PIECES)
def test_the_95_percent_interval_holds_the_truth_as_often_as_it_says(piece):
    play, truth, bounds = PIECES[piece]
    held = 0
    for study in range(STUDIES):
        interval = mean_interval(tally(play(10_000 + study)), bounds)
        held += interval.low <= truth <= interval.high
    print(f"{piece}: {held} of {STUDIES} intervals hold {truth:.6f}")
    assert held >= 1000 * BAR


def test_the_interval_of_a_proportion_of_runs_holds_the_truth():
    truth = raid(0.7, 2, 12).p_no_leaker
    held = 0
    for study in range(STUDIES):
        clean = int((binomial_leakers(20_000 + study, OF_A_STUDY, 0.7, 2, 12) == 0).sum())
        interval = share_interval(clean, OF_A_STUDY)
        held += interval.low <= truth <= interval.high
    assert 932 <= held <= 985


@pytest.mark.parametrize("name", QUICK)
def test_rare_and_large_losses_are_covered_at_every_number_of_runs(name):
    found = covered(QUICK[name], np.random.default_rng(1), 400)
    for line in ("mean", "difference", "median", "90 %"):
        assert set(found[line]) == set(map(str, RUNS))
        assert min(found[line].values()) >= BAR - 0.01  # three standard errors of 400 studies
    # the reason for all this: Student's interval misses them
    assert min(found["student"].values()) < 0.5


@pytest.mark.parametrize("name", QUICK)
def test_whatever_a_stopped_study_prints_is_covered(name):
    found = covered_where_stopped(QUICK[name], np.random.default_rng(2), 100)[""]
    assert min(found[name] for name in ("mean", "difference", "median", "90 %", "any look")) >= 0.9
    # and it did stop before all runs were played, not at the first look
    assert 50 < found["middle"] < 2000


@pytest.mark.parametrize("piece", PIECES)
def test_an_interval_looked_at_after_every_batch_is_seldom_ever_wrong(piece):
    play, truth, bounds = PIECES[piece]
    ever_wrong = 0
    for study in range(100):
        values = play(30_000 + study)
        looks = (anytime_mean(tally(values[:count]), bounds) for count in range(BATCH, OF_A_STUDY + 1, BATCH))
        ever_wrong += any(not look.low <= truth <= look.high for look in looks)
    print(f"{piece}: {ever_wrong} of 100 sequences ever wrong")
    assert ever_wrong <= 5


def test_a_fixed_interval_looked_at_after_every_batch_would_not_do():
    """The reason for the confidence sequence: the same looks with Student's interval are wrong far more often."""
    play, truth, _ = PIECES["binomial leakers"]
    ever_wrong = 0
    for study in range(300):
        values = play(30_000 + study)
        looks = [student(values[:count]) for count in range(40, OF_A_STUDY + 1, BATCH)]
        ever_wrong += any(not look.low <= truth <= look.high for look in looks)
    assert ever_wrong > 30
    assert np.isfinite(truth)
