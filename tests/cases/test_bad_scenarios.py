"""Whatever is wrong with a scenario: check and run refuse it alike, in its place, write nothing, and obey no text."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import bad_scenarios
import pytest

import gbad
from gbad.cli import main

TEXT = (Path(gbad.__file__).parent / "scenarios" / "one-aircraft.yaml").read_text(encoding="utf-8")
CASES = bad_scenarios.cases(TEXT)


@pytest.fixture
def command(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["gbad", *arguments])
        try:
            main()
            status = 0
        except SystemExit as ending:
            status = int(ending.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


def test_every_case_says_what_is_right():
    assert set(CASES) == {*bad_scenarios.PLACES, *bad_scenarios.VALID}


@pytest.mark.parametrize("name", sorted(bad_scenarios.PLACES))
def test_check_and_run_refuse_alike_in_the_right_place(name, command, tmp_path):
    (tmp_path / "case.yaml").write_bytes(CASES[name])
    began = time.monotonic()
    checked = command("check", "case.yaml")
    played = command("run", "case.yaml", "--out", "results")
    assert time.monotonic() - began < 10.0
    assert (checked[0], played[0]) == (2, 2)
    assert checked[2] == played[2]
    assert bad_scenarios.PLACES[name] in checked[2], checked[2]
    assert [path.name for path in tmp_path.iterdir()] == ["case.yaml"]
    assert not any(
        (ord(sign) < 32 and sign not in "\n\t") or sign in "\x7f\x9b\u202e" for sign in checked[1] + checked[2]
    )
    assert len(checked[2]) < 10_000


@pytest.mark.parametrize("name", bad_scenarios.VALID)
def test_what_only_looks_odd_is_played(name, command, tmp_path):
    (tmp_path / "case.yaml").write_bytes(CASES[name])
    assert command("check", "case.yaml")[0] == 0
    assert command("run", "case.yaml", "--out", "results", "--set", "duration_s=60")[0] == 0


def test_a_place_where_a_plain_was_laid_elsewhere_is_said(command, tmp_path):
    (tmp_path / "case.yaml").write_bytes(CASES["S17b site off terrain"])
    assert "terrain: battery, search beyond its 1000 km" in command("check", "case.yaml")[1].replace("\n", " ")


@pytest.mark.parametrize("value", ["\x1b[31mred", "a\x00b", "\u202eback"])
def test_a_change_on_the_command_line_is_not_obeyed_either(value, command):
    status, _, said = command("check", "one-aircraft", "--set", f"assets.town.name={value}")
    assert status == 2
    assert "control character U+" in said
    status, out, said = command("check", f"{value}.yaml", "--json")
    assert status == 2
    assert not {"\x1b", "\x00", "\u202e"} & set(out + said)
