"""Decisions held against their static optimum, and single rounds matched to channels."""

from types import SimpleNamespace

import numpy as np
import pytest

import gbad
from gbad.studies.design import Design, Variant
from gbad.weapon_assignment import _value_kernel as numbers
from gbad.weapon_assignment import compared, given_away
from gbad.weapon_assignment.built_in import optimal


def offered(track, battery, weight, p, kind=None, ready=None):
    """Options in plain columns."""
    n = len(track)
    return numbers.Offered(
        np.array(track), np.array(battery), np.zeros(n, int) if kind is None else np.array(kind),
        np.array(weight, float), np.array(p, float), np.arange(n, dtype=float),
        np.full(n, 9) if ready is None else np.array(ready), np.ones(n, bool), np.zeros(n, bool),
    )  # fmt: skip


def left(targets, missiles, kinds=2):
    return numbers.Left(
        np.array(targets), np.array(missiles), np.zeros((len(targets), kinds), np.int64),
        np.full(len(targets), numbers.ENOUGH),
    )  # fmt: skip


def test_matching_gives_what_the_integer_program_gives(monkeypatch):
    dice, matched, kept = np.random.default_rng(1), 0, optimal._matched
    for _ in range(150):
        targets, batteries = dice.integers(1, 10), dice.integers(1, 4)
        rows = [
            (t, b, k)
            for t in range(targets) for b in range(batteries) for k in range(1 + (dice.random() < 0.3))
            if dice.random() < 0.7
        ]  # fmt: skip
        if not rows:
            continue
        track, battery, kind = map(np.array, zip(*rows, strict=True))
        ready = dice.integers(1, 8, (batteries, 2))[battery, kind]
        offer = offered(track, battery, dice.random(targets)[track], dice.uniform(0.3, 0.9, len(rows)), kind, ready)
        room = left(dice.integers(0, 5, batteries), dice.integers(0, 5, batteries))
        one = optimal.best_of(offer, room, 1, 5.0)
        matched += kept(offer, room) is not None
        monkeypatch.setattr(optimal, "_matched", lambda *_: None)
        other = optimal.best_of(offer, room, 1, 5.0)
        monkeypatch.setattr(optimal, "_matched", kept)
        assert one.gain == pytest.approx(other.gain, rel=1e-9)
        assert one.bound == pytest.approx(one.gain, rel=1e-9)
        for b in range(batteries):
            assert one.picks[battery == b].sum() <= min(room.targets[b], room.missiles[b])
    assert matched > 80


def test_types_that_are_short_are_not_matched():
    # two types, one round of the better: the third track must take the worse one
    offer = offered([1, 1, 2, 2], [0] * 4, [1.0] * 4, [0.9, 0.3, 0.9, 0.3], [0, 1, 0, 1], [1, 5, 1, 5])
    assert optimal._matched(offer, left([2], [2])) is None
    assert optimal.best_of(offer, left([2], [2]), 1, 5.0).gain == pytest.approx(1.2)


def moment(**changed):
    """Two runs of one command: in each a dear and a cheap track, one channel."""
    columns = {
        "run": [0, 0, 1, 1], "command": [0] * 4, "track": [1, 2, 1, 2], "battery": [0] * 4, "interceptor": [0] * 4,
        "priority": [5.0, 1.0, 5.0, 1.0], "kill_probability": [0.8] * 4, "intercept_s": [9.0] * 4,
        "rounds_ready": [4] * 4, "in_flight": [0] * 4,
    } | changed  # fmt: skip
    options = SimpleNamespace(**{name: np.array(value) for name, value in columns.items()})
    return SimpleNamespace(
        options=options, target_channels_free=np.ones((2, 1), int), missile_channels_free=np.ones((2, 1), int)
    )


DEFENCE = SimpleNamespace(
    commands=SimpleNamespace(id=["post"], shoot_look_shoot=np.array([True]), salvo=np.array([1])),
    interceptors=SimpleNamespace(id=["round"]),
)


def test_the_cheap_track_gives_away_four_fifths():
    found = compared(moment(), DEFENCE, np.array([0, 1, 1, 0]))
    assert found == pytest.approx(np.array([[0.8, 4.0, 1.0], [4.0, 4.0, 1.0]]))
    assert given_away(found) == pytest.approx([0.8, 0.0])


def test_waiting_gives_all_away_and_rounds_that_follow_count_for_nothing():
    assert given_away(compared(moment(), DEFENCE, np.zeros(4, int))) == pytest.approx([1.0, 1.0])
    # run 0: both tracks have rounds on their way; nothing was to be decided
    found = compared(moment(in_flight=[1, 1, 0, 0]), DEFENCE, np.array([1, 0, 1, 0]))
    assert found == pytest.approx(np.array([[0.0, 0.0, 0.0], [4.0, 4.0, 1.0]]))
    assert given_away(found) == pytest.approx([0.0, 0.0])


def test_the_comparator_may_fire_as_many_as_the_decision_did():
    at_two = moment()
    at_two.missile_channels_free += 1
    found = compared(at_two, DEFENCE, np.array([2, 0, 1, 0]))
    assert found[:, 1] == pytest.approx([5.0 * 0.96, 4.0])


def test_studies_that_ask_for_it_say_what_was_given_away(tmp_path):
    variants = tuple(Variant(name, {"commands.post.policy": name}) for name in ("optimal", "first-come", "greedy"))
    design = Design("channels-bind", variants, runs=2, measures=("leaked", "given_away_percent"))
    found = gbad.study(design, out=tmp_path / "asked", workers=1, backend="threads")
    row = found.outcome.names.index("given_away_percent")
    best, first_come, greedy = found.outcome.values[:, :, row].mean(axis=1)
    assert best == 0.0
    assert 0.0 <= greedy < first_come < 100.0
    plain = Design("channels-bind", variants[:1], runs=2, measures=("leaked",))
    without = gbad.study(plain, out=tmp_path / "plain", workers=1, backend="threads")
    assert "given_away_percent" not in without.outcome.names
    assert (without.outcome.values[0] == found.outcome.values[0][:, :row]).all()
    # a folder that keeps it is another study than one that does not
    assert design.describe() != Design("channels-bind", variants, runs=2, measures=("leaked",)).describe()
