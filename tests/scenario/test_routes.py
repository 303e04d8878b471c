"""Kinds of routes: what fits, where it goes, which motion it is."""

from __future__ import annotations

import numpy as np
import pytest

import gbad
from gbad.errors import InputError

FROM = {"latitude_deg": 42.0, "longitude_deg": 33.0}
NEAR = {"latitude_deg": 40.6, "longitude_deg": 33.0}


def played(changes, duration_s=700.0):
    return gbad.run("one-aircraft", changes={"duration_s": duration_s, **changes})


def flyer(route, type_="srbm-500", **more):
    return {
        "threats.aircraft.type": type_,
        "threats.aircraft.route": route,
        **{f"threats.aircraft.{k}": v for k, v in more.items()},
    }


def heights(result, name="aircraft"):
    truth = result.truth
    return np.asarray(truth["height_m"])[np.asarray(truth["object"]) == name]


def test_an_apogee_in_a_scenario_is_flown():
    route = {"kind": "ballistic", "from": FROM, "apogee_km": 120.0}
    assert heights(played(flyer(route))).max() == pytest.approx(120e3, rel=0.03)


def test_a_quasi_ballistic_route_stays_low_and_arrives():
    route = {"kind": "quasi_ballistic", "from": FROM, "apogee_km": 45.0, "burnout_speed_mps": 1550.0}
    result = played({**flyer(route), "batteries.battery": None})
    assert heights(result).max() == pytest.approx(45e3, rel=0.02)
    assert result.outcomes["fate"].tolist() == ["leaked"]


@pytest.mark.parametrize("profile", ["lofted", "depressed"])
def test_a_profile_takes_the_range_of_its_type(profile):
    route = {"kind": "ballistic", "from": FROM, "profile": profile}
    most = heights(played(flyer(route))).max()
    assert (most > 150e3) if profile == "lofted" else (most < 100e3)


def test_an_orbit_goes_on_to_the_end():
    route = {"kind": "orbit", "around": NEAR, "radius_km": 20.0}
    result = played({**flyer(route, "fighter"), "threats.aircraft.aims_at": None, "batteries.battery": None}, 1500.0)
    assert heights(result).size > 50
    assert result.outcomes["end_s"].tolist() == [1500.0]


def test_a_loop_comes_back_again_and_again():
    corners = [{"latitude_deg": 40.5 + a, "longitude_deg": 33.0 + b} for a, b in ((0, 0), (0.2, 0), (0.2, 0.2))]
    changes = {**flyer({"kind": "loop", "points": corners}, "fighter"), "threats.aircraft.aims_at": None}
    result = played({**changes, "batteries.battery": None}, 1500.0)
    north = np.asarray(result.truth["latitude_deg"])
    assert result.outcomes["end_s"].tolist() == [1500.0]
    # northward crossings of the middle: once a round of some 66 km at 250 m/s
    assert (np.diff((north > 40.6).astype(int)) == 1).sum() >= 4


FAR = {"latitude_deg": 43.5, "longitude_deg": 33.0}
ORBIT = {"kind": "orbit", "around": NEAR, "radius_km": 20.0}
GLIDE = {"kind": "quasi_ballistic", "from": FROM, "apogee_km": 45.0, "burnout_speed_mps": 1550.0}
ARC = {"kind": "ballistic", "from": FAR, "apogee_km": 45.0}


@pytest.mark.parametrize(
    ("route", "type_", "aims", "words"),
    [
        (ORBIT, "fighter", True, "an orbit ends nowhere"),
        (ORBIT, "srbm-500", False, "orbit does not go with srbm-500"),
        ({**ORBIT, "radius_km": 0.5}, "fighter", False, "takes .* g0"),
        ({"kind": "loop", "points": [NEAR, FROM]}, "fighter", False, "three points"),
        ({**GLIDE, "burnout_speed_mps": 1000.0}, "srbm-500", True, "falls short"),
        ({**GLIDE, "burnout_speed_mps": 2500.0}, "srbm-500", True, "cannot turn down"),
        (GLIDE, "fighter", True, "does not go with"),
        (ARC, "srbm-500", True, "quasi_ballistic"),
        ({**ARC, "profile": "lofted"}, "srbm-500", True, "keep one of them"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(route, type_, aims, words):
    changes = flyer(route, type_) | ({} if aims else {"threats.aircraft.aims_at": None})
    with pytest.raises(InputError, match=words):
        played(changes, 300.0)
