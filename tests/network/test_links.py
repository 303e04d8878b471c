"""Links of limited rate, jitter, radars that report to several commands, and what flows on when one is lost."""

from __future__ import annotations

import numpy as np
import pytest
from plot_reports import FLIGHT, reports_of, start
from plot_world import World

from gbad import network
from gbad.errors import InputError
from gbad.testing.small import small_tables


def arrivals(state, run=0):
    """Track number -> when its report arrives."""
    count = state.queue.count[run]
    return dict(zip(state.queue.number[run, :count].tolist(), state.queue.arrival_s[run, :count].tolist(), strict=True))


def test_a_limited_link_sends_one_report_after_the_other():
    world = World(latency_s=0.25, rate=2.0)
    state = start(world)
    rows = [dict(time_s=1.0, number=n, slot=n) for n in (1, 2, 3)]
    network.send(state, world.defence, reports_of(world, rows))
    assert arrivals(state) == {1: 1.75, 2: 2.25, 3: 2.75}
    # the line is still there for what comes at 2.0: half a second of it is left
    network.send(state, world.defence, reports_of(world, [dict(time_s=2.0, number=4, slot=4, group=1)]))
    assert arrivals(state)[4] == 3.25


def test_what_finds_the_line_full_is_dropped_and_goes_first_next_time():
    world = World(latency_s=0.0, rate=1.0, waiting=2)
    state = start(world)
    rows = [dict(time_s=0.0, number=n, slot=n) for n in (1, 2, 3, 4, 5)]
    network.send(state, world.defence, reports_of(world, rows))
    # one on the link and two in line, none of them sent yet
    assert arrivals(state) == {1: 1.0, 2: 2.0, 3: 3.0}
    network.share(state, world.defence, 9.0)
    later = [row | dict(time_s=10.0, group=1) for row in rows]
    network.send(state, world.defence, reports_of(world, later))
    assert arrivals(state) == {4: 11.0, 5: 12.0, 1: 13.0}


def test_the_share_of_a_busy_link_is_its_rate():
    world = World(latency_s=0.0, rate=3.0, waiting=5)
    state = start(world, queue=1000)
    for t in range(100):
        rows = [dict(time_s=float(t), number=n, slot=n, group=t) for n in range(1, 11)]
        network.send(state, world.defence, reports_of(world, rows))
    heard = state.queue.number[0, : state.queue.count[0]]
    # ten a second are offered, three a second pass, and every track has its turn
    assert len(heard) == pytest.approx(300, abs=6)
    counts = np.bincount(heard)[1:]
    assert counts.min() >= counts.max() - 1


def test_a_limited_link_does_not_care_how_runs_and_ticks_are_cut():
    world = World(latency_s=0.0, rate=2.0, waiting=4, loss=0.2, jitter_s=3.0)
    rows = [dict(run=run, time_s=float(t), group=t, number=n, slot=n) for run in range(3) for t in range(10)
            for n in range(1, 2 + (t + run) % 5)]  # fmt: skip
    whole = start(world, runs=3, queue=200)
    network.send(whole, world.defence, reports_of(world, rows, 3))
    alone = start(world, first_run=2, queue=200)
    for t in range(10):
        part = [row | dict(run=0) for row in rows if row["run"] == 2 and row["time_s"] == t]
        network.send(alone, world.defence, reports_of(world, part))
    count = whole.queue.count[2]
    assert count == alone.queue.count[0]
    for name in ("number", "arrival_s", "time_s"):
        assert np.array_equal(getattr(whole.queue, name)[2, :count], getattr(alone.queue, name)[0, :count]), name


def test_jitter_delays_evenly_and_reports_of_one_group_together():
    world = World(latency_s=1.0, jitter_s=4.0)
    state = start(world, queue=2000)
    rows = [dict(time_s=float(g), group=g, number=n, slot=n) for g in range(1000) for n in (1, 2)]
    network.send(state, world.defence, reports_of(world, rows))
    late = state.queue.arrival_s[0, :2000].reshape(1000, 2) - np.arange(1000.0)[:, None]
    assert np.array_equal(late[:, 0], late[:, 1])
    assert late.min() >= 1.0
    assert late.max() < 5.0
    assert late.mean() == pytest.approx(3.0, abs=0.15)
    assert (np.diff(state.queue.arrival_s[0, :2000:2]) < 0).any(), "some overtake others"


