"""Files are read by name: no sign in the name of a file or folder is a pattern, and what was hashed is what is read."""

from __future__ import annotations

import shutil

import duckdb
import numpy as np
import pytest
from synthetic import synthetic_result

from gbad import results
from gbad.columns import read_declared
from gbad.errors import InputError, ResultsError

NAMES = ("run[1]", "run5", "fate=killed", "run=5", "a*b?", "it's", "{a,b}", "ü 中", "-x", "a\\b", "**", "[!x]")


@pytest.mark.parametrize("name", NAMES)
def test_results_in_a_folder_of_any_name_are_its_own(tmp_path, name):
    right = synthetic_result(seed=1)
    # what a pattern would find instead
    for other in ("run1", "run", "axby", "a", "b", "y"):
        wrong = synthetic_result(seed=1)
        tables = {key: dict(table) for key, table in wrong.tables.items()}
        tables["outcomes"]["shots"] = tables["outcomes"]["shots"] + 7
        results.Result(tables, wrong.manifest).save(tmp_path / other)
    folder = right.save(tmp_path / name)
    again = results.open(folder)
    assert list(again.tables) == list(right.tables)
    for table, columns in right.tables.items():
        assert list(again.tables[table]) == list(columns)
        for column, values in columns.items():
            np.testing.assert_array_equal(again.tables[table][column], values)
    held = {key: dict(table) for key, table in again.tables.items()}
    assert results.result_hash(held) == right.result_hash


def test_what_is_changed_between_check_and_reading_is_not_read(tmp_path):
    folder = synthetic_result().save(tmp_path / "out")
    opened = results.open(folder)
    shutil.copy(folder / "orders.parquet", folder / "outcomes.parquet")
    with pytest.raises(ResultsError, match=r"outcomes.parquet: damaged"):
        opened.outcomes  # noqa: B018  # read at first use
    (folder / "shots.parquet").unlink()
    with pytest.raises(ResultsError, match=r"shots.parquet: is listed in the manifest, but missing"):
        opened.shots  # noqa: B018


@pytest.mark.parametrize("name", ["t[1].csv", "t*.csv", "x=2.csv", "it's.csv", "{t1,t2}.csv"])
def test_a_csv_of_any_name_is_read_and_no_other(tmp_path, name):
    for other in ("t1.csv", "t2.csv", "tx.csv"):
        (tmp_path / other).write_text("x,who\n9,other\n")
    (tmp_path / "x=8").mkdir()
    for folder in (tmp_path, tmp_path / "x=8"):
        (folder / name).write_text("x,who\n1,mine\n")
        found = read_declared(folder / name, {"x": "number", "who": "name"}, "a table")
        assert found["x"].tolist() == [1.0]
        assert found["who"].tolist() == ["mine"]


def test_a_file_that_is_not_there_is_bad_input(tmp_path):
    (tmp_path / "t1.csv").write_text("x\n1\n")
    with pytest.raises(InputError, match=r"t\[1\].csv: cannot be read: No such file"):
        read_declared(tmp_path / "t[1].csv", {"x": "number"}, "a table")


def write_times(path, latest_s, precision):
    rows = f"SELECT t::{precision} AS t, t::FLOAT AS x FROM (VALUES (0.0), ({latest_s})) v(t)"
    duckdb.sql(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")
    return path


@pytest.mark.parametrize(("latest_s", "read"), [(900.0, True), (86_400.0, True), (1_577_836_800.0, False)])
def test_times_in_single_precision_are_read_where_they_are_told_finely(tmp_path, latest_s, read):
    kinds = {"t": "instant", "x": "number"}
    single = write_times(tmp_path / "single.parquet", latest_s, "FLOAT")
    double = write_times(tmp_path / "double.parquet", latest_s, "DOUBLE")
    assert read_declared(double, kinds, "a table")["t"].tolist() == [0.0, latest_s]
    # other numbers may be as coarse as they are
    assert len(read_declared(single, {"x": "number"}, "a table")["x"]) == 2
    if read:
        assert read_declared(single, kinds, "a table")["t"].tolist() == [0.0, latest_s]
    else:
        with pytest.raises(InputError, match=r"t is stored in single precision, which .* only to 128 s"):
            read_declared(single, kinds, "a table")
