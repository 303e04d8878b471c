"""``optimal`` in the loop: its time limit, and what more rounds do."""

import time
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

import gbad
from gbad.archive.parts import merge, study_part
from gbad.recorder.book import Book
from gbad.scenario.document import open_document
from gbad.simulation.decision import decision
from gbad.simulation.prepare import prepare
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


OPTIMAL = {"commands.post.policy": "optimal"}


@pytest.fixture
def half_open(monkeypatch):
    """Every proof of the policy stops half way; what it has found by then stands."""
    whole = optimal.best_of

    def stopped(*given):
        answer = whole(*given)
        return replace(answer, bound=2.0 * answer.gain)

    monkeypatch.setattr(optimal, "best_of", stopped)
    return stopped


def test_a_decision_that_runs_out_of_time_orders_the_best_found_and_says_how_much_was_open(half_open):
    late = gbad.run("one-aircraft", seed=3, changes=OPTIMAL)
    # one round goes out, so one decision had something to find
    assert len(late.shots["run"]) == 1
    (said,) = (line for line in late.manifest["warnings"] if "out of time" in line)
    assert "1 decision ran out of time with at most 50 % of the gain open; the best found was ordered" in said
    ready = prepare(open_document("one-aircraft"), OPTIMAL)
    told = decision(ready, float(late.shots["order_s"][0]), seed=3)
    assert told.facts["open_gap"] == pytest.approx(0.5)
    assert "Its time ran out: the best found was ordered, with at most 50 % of the gain open." in told.sentences


def test_a_proven_decision_has_nothing_to_say():
    proven = gbad.run("one-aircraft", seed=3, changes=OPTIMAL)
    assert len(proven.shots["run"]) == 1
    assert not [line for line in proven.manifest["warnings"] if "out of time" in line]


def test_of_many_decisions_that_ran_out_of_time_the_count_and_the_widest_gap_are_kept():
    noted = SimpleNamespace(unproven=np.zeros((3, 2)))
    Book.note_unproven(noted, [(0, 0, 0.1), (0, 1, 0.3), (2, 0, 0.2)])
    Book.note_unproven(noted, [(0, 0, 0.2)])
    assert noted.unproven.tolist() == [[3.0, 0.3], [0.0, 0.0], [1.0, 0.2]]


def test_orders_from_outside_take_the_place_of_what_was_not_proven(half_open):
    battle = gbad.Battle.begin("one-aircraft", seed=3, changes=OPTIMAL)
    while not battle.over:
        battle.advance()
        battle.decide({"post": []})
    assert not battle._state.book.unproven.any()


@pytest.mark.parametrize("way", ["whole", "parts"])
def test_a_study_says_in_which_variant_decisions_ran_out_of_time(half_open, tmp_path, way):
    variants = (Variant("urgent", {}), Variant("exact", OPTIMAL))
    design = Design("one-aircraft", variants, runs=4, seed=3)
    if way == "whole":
        found = gbad.study(design, out=tmp_path / "s", workers=1, backend="threads")
        (tmp_path / "s" / "manifest.json").unlink()  # as if it had been killed before its end
        again = gbad.study(design, resume=tmp_path / "s", workers=1, backend="threads")
        assert again.manifest["notes"] == found.manifest["notes"]
    else:
        for k in (1, 2):
            study_part(design, f"{k}/2", out=tmp_path / f"p{k}", workers=1, backend="threads")
        found = merge([tmp_path / "p1", tmp_path / "p2"], tmp_path / "s")
    (said,) = (note for note in found.manifest["notes"] if "out of time" in note)
    assert said.startswith("Policy optimal: exact: in 4 runs decisions ran out of time with at most 50 % of the gain")


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
