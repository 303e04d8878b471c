"""The command line run in this process, on a simulation that only pretends."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from synthetic import synthetic_result

import gbad
from gbad.cli import main


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str


@pytest.fixture
def cli(monkeypatch, capsys, tmp_path) -> Callable[..., Done]:
    """``cli("run", "x")`` in an empty folder; gives status and both outputs."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["gbad", *map(str, arguments)])
        try:
            main()
            status = 0
        except SystemExit as ending:
            status = int(ending.code or 0)
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return call


@pytest.fixture
def played(monkeypatch) -> list[dict]:
    """Replaces ``gbad.run``; the list holds what it was called with."""
    calls: list[dict] = []

    def run(scenario: str, **options: object):
        calls.append({"scenario": scenario, **options})
        return synthetic_result(scenario=scenario, seed=options["seed"], runs=1)

    monkeypatch.setitem(vars(gbad), "run", run)
    return calls
