"""Biases of two radars are found from common tracks, within what the estimate says of itself, and taken off."""

from __future__ import annotations

import numpy as np
import pytest
from plot_world import World, cut

from gbad import network, tracking
from gbad.network import _registration_kernel as numbers
from gbad.network.fusion import COVARIANCE_INTERSECTION

STD = np.array([200.0, 0.02, 0.005])  # range [m], azimuth and elevation [rad]
RUNS, DURATION_S = 16, 240.0


def flights(dice, count=10):
    """Straight flights all round the two radars, 15 to 70 km away."""
    bearing, reach = dice.uniform(0, 2 * np.pi, count), dice.uniform(15e3, 70e3, count)
    course, speed = dice.uniform(0, 2 * np.pi, count), dice.uniform(80, 200, count)
    return np.column_stack(
        [reach * np.sin(bearing), reach * np.cos(bearing), dice.uniform(4e3, 9e3, count),
         speed * np.sin(course), speed * np.cos(course), np.zeros(count)]
    )  # fmt: skip


def world_of(registers):
    """Two radars 17 km apart with a bias drawn for each run."""
    world = World(period_s=(5.0, 5.0), groups=(1, 1), cued=(False, False), stds=(30.0, 0.002, 0.002), latency_s=0.0,
                  fusion=COVARIANCE_INTERSECTION, registers=registers)  # fmt: skip
    radars = world.radars
    radars.range_bias_std_m[:], radars.azimuth_bias_std_rad[:], radars.elevation_bias_std_rad[:] = STD
    world.bias = np.random.default_rng(11).standard_normal((RUNS, 2, 3)) * STD
    return world


@pytest.fixture(scope="module")
def plots():
    """What the radars of every run see."""
    targets = [flights(np.random.default_rng([5, run])) for run in range(RUNS)]
    return world_of(True).plots(targets, DURATION_S)[0]


def played(message, registers, step_s=5.0):
    """The network at the end, and how many system tracks were held at each cycle."""
    world = world_of(registers)
    draw, base = np.zeros(RUNS, np.int64), np.zeros(RUNS, np.int64)
    tracker = tracking.start(world.defence, draw, RUNS, 64)
    state = network.start(world.defence, draw, np.arange(RUNS, dtype=np.uint64), 3, 64, 512)
    held = []
    for t in np.arange(step_s, DURATION_S + 1.0, step_s):
        piece = cut(message, t - step_s, t)
        network.send(state, world.defence, tracking.update(tracker, world.defence, piece, base, t))
        if t % 5.0 == 0.0:
            held.append((network.share(state, world.defence, float(t)).number[:, 0] > 0).sum(axis=1))
    return world, state, np.array(held)


@pytest.fixture(scope="module")
def registered(plots):
    return played(plots, True)


def test_the_estimate_converges_to_the_drawn_bias_within_its_covariance(registered):
    world, state, _ = registered
    error = state.registration.bias[:, 0] - world.bias.reshape(RUNS, 6)
    spread = state.registration.covariance[:, 0]
    square = np.einsum("ri,rij,rj->r", error, np.linalg.inv(spread), error)
    # normalised error squared: mean 6, variance 12 each; three deviations of the mean of all runs
    bound = 3.0 * np.sqrt(12.0 / RUNS)
    assert 6.0 - bound < square.mean() < 6.0 + bound
    # what is left of the prior spread: the azimuths and ranges are nearly known
    left = np.sqrt(np.mean(error**2, axis=0)) / np.tile(STD, 2)
    assert left[[1, 4]].max() < 0.15
    assert left[[0, 3]].max() < 0.5


def test_without_registration_the_picture_has_objects_twice_and_with_it_it_has_not(plots, registered):
    late = slice(24, None)
    without, withal = played(plots, False)[2][late].mean(), registered[2][late].mean()
    assert without > 10 * 1.2
    assert withal < 10 * 1.01


def test_the_cut_of_time_changes_no_estimate(plots, registered):
    again = played(plots, True, step_s=2.5)[1]
    assert np.array_equal(again.registration.bias, registered[1].registration.bias)


def test_a_bias_that_differences_cannot_show_keeps_its_prior_spread():
    # one radar alone: nothing to compare with
    world = World(registers=True)
    world.radars.range_bias_std_m[:] = 100.0
    world.radars.azimuth_bias_std_rad[:] = 0.01
    state = network.start(world.defence, np.zeros(1, np.int64), np.zeros(1, np.uint64), 3, 16, 64)
    message, _ = world.plots([flights(np.random.default_rng(1), 3)], 100.0)
    tracker = tracking.start(world.defence, np.zeros(1, np.int64), 1, 64)
    for t in np.arange(10.0, 101.0, 10.0):
        reports = tracking.update(tracker, world.defence, cut(message, t - 10, t), np.zeros(1, np.int64), t)
        network.send(state, world.defence, reports)
        picture = network.share(state, world.defence, t)
    assert picture.number.any()
    assert not state.registration.bias.any()
    np.testing.assert_array_equal(np.diag(state.registration.covariance[0, 0]), [1e4, 1e-4, 0.0])
    # and its tracks are known to be unsure: a hundredth of a radian across the line of sight
    distance = np.linalg.norm(picture.position_ecef_m[0, 0, 0] - world.radars.position_ecef_m[0])
    assert np.trace(picture.covariance_ecef[0, 0, 0, :3, :3]) > (0.009 * distance) ** 2


def test_the_view_is_the_derivative_of_the_place():
    world = World()
    turn, site = world.radars.ecef_to_enu[0], world.radars.position_ecef_m[0]

    def place(reach, azimuth, elevation):
        local = reach * np.array(
            [np.cos(elevation) * np.sin(azimuth), np.cos(elevation) * np.cos(azimuth), np.sin(elevation)]
        )
        return site + local @ turn

    at, steps = np.array([40e3, 1.9, 0.3]), np.array([10.0, 1e-4, 1e-4])
    out = np.zeros((3, 3))
    numbers.view(place(*at), site, turn, out)
    for i, step in enumerate(np.diag(steps)):
        np.testing.assert_allclose(
            out[:, i], (place(*(at + step)) - place(*(at - step))) / (2 * steps[i]), rtol=1e-5, atol=1e-2
        )


def test_a_formation_that_may_be_shifted_by_one_place_teaches_nothing():
    world = World(period_s=(5.0, 5.0), groups=(1, 1), cued=(False, False), stds=(30.0, 0.002, 0.002), latency_s=0.0,
                  registers=True)  # fmt: skip
    world.radars.azimuth_bias_std_rad[:], world.radars.range_bias_std_m[:] = 0.015, 500.0
    # three abreast, three kilometres apart and a hundred away: the two radars' errors shift one picture by one place
    world.bias = np.zeros((1, 2, 3))
    world.bias[0, :, 1] = 0.015, -0.015
    abreast = np.array([[x, 100e3, 8e3, 0.0, -150.0, 0.0] for x in (5.5e3, 8.5e3, 11.5e3)])
    message, _ = world.plots([abreast], 120.0)
    tracker = tracking.start(world.defence, np.zeros(1, np.int64), 1, 64)
    state = network.start(world.defence, np.zeros(1, np.int64), np.zeros(1, np.uint64), 3, 32, 64)
    for t in np.arange(5.0, 121.0, 5.0):
        reports = tracking.update(tracker, world.defence, cut(message, t - 5, t), np.zeros(1, np.int64), t)
        network.send(state, world.defence, reports)
        picture = network.share(state, world.defence, t)
    assert (picture.member[0, 0] > 0).all(axis=1).any(), "they are joined all the same"
    assert not state.registration.bias.any()
