"""Channels, waits, magazines, intervals and spacing: each rule on one cycle, or a few, of a small room."""

from __future__ import annotations

import numpy as np
import pytest
from command_room import Track, fixed, room

from gbad.codes.causes import Cause

TWO = [Track(priority=2.0), Track(north_km=5.0, priority=1.0)]
LOOK = {"commands__shoot_look_shoot": lambda old: np.zeros_like(old)}


def gates(situation, slot=0):
    return Cause(situation.gates.gate[0, 0, slot, 0])


def test_a_target_channel_is_held_from_order_to_report():
    small = room(batteries__target_channels=fixed(1))
    orders, situation = small.cycle(TWO)
    assert orders.track.tolist() == [1]  # the more urgent one
    assert gates(situation, 1) == Cause.NO_CHANNEL
    # still on its way: no channel, no order
    orders, situation = small.cycle(TWO, 102.0)
    assert (orders.track.size, situation.target_channels_free[0, 0]) == (0, 0)
    small.hear(int(np.flatnonzero(small.ledger.ordered[0])[0]), 150.0, killed=True)
    orders, _ = small.cycle(TWO, 149.0)
    assert orders.track.size == 0
    orders, situation = small.cycle(TWO, 151.0)
    assert (situation.target_channels_free[0, 0], orders.track.tolist()) == (0, [2])


def test_a_missile_channel_is_held_from_order_to_report():
    small = room(batteries__missile_channels=fixed(1))
    orders, situation = small.cycle(TWO)
    assert orders.track.tolist() == [1]
    assert gates(situation, 1) == Cause.NO_CHANNEL
    orders, situation = small.cycle(TWO, 102.0)
    assert (orders.track.size, situation.missile_channels_free[0, 0]) == (0, 0)


def test_target_and_missile_channels_are_not_taken_for_each_other():
    wide = room(batteries__target_channels=fixed(3), batteries__missile_channels=fixed(7))
    situation = wide.survey(TWO)
    assert (situation.target_channels_free[0, 0], situation.missile_channels_free[0, 0]) == (3, 7)
    salvo = room(commands__salvo=fixed(3), batteries__target_channels=fixed(3), **LOOK)
    salvo.cycle([Track()])
    after = salvo.survey([Track()], 102.0)
    # three rounds at one target: one target channel, three missile channels
    assert after.target_channels_free[0, 0] == 2
    assert after.missile_channels_free[0, 0] == 20 - 3


def test_the_free_channels_bound_a_salvo():
    tight = room(commands__salvo=fixed(4), batteries__missile_channels=fixed(2), **LOOK)
    orders, _ = tight.cycle([Track()])
    assert len(orders.run) == 2


def test_a_track_with_a_round_on_its_way_waits_and_no_gate_is_shut():
    pending = room()
    pending.cycle([Track()])
    orders, situation = pending.cycle([Track()], 110.0)
    assert orders.track.size == 0
    assert gates(situation) == Cause.NONE


def test_a_track_that_lives_on_after_a_reported_kill_is_left_alone_for_the_reassessment():
    fooled = room(commands__reassessment_s=fixed(10.0))
    fooled.cycle([Track()])
    fooled.hear(0, 120.0, killed=True)
    orders, situation = fooled.cycle([Track()], 121.0)
    assert (orders.track.size, gates(situation)) == (0, Cause.FALSELY_ASSESSED_KILLED)
    orders, situation = fooled.cycle([Track()], 129.9)
    assert orders.track.size == 0
    orders, situation = fooled.cycle([Track()], 130.1)
    assert orders.track.tolist() == [1]
    assert situation.options.fired.tolist() == [1]


def test_after_a_reported_miss_it_is_fired_at_again_at_once():
    missed = room()
    missed.cycle([Track()])
    missed.hear(0, 120.0, killed=False)
    orders, situation = missed.cycle([Track()], 120.5)
    assert orders.track.tolist() == [1]
    assert situation.options.fired.tolist() == [1]


def test_the_wait_and_the_count_belong_to_the_track_that_was_shot_at():
    one = room()
    one.cycle([Track()])
    one.hear(0, 120.0, killed=True)
    orders, situation = one.cycle([Track(number=7)], 121.0)
    assert orders.track.tolist() == [7]
    assert situation.options.fired.tolist() == [0]