def test_an_overtaken_report_does_not_bring_the_picture_back():
    world = World(latency_s=0.0)
    state = start(world)
    for row in (dict(time_s=5.0, available_s=5.0), dict(time_s=3.0, available_s=8.0)):
        network.send(state, world.defence, reports_of(world, [row]))
    assert network.share(state, world.defence, 6.0).time_s[0, 0, 0] == 5.0
    assert network.share(state, world.defence, 9.0).time_s[0, 0, 0] == 5.0


TWO_POSTS = {
    "commands.annex": {"type": "55K6E"},
    "radars.second": {
        "type": "91N6E",
        "at": {"latitude_deg": 40.2, "longitude_deg": 33.0},
        "command": "annex",
        "also_reports_to": ["post"],
    },
    "links.second-to-post": {"type": "data-link", "latency_s": 4.0, "rate_reports_per_s": 10.0, "waiting_reports": 20},
}


def test_a_radar_that_also_reports_has_a_link_to_each_command():
    links = small_tables(TWO_POSTS)[0].defence.links
    assert links.id.tolist() == ["battery-radar-link", "search-link", "second-link", "second-to-post-link"]
    assert links.radar.tolist() == [0, 1, 2, 2]
    assert links.command.tolist() == [1, 1, 0, 1]
    assert links.latency_s[0].tolist() == [1.0, 1.0, 1.0, 4.0]
    assert links.rate_reports_per_s[0].tolist() == [np.inf, np.inf, np.inf, 10.0]


def test_a_command_or_link_that_is_not_there_is_refused():
    with pytest.raises(InputError, match=r"also_reports_to\[0\].*pst is not among commands.*post"):
        small_tables(TWO_POSTS | {"radars.second.also_reports_to": ["pst"]})
    with pytest.raises(InputError, match=r"links.search-to-annex"):
        small_tables(TWO_POSTS | {"links.search-to-annex": {"type": "data-link"}})


def sharing(shared):
    """Two commands with a radar each, one track known to the second radar only."""
    changes = (
        TWO_POSTS if shared else {**TWO_POSTS, "radars.second": {**TWO_POSTS["radars.second"], "also_reports_to": []}}
    )
    if not shared:
        changes.pop("links.second-to-post")
    defence = small_tables(changes)[0].defence
    state = network.start(defence, np.zeros(1, np.int64), np.zeros(1, np.uint64), 1, 16, 64)
    world = World()
    for t in range(3):
        network.send(state, defence, reports_of(world, [dict(time_s=6.0 * t, radar=2, group=t, flight=FLIGHT)]))
    return defence, state


def test_in_a_network_both_commands_know_what_one_radar_sees_and_alone_only_its_own():
    for shared in (False, True):
        defence, state = sharing(shared)
        picture = network.share(state, defence, 20.0)
        annex, post = picture.number[0, 0], picture.number[0, 1]
        assert annex[0] == 1
        assert post.any() == shared
        if shared:
            # later by the longer link
            assert picture.member[0, 1, 0].tolist() == [0, 0, 1]
            assert picture.member_time_s[0, 1, 0, 2] == 12.0


def test_when_a_radar_falls_silent_its_tracks_end_and_those_of_others_flow_on():
    defence, state = sharing(shared=True)
    world = World()
    for t in range(3, 12):
        network.send(state, defence, reports_of(world, [dict(time_s=6.0 * t, radar=1, group=t, flight=FLIGHT)]))
        picture = network.share(state, defence, 6.0 * t + 2.0)
    assert not picture.number[0, 0].any(), "the annex hears the lost radar only"
    assert picture.number[0, 1, 0] == 1, "the post keeps the number it knew from the lost radar"
    assert picture.member[0, 1, 0].tolist() == [0, 1, 0]


def test_what_is_recorded_of_arrivals_is_what_the_queue_holds():
    world = World(latency_s=0.25, rate=2.0, waiting=4, loss=0.3, jitter_s=3.0)
    state = start(world, runs=3, queue=400)
    rows = [dict(run=run, time_s=float(t), group=t, number=10 * t + n, slot=n) for run in range(3) for t in range(20)
            for n in range(1, 4)]  # fmt: skip
    reports = reports_of(world, rows, 3)
    leaves = network.send(state, world.defence, reports)
    told = network.arrivals(state, world.defence, reports, leaves)
    assert np.isinf(told).any()
    for run in range(3):
        mine = reports.run == run
        heard = {int(n): at for n, at in zip(reports.number[mine], told[mine, 0], strict=True) if np.isfinite(at)}
        assert heard == arrivals(state, run)
