"""``optimal`` in the loop: its time limit, and what more rounds do."""

import time

import numpy as np
import pytest

import gbad
from gbad.errors import InputError
from gbad.studies.design import Design, Variant
from gbad.weapon_assignment import _value_kernel as numbers
from gbad.weapon_assignment.built_in import optimal

from .test_comparing import left, offered

BATTERIES = 6


def crowd(seed, tracks=120, batteries=BATTERIES):
    """Many tracks, salvos of four, missile channels that bind: far from solved in a second."""
    dice = np.random.default_rng(seed)
    track = np.repeat(np.arange(tracks), batteries)
    battery = np.tile(np.arange(batteries), tracks)
    offer = offered(
        track, battery, dice.uniform(1.0, 9.0, tracks)[track], dice.uniform(0.15, 0.45, len(track)),
        ready=np.full(len(track), 40),
    )  # fmt: skip
    return offer, left([11] * batteries, [23] * batteries)


def test_the_time_limit_is_kept_within_a_fifth_with_the_best_found_and_its_gap():
    offer, room = crowd(1)
    optimal.best_of(offer, room, 1, 5.0)  # kernels
    limit_s, began_s = 0.6, time.perf_counter()
    answer = optimal.best_of(offer, room, 4, limit_s)
    took_s = time.perf_counter() - began_s
    assert took_s < 1.2 * limit_s + 0.05
    assert answer.gap > 0.0 or took_s < limit_s
    assert answer.gap < 0.2
    assert answer.gain == pytest.approx(optimal.gain_of(offer, answer.picks))
    used = np.bincount(offer.battery, answer.picks, minlength=BATTERIES)
    assert (used <= room.missiles).all()
    assert (np.bincount(offer.battery, answer.picks > 0, minlength=BATTERIES) <= room.targets).all()


def test_without_time_for_the_relaxation_the_bound_is_that_of_each_track_alone():
    offer, room = crowd(1)
    first = np.zeros(len(offer.track), np.int64)
    numbers.greedy(0, len(first), offer, left([11] * BATTERIES, [23] * BATTERIES), 4, first)
    answer = optimal.best_of(offer, room, 4, 1e-3)
    assert answer.gain >= optimal.gain_of(offer, first)
    alone = [
        max(
            numbers.worth(offer, option, min(4, int(numbers.room(offer, room, option))))
            for option in np.flatnonzero(offer.track == track)
        )
        for track in np.unique(offer.track)
    ]
    assert answer.bound == pytest.approx(sum(alone))
    assert 0.0 < answer.gap < 1.0


def test_a_decision_that_runs_out_of_time_says_how_much_was_open(monkeypatch):
    late = optimal.Answer(np.zeros(1, np.int64), 1.0, 2.0)
    monkeypatch.setattr(optimal, "best_of", lambda *_: late)
    with pytest.raises(InputError, match=r"policy optimal at .*: 50.00% of the value was open after 1 s"):
        gbad.run("one-aircraft", changes={"commands.post.policy": "optimal", "duration_s": 300.0})


def test_more_rounds_do_not_raise_mean_leakers_under_optimal(tmp_path):
    # the same battery with one, two, three launchers: what could be fired with fewer can be fired with more
    raid = {"threats.aircraft.count": "10", "threats.aircraft.abreast_km": "5", "commands.post.policy": "optimal"}
    variants = tuple(Variant(f"{n}", raid | {"batteries.battery.launchers.0.count": f"{n}"}) for n in (1, 2, 3))
    design = Design("one-aircraft", variants, runs=12, seed=7)
    found = gbad.study(design, out=tmp_path / "s", workers=1, backend="threads")
    means = [found.sample("leaked", v).mean() for v in range(3)]
    for fewer, more in ((0, 1), (1, 2), (0, 2)):
        difference = found.sample("leaked", more) - found.sample("leaked", fewer)
        half_width = 1.96 * difference.std(ddof=1) / np.sqrt(len(difference))
        assert difference.mean() <= half_width
    assert means[1] < means[0] - 1.0  # so that it means something
