"""``gbad run``: one folder, one object, nothing overwritten."""

from __future__ import annotations

import json

import pytest

from gbad import results

KEYS = (
    *("result_hash", "out", "simulated_s", "wall_s", "threats", "killed", "leaked", "survived"),
    *("others", "others_engaged", "others_killed", "rounds_fired", "leak_causes", "warnings", "decisions"),
)


def test_json_is_one_object_and_nothing_else(cli, played):
    done = cli("run", "made-up", "--seed", 7, "--json", "--no-report")
    assert done.status == 0
    told = json.loads(done.out)
    assert tuple(told) == KEYS
    assert told["killed"] + told["leaked"] + told["survived"] == told["threats"] == 3
    assert sum(told["leak_causes"].values()) == told["leaked"]
    assert results.open(told["out"]).result_hash == told["result_hash"]


def test_the_summary_names_folder_and_counts(cli, played):
    done = cli("run", "made-up", "--no-report")
    assert done.status == 0
    assert "3 threats, 1 killed, 2 leaked" in done.out
    assert "gbad-results-0001" in done.out


def test_options_reach_the_simulation(cli, played):
    cli("run", "x.yaml", "--seed", 8, "--runs", 3, "--set", "organisation=B", "--set", "a.b=1=2", "--no-report")
    assert played[0]["seed"] == 8
    assert played[0]["runs"] == 3
    assert played[0]["changes"] == {"organisation": "B", "a.b": "1=2"}


def test_a_full_folder_is_refused_before_the_simulation_starts(cli, played, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("x")
    done = cli("run", "made-up", "--out", "out", "--json")
    assert done.status == 2
    assert "not empty" in json.loads(done.out)["error"]
    assert "not empty" in done.err
    assert not played


@pytest.mark.parametrize("arguments", [("--set", "no-equals"), ("--seed", "-1"), ("--runs", "0"), ("--bogus",)])
def test_bad_options_are_status_2_and_nothing_is_written(cli, played, tmp_path, arguments):
    done = cli("run", "made-up", *arguments)
    assert done.status == 2
    assert done.out == ""
    assert list(tmp_path.iterdir()) == []


def test_an_unwritable_place_is_status_5(cli, played):
    done = cli("run", "made-up", "--out", "/proc/nowhere/out")
    assert done.status == 5
    assert "cannot be written" in done.err
    assert not played
