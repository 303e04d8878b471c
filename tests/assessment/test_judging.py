"""Kills, reports and damage in the order in which they happen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from firing_range import LARGE, Target, order, place, play

from gbad.assessment import KILLED, LEAKED, SURVIVED, outcomes
from gbad.lethality._lethality_kernel import lethality
from gbad.messages import END_INTERCEPT, END_NO_TARGET

FOUR = [order(0, k, 3.0 + 2.0 * k) for k in range(4)]


def reports_of(played):
    """All reports as rows (round, time, available, kill), in the order given."""
    return [
        (int(r.round[i]), float(r.time_s[i]), float(r.available_s[i]), int(r.reported_kill[i]))
        for r in played.reports
        for i in range(len(r.run))
    ]


def test_a_certain_kill_ends_the_target_and_the_later_shots_meet_debris():
    played = play([Target()], FOUR, k=1.0)
    shots = played.shots
    assert shots.killed[0].tolist() == [True, False, False, False]
    assert shots.end_reason[0].tolist() == [END_INTERCEPT, END_NO_TARGET, END_NO_TARGET, END_NO_TARGET]
    assert played.truth.end_s[0, 0] == shots.end_s[0, 0]
    assert played.truth.killed[0, 0]
    assert np.all(np.isnan(shots.miss_distance_m[0, 1:]))
    assert np.all(np.isnan(shots.kill_probability[0, 1:]))


def test_without_lethality_nothing_dies():
    played = play([Target()], FOUR, k=0.0)
    assert not played.truth.killed.any()
    assert np.all(played.shots.end_reason == END_INTERCEPT)
    assert [r[3] for r in reports_of(played)] == [0, 0, 0, 0]


def test_kills_come_as_often_as_the_dice_say():
    runs = 400
    played = play([Target()], [order(r, 0, 3.0) for r in range(runs)], runs=runs, k=0.6)
    chance = played.shots.kill_probability[:, 0]
    assert played.shots.killed[:, 0].mean() == pytest.approx(chance.mean(), abs=4 * np.sqrt(0.24 / runs))
    assert np.all(chance <= 0.6)


def test_every_shot_is_reported_once_after_the_delay():
    played = play([Target()], FOUR, k=0.5)
    rows = reports_of(played)
    assert sorted(r[0] for r in rows) == [0, 1, 2, 3]
    assert [r[1] for r in rows] == sorted(r[1] for r in rows)
    for round_, time_s, available_s, _ in rows:
        assert time_s == played.shots.end_s[0, round_]
        assert available_s == pytest.approx(time_s + 5.0)


def test_reports_err_as_often_as_stated():
    runs = 300
    rows = [order(r, 0, 3.0) for r in range(runs)]
    missed = play([Target()], rows, runs=runs, k=1.0, false_miss=0.3).shots
    assert missed.killed.any()
    assert missed.reported_kill[missed.killed].mean() == pytest.approx(0.7, abs=0.1)
    false = play([Target()], rows, runs=runs, k=0.0, false_kill=0.2).shots
    assert false.reported_kill[:, 0].mean() == pytest.approx(0.2, abs=0.1)


def test_a_round_that_meets_debris_is_reported_like_the_kill():
    played = play([Target()], FOUR[:2], k=1.0)
    assert [r[3] for r in reports_of(played)] == [1, 1]


def test_a_target_that_arrives_first_wins_and_takes_its_asset_with_it():
    # the round would meet it around 46 s
    target = Target(end_s=40.0, reaches_end=True, aims_at=0)
    played = play([target], [order(0, 0, 3.0)])
    assert played.shots.end_reason[0, 0] == END_NO_TARGET
    assert not played.truth.killed.any()
    assert played.truth.asset_end_s[0].tolist() == [40.0, np.inf]
    # the asset is the radar
    assert played.truth.radar_end_s[0, 0] == 40.0


def test_a_killed_target_does_not_arrive():
    target = Target(end_s=100.0, reaches_end=True, aims_at=1)
    played = play([target], FOUR, k=1.0)
    assert np.all(np.isinf(played.truth.asset_end_s))
    result = outcomes(played.tables.objects, played.truth, played.shots, 400.0)
    assert result.fate[0].tolist() == [KILLED]
    assert result.killed_by[0].tolist() == [0]
    assert result.shots_at[0].tolist() == [4]


def test_killed_leaked_and_survived_count_every_threat_once():
    targets = [
        Target(id="shot", end_s=200.0, reaches_end=True, aims_at=1),
        Target(id="through", end_s=50.0, reaches_end=True, aims_at=1, bearing_rad=1.0),
        Target(id="passing", bearing_rad=2.0),
    ]
    played = play(targets, FOUR, k=1.0)
    result = outcomes(played.tables.objects, played.truth, played.shots, 400.0)
    assert result.fate[0].tolist() == [KILLED, LEAKED, SURVIVED]
    assert result.end_s[0, 1] == 50.0


def test_what_was_not_yet_released_is_lost_with_its_carrier():
    targets = [
        Target(id="carrier"),
        Target(id="early", parent=0, start_s=10.0, bearing_rad=1.0),
        Target(id="late", parent=0, start_s=150.0, bearing_rad=1.0, end_s=300.0),
        Target(id="later", parent=2, start_s=170.0, bearing_rad=1.0, end_s=300.0),
    ]
    played = play(targets, FOUR, k=1.0)
    assert played.truth.killed[0].tolist() == [True, False, True, True]
    assert played.truth.end_s[0, 3] == played.truth.end_s[0, 0]


def test_one_more_shot_elsewhere_changes_no_dice():
    targets = [Target(), Target(id="second", bearing_rad=0.5)]
    mine = [order(r, 0, 3.0) for r in range(50)]
    alone = play(targets, mine, runs=50, k=0.5).shots
    more = play(targets, mine + [order(r, 1, 4.0, slot=1) for r in range(50)], runs=50, k=0.5).shots
    np.testing.assert_array_equal(alone.killed[:, 0], more.killed[:, 0])
    np.testing.assert_array_equal(alone.miss_distance_m[:, 0], more.miss_distance_m[:, 0])


def test_what_a_salvo_has_in_common_fails_all_its_rounds_and_none_of_the_next():
    """Half the rounds work: two that fail alike both fail in half the runs, others in a quarter."""
    runs, target = 600, Target(length_m=15.0, span_m=10.0)
    survived = {}
    for name, share, second_s in (("salvo", 1.0, 3.5), ("apart", 1.0, 4.5), ("independent", 0.0, 3.5)):
        missile = replace(LARGE, common_cause_share=share)
        rows = [row for run in range(runs) for row in (order(run, 0, 3.0), order(run, 1, second_s))]
        played = play([target], rows, runs=runs, interceptor=missile, k=0.5)
        assert np.nanmedian(played.shots.kill_probability) > 0.48
        survived[name] = 1.0 - played.truth.killed[:, 0].mean()
    # three standard errors
    assert survived["salvo"] == pytest.approx(0.5, abs=0.065)
    assert survived["apart"] == pytest.approx(0.25, abs=0.06)
    assert survived["independent"] == pytest.approx(0.25, abs=0.06)


def test_a_burst_kills_what_flies_beside_its_target_as_often_as_its_lethality_says():
    beside = 12.0
    pair = [Target(id="a"), Target(id="b", offset_m=beside)]
    played = play(pair, [order(r, 0, 3.0) for r in range(400)], runs=400, k=1.0)
    met = played.shots.end_reason[:, 0] == END_INTERCEPT
    first = played.shots.target[:, 0]
    assert met.all()
    at_s, burst = played.shots.end_s[:, 0], played.shots.end_position_ecef_m[:, 0]
    chance = []
    for run in range(400):
        other = pair[1 - first[run]]
        apart = float(np.linalg.norm(place(other, at_s[run]) - burst[run]))
        chance.append(
            lethality(0, 0, 25.0, apart, played.shots.closing_speed_mps[run, 0], played.shots.aspect[run, 0], 0.0, 0.0)
        )
    killed = played.truth.killed[np.arange(400), 1 - first]
    spread = 4.0 * np.sqrt(sum(p * (1.0 - p) for p in chance))
    assert killed.sum() == pytest.approx(sum(chance), abs=spread)
    assert 0 < killed.sum() < 400
    # and the outcome says which round it was
    assert np.all(played.truth.killed_beside[np.arange(400), 1 - first][killed] == 0)


def test_a_burst_does_nothing_far_away_and_spends_no_round_on_it():
    played = play([Target(id="a"), Target(id="b", offset_m=400.0)], [order(r, 0, 3.0) for r in range(40)], runs=40)
    assert not played.truth.killed[np.arange(40), 1 - played.shots.target[:, 0]].any()
    assert np.all(played.truth.killed_beside == -1)
