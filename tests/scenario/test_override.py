"""Scenarios changed by path, as studies and reruns do."""

import pytest

from gbad.errors import InputError
from gbad.scenario import open_document, override, parse_document, read
from gbad.scenario.load import load, options_of
from gbad.testing.small import SMALL


def test_a_number_is_changed_by_its_path():
    scenario = load("ankara-2019", {"batteries.alpha.target_channels": 11})
    assert scenario.batteries["alpha"].figures.target_channels == 11
    assert scenario.batteries["bravo"].figures.target_channels == 10


def test_a_list_taken_from_the_type_can_be_reached_into():
    scenario = load("ankara-2019", {"batteries.alpha.launchers.0.count": 10})
    assert scenario.batteries["alpha"].figures.launchers[0].count == 10


def test_a_switch_is_chosen_by_its_name_and_changes_win_over_switches():
    scenario = load("ankara-2019", {"batteries.alpha.command": "regiment-post", "organisation": "B"})
    assert list(scenario.commands) == ["regiment-post"]
    assert scenario.choices == {"organisation": "B", "load": "48N6E3"}
    loaded = load("ankara-2019", {"choose.load": "with-40N6E"})
    assert loaded.batteries["alpha"].figures.launchers[1].load == {"40N6E": 4}


def test_a_library_figure_is_changed_for_all_copies():
    scenario = load("ankara-2019", {"figures.92N6E.calibration.range_km": 150.0})
    radar = scenario.library["92N6E"]
    assert radar.calibration.range_km.nominal == 150.0
    assert radar.calibration.rcs_m2.nominal == 1.0
    assert radar.sources["calibration.range_km"].basis == "assumed"
    assert "override figures.92N6E" in radar.sources["calibration.range_km"].why
    assert radar.sources["calibration.rcs_m2"].basis == "second_hand"


def test_entities_can_be_added_and_taken_out():
    far = {
        "type": "fighter",
        "route": {
            "kind": "waypoints",
            "points": [{"latitude_deg": 0.0, "longitude_deg": 80.0}, {"latitude_deg": 1.0, "longitude_deg": 80.0}],
        },
    }
    added = load("ankara-2019", {"threats.far": far, "threats.lo-e": None})
    assert "far" in added.threats
    assert "lo-e" not in added.threats


def test_the_document_itself_is_never_written_to():
    document = open_document("ankara-2019")
    before = read(document)
    read(override(document, "batteries.alpha.target_channels", 99))
    read(override(document, "organisation", "B"))
    assert read(document) == before


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("batteries.alfa.target_channels", 11, "there is no alfa in batteries. Did you mean alpha?"),
        ("batteries.alpha.target_chanels", 11, "Did you mean target_channels?"),
        ("batteries.alpha.target_channels", 0, "batteries.alpha.target_channels: 0 was found, 1 to"),
        ("batteries.alpha.launchers.7.count", 1, "7 is no item of batteries.alpha.launchers; 0 is allowed"),
        ("organisation", "C", "C is no option of organisation"),
        ("choose.organization", "A", "Did you mean organisation?"),
        ("figures.92N6.pfa", 0.1, "Did you mean 92N6E?"),
        ("", 1, "a dotted path is needed"),
        ("duration_s", object(), "object was found; a number, text"),
    ],
)
def test_bad_changes_are_told(path: str, value: object, expected: str):
    with pytest.raises(InputError) as caught:
        load("ankara-2019", {path: value})
    assert expected in str(caught.value)


def test_every_option_of_every_switch_can_be_read():
    document = open_document("ankara-2019")
    options = options_of(document)
    assert {"organisation": "B"} in options
    for changes in options:
        load(document, changes)


def test_a_switch_without_a_choice_is_told():
    text = SMALL + "switches: {size: {small: {}, large: {}}}\n"
    with pytest.raises(InputError, match="size is missing: one of small, large"):
        read(parse_document(text))


def test_a_salvo_that_would_have_no_effect_is_refused():
    with pytest.raises(InputError, match=r"salvo: 2 would have no effect .* set shoot_look_shoot: false"):
        load("one-aircraft", {"commands.post.salvo": 2})
    changes = {"commands.post.salvo": 2, "commands.post.shoot_look_shoot": False}
    assert load("one-aircraft", changes).commands["post"].figures.salvo == 2


def test_a_policy_may_be_set_with_what_it_is_told():
    # what stands in the block is no figure of the command post, so it has no source of its own
    document = override(open_document("channels-bind"), "commands.post.policy", {"reference": "greedy", "reserve": 4})
    figures = read(document).commands["post"].figures
    assert "greedy" in str(figures.policy)
    assert "policy.reserve" not in figures.sources
    assert figures.sources["policy"].basis == "assumed"
