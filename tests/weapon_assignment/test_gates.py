"""Gates of ``survey``, one column changed at a time: that gate shuts, and no other."""

from __future__ import annotations

import numpy as np
import pytest
from command_room import ROUND_MPS, Track, fixed, room

from gbad.codes.causes import Cause

OPEN = Cause.NONE


def gate(track: Track, at: float = 100.0, changes=None, **columns) -> Cause:
    return Cause(room(changes, **columns).survey([track], at).gates.gate[0, 0, 0, 0])


def test_a_track_in_reach_is_offered_with_the_meeting_worked_out_by_hand():
    situation = room().survey([Track()])
    o = situation.options
    assert gate(Track()) == OPEN
    assert (o.track[0], o.battery[0], o.interceptor[0], o.rounds_ready[0], o.fired[0]) == (1, 0, 0, 4, 0)
    assert o.launch_s[0] == 109.0  # reaction time 9 s
    # the round flies as far as the target is away when it arrives: 60 km - 250 m/s t = 1000 m/s (t - 9 s)
    ahead = (60_000.0 + 9.0 * ROUND_MPS) / (ROUND_MPS + 250.0)
    assert o.intercept_s[0] == pytest.approx(100.0 + ahead, abs=1.0)
    assert o.kill_probability[0] == 0.8
    assert (situation.target_channels_free[0, 0], situation.missile_channels_free[0, 0]) == (10, 20)


