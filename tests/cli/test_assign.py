"""``gbad assign`` from outside."""

from __future__ import annotations

import json

import pytest

CSV = "weapon,rounds,bomber,cruise\nvalue,,85,33\nnorth,2,0.81,0.39\nsouth,1,0.88,0.76\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(CSV)
    return path


def test_prints_value_bound_comparison_and_who_fires_at_whom(cli, file):
    done = cli("assign", file)
    assert done.status == 0
    assert "2 targets worth 118, 2 rows with 3 rounds" in done.out
    assert "optimal: 10.98" in done.out
    assert "greedy would leave" in done.out
    assert "north x2" in done.out


def test_json_is_one_object_with_the_same_answer(cli, file):
    done = cli("assign", file, "--json")
    told = json.loads(done.out)
    # both of north at the bomber, south at the cruise missile
    assert told["survival_value"] == pytest.approx(85 * 0.19**2 + 33 * 0.24)
    assert told["shots"] == [
        {"weapon": "north", "target": "bomber", "rounds": 2}, {"weapon": "south", "target": "cruise", "rounds": 1},
    ]  # fmt: skip
    assert told["gap"] == pytest.approx(0.0, abs=1e-9)
    greedy = json.loads(cli("assign", file, "--json", "--method", "greedy").out)
    assert greedy["survival_value"] >= told["survival_value"]
    assert greedy["bound"] <= told["survival_value"] + 1e-9


def test_bad_input_ends_with_two(cli, file):
    file.write_text(CSV.replace("0.76", "7.6"))
    done = cli("assign", file)
    assert (done.status, done.out) == (2, "")
    assert "a.csv:4: cruise: 7.6; 0 to 1" in done.err
    assert cli("assign", file, "--time-limit", "0").status == 2
