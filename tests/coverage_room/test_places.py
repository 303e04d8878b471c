"""Where a site comes to stand on real ground, and what is said of it."""

import numpy as np
import pytest

from gbad import coverage, library, terrain
from gbad.coverage.targets import target_of
from gbad.errors import InputError


def test_a_place_that_is_moved_to_the_grid_is_said_with_the_distance():
    found = coverage.cover("91N6E", (38.7, 35.3), "fighter", radius_m=30e3)
    answer = found.answer()
    # 0.2 degrees of latitude and of longitude
    assert "The place asked for, 38.7 N, 35.3 E, was moved by 28 km to that grid." in str(answer)
    facts = answer.to_dict()
    assert facts["asked_deg"] == [38.7, 35.3]
    assert (facts["latitude_deg"], facts["longitude_deg"]) == pytest.approx((38.5, 35.5))
    assert facts["moved_m"] == pytest.approx(np.hypot(22.2e3, 17.4e3), rel=0.01)


@pytest.mark.parametrize("at", [(38.5, 35.5), (-12.0, -77.5)])
def test_nothing_is_said_where_nothing_was_moved(at):
    ground = terrain.from_spec("global", latitude_deg=at[0], longitude_deg=at[1])
    answer = coverage.cover("91N6E", at, "fighter", radius_m=30e3, terrain=ground).answer()
    assert "moved" not in str(answer)
    assert answer.to_dict()["moved_m"] == 0


def test_a_refusal_names_both_places():
    with pytest.raises(InputError, match=r"site 43\.5,35\.5 \(where 43\.3,35\.5 comes to lie"):
        coverage.cover("91N6E", (43.3, 35.5), "fighter", radius_m=30e3)


def test_made_up_ground_stands_where_it_was_asked_for():
    ground = terrain.from_spec("flat", latitude_deg=38.7, longitude_deg=35.3)
    assert coverage.place_radar("91N6E", (38.7, 35.3), ground, radius_m=30e3).moved_m < 0.01


@pytest.mark.parametrize("name", ["91N6E", "48N6E3", "figther", "./mine.yaml"])
def test_what_is_no_target_is_refused_with_the_nearest_that_is_one(name):
    with pytest.raises(InputError, match=f"target {name} is no target of the library") as refused:
        target_of(name)
    assert ("Did you mean fighter?" in str(refused.value)) == (name == "figther")


@pytest.mark.parametrize(("name", "kind"), [("fighter", "threat"), ("airliner", "aircraft")])
def test_threats_and_aircraft_are_targets(name, kind):
    assert name in library.names(kind)
    assert target_of(name).name == name
