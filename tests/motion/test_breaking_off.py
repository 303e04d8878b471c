"""Aircraft that break off turn within their load, go down and out level, and keep their speed."""

from __future__ import annotations

import numpy as np
import pytest

from gbad.motion.breaking_off import STEP_S, broken_off, heights
from gbad.physics import earth
from gbad.physics.earth import G0
from gbad.tables import BEAMS, TURNS_AWAY, TURNS_NOT

SPEED, HEIGHT, LOAD = 250.0, 8000.0, 4.0
SOURCE = earth.geodetic_to_ecef(*np.radians([39.0, 33.0]), 0.0)


def inbound(turns, *, goal_m=HEIGHT, seconds=300, across=0.0):
    """Knots a second apart of an aircraft that flew south towards the source, 100 km north of it."""
    place = np.radians([39.9, 33.0])
    at = earth.geodetic_to_ecef(*place, HEIGHT)
    rotation = earth.ecef_to_enu_matrix(*place)
    velocity = rotation.T @ np.array([SPEED * np.sin(across), -SPEED * np.cos(across), 0.0])
    straight = at + velocity * np.arange(seconds + 1.0)[:, None]
    planned = straight, np.broadcast_to(velocity, straight.shape)
    return broken_off(at, velocity, SOURCE, turns, LOAD, goal_m, round(1 / STEP_S), seconds + 1, planned)


@pytest.mark.parametrize("turns", [TURNS_AWAY, BEAMS])
def test_a_turn_keeps_height_and_speed_within_the_load(turns):
    place, velocity = inbound(turns, across=0.05)
    assert np.linalg.norm(velocity, axis=1) == pytest.approx(SPEED, rel=5e-3)
    assert earth.ecef_to_geodetic(place)[2] == pytest.approx(HEIGHT, abs=1.0)
    # lateral acceleration of the turn, that of the Earth's curve apart
    pull = np.linalg.norm(np.diff(velocity, axis=0), axis=1)
    assert pull.max() == pytest.approx(G0 * np.sqrt(LOAD**2 - 1.0), rel=0.02)
    assert pull[-1] == pytest.approx(SPEED**2 / 99e3 if turns == BEAMS else 0.0, abs=0.02)
    # the way and its velocity agree
    assert np.diff(place, axis=0)[1:] == pytest.approx((velocity[1:-1] + velocity[2:]) / 2.0, abs=3.0)


def test_turning_away_ends_on_the_course_from_the_source():
    place, velocity = inbound(TURNS_AWAY, across=0.3)
    away = (place[-1] - SOURCE) / np.linalg.norm(place[-1] - SOURCE)
    assert velocity[-1] @ away / np.linalg.norm(velocity[-1]) > 0.99
    # half a turn takes v pi / (g sqrt(n^2 - 1)) seconds: after 25 s it is on its way out
    assert np.linalg.norm(place[25] - SOURCE) < np.linalg.norm(place[40] - SOURCE)


def test_beaming_holds_the_distance_and_the_radial_speed_at_nil():
    place, velocity = inbound(BEAMS, across=-0.2)
    distance = np.linalg.norm(place - SOURCE, axis=1)
    # the sphere of verticals is the ellipsoid to two parts in a thousand
    assert np.ptp(distance[60:]) < 2e-3 * distance[60]
    radial = np.sum((place - SOURCE) * velocity, axis=1) / distance
    assert np.abs(radial[60:]).max() < 1.5
    assert abs(radial[0]) > 200.0
    # to the side that it was nearer to: west, as it flew a little to the west
    _, longitude, _ = earth.ecef_to_geodetic(place[-1])
    assert longitude < np.radians(33.0)


def test_a_dive_comes_out_level_at_its_height_within_the_load():
    flown = heights(HEIGHT, 0.0, 300.0, SPEED, LOAD, 600)
    assert flown.min() == pytest.approx(300.0, abs=1e-6)
    assert flown[-1] == 300.0
    assert np.all(np.diff(flown) <= 1e-9)
    assert np.diff(flown).min() == pytest.approx(-SPEED * np.sin(np.radians(30.0)) * STEP_S, rel=0.01)
    # change of slope per step, and the last metres to level
    bend = np.abs(np.diff(flown, 2)) / STEP_S**2
    assert bend.max() < 1.2 * G0 * (LOAD - 1.0)
    up = heights(200.0, 0.0, 900.0, SPEED, LOAD, 200)
    assert up.max() == up[-1] == 900.0


def test_without_a_turn_the_planned_way_is_kept_and_only_height_is_lost():
    place, _ = inbound(TURNS_NOT, goal_m=1000.0)
    latitude, longitude, height = earth.ecef_to_geodetic(place)
    assert longitude == pytest.approx(np.radians(33.0), abs=1e-9)
    assert height[-1] == pytest.approx(1000.0, abs=1.0)
    assert height[0] == pytest.approx(HEIGHT, abs=1.0)
    assert np.degrees(latitude[-1]) == pytest.approx(39.9 - 300 * SPEED / 111.0e3, abs=5e-3)
