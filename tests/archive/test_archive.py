"""Folders of runs and studies: verified, read back, played again, asked why."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

import gbad
from gbad.archive.studies import read_study
from gbad.cli import main
from gbad.errors import InputError, ResultsError
from gbad.results.sealing import MANIFEST, seal
from gbad.studies.design import Design, Variant

POLICY = """import pathlib
LIMIT = float((pathlib.Path(__file__).parent / "limit.txt").read_text())


def assign(situation):
    return [(0, 1)] if len(situation.track) and situation.rounds_ready[0] and situation.fired[0] < LIMIT else []
"""


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Path:
    """A scenario with a policy that reads a file, one folder of two runs, one study of two variants."""
    folder = tmp_path_factory.mktemp("world")
    text = (Path(gbad.__file__).parent / "scenarios" / "one-aircraft.yaml").read_text()
    (folder / "mine.yaml").write_text(text + "files: [limit.txt]\n")
    (folder / "mine.py").write_text(POLICY)
    (folder / "limit.txt").write_text("1\n")
    changes = {"commands.post.policy": "./mine.py:assign"}
    result = gbad.run(folder / "mine.yaml", seed=3, runs=2, changes=changes)
    result.save(folder / "runs", files={"report.html": "<p>"})
    variants = (Variant("one", changes), Variant("a-later", {**changes, "duration_s": 300.0}))
    gbad.study(Design(str(folder / "mine.yaml"), variants, runs=4, seed=3), out=folder / "study", backend="threads")
    return folder


@pytest.fixture
def copied(world, tmp_path) -> Path:
    shutil.copytree(world, tmp_path / "copy")
    return tmp_path / "copy"


def command(monkeypatch, capsys, *arguments: object) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["gbad", *map(str, arguments)])
    try:
        main()
        status = 0
    except SystemExit as ending:
        status = int(ending.code or 0)
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.mark.parametrize("kind", ["runs", "study"])
def test_what_was_written_verifies_and_plays_again_to_the_last_digit(world, kind):
    assert gbad.verify(world / kind).facts["whole"]
    again = gbad.rerun(world / kind, beside=world)
    assert again.facts["same"], again
    assert again.facts["differences"] == []


@pytest.mark.parametrize("kind", ["runs", "study"])
def test_one_flipped_byte_in_any_file_is_noticed_and_the_file_is_named(copied, kind, monkeypatch, capsys):
    folder = copied / kind
    names = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(names) > 5
    for path in names:
        whole = path.read_bytes()
        middle = len(whole) // 2
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        status, _, said = command(monkeypatch, capsys, "verify", folder)
        assert (status, path.name in said) == (4, True), (path, status, said)
        path.write_bytes(whole)
    assert command(monkeypatch, capsys, "verify", folder)[0] == 0


@pytest.mark.parametrize("kind", ["runs", "study"])
def test_a_file_that_is_gone_or_new_is_named(copied, kind):
    folder = copied / kind
    (folder / "mine.txt").write_text("notes")
    assert gbad.verify(folder).facts["not_listed"] == ["mine.txt"]
    (folder / "report.html").unlink()
    with pytest.raises(ResultsError, match=r"report.html: is listed in the manifest, but missing"):
        gbad.verify(folder)


@pytest.mark.parametrize("kind", ["runs", "study"])
def test_numbers_changed_with_a_new_seal_are_noticed(copied, kind):
    """Whoever writes a new seal over other tables is still held against the hash of the numbers."""
    path = copied / kind / MANIFEST
    stated = json.loads(path.read_bytes())
    stated["result_hash"] = "0" * 64
    path.write_text(json.dumps(seal(stated)))
    with pytest.raises(ResultsError, match=r"says result hash 000000000000"):
        gbad.verify(copied / kind)


def test_an_unfinished_study_is_whole_as_far_as_it_goes(copied):
    (copied / "study" / MANIFEST).unlink()
    found = gbad.verify(copied / "study")
    assert (found.facts["kind"], found.facts["runs"], found.facts["planned"]) == ("unfinished study", 8, 8)
    shard = next((copied / "study" / "shards").iterdir())
    shard.write_bytes(shard.read_bytes()[:-1])
    with pytest.raises(ResultsError, match=shard.name):
        gbad.verify(copied / "study")
    assert shard.exists(), "verifying touches nothing"


def test_a_folder_that_is_none_of_ours_is_told_apart(tmp_path, monkeypatch, capsys):
    assert command(monkeypatch, capsys, "verify", tmp_path / "none")[0] == 2
    assert command(monkeypatch, capsys, "verify", tmp_path)[0] == 4
    assert command(monkeypatch, capsys, "rerun", tmp_path / "none")[0] == 2


@pytest.mark.parametrize("kind", ["runs", "study"])
@pytest.mark.parametrize("name", ["mine.py", "limit.txt"])
def test_other_inputs_by_now_are_refused_by_name(copied, kind, name):
    (copied / name).write_text((copied / name).read_text() + "\n")
    with pytest.raises(ResultsError, match=rf"{name}.*: changed since"):
        gbad.rerun(copied / kind, beside=copied)


def test_what_lies_beside_is_asked_for_when_it_is_gone(copied):
    (copied / "limit.txt").unlink()
    with pytest.raises(ResultsError, match=r"--beside(.|\n)*there is no file limit.txt"):
        gbad.rerun(copied / "runs", beside=copied)


def test_a_scenario_edited_since_plays_no_part(copied):
    (copied / "mine.yaml").write_text("schema: scenario/1\n")
    assert gbad.rerun(copied / "runs", beside=copied).facts["same"]


def test_a_difference_is_named_with_its_place(copied, monkeypatch, capsys):
    stated = json.loads((copied / "runs" / MANIFEST).read_bytes())
    stated["seed"] = 4
    (copied / "runs" / MANIFEST).write_text(json.dumps(seal(stated)))
    status, out, _ = command(monkeypatch, capsys, "rerun", copied / "runs", "--beside", copied)
    assert status == 4
    assert "NOT the same" in out
    assert "detections" in out


def test_a_study_read_back_says_what_it_said(world):
    study = read_study(world / "study")
    assert [variant.name for variant in study.design.variants] == ["one", "a-later"]
    told = study.summary()
    stated = study.manifest
    assert told["estimates"] == stated["estimates"]
    assert told["pairs"] == stated["pairs"]
    assert told["result_hash"] == stated["result_hash"]


def test_why_and_score_answer_for_a_study(world, copied, monkeypatch, capsys):
    status, out, _ = command(monkeypatch, capsys, "why", world / "study")
    assert status == 0
    assert "Leakers per run, by cause" in out
    monkeypatch.chdir(world)  # relative to here the scenario was read from an absolute path: found where it was
    status, out, err = command(monkeypatch, capsys, "score", world / "study", "--run", 2, "--variant", "a-later")
    assert (status, err) == (0, "")
    assert "completeness" in out.lower()
    status, out, err = command(monkeypatch, capsys, "why", world / "study", "--run", 1, "--json")
    assert status == 0, err
    for wrong in (("--run", 4), ("--variant", "none")):
        assert command(monkeypatch, capsys, "why", world / "study", *wrong)[0] == 2
    assert command(monkeypatch, capsys, "why", world / "runs", "--variant", "one")[0] == 2


def test_causes_of_a_study_add_up_to_its_leakers(world):
    from gbad.archive.causes import causes_of

    study = read_study(world / "study")
    for name, facts in causes_of(study).facts["variants"].items():
        leaked = study.sample("leaked", name).mean()
        for counted in (facts["causes"], facts["groups"]):
            assert sum(each["mean"] for each in counted.values()) == pytest.approx(leaked)
            assert all(each["low"] <= each["mean"] <= each["high"] for each in counted.values())
        assert facts["runs"] == 4


def test_a_run_of_a_study_played_again_is_that_run(world):
    from gbad.archive.repetition import result_of

    study = read_study(world / "study")
    values = study.outcome.values[1, 2]
    result = result_of(world / "study", 2, "a-later")
    assert result.summary()["killed"] == values[study.outcome.names.index("killed")]
    assert np.array_equal(np.unique(result.outcomes["run"]), [2])


def test_results_of_a_battle_led_by_hand_are_not_played_again(world, tmp_path):
    battle = gbad.Battle.begin("one-aircraft", seed=1)
    battle.play().close().save(tmp_path / "led")
    with pytest.raises(ResultsError, match="led step by step"):
        gbad.rerun(tmp_path / "led")
    assert gbad.verify(tmp_path / "led").facts["whole"]


def test_a_run_that_failed_has_no_story(world, copied):
    from gbad.archive.repetition import result_of

    path = copied / "study" / MANIFEST
    stated = json.loads(path.read_bytes())
    stated["failures"] = [{"variant": "one", "run": 1, "error": "KeyError: 3"}]
    path.write_text(json.dumps(seal(stated)))
    with pytest.raises(InputError, match="this run failed"):
        result_of(copied / "study", 1)
