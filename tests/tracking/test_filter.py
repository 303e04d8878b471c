"""The filter is what it claims to be: consistent on its own model, exact on a straight line, safe for long."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2

from gbad.physics import earth
from gbad.tracking import _filter_kernel as filters
from gbad.tracking._target_kernel import free_fall

RANGE_STD, ANGLE_STD, Q = 25.0, 0.001, 40.0
WORK = np.empty(6), np.empty(6)


def measured(place, dice):
    """Noisy range, azimuth, elevation of a place as the kernels take a plot: converted point and range."""
    x, y, z = place
    reach = np.sqrt(x * x + y * y + z * z) + dice.normal() * RANGE_STD
    azimuth = np.arctan2(x, y) + dice.normal() * ANGLE_STD
    elevation = np.arctan2(z, np.hypot(x, y)) + dice.normal() * ANGLE_STD
    flat = reach * np.cos(elevation)
    return flat * np.sin(azimuth), flat * np.cos(azimuth), reach * np.sin(elevation), reach


VARIANCES = RANGE_STD**2, ANGLE_STD**2, ANGLE_STD**2


def runs_of_the_filter(steps=30, count=300, dt=2.0):
    """Normalised errors (count,) after ``steps`` and normalised innovations (steps, count) on the matched model."""
    dice = np.random.default_rng(11)
    root = np.linalg.cholesky(Q * np.array([[dt**3 / 3, dt**2 / 2], [dt**2 / 2, dt]]))
    nees, nis = np.empty(count), np.empty((steps, count))
    state, cov = np.zeros((1, 6)), np.zeros((1, 6, 6))
    for i in range(count):
        place, speed = np.array([40e3, 20e3, 8e3]) * dice.uniform(0.7, 1.5, 3), dice.normal(0, 200, 3)
        plot = measured(place, dice)
        filters.initiate(state, cov, 0, *plot[:3], *VARIANCES, np.nan, np.nan, 200.0**2)
        for step in range(steps):
            push = root @ dice.standard_normal((2, 3))
            place, speed = place + dt * speed + push[0], speed + push[1]
            plot = measured(place, dice)
            nis[step, i], _ = filters.gate(state, cov, 0, dt, Q, 0.0, 0.0, 0.0, *plot, *VARIANCES)
            filters.predict(state, cov, 0, dt, Q, 0.0, 0.0, 0.0)
            filters.update(state, cov, 0, *plot, *VARIANCES, *WORK)
        error = np.concatenate((place, speed)) - state[0]
        nees[i] = error @ np.linalg.solve(cov[0], error)
    return nees, nis


def test_errors_and_innovations_are_as_large_as_the_covariance_says():
    nees, nis = runs_of_the_filter()
    for values, freedom in ((nees, 6), (nis[-1], 3), (nis[0], 3)):
        low, high = chi2.ppf([0.0005, 0.9995], freedom * values.size) / values.size
        assert low < values.mean() < high
    # innovations of a consistent filter are white: their grand mean is far tighter
    low, high = chi2.ppf([0.0005, 0.9995], 3 * nis.size) / nis.size
    assert low < nis.mean() < high


def test_gate_distance_is_the_joint_mahalanobis_distance():
    dice = np.random.default_rng(2)
    root = dice.normal(size=(6, 6))
    cov = (root @ root.T * 1e4)[None]
    state = np.array([[3e4, -2e4, 5e3, 100.0, -50.0, 3.0]])
    plot = (30100.0, -20050.0, 5060.0)
    reach = np.linalg.norm(plot)
    distance, log_volume = filters.gate(state, cov, 0, 0.0, 0.0, 0.0, 0.0, 0.0, *plot, reach, *VARIANCES)
    ux, uy, uz, nx, ny, ex, ey, ez, r, ground = filters.line_of_sight(*state[0, :3])
    turn = np.array([[ux, uy, uz], [nx, ny, 0.0], [ex, ey, ez]])
    noise = np.diag([RANGE_STD**2, (ground * ANGLE_STD) ** 2, (r * ANGLE_STD) ** 2])
    s = turn @ cov[0, :3, :3] @ turn.T + noise
    innovation = np.array([reach - r, turn[1] @ plot, turn[2] @ plot])
    assert turn @ turn.T == pytest.approx(np.eye(3), abs=1e-14)
    assert distance == pytest.approx(innovation @ np.linalg.solve(s, innovation), rel=1e-10)
    assert log_volume == pytest.approx(np.linalg.slogdet(s)[1], rel=1e-10)


def test_covariance_stays_positive_through_a_hundred_thousand_updates():
    dice = np.random.default_rng(3)
    state, cov = np.zeros((1, 6)), np.zeros((1, 6, 6))
    place = np.array([250e3, 100e3, 10e3])
    filters.initiate(state, cov, 0, *measured(place, dice)[:3], 1.0, 1e-4, 1e-4, np.nan, np.nan, 1e6)
    plot = (*place, np.linalg.norm(place))
    for step in range(100_000):
        filters.predict(state, cov, 0, 0.1, 1e-3, 0.0, 0.0, 0.0)
        filters.update(state, cov, 0, *plot, 1.0, 1e-4, 1e-4, *WORK)
        if step % 10_000 == 0:
            assert np.array_equal(cov[0], cov[0].T)
            scale = np.sqrt(np.diagonal(cov[0]))
            assert np.linalg.eigvalsh(cov[0] / scale / scale[:, None])[0] > 0.0


def test_range_rate_sharpens_the_speed_along_the_line_of_sight():
    state, cov = np.array([[3e4, 4e4, 0.0, 0.0, 0.0, 0.0]]), np.diag([1e4] * 6)[None].copy()
    filters.update_rate(state, cov, 0, 250.0, 1.0, WORK[1])
    along = np.array([0.6, 0.8, 0.0])
    assert state[0, 3:] @ along == pytest.approx(250.0, rel=1e-3)
    assert along @ cov[0, 3:, 3:] @ along == pytest.approx(1.0, rel=1e-3)
    assert cov[0, 5, 5] == pytest.approx(1e4)


def test_free_fall_in_the_local_frame_is_that_of_the_earth_room():
    latitude, longitude = 0.7, 0.56
    home = earth.geodetic_to_ecef(latitude, longitude, 900.0)
    turn = earth.ecef_to_enu_matrix(latitude, longitude)
    local, speed = np.array([120e3, -80e3, 60e3]), np.array([-900.0, 700.0, -1200.0])
    centre, spin = turn @ -home, turn[:, 2] * earth.OMEGA
    fall = np.array(free_fall(*(local - centre), *speed, *spin))
    expected = turn @ earth.free_fall_acceleration(turn.T @ local + home, turn.T @ speed)
    # the filter leaves out the Earth's flattening
    assert fall == pytest.approx(expected, abs=0.04)
