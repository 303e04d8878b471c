"""The writer of the tables of policies: what it keeps, compares and puts on the page."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from gbad.archive.variants import settle

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "write_policy_tables.py"
STUDY = "policies-channels-bind"


@pytest.fixture
def tables(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("write_policy_tables", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    monkeypatch.setattr(module, "PAGE", tmp_path / "page.md")
    return module


@pytest.fixture
def design():
    return settle(STUDY, None, 14, None)


def rows(name, runs, value):
    """Lines of what was played: value leaked, leakers, damage, rounds, given away."""
    return [f'"{name}",{run},{value + run % 3},{run % 3},1,20,5\n' for run in runs]


def test_a_table_has_a_row_for_whoever_played_and_compares_the_runs_that_both_did(tables, design):
    first, second, *_, last = (variant.name for variant in design.variants)
    lines = rows(first, range(12), 4.0) + rows(second, range(8), 1.0) + rows(last, range(8), 4.0)
    (tables.FOLDER / f"{STUDY}.csv").write_text("".join(lines))
    tables.PAGE.write_text(f"before\n<!-- {STUDY} -->old<!-- {STUDY} -->\nafter\n")
    tables.write(STUDY, design)
    page = tables.PAGE.read_text()
    assert page.startswith("before\n")
    assert page.endswith("\nafter\n")
    assert "old" not in page
    found = [line for line in page.splitlines() if line.startswith("| `")]
    assert found[0].startswith("| `urgent-first` | 12 | 5.00 | - | 1.00 | - | 1.00 | 20.0 | 5.0 % |")
    assert found[1].startswith("| `first-come` | 8 | 1.88 | -3.00 (")
    low, high = (float(part) for part in found[1].split("-3.00 (")[1].split(")")[0].split(" to "))
    assert low < -3.0 < 0.0 < high  # eight runs alike do not exclude one in which all are lost
    assert found[2].startswith("| `urgent-first`, `reserve: 8` | 8 | 4.88 | +0.00 (")
    assert len(found) == 3


def test_rows_that_are_missing_or_of_other_measures_are_refused(tables, design):
    path = tables.FOLDER / f"{STUDY}.csv"
    path.write_text("".join(rows("policy=greedy", (0, 1, 3), 1.0)))
    with pytest.raises(SystemExit, match="runs are missing"):
        tables.kept(STUDY, design)
    path.write_text("policy=greedy,0,1,2\n")
    with pytest.raises(SystemExit, match="other measures"):
        tables.kept(STUDY, design)


def test_a_page_without_its_marks_is_left_alone(tables, design):
    (tables.FOLDER / f"{STUDY}.csv").write_text("".join(rows(design.variants[0].name, range(3), 1.0)))
    tables.PAGE.write_text("no marks\n")
    with pytest.raises(SystemExit, match="before and after the table"):
        tables.write(STUDY, design)
    assert tables.PAGE.read_text() == "no marks\n"


def test_what_is_dear_is_played_last(tables, design):
    order = sorted(range(len(design.variants)), key=lambda k: tables.policy_of(design, k) in tables.DEAR)
    assert {tables.policy_of(design, k) for k in order[-2:]} == {"optimal", "lookahead"}


def test_a_play_goes_on_where_it_was_stopped(tables, design, monkeypatch):
    asked = []

    class Done:
        failures, work_s = {}, 1.0

        def __init__(self, job):
            self.values = np.full((job.count, 200), float(job.first))
            asked.append((job.variant, job.first, job.count, job.compare))

    monkeypatch.setattr(tables, "play_job", Done)
    short = settle(STUDY, 15, 14, None)
    (tables.FOLDER / f"{STUDY}.csv").write_text("".join(rows(short.variants[0].name, range(12), 1.0)))
    tables.play(STUDY, short, until=float("inf"))
    # three runs are left of the first policy; all others are played in pieces, with decisions held against the optimum
    assert asked[0] == (0, 12, 3, True)
    assert asked[1:3] == [(1, 0, 10, True), (1, 10, 5, True)]
    found = tables.kept(STUDY, short)
    assert {len(one.runs) for one in found.values()} == {15}
    assert len(found) == len(short.variants)
