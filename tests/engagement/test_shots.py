"""Shots flown on a small range: guidance, support, ends, and independence of tick and batch."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from firing_range import LARGE, SMALL, Target, order, place, play

from gbad import engagement
from gbad.engagement._seeker_kernel import evasion_of
from gbad.messages import (
    END_INTERCEPT,
    END_NO_TARGET,
    END_SELF_DESTRUCT,
    END_SUPPORT_LOST,
    END_TOO_SLOW,
    ENDED,
)

QUIET = replace(LARGE, seeker_angle_std_rad=0.0)


def test_navigation_without_noise_passes_a_steady_target_within_metres():
    for bearing in (0.0, 1.0, 2.5, 4.0):
        for offset in (0.0, 10e3):
            shots = play(
                [Target(bearing_rad=bearing, offset_m=offset)], [order(0, 0, 3.0)], interceptor=QUIET
            ).shots  # fmt: skip
            assert shots.end_reason[0, 0] == END_INTERCEPT
            assert shots.miss_distance_m[0, 0] < 2.0


def test_the_end_is_where_the_target_was():
    target = Target(offset_m=8e3)
    shots = play([target], [order(0, 0, 3.0)], interceptor=QUIET).shots
    there = place(target, shots.end_s[0, 0])
    gap = np.linalg.norm(shots.end_position_ecef_m[0, 0] - there)
    # knots a second apart, straight between two steps
    assert gap == pytest.approx(shots.miss_distance_m[0, 0], abs=1.0)


def test_miss_distances_grow_with_seeker_noise():
    misses = []
    for std in (0.0, 2e-3, 6e-3):
        shots = play(
            [Target()], [order(r, 0, 3.0) for r in range(40)], runs=40,
            interceptor=replace(LARGE, seeker_angle_std_rad=std),
        ).shots  # fmt: skip
        misses.append(float(np.nanmean(shots.miss_distance_m[:, 0])))
    assert misses[0] < misses[1] < misses[2]


def test_low_fast_and_falling_targets_are_met_too():
    low = Target(distance_m=30e3, height_m=100.0, speed_mps=245.0)
    fast = Target(distance_m=80e3, height_m=15e3, speed_mps=800.0)
    assert play([low], [order(0, 0, 1.0)]).shots.miss_distance_m[0, 0] < 10.0
    assert play([fast], [order(0, 0, 1.0)]).shots.miss_distance_m[0, 0] < 10.0


def test_a_lost_track_is_carried_on_and_the_seeker_still_finds_the_target():
    shots = play([Target()], [order(0, 0, 3.0)], lost={0: 20.0}).shots
    assert shots.end_reason[0, 0] == END_INTERCEPT
    assert shots.miss_distance_m[0, 0] < 10.0


def test_losing_the_radar_on_the_way_leaves_a_supported_round_without_a_lock():
    whole = play([Target()], [order(0, 0, 3.0)]).shots
    shots = play([Target()], [order(0, 0, 3.0)], radar_end_s=20.0).shots
    assert np.isfinite(whole.locked_m[0, 0])
    assert np.isnan(shots.locked_m[0, 0])
    # it coasts to where the target should be, and passes one that flew on as it did
    assert shots.end_s[0, 0] == pytest.approx(whole.end_s[0, 0], abs=3.0)


def test_losing_the_radar_while_homing_ends_a_supported_round_after_the_grace():
    whole = play([Target()], [order(0, 0, 3.0)]).shots
    lost_s = float(np.floor(whole.end_s[0, 0])) - 4.0
    shots = play([Target()], [order(0, 0, 3.0)], radar_end_s=lost_s).shots
    assert shots.end_reason[0, 0] == END_SUPPORT_LOST
    assert shots.target[0, 0] == 0
    assert lost_s < shots.end_s[0, 0] <= lost_s + 1.0 + 2.0 + 0.75


def test_an_active_round_needs_no_radar_but_the_picture():
    near = Target(distance_m=40e3)
    whole = play([near], [order(0, 0, 3.0)], interceptor=SMALL).shots
    alone = play([near], [order(0, 0, 3.0)], interceptor=SMALL, radar_end_s=8.0).shots
    for a, b in zip(columns(whole, *COMPARED), columns(alone, *COMPARED), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_supported_round_waits_in_its_tube_for_its_radar():
    # the target comes over the edge of sight (14 km for 1,000 m at 8 km height does not hide it; the mask does)
    hidden = play([Target()], [order(0, 0, 3.0)], lowest_in_sight_m=9e3).shots
    assert hidden.end_reason[0, 0] == END_SUPPORT_LOST
    assert np.isnan(hidden.launch_s[0, 0])
    # planned to meet at 63 s, it was held until then
    assert hidden.end_s[0, 0] == pytest.approx(63.0, abs=1.0)
    free = play([Target()], [order(0, 0, 3.0)]).shots
    assert free.launch_s[0, 0] == 3.0
    # the far end of the radar's range is passed on the way in
    late = play([Target(distance_m=60e3)], [order(0, 0, 3.0)], instrumented_range_m=58e3).shots
    assert late.end_reason[0, 0] == END_INTERCEPT
    assert late.launch_s[0, 0] == pytest.approx((math.hypot(60e3, 8e3) - 58e3) / 250.0, abs=1.5)


def test_a_launcher_keeps_its_interval_after_a_round_that_waited():
    # both are held until the target passes the far end of the radar's range; then they leave one interval apart
    target, rows = [Target(distance_m=60e3)], [order(0, 0, 3.0), order(0, 1, 6.0)]
    for interval_s in (0.0, 3.0, 7.0):
        left = play(target, rows, instrumented_range_m=58e3, launch_interval_s=interval_s).shots.launch_s[0, :2]
        assert left[0] > 8.0
        assert left[1] - left[0] == pytest.approx(interval_s, abs=0.5 if interval_s == 0.0 else 1e-6)


def test_a_target_whose_echo_is_too_weak_gets_no_supported_round_before_it_is_near():
    # hold at 55 km for 5 m2, so by the fourth root at 48 km for 3 m2
    loop_db = 40.0 * math.log10(55e3) - 10.0 * math.log10(5.0)
    for rcs, reach_m in ((5.0, 55e3), (3.0, 55e3 * 0.6**0.25)):
        shots = play([Target(rcs_m2=rcs)], [order(0, 0, 3.0)], loop_gain_db=loop_db).shots
        wait_s = (60.5e3 - reach_m) / 250.0
        assert shots.launch_s[0, 0] == pytest.approx(wait_s, abs=3.0)
    active = play([Target(rcs_m2=1.0)], [order(0, 0, 3.0)], loop_gain_db=loop_db, interceptor=SMALL).shots
    assert active.launch_s[0, 0] == 3.0


@pytest.mark.parametrize("interceptor", [LARGE, SMALL], ids=["supported", "active"])
def test_seekers_lock_the_later_the_smaller_the_target(interceptor):
    locked = []
    for rcs in (5.0, 0.5, 0.05, 0.005):
        shots = play([Target(rcs_m2=rcs)], [order(0, 0, 3.0)], interceptor=interceptor).shots
        assert shots.end_reason[0, 0] == END_INTERCEPT
        locked.append(shots.locked_m[0, 0])
    assert locked == sorted(locked, reverse=True)
    reach = np.array(locked[1:]) / locked[1]
    # a hundred times less: by the fourth root for an active seeker, by the root for the other
    assert reach[2] == pytest.approx(100.0**-0.25 if interceptor is SMALL else 0.1, rel=0.25)


def test_a_round_that_never_locks_misses_by_what_the_track_was_wrong():
    blind = replace(SMALL, seeker_range_m=5.0)
    shots = play([Target()], [order(0, 0, 3.0)], interceptor=blind).shots
    assert np.isnan(shots.locked_m[0, 0])
    assert shots.end_reason[0, 0] in (END_INTERCEPT, END_NO_TARGET)
    if shots.end_reason[0, 0] == END_INTERCEPT:
        seeing = play([Target()], [order(0, 0, 3.0)], interceptor=SMALL).shots
        assert shots.miss_distance_m[0, 0] > 5.0 * seeing.miss_distance_m[0, 0]


def test_infrared_goes_by_heat_and_command_by_the_radars_angles():
    hot, cold = Target(heat_w_per_sr=1000.0), Target(heat_w_per_sr=10.0)
    infrared = replace(SMALL, guidance=2, seeker_strength_db=30.0)
    a, b = (play([t], [order(0, 0, 3.0)], interceptor=infrared).shots for t in (hot, cold))
    assert b.locked_m[0, 0] == pytest.approx(0.1 * a.locked_m[0, 0], rel=0.3)
    # command: the same angle error counts more the farther from the radar
    command = replace(LARGE, guidance=3, seeker_angle_std_rad=2e-4)
    near, far = (
        np.nanmean(
            play([Target(distance_m=d)], [order(r, 0, 3.0) for r in range(24)], runs=24, interceptor=command)
            .shots.miss_distance_m[:, 0]
        )
        for d in (30e3, 90e3)
    )  # fmt: skip
    assert far > 2.0 * near


def test_glint_and_evasion_open_the_miss():
    def mean_miss(target, interceptor=LARGE) -> float:
        rows = [order(r, 0, 3.0) for r in range(40)]
        return float(np.nanmean(play([target], rows, runs=40, interceptor=interceptor).shots.miss_distance_m[:, 0]))

    point = mean_miss(Target(), QUIET)
    small, large = (mean_miss(Target(length_m=s, span_m=s), QUIET) for s in (5.0, 20.0))
    assert point < small < large
    assert large == pytest.approx(4.0 * small, rel=0.25)
    weaving = [mean_miss(Target(evasion_mps2=a), QUIET) for a in (20.0, 60.0)]
    assert point < weaving[0] < weaving[1]


def test_side_thrusters_close_the_miss_where_the_air_is_thin():
    rows = [order(r, 0, 1.0) for r in range(24)]
    high = Target(distance_m=80e3, height_m=25e3, speed_mps=300.0, evasion_mps2=20.0, length_m=10.0, span_m=10.0)
    misses = []
    for thrust in (0.0, 40e3):
        missile = replace(SMALL, side_thrust_n=thrust, side_thrust_time_s=1.0)
        shots = play([high], rows, runs=24, interceptor=missile).shots
        misses.append(float(np.nanmean(shots.miss_distance_m[:, 0])))
    assert misses[1] < 0.7 * misses[0]


def test_a_target_outside_the_sector_is_not_supported():
    aside = Target(bearing_rad=2.0)
    assert play([aside], [order(0, 0, 3.0)]).shots.end_reason[0, 0] == END_INTERCEPT
    shots = play([aside], [order(0, 0, 3.0)], sector_half_width_rad=1.0).shots
    assert shots.end_reason[0, 0] == END_SUPPORT_LOST


def test_a_track_of_nothing_ends_without_target():
    # the track stands for something that ends (is gone) long before the round is there
    shots = play([Target(end_s=25.0)], [order(0, 0, 3.0)], lost={0: 25.0}).shots
    assert shots.end_reason[0, 0] == END_NO_TARGET
    assert shots.target[0, 0] == -1


def test_a_target_that_leaves_is_not_caught():
    away = Target(distance_m=60e3, speed_mps=-1500.0, height_m=10e3)
    shots = play([away], [order(0, 0, 1.0)], until_s=400.0).shots
    assert shots.end_reason[0, 0] in (END_TOO_SLOW, END_SELF_DESTRUCT)
    assert np.isnan(shots.miss_distance_m[0, 0])


def test_self_destruction_comes_on_time():
    shots = play([Target()], [order(0, 0, 3.0)], interceptor=replace(LARGE, self_destruct_s=20.0)).shots
    assert shots.end_reason[0, 0] == END_SELF_DESTRUCT
    assert shots.end_s[0, 0] == pytest.approx(23.0, abs=0.26)


def test_shots_at_a_target_are_counted_in_order_of_launch():
    rows = [order(0, 2, 3.0), order(0, 0, 6.5), order(0, 1, 4.25)]
    shots = play([Target()], rows).shots
    assert shots.shot_at_target[0, :3].tolist() == [3, 2, 1]
    assert shots.aimed_at[0].tolist() == [0, 0, 0, -1]


def columns(shots, *names):
    return [getattr(shots, name) for name in names]


COMPARED = ("end_s", "end_reason", "miss_distance_m", "closing_speed_mps", "target", "shot_at_target", "killed",
            "reported_kill", "kill_probability", "end_position_ecef_m", "launch_s")  # fmt: skip


def test_the_tick_changes_nothing():
    targets = [Target(), Target(id="second", bearing_rad=0.02, distance_m=62e3)]
    rows = [order(r, k, 3.0 + 2.3 * k, slot=k % 2) for r in range(6) for k in range(4)]
    whole = play(targets, rows, runs=6, k=0.5)
    for tick_s in (0.5, 0.125):
        cut = play(targets, rows, runs=6, k=0.5, tick_s=tick_s)
        for a, b in zip(columns(whole.shots, *COMPARED), columns(cut.shots, *COMPARED), strict=True):
            np.testing.assert_array_equal(a, b)
        np.testing.assert_array_equal(whole.truth.end_s, cut.truth.end_s)


def test_runs_do_not_depend_on_the_batch_they_are_in():
    targets = [Target(), Target(id="second", bearing_rad=0.3, distance_m=62e3)]
    rows = [order(r, k, 3.0 + 2.3 * k + 0.1 * r, slot=k % 2) for r in range(6) for k in range(4)]
    whole = play(targets, rows, runs=6, k=0.5)
    for r in range(6):
        alone = play(
            targets, [row | {"run": 0} for row in rows if row["run"] == r], k=0.5, run_number=np.array([r])
        )  # fmt: skip
        for a, b in zip(columns(whole.shots, *COMPARED), columns(alone.shots, *COMPARED), strict=True):
            np.testing.assert_array_equal(a[r], b[0])


def test_an_object_far_away_changes_nothing_even_when_it_stands_first():
    rows = [order(0, k, 3.0 + 2.3 * k) for k in range(4)]
    alone = play([Target()], rows, k=0.5).shots
    far = [Target(id="a far one", distance_m=900e3), Target()]
    both = play(far, [row | {"slot": 1} for row in rows], k=0.5).shots
    for name in set(COMPARED) - {"target"}:
        np.testing.assert_array_equal(getattr(alone, name), getattr(both, name))
    assert both.target[0].tolist() == [1, 1, 1, 1]


def test_a_recorded_path_leads_from_the_launcher_to_the_end():
    played = play([Target()], [order(0, 0, 3.25)], record=True)
    run, row, time_s, position = engagement.trace(played.state)
    assert run.tolist() == [0] * len(time_s)
    assert row.tolist() == [0] * len(time_s)
    np.testing.assert_array_equal(time_s, 3.25 + np.arange(len(time_s)))
    end_s = played.shots.end_s[0, 0]
    assert end_s - 1.0 <= time_s[-1] <= end_s
    steps = np.linalg.norm(np.diff(position, axis=0), axis=1)
    assert steps.max() < 2100.0
    rest = np.linalg.norm(played.shots.end_position_ecef_m[0, 0] - position[-1])
    assert rest < 2100.0 * (end_s - time_s[-1]) + 1.0


@pytest.mark.parametrize("bearing_rad", [0.0, 2.0, 4.5])
def test_a_pointed_tube_sends_its_round_toward_the_meeting(bearing_rad):
    target = Target(bearing_rad=bearing_rad, height_m=1e3, distance_m=60e3)
    from_ground = []
    for least_rad in (0.1, 0.5 * math.pi):
        pointed = replace(LARGE, launch_elevation_rad=least_rad)
        _, _, _, position = engagement.trace(play([target], [order(0, 0, 3.0)], interceptor=pointed, record=True).state)
        up = position[0] / np.linalg.norm(position[0])
        toward = place(target, 3.0) - position[0]
        toward -= up * (toward @ up)
        step = position[1] - position[0]
        # nothing aside, whatever the bearing
        assert abs(step @ np.cross(up, toward / np.linalg.norm(toward))) < 0.5
        from_ground.append(math.atan2(step @ up, step @ toward / np.linalg.norm(toward)))
    assert from_ground[0] < 0.9
    assert from_ground[1] > 1.5


def test_a_round_cannot_leave_twice():
    played = play([Target()], [order(0, 0, 3.0)])
    assert played.shots.status[0, 0] == ENDED
    from firing_range import orders_of

    with pytest.raises(ValueError, match="already left"):
        engagement.accept(played.state, orders_of([order(0, 0, 210.0)], 209.0, 1))


def test_the_seeker_takes_the_neighbour_when_its_own_target_is_gone():
    pair = [Target(end_s=30.0), Target(id="neighbour", offset_m=1000.0)]
    shots = play(pair, [order(0, 0, 3.0), order(0, 1, 5.0, slot=1)], lost={0: 30.0}, k=0.0).shots
    assert shots.aimed_at[0, :2].tolist() == [0, 1]
    assert shots.target[0, :2].tolist() == [1, 1]
    assert np.all(shots.end_reason[0, :2] == END_INTERCEPT)
    # each has dice of its own, though both are the first at what they left for
    assert shots.shot_at_target[0, :2].tolist() == [1, 1]
    assert shots.miss_distance_m[0, 0] != shots.miss_distance_m[0, 1]


def test_a_target_below_the_radar_horizon_is_not_supported():
    low = [Target(height_m=100.0, distance_m=30e3)]
    assert play(low, [order(0, 0, 3.0)]).shots.end_reason[0, 0] == END_INTERCEPT
    hidden = play(low, [order(0, 0, 3.0)], lowest_in_sight_m=1000.0).shots
    assert hidden.end_reason[0, 0] == END_SUPPORT_LOST
    assert np.isnan(hidden.launch_s[0, 0])


def test_near_the_ground_a_target_weaves_on_the_level():
    x, y, z = place(Target(height_m=10.0), 0.0)
    up = np.array([x, y, z]) / np.linalg.norm([x, y, z])
    south = np.array(place(Target(height_m=10.0), 1.0)) - [x, y, z]
    ways = np.array([evasion_of(np.uint64(5), np.uint64(run), np.uint64(9), x, y, z, *south)[1:] for run in range(64)])
    assert np.linalg.norm(ways, axis=1) == pytest.approx(np.ones(64))
    assert np.abs(ways @ up).max() < 0.02
    x, y, z = place(Target(height_m=5e3), 0.0)
    free = np.array([evasion_of(np.uint64(5), np.uint64(run), np.uint64(9), x, y, z, *south)[1:] for run in range(64)])
    assert np.abs(free @ up).max() > 0.9
