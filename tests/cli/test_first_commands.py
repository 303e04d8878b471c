"""The commands a newcomer tries first: what there is, which keys, a file of one's own, its schema."""

from __future__ import annotations

import json
import re
import webbrowser

import pytest
from typer.main import get_command

from gbad import library, scenario
from gbad.cli import app
from gbad.commands.groups import CALLED, GROUPS
from gbad.commands.list import shipped
from gbad.commands.tables import table
from gbad.scenario.load import load
from gbad.version import VERSION


def test_version_is_an_option_and_a_command(cli):
    assert cli("--version").out.strip() == cli("version").out.strip() == VERSION


def test_list_names_everything_that_ships(cli):
    told = json.loads(cli("list", "--json").out)
    assert [row["name"] for row in told["scenarios"]] == scenario.shipped()
    assert {row["name"] for row in told["library"]} == set(library.names())
    assert {row["name"] for row in told["studies"]} >= {"raid-size", "salvo-or-look"}
    assert all(row["about"] for rows in told.values() for row in rows)
    assert cli("list", "radar").out.count("radar") >= 4
    assert "48N6E3" not in cli("list", "radar").out
    wrong = cli("list", "radars")
    assert wrong.status == 2
    assert "radar" in wrong.err


@pytest.mark.parametrize("source", [*scenario.shipped(), "raid-size", "48N6E3", "fighter"])
def test_new_makes_a_file_that_reads(cli, tmp_path, source):
    done = cli("new", "mine.yaml", "--from", source)
    assert done.status == 0, done.err
    assert "mine.yaml" in done.out
    if source in scenario.shipped():
        assert load(tmp_path / "mine.yaml").title == load(source).title
        assert cli("check", "mine.yaml").status == 0
    again = cli("new", "mine.yaml", "--from", source)
    assert again.status == 2
    assert "nothing is overwritten" in again.err


def test_new_refuses_what_it_cannot_do(cli, tmp_path):
    assert "one-aircraft" in cli("new", "x.yaml", "--from", "one-aircaft").err
    assert "ending in .yaml" in cli("new", "x").err
    assert "no folder" in cli("new", "nowhere/x.yaml").err
    assert list(tmp_path.iterdir()) == []


def test_keys_tell_type_unit_default_and_meaning(cli):
    (block,) = json.loads(cli("keys", "--json").out)["blocks"]
    by_name = {key["path"]: key for key in block["keys"]}
    assert by_name["duration_s"]["required"]
    assert by_name["duration_s"]["unit"] == "seconds"
    assert by_name["cycle_s"]["default"] == "2"
    assert "figures" in by_name
    out = cli("keys", "threats.raid.route").out
    for kind in ("waypoints", "ballistic", "corridor", "drifting", "state_vectors"):
        assert f"of kind {kind}" in out
    assert "links.<id>.latency_s" in cli("keys", "latency_s").out
    wrong = cli("keys", "threats.raid.rout")
    assert wrong.status == 2
    assert "Did you mean route?" in wrong.err


def test_show_says_how_each_figure_is_changed(cli):
    assert "--set figures.48N6E3.rounds_per_tube=VALUE" in " ".join(cli("show", "48N6E3").out.split())
    rows = json.loads(cli("show", "48N6E3", "--json").out)["figures"]
    for row in rows:
        # the path that is told is one that is taken
        done = cli("check", "one-aircraft", "--set", f"{row['change']}={row['nominal']:.12g}")
        assert done.status == 0, done.err


def test_schema_goes_into_a_file_with_the_line_editors_want(cli, tmp_path):
    done = cli("schema", "--out", "scenario.json")
    assert "# yaml-language-server: $schema=./scenario.json" in done.out
    assert json.loads((tmp_path / "scenario.json").read_text())["title"] == "gbad scenario"
    assert cli("schema", "--out", "scenario.json").status == 2
    assert "interceptor" in cli("schema", "interceptors").err
    assert json.loads(cli("schema", "radar", "--json").out)["properties"]["kind"]["enum"] == ["radar"]


def test_check_gives_data(cli, tmp_path):
    told = json.loads(cli("check", "ankara-2019", "--json").out)
    assert told["valid"]
    assert told["choices"]["organisation"] in told["switches"]["organisation"]
    assert set(told["threats"]) == set(load("ankara-2019").threats)
    assert {row["basis"] for row in told["figures"]} >= {"published", "assumed"}
    (tmp_path / "bad.yaml").write_text("schema: scenario/1\ntitle: x\nduration_s: 5min\nspeeed: 3\n")
    wrong = cli("check", "bad.yaml", "--json")
    assert wrong.status == 2
    findings = json.loads(wrong.out)["findings"]
    assert {(f["line"], f["field"]) for f in findings} >= {(3, "duration_s"), (4, "speeed")}


