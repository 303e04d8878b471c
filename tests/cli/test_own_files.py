"""An own missile, radar or threat is one file beside the scenario, begun as a copy of one that ships."""

from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize(
    ("entry", "changes"),
    [
        ("9M96E2", ["batteries.battery.launchers=[{count: 1, type: 5P85TE2, load: {./mine.yaml: 4}}]"]),
        ("91N6E", ["radars.search.type=./mine.yaml"]),
        ("fighter", ["threats.aircraft.type=./mine.yaml"]),
        ("s400-battalion", ["batteries.battery.type=./mine.yaml"]),
        ("55K6E", ["commands.post.type=./mine.yaml"]),
    ],
)
def test_an_own_entry_is_one_file(cli, tmp_path, entry, changes):
    assert cli("new", "raid.yaml").status == 0
    assert cli("new", "mine.yaml", "--from", entry).status == 0
    sets = [word for change in changes for word in ("--set", change)]
    done = cli("run", "raid.yaml", "--no-report", "--json", *sets)
    assert done.status == 0, done.err
    told = json.loads(done.out)
    assert told["threats"] == 1
    assert told["killed"] + told["leaked"] + told["survived"] == 1


def test_an_own_missile_flies_by_its_own_figures(cli, tmp_path):
    assert cli("new", "raid.yaml").status == 0
    assert cli("new", "mine.yaml", "--from", "48N6E3").status == 0
    load = ("--set", "batteries.battery.launchers=[{count: 1, type: 5P85TE2, load: {./mine.yaml: 4}}]")
    first = json.loads(cli("run", "raid.yaml", "--no-report", "--json", *load).out)
    text = (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    assert "max_range_km: {low: 240.0, nominal: 250.0, high: 250.0}" in text
    short = text.replace("max_range_km: {low: 240.0, nominal: 250.0, high: 250.0}", "max_range_km: 15.0")
    (tmp_path / "mine.yaml").write_text(short, encoding="utf-8")
    second = json.loads(cli("run", "raid.yaml", "--no-report", "--json", *load).out)
    assert first["result_hash"] != second["result_hash"]


def test_a_missile_of_the_library_goes_only_where_it_fits(cli):
    done = cli("check", "one-aircraft", "--set", "batteries.battery.launchers.0.load={40N6E: 1}")
    assert done.status == 2
    assert "does not take 40N6E" in done.err
