"""Orbits are circles at one speed, height and distance; loops come back."""

from __future__ import annotations

import numpy as np
import pytest

from gbad import motion, terrain
from gbad.errors import InputError
from gbad.motion.orbit import OrbitPath
from gbad.physics import earth

FLAT = terrain.load({"kind": "flat", "latitude_deg": 39.0, "longitude_deg": 33.0})
CENTRE = tuple(np.radians([39.0, 33.0]))


def circle(**more):
    return OrbitPath(*CENTRE, radius_m=40e3, height_m=9000.0, speed_mps=200.0, **more)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_it_keeps_its_distance_height_and_speed(sign):
    table = motion.trajectories([circle(turn_sign=sign, begins_at_rad=0.5, start_s=10.0)], FLAT, 1500.0)
    time = np.arange(10.0, 1490.0, 7.3)
    states = motion.states(table, 0, 0, time)
    latitude, longitude, height = earth.ecef_to_geodetic(states[:, :3])
    apart, bearing = (
        np.array(
            [earth.geodesic_inverse(*CENTRE, float(a), float(b))[k] for a, b in zip(latitude, longitude, strict=True)],
            float,
        )
        for k in (0, 1)
    )
    assert apart == pytest.approx(40e3, abs=1.0)
    assert height - height[0] == pytest.approx(0.0, abs=0.5)
    assert np.linalg.norm(states[:, 3:], axis=1) == pytest.approx(200.0, rel=2e-3)
    # one radian of bearing in radius / speed seconds; 9 km up the circle is longer by 9 / 6371
    turned = np.unwrap(bearing) - 0.5
    assert turned == pytest.approx(sign * (time - 10.0) * 200.0 / (40e3 * (1.0 + 9.0 / 6371.0)), abs=2e-3)


def test_it_never_ends_and_never_arrives():
    table = motion.trajectories([circle()], FLAT, 900.0)
    assert table.plan_end_s[0, 0] == 900.0
    assert not table.reaches_end[0, 0]


def test_a_circle_that_no_wing_holds_is_refused():
    with pytest.raises(InputError, match=r"takes 9\.2 g0, 2 are allowed: give a radius of 5\.3 km"):
        OrbitPath(*CENTRE, radius_m=1e3, height_m=5000.0, speed_mps=300.0)
    hill = terrain.load({"kind": "fractal", "seed": 1, "latitude_deg": 39.0, "longitude_deg": 33.0})
    with pytest.raises(InputError, match="fly higher"):
        motion.fly(OrbitPath(*CENTRE, radius_m=40e3, height_m=1.0, speed_mps=100.0), hill, 10.0, 1.0)