def test_open_shows_the_report(cli, played, monkeypatch):
    opened = []
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.append(address) or False)
    done = cli("run", "one-aircraft", "--open")
    assert re.match(r"file://.*gbad-results-0001/report.html", opened[0])
    assert "no browser could be opened" in done.err
    assert cli("run", "one-aircraft", "--open", "--no-report").status == 2
    assert len(opened) == 1


def test_terrain_that_was_added_can_be_removed(cli, monkeypatch, tmp_path):
    monkeypatch.setenv("GBAD_DATA", str(tmp_path / "data"))
    kept = tmp_path / "data" / "terrain"
    kept.mkdir(parents=True)
    (kept / "hills.npz").write_bytes(b"")
    (tmp_path / "data" / "other.npz").write_bytes(b"")
    assert cli("terrain", "remove", "../other").status == 2
    assert cli("terrain", "remove", "hills").status == 0
    assert not (kept / "hills.npz").exists()
    assert (tmp_path / "data" / "other.npz").exists()
    assert cli("terrain", "remove", "hills").status == 2


def test_help_fits_and_cuts_nothing_off(cli, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    out = cli("--help").out
    assert max(map(len, out.splitlines())) <= 80
    assert "..." not in out.replace("[ARGS]...", "")
    assert out.index("Begin:") < out.index("Play:") < out.index("Ask a result:")
    listed = re.findall(r"^  ([a-z-]+)  +[A-Z]", out, re.MULTILINE)
    # each once, and every group names commands that are there
    assert len(listed) == len(set(listed)) >= sum(map(len, GROUPS.values()))
    assert set(re.findall(r"^  ([a-z-]+)  ", out, re.MULTILINE)) >= {"new", "list", "keys", "schema", "terrain", "why"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "\x1b[31mred"), ("show", "x\x07y"), ("check", "one-aircraft", "--set", "a\x1b]0;b\x07=1"),
        ("\x1b[2J",), ("run", "one-aircraft", "--se\x1bt"), ("check", "evil.yaml"), ("check", "evil.yaml", "--json"),
    ],
)  # fmt: skip
def test_control_characters_never_reach_the_terminal(cli, tmp_path, arguments):
    (tmp_path / "evil.yaml").write_text(
        'schema: scenario/1\ntitle: "a\\u009b31mb\\u202ec"\nduration_s: 900.0\n', encoding="utf-8"
    )
    done = cli(*arguments)
    for text in (done.out, done.err):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    if "--json" in arguments:
        json.loads(done.out)


def test_everything_listed_has_a_line():
    assert all(row.about for rows in shipped().values() for row in rows)


@pytest.mark.parametrize("columns", [80, 120, 200])
def test_figures_fit_the_terminal_and_no_key_or_address_is_broken(cli, monkeypatch, columns):
    monkeypatch.setattr("gbad.commands.tables.width", lambda: columns)
    monkeypatch.setattr("gbad.commands.show.width", lambda: columns)
    shown = cli("show", "48N6E3").out.splitlines()
    assert sum(line.startswith("max_range_ballistic_km") for line in shown) == 1
    assert any(
        "http://www.yonhapnews.co.kr/bulletin/2018/01/14/0200000000AKR20180114040800080.HTML" in x for x in shown
    )
    # only what cannot be broken is wider
    for line in shown:
        assert len(line) <= columns or len(line.split()[-1]) > columns - 30, line


def test_columns_keep_their_words_as_long_as_they_fit():
    rows = [("rounds_per_tube", "kilograms per square metre", "one two three four five six seven eight nine")]
    told = table(("key", "unit", "why"), rows, within=40)
    assert all(len(line) <= 40 for line in told.splitlines())
    assert {"rounds_per_tube", "kilograms", "square", "metre", "seven"} <= set(told.split())
    # where nothing fits they are broken rather than left out
    assert "rounds_per_tube" not in table(("key", "unit", "why"), rows, within=26)


@pytest.mark.parametrize("columns", [80, 120])
def test_a_key_that_stands_at_many_places_is_told_whole(cli, monkeypatch, columns):
    monkeypatch.setattr("gbad.commands.tables.width", lambda: columns)
    shown = cli("keys", "speed_mps").out.splitlines()
    assert "threats.<id>.route.points.<n>.speed_mps" in [line.split()[0] for line in shown if line]
    assert max(map(len, shown[:-1])) <= columns


@pytest.mark.parametrize(("word", "ours"), [("init", "new"), ("validate", "check"), ("simulate", "run")])
def test_who_types_another_programs_word_is_told_ours(cli, word, ours):
    done = cli(word, "x.yaml")
    assert done.status == 2
    assert f"No such command '{word}': gbad {ours} does that." in done.err


def test_every_word_leads_to_a_command_there_is_and_none_hides_one():
    known = get_command(app).commands
    assert {ours.split()[0] for ours in CALLED.values() if not ours.startswith("-")} <= set(known)
    assert not set(CALLED) & set(known)
