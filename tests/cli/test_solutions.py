"""``gbad assign --check`` and ``gbad wta``: other people's solutions, and instances cut from runs."""

import gzip
import json

import numpy as np
import pytest

from gbad.assignment import solve
from gbad.assignment.files import read
from gbad.assignment.solutions import read_solution
from gbad.commands.wta import cut_from
from gbad.errors import InputError

PROBLEM = {"values": [3.0, 1.0], "rounds": [1, 2], "kill_probability": [[0.5, 0.4], [0.6, 0.3]],
           "weapons": ["north", "south"], "targets": ["a", "b"]}  # fmt: skip


@pytest.fixture
def problem(tmp_path):
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(PROBLEM))
    return path


def test_a_solution_is_weighed_and_held_against_the_bound(problem, tmp_path, cli):
    (tmp_path / "mine.csv").write_text("weapon,target,rounds\nnorth,b,1\nsouth,a,2\n")
    done = cli("assign", problem, "--check", tmp_path / "mine.csv", "--json")
    told = json.loads(done.out)
    best = solve(PROBLEM["values"], PROBLEM["kill_probability"], PROBLEM["rounds"])
    assert told["survival_value"] == pytest.approx(3.0 * 0.4**2 + 0.6)
    assert told["bound"] == pytest.approx(best.survival_value, rel=1e-9)
    assert told["gap"] == pytest.approx((told["survival_value"] - told["bound"]) / told["survival_value"])
    assert "leaves 1.08" in cli("assign", problem, "--check", tmp_path / "mine.csv").out


def test_what_gbad_prints_can_be_checked(problem, tmp_path, cli):
    (tmp_path / "ours.json").write_text(cli("assign", problem, "--json").out)
    assert json.loads(cli("assign", problem, "--check", tmp_path / "ours.json", "--json").out)["gap"] < 1e-9


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("weapon,target\n", "mine.csv:1: the header is weapon,target; weapon,target,rounds is needed"),
        ("weapon,target,rounds\nnorth,c,1\n", "mine.csv:2: target c is not in the problem; it has a, b"),
        ("weapon,target,rounds\nwest,a,1\n", "mine.csv:2: weapon west is not in the problem"),
        ("weapon,target,rounds\nnorth,a,-1\n", "mine.csv:2: rounds -1; a whole number"),
        ("weapon,target,rounds\nnorth,a,1\nnorth,b,1\n", "weapon north fires 2 rounds and has 1"),
        ("weapon,target,rounds\nnorth,a\n", "mine.csv:2: 2 cells"),
        ("", "mine.csv:1: the header is ;"),
    ],
)
def test_a_solution_that_does_not_fit_is_refused_with_its_line(problem, tmp_path, text, says):
    path = tmp_path / "mine.csv"
    path.write_text(text)
    with pytest.raises(InputError) as found:
        read_solution(path, read(problem))
    assert says in str(found.value)


def test_an_instance_is_cut_from_a_run_and_can_be_solved(tmp_path, cli):
    out = tmp_path / "cut.json.gz"
    done = cli("wta", "channels-bind", "--at", "80", "--seed", "3", "--out", out)
    assert "targets" in done.out
    cut = json.loads(gzip.decompress(out.read_bytes()))
    named = read(out)
    assert set(cut["values"]) <= {1.0, 2.0, 5.0}
    assert set(np.unique(named.problem.kill_probability)) <= {0.0, *np.unique(cut["kill_probability"])}
    assert named.problem.rounds.max() <= 16
    assert solve(named.problem.values, named.problem.kill_probability, named.problem.rounds).gap < 1e-6
    again = tmp_path / "again.json.gz"
    cli("wta", "channels-bind", "--at", "80", "--seed", "3", "--out", again)
    assert again.read_bytes() == out.read_bytes()


def test_there_is_nothing_to_cut_where_nothing_can_be_fired_at():
    with pytest.raises(InputError, match="post can fire at nothing from 0 s on"):
        cut_from("one-aircraft", at_s=0.0, seed=1, changes={"duration_s": 20.0})


def test_a_step_without_dynamic_is_refused(tmp_path, cli):
    done = cli("wta", "channels-bind", "--at", "80", "--stage", "5", "--out", tmp_path / "x.json")
    assert done.status == 2
    assert "--stage 5: has no effect without --dynamic" in done.err
