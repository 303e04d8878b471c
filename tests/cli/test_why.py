"""``gbad why``: the chain of one threat, the flight of one round, the causes of all leakers."""

from __future__ import annotations

import json

import pytest
from synthetic import synthetic_result

from gbad.errors import InputError


@pytest.fixture
def folder(tmp_path):
    return synthetic_result(2).save(tmp_path / "results")


def test_causes_of_all_leakers(cli, folder):
    done = cli("why", folder)
    assert done.status == 0
    assert "4 of 6 threats got through in 2 runs" in done.out
    assert "every fire channel was busy" in done.out
    told = json.loads(cli("why", folder, "--json").out)
    assert sum(row["count"] for row in told["causes"]) == told["leaked"] == 4


def test_the_chain_of_a_leaker_names_cause_and_shut_gate(cli, folder):
    done = cli("why", folder, "cm-3")
    assert done.status == 0
    assert "cm-3 (cruise-missile), run 0: got through to city at 95.0 s" in done.out
    assert "Cause: every fire channel was busy (no_channel; no means)." in done.out
    assert "last moment for an order to b1 to meet it" in done.out
    assert any(line.split() == ["first", "round", "ordered", "never"] for line in done.out.splitlines())
    assert json.loads(cli("why", folder, "cm-3", "--json").out)["first_launch_s"] is None


def test_the_chain_tells_each_round(cli, folder):
    out = cli("why", folder, "cm-2", "--run", 1).out
    assert "run 1" in out
    assert "met it at 70.0 s, 9.0 m off, kill probability 0.50: missed, reported as a miss" in out


def test_a_round_answers_too(cli, folder):
    out = cli("why", folder, "b1/1/1").out
    assert "round b1/1/1 (48n6e3) of b1" in out
    assert "killed, reported as a kill" in out


def test_the_killed_and_the_others_have_no_cause(cli, folder):
    assert "Cause" not in cli("why", folder, "cm-1").out
    airliner = cli("why", folder, "airliner").out
    assert "flew on unharmed" in airliner
    assert "No round was fired at it." in airliner
    assert "never" not in airliner


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [(("cm3",), 2, "did you mean cm-3"), (("cm-3", "--run", "9"), 2, "holds runs 0 to 1")],
)
def test_what_is_not_there_is_told(cli, folder, arguments, status, words):
    done = cli("why", folder, *arguments)
    assert done.status == status
    assert words in done.err


def test_damaged_results_are_status_4(cli, folder):
    path = folder / "outcomes.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    done = cli("why", folder)
    assert done.status == 4
    assert "damaged" in done.err


def test_the_same_answer_in_a_notebook_and_as_text():
    answer = synthetic_result().why("cm-2")
    assert "shot_and_missed" in str(answer)
    assert "shot_and_missed" in answer._repr_html_()
    with pytest.raises(InputError):
        synthetic_result().why("nobody")
