"""The dynamic problem of a raid, cut from situations made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from gbad.assignment.dynamic.model import instance
from gbad.errors import InputError
from gbad.weapon_assignment.raid_cutting import Uncertain, raid_of

LEFT_S = 100.0


def view(time_s, held, offered):
    """A command's situation: tracks that are threats, and ``(track, kill probability)`` that one battery offers."""
    track = np.array([t for t, _ in offered], int)
    n = len(track)
    return SimpleNamespace(
        time_s=time_s, track=track, battery=np.zeros(n, int), interceptor=np.ones(n, int),
        priority=np.full(n, 5.0 / LEFT_S), time_to_impact_s=np.full(n, LEFT_S), intercept_s=np.full(n, time_s + 36.0),
        kill_probability=np.array([p for _, p in offered]), target_channels_free=np.array([2]),
        tracks=SimpleNamespace(
            number=np.array(held), permitted=np.ones(len(held), bool), priority=np.ones(len(held))
        ),
        resources=SimpleNamespace(rounds_ready=np.array([[0, 3]])),
    )  # fmt: skip


def raid():
    """Track 7 from the start to 60 s, track 9 held from 30 s and offered from 40 s, track 8 a ghost."""
    views = [view(-10.0, [7], [])]
    for time_s in range(0, 110, 10):
        held = [7] if time_s <= 60 else []
        offered = [(7, 0.5 + time_s / 1000.0)] if time_s <= 60 else []
        if time_s >= 30:
            held = [*held, 9]
        if time_s >= 40:
            offered = [*offered, (9, 0.8)]
        if time_s == 20:
            held, offered = [*held, 8], [*offered, (8, 0.9)]
        views.append(view(float(time_s), held, offered))
    return views


def test_targets_windows_channels_and_reports_are_those_of_the_run():
    cut = raid_of(raid(), 20.0, Uncertain(0.03, 0.05, comes=0.75, late_stages=1))
    assert cut["seen_at"] == [0, 1]
    assert cut["opens"] == [[0, 2]]
    assert cut["closes"] == [[3, 5]]
    assert cut["present_probability"] == [1.0, 0.75]
    assert cut["kill_probability"] == [[pytest.approx(0.53), pytest.approx(0.8)]]
    assert cut["values"] == [5.0, 5.0]
    assert (cut["rounds"], cut["battery"], cut["channels"]) == ([3], [0], [2])
    # 36 s of flight and 4 s to the report
    assert (cut["guided_stages"], cut["report_stages"]) == ([2], [3])
    assert (cut["stages"], cut["false_kill"], cut["missed_kill"]) == (6, 0.03, 0.05)
    given = instance({name: value for name, value in cut.items() if name not in ("schema", "stage_s")})
    assert given.expected_value == pytest.approx(5.0 + 0.75 * 5.0)


def test_long_raids_get_longer_stages():
    cut = raid_of(raid(), 1.0, Uncertain(0.0, 0.0))
    assert cut["stage_s"] == pytest.approx(100.0 / 38.5, abs=1e-3)
    assert cut["stages"] <= 40
    assert cut["present_probability"] == [1.0, 1.0]


def test_nothing_to_cut_is_said():
    with pytest.raises(InputError, match="nothing is offered"):
        raid_of([view(0.0, [7], [])], 10.0, Uncertain(0.0, 0.0))
    with pytest.raises(InputError, match="three cycles"):
        raid_of([view(0.0, [7], [(7, 0.5)])], 10.0, Uncertain(0.0, 0.0))
