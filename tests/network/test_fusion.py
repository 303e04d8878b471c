"""Fusion rules against closed forms and by consistency; late and disordered reports change nothing newer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plot_reports import reports_of, start
from plot_world import World

from gbad import network
from gbad.network import fusion

# chi-squared with 6 degrees of freedom: mean 6, variance 12
CHI_MEAN, CHI_VAR = 6.0, 12.0


def covariance(dice):
    """A random positive definite 6 by 6 matrix with the units' spread of a track (metres, metres per second)."""
    root = dice.standard_normal((6, 8)) * np.array([100.0, 80.0, 200.0, 3.0, 5.0, 4.0])[:, None]
    return root @ root.T


def test_covariance_intersection_of_two_crossed_ellipses_is_the_closed_form():
    a, b = np.diag([1.0, 4.0] * 3), np.diag([4.0, 1.0] * 3)
    # by symmetry w = 1/2: 1 / (1/2 + 1/8) = 1.6 on every axis, and the mean leans to the sharper of the two
    state, spread, weight = fusion.fuse_two(np.zeros(6), a, np.ones(6), b, rule=fusion.COVARIANCE_INTERSECTION)
    assert weight == pytest.approx(0.5, abs=1e-6)
    np.testing.assert_allclose(spread, 1.6 * np.eye(6), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(state, [0.2, 0.8] * 3, rtol=1e-6)


def test_the_weight_is_the_one_of_least_determinant():
    dice = np.random.default_rng(1)
    for _ in range(20):
        a, b = covariance(dice), covariance(dice)
        inner = [np.linalg.inv(a), np.linalg.inv(b)]
        _, spread, weight = fusion.fuse_two(np.zeros(6), a, np.zeros(6), b, rule=fusion.COVARIANCE_INTERSECTION)
        grid = np.linspace(0.0, 1.0, 1001)
        volumes = [-np.linalg.slogdet(w * inner[0] + (1 - w) * inner[1])[1] for w in grid]
        assert np.linalg.slogdet(spread)[1] <= min(volumes) + 1e-9
        assert weight == pytest.approx(grid[int(np.argmin(volumes))], abs=1.1e-3)


def test_a_track_that_is_worse_in_everything_adds_nothing():
    dice = np.random.default_rng(2)
    a = covariance(dice)
    state, spread, weight = fusion.fuse_two(np.arange(6), a, np.ones(6), 9.0 * a, rule=fusion.COVARIANCE_INTERSECTION)
    assert weight == 1.0
    np.testing.assert_allclose(spread, a, rtol=1e-8)
    np.testing.assert_allclose(state, np.arange(6), rtol=1e-8, atol=1e-9)


def test_independent_tracks_add_their_information():
    dice = np.random.default_rng(3)
    a, b, x, y = covariance(dice), covariance(dice), dice.standard_normal(6), dice.standard_normal(6)
    state, spread, _ = fusion.fuse_two(x, a, y, b, rule=fusion.INDEPENDENT)
    inner = np.linalg.inv(a) + np.linalg.inv(b)
    np.testing.assert_allclose(spread, np.linalg.inv(inner), rtol=1e-7)
    np.testing.assert_allclose(state, np.linalg.solve(inner, np.linalg.solve(a, x) + np.linalg.solve(b, y)), rtol=1e-6)


def test_a_rule_that_fuses_nothing_is_refused():
    with pytest.raises(ValueError, match="rule 0 fuses nothing"):
        fusion.fuse_two(np.zeros(6), np.eye(6), np.zeros(6), np.eye(6), rule=fusion.BEST_REPORT)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.95])
def test_covariance_intersection_is_never_too_sure_whatever_the_tracks_share(share):
    dice, n = np.random.default_rng(4), 3000
    a, b = covariance(dice), covariance(dice)
    left, right = np.linalg.cholesky(a), np.linalg.cholesky(b)
    square = {fusion.INDEPENDENT: 0.0, fusion.COVARIANCE_INTERSECTION: 0.0}
    for _ in range(n):
        common = dice.standard_normal(6)
        x, y = (
            root @ (np.sqrt(share) * common + np.sqrt(1 - share) * dice.standard_normal(6)) for root in (left, right)
        )
        for rule in square:
            state, spread, _ = fusion.fuse_two(x, a, y, b, rule=rule)
            square[rule] += state @ np.linalg.solve(spread, state) / n
    bound = CHI_MEAN + 3.0 * np.sqrt(CHI_VAR / n)
    assert square[fusion.COVARIANCE_INTERSECTION] < bound
    assert (square[fusion.INDEPENDENT] > bound) == (share > 0.0)


def two_radars(rule=fusion.COVARIANCE_INTERSECTION, **more):
    """Two equal radars 17 km apart, links without delay."""
    return World(period_s=(5.0, 5.0), groups=(1, 1), cued=(False, False), latency_s=0.0, fusion=rule, **more)


