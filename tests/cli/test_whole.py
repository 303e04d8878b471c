"""The whole way through the command line, with the real simulation on the smallest scenario."""

from __future__ import annotations

import json

import pytest

from gbad import results

RAID = """
schema: scenario/1
title: One aircraft
duration_s: 900.0
"""


def test_the_same_seed_gives_the_same_hash_and_another_another(cli):
    hashes = [json.loads(cli("run", "one-aircraft", "--seed", s, "--json", "--no-report").out) for s in (7, 7, 8)]
    assert hashes[0]["result_hash"] == hashes[1]["result_hash"] != hashes[2]["result_hash"]
    assert len({told["out"] for told in hashes}) == 3


def test_what_is_written_reads_back_with_the_same_hash(cli):
    told = json.loads(cli("run", "one-aircraft", "--runs", 3, "--json").out)
    again = results.open(told["out"])
    assert results.result_hash({name: dict(table) for name, table in again.tables.items()}) == told["result_hash"]
    assert told["threats"] == 3
    assert "<html" in (again.folder / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("duration_s: 900.0\nduration_s: 800.0\n", "duration_s"),
        (RAID + "speeed: 3\n", "speeed"),
        (RAID.replace("900.0", ".nan"), "duration_s"),
        ("a: [", "x.yaml"),
    ],
)
def test_bad_input_is_status_2_with_its_place_and_nothing_is_written(cli, tmp_path, text, words):
    (tmp_path / "x.yaml").write_text(text)
    for command in ("check", "run"):
        done = cli(command, "x.yaml")
        assert done.status == 2
        assert "x.yaml:" in done.err
        assert words in done.err
        assert "Traceback" not in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["x.yaml"]


def test_an_unknown_scenario_or_entry_names_the_nearest(cli):
    assert "ankara-2019" in cli("run", "ankara-2018").err
    assert cli("run", "ankara-2018").status == 2
    assert "48N6E3" in cli("show", "48N6E").err
    assert cli("show", "48N6E").status == 2
    assert cli("bench", "nothing").status == 2


def test_show_tells_basis_and_source_of_every_number(cli):
    told = json.loads(cli("show", "48N6E3", "--json").out)
    assert told["figures"]
    for figure in told["figures"]:
        assert figure["basis"] in ("published", "second_hand", "derived", "assumed"), figure
        assert figure["source"], figure
    assert "figure" in cli("show", "48N6E3").out
    assert "48N6E3" in cli("show").out


def test_check_explains_without_writing(cli, tmp_path):
    done = cli("check", "ankara-2019", "--set", "organisation=B")
    assert done.status == 0
    assert "organisation: B" in done.out
    assert list(tmp_path.iterdir()) == []
