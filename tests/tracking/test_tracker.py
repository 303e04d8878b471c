"""Lives of tracks, and that nothing but plots and visits decides over them."""

from __future__ import annotations

import itertools
from dataclasses import fields

import numpy as np
import pytest
from plot_world import World, cut, random_targets

from gbad import tracking
from gbad.errors import CapacityError

DURATION = 120


def follow(world, message, cuts, runs, slots=64):
    """Reports of a whole message handed over in pieces, as one dict of columns."""
    state = tracking.start(world.defence, np.zeros(runs, np.int64), runs, slots)
    base, parts = np.zeros(runs, np.int64), []
    for t0, t1 in itertools.pairwise(cuts):
        piece = cut(message, t0, t1)
        parts.append(tracking.update(state, world.defence, piece, base, t1))
        base = base + np.diff(piece.offsets)
    names = [f.name for f in fields(parts[0]) if f.name != "offsets"]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    order = np.argsort(columns["run"], kind="stable")
    return {name: column[order] for name, column in columns.items()}, state


def same(a, b, mask_a=None, mask_b=None):
    """Whether two dicts of columns are equal bit for bit (but for the run's place in its batch)."""
    for name in a:
        if name != "run":
            left = a[name] if mask_a is None else a[name][mask_a]
            right = b[name] if mask_b is None else b[name][mask_b]
            assert np.array_equal(left, right), name


@pytest.fixture(scope="module")
def scene():
    """Two radars, three runs of twelve targets with false plots."""
    world = World(period_s=(8.0, 1.0), groups=(4, 1), cued=(False, True))
    targets = [random_targets(np.random.default_rng(run), 12) for run in range(3)]
    message, origin = world.plots(targets, DURATION, false_per_visit=3)
    return world, targets, message, origin


def test_every_target_becomes_one_track_and_false_plots_hardly_any(scene):
    world, _targets, message, origin = scene
    reports, _ = follow(world, message, [0.0, DURATION], 3)
    source = origin[reports["detection"] + message.offsets[reports["run"]]]
    for run in range(3):
        for radar in range(2):
            mine = (reports["run"] == run) & (reports["radar"] == radar)
            assert set(range(12)) <= set(source[mine])
            assert len(np.unique(reports["number"][mine])) <= 14
    assert (source < 0).mean() < 0.01


def test_reported_errors_fit_the_reported_covariance(scene):
    world, targets, message, origin = scene
    reports, _ = follow(world, message, [0.0, DURATION], 3)
    source = origin[reports["detection"] + message.offsets[reports["run"]]]
    settled = (source >= 0) & (reports["updates"] > 10)
    flight = np.array([targets[r][o] for r, o in zip(reports["run"][settled], source[settled], strict=True)])
    place = world.ecef(flight[:, :3] + reports["time_s"][settled, None] * flight[:, 3:])
    error = np.concatenate(
        [reports["position_ecef_m"][settled] - place,
         reports["velocity_ecef_mps"][settled] - world.ecef_velocity(flight[:, 3:])], axis=1
    )  # fmt: skip
    nees = (error * np.linalg.solve(reports["covariance_ecef"][settled], error[:, :, None])[:, :, 0]).sum(axis=1)
    # straight flight is kinder than the manoeuvres that the filter allows for
    assert 1.0 < nees.mean() < 6.0


def test_no_plot_serves_two_tracks_even_where_targets_cross():
    world = World(period_s=(1.0,), groups=(1,))
    targets = np.array([[s * 3000, 30e3 + 200.0 * i, 4e3, -s * 100.0, 0, 0] for i in range(5) for s in (1, -1)])
    message, _ = world.plots([targets], 60)
    reports, _ = follow(world, message, [0.0, 60.0], 1)
    assert len(np.unique(reports["detection"])) == reports["detection"].size > 400


def test_a_run_is_the_same_alone_in_a_batch_and_beside_others(scene):
    world, _targets, message, _ = scene
    together, _ = follow(world, message, [0.0, DURATION], 3)
    for run in range(3):
        alone = world.message([], 1)
        rows = slice(message.offsets[run], message.offsets[run + 1])
        columns = {f.name: getattr(message, f.name)[rows] for f in fields(message) if f.name != "offsets"}
        columns["run"] = np.zeros_like(columns["run"])
        alone = type(message)(offsets=np.array([0, columns["run"].size]), **columns)
        reports, _ = follow(world, alone, [0.0, DURATION], 1)
        same(reports, together, None, together["run"] == run)


