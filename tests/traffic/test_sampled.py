"""Light aircraft sampled from published statistics: the tables are whole, and what is flown has their shares."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from gbad.cli import main
from gbad.errors import InputError
from gbad.physics.earth import MEAN_RADIUS
from gbad.physics.random import entity_key
from gbad.scenario.recordings import read_out
from gbad.traffic import sample_traffic, write_traffic
from gbad.traffic.sampled import KNOT_MPS, _between, _fly, statistics

QUIET = {"lost_share": 0.0, "gaps_per_hour": 0.0}
TABLES = statistics()
SEEN = TABLES.seconds / TABLES.seconds.sum()
SPEEDS = 0.5 * (TABLES.speed_mps[:-1] + TABLES.speed_mps[1:])


@pytest.fixture(scope="module")
def crowd():
    """Two thousand aircraft for three minutes, a report each ten seconds."""
    return sample_traffic(40.0, 20.0, aircraft=2000, duration_s=180, seed=5, **QUIET)


def now(columns, second):
    """The reports of the ten seconds from here on: one of everybody who flies."""
    since = columns["time"] - columns["time"].min()
    return {name: values[(since >= second) & (since < second + 10)] for name, values in columns.items()}


def test_rows_of_turns_sum_to_the_cell_of_level_flight():
    middle = TABLES.climbs.shape[2] // 2
    np.testing.assert_array_equal(TABLES.turns.sum(axis=2), TABLES.climbs[:, :, middle])
    assert (TABLES.climbs.sum(axis=2) <= TABLES.seconds).all()


def test_the_first_moment_has_the_shares_of_the_tables(crowd):
    here = now(crowd, 0)
    count = len(here["time"])
    assert count == pytest.approx(2000, abs=20)
    # speeds are recorded with an error of 0.7 m/s, far less than their classes are wide
    for k in range(len(SPEEDS)):
        low, high = TABLES.speed_mps[k : k + 2]
        share = np.mean((here["velocity"] > low) & (here["velocity"] <= high))
        want = SEEN[:, k].sum()
        assert share == pytest.approx(want, abs=4.0 * np.sqrt(want * (1.0 - want) / count) + 0.01), k
    height = here["geoaltitude"] - 44.0  # the geoid there, to a few metres
    for layer in range(3):
        low, high = TABLES.layer_m[layer : layer + 2]
        want = SEEN[layer].sum()
        assert np.mean((height > low) & (height <= high)) == pytest.approx(want, abs=0.06), layer
    level = (SEEN * TABLES.climbs[:, :, 3] / TABLES.climbs.sum(axis=2)).sum()
    # the middle class reaches to 1.27 m/s; recorded are multiples of 0.325 m/s with an error of 0.2
    assert np.mean(np.abs(here["vertrate"]) < 1.2) == pytest.approx(level, abs=0.05)


def test_faster_ones_are_seen_higher_as_in_the_tables(crowd):
    here = now(crowd, 100)
    height = here["geoaltitude"] - 44.0
    want = (TABLES.seconds * SPEEDS).sum(axis=1) / TABLES.seconds.sum(axis=1)
    for layer in range(3):
        inside = (height > TABLES.layer_m[layer]) & (height <= TABLES.layer_m[layer + 1])
        assert here["velocity"][inside].mean() == pytest.approx(want[layer], rel=0.05)


def test_courses_are_held_and_turns_last_as_long_as_they_do_in_the_source():
    flown = sample_traffic(40.0, 20.0, aircraft=60, duration_s=900, step_s=1, seed=2, **QUIET)
    straight, turns = 0, 0
    for who in np.unique(flown["icao24"]):
        mine = {name: values[flown["icao24"] == who] for name, values in flown.items()}
        course = np.unwrap(np.radians(mine["heading"]))
        # the error of a course is 0.4 degrees; over ten seconds the middle class turns by nothing, the next by 15
        over = np.abs(course[10:] - course[:-10])
        straight += int((over < np.radians(7.0)).sum())
        turns += len(over)
    level = (SEEN * TABLES.turns[:, :, 3] / TABLES.turns.sum(axis=2)).sum()
    # ten seconds hold a new draw more often than not (0.077 a second), each straight with the share of the table
    share = straight / turns
    assert level**2 < share < level


def test_as_many_fly_at_the_end_as_at_the_beginning_and_nobody_beyond_the_circle():
    flown = sample_traffic(10.0, 179.6, radius_km=60.0, aircraft=50, duration_s=3000, seed=4, **QUIET)
    since = flown["time"] - flown["time"].min()
    counts = np.bincount((since // 10).astype(int))[:300]
    assert counts.mean() == pytest.approx(50.0, abs=0.5)
    assert len(np.unique(flown["icao24"])) > 100
    east = np.radians((flown["lon"] - 179.6 + 180.0) % 360.0 - 180.0) * np.cos(np.radians(flown["lat"]))
    away = MEAN_RADIUS * np.hypot(east, np.radians(flown["lat"] - 10.0))
    assert away.max() < 60e3 + 200.0
    # as many in the inner half of the area as in the outer
    assert np.mean(away < 60e3 / np.sqrt(2.0)) == pytest.approx(0.5, abs=0.08)
    assert (flown["lon"] > 0.0).any()
    assert (flown["lon"] < 0.0).any()


def test_those_who_come_in_are_the_fast_ones_more_often_and_fly_inwards():
    came, speeds = 0, []
    for k in range(600):
        places, flown = _fly(3, entity_key(f"light-{k}-1"), 50e3, 10, 30)
        speeds.append(flown[10, 3])
        came += int(np.hypot(*places[12]) < np.hypot(*places[10]))
        assert np.hypot(*places[10]) == pytest.approx(50e3)
    assert came > 590  # a turn in the first second may lead out again
    flux = (SEEN * SPEEDS).sum(axis=0)
    want = (flux * SPEEDS).sum() / flux.sum()
    assert want - (SEEN * SPEEDS).sum() > 5.0
    assert np.mean(speeds) == pytest.approx(want, abs=4.0 * np.std(speeds) / np.sqrt(600))


def test_vertical_rates_are_what_heights_do_also_where_a_climb_is_turned_round():
    climbs = np.array([8.0, 8.0, 8.0, -3.0, -3.0, 0.0, 8.0, 8.0])
    heights, rates = _between(985.0, climbs, 900.0, 1000.0)
    np.testing.assert_allclose(heights, [985.0, 993.0, 999.0, 991.0, 994.0, 997.0, 997.0, 989.0])
    # the second in which it is turned itself lies between the two
    inside = [0, 2, 3, 4, 5, 6]
    np.testing.assert_allclose(np.diff(heights)[inside], rates[:-1][inside])


def test_one_more_aircraft_changes_nothing_about_the_others():
    few, more = (sample_traffic(40.0, 20.0, aircraft=n, duration_s=300, seed=9) for n in (3, 4))
    places = set(zip(more["time"], more["lat"], more["lon"], strict=True))
    assert set(zip(few["time"], few["lat"], few["lon"], strict=True)) <= places
    other = sample_traffic(40.0, 20.0, aircraft=3, duration_s=300, seed=10)
    assert other["lat"].tolist() != few["lat"].tolist()


def test_heights_count_from_the_ground():
    low, high = (sample_traffic(40.0, 20.0, aircraft=9, duration_s=300, seed=1, ground_m=g, **QUIET) for g in (0, 900))
    assert np.median(high["geoaltitude"] - low["geoaltitude"]) == pytest.approx(900.0, abs=8.0)
    assert low["geoaltitude"].min() > TABLES.layer_m[0]


def test_what_was_sampled_can_be_flown(tmp_path):
    write_traffic(sample_traffic(40.0, 20.0, aircraft=12, duration_s=600, seed=3), tmp_path / "light.csv")
    readout = read_out(tmp_path / "light.csv", 300.0)
    assert len(readout.recordings) >= 12
    for flight in readout.recordings:
        steps = np.stack([np.diff(flight.latitude_rad), np.diff(flight.longitude_rad) * np.cos(np.radians(40.0))])
        if len(flight.time_s) > 5:
            speed = np.median(MEAN_RADIUS * np.hypot(*steps) / np.diff(flight.time_s))
            assert 50.0 * KNOT_MPS < speed < 310.0 * KNOT_MPS


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"aircraft": 0}, "aircraft 0"),
        ({"radius_km": 3.0}, "radius_km 3"),
        ({"duration_s": 10}, "duration_s 10"),
        ({"radius_km": float("nan")}, "radius_km nan"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, said):
    with pytest.raises(InputError, match=said):
        sample_traffic(40.0, 20.0, **wrong)
    with pytest.raises(InputError, match="latitude_deg 81"):
        sample_traffic(81.0, 20.0)


def test_the_command_adds_them_to_a_scenarios_airways(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["gbad", "traffic", *arguments])
        status = 0
        try:
            main()
        except SystemExit as ending:
            status = int(ending.code or 0)
        said = capsys.readouterr()
        return status, said.out + said.err

    short = ("--duration-s", "120", "--aircraft", "4")
    status, said = call("a.csv", "--scenario", "civil-traffic", *short, "--light", "3")
    assert status == 0
    assert "3 of them are light aircraft sampled from the uncorrelated encounter model" in said
    assert "LIGHT002" in (tmp_path / "a.csv").read_text()
    status, said = call("b.csv", "--aircraft", "0")
    assert status == 2
    assert "nobody flies" in said
    assert not (tmp_path / "b.csv").exists()
    assert call("c.csv", "--duration-s", "120", "--aircraft", "0", "--light", "2")[0] == 0
