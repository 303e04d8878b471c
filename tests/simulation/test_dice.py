"""Common random numbers: what does not matter changes nothing; every outcome is counted once."""

import shutil
from pathlib import Path

import numpy as np
import pytest

import gbad
from gbad.codes.causes import Cause
from gbad.weapon_assignment import greedy

SEED = 7
FAR_POINTS = [{"latitude_deg": latitude, "longitude_deg": -20.0} for latitude in (0.0, 1.0)]
FAR = {"type": "fighter", "route": {"kind": "waypoints", "points": FAR_POINTS}}


def without(result, table: str, name: str) -> dict[str, np.ndarray]:
    columns = result.tables[table]
    keep = columns["object"] != name if "object" in columns else np.ones(len(columns), bool)
    return {column: columns[column][keep] for column in columns}


def test_a_threat_five_thousand_kilometres_away_changes_no_other_outcome():
    near = gbad.run("ankara-2019", seed=SEED)
    with_far = gbad.run("ankara-2019", seed=SEED, changes={"threats.a-far-one": FAR})
    assert "a-far-one" in set(with_far.outcomes["object"])
    for table in ("detections", "tracks", "orders", "shots", "outcomes", "events"):
        one, two = without(near, table, "a-far-one"), without(with_far, table, "a-far-one")
        for name, column in one.items():
            np.testing.assert_array_equal(column, two[name], err_msg=f"{table}.{name}")


def test_one_flyer_and_the_first_of_many_meet_the_same_dice():
    """The second is a thousand seconds behind: to the first it makes no difference but in name."""
    alone = gbad.run("one-aircraft", seed=SEED, runs=6)
    pair = {"threats.aircraft.count": "2", "threats.aircraft.interval_s": "1000.0"}
    with_second = gbad.run("one-aircraft", seed=SEED, runs=6, changes=pair)
    assert set(with_second.outcomes["object"]) == {"aircraft-1", "aircraft-2"}
    for table in ("detections", "shots", "outcomes"):
        one, two = alone.tables[table], with_second.tables[table]
        mine, first = one["object"] == "aircraft", two["object"] == "aircraft-1"
        assert mine.sum() == first.sum() > 0, table
        for name, column in one.items():
            # names and texts say who it is; system tracks are numbered with those of the second
            if column.dtype.kind == "f":
                np.testing.assert_array_equal(column[mine], two[name][first], err_msg=f"{table}.{name}")


@pytest.mark.parametrize("scenario", ["one-aircraft", "saturation-40", "ankara-2019"])
def test_the_greedy_policy_copied_into_a_users_file_changes_nothing(tmp_path: Path, scenario: str):
    from gbad.scenario.document import SHIPPED

    shutil.copy(SHIPPED / f"{scenario}.yaml", tmp_path / "mine.yaml")
    shutil.copy(greedy.__file__, tmp_path / "p.py")
    document = gbad.load(scenario)
    changes = {f"commands.{name}.policy": "./p.py:assign" for name in document.commands}
    mine = gbad.run(tmp_path / "mine.yaml", seed=SEED, changes=changes)
    assert mine.tables
    built_in = gbad.run(scenario, seed=SEED)
    for table in ("orders", "shots", "outcomes"):
        for name in built_in.tables[table]:
            np.testing.assert_array_equal(built_in.tables[table][name], mine.tables[table][name])


@pytest.mark.parametrize("scenario", ["one-aircraft", "saturation-40", "ankara-2019"])
def test_every_threat_has_one_fate_and_every_leaker_one_cause(scenario: str):
    result = gbad.run(scenario, seed=SEED, runs=5)
    outcomes = result.outcomes
    threats = outcomes["is_threat"]
    fates = [int((outcomes["fate"][threats] == fate).sum()) for fate in ("killed", "leaked", "survived")]
    assert sum(fates) == threats.sum()
    leaked = outcomes["fate"] == "leaked"
    assert not leaked[~threats].any()
    causes = {cause.identifier for cause in Cause if cause != Cause.NONE}
    assert set(outcomes["cause"][leaked]) <= causes
    assert set(outcomes["cause"][~leaked]) <= {"none"}
    summary = result.summary()
    assert summary["killed"] + summary["leaked"] + summary["survived"] == summary["threats"]
    assert sum(summary["leak_causes"].values()) == summary["leaked"]


def test_no_battery_fires_more_rounds_than_its_magazine_holds(saturation):
    result = gbad.run(saturation, seed=SEED, runs=10)
    shots, sites = result.shots, result.sites
    for run in range(10):
        for battery, rounds in zip(sites["id"], sites["rounds"], strict=True):
            fired = (shots["run"] == run) & (shots["battery"] == battery)
            assert rounds < 0 or fired.sum() <= rounds
        assert len(set(shots["round"][shots["run"] == run])) == (shots["run"] == run).sum()


def test_no_battery_holds_more_channels_than_it_has(saturation):
    result = gbad.run(saturation, seed=SEED)
    channels, sites = result.channels, result.sites
    for battery, targets, missiles in zip(
        sites["id"], sites["target_channels"], sites["missile_channels"], strict=True
    ):
        mine = channels["battery"] == battery
        if mine.any():
            assert channels["target_channels_busy"][mine].max() <= targets
            assert channels["missile_channels_busy"][mine].max() <= missiles
