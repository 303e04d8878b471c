"""The default rules by which a command turns and silences radars: one track, one figure changed at a time."""

from __future__ import annotations

import numpy as np
import pytest
from command_room import Track, room

from gbad import weapon_assignment as weapons
from gbad.codes.actions import Action
from gbad.weapon_assignment.built_in import made

ABLE = {"units": {"battery": {"vehicle": "wheeled-battalion"}}}
TURNS = ABLE | {"commands.post.turns_radars": True}
TURN_S, REACTION_S, MARGIN_S = 60.0, 9.0, 30.0


def west(**changes):
    """A track 120 km west of a battery that faces east, which threatens in ten minutes."""
    return Track(**{"east_km": -120.0, "held": False, "time_to_impact_s": 600.0} | changes)


def told(tracks, changes=TURNS, fired=False):
    """What units are told, as (action, battery, value)."""
    desk = room(changes)
    if fired:
        desk.ledger.ordered[0, 0], desk.ledger.command[0, 0], desk.ledger.track[0, 0] = True, 0, 99
    return told_by(desk, tracks)


def test_a_radar_is_turned_to_what_threatens_outside_its_sector():
    ((action, battery, boresight_rad),) = told([west()])
    assert (action, battery) == (Action.TURN, 0)
    # the smallest turn that brings it in, three degrees inside the edge
    away = np.degrees(boresight_rad) - 270.0
    assert 30.0 <= abs(away) <= 42.0


def test_it_is_not_turned_for_what_it_faces():
    assert told([west(east_km=120.0)]) == []


def test_it_is_not_turned_without_the_rule_or_the_vehicle():
    assert told([west()], ABLE) == []
    assert told([west()], {}) == []


@pytest.mark.parametrize(("spare_s", "turned"), [(-1.0, False), (1.0, True)])
def test_it_is_turned_only_while_a_round_could_still_be_of_use(spare_s, turned):
    assert bool(told([west(time_to_impact_s=TURN_S + REACTION_S + MARGIN_S + spare_s)])) == turned


def test_it_is_not_turned_while_rounds_are_on_their_way():
    assert told([west()], fired=True) == []


@pytest.mark.parametrize(("began_s", "turned"), [(0.0, True), (2.0, False), (30.0, False)])
def test_once_turned_it_stays_as_long_as_a_round_needs(began_s, turned):
    """Asked at 100 s. A turn of 60 s that began at 0 ended 40 s ago; a round needs 39."""
    turn = {"at_s": began_s, "do": "turn", "boresight_deg": 90.0}
    before = {"units": {"battery": {"vehicle": "wheeled-battalion", "timetable": [turn]}}}
    assert bool(told([west()], TURNS | before)) == turned


def test_it_is_not_turned_for_what_may_not_be_fired_at():
    assert told([west(priority=0.0)]) == []


@pytest.mark.parametrize(("east", "wests", "turned"), [(1, 1, False), (1, 2, True), (2, 2, False)])
def test_more_must_be_worth_it_there_than_here(east, wests, turned):
    here = [west(east_km=150.0, north_km=10.0 * k) for k in range(east)]
    there = [west(north_km=10.0 * k) for k in range(wests)]
    assert bool(told([*here, *there])) == turned


def beside(kind, longitude_deg, latitude_deg=40.0, boresight_deg=0.0):
    """Another battery of the same post. Tracks fly west, away from the one that may turn."""
    place = {"latitude_deg": latitude_deg, "longitude_deg": longitude_deg}
    return TURNS | {"batteries.near": {"type": kind, "at": place, "command": "post", "boresight_deg": boresight_deg}}


@pytest.mark.parametrize(
    ("changes", "turned"),
    [
        # 140 km west, the track flies over it: a point defence is a last layer, though it looks all round
        (beside("pantsir", 31.36), True),
        (beside("pantsir", 31.36, boresight_deg=270.0), True),
        # a second battalion looks at a quarter of the horizon
        (beside("s400-battalion", 33.0, boresight_deg=270.0), False),
        (beside("s400-battalion", 33.0, boresight_deg=90.0), True),
        # its rounds reach 250 km, and the track flies on 400 km north of it
        (beside("s400-battalion", 33.0, 43.6, boresight_deg=225.0), True),
    ],
)
def test_it_is_not_turned_for_what_another_battery_faces_and_will_reach(changes, turned):
    found = told([west()], changes)
    assert bool(found) == turned
    assert {battery for _, battery, _ in found} <= {0}


@pytest.mark.parametrize(("half_deg", "turned"), [(45.0, True), (60.0, True), (180.0, False)])
def test_another_battery_faces_what_lies_in_its_own_sector(half_deg, turned):
    def widened(half_width_rad):
        half_width_rad[:, 1] = np.radians(half_deg)
        return half_width_rad

    desk = room(beside("s400-battalion", 33.0, boresight_deg=180.0), radars__sector_half_width_rad=widened)
    assert desk.defence.radars.id[1] == "near-radar"
    assert bool(told_by(desk, [west()])) == turned


def silences(rule=True, **changes):
    """What is told about a track that flies west at 600 m/s towards the radar, 30 s before it passes over it."""
    desk = room({"commands.post.silent_under_attack": True} if rule else {})
    track = Track(**{"east_km": 18.0, "height_m": 9_000.0, "speed_mps": 600.0} | changes)
    return told_by(desk, [track])


def told_by(desk, tracks):
    situation = desk.survey(tracks)
    decision = weapons.decide(situation, desk.defence, [made("urgent-first", {})], desk.ledger.run_number)
    return [(Action(one.action), one.battery, one.value) for one in decision.units]


def test_a_radar_falls_silent_until_after_what_is_about_to_pass_it():
    ((action, battery, for_s),) = silences()
    assert (action, battery) == (Action.SILENCE, 0)
    assert for_s == pytest.approx(40.0, abs=0.5)


@pytest.mark.parametrize(
    "changes",
    [
        {"rule": False},
        {"east_km": 25.5},  # 42 s before
        {"east_km": -7.0},  # 12 s ago
        {"north_km": 10.6},  # beyond the ten kilometres of the command's miss distance
        {"speed_mps": 390.0, "east_km": 11.7},  # an aircraft
        {"priority": 0.0},
    ],
)
def test_it_sends_where_one_of_it_is_not_so(changes):
    assert silences(**changes) == []
