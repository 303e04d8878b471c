"""The scenarios that come with the package are what they say they are."""

import math
from collections import Counter

import pytest

from gbad.scenario import compile_tables, explain, open_document
from gbad.scenario.compile_batteries import placed_launchers, rounds_of
from gbad.scenario.document import shipped
from gbad.scenario.flyers import singles
from gbad.scenario.layout import Scenario
from gbad.scenario.layout.flights import Threat
from gbad.scenario.load import load, options_of
from gbad.scenario.placed import placed_radars
from gbad.testing import circular_models


def rounds(scenario: Scenario, battery: str) -> tuple[int, Counter]:
    launchers = [launcher for launcher in placed_launchers(scenario) if launcher.battery == battery]
    load = Counter(missile for launcher in launchers for _, _, missile in rounds_of(scenario, launcher))
    return sum(len(launcher.load) for launcher in launchers), load


def test_three_scenarios_are_shipped():
    assert {"ankara-2019", "one-aircraft", "saturation-40"} <= set(shipped())


@pytest.mark.parametrize("name", ["ankara-2019", "one-aircraft", "saturation-40"])
def test_each_is_explained_in_every_option(name: str):
    document = open_document(name)
    for changes in options_of(document) or [{}]:
        for _, lines in explain(load(document, changes)):
            assert lines


def test_each_system_has_eight_launchers_of_four_tubes_and_32_missiles():
    scenario = load("ankara-2019")
    for battery in ("alpha", "bravo"):
        assert rounds(scenario, battery) == (32, Counter({"48N6E3": 32}))
        assert scenario.batteries[battery].figures.target_channels == 10
        assert scenario.batteries[battery].figures.missile_channels == 20


def test_the_other_missiles_are_switches_that_keep_the_tubes():
    assert rounds(load("ankara-2019", {"load": "with-40N6E"}), "alpha") == (32, Counter({"48N6E3": 24, "40N6E": 8}))
    assert rounds(load("ankara-2019", {"load": "with-9M96E2"}), "bravo") == (32, Counter({"48N6E3": 24, "9M96E2": 32}))


def test_organisation_a_is_two_systems_and_b_one_regiment():
    for option, posts in (("A", 2), ("B", 1)):
        scenario = load("ankara-2019", {"organisation": option})
        assert len(scenario.commands) == posts
        kinds = Counter(radar.holder.name for radar in placed_radars(scenario))
        assert kinds == {"91N6E": posts, "92N6E": 2}
        assert Counter(battery.command for battery in scenario.batteries.values()).most_common(1)[0][1] == 3 - posts


def test_everything_on_the_ground_stands_on_a_half_degree_grid():
    for changes in ({"organisation": "A"}, {"organisation": "B"}):
        scenario = load("ankara-2019", changes)
        for entity in (*scenario.commands.values(), *scenario.batteries.values(), *scenario.assets.values()):
            if entity.at is not None:
                assert entity.at.latitude_deg % 0.5 == 0.0
                assert entity.at.longitude_deg % 0.5 == 0.0
        assert all(r.at.latitude_deg % 0.5 == 0.0 and r.at.longitude_deg % 0.5 == 0.0 for r in placed_radars(scenario))


def test_the_raid_is_mixed_and_comes_from_all_sides():
    scenario = load("ankara-2019")
    kinds = Counter(row.flight.type for row in singles(scenario))
    assert kinds == {
        "fighter": 4,
        "low-observable-fighter": 2,
        "cruise-missile": 8,
        "one-way-attack-drone": 6,
        "srbm-500": 2,
        "airliner": 6,
    }
    quadrants = set()
    for threat in scenario.threats.values():
        first = getattr(threat.route, "from_", None) or threat.route.points[0]
        bearing = math.degrees(math.atan2(first.longitude_deg - 32.75, first.latitude_deg - 39.75)) % 360.0
        quadrants.add(int(bearing // 90.0))
    assert quadrants == {0, 1, 2, 3}


def test_saturation_has_more_threats_than_missiles_and_all_come_from_inside_the_sector():
    scenario = load("saturation-40")
    tables, paths = compile_tables(scenario, circular_models())
    assert len(tables.objects.id) == 40
    assert len(tables.defence.rounds.id) == 32
    assert all(isinstance(row.flight, Threat) for row in singles(scenario))
    radar = list(tables.defence.radars.id).index("engage")
    rotation = tables.defence.radars.ecef_to_enu[radar]
    starts = paths.position_ecef_m[0, :, 0] - tables.defence.radars.position_ecef_m[radar]
    east, north = starts @ rotation[0], starts @ rotation[1]
    bearing = [math.degrees(math.atan2(e, n)) for e, n in zip(east, north, strict=True)]
    assert min(bearing) > 45.0
    assert max(bearing) < 135.0
