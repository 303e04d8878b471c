"""A radar on an aircraft that goes round: where it is, what it sees from there, and what is refused."""

import itertools

import numpy as np
import pytest

import gbad
from gbad import motion
from gbad.errors import InputError
from gbad.physics import earth
from gbad.scenario import parse_document, read
from gbad.scenario.compile_racetracks import PLACES, length_m, offset_m, place_at, steps_of
from gbad.scenario.layout.sites import Racetrack
from gbad.scenario.load import load
from gbad.simulation.prepare import prepare

TRACK = Racetrack(leg_km=60.0, width_km=20.0, heading_deg=90.0, speed_mps=200.0)


def document(more="", height_m=9100.0, radar="", terrain="{kind: flat}"):
    """A radar that goes round, and a missile at 50 m that comes straight at its middle from 250 km away."""
    return parse_document(
        f"""\
schema: scenario/1
title: Round and round
duration_s: 700.0
cycle_s: 10.0
terrain: {terrain}
commands: {{post: {{type: 55K6E{more}}}}}
radars:
  aloft: {{type: airborne-warning, antenna_height_m: {height_m}, at: {{latitude_deg: 40.0, longitude_deg: -150.0}},
    command: post, false_alarms_per_visit: 0.0{radar},
    racetrack: {{leg_km: 60.0, width_km: 20.0, heading_deg: 90.0, speed_mps: 200.0}}}}
assets: {{works: {{at: {{latitude_deg: 40.0, longitude_deg: -150.0}}}}}}
threats:
  missile: {{type: cruise-missile, height_m: 50.0, rcs_m2: 5.0, aims_at: works,
    route: {{kind: waypoints, points: [{{latitude_deg: 42.25, longitude_deg: -150.0}}]}}}}
""",
        "round",
    )


def test_the_way_is_closed_even_and_turns_to_the_right():
    around = length_m(TRACK)
    assert around == pytest.approx(2.0 * 60e3 + np.pi * 20e3)
    along = np.linspace(0.0, around, 4001)
    ahead, right = np.array([offset_m(TRACK, s) for s in along]).T
    np.testing.assert_allclose((ahead[0], right[0]), (0.0, -10e3))
    np.testing.assert_allclose((ahead[-1], right[-1]), (ahead[0], right[0]), atol=1e-6)
    np.testing.assert_allclose(np.hypot(np.diff(ahead), np.diff(right)), around / 4000.0, rtol=1e-3)
    assert ahead.max() == pytest.approx(40e3, rel=1e-4)
    assert right.max() == pytest.approx(10e3, rel=1e-4)
    # to the right: the area to its right is within
    assert float((ahead[:-1] * np.diff(right) - right[:-1] * np.diff(ahead)).sum()) > 0.0


def test_a_heading_to_the_east_begins_on_the_northern_leg():
    middle = load(document()).radars["aloft"].at
    place = place_at(TRACK, middle, 0.0)
    away_m, _, _ = earth.geodesic_inverse(*np.radians([40.0, -150.0, place.latitude_deg, place.longitude_deg]))
    assert place.latitude_deg > 40.0
    assert away_m == pytest.approx(10e3, rel=1e-6)
    assert place_at(TRACK, middle, 10e3).longitude_deg > -150.0


def test_steps_follow_each_other_around_and_come_back():
    steps = list(steps_of(load(document())))
    around_s = length_m(TRACK) / 200.0
    places = {(s.to.latitude_deg, s.to.longitude_deg) for s in steps}
    assert len(places) == min(PLACES, int(around_s / 20.0), len(steps))
    assert steps[0].from_s == 0.0
    assert all(a.from_s < b.from_s for a, b in itertools.pairwise(steps))
    assert all(s.from_s % 10.0 == 0.0 for s in steps)


