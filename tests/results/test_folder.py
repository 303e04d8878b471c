"""A results folder appears whole or not at all, is never overwritten, and is verified before anyone reads it."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys

import numpy as np
import pytest
from synthetic import synthetic_result, synthetic_tables

from gbad import results
from gbad.errors import InputError, ResourceError, ResultsError
from gbad.results.sealing import MANIFEST, seal
from gbad.results.writing import STEPS


def test_what_is_read_back_is_what_was_written(tmp_path):
    result = synthetic_result(3)
    folder = result.save(tmp_path / "out", files={"report.html": "<p>hello</p>"})
    again = results.open(folder)
    assert list(again.tables) == list(result.tables)
    for name, table in result.tables.items():
        for column, values in table.items():
            np.testing.assert_array_equal(again.tables[name][column], values)
            assert again.tables[name][column].dtype.kind == values.dtype.kind
    assert again.result_hash == result.result_hash
    assert results.result_hash({name: dict(table) for name, table in again.tables.items()}) == result.result_hash
    assert again.summary() == result.summary()
    assert (folder / "report.html").read_text() == "<p>hello</p>"


def test_every_file_is_in_the_manifest(tmp_path):
    folder = synthetic_result().save(tmp_path / "out", files={"report.html": b"x"})
    listed = json.loads((folder / MANIFEST).read_text())["files"]
    assert set(listed) == {path.name for path in folder.iterdir()} - {MANIFEST}


def test_empty_tables_survive_the_way(tmp_path):
    tables = synthetic_tables()
    empty = {name: {key: values[:0] for key, values in table.items()} for name, table in tables.items()}
    result = results.Result(empty, {"scenario": "nothing"})
    again = results.open(result.save(tmp_path / "out"))
    assert len(again.outcomes) == 0
    assert again.outcomes["object"].dtype.kind == "U"
    assert again.summary()["threats"] == 0


def test_the_hash_does_not_know_place_or_time(tmp_path):
    first = synthetic_result(wall_s=1.0)
    second = synthetic_result(wall_s=2.0)
    first.save(tmp_path / "a")
    second.save(tmp_path / "b")
    assert first.result_hash == second.result_hash


def test_default_folders_are_numbered_and_never_reused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gbad-results-0007").mkdir()
    names = [synthetic_result().save().name for _ in range(3)]
    assert names == ["gbad-results-0008", "gbad-results-0009", "gbad-results-0010"]


def test_an_empty_folder_may_be_filled_and_a_full_one_not(tmp_path):
    (tmp_path / "out").mkdir()
    synthetic_result().save(tmp_path / "out")
    before = sorted(path.read_bytes() for path in (tmp_path / "out").iterdir())
    with pytest.raises(InputError, match="not empty"):
        synthetic_result().save(tmp_path / "out")
    assert sorted(path.read_bytes() for path in (tmp_path / "out").iterdir()) == before


def test_a_file_in_the_way_is_bad_input(tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(InputError, match="is a file"):
        synthetic_result().save(tmp_path / "out")


def test_a_place_that_cannot_be_written_is_told_before_anything_is_written(tmp_path):
    with pytest.raises(ResourceError, match="cannot be written"):
        results.check_out(tmp_path.__class__("/proc/nowhere/out"))


def test_parents_are_made(tmp_path):
    assert synthetic_result().save(tmp_path / "a" / "b" / "c").is_dir()


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), MemoryError(), KeyboardInterrupt()])
def test_whatever_fails_in_between_leaves_nothing_behind(tmp_path, monkeypatch, step, error):
    monkeypatch.chdir(tmp_path)

    def fault(at: str, name: str) -> None:
        if at == step and name == "orders.parquet":
            raise error

    expected = KeyboardInterrupt if isinstance(error, KeyboardInterrupt) else ResourceError
    with pytest.raises(expected):
        synthetic_result().save(fault=fault)
    with pytest.raises(expected):
        synthetic_result().save(tmp_path / "named", fault=fault)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_called_so(tmp_path):
    def fault(step: str, name: str) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(ResourceError, match="no room left on the disk"):
        synthetic_result().save(tmp_path / "out", fault=fault)


def test_a_kill_in_the_middle_leaves_no_folder_that_looks_finished(tmp_path):
    program = """
