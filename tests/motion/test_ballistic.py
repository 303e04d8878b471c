"""Ballistic flights meet their aim, need least energy, and are kept by their knots."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad import motion, terrain
from gbad.errors import InputError
from gbad.motion import BallisticPath
from gbad.motion.ballistic import solve
from gbad.physics import earth, twobody

FLAT = terrain.load({"kind": "flat", "latitude_deg": 39.0, "longitude_deg": 33.0})


def path(range_m=300e3, bearing=1.0, aim_height=800.0, coefficient=5000.0, **more) -> BallisticPath:
    aim = np.radians([39.0, 33.0])
    latitude, longitude, _ = earth.geodesic_direct(*aim, bearing, range_m)
    return BallisticPath(float(latitude), float(longitude), *aim.tolist(), aim_height, coefficient, **more)


@settings(max_examples=15, deadline=None)
@given(st.floats(120e3, 1500e3), st.floats(0.0, 6.28), st.floats(0.0, 2000.0), st.floats(1000.0, 20_000.0))
def test_the_flight_as_kept_ends_at_its_aim(range_m, bearing, aim_height, coefficient):
    wanted = path(range_m, bearing, aim_height, coefficient, start_s=12.5)
    table = motion.trajectories([wanted], FLAT, 3000.0)
    end = motion.states(table, 0, 0, table.plan_end_s[0, 0])[0]
    aim = earth.geodetic_to_ecef(wanted.aim_latitude_rad, wanted.aim_longitude_rad, aim_height)
    assert np.linalg.norm(end[:3] - aim) < 5.0
    assert table.reaches_end[0, 0]
    assert table.start_s[0, 0] == 12.5


def test_hard_drag_over_a_long_way_ends_at_the_aim_as_well():
    wanted = path(1_384_994.0, 1.0, 500.0, 1_000.0, start_s=12.5)
    table = motion.trajectories([wanted], FLAT, 3000.0)
    end = motion.states(table, 0, 0, table.plan_end_s[0, 0])[0]
    aim = earth.geodetic_to_ecef(wanted.aim_latitude_rad, wanted.aim_longitude_rad, 500.0)
    assert np.linalg.norm(end[:3] - aim) < 1.0


def test_knots_of_one_second_reproduce_the_integrated_path_within_a_metre():
    coarse, fine = (motion.trajectories([path()], FLAT, 600.0, step) for step in (1.0, 0.05))
    time = np.arange(0.0, coarse.plan_end_s[0, 0], 0.037)
    apart = motion.states(coarse, 0, 0, time) - motion.states(fine, 0, 0, time)
    assert np.linalg.norm(apart[:, :3], axis=1).max() < 0.1
    assert np.linalg.norm(apart[:, 3:], axis=1).max() < 0.5


@pytest.mark.parametrize("range_m", [200e3, 600e3])
def test_other_elevations_need_more_speed(range_m):
    least = solve(path(range_m))
    for change in (-0.1, -0.02, 0.02, 0.1):
        other = solve(path(range_m, elevation_rad=least.elevation_rad + change))
        assert other.speed_mps > least.speed_mps
    lofted = solve(path(range_m, elevation_rad=1.2))
    assert lofted.time_of_flight_s > least.time_of_flight_s


def test_without_air_and_near_the_ground_it_is_the_closed_form():
    # rotation and oblateness change speed and time by a per cent or so
    flight = solve(path(800e3, coefficient=1e12, aim_height=0.0, burnout_height_m=10.0))
    closed = twobody.minimum_energy(800e3)
    assert flight.speed_mps == pytest.approx(closed.speed_mps, rel=0.03)
    assert flight.time_of_flight_s == pytest.approx(closed.time_of_flight_s, rel=0.05)


def test_more_drag_needs_more_speed_and_arrives_slower():
    slick, blunt = path(coefficient=15_000.0), path(coefficient=1500.0)
    assert solve(blunt).speed_mps > solve(slick).speed_mps
    table = motion.trajectories([slick, blunt], FLAT, 600.0)
    arrival = [np.linalg.norm(motion.states(table, 0, row, table.plan_end_s[0, row])[0, 3:]) for row in range(2)]
    assert arrival[1] < 0.8 * arrival[0]


def test_eastward_flights_are_helped_by_the_turning_earth():
    # launch points west and east of the aim
    assert solve(path(900e3, bearing=1.5 * np.pi)).speed_mps < solve(path(900e3, bearing=0.5 * np.pi)).speed_mps


def test_flights_that_cannot_be_are_refused():
    with pytest.raises(InputError, match="too close"):
        solve(path(500.0))
    with pytest.raises(InputError, match="burn out above"):
        path(burnout_height_m=100.0)
    with pytest.raises(InputError, match="greater than 0"):
        path(coefficient=0.0)
    with pytest.raises(InputError, match="no ballistic flight"):
        solve(replace(path(600e3), elevation_rad=1.5707))
