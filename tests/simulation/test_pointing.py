"""Lists of cues of several rooms become one for each radar, in order and without gaps."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from gbad.messages import FLYING, ORDERED, Cues
from gbad.simulation.pointing import _joined
from gbad.weapon_assignment import under_fire


def cues(number):
    """Cues with these numbers ``(runs, radars, slots)``; every figure of a cue tells its number."""
    number = np.array(number)
    told = number.astype(float)
    place = np.repeat(told[..., None], 3, axis=-1)
    return Cues(number, told, place, -place, 0.01 * told, number % 2 == 1, np.zeros(number.shape[:2], np.int64))


def test_cues_stand_one_behind_the_other_for_radars_that_are_cued():
    own, told = cues([[[0, 7, 0, 8], [5, 5, 5, 5]]] * 2), cues([[[0, 0, 3], [6, 0, 0]], [[2, 0, 0], [0, 0, 0]]])
    taken = np.array([[1, 0], [2, 0]])
    found = _joined([own, told], np.array([True, False]), taken)
    assert found.number.tolist() == [[[7, 8, 3], [0, 0, 0]], [[7, 8, 2], [0, 0, 0]]]
    assert np.array_equal(found.time_s, found.number)
    assert np.array_equal(found.position_ecef_m[..., 2], found.number)
    assert np.array_equal(found.velocity_ecef_mps[..., 0], -found.time_s)
    assert np.array_equal(found.half_width_rad, 0.01 * found.time_s)
    assert np.array_equal(found.guided, found.number % 2 == 1)
    assert found.taken is taken


def test_without_cues_nothing_is_pointed_at():
    found = _joined([cues([[[0, 0]]]), cues([[[0]]])], np.array([True]), np.zeros((1, 1), np.int64))
    assert not found.number.any()


def test_a_track_is_under_fire_while_a_round_of_the_radars_own_battery_flies_at_it():
    defence = SimpleNamespace(
        batteries=SimpleNamespace(radar=np.array([1, 0])), rounds=SimpleNamespace(battery=np.array([0, 0, 1]))
    )
    shots = SimpleNamespace(status=np.array([[FLYING, ORDERED, FLYING]], np.int8), track=np.array([[4, 5, 9]]))
    number = np.array([[[4, 5, 9], [9, 5, 4]]])
    # the rounds of battery 0 are guided by radar 1: only 4 is flown at there, and by radar 0 only 9
    assert under_fire(number, shots, defence).tolist() == [[[False, False, True], [False, False, True]]]
