"""Sites stand on the terrain they are played on, and what is not known of the ground is said."""

import numpy as np
import pytest

from gbad import terrain
from gbad.errors import InputError
from gbad.scenario import explain, parse_document, read
from gbad.scenario.compiling import terrain_parameters, unknown_ground
from gbad.terrain import extent_of
from gbad.testing.small import SMALL

EAST_OF_IT = "{latitude_deg: 40.0, longitude_deg: 49.0}"


def scenario(ground: str, **places: str) -> str:
    """The small scenario on another ground, with the places of some entities changed."""
    text = SMALL.replace("{kind: flat, size_km: 100.0}", ground)
    for key, (old, new) in {
        "radar": ("{type: 91N6E, at: {latitude_deg: 40.0, longitude_deg: 33.0}", "{type: 91N6E, at: %s"),
        "battery": ("    at: {latitude_deg: 40.0, longitude_deg: 33.0}\n", "    at: %s\n"),
        "asset": ("{at: {latitude_deg: 40.0, longitude_deg: 33.1}}", "{at: %s}"),
        "post": ("{type: 55K6E}", "{type: 55K6E, at: %s}"),
    }.items():
        if key in places:
            assert old in text
            text = text.replace(old, new % places[key])
    return text


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        read(parse_document(text, "raid"))
    return str(caught.value)


@pytest.mark.parametrize(
    ("what", "path"),
    [("radar", "radars.search.at"), ("battery", "batteries.battery.at"), ("asset", "assets.town.at"),
     ("post", "commands.post.at")],
)  # fmt: skip
def test_a_site_beyond_the_built_in_terrain_is_refused_with_its_line(what, path):
    found = refused(scenario("{kind: built-in}", **{what: EAST_OF_IT}))
    where = f"{path}: latitude 40, longitude 49"
    assert f"{where} lies beyond the built-in terrain, which spans 30.004 to 42.996 N" in found
    assert found.count("lies beyond") == 1
    assert found.startswith("raid.yaml:")


@pytest.mark.parametrize("kind", ["fractal", "plain", "coast", "mountain"])
def test_a_site_beyond_made_up_hills_is_refused_too(kind):
    found = refused(scenario(f"{{kind: {kind}, size_km: 600.0}}", asset="{latitude_deg: 40.0, longitude_deg: 37.0}"))
    assert f"lies beyond the terrain {kind}, which spans" in found
    assert "size_km" in found


@pytest.mark.parametrize("kind", ["flat", "ridge", "cone"])
def test_a_plain_goes_on_and_needs_no_edge(kind):
    text = scenario(f"{{kind: {kind}, size_km: 100.0}}", asset="{latitude_deg: 40.0, longitude_deg: 37.0}")
    made = read(parse_document(text, "raid"))
    assert unknown_ground(made) == []
    ground = terrain.load(terrain_parameters(made))
    far = np.radians(40.0), np.radians(39.0)
    near = np.radians(40.0), np.radians(37.0)
    assert terrain.ground_height_m(ground, *far) == pytest.approx(terrain.ground_height_m(ground, *near), abs=0.01)


def test_the_share_of_unknown_ground_is_said_for_each_radar():
    made = read(parse_document(scenario("{kind: built-in}"), "raid"))
    radars = [line for line in unknown_ground(made) if line.startswith("search:")]
    assert len(radars) == 1
    share = float(radars[0].split()[1])
    # the disc of 600 km reaches 5.4 degrees north of 40 N, the terrain 3: the segment beyond is what lies past 0.556 R
    assert share == pytest.approx(100.0 * (np.arccos(0.556) - 0.556 * np.sqrt(1 - 0.556**2)) / np.pi, abs=2.0)
    assert "lies beyond the terrain (built-in)" in radars[0]
    heading = dict(explain(made))["Scenario"]
    assert radars[0] in heading


@pytest.mark.parametrize(
    "spec",
    [
        terrain.BuiltIn(),
        terrain.Coast(latitude_deg=40.0, longitude_deg=-150.0, size_km=300.0),
        terrain.Plain(latitude_deg=-70.0, longitude_deg=179.5, size_km=300.0),
    ],
)
def test_the_extent_told_early_is_that_of_the_ground(spec):
    ground, reach = terrain.load(spec), extent_of(spec)
    told = (reach.south_deg, reach.west_deg, reach.north_deg, reach.east_deg)
    assert told == pytest.approx((ground.south_deg, ground.west_deg, ground.north_deg, ground.east_deg))
    dice = np.random.default_rng(3)
    latitude, longitude = dice.uniform(-90, 90, 4000), dice.uniform(-180, 180, 4000)
    there = ground.covers(np.radians(latitude), np.radians(longitude))
    assert np.array_equal(reach.covers(latitude, longitude), there)


def test_the_share_beyond_is_that_of_the_area():
    reach = extent_of(terrain.BuiltIn())
    assert reach.share_beyond(36.5, 36.5, 100e3) == 0.0
    assert reach.share_beyond(10.0, 36.5, 100e3) == 1.0
    assert reach.share_beyond(reach.north_deg, 36.5, 100e3) == pytest.approx(0.5, abs=0.01)


def test_made_up_ground_lies_around_places_on_both_sides_of_the_date_line():
    text = scenario("{kind: fractal}", radar="{latitude_deg: 40.0, longitude_deg: 179.5}",
                    battery="{latitude_deg: 40.0, longitude_deg: -179.5}",
                    asset="{latitude_deg: 40.0, longitude_deg: -179.9}")  # fmt: skip
    parameters = terrain_parameters(read(parse_document(text, "raid")))
    assert abs(parameters["longitude_deg"]) == pytest.approx(179.9)
