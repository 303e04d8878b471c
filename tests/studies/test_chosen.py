"""Choices of a set-up: told by the path at which each is changed, and told again when it was."""

from __future__ import annotations

from gbad.simulation.prepare import prepare
from gbad.studies.chosen import chosen


def told(changes=None):
    return {path: what for _, what, path in chosen(prepare("one-aircraft", changes))}


def test_each_choice_stands_with_its_path():
    rows = told()
    assert rows["batteries.battery.boresight_deg"] == "sector of 90 degrees towards 90"
    assert rows["batteries.battery.launchers"] == "1 launcher: 4 48N6E3"
    assert rows["commands.post.salvo, .shoot_look_shoot"] == "one round, then a look"
    assert rows["terrain.kind"] == "flat"
    assert rows["threats"] == "1 fighter"


def test_a_changed_choice_is_told_as_changed():
    rows = told(
        {
            "batteries.battery.boresight_deg": 45.0,
            "commands.post.shoot_look_shoot": False,
            "commands.post.salvo": 2,
            "commands.post.policy": "greedy",
            "threats.aircraft.count": 3,
            "terrain.kind": "plain",
            "terrain.latitude_deg": 40.0,
            "terrain.longitude_deg": 33.0,
        }
    )
    assert rows["batteries.battery.boresight_deg"].endswith("towards 45")
    assert rows["commands.post.salvo, .shoot_look_shoot"] == "salvos of 2"
    assert rows["commands.post.policy"] == "policy greedy"
    assert rows["threats"] == "3 fighter"
    assert rows["terrain.kind"] == "a made-up plain"
