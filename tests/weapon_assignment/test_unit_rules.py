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


def test_it_is_not_turned_for_what_may_not_be_fired_at():
    assert told([west(priority=0.0)]) == []


@pytest.mark.parametrize(("east", "wests", "turned"), [(1, 1, False), (1, 2, True), (2, 2, False)])
def test_more_must_be_worth_it_there_than_here(east, wests, turned):
    here = [west(east_km=150.0, north_km=10.0 * k) for k in range(east)]
    there = [west(north_km=10.0 * k) for k in range(wests)]
    assert bool(told([*here, *there])) == turned


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
