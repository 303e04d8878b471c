"""Bare plots into tracks: quality on known scenes, what comes in and what comes out, models on their own ground."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.stats import chi2

from gbad.benches._plot_scenes import Scene, manoeuvring, straight
from gbad.errors import InputError
from gbad.metrics import gospa
from gbad.tracking import PlotSensor, PlotSettings, track_plots
from gbad.tracking import _imm_kernel as imm

PLAIN = PlotSettings(filter="constant_velocity")


def score(scene: Scene, table):
    columns = {name: getattr(table, name)[table.time_s >= 10.0] for name in ("time_s", "east_m", "north_m", "up_m")}
    return gospa(scene.scored_truth, columns, 1000.0, 2.0)


@pytest.mark.parametrize("polar", [True, False])
@pytest.mark.parametrize("settings", [PLAIN, PlotSettings()])
def test_a_hundred_targets_in_clutter_are_all_held_and_nothing_else(polar, settings):
    scene = straight(100, 4, polar)
    found = score(scene, track_plots(scene.plots, scene.sensor, settings))
    assert found.missed + found.false < 0.3
    # 60 m (angles) and 40 m (position) for each target
    assert found.localisation_m < (640.0 if polar else 410.0)


def test_reported_errors_fit_the_reported_covariance():
    scene = straight(100, 5, True)
    for settings in (PLAIN, PlotSettings()):
        table = track_plots(scene.plots, scene.sensor, settings)
        rows = np.nonzero(table.updated & (table.time_s > 20.0))[0]
        target = scene.target[table.plot[rows]]
        rows, target = rows[target >= 0], target[target >= 0]
        at = table.time_s[rows].astype(int) * 100 + target
        error = np.column_stack(
            [getattr(table, name)[rows] - scene.truth[name][at] for name in ("east_m", "north_m", "up_m")]
        )
        nees = (error * np.linalg.solve(table.covariance[rows][:, :3, :3], error[:, :, None])[:, :, 0]).sum(axis=1)
        # the filters allow for manoeuvres that these targets do not make, and plots of neighbours slip in
        assert 2.0 < nees.mean() < 3.6
        assert np.array_equal(table.covariance, table.covariance.transpose(0, 2, 1))


def test_two_models_follow_hard_turns_where_one_loses_its_targets():
    scene = manoeuvring(100, 2, True)
    one, two = (score(scene, track_plots(scene.plots, scene.sensor, settings)) for settings in (PLAIN, PlotSettings()))
    error = [np.sqrt((found.localisation_m**2 + 1e6 * found.missed) / 100) for found in (one, two)]
    assert error[1] < 0.8 * error[0]
    assert two.distance_m < 0.5 * one.distance_m


def test_the_turn_model_is_believed_while_the_target_turns():
    rate, speed = 0.25, 200.0
    time = np.arange(60.0)
    turning = (time >= 20.0) & (time < 40.0)
    course = np.cumsum(np.where(turning, rate, 0.0))
    east, north = np.cumsum(speed * np.cos(course)), 20e3 + np.cumsum(speed * np.sin(course))
    dice = np.random.default_rng(8)
    plots = {"time_s": time, "east_m": east + 20 * dice.normal(size=60), "north_m": north + 20 * dice.normal(size=60),
             "up_m": 5e3 + 20 * dice.normal(size=60)}  # fmt: skip
    table = track_plots(plots, PlotSensor(position_std_m=20.0))
    by_time = dict(zip(table.time_s, table.turn_probability, strict=True))
    assert np.mean([by_time[t] for t in range(23, 39)]) > 0.7
    assert np.mean([by_time[t] for t in range(10, 19)]) < 0.2
    assert np.mean([by_time[t] for t in range(52, 60)]) < 0.3


def test_the_turn_prediction_goes_round_a_circle_and_its_jacobian_is_its_derivative():
    figures, work = np.zeros(7), np.zeros((7, 7))

    def moved(x, dt):
        state, cov = x[None].copy(), np.zeros((1, 7, 7))
        imm.predict_turn(state, cov, 0, dt, figures, work)
        return state[0]

    x = np.array([1e3, 2e3, 3e3, 120.0, -40.0, 5.0, 0.2])
    full = moved(x, 2 * np.pi / 0.2)
    assert full[:2] == pytest.approx(x[:2], abs=1e-9)
    assert full[3:5] == pytest.approx(x[3:5], abs=1e-9)
    for rate in (0.2, -0.3, 1e-5, 0.0):
        x[6] = rate
        jacobian = np.empty((7, 7))
        for i in range(7):
            step = np.zeros(7)
            step[i] = 1e-4 if i == 6 else 1e-2
            jacobian[:, i] = (moved(x + step, 2.0) - moved(x - step, 2.0)) / (2 * step[i])
        cov = np.diag([4.0, 5.0, 6.0, 1.0, 2.0, 3.0, 0.01])[None].copy()
        expected = jacobian @ cov[0] @ jacobian.T
        state = x[None].copy()
        imm.predict_turn(state, cov, 0, 2.0, figures, work)
        assert cov[0] == pytest.approx(expected, rel=1e-4, abs=1e-3)


def test_mixing_keeps_the_mean_and_covariance_of_both_models_together():
    dice = np.random.default_rng(1)
    figures = np.array([600.0, 12.0, 0.0, 0.0, 0.3, 0.0, 0.0])
    state, turn = dice.normal(size=(1, 6)) * 100, dice.normal(size=(1, 7)) * 100
    cov, turn_cov = ((lambda r: (r @ r.T)[None])(dice.normal(size=(n, n)) * 10) for n in (6, 7))
    weight = np.array([[0.7, 0.3]])

    def together():
        d = state[0] - turn[0, :6]
        mean = weight[0, 0] * state[0] + weight[0, 1] * turn[0, :6]
        both = weight[0, 0] * cov[0] + weight[0, 1] * turn_cov[0, :6, :6] + weight[0, 0] * weight[0, 1] * np.outer(d, d)
        return mean, both

    before = together()
    imm.mix(state, cov, turn, turn_cov, weight, 0, 5.0, figures, np.empty(7))
    after = together()
    assert weight.sum() == pytest.approx(1.0)
    assert after[0] == pytest.approx(before[0])
    assert after[1] == pytest.approx(before[1])
    mean, out = np.empty((1, 6)), np.empty((1, 6, 6))
    imm.combine(state, cov, turn, turn_cov, weight, 0, mean, out, 0, np.empty(7))
    assert mean[0] == pytest.approx(after[0])
    assert out[0] == pytest.approx(after[1])


def test_update_costs_are_the_joint_gaussian_likelihood():
    dice = np.random.default_rng(2)
    root = dice.normal(size=(7, 7)) * 30
    state, cov = np.array([[3e4, 2e4, 5e3, 1.0, 2.0, 3.0, 0.1]]), (root @ root.T)[None].copy()
    s = cov[0, :3, :3] + np.diag([100.0, 200.0, 300.0])
    plot = state[0, :3] + [10.0, -20.0, 5.0]
    residual = plot - state[0, :3]
    expected = residual @ np.linalg.solve(s, residual) + np.linalg.slogdet(s)[1]
    gain = cov[0, :, :3] @ np.linalg.inv(s)
    want_state, want_cov = state[0] + gain @ residual, cov[0] - gain @ s @ gain.T
    work = np.empty(7), np.empty(7)
    cost = imm.update(state, cov, 0, 7, False, *plot, np.linalg.norm(plot), 100.0, 200.0, 300.0, *work)
    assert cost == pytest.approx(expected)
    assert state[0] == pytest.approx(want_state)
    assert cov[0] == pytest.approx(want_cov, abs=1e-8)


def test_order_of_plots_within_a_scan_and_place_of_the_sensor_change_nothing():
    scene = straight(30, 6, False)
    table = track_plots(scene.plots, scene.sensor)
    order = np.lexsort((np.random.default_rng(0).random(scene.target.size), scene.plots["time_s"]))
    shuffled = track_plots({name: column[order] for name, column in scene.plots.items()}, scene.sensor)
    assert score(scene, shuffled).distance_m == pytest.approx(score(scene, table).distance_m, rel=1e-9)
    assert sorted(order[shuffled.plot[shuffled.updated]]) == sorted(table.plot[table.updated])
    moved = {name: column + (5e5 if name == "east_m" else 0.0) for name, column in scene.plots.items()}
    elsewhere = track_plots(moved, scene.sensor | {"east_m": 5e5})
    assert elsewhere.east_m - 5e5 == pytest.approx(table.east_m, abs=1e-4)
    assert np.array_equal(elsewhere.track, table.track)


def test_no_plot_is_used_twice_and_every_track_has_one_row_a_scan():
    scene = straight(300, 7, True)
    table = track_plots(scene.plots, scene.sensor)
    used = table.plot[table.updated]
    assert len(np.unique(used)) == used.size
    assert len(np.unique(np.column_stack((table.time_s, table.track)), axis=0)) == len(table)
    assert (np.diff(table.time_s) >= 0).all()


def test_room_grows_when_it_must_and_changes_nothing():
    scene = straight(50, 8, True)
    small = track_plots(scene.plots, scene.sensor, PlotSettings(tracks=4))
    large = track_plots(scene.plots, scene.sensor, PlotSettings(tracks=4000))
    assert np.array_equal(small.east_m, large.east_m)
    assert np.array_equal(small.track, large.track)


def test_plots_of_a_turning_beam_are_brought_to_the_time_of_their_scan():
    time = np.arange(0.0, 100.0, 4.0) + np.linspace(0.0, 3.9, 25)
    plots = SimpleNamespace(time_s=time, east_m=10e3 + 250.0 * time, north_m=np.full(25, 5e3), up_m=np.full(25, 3e3))
    table = track_plots(plots, PlotSensor(position_std_m=30.0, scan_period_s=4.0))
    late = table.time_s > 40.0
    assert set(table.track) == {1}
    assert table.east_m[late] == pytest.approx(10e3 + 250.0 * table.time_s[late], abs=20.0)


def test_range_rate_sharpens_speed_where_the_sensor_has_it():
    scene = straight(40, 3, True)
    at = scene.plots["time_s"].astype(int) * 40 + scene.target
    place = np.column_stack([scene.truth[name] for name in ("east_m", "north_m", "up_m")])
    velocity = np.tile((place[40 * 59 :] - place[:40]) / 59.0, (60, 1))
    rate = np.einsum("ij,ij->i", place, velocity) / np.linalg.norm(place, axis=1)
    dice = np.random.default_rng(1)
    measured = np.where(scene.target >= 0, rate[at] + dice.normal(size=at.size), dice.uniform(-300, 300, at.size))
    errors = []
    for more, std in (({}, {}), ({"range_rate_mps": measured}, {"range_rate_std_mps": 1.0})):
        table = track_plots(scene.plots | more, scene.sensor | std)
        rows = np.nonzero(table.updated & (table.time_s > 10.0) & (table.time_s < 30.0))[0]
        target = scene.target[table.plot[rows]]
        rows, target = rows[target >= 0], target[target >= 0]
        speed = np.column_stack([getattr(table, name)[rows] for name in ("east_mps", "north_mps", "up_mps")])
        errors.append(np.sqrt(((speed - velocity[target]) ** 2).sum(axis=1).mean()))
    assert errors[1] < 0.9 * errors[0]


def test_few_false_plots_become_tracks_as_the_score_promises():
    dice = np.random.default_rng(9)
    count = 200 * 60
    plots = {"time_s": np.repeat(np.arange(60.0), 200), "east_m": dice.uniform(-6e4, 6e4, count),
             "north_m": dice.uniform(-6e4, 6e4, count), "up_m": dice.uniform(0, 1e4, count)}  # fmt: skip
    table = track_plots(plots, PlotSensor(position_std_m=50.0, false_plots_per_scan=200.0))
    # e^-11 of twelve thousand starts
    assert len(np.unique(table.track)) <= 2


def test_empty_and_single_plots_give_empty_tables():
    nothing = {name: np.zeros(0) for name in ("time_s", "east_m", "north_m", "up_m")}
    assert len(track_plots(nothing, {"position_std_m": 10.0})) == 0
    one = {name: np.ones(1) for name in nothing}
    assert len(track_plots(one, {"position_std_m": 10.0})) == 0


@pytest.mark.parametrize(
    ("plots", "sensor", "message"),
    [
        ({"time_s": [0.0]}, {"position_std_m": 1.0}, "column east_m is missing"),
        ({"time_s": [0.0], "east_m": [0.0, 1.0], "north_m": [0.0], "up_m": [0.0]}, {"position_std_m": 1.0}, "shape"),
        ({"time_s": [0.0], "east_m": [np.nan], "north_m": [0.0], "up_m": [0.0]}, {"position_std_m": 1.0}, "nan"),
        ({"time_s": [np.nan], "east_m": [0.0], "north_m": [0.0], "up_m": [0.0]}, {"position_std_m": 1.0}, "time_s"),
        ({"time_s": [0.0], "east_m": [0.0], "north_m": [0.0], "up_m": [0.0]}, {"range_std_m": 1.0}, "position_std_m"),
        ({"time_s": [0.0], "east_m": [0.0], "north_m": [0.0], "up_m": [0.0]}, {"sigma": 1.0}, "sigma is not known"),
    ],
)
def test_bad_input_is_told_by_name(plots, sensor, message):
    with pytest.raises(InputError, match=message):
        track_plots(plots, sensor)


def test_single_model_is_consistent_on_the_model_it_assumes():
    dice = np.random.default_rng(10)
    count, steps, q = 200, 40, 1.0
    root = np.linalg.cholesky(q * np.array([[1 / 3, 1 / 2], [1 / 2, 1.0]]))
    place = np.column_stack((np.linspace(-5e5, 5e5, count), np.zeros(count), np.full(count, 5e3)))
    velocity = dice.normal(0, 100, (count, 3))
    rows = []
    for step in range(steps):
        rows.append(np.column_stack((np.full(count, step), place + 50.0 * dice.normal(size=(count, 3)))))
        if step < steps - 1:
            push = np.einsum("ij,jnk->ink", root, dice.standard_normal((2, count, 3)))
            place, velocity = place + velocity + push[0], velocity + push[1]
    table = np.concatenate(rows)
    plots = dict(zip(("time_s", "east_m", "north_m", "up_m"), table.T.copy(), strict=True))
    tracks = track_plots(plots, PlotSensor(position_std_m=50.0, detection_probability=0.99, false_plots_per_scan=0.1),
                         PlotSettings(filter="constant_velocity", noise=q, up_noise=q))  # fmt: skip
    last = (tracks.time_s == steps - 1) & tracks.updated
    target = tracks.plot[last] % count
    axes = ("east_m", "north_m", "up_m", "east_mps", "north_mps", "up_mps")
    mean = np.column_stack([getattr(tracks, name)[last] for name in axes])
    error = mean - np.column_stack((place, velocity))[target]
    nees = (error * np.linalg.solve(tracks.covariance[last], error[:, :, None])[:, :, 0]).sum(axis=1)
    low, high = chi2.ppf([0.0005, 0.9995], 6 * nees.size) / nees.size
    assert nees.size > 190
    assert low < nees.mean() < high
