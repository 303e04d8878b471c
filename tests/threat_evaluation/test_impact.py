"""Impact and launch points against the flights that the scenario itself lays out, and their spread against dice."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from gbad.motion.ballistic import BallisticPath, fly_ballistic, solve
from gbad.physics import earth, flight, twobody
from gbad.threat_evaluation import Body, foretold, impact_points, launch_points

LAUNCH, AIM = np.radians([38.0, 35.0]), np.radians([40.0, 33.0])
BETA = 6_000.0


def path(beta=BETA, aim_height_m=900.0):
    """A flight of 280 km to a place 900 m high."""
    return BallisticPath(*LAUNCH, *AIM, aim_height_m, beta)


def states(beta=BETA):
    """The true flight: times, places, velocities at each second."""
    found = fly_ballistic(path(beta), None, 2000.0, 1.0)
    count = int(solve(path(beta)).time_of_flight_s)
    return found.position_ecef_m[:count], found.velocity_ecef_mps[:count], solve(path(beta)).time_of_flight_s


@pytest.mark.parametrize("second", [0, 40, 120, 190])
def test_a_perfect_track_is_carried_to_the_aim_at_the_right_time(second):
    position, velocity, flight_s = states()
    found = impact_points(position[second], velocity[second], np.zeros((6, 6)), 900.0)
    aim = earth.geodetic_to_ecef(*AIM, 900.0)
    assert np.linalg.norm(found.position_ecef_m[0] - aim) < 20.0
    assert found.flight_s[0] == pytest.approx(flight_s - second, abs=0.02)


@pytest.mark.parametrize("second", [10, 60, 150])
def test_a_perfect_track_is_carried_back_to_the_launch_point(second):
    position, velocity, _ = states()
    found = launch_points(position[second], velocity[second], np.zeros((6, 6)))
    burnout = earth.geodetic_to_ecef(*LAUNCH, 35_000.0)
    assert np.linalg.norm(found.position_ecef_m[0] - burnout) < 20.0
    assert found.flight_s[0] == pytest.approx(second, abs=0.02)


def test_without_air_the_flight_is_the_closed_form_ellipse():
    # a slow and short arc, where rotation and oblateness are small, in the closed form of Bate, Mueller and White
    arc = twobody.from_launch(1500.0, np.radians(45.0), radius_m=earth.MEAN_RADIUS)
    start = earth.geodetic_to_ecef(0.0, 0.0, 0.0)
    # launched due north at the equator: no speed east in space but that of the ground
    local = 1500.0 * np.array([0.0, np.cos(np.pi / 4), np.sin(np.pi / 4)])
    velocity = local @ earth.ecef_to_enu_matrix(0.0, 0.0)
    found = impact_points(start, velocity, np.zeros((6, 6)), -1e-6, body=Body(ballistic_coefficient_kg_m2=1e12))
    assert found.flight_s[0] == pytest.approx(arc.time_of_flight_s, rel=0.01)
    latitude, longitude, _ = earth.ecef_to_geodetic(found.position_ecef_m[0])
    reached, _, _ = earth.geodesic_inverse(0.0, 0.0, latitude, longitude)
    assert reached == pytest.approx(arc.ground_range_m, rel=0.012)


def covariance_of(turn, place_m, speed_mps):
    """A track's covariance: spherical in both, and correlated as a filter's is."""
    half = np.zeros((6, 6))
    for i in range(3):
        half[i, i], half[3 + i, 3 + i], half[i, 3 + i] = place_m**2, speed_mps**2, 0.5 * place_m * speed_mps
        half[3 + i, i] = half[i, 3 + i]
    both = np.kron(np.eye(2), turn)
    return both.T @ half @ both


@pytest.mark.parametrize(("second", "place_m", "speed_mps"), [(60, 300.0, 20.0), (150, 150.0, 8.0)])
def test_the_spread_of_the_impact_is_that_of_many_flights(second, place_m, speed_mps):
    position, velocity, _ = states()
    turn = earth.ecef_to_enu_matrix(*AIM)
    spread = covariance_of(turn, place_m, speed_mps)
    dice, n = np.random.default_rng(3), 1500
    body = Body()
    predicted = impact_points(position[second], velocity[second], spread, 900.0, body=body)
    # each world: a true body of some coefficient, and a track in error of it; where did it come down in truth?
    errors = dice.standard_normal((n, 6)) @ np.linalg.cholesky(spread).T
    betas = body.ballistic_coefficient_kg_m2 * np.exp(body.coefficient_log_std * dice.standard_normal(n))
    misses = np.empty((n, 2))
    for i in range(n):
        _, knots, _ = flight.coast(
            position[second] + errors[i, :3], velocity[second] + errors[i, 3:], 400.0, step_s=1.0,
            ballistic_coefficient_kg_m2=betas[i], floor_m=900.0,
        )  # fmt: skip
        heights = earth.ecef_to_geodetic(knots[-2:])[2]
        share = (heights[0] - 900.0) / (heights[0] - heights[1])
        ground = knots[-2] + share * (knots[-1] - knots[-2])
        misses[i] = earth.ecef_to_enu(ground, predicted.position_ecef_m[0], turn)[:2]
    square = np.einsum("ni,ij,nj->n", misses, np.linalg.inv(predicted.covariance_enu_m2[0]), misses)
    # chi-squared of two: mean 2, variance 4; the coefficient's share is skewed, so its mean is held to a tenth
    assert square.mean() == pytest.approx(2.0, abs=0.2)
    assert (square < 5.991).mean() == pytest.approx(0.95, abs=0.02)


def test_the_spread_shrinks_on_the_way_and_not_knowing_the_body_is_all_that_a_perfect_track_leaves():
    position, velocity, _ = states()
    turn = earth.ecef_to_enu_matrix(*AIM)
    spreads = [
        impact_points(position[s], velocity[s], covariance_of(turn, 300.0, 20.0), 900.0).std_m[0]
        for s in (20, 80, 140, 190)
    ]
    assert spreads == sorted(spreads, reverse=True)
    perfect = impact_points(position[20], velocity[20], np.zeros((6, 6)), 900.0)
    other = impact_points(
        position[20], velocity[20], np.zeros((6, 6)), 900.0, body=Body(ballistic_coefficient_kg_m2=BETA * np.exp(0.5))
    )
    shift = np.linalg.norm(other.position_ecef_m - perfect.position_ecef_m)
    assert perfect.std_m[0] == pytest.approx(shift, rel=0.5)


def test_the_burnout_height_is_what_a_launch_point_depends_on():
    position, velocity, _ = states()
    known = launch_points(position[60], velocity[60], np.zeros((6, 6)), body=Body(burnout_height_std_m=0.0))
    unsure = launch_points(position[60], velocity[60], np.zeros((6, 6)))
    assert known.std_m[0] < 50.0
    # at some 45 degrees a height of 5 km is about 5 km of ground
    assert 3_000.0 < unsure.std_m[0] < 8_000.0


def test_what_does_not_come_down_says_so():
    up = earth.geodetic_to_ecef(0.0, 0.0, 1e6)
    found = impact_points(up, up / np.linalg.norm(up) * 9e3, np.zeros((6, 6)))
    assert found.flight_s[0] == np.inf


def test_handed_on_is_a_row_for_every_track_and_a_place_for_those_that_fall():
    """Columns by run, command and slot; nan for who flies straight on, and for what never comes down."""
    position, velocity, _ = states()
    up = earth.geodetic_to_ecef(0.0, 0.0, 1e6)
    places = {(0, 0, 2): (position[60], velocity[60]), (0, 1, 0): (position[90], velocity[90]),
              (1, 0, 1): (position[90], velocity[90]), (1, 1, 3): (up, up / np.linalg.norm(up) * 9e3)}  # fmt: skip
    picture, threats = SimpleNamespace(number=np.zeros((2, 2, 4), np.int64)), SimpleNamespace()
    picture.position_ecef_m, picture.velocity_ecef_mps = np.zeros((2, 2, 4, 3)), np.zeros((2, 2, 4, 3))
    picture.covariance_ecef = np.tile(np.diag([100.0] * 3 + [4.0] * 3), (2, 2, 4, 1, 1))
    picture.time_s, threats.ballistic = np.full((2, 2, 4), 7.0), np.zeros((2, 2, 4), np.bool_)
    for number, (at, (place, speed)) in enumerate(places.items(), 1):
        picture.number[at], picture.position_ecef_m[at], picture.velocity_ecef_mps[at] = number, place, speed
        threats.ballistic[at] = at != (0, 1, 0)
    assets = SimpleNamespace(height_m=np.array([900.0, 40.0]))
    told = foretold(SimpleNamespace(assets=assets), picture, threats)
    assert list(zip(told.run.tolist(), told.command.tolist(), told.slot.tolist(), strict=True)) == list(places)
    for row, second in ((0, 60), (2, 90)):
        state = position[second], velocity[second], picture.covariance_ecef[0, 0, 0]
        ahead, back = impact_points(*state, 40.0), launch_points(*state)
        assert told.impact_time_s[row] == 7.0 + ahead.flight_s[0]
        assert told.launch_time_s[row] == 7.0 - back.flight_s[0]
        np.testing.assert_array_equal(told.impact_position_ecef_m[row], ahead.position_ecef_m[0])
        np.testing.assert_array_equal(told.launch_position_ecef_m[row], back.position_ecef_m[0])
        assert (told.impact_std_m[row], told.launch_std_m[row]) == (ahead.std_m[0], back.std_m[0])
    assert np.isnan(told.impact_time_s[[1, 3]]).all()
    assert np.isnan(told.launch_std_m[[1]]).all()