import os, signal, sys
from synthetic import synthetic_result
def fault(step, name):
    if name == "orders.parquet" and step == "rename":
        os.kill(os.getpid(), signal.SIGKILL)
synthetic_result().save(sys.argv[1], fault=fault)
"""
    path = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "out")], env=os.environ | {"PYTHONPATH": path}, check=False
    )
    assert done.returncode == -9
    assert not (tmp_path / "out").exists()
    # what it left is hidden and does not stand in the way
    assert results.open(synthetic_result().save(tmp_path / "out")).summary()["threats"] == 3


def test_any_flipped_bit_in_any_file_is_noticed(tmp_path):
    folder = synthetic_result().save(tmp_path / "out", files={"report.html": "page"})
    dice = random.Random(3)
    for path in sorted(folder.iterdir()):
        good = path.read_bytes()
        for _ in range(4):
            bad = bytearray(good)
            bad[dice.randrange(len(bad))] ^= 1 << dice.randrange(8)
            path.write_bytes(bad)
            with pytest.raises(ResultsError):
                results.open(folder)
        path.write_bytes(good)
    results.open(folder)


def test_missing_and_foreign_things_are_refused(tmp_path):
    with pytest.raises(InputError, match="no such results folder"):
        results.open(tmp_path / "nowhere")
    with pytest.raises(ResultsError, match="not a results folder"):
        results.open(tmp_path)
    folder = synthetic_result().save(tmp_path / "out")
    (folder / "shots.parquet").unlink()
    with pytest.raises(ResultsError, match="missing"):
        results.open(folder)


@pytest.mark.parametrize(
    ("schema", "message"), [("gbad-results/2", "newer"), ("other/1", "not ours"), (None, "not ours"), (7, "not ours")]
)
def test_a_newer_or_foreign_schema_is_refused(tmp_path, schema, message):
    folder = synthetic_result().save(tmp_path / "out")
    manifest = json.loads((folder / MANIFEST).read_text()) | {"schema": schema}
    (folder / MANIFEST).write_text(json.dumps(seal(manifest)))
    with pytest.raises(ResultsError, match=message):
        results.open(folder)


def test_a_manifest_may_hold_numpy_and_nan(tmp_path):
    result = synthetic_result(limits={"range_m": np.float64(4.0), "none": float("nan")}, ids=np.array(["a", "b"]))
    stated = results.open(result.save(tmp_path / "out")).manifest
    assert stated["limits"] == {"range_m": 4.0, "none": None}
    assert stated["ids"] == ["a", "b"]


def test_pages_come_after_the_tables_and_one_that_fails_costs_a_note(tmp_path):
    result = synthetic_result()
    with pytest.raises(InputError, match="call save first"):
        result.add_pages({"report.html": lambda: "<p>"})
    folder = result.save(tmp_path / "out")

    def broken() -> str:
        assert results.open(folder).result_hash == result.result_hash, "the tables stand already"
        raise ZeroDivisionError("no threat")

    notes = result.add_pages({"a.html": lambda: "<p>a</p>", "broken.html": broken, "b.html": lambda: "<p>b</p>"})
    assert notes == ["broken.html could not be made (ZeroDivisionError: no threat); the tables are whole"]
    again = results.open(folder)
    assert again.manifest["page_notes"] == notes
    assert {"a.html", "b.html"} <= set(again.manifest["files"])
    assert not (folder / "broken.html").exists()
    assert (folder / "b.html").read_text() == "<p>b</p>"


@pytest.mark.parametrize("step", [step for step in STEPS if step != "journal"])
@pytest.mark.parametrize("name", ["a.html", MANIFEST])
def test_whatever_stops_a_page_leaves_readable_results(tmp_path, step, name):
    result = synthetic_result()
    folder = result.save(tmp_path / "out")

    def fault(at: str, file: str) -> None:
        if (at, file) == (step, name):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        result.add_pages({"a.html": lambda: "<p>a</p>"}, fault)
    assert results.open(folder).result_hash == result.result_hash