def test_an_empty_magazine_is_told_from_busy_channels():
    empty = room()
    for second in range(4):
        empty.cycle([Track(number=second + 1)], 100.0 + 2.0 * second)
    assert empty.ledger.ordered.all()
    orders, situation = empty.cycle([Track(number=9)], 110.0)
    assert (orders.track.size, gates(situation)) == (0, Cause.NO_ROUND)
    assert not orders.round.size


def test_no_round_is_ordered_twice():
    rounds = room()
    seen = [
        int(row) for second in range(4) for row in rounds.cycle([Track(number=second + 1)], 100.0 + second)[0].round
    ]
    assert sorted(seen) == [0, 1, 2, 3]


def test_a_salvo_keeps_spacing_and_launcher_interval():
    salvo = room(commands__salvo=fixed(4), commands__launch_spacing_s=fixed(1.0),
                 launchers__launch_interval_s=fixed(3.0), **LOOK)  # fmt: skip
    orders, _ = salvo.cycle([Track()])
    # one launcher: its interval of 3 s is longer than the spacing of 1 s
    assert orders.launch_s.tolist() == [109.0, 112.0, 115.0, 118.0]
    assert np.diff(orders.intercept_s).tolist() == [3.0, 3.0, 3.0]
    spaced = room(commands__salvo=fixed(4), commands__launch_spacing_s=fixed(5.0),
                  launchers__launch_interval_s=fixed(3.0), **LOOK)  # fmt: skip
    assert spaced.cycle([Track()])[0].launch_s.tolist() == [109.0, 114.0, 119.0, 124.0]


def test_two_launchers_share_a_salvo_and_the_one_that_is_free_first_is_taken():
    changes = {"batteries.battery.launchers": [{"count": 2, "type": "5P85TE2", "load": {"48N6E3": 2}}]}
    two = room(changes, commands__salvo=fixed(4), commands__launch_spacing_s=fixed(1.0),
               launchers__launch_interval_s=fixed(3.0), **LOOK)  # fmt: skip
    orders, _ = two.cycle([Track()])
    launcher = two.defence.rounds.launcher[orders.round]
    assert orders.launch_s.tolist() == [109.0, 110.0, 112.0, 113.0]
    assert launcher.tolist() == [0, 1, 0, 1]
    late = room(changes)
    late.ledger.launcher_free_s[0] = [140.0, 120.0]
    orders, _ = late.cycle([Track()])
    assert (late.defence.rounds.launcher[orders.round].tolist(), orders.launch_s.tolist()) == ([1], [120.0])


def test_the_launcher_is_busy_for_the_next_order_too():
    busy = room(launchers__launch_interval_s=fixed(30.0))
    busy.cycle([Track()])
    orders, _ = busy.cycle([Track(), Track(north_km=5.0)], 102.0)
    assert (orders.track.tolist(), orders.launch_s.tolist()) == ([2], [139.0])


def test_no_launch_before_order_and_reaction():
    slow = room(batteries__reaction_time_s=fixed(25.0))
    assert slow.cycle([Track()])[0].launch_s.tolist() == [125.0]


def test_shoot_look_shoot_fires_one_round_whatever_the_salvo():
    assert len(room(commands__salvo=fixed(3)).cycle([Track()])[0].run) == 1
    assert len(room(commands__salvo=fixed(3), **LOOK).cycle([Track()])[0].run) == 3


def test_the_more_urgent_track_is_served_first_and_ties_go_to_the_smaller_number():
    one_round = {"batteries__missile_channels": fixed(1)}
    assert room(**one_round).cycle([Track(priority=1.0), Track(priority=3.0)])[0].track.tolist() == [2]
    assert room(**one_round).cycle([Track(number=9), Track(number=4)])[0].track.tolist() == [4]


def two_batteries(**columns):
    changes = {
        "batteries.near": {
            "type": "s400-battalion", "at": {"latitude_deg": 40.0, "longitude_deg": 33.0}, "command": "post",
            "boresight_deg": 90.0, "launchers": [{"count": 1, "type": "5P85TE2", "load": {"9M96E2": 4}}],
        }
    }  # fmt: skip
    return room(changes, **columns)


