"""A study cut into parts and merged is the study that was played in one place; what cannot be merged is named."""

from __future__ import annotations

import json
import shutil

import pytest

import gbad
from gbad.archive.parts import merge, status, study_part
from gbad.errors import InputError, ResultsError
from gbad.results.writing import sha256_of
from gbad.studies.design import Design, Samples, Until, Variant
from gbad.studies.parts import Part

PAIR = Design("one-aircraft", (Variant("as it is"), Variant("small", {"threats.aircraft.rcs_m2": "0.01"})), runs=25)
PARTS = 4


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return gbad.study(PAIR, out=tmp_path_factory.mktemp("whole") / "study", workers=1)


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    place = tmp_path_factory.mktemp("parts")
    how = ({"backend": "threads", "batch": 3}, {"backend": "processes", "workers": 1})
    for k in range(1, PARTS + 1):
        study_part(PAIR, f"{k}/{PARTS}", out=place / f"p{k}", **how[k % 2])
    return [place / f"p{k}" for k in range(1, PARTS + 1)]


def test_parts_cover_every_run_once():
    for of in range(1, 26):
        runs = [run for k in range(1, of + 1) for run in Part(k, of).runs(PAIR)]
        assert runs == list(range(25))


def test_merged_bytes_are_those_of_one_machine(whole, parts, tmp_path):
    merged = merge([*parts[2:], *parts[:2]], tmp_path / "merged")
    assert merged.result_hash == whole.result_hash
    assert sha256_of(merged.folder / "runs.parquet") == sha256_of(whole.folder / "runs.parquet")
    assert (merged.folder / "report.html").read_bytes() == (whole.folder / "report.html").read_bytes()
    assert gbad.verify(merged.folder).facts["whole"]


def test_what_cannot_be_merged_is_named_and_nothing_is_written(parts, tmp_path):
    out = tmp_path / "merged"
    with pytest.raises(ResultsError, match="missing of 4 parts: 2, 4"):
        merge([parts[0], parts[2]], out)
    copy = tmp_path / "copy"
    shutil.copytree(parts[0], copy)
    with pytest.raises(ResultsError, match=r"part 1/4 is in .*p1 as well"):
        merge([*parts, copy], out)
    other = tmp_path / "other"
    study_part(PAIR, "2/4", out=other, seed=99)
    with pytest.raises(ResultsError, match=r"another study than .*\n  seed: was 1, is 99"):
        merge([parts[0], other, *parts[2:]], out)
    three = tmp_path / "three"
    study_part(PAIR, "2/3", out=three)
    with pytest.raises(ResultsError, match="cut into 3 parts, not 4"):
        merge([parts[0], three], out)
    with pytest.raises(InputError, match="no such folder"):
        merge([*parts, tmp_path / "nowhere"], out)
    assert not out.exists()


def test_a_damaged_shard_is_named(parts, tmp_path):
    copies = [tmp_path / part.name for part in parts]
    for part, copy in zip(parts, copies, strict=True):
        shutil.copytree(part, copy)
    shard = next((copies[1] / "shards").iterdir())
    content = bytearray(shard.read_bytes())
    content[-3] ^= 1
    shard.write_bytes(bytes(content))
    with pytest.raises(ResultsError, match=shard.name):
        merge(copies, tmp_path / "merged")
    assert not (tmp_path / "merged").exists()


def test_a_whole_study_is_no_part_and_a_part_no_study(whole, parts):
    with pytest.raises(ResultsError):
        merge([whole.folder])
    with pytest.raises(ResultsError):
        gbad.rerun(parts[0])


@pytest.mark.parametrize(
    ("text", "words"),
    [("0/4", "from 1/4 to 4/4"), ("5/4", "from 1/4 to 4/4"), ("1/0", "from 1/1"), ("3", "like 3/40"),
     ("a/b", "like 3/40"), ("1/99", "only 25 runs")],
)  # fmt: skip
def test_parts_that_are_none(text, words, tmp_path):
    with pytest.raises(InputError, match=words):
        study_part(PAIR, text, out=tmp_path / "p")
    assert not (tmp_path / "p").exists()


def test_a_stopping_rule_cannot_be_cut(tmp_path):
    design = Design("one-aircraft", (Variant("base"),), runs=100, until=Until("leaked", 0.2))
    with pytest.raises(InputError, match="stopping rule"):
        study_part(design, "1/2", out=tmp_path / "p")


def test_samples_are_cut_too(tmp_path):
    design = Design("one-aircraft", (Variant("base"),)).sampled(Samples(4, 2, 0))
    for k in (1, 2):
        study_part(design, f"{k}/2", out=tmp_path / f"p{k}")
    merged = merge([tmp_path / "p1", tmp_path / "p2"], tmp_path / "merged")
    assert merged.result_hash == gbad.study(design, out=tmp_path / "whole").result_hash


def test_status_and_the_command_line(parts, tmp_path, capsys):
    told = status(parts)
    assert [fact["part"] for fact in told.facts["folders"]] == ["1/4", "2/4", "3/4", "4/4"]
    assert all(fact["finished"] for fact in told.facts["folders"])
    with pytest.raises(InputError, match="no study in this folder"):
        status([tmp_path])
    from gbad.commands import study as command
    from gbad.commands.study_options import StudyOptions

    command.study(StudyOptions(["merge", *map(str, parts)], out=tmp_path / "merged", json=True))
    assert json.loads(capsys.readouterr().out)["finished"] == 50
    command.study(StudyOptions(["one-aircraft"], runs=8, out=tmp_path / "one", part="2/4", json=True))
    assert json.loads(capsys.readouterr().out)["first_run"] == 2
    with pytest.raises(InputError, match="one scenario or study at a time"):
        command.study(StudyOptions(["one-aircraft", "saturation-40"]))
