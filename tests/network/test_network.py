"""Links lose and delay as they say; one object, one system track; nothing depends on the batch."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from plot_reports import FLIGHT, reports_of, start
from plot_world import World, cut, random_targets

from gbad import network, tracking
from gbad.errors import CapacityError


def test_a_report_is_heard_exactly_one_latency_after_it_was_ready():
    world = World(latency_s=0.7)
    state = start(world)
    network.send(state, world.defence, reports_of(world, [dict(time_s=1.0, available_s=2.1)]))
    assert not network.share(state, world.defence, np.nextafter(2.8, 0.0)).number.any()
    assert network.share(state, world.defence, 2.1 + 0.7).number[0, 0, 0] == 1


def test_cues_reach_a_radar_exactly_one_latency_after_the_picture_was_shared():
    world = World(latency_s=1.25, cued=(True,))
    state = start(world)
    network.send(state, world.defence, reports_of(world, [dict(time_s=0.0)]))
    for t in (1.0, 2.0, 3.0, 4.0):
        picture = network.share(state, world.defence, t)
        assert network.cues(state, world.defence, picture, t).number.any() == (t >= 4.0)
    late = start(world)
    network.send(late, world.defence, reports_of(world, [dict(time_s=0.0)]))
    picture = network.share(late, world.defence, 2.0)
    assert not network.cues(late, world.defence, picture, 3.249).number.any()
    assert network.cues(late, world.defence, picture, 3.25).number[0, 0, 0] == 1


def test_certain_loss_shares_nothing_and_even_chances_lose_half():
    for loss, low, high in ((1.0, 0, 0), (0.5, 430, 570), (0.0, 1000, 1000)):
        world = World(loss=loss)
        state = start(world, queue=1000)
        rows = [dict(time_s=float(i), group=i) for i in range(1000)]
        network.send(state, world.defence, reports_of(world, rows))
        assert low <= state.queue.count[0] <= high


def test_what_is_lost_depends_on_run_link_and_group_only():
    world = World(period_s=(10.0, 10.0), groups=(1, 1), cued=(False, False), loss=0.5)
    rows = [dict(run=run, radar=radar, time_s=float(g), group=g, number=g + 1)
            for run in range(3) for g in range(40) for radar in range(2)]  # fmt: skip
    whole = start(world, runs=3, queue=200)
    network.send(whole, world.defence, reports_of(world, rows, 3))
    kept = whole.queue.number[2, : whole.queue.count[2]]
    # the same run alone, its groups sent one by one
    alone = start(world, first_run=2, queue=200)
    for row in rows[160:]:
        network.send(alone, world.defence, reports_of(world, [row | dict(run=0)]))
    assert np.array_equal(kept, alone.queue.number[0, : alone.queue.count[0]])
    assert not np.array_equal(kept, whole.queue.number[1, : whole.queue.count[1]])
    # reports of one group travel together
    pair = start(world)
    network.send(pair, world.defence, reports_of(world, [dict(time_s=1.0, number=n, slot=n) for n in (1, 2, 3)]))
    assert pair.queue.count[0] in (0, 3)


def two_radars(**more):
    """A slow coarse radar and a fast fine one."""
    return World(period_s=(10.0, 1.0), groups=(1, 1), cued=(False, True), latency_s=0.0, **more)


def test_two_radars_on_one_object_make_one_system_track_with_the_state_of_the_better():
    world = two_radars()
    state = start(world)
    rows = [dict(time_s=9.0, spread_m=300.0, civil_replies=1, interrogations=2),
            dict(time_s=9.5, radar=1, slot=5, number=8, spread_m=30.0, civil_replies=2, interrogations=2)]  # fmt: skip
    network.send(state, world.defence, reports_of(world, rows))
    picture = network.share(state, world.defence, 10.0)
    assert picture.number[0, 0].tolist() == [1] + [0] * 15
    assert picture.member[0, 0, 0].tolist() == [1, 8]
    assert picture.member_time_s[0, 0, 0].tolist() == [9.0, 9.5]
    assert picture.time_s[0, 0, 0] == 9.5
    assert picture.covariance_ecef[0, 0, 0, 0, 0] == 900.0
    assert (picture.civil_replies[0, 0, 0], picture.interrogations[0, 0, 0]) == (3, 4)


def test_objects_apart_stay_apart_and_one_radar_never_has_two_members():
    world = two_radars()
    state = start(world)
    far = FLIGHT + np.array([0, 3e3, 0, 0, 0, 0])
    close = FLIGHT + np.array([50.0, 0, 0, 0, 0, 0])
    rows = [dict(time_s=9.0), dict(time_s=9.0, number=2, slot=1, flight=far),
            dict(time_s=9.0, number=3, slot=2, flight=close)]  # fmt: skip
    network.send(state, world.defence, reports_of(world, rows))
    picture = network.share(state, world.defence, 10.0)
    assert (picture.number[0, 0] > 0).sum() == 3


def test_a_member_that_drifts_away_gets_a_system_track_of_its_own():
    world = two_radars()
    state = start(world)
    for t in range(1, 40):
        other = FLIGHT.copy()
        if t > 10:
            other[:3] += np.array([0, 60.0, 0]) * (t - 10)
        rows = [dict(time_s=float(t), group=t), dict(time_s=float(t), radar=1, number=4, group=t, flight=other)]
        network.send(state, world.defence, reports_of(world, rows))
        picture = network.share(state, world.defence, float(t))
        if t == 10:
            assert picture.number[0, 0, :2].tolist() == [1, 0]
    assert picture.number[0, 0, :3].tolist() == [1, 2, 0]
    assert picture.member[0, 0, 0].tolist() == [1, 0]
    assert picture.member[0, 0, 1].tolist() == [0, 4]


def test_one_object_held_as_two_becomes_one_and_keeps_the_older_number():
    world = two_radars()
    state = start(world)
    other = FLIGHT + np.array([0, 5e3, 0, 0, 0, 0])
    network.send(state, world.defence, reports_of(world, [dict(time_s=1.0)]))
    network.send(state, world.defence, reports_of(world, [dict(time_s=1.0, radar=1, flight=other)]))
    assert (network.share(state, world.defence, 1.0).number > 0).sum() == 2
    network.send(state, world.defence, reports_of(world, [dict(time_s=2.0, radar=1, civil_replies=1)]))
    picture = network.share(state, world.defence, 2.0)
    assert picture.number[0, 0, :3].tolist() == [1, 0, 0]
    assert picture.civil_replies[0, 0, 0] == 1


def test_a_silent_track_ends_after_six_periods_and_its_number_never_returns():
    world = World(latency_s=0.0)
    state = start(world)
    network.send(state, world.defence, reports_of(world, [dict(time_s=5.0, friendly_replies=3)]))
    network.share(state, world.defence, 6.0)
    assert network.share(state, world.defence, 65.0).number[0, 0, 0] == 1
    assert network.share(state, world.defence, 65.5).number[0, 0, 0] == 0
    network.send(state, world.defence, reports_of(world, [dict(time_s=70.0, number=2)]))
    picture = network.share(state, world.defence, 71.0)
    assert picture.number[0, 0, 0] == 2
    assert picture.friendly_replies[0, 0, 0] == 0
    assert picture.first_s[0, 0, 0] == 71.0


def test_a_track_found_again_by_its_radar_keeps_its_system_number_and_its_replies():
    world = World(latency_s=0.0)
    state = start(world)
    network.send(state, world.defence, reports_of(world, [dict(time_s=5.0, friendly_replies=3, interrogations=3)]))
    network.share(state, world.defence, 6.0)
    again = dict(time_s=30.0, number=9, slot=0, friendly_replies=1, interrogations=2)
    network.send(state, world.defence, reports_of(world, [again]))
    picture = network.share(state, world.defence, 31.0)
    assert picture.number[0, 0, 0] == 1
    assert picture.member[0, 0, 0, 0] == 9
    assert (picture.friendly_replies[0, 0, 0], picture.interrogations[0, 0, 0]) == (4, 5)


def play(world, targets, numbers, step=1.0, duration=80.0):
    """Pictures (copies of number, position, member) at every cycle of tracked plots shared over the network."""
    runs = len(targets)
    message, _ = world.plots(targets, duration, false_per_visit=2)
    draw = np.zeros(runs, np.int64)
    tracker = tracking.start(world.defence, draw, runs, 64)
    state = network.start(world.defence, draw, np.array(numbers, np.uint64), 3, 64, 512)
    base, seen = np.zeros(runs, np.int64), []
    for t in np.arange(step, duration + step / 2, step):
        piece = cut(message, t - step, t)
        network.send(state, world.defence, tracking.update(tracker, world.defence, piece, base, t))
        base = base + np.diff(piece.offsets)
        if t % 1.0 == 0.0:
            picture = network.share(state, world.defence, t)
            cues = network.cues(state, world.defence, picture, t)
            live = picture.number > 0
            seen.append((picture.number.copy(), picture.position_ecef_m * live[..., None],
                         picture.member * live[..., None], cues.number.copy()))  # fmt: skip
    return [np.array(column) for column in zip(*seen, strict=True)]


@pytest.fixture(scope="module")
def scene():
    world = World(period_s=(8.0, 1.0), groups=(4, 1), cued=(False, True), loss=0.1)
    return world, [random_targets(np.random.default_rng(run), 10) for run in range(3)]


def test_pictures_of_a_batch_have_one_track_per_object(scene):
    world, targets = scene
    number, _position, member, _ = play(world, targets, [0, 1, 2])
    for run in range(3):
        live = number[-1, run, 0] > 0
        assert 10 <= live.sum() <= 11
        assert (member[-1, run, 0, live] > 0).sum() >= 18


def test_the_cut_of_time_changes_no_picture(scene):
    world, targets = scene
    for whole, halved in zip(play(world, targets, [0, 1, 2]), play(world, targets, [0, 1, 2], 0.25), strict=True):
        assert np.array_equal(whole, halved)


def test_a_run_has_the_same_picture_in_any_batch(scene):
    world, targets = scene
    message, _ = world.plots(targets, 40.0, false_per_visit=2)
    draw = np.zeros(3, np.int64)

    def picture(runs, numbers):
        keep = np.isin(message.run, runs)
        columns = {f.name: getattr(message, f.name)[keep] for f in fields(message) if f.name != "offsets"}
        columns["run"] = np.searchsorted(runs, columns["run"])
        part = type(message)(offsets=np.searchsorted(columns["run"], np.arange(len(runs) + 1)), **columns)
        tracker = tracking.start(world.defence, draw[: len(runs)], len(runs), 64)
        state = network.start(world.defence, draw[: len(runs)], np.array(numbers, np.uint64), 3, 64, 512)
        for t in range(1, 41):
            piece = cut(part, t - 1.0, float(t))
            base = np.zeros(len(runs), np.int64)
            network.send(state, world.defence, tracking.update(tracker, world.defence, piece, base, float(t)))
            shared = network.share(state, world.defence, float(t))
        return shared

    together, alone = picture([0, 1, 2], [4, 5, 6]), picture([1], [5])
    for f in fields(together):
        live = together.number[1] > 0
        assert np.array_equal(getattr(together, f.name)[1][live], getattr(alone, f.name)[0][live]), f.name


def test_lack_of_room_is_told():
    world = World(latency_s=0.0)
    with pytest.raises(CapacityError, match="in flight"):
        network.send(start(world, queue=2), world.defence, reports_of(world, [dict(time_s=1.0)] * 3))
    rows = [dict(time_s=1.0, number=i + 1, slot=i, flight=FLIGHT + 5e3 * i) for i in range(5)]
    state = start(world, slots=4)
    network.send(state, world.defence, reports_of(world, rows))
    with pytest.raises(CapacityError, match="local tracks known"):
        network.share(state, world.defence, 2.0)
    world = two_radars()
    rows = [dict(time_s=1.0, radar=i % 2, number=i + 1, slot=i // 2, flight=FLIGHT + 5e3 * i) for i in range(6)]
    state = start(world, slots=4)
    for row in rows:
        network.send(state, world.defence, reports_of(world, [row]))
    with pytest.raises(CapacityError, match="air picture"):
        network.share(state, world.defence, 2.0)


@pytest.mark.parametrize(("latency_s", "lives_s"), [(0.2, 3.0), (0.5, 3.0), (4.0, 6.5), (15.0, 17.5)])
def test_a_local_track_is_over_after_six_periods_or_five_and_the_way_of_its_report(latency_s, lives_s):
    """Looked at twice a second over a slow link, a track would be over before its first report is heard."""
    world = World(period_s=(0.5,), latency_s=latency_s)
    state = start(world)
    network.send(state, world.defence, reports_of(world, [dict(time_s=0.0)]))
    assert network.share(state, world.defence, max(latency_s, lives_s - 0.1)).number[0, 0, 0] == 1
    assert not network.share(state, world.defence, lives_s + 0.1).number.any()
