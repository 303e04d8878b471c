"""``gbad replay``: pages of the best, the median and the worst run of a study."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

import gbad
from gbad import report
from gbad.commands import replay as command
from gbad.errors import InputError
from gbad.studies.extremes import extreme_runs


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("study") / "s"
    gbad.study("one-aircraft", runs=8, out=out)
    return out


class Fake:
    """A study of which only the leakers are known."""

    def __init__(self, leaked):
        self.leaked = np.array([leaked], float)

    def _column(self, name):
        return self.leaked

    def _variant(self, variant):
        return 0


def test_best_median_and_worst_are_the_first_of_their_kind():
    assert extreme_runs(Fake([3, 9, 1, 4, 9, 1])) == {"best": (2, 1), "median": (0, 3), "worst": (1, 9)}
    assert extreme_runs(Fake([np.nan, 5.0])) == {"best": (1, 5), "median": (1, 5), "worst": (1, 5)}
    assert extreme_runs(Fake([np.nan, np.nan])) == {}


def test_a_page_is_written_for_each_and_nothing_overwritten(folder, tmp_path, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(report, "build_replay", lambda result: asked.append(result.manifest["first_run"]) or "<page>")
    command.replay(folder, run=None, variant=None, out=tmp_path / "r", as_json=True)
    told = json.loads(capsys.readouterr().out)["replays"]
    assert [row["what"] for row in told] == ["best", "median", "worst"]
    assert asked == [row["run"] for row in told]
    assert sorted(p.parent.name for p in (tmp_path / "r").rglob("replay.html")) == ["best", "median", "worst"]
    with pytest.raises(InputError, match=r"best/replay\.html is there already"):
        command.replay(folder, run=None, variant=None, out=tmp_path / "r", as_json=True)
    command.replay(folder, run=5, variant=None, out=tmp_path / "r", as_json=False)
    assert re.fullmatch(r"run-5 \(run 5\): .*run-5/replay.html\n", capsys.readouterr().out)


def test_a_run_that_is_not_there_is_refused(folder, tmp_path):
    with pytest.raises(InputError, match="runs 0 to 7"):
        command.replay(folder, run=8, variant=None, out=tmp_path / "r", as_json=True)
    assert not (tmp_path / "r").exists()
    single = gbad.run("one-aircraft").save(tmp_path / "one")
    with pytest.raises(InputError, match="gbad run --first-run 3 plays it"):
        command.replay(single, run=3, variant=None, out=tmp_path / "r", as_json=True)