@pytest.mark.parametrize("step", [0.25, 1.0, 2.0, 5.0])
def test_the_cut_of_time_changes_nothing(scene, step):
    world, _, message, _ = scene
    whole, _ = follow(world, message, [0.0, DURATION], 3)
    pieces, _ = follow(world, message, list(np.arange(0.0, DURATION + step, step)), 3)
    same(whole, pieces)


def test_capacity_does_not_change_a_result_and_its_lack_is_told(scene):
    world, _, message, _ = scene
    few, _ = follow(world, message, [0.0, DURATION], 3, slots=100)
    many, _ = follow(world, message, [0.0, DURATION], 3, slots=500)
    same(few, many)
    with pytest.raises(CapacityError, match="tracks of a radar"):
        follow(world, message, [0.0, DURATION], 3, slots=8)


def test_a_far_object_changes_no_other_track():
    world = World()
    near, far = np.array([20e3, 30e3, 5e3, 100, 50, 0]), np.array([-90e3, -60e3, 9e3, -80, 10, 0])
    message, _ = world.plots([np.array([near])], DURATION)
    beside, _origin = world.plots([np.array([near])], DURATION)
    other, _ = world.plots([np.array([far])], DURATION, seed=9)
    rows = [
        {f.name: getattr(m, f.name)[i] for f in fields(m) if f.name != "offsets"}
        for m in (beside, other)
        for i in range(m.run.size)
    ]
    rows.sort(key=lambda row: (row["group_end_s"], row["time_s"]))
    alone, _ = follow(world, message, [0.0, DURATION], 1)
    both, _ = follow(world, world.message(rows, 1), [0.0, DURATION], 1)
    times = set(alone["time_s"])
    mine = np.array([t in times for t in both["time_s"]])
    for name in ("time_s", "position_ecef_m", "covariance_ecef", "updates"):
        assert np.array_equal(alone[name], both[name][mine]), name


def plots_at_visits(world, visits, place=(20e3, 30e3, 5e3)):
    """Plots of a hovering target in chosen visits of a radar with period 10 s."""
    x, y, z = place
    row = dict(slant_range_m=np.sqrt(x * x + y * y + z * z), azimuth_rad=np.arctan2(x, y),
               elevation_rad=np.arctan2(z, np.hypot(x, y)), range_rate_mps=np.nan, range_std_m=30.0,
               azimuth_std_rad=0.002, elevation_std_rad=0.003)  # fmt: skip
    times = [dict(visit=v, group=v, time_s=10.0 * v + 1.0, group_end_s=10.0 * v + 10.0) for v in visits]
    return world.message([row | time for time in times], 1)


@pytest.mark.parametrize(
    ("visits", "confirmed_at"),
    [([0, 1, 2], 2), ([0, 1, 4], 4), ([0, 2, 4], 4), ([0, 2, 3, 5], 3), ([0, 1, 5], None), ([0, 3, 6, 9], None)],
)
def test_three_visits_of_five_confirm(visits, confirmed_at):
    world = World(groups=(1,))
    reports, _ = follow(world, plots_at_visits(world, visits), [0.0, 200.0], 1)
    assert (reports["visit"][0] if reports["visit"].size else None) == confirmed_at


@pytest.mark.parametrize(("silence", "lives"), [(5, True), (6, False)])
def test_a_track_outlives_five_silent_visits_and_no_more(silence, lives):
    world = World(groups=(1,))
    visits = [0, 1, 2, 3, 3 + silence, 4 + silence, 5 + silence]
    reports, _ = follow(world, plots_at_visits(world, visits), [0.0, 500.0], 1)
    assert (set(reports["number"]) == {1}) == lives


def test_replies_are_counted_on_the_track():
    world = World(groups=(1,))
    message, _ = world.plots([np.array([[20e3, 30e3, 5e3, 100, 0, 0]])], 60, detection_probability=1.0, reply=2)
    reports, _ = follow(world, message, [0.0, 60.0], 1)
    assert np.array_equal(reports["friendly_replies"], reports["updates"])
    assert np.array_equal(reports["interrogations"], reports["updates"])
    assert not reports["civil_replies"].any()


