"""What a ballistic missile leaves behind: where it parts, how it falls, what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import gbad
from gbad import motion, terrain
from gbad.errors import InputError
from gbad.motion import BallisticPath, Waypoint, WaypointPath
from gbad.motion.falling import FallingPath, parting_s
from gbad.motion.quasi_ballistic import QuasiBallisticPath
from gbad.physics import earth

FLAT = terrain.load({"kind": "flat", "latitude_deg": 39.0, "longitude_deg": 33.0})
AIM = np.radians([39.0, 33.0]).tolist()
LAUNCH = tuple(float(x) for x in earth.geodesic_direct(*AIM, 1.0, 430e3)[:2])
CARRIER = BallisticPath(*LAUNCH, *AIM, 800.0, 9000.0, start_s=50.0)


def laid(*paths):
    return motion.trajectories([CARRIER, *paths], FLAT, 2000.0)


def height_m(state):
    return float(earth.ecef_to_geodetic(state[:3])[2])


@pytest.mark.parametrize("how", [{}, {"after_s": 37.3}, {"below_m": 60e3}, {"below_m": 60e3, "after_s": 4.0}])
def test_it_begins_where_its_carrier_is_a_little_slower(how):
    table = laid(FallingPath(CARRIER, 500.0, push_mps=3.0, **how))
    start = table.start_s[0, 1]
    carrier, body = (motion.states(table, 0, row, start)[0] for row in range(2))
    assert body[:3] == pytest.approx(carrier[:3], abs=0.5)
    assert np.linalg.norm(body[3:]) == pytest.approx(np.linalg.norm(carrier[3:]) - 3.0, abs=0.05)
    if how == {"below_m": 60e3}:
        assert height_m(body) == pytest.approx(60e3, abs=1.0)
        assert height_m(motion.states(table, 0, 0, start + 1.0)[0]) < 60e3
    elif "below_m" not in how:
        assert start == pytest.approx(50.0 + how.get("after_s", 0.0))


def test_of_the_same_coefficient_and_without_a_push_it_goes_beside_its_carrier():
    table = laid(FallingPath(CARRIER, 9000.0, push_mps=0.0, after_s=20.0))
    for time_s in (80.0, 200.0, 330.0):
        carrier, body = (motion.states(table, 0, row, time_s)[0] for row in range(2))
        assert body[:3] == pytest.approx(carrier[:3], abs=2.0)
    assert table.plan_end_s[0, 1] == pytest.approx(table.plan_end_s[0, 0], abs=0.05)
    # the carrier arrives, what fell off does not
    assert table.reaches_end[0].tolist() == [True, False]


def test_in_the_air_the_lighter_falls_behind_and_ends_on_the_ground_at_its_own_speed():
    table = laid(*(FallingPath(CARRIER, beta, below_m=60e3) for beta in (2000.0, 500.0, 100.0)))
    ends = table.plan_end_s[0]
    assert np.all(np.diff(ends) > 0.0)
    for row, beta in ((2, 500.0), (3, 100.0)):
        last = motion.states(table, 0, row, ends[row])[0]
        assert height_m(last) == pytest.approx(800.0, abs=2.0)
        # terminal speed: weight is drag, sqrt(2 g beta / density), density 1.134 kg/m3 at 800 m
        assert np.linalg.norm(last[3:]) == pytest.approx(np.sqrt(2.0 * 9.80 * beta / 1.134), rel=0.03)


def test_it_leaves_a_quasi_ballistic_missile_too():
    glide = QuasiBallisticPath(*LAUNCH, *AIM, 800.0, 9000.0, 50e3, 2500.0, 2.0, 20.0)
    body = FallingPath(glide, 500.0, below_m=40e3)
    table = motion.trajectories([body, glide], FLAT, 2000.0)
    start = table.start_s[0, 0]
    assert height_m(motion.states(table, 0, 0, start)[0]) == pytest.approx(40e3, abs=1.0)
    assert start == pytest.approx(parting_s(body))


@pytest.mark.parametrize(
    ("figures", "finding"),
    [
        ({"below_m": 400e3}, "they part at 400 km on the way down, but the carrier comes down from 1[0-9]+ km to 0.8"),
        ({"below_m": 500.0}, "they part at 0.5 km"),
        ({"after_s": 900.0}, "they part 900 s after burn-out, but the carrier has arrived after 3[0-9]+ s"),
        ({"below_m": 1e3, "after_s": 5.0}, "but the carrier has arrived"),
        ({"ballistic_coefficient_kg_m2": 0.5}, "must be 1 or more"),
        ({"push_mps": -1.0}, "push_mps must be 0 or more"),
    ],
)
def test_what_cannot_be_is_refused(figures, finding):
    with pytest.raises(InputError, match=finding):
        laid(FallingPath(**({"carrier": CARRIER, "ballistic_coefficient_kg_m2": 500.0} | figures)))


def test_nothing_falls_off_an_aircraft():
    flies = WaypointPath((Waypoint(*AIM, 6e3, "sea", 200.0), Waypoint(*LAUNCH, 6e3, "sea", 200.0)), start_s=0.0)
    with pytest.raises(InputError, match=r"this one's route is waypoints, ballistic or quasi_ballistic is allowed"):
        FallingPath(flies, 500.0)


def test_the_carriers_own_error_is_told_at_the_carrier_with_its_line():
    missile = {
        "type": "srbm-500", "aims_at": "town",
        "route": {"kind": "ballistic", "from": {"latitude_deg": 43.0, "longitude_deg": 33.0}, "apogee_km": 900.0},
    }  # fmt: skip
    body = {"type": "spent-body", "released_by": "missile", "route": {"kind": "falling"}}
    changes = {"threats.missile": missile, "threats.body": body}
    assert "falling" in str(gbad.prepare("one-aircraft", changes | {"threats.missile.route.apogee_km": 150.0}).document)
    with pytest.raises(InputError, match=r"threats\.missile\.route: an apogee of 900 km over this range needs") as told:
        gbad.prepare("one-aircraft", changes)
    assert told.value.findings[0]["field"] == "threats.missile.route"


def test_paths_that_differ_in_start_only_part_at_the_same_time_after_burn_out():
    body = FallingPath(CARRIER, 500.0, below_m=60e3)
    later = FallingPath(replace(CARRIER, start_s=150.0), 500.0, below_m=60e3)
    assert later.start_s - body.start_s == pytest.approx(100.0)
