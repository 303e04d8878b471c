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
    situation = desk.survey(tracks)
    decision = weapons.decide(situation, desk.defence, [made("urgent-first", {})], desk.ledger.run_number)
    return [(Action(one.action), one.battery, one.value) for one in decision.units]


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


def silences(time_to_impact_s, aimed="eye", changes=None):
    # the small scenario has one asset; here a second is the battery's radar
    assets = {"town": {"at": {"latitude_deg": 40.0, "longitude_deg": 33.1}}, "eye": {"radar": "battery-radar"}}
    rule = {"commands.post.silent_under_attack": True} if changes is None else changes
    desk = room({"assets": assets} | rule)
    picture, threats = desk.picture([Track(time_to_impact_s=time_to_impact_s)], 100.0)
    threats.asset[:] = desk.defence.assets.id.tolist().index(aimed)
    situation = weapons.survey(desk.ledger, desk.defence, desk.draw, picture, threats, 100.0)
    decision = weapons.decide(situation, desk.defence, [made("urgent-first", {})], desk.ledger.run_number)
    return [(Action(one.action), one.battery, one.value) for one in decision.units]


def test_a_radar_falls_silent_until_after_what_is_about_to_hit_it():
    assert silences(30.0) == [(Action.SILENCE, 0, 40.0)]


def test_it_sends_while_the_impact_is_far_off_or_meant_for_another_or_the_rule_is_not_kept():
    assert silences(41.0) == []
    assert silences(30.0, aimed="town") == []
    assert silences(30.0, changes={}) == []