def test_the_picture_shows_the_fused_state_at_the_newest_members_time():
    world = two_radars()
    state = start(world)
    rows = [dict(time_s=8.0, spread_m=100.0), dict(time_s=9.0, radar=1, number=5, spread_m=100.0)]
    network.send(state, world.defence, reports_of(world, rows))
    picture = network.share(state, world.defence, 10.0)
    assert picture.time_s[0, 0, 0] == 9.0
    # both were predicted exactly (they lie on one line); the older one is a little less sure and weighs less
    flight = np.array([20e3, 30e3, 5e3]) + 9.0 * np.array([100.0, -50.0, 0.0])
    np.testing.assert_allclose(picture.position_ecef_m[0, 0, 0], world.ecef(flight), atol=1e-6)
    assert picture.covariance_ecef[0, 0, 0, 0, 0] <= 100.0**2
    alone = two_radars(fusion.BEST_REPORT)
    best = start(alone)
    network.send(best, alone.defence, reports_of(alone, rows))
    assert network.share(best, alone.defence, 10.0).covariance_ecef[0, 0, 0, 0, 0] == 100.0**2


def filtered(steps, seed):
    """A linear Gaussian case: Kalman filter states of a straight flight, and where it is in the end."""
    dice = np.random.default_rng(seed)
    state, spread, move = np.zeros(6), np.diag([1e6] * 3 + [1e4] * 3), np.eye(6)
    truth = np.array([20e3, 30e3, 5e3, 100.0, -50.0, 0.0])
    state = truth + np.linalg.cholesky(spread) @ dice.standard_normal(6)
    move[:3, 3:] = np.eye(3)
    seen, states = np.hstack([np.eye(3), np.zeros((3, 3))]), []
    for _ in range(steps):
        truth, state, spread = move @ truth, move @ state, move @ spread @ move.T
        gain = spread @ seen.T @ np.linalg.inv(seen @ spread @ seen.T + 50.0**2 * np.eye(3))
        state = state + gain @ (seen @ truth + 50.0 * dice.standard_normal(3) - seen @ state)
        spread = (np.eye(6) - gain @ seen) @ spread
        states.append((state, spread))
    return states, truth


def message(world, states, times, radars, arrivals):
    """Reports of filtered states at their times, ready (``available_s``) when ``arrivals`` says."""
    order = np.argsort(arrivals, kind="stable")
    rows = [dict(time_s=times[i], radar=radars[i], number=3 + radars[i], available_s=arrivals[i]) for i in order]
    reports = reports_of(world, rows)
    turn = world.radars.ecef_to_enu[0]
    for row, i in enumerate(order):
        state, spread = states[i]
        reports.position_ecef_m[row], reports.velocity_ecef_mps[row] = world.ecef(state[:3]), state[3:] @ turn
        both = np.kron(np.eye(2), turn)
        reports.covariance_ecef[row] = both.T @ spread @ both
    return reports


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 1000),
    rule=st.sampled_from([0, 1, 2]),
    delays=st.lists(st.floats(0.0, 20.0), min_size=24, max_size=24),
)
def test_late_and_disordered_reports_give_what_those_in_order_give(seed, rule, delays):
    world = two_radars(rule)
    states, times, radars = [], [], []
    for radar in range(2):
        states += filtered(12, 2 * seed + radar)[0]
        times += [float(k + 1) for k in range(12)]
        radars += [radar] * 12
    pictures = []
    for arrivals in (times, [t + d for t, d in zip(times, delays, strict=True)]):
        state = start(world)
        network.send(state, world.defence, message(world, states, times, radars, arrivals))
        # the state shown never goes back to an older one of the same radar
        newest = np.zeros(2)
        for t in range(1, 36):
            picture = network.share(state, world.defence, float(t))
            held = picture.number[0, 0] > 0
            seen = picture.member_time_s[0, 0, held].max(axis=0) if held.any() else newest
            if t <= 12:
                assert (seen >= newest).all()
                newest = np.maximum(newest, seen)
        in_one = picture.number[0, 0] > 0
        pictures.append((picture.position_ecef_m[0, 0, in_one].copy(), picture.covariance_ecef[0, 0, in_one].copy()))
    assert len(pictures[0][0]) == len(pictures[1][0]) == 1
    for a, b in zip(*pictures, strict=True):
        assert np.array_equal(a, b)


def test_a_track_whose_reports_were_lost_on_the_way_is_as_good_as_if_none_had_been():
    world = World(latency_s=0.0)
    states, _ = filtered(12, 5)
    few = [0, 3, 11]
    shown = []
    for kept in (range(12), few):
        state = start(world)
        times = [k + 1.0 for k in kept]
        network.send(state, world.defence, message(world, [states[k] for k in kept], times, [0] * len(times), times))
        shown.append(network.share(state, world.defence, 12.0).position_ecef_m[0, 0, 0].copy())
    assert np.array_equal(*shown)
