"""What kept a radar from an object that it had tracked once: the gate that closed its view since."""

from types import SimpleNamespace

import numpy as np
import pytest

from gbad.attribution import unheld, unseen
from gbad.codes.causes import Cause

CYCLE_S, NEEDED_S, LAST = 2.0, 10.0, 59
NOTCH = 128
HELD_S = 30.0


@pytest.fixture
def asked(monkeypatch):
    """Ask for one object and one radar that needs ten seconds for a track; ``bits`` are its gates at sixty cycles."""
    monkeypatch.setattr(unseen, "shortest_s", lambda *_: NEEDED_S)
    monkeypatch.setattr(unheld, "shortest_s", lambda *_: NEEDED_S)
    monkeypatch.setattr(unheld, "is_jammed", lambda *_: False)
    monkeypatch.setattr(unheld, "nearest_in_its_cell", lambda *_: float("inf"))

    def ask(bits, held_s=HELD_S):
        gates = np.array(bits, np.int64)[:, None]
        defence = SimpleNamespace(cycle_s=CYCLE_S, radars=SimpleNamespace(command=np.zeros(1, np.int64)))
        book = SimpleNamespace(
            tables=SimpleNamespace(defence=defence),
            radar_s=np.array([[[[HELD_S, held_s, held_s]]]]),
            shared_s=np.zeros((1, 1, 1)),
        )
        limits = SimpleNamespace(seen=lambda _: (gates, np.ones((*gates.shape, 16))))
        return unheld.why_unheld(book, limits, 0, 0, LAST, 0)

    return ask


def test_a_notch_that_opens_too_late_for_another_track_is_the_cause(asked):
    near = asked([0] * 20 + [NOTCH] * 38 + [0] * 2)
    assert (near.cause, near.cycle) == (Cause.IN_NOTCH, 57)
    assert Cause.CONFIRMED_TOO_LATE in near.also


def test_a_track_that_was_lost_in_full_view_is_lost_and_not_late(asked):
    # ten seconds of view are five cycles
    assert asked([0] * 20 + [NOTCH] * 34 + [0] * 6).cause == Cause.TRACK_LOST
    assert asked([0] * 60).cause == Cause.TRACK_LOST


@pytest.mark.parametrize("held_s", [float("nan"), (LAST + 1) * CYCLE_S + 1.0])
def test_what_was_never_tracked_until_then_is_late(asked, held_s):
    assert asked([0] * 60, held_s).cause == Cause.CONFIRMED_TOO_LATE
    assert asked([0] * 20 + [NOTCH] * 38 + [0] * 2, held_s).cause == Cause.CONFIRMED_TOO_LATE


@pytest.fixture
def lost_by(monkeypatch):
    """Ask why two searching radars lost an object at the last cycle: gates, ends, silences and jamming of each."""
    monkeypatch.setattr(unheld, "searching", lambda *_: np.arange(2))
    monkeypatch.setattr(unheld, "why_off", lambda *_: Cause.SILENT)

    def ask(gates, ends_s=(np.inf, np.inf), silent=(False, False), drowned=(False, False)):
        monkeypatch.setattr(unheld, "silent_then", lambda *_: np.array(silent))
        monkeypatch.setattr(unheld, "is_jammed", lambda _b, _r, _w, radar, *_: drowned[radar])
        bits = np.zeros((LAST + 1, 2), np.int64)
        bits[LAST] = gates
        defence = SimpleNamespace(cycle_s=CYCLE_S, batteries=SimpleNamespace(command=np.zeros(1, np.int64)))
        book = SimpleNamespace(
            tables=SimpleNamespace(defence=defence), truth=SimpleNamespace(radar_end_s=np.array([ends_s]))
        )
        limits = SimpleNamespace(seen=lambda _: (bits, np.ones((*bits.shape, 16))))
        return unheld.lost_sight(book, limits, 0, 0, LAST, 0)

    return ask


def test_a_view_that_is_shut_is_the_cause_and_the_lost_track_stands_beside_it(lost_by):
    near = lost_by((NOTCH, NOTCH))
    assert (near.cause, near.cycle) == (Cause.IN_NOTCH, LAST)
    assert Cause.TRACK_LOST in near.also


def test_while_one_radar_sees_it_clearly_nothing_has_shut_its_view(lost_by):
    assert lost_by((0, NOTCH)) is None
    # jamming explains only where it drowns the echo of every radar that has it in view
    assert lost_by((0, 0), drowned=(True, False)) is None
    near = lost_by((0, 0), drowned=(True, True))
    assert (near.cause, near.also) == (Cause.JAMMED, (Cause.TRACK_LOST,))
    # a view that is shut otherwise needs no jamming
    assert lost_by((0, NOTCH), drowned=(True, False)).cause == Cause.JAMMED


def test_with_no_radar_left_a_lost_one_speaks_before_a_silent_one(lost_by):
    end_s = (LAST + 1) * CYCLE_S
    near = lost_by((0, 0), ends_s=(np.inf, end_s - 30.0), silent=(True, False))
    assert (near.cause, near.unit, near.miss) == (Cause.UNIT_LOST, 1, 30.0)
    assert lost_by((0, 0), silent=(True, True)).cause == Cause.SILENT
    # one that is lost only later worked then
    assert lost_by((0, 0), ends_s=(end_s + 1.0, np.inf)) is None