def test_every_step_stands_where_its_middle_is_flown_and_comes_round_again():
    text = document().text.replace("duration_s: 700.0", "duration_s: 2500.0")
    ground = "radars:\n  acquire: {type: 91N6E, at: {latitude_deg: 40.0, longitude_deg: -150.0}, command: post}\n"
    scenario = load(parse_document(text.replace("radars:\n", ground), "round"))
    steps, around_s = list(steps_of(scenario)), length_m(TRACK) / TRACK.speed_mps
    each_s = around_s / PLACES
    assert {step.row for step in steps} == {1}  # acquire is the first
    assert 2.0 * around_s < 2490.0 - each_s <= steps[-1].from_s < 2500.0  # up to the end
    for number, step in enumerate(steps):
        there = place_at(TRACK, scenario.radars["aloft"].at, TRACK.speed_mps * (number + 0.5) * each_s)
        assert (step.to.latitude_deg, step.to.longitude_deg) == pytest.approx((there.latitude_deg, there.longitude_deg))
        assert abs(step.from_s - number * each_s) <= 10.0  # at a command cycle


def test_it_measures_from_where_it_is_then():
    """Slant ranges of its plots, by hand from the place of each step."""
    ready = prepare(document())
    found = gbad.run(ready, seed=3, runs=2, record_all=True).detections
    steps = list(steps_of(ready.scenario))
    assert len(found["time_s"]) > 50
    time_s = np.asarray(found["time_s"], float)
    # the part of a turn in which a step begins may be looked at from either place
    begins = np.array([s.from_s for s in steps])
    clear = np.array([np.abs(begins - t).min() > 10.0 for t in time_s])
    target = motion.states(ready.trajectories, 0, 0, time_s)[:, :3]
    radar = np.array([
        earth.geodetic_to_ecef(*np.radians([s.to.latitude_deg, s.to.longitude_deg]), 9100.0).reshape(3)
        for s in (steps[int(np.searchsorted(begins, t, side="right")) - 1] for t in time_s)
    ])  # fmt: skip
    off = np.asarray(found["slant_range_m"], float) - np.linalg.norm(target - radar, axis=1)
    assert clear.sum() > 20
    assert np.abs(off[clear]).max() < 6.0 * np.asarray(found["range_std_m"], float).max()
    middle = earth.geodetic_to_ecef(*np.radians([40.0, -150.0]), 9100.0).reshape(3)
    still = np.asarray(found["slant_range_m"], float) - np.linalg.norm(target - middle, axis=1)
    assert np.abs(still).max() > 3e3


def test_tracks_go_on_while_it_goes_round():
    result = gbad.run(document(), seed=3, runs=4, record_all=True)
    marks = result.table("track_marks")
    followed = marks["object"] == "missile"
    assert (marks["event"][followed] == "formed").sum() == 4
    assert not np.isin(marks["event"][followed], ("renumbered", "swapped", "lost")).any()
    again = gbad.run(document(), seed=3, runs=4, batch=1)
    assert again.result_hash == gbad.run(document(), seed=3, runs=4, batch=4).result_hash


def test_hills_hide_from_each_place_anew():
    """A ridge beside its way: masks differ from place to place, and come again with the second time round."""
    hills = "{kind: mountain, latitude_deg: 40.5, longitude_deg: -150.0}"
    stands = prepare(document(terrain=hills)).tables.stands
    masks = {id(stand.defence.radars.mask_min_height_m) for stand in stands[1:]}
    assert 5 < len(masks) <= PLACES
    flat = prepare(document()).tables.stands
    assert len({id(stand.defence.radars.mask_min_height_m) for stand in flat}) == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"height_m": 24.0}, r"racetrack: the antenna of airborne-warning is 24 m up; 1000 m or more"),
        ({"more": ", tracker: ./mine.py:Mine"}, r"racetrack: the tracker of post, ./mine.py:Mine, cannot be told"),
        ({"height_m": 16_000.0}, r"antenna_height_m.*15000"),
    ],
)
def test_what_does_not_fly_is_refused_with_its_reason(changes, says):
    with pytest.raises(InputError, match=says):
        read(document(**changes))
