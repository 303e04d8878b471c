"""What land does to echoes: figures of radars that are read where a scenario asks for them, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from gbad.errors import InputError
from gbad.library import catalogue
from gbad.physics import earth
from gbad.scenario import near_ground
from gbad.scenario.document import parse_document
from gbad.scenario.figures_used import assumptions
from gbad.scenario.load import read
from gbad.scenario.placed import placed_radars
from gbad.simulation.prepare import prepare

TEXT = """
schema: scenario/1
title: Low
duration_s: 60.0
{land}
terrain: {{kind: flat}}
assets: {{town: {{at: {{latitude_deg: 40.0, longitude_deg: -150.0}}}}}}
commands: {{post: {{type: 55K6E}}}}
radars:
  search: {{type: {radar}, antenna_height_m: 24.0, at: {{latitude_deg: 40.0, longitude_deg: -150.0}}, command: post}}
threats:
  raid:
    type: cruise-missile
    aims_at: town
    route: {{kind: waypoints, points: [{{latitude_deg: 40.4, longitude_deg: -150.0}}]}}
"""


def document(land="", radar="91N6E"):
    return parse_document(TEXT.format(land=land and f"near_ground: [{land}]", radar=radar), name="low")


def radars(land):
    return prepare(document(land)).tables.defence.radars


def test_nothing_is_read_where_it_is_not_asked_for():
    table = radars("")
    assert table.clutter_db[0, 0] == -np.inf
    assert table.notch_mps[0, 0] == table.ground_reflection[0, 0] == 0.0
    named = [each.key for each in assumptions(read(document()))]
    assert not [key for key in named if "near_ground" in key]
    assert [each.key for each in assumptions(read(document("clutter"))) if "near_ground" in each.key]


def test_each_effect_is_read_alone():
    clutter, notch, multipath = radars("clutter"), radars("notch"), radars("multipath")
    cell = np.radians(1.5) * 150.0
    assert clutter.clutter_db[0, 0] == pytest.approx(clutter.loop_gain_db[0, 0] - 33.0 - 35.0 + 10.0 * np.log10(cell))
    radius = earth.MEAN_RADIUS * 4.0 / 3.0
    assert clutter.clutter_reach_m[0, 0] == pytest.approx(np.sqrt(2 * radius * 24.0) + np.sqrt(2 * radius * 15.0))
    assert (clutter.notch_mps[0, 0], clutter.ground_reflection[0, 0]) == (0.0, 0.0)
    assert (notch.notch_mps[0, 0], notch.ground_reflection[0, 0], notch.clutter_db[0, 0]) == (15.0, 0.0, -np.inf)
    assert (multipath.notch_mps[0, 0], multipath.ground_reflection[0, 0]) == (0.0, 0.3)


def test_a_radar_without_the_figures_is_refused_by_name(monkeypatch):
    every = catalogue.load("91N6E").model_copy(update={"near_ground": None})
    scenario = read(document("clutter"))
    monkeypatch.setitem(scenario.radars, "search", scenario.radars["search"].model_copy(update={"figures": every}))
    with pytest.raises(InputError, match=r"91N6E \(radar search\) has no figures"):
        near_ground.refuse_unknown(scenario, placed_radars(scenario))


def test_an_effect_that_is_not_known_is_refused_with_its_line():
    with pytest.raises(InputError, match=r"low.yaml:5:\d+: near_ground.*clutter"):
        prepare(document("hills"))