SHUT = {
    "not permitted": (Track(permitted=False), {}, Cause.NOT_IDENTIFIED),
    "spared by the rules": (Track(permitted=False, withheld=True), {}, Cause.WITHHELD_BY_DOCTRINE),
    "no threat": (Track(priority=0.0), {}, Cause.NOT_RANKED),
    "too fast": (Track(), {"interceptors__max_target_speed_mps": fixed(249.0)}, Cause.OUTSIDE_EVERY_ENVELOPE),
    "beyond the longest range": (Track(), {"interceptors__max_range_m": fixed(40e3)}, Cause.OUTSIDE_EVERY_ENVELOPE),
    "nearer than the shortest": (
        Track(east_km=30.0, time_to_impact_s=45.0),
        {"interceptors__min_range_m": fixed(40e3)},
        Cause.OUTSIDE_EVERY_ENVELOPE,
    ),
    "above the ceiling": (Track(), {"interceptors__max_altitude_m": fixed(7e3)}, Cause.OUTSIDE_EVERY_ENVELOPE),
    "destroys itself before": (Track(), {"interceptors__self_destruct_s": fixed(40.0)}, Cause.OUTSIDE_EVERY_ENVELOPE),
    "arrives before": (Track(time_to_impact_s=50.0), {}, Cause.OUTSIDE_EVERY_ENVELOPE),
    "reacts too slowly": (
        Track(time_to_impact_s=60.0), {"batteries__reaction_time_s": fixed(50.0)}, Cause.OUTSIDE_EVERY_ENVELOPE,
    ),
    "launcher not free": (Track(time_to_impact_s=60.0), {}, OPEN),
    "out of the sector": (
        Track(held=False), {"radars__boresight_rad": fixed(-np.pi / 2)}, Cause.OUTSIDE_EVERY_ENVELOPE,
    ),
    "in sight, not held": (Track(held=False), {}, Cause.NOT_CONFIRMED),
    "held lately, but the track has parted from the radar's": (Track(member=False), {}, Cause.NOT_CONFIRMED),
    "held too long ago": (Track(age_s=3.5), {}, Cause.NOT_CONFIRMED),
    "held lately": (Track(age_s=2.5), {}, OPEN),
    "above the elevations at the meeting": (
        Track(), {"radars__elevation_max_rad": fixed(np.radians(5.0))}, Cause.OUTSIDE_EVERY_ENVELOPE,
    ),
    "below the elevations at the meeting": (
        Track(), {"radars__elevation_min_rad": fixed(np.radians(12.0))}, Cause.OUTSIDE_EVERY_ENVELOPE,
    ),
    "beyond the instrumented range at the meeting": (
        Track(), {"radars__instrumented_range_m": fixed(30e3)}, Cause.OUTSIDE_EVERY_ENVELOPE,
    ),
    "out of the sector at the meeting": (
        Track(), {"radars__sector_half_width_rad": fixed(0.0)}, Cause.OUTSIDE_EVERY_ENVELOPE,
    ),
    "behind the ground at the meeting": (
        Track(), {"radars__mask_min_height_m": fixed(20e3)}, Cause.OUTSIDE_EVERY_ENVELOPE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SHUT)
def test_one_column_changed_shuts_that_gate(what):
    track, columns, cause = SHUT[what]
    if what == "out of the sector at the meeting":
        # due east exactly: any other bearing is outside a sector of no width
        track = Track(north_km=1.0)
    changed = room(None, **columns)
    if "mask" in next(iter(columns), ""):
        # the track itself is lifted into sight; its class as a falling target keeps it where it is
        track = Track(ballistic=True, height_m=15e3, speed_mps=100.0)
    assert Cause(changed.survey([track]).gates.gate[0, 0, 0, 0]) == cause
    assert len(changed.survey([track]).options.run) == (1 if cause == OPEN else 0)


@pytest.mark.parametrize(
    ("column", "just_open", "just_shut"),
    [
        ("max_target_speed_mps", 250.5, 249.5),
        ("max_altitude_m", 8_050.0, 7_950.0),
        ("max_range_m", 50e3, 3e3),
        ("self_destruct_s", 48.0, 45.0),
    ],
)
def test_limits_of_the_missile_bind_where_they_say(column, just_open, just_shut):
    name = f"interceptors__{column}"
    track = Track(time_to_impact_s=70.0)
    assert gate(track, **{name: fixed(just_open)}) == OPEN
    assert gate(track, **{name: fixed(just_shut)}) == Cause.OUTSIDE_EVERY_ENVELOPE


def test_what_flies_away_is_met_within_the_longest_range_or_not_at_all():
    # 30 km + 250 m/s t = 1000 m/s (t - 9 s): after 52 s, at 43 km; it is in range all the way up to the limit
    leaving = Track(east_km=30.0, speed_mps=-250.0)
    assert gate(leaving, interceptors__max_range_m=fixed(44e3)) == OPEN
    assert gate(leaving, interceptors__max_range_m=fixed(42e3)) == Cause.OUTSIDE_EVERY_ENVELOPE


def test_a_falling_target_has_a_range_and_a_figure_of_its_own():
    falling = Track(east_km=20.0, height_m=25e3, speed_mps=200.0, ballistic=True, time_to_impact_s=50.0)
    open_room = room()
    assert open_room.survey([falling]).options.kill_probability[0] == 0.5
    assert gate(falling, interceptors__max_range_ballistic_m=fixed(10e3)) == Cause.OUTSIDE_EVERY_ENVELOPE
    # the range against aircraft does not bind it, nor this one an aircraft
    assert gate(Track(), interceptors__max_range_ballistic_m=fixed(10e3)) == OPEN


def test_a_low_flyer_is_never_aimed_at_below_the_lowest_height_a_round_can_meet():
    low = Track(east_km=20.0, height_m=5.0, time_to_impact_s=75.0)
    assert gate(low) == OPEN  # lifted to the floor of 10 m
    assert gate(low, interceptors__min_altitude_m=fixed(500.0)) == OPEN


def test_an_estimate_below_the_ground_is_lifted_into_sight_of_the_radar_that_holds_it():
    below = Track(east_km=30.0, height_m=-300.0, time_to_impact_s=110.0)
    assert gate(below) == OPEN


def test_a_battery_of_another_command_is_not_offered():
    changes = {
        "commands.other": {"type": "55K6E"},
        "batteries.elsewhere": {
            "type": "s400-battalion", "at": {"latitude_deg": 40.0, "longitude_deg": 33.0}, "command": "other",
            "boresight_deg": 90.0, "launchers": [{"count": 1, "type": "5P85TE2", "load": {"48N6E3": 4}}],
        },
    }  # fmt: skip
    two = room(changes)
    mine = two.defence.batteries.command == 0
    situation = two.survey([Track()])
    assert set(situation.options.battery.tolist()) == set(np.flatnonzero(mine).tolist())
    gates = situation.gates.gate[0, 0, 0]
    assert set(gates[~mine].tolist()) == {Cause.OUTSIDE_EVERY_ENVELOPE}


def test_an_empty_type_is_still_told_with_no_round_ready():
    empty = room()
    empty.ledger.ordered[0, :] = True
    empty.ledger.command[0, :] = 0
    empty.ledger.report_s[0, :] = 10.0
    o = empty.survey([Track()]).options
    assert o.rounds_ready.tolist() == [0]


def test_the_earliest_launcher_counts_for_the_meeting():
    late = room()
    late.ledger.launcher_free_s[0, :] = 130.0
    o = late.survey([Track()]).options
    assert o.launch_s[0] == 130.0
    assert o.intercept_s[0] > room().survey([Track()]).options.intercept_s[0] + 10.0


def test_capacity_of_the_list_of_options_holds_every_track():
    tracks = [Track(north_km=0.1 * k, number=k + 1) for k in range(300)]
    assert len(room().survey(tracks).options.run) == 300
