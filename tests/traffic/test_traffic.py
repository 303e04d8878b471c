"""Made-up traffic: repeatable, independent of who else flies, with the gaps and columns it says."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from gbad.cli import app
from gbad.errors import InputError
from gbad.physics.earth import MEAN_RADIUS
from gbad.scenario.document import SHIPPED
from gbad.scenario.load import load
from gbad.traffic import Airway, made_up_airways, make_traffic, write_traffic

AIRWAYS = made_up_airways(45.0, 45.0, 150.0, 4, 3)
OPENSKY = ("time", "icao24", "lat", "lon", "velocity", "heading", "vertrate", "callsign", "onground", "alert", "spi",
           "squawk", "baroaltitude", "geoaltitude", "lastposupdate", "lastcontact", "hour")  # fmt: skip


def of(columns, who):
    return {name: values[columns["icao24"] == who] for name, values in columns.items()}


def test_the_same_seed_gives_the_same_traffic_in_the_columns_of_opensky():
    one, two, other = (make_traffic(AIRWAYS, aircraft=5, duration_s=900, seed=s) for s in (4, 4, 5))
    assert tuple(one) == OPENSKY
    for name in OPENSKY:
        np.testing.assert_array_equal(one[name], two[name])
    assert not np.array_equal(one["lat"], other["lat"])


def test_one_more_aircraft_changes_nothing_about_the_others():
    few, more = (make_traffic(AIRWAYS, aircraft=n, duration_s=900, seed=4) for n in (4, 6))
    for who in np.unique(few["icao24"]):
        for name in ("time", "lat", "lon", "geoaltitude"):
            np.testing.assert_array_equal(of(few, who)[name], of(more, who)[name])


def test_reports_are_lost_and_gaps_come_as_often_as_asked():
    whole = make_traffic(AIRWAYS, aircraft=90, seed=6, lost_share=0.0, gaps_per_hour=0.0)
    lossy = make_traffic(AIRWAYS, aircraft=90, seed=6, lost_share=0.2, gaps_per_hour=0.0)
    holed = make_traffic(AIRWAYS, aircraft=90, seed=6, lost_share=0.0, gaps_per_hour=6.0, gap_s=120.0)
    n = len(whole["time"])
    assert len(lossy["time"]) / n == pytest.approx(0.8, abs=4.0 * np.sqrt(0.16 / n))
    # alternating renewal: away for 120 of every 600 + 120 s in the mean
    assert len(holed["time"]) / n == pytest.approx(600.0 / 720.0, abs=0.06)
    steps = [np.diff(of(whole, who)["time"]) for who in np.unique(whole["icao24"])]
    assert {int(s) for step in steps for s in step} == {10}


def test_airliners_keep_to_their_airway_and_its_levels():
    airway = Airway((45.0, 43.0), (45.0, 47.0), 9000.0, 12000.0)
    flown = make_traffic([airway], aircraft=20, stray_share=0.0, seed=2)
    # nobody can turn off: a great circle between places on one parallel strays north by 0.014 degrees a degree or so
    assert np.abs(flown["lat"] - 45.0).max() < 0.05
    eastbound = flown["heading"] < 180.0
    assert eastbound.any()
    assert (~eastbound).any()
    assert flown["geoaltitude"].min() > 6000.0
    for who in np.unique(flown["icao24"]):
        mine = of(flown, who)
        if len(mine["time"]) < 10:
            continue
        east = np.radians(np.diff(mine["lon"])) * np.cos(np.radians(45.0))
        speed = MEAN_RADIUS * np.abs(east) / np.diff(mine["time"])
        assert np.median(speed) == pytest.approx(np.median(mine["velocity"]), rel=0.01)


def test_what_makes_no_sense_and_what_is_there_already_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="at least one airway"):
        make_traffic([])
    with pytest.raises(InputError, match="step_s 0"):
        make_traffic(AIRWAYS, step_s=0)
    traffic = make_traffic(AIRWAYS, aircraft=2, duration_s=300)
    write_traffic(traffic, tmp_path / "a.parquet")
    with pytest.raises(InputError, match="exists already"):
        write_traffic(traffic, tmp_path / "a.parquet")
    with pytest.raises(InputError, match=r"\.csv or \.parquet"):
        write_traffic(traffic, tmp_path / "a.txt")


def test_aircraft_that_nobody_heard_are_said(tmp_path: Path):
    asked = ["traffic", str(tmp_path / "few.csv"), "--aircraft", "20", "--duration-s", "300", "--seed", "3"]
    told = CliRunner().invoke(app, asked)
    assert told.exit_code == 0
    assert "of 19 made-up aircraft in 300 s\n1 of the 20 asked for was never heard: " in told.output
    asked[1] = str(tmp_path / "again.csv")
    assert json.loads(CliRunner().invoke(app, [*asked, "--json"]).output)["asked_for_never_heard"] == 1
    asked[1], asked[-1] = str(tmp_path / "all.csv"), "2"
    assert "never heard" not in CliRunner().invoke(app, asked).output


def test_the_shipped_recording_is_what_its_scenario_says_it_was_made_by(tmp_path: Path):
    corridors = sorted(load("civil-traffic").corridors.items())
    airways = [
        Airway((c.from_.latitude_deg, c.from_.longitude_deg), (c.to.latitude_deg, c.to.longitude_deg),
               c.min_height_m, c.max_height_m)
        for _, c in corridors
    ]  # fmt: skip
    write_traffic(
        make_traffic(airways, aircraft=40, duration_s=1500, step_s=20, seed=12, stray_share=0.3), tmp_path / "again.csv"
    )
    assert (tmp_path / "again.csv").read_bytes() == (SHIPPED / "civil-traffic.csv").read_bytes()


@pytest.mark.parametrize("longitude_deg", [179.5, -179.9, 180.0])
def test_traffic_at_the_date_line_stays_around_its_place(longitude_deg):
    airways = made_up_airways(10.0, longitude_deg, 200.0, 6, 3)
    flown = make_traffic(airways, aircraft=40, duration_s=1800, seed=3, stray_share=0.4, gaps_per_hour=0.0)
    assert np.abs(flown["lon"]).max() <= 180.0
    east = np.radians((flown["lon"] - longitude_deg + 180.0) % 360.0 - 180.0) * np.cos(np.radians(10.0))
    off = MEAN_RADIUS * np.hypot(east, np.radians(flown["lat"] - 10.0))
    # strays keep to the box around a circle of 200 km
    assert off.max() < 200e3 * np.sqrt(2.0)
    assert (flown["lon"] > 0.0).any()
    assert (flown["lon"] < 0.0).any()


def test_the_same_traffic_is_flown_wherever_the_turn_of_longitude_begins():
    here, there = (
        make_traffic(made_up_airways(10.0, longitude, 200.0, 4, 3), aircraft=15, duration_s=900, seed=3)
        for longitude in (100.0, 179.8)
    )
    np.testing.assert_array_equal(here["time"], there["time"])
    np.testing.assert_array_equal(here["lat"], there["lat"])
    turn = (there["lon"] - here["lon"]) % 360.0
    np.testing.assert_allclose(turn, 79.8, atol=2e-3)  # ends of airways are rounded to 0.001 degrees


def test_airways_over_the_pole_are_refused():
    with pytest.raises(InputError, match=r"comes to 89\.9 degrees"):
        make_traffic([Airway((80.0, 0.0), (80.0, 179.0))])
    with pytest.raises(InputError, match="up to 85 are flown"):
        make_traffic(made_up_airways(86.0, 20.0, 100.0, 3, 1))
    assert len(make_traffic([Airway((80.0, 0.0), (80.0, 30.0))], aircraft=3, seed=2)["lat"])
