"""Problems in files: read alike from CSV and JSON, refused by line."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest

from gbad.assignment.files import read
from gbad.errors import InputError

CSV = """\
weapon,rounds,bomber,cruise-1,cruise-2
value,,85,33,26
# a comment
north,2,0.81,0.39,0.84

south,1,0.88,0.76,0.87
"""
JSON = {
    "values": [85, 33, 26],
    "rounds": [2, 1],
    "kill_probability": [[0.81, 0.39, 0.84], [0.88, 0.76, 0.87]],
    "targets": ["bomber", "cruise-1", "cruise-2"],
    "weapons": ["north", "south"],
}


def written(folder, name, text):
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def test_all_ways_to_write_it_give_the_same(tmp_path):
    found = [
        read(written(tmp_path, name, text))
        for name, text in (
            ("a.csv", CSV), ("b.csv", "\ufeff" + CSV.replace("\n", "\r\n")), ("a.json", json.dumps(JSON)),
            ("a.json.gz", json.dumps(JSON)), ("a.csv.gz", CSV),
        )
    ]  # fmt: skip
    for named in found:
        assert named.targets == ("bomber", "cruise-1", "cruise-2")
        assert named.weapons == ("north", "south")
        assert named.problem.values.tolist() == [85, 33, 26]
        assert named.problem.rounds.tolist() == [2, 1]
        assert (named.problem.kill_probability == np.array(JSON["kill_probability"])).all()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("0.76", "1.76", ":6: cruise-1: 1.76; 0 to 1"),
        ("0.76", "x", ":6: cruise-1: x was found; a number"),
        ('0.76', '"0,76"', "decimals with a point"),
        ("0.76", "nan", ":6: cruise-1: nan; a finite"),
        ("0.76", "", ":6: cruise-1: nothing was found"),
        ("33", "-33", ":2: cruise-1: -33; 0 or more"),
        ("0.76,0.87", "0.76", ":6: has 4 cells; the header has 5"),
        ("north,2", "north,2.5", ":4: rounds: 2.5; a whole number"),
        ("south", "north", ":6: weapon north is there twice"),
        ("cruise-2", "cruise-1", ":1: target cruise-1 is there twice"),
        ("weapon", "unit", ":1: the header is unit,rounds,bomber"),
        ("value,,85,33,26\n", "", "begins with value"),
        ("value,,", "value,3,", ":2: rounds: 3 was found"),
        (CSV, "", "is empty"),
        (CSV[CSV.index("# a"):], "", ":3: the end of the file"),
        ("bomber", '"bomber', ":"),
    ],
)  # fmt: skip
def test_csv_is_refused_by_line(tmp_path, old, new, words):
    path = written(tmp_path, "a.csv", CSV.replace(old, new, 1))
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"values": [85, -33, 26]}, ":4: values[1]: -33; 0 or more"),
        ({"kill_probability": [[0.81, 0.39, 0.84], [0.88, 1.76, 0.87]]}, ":19: kill_probability[1, 1]: 1.76"),
        ({"rounds": [2, 1.5]}, ":9: rounds[1]: 1.5"),
        ({"targets": ["a"]}, "targets: 3 different names"),
        ({"weapons": ["a", "a"]}, "weapons: 2 different names"),
        ({"values": None}, "values"),
    ],
)
def test_json_is_refused_by_line(tmp_path, change, words):
    path = written(tmp_path, "a.json", json.dumps(JSON | change, indent=1))
    with pytest.raises(InputError) as caught:
        read(path)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{\n 'a': 1}", ":2:2: "),
        ("[1]", ":1: list was found"),
        ("{}", "values is missing"),
        ('{"value": [1], "rounds": [1], "kill_probability": [[1]]}', "did you mean it by value?"),
    ],
)
def test_json_that_is_something_else(tmp_path, text, words):
    with pytest.raises(InputError) as caught:
        read(written(tmp_path, "a.json", text))
    assert words in str(caught.value)


def test_files_that_cannot_be_read(tmp_path):
    for path, words in (
        (tmp_path / "none.csv", "there is no such file"),
        (tmp_path, "a file .csv or .json is needed"),
        (written(tmp_path, "a.xlsx", "x"), ".xlsx was found"),
        (written(tmp_path, "b.csv.gz", CSV).rename(tmp_path / "c.csv"), "is not a text file"),
    ):
        with pytest.raises(InputError, match=words):
            read(path)