def test_own_cues_show_live_tracks_of_cued_radars_only():
    world = World(period_s=(10.0, 1.0), groups=(1, 1), cued=(False, True))
    flight = np.array([20e3, 30e3, 5e3, 100.0, 0, 0])
    message, _ = world.plots([flight[None]], 20, detection_probability=1.0)
    _, state = follow(world, message, [0.0, 20.0], 1)
    cues = tracking.own_cues(state, world.defence, 20.0)
    assert cues.number[0, 1].tolist() == [1] + [0] * 63
    assert not cues.number[0, 0].any()
    age = 20.0 - cues.time_s[0, 1, 0]
    now = cues.position_ecef_m[0, 1, 0] + age * cues.velocity_ecef_mps[0, 1, 0]
    assert np.linalg.norm(now - world.ecef(flight[:3] + 20.0 * flight[3:])) < 300.0
    assert not tracking.own_cues(state, world.defence, 26.1).number.any()


def test_what_a_track_does_unasked_is_kept_for_where_its_radar_stands():
    """Free fall is told from flight by height: a radar that has climbed sees the same state from higher up."""
    world = World(period_s=(10.0,), groups=(1,), stds=(50.0, 0.001, 0.001))
    message, _ = world.plots([np.array([[20e3, 30e3, 26e3, 900.0, 0, 0]])], 60, detection_probability=1.0)
    _, state = follow(world, message, [0.0, 60.0], 1)
    kept = state.tracks.drift[0].copy()
    assert kept[0] == tracking.Settings().noise_air
    assert not kept[1:].any()
    tracking.move(state, world.defence)
    assert np.array_equal(state.tracks.drift[0], kept)
    world.defence.radars.antenna_height_m[:] += 10e3
    tracking.move(state, world.defence)
    assert state.tracks.drift[0, 0] == tracking.Settings().noise_fall
    assert state.tracks.drift[0, 3] < -8.0


def test_a_ballistic_flight_is_held_through_its_fall():
    world = World(period_s=(10.0,), groups=(1,), stds=(50.0, 0.001, 0.001))
    place, speed = np.array([150e3, 100e3, 100e3]), np.array([-800.0, -500.0, 200.0])
    rows = []
    for visit in range(16):
        for _ in range(100):
            up = place + np.array([0, 0, 6.371e6])
            pull = -3.986004418e14 * up / np.linalg.norm(up) ** 3
            place, speed = place + 0.1 * speed + 0.005 * pull, speed + 0.1 * pull
        if place[2] < 31e3:
            break
        x, y, z = place
        time = dict(visit=visit, group=visit, time_s=10.0 * (visit + 1), group_end_s=10.0 * (visit + 1))
        rows.append(
            time | dict(slant_range_m=np.linalg.norm(place), azimuth_rad=np.arctan2(x, y),
                        elevation_rad=np.arctan2(z, np.hypot(x, y)), range_rate_mps=np.nan, range_std_m=50.0,
                        azimuth_std_rad=0.001, elevation_std_rad=0.001)
        )  # fmt: skip
    reports, _ = follow(world, world.message(rows, 1), [0.0, 400.0], 1)
    assert set(reports["number"]) == {1}
    assert reports["updates"][-1] == len(rows) > 8


def test_columns_of_flyers_make_a_track_each_and_hardly_any_track_hops_along_them():
    """The next flyer comes to where the one before was: a nearest neighbour makes tracks that stand or creep.

    Of these twelve columns of eight it made 9 such tracks; now 2 are left.
    """
    world, hopping, missing = World(period_s=(6.0,), groups=(12,), stds=(30.0, 0.002, 0.003)), 0, 0
    for seed in range(12):
        dice = np.random.default_rng(seed)
        column = np.zeros((8, 6))
        column[:, 0] = 60e3 + 1700.0 * np.arange(8) + dice.uniform(-400.0, 400.0, 8)
        column[:, 1] = 20e3 + dice.uniform(-800.0, 800.0, 8)
        column[:, 2], column[:, 3] = 500.0, -250.0
        message, origin = world.plots([column], 150, seed=seed)
        reports, _ = follow(world, message, [0.0, 150.0], 1)
        flyer = origin[reports["detection"]]
        for number in np.unique(reports["number"]):
            own = np.bincount(flyer[reports["number"] == number])
            hopping += own.max() < 0.8 * own.sum()
        missing += 8 - np.unique(flyer[reports["time_s"] > 60.0]).size
    assert hopping <= 3
    assert missing == 0
