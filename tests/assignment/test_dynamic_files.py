"""Dynamic instances in files, plans and policies of others, and what ``gbad assign`` says of them."""

import json

import pytest

from gbad.assignment import dynamic
from gbad.assignment.dynamic.files import as_policy, is_dynamic, read_instance, read_plan
from gbad.errors import InputError

GIVEN = {
    "schema": "wta-dynamic/1", "stages": 4, "values": [1.0, 2.0], "present_probability": [1.0, 0.5], "seen_at": [0, 1],
    "kill_probability": [[0.5, 0.8]], "opens": [[0, 1]], "closes": [[3, 3]], "rounds": [2], "battery": [0],
    "channels": [1], "guided_stages": [1], "report_stages": [2], "from": {"anything": 1},
}  # fmt: skip


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "d.json"
    path.write_text(json.dumps(GIVEN))
    return path


def plan(tmp_path, *lines, header="stage,row,target,rounds"):
    path = tmp_path / "plan.csv"
    path.write_text("\n".join([header, *lines]) + "\n")
    return path


def test_an_instance_is_read_and_told_from_a_static_one(file, tmp_path):
    assert is_dynamic(file)
    assert read_instance(file).expected_value == 2.0
    static = tmp_path / "s.json"
    static.write_text('{"schema": "wta-static/1"}')
    assert not is_dynamic(static)
    with pytest.raises(InputError, match="schema: wta-static/1 was found; wta-dynamic/1 is needed"):
        read_instance(static)
    file.write_text(json.dumps(GIVEN | {"values": [1.0, -2.0]}))
    with pytest.raises(InputError, match=r"d.json: values\[1\]: -2; 0 or more"):
        read_instance(file)


def test_a_plan_leaves_what_follows_by_hand(file, tmp_path):
    given = read_instance(file)
    # one round at each, whatever is heard: 1 - 0.5 of the first; the second comes in half of the runs
    policy = read_plan(plan(tmp_path, "0,0,0,1", "1,0,1,1"), given)
    left = dynamic.evaluate(given.compiled(), policy)
    assert left == pytest.approx(0.5 + 0.5 * 2.0 * 0.2)
    # a second round at the first target falls away after a true report of a kill
    policy = read_plan(plan(tmp_path, "0,0,0,1", "2,0,0,1"), given)
    assert dynamic.evaluate(given.compiled(), policy) == pytest.approx(0.25 + 1.0)
    played = dynamic.play(given.compiled(), policy, seed=1, runs=400)
    assert played.rounds_fired.mean() == pytest.approx(1.5, abs=0.1)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["0,0,0"], "plan.csv:2: 3 cells"),
        (["0,0,2,1"], "plan.csv:2: target: 2; 0 to 1"),
        (["4,0,0,1"], "stage: 4; 0 to 3"),
        (["0,1,0,1"], "row: 1; 0 to 0"),
        (["0,0,0,2"], "rounds: 2; 1 to 1"),
        (["0,0,0,x"], "rounds: x"),
        (["0,0,0,1", "0,0,0,1"], "plan.csv:3: target 0 is fired at twice at stage 0"),
    ],
)
def test_bad_plans_are_refused_with_their_line(file, tmp_path, lines, words):
    with pytest.raises(InputError, match=words):
        read_plan(plan(tmp_path, *lines), read_instance(file))
    with pytest.raises(InputError, match="the header is a,b"):
        read_plan(plan(tmp_path, header="a,b"), read_instance(file))


def test_a_plan_outside_windows_or_channels_is_refused_when_played(file, tmp_path):
    given = read_instance(file)
    with pytest.raises(InputError, match="stage 0, target 1: row 0 may fire at stages 1 to 3"):
        # the second target is not seen yet: its belief is below one half, and the order falls away...
        dynamic.play(given.compiled(), as_policy(lambda *_: [(0, 1, 1)], given), seed=1, runs=1)
    with pytest.raises(InputError, match="no channel free"):
        dynamic.play(
            given.compiled(),
            as_policy(lambda _, known: [(0, 0, 1), (0, 1, 1)] if known.stage[0] == 1 else [], given), seed=1, runs=1,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("returned", "words"),
    [
        ([(0, 9, 1)], "stage 0: target 9; 0 to 1"),
        ([(0, 0)], r"\(0, 0\) was returned"),
        ([(0, 0, 1), (0, 0, 1)], "fired at twice"),
        ([(0, 0, 0)], "0 rounds of row 0"),
        (["x"], "'x' was returned"),
    ],
)
def test_what_a_users_policy_returns_is_checked(file, returned, words):
    given = read_instance(file)
    with pytest.raises(InputError, match=words):
        dynamic.play(given.compiled(), as_policy(lambda *_: returned, given), seed=1, runs=1)