def test_two_batteries_and_one_target_give_one_order_by_the_better_missile():
    both = two_batteries()
    kinds = both.defence.interceptors.id.tolist()
    situation = both.survey([Track(east_km=40.0, time_to_impact_s=160.0)])
    assert len(situation.options.run) == 2
    better = int(np.argmax(situation.options.kill_probability))
    orders, situation = both.cycle([Track(east_km=40.0, time_to_impact_s=160.0)])
    assert len(orders.run) == 1
    assert both.defence.rounds.interceptor[orders.round[0]] == situation.options.interceptor[better]
    # neither battery has a shut gate: the track is served
    assert (situation.gates.gate[0, 0, 0] == Cause.NONE).all()
    assert len(kinds) == 2


def test_where_one_battery_is_full_the_other_fires():
    both = two_batteries()
    track = Track(east_km=40.0, time_to_impact_s=160.0)
    first, _ = both.cycle([track])
    again = two_batteries()
    mine = again.defence.rounds.battery == first.battery[0]
    again.ledger.ordered[0, mine] = True
    again.ledger.command[0, mine] = 0
    again.ledger.report_s[0, mine] = 50.0
    orders, _ = again.cycle([track])
    assert orders.battery.tolist() == [1 - int(first.battery[0])]


def test_orders_carry_what_engagement_and_the_record_need():
    orders, _ = room().cycle([Track(time_to_impact_s=200.0, ballistic=False)])
    assert (orders.command[0], orders.battery[0], orders.track[0], orders.slot[0]) == (0, 0, 1, 0)
    assert orders.time_s[0] == 100.0
    assert (orders.asset[0], orders.ballistic[0]) == (0, 0)
    falling = Track(east_km=20.0, height_m=25e3, speed_mps=200.0, ballistic=True, time_to_impact_s=50.0)
    assert room().cycle([falling])[0].ballistic.tolist() == [1]


def test_a_held_option_beside_channels_and_rounds_is_withheld():
    def nobody(view):
        return []

    _, situation = room().cycle([Track()], policy=nobody)
    assert gates(situation) == Cause.WITHHELD_BY_DOCTRINE


@pytest.mark.parametrize(("rounds", "channels", "cause"), [(0, 5, Cause.NO_ROUND), (4, 0, Cause.NO_CHANNEL)])
def test_why_nothing_was_fired_names_the_means_that_lacked(rounds, channels, cause):
    lacking = room(batteries__missile_channels=fixed(channels))
    lacking.ledger.ordered[0, rounds:] = True
    lacking.ledger.command[0, rounds:] = 0
    lacking.ledger.report_s[0, rounds:] = 50.0
    _, situation = lacking.cycle([Track()])
    assert gates(situation) == cause


def test_a_round_that_is_not_in_its_tube_is_not_taken():
    bare = room()
    bare.ledger.round_ready_s[0, 0] = np.inf
    orders, situation = bare.cycle([Track()])
    assert situation.options.rounds_ready.tolist() == [3]
    assert orders.round.tolist() == [1]
    soon = room()
    soon.ledger.round_ready_s[0] = [101.0, 100.0, 101.0, 101.0]
    assert soon.cycle([Track()])[0].round.tolist() == [1]


TWO_LAUNCHERS = {"batteries.battery.launchers": [{"count": 2, "type": "5P85TE2", "load": {"48N6E3": 2}}]}


@pytest.mark.parametrize(("lost_s", "launcher"), [(108.0, 1), (109.0, 1), (110.0, 0)])
def test_a_launcher_that_is_gone_by_the_launch_is_not_taken(lost_s, launcher):
    leaves = {"timetable": [{"at_s": lost_s, "do": "lost"}]}
    pair = room(TWO_LAUNCHERS | {"units": {"battery-launcher-1": leaves}})
    # 9 s of reaction: launched at 109 s
    orders, _ = pair.cycle([Track()])
    assert orders.launch_s.tolist() == [109.0]
    assert pair.defence.rounds.launcher[orders.round].tolist() == [launcher]


def test_an_order_that_travels_is_launched_so_much_later():
    figures = {"latency_s": 3.0, "latency_jitter_s": 0.0, "loss_probability": 0.0}
    link = {f"figures.data-link.{name}": value for name, value in figures.items()}
    (launch_s,) = room(link | {"commands.post.orders_travel": True}).cycle([Track()])[0].launch_s
    assert launch_s == pytest.approx(112.0, abs=0.01)
