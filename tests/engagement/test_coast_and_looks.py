"""Rounds that their radar loses for a while, rounds that share its looks, rounds that home on noise."""

import numpy as np
import pytest
from firing_range import SMALL, Target, order, play

from gbad.envelope.guidance_time import dwells_of_guidance
from gbad.messages import END_INTERCEPT, END_SUPPORT_LOST


def test_a_round_on_its_way_outlives_a_silence_that_ends_in_time():
    quiet = play([Target()], [order(0, 0, 3.0)], silent=((15.0, 25.0),)).shots
    assert quiet.end_reason[0, 0] == END_INTERCEPT
    assert quiet.miss_distance_m[0, 0] < 10.0
    long = play([Target()], [order(0, 0, 3.0)], silent=((15.0, 200.0),)).shots
    # held no more it never locks; it flies on to where the target should be
    assert np.isfinite(quiet.locked_m[0, 0])
    assert np.isnan(long.locked_m[0, 0])


def test_dwells_of_guidance_are_those_of_the_closed_form():
    dwells, period = np.array([[16.0, 16.0, 1.0, 0.0, 20.0]]), np.ones((1, 5))
    targets = np.array([[1, 36, 2, 5, 0]])
    taken, every_s = dwells_of_guidance(targets, dwells, period)
    # ten a second for one; three quarters of sixteen for thirty-six; the only one; not counted; nobody to guide at
    assert taken.tolist() == [[10, 12, 1, 0, 0]]
    np.testing.assert_allclose(every_s, [[0.0, 3.0, 2.0, 0.0, 0.0]])


def test_the_fewer_looks_a_homing_round_gets_the_more_it_misses():
    rows = [order(r, 0, 3.0) for r in range(24)]
    weaving = Target(evasion_mps2=30.0)
    misses = []
    for dwells in (0.0, 40.0, 4.0, 1.0):
        shots = play([weaving], rows, runs=24, dwells=dwells).shots
        met = shots.end_reason[:, 0] == END_INTERCEPT
        misses.append(float(np.median(np.where(met, shots.miss_distance_m[:, 0], 300.0))))
    # without a count, and with ten looks a second for the one target, alike
    assert misses[1] == pytest.approx(misses[0])
    assert misses[0] < misses[2] < misses[3]
    assert misses[3] > 5.0


def test_looks_are_shared_among_targets_and_not_among_rounds():
    targets = [Target(id=f"t{i}", bearing_rad=0.1 * i, evasion_mps2=30.0) for i in range(4)]
    runs = range(16)
    two = [order(r, k, 3.0) for r in runs for k in range(4)]
    four = [order(r, k, 3.0, slot=k) for r in runs for k in range(4)]
    alone = play(targets[:1], two, runs=16, dwells=14.0).shots
    among = play(targets, four, runs=16, dwells=14.0).shots
    assert np.nanmedian(among.miss_distance_m[:, 0]) > np.nanmedian(alone.miss_distance_m[:, 0])


def test_a_jammer_that_drowns_its_echo_cannot_be_supported_until_it_burns_through():
    # held to 63 km where it is quiet; its noise is 20 dB over the receiver's own at 20 km, and 10 dB at 63 km
    echo_db = 10.0 * np.log10(5.0) - 40.0 * np.log10(20e3)
    gain_db = 20.0 - echo_db
    clear = play([Target()], [order(0, 0, 3.0)], loop_gain_db=gain_db).shots
    assert clear.launch_s[0, 0] == 3.0
    jammed = Target(noise_at_radar=99.0 * 20e3**2)
    held = play([jammed], [order(0, 0, 3.0)], loop_gain_db=gain_db).shots
    assert held.launch_s[0, 0] != 3.0


def test_a_round_that_homes_on_noise_needs_no_radar_once_it_is_locked():
    jammer = Target(noise_at_radar=1.0)
    whole = play([jammer], [order(0, 0, 3.0)], home_on_jam=True).shots
    lost_s = float(np.floor(whole.end_s[0, 0])) - 4.0
    blind = play([jammer], [order(0, 0, 3.0)], home_on_jam=True, radar_end_s=lost_s).shots
    assert blind.end_reason[0, 0] == END_INTERCEPT
    plain = play([jammer], [order(0, 0, 3.0)], home_on_jam=False, radar_end_s=lost_s).shots
    assert plain.end_reason[0, 0] == END_SUPPORT_LOST
    # noise is heard farther than any echo, and a target that sends none is not homed on so
    assert whole.locked_m[0, 0] > 30e3
    silent = play([Target()], [order(0, 0, 3.0)], home_on_jam=True, radar_end_s=lost_s).shots
    assert silent.end_reason[0, 0] == END_SUPPORT_LOST


def test_an_active_round_locks_on_noise_from_farther_away():
    near = dict(distance_m=40e3)
    plain = play([Target(**near)], [order(0, 0, 3.0)], interceptor=SMALL).shots
    noisy = play([Target(**near, noise_at_radar=1.0)], [order(0, 0, 3.0)], interceptor=SMALL, home_on_jam=True).shots
    assert noisy.locked_m[0, 0] > 1.5 * plain.locked_m[0, 0]


@pytest.mark.parametrize("silent", [((15.0, 17.5),), ((16.25, 24.0), (31.0, 32.0))])
def test_ticks_change_nothing_of_a_round_that_is_lost_and_held_again(silent):
    # commands decide every two seconds; time is cut into seconds, or into whole cycles
    shots = [
        play([Target(evasion_mps2=10.0)], [order(0, 0, 3.0)], silent=silent, cycle_s=2.0, tick_s=tick_s).shots
        for tick_s in (0.5, 2.0)
    ]
    for name in ("end_s", "miss_distance_m", "end_position_ecef_m"):
        np.testing.assert_array_equal(getattr(shots[0], name), getattr(shots[1], name))
