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


DYNAMIC = {
    "schema": "wta-dynamic/1", "stages": 4, "values": [1.0, 2.0], "present_probability": [1.0, 0.5], "seen_at": [0, 1],
    "kill_probability": [[0.5, 0.8]], "opens": [[0, 1]], "closes": [[3, 3]], "rounds": [2], "battery": [0],
    "channels": [1], "guided_stages": [1], "report_stages": [2], "from": {"anything": 1},
}  # fmt: skip


def test_a_dynamic_instance_policies_plans_and_functions_are_weighed(cli, tmp_path):
    file = tmp_path / "d.json"
    file.write_text(json.dumps(DYNAMIC))
    plan = tmp_path / "plan.csv"
    plan.write_text("stage,row,target,rounds\n0,0,0,1\n")
    told = json.loads(cli("assign", file, "--json").out)
    assert told["bound"] <= told["optimum"] + 1e-9
    # one round at each if both come, else two at the first
    assert told["optimum"] == pytest.approx(0.5 * (0.5 + 0.4) + 0.5 * 0.25, abs=0.2)
    assert set(told["policies"]) == {"greedy", "improved", "lookahead"}
    assert abs(told["policies"]["lookahead"]["survival_value"] - told["optimum"]) < 0.15
    words = cli("assign", file).out
    assert "the best policy leaves" in words
    assert "gap to the optimum" in words
    mine = tmp_path / "mine.py"
    mine.write_text("def policy(instance, known):\n    return [(0, 0, 1)] if known.stage[0] == 0 else []\n")
    one = json.loads(cli("assign", file, "--json", "--check", f"{mine}:policy").out)["policies"][f"{mine}:policy"]
    other = json.loads(cli("assign", file, "--json", "--check", plan).out)["policies"]
    assert one == next(iter(other.values()))
    assert one["rounds_fired"] == 1.0
    mine.write_text("def policy(instance, known):\n    return [(0, 0, 1 // 0)]\n")
    broken = cli("assign", file, "--check", f"{mine}:policy")
    assert broken.status == 2
    assert "mine.py, line 2, at stage 0: ZeroDivisionError" in broken.err
    for wrong in ((f"{mine}:none",), (tmp_path / "nobody.csv",), (f"{tmp_path}/nobody.py:policy",)):
        assert cli("assign", file, "--check", *wrong).status == 2
    assert "has no effect" in cli("assign", file, "--method", "greedy").err
    assert cli("assign", file, "--time-limit", "0").status == 2
