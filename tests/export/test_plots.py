"""Plots for an outside tracker: what was measured, in the order it could be known, and no truth."""

from __future__ import annotations

import csv

import numpy as np
import pytest

import gbad
from gbad.errors import InputError
from gbad.export.registry import format_of


@pytest.fixture(scope="module")
def result():
    return gbad.run("two-radars")


def _rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_plot_goes_out_and_none_says_of_whom_it_is(result, tmp_path):
    format_of("plots").write(result, tmp_path / "p", None, None)
    rows, made = _rows(tmp_path / "p" / "plots.csv"), result.table("detections")
    assert len(rows) == len(made["run"]) > 50
    assert not {"object", "run", "iff_reply"} & set(rows[0])
    names = set(np.unique(result.outcomes["object"]))
    assert not names & {cell for row in rows for cell in row.values()}
    times = [float(row["available_s"]) for row in rows]
    assert times == sorted(times)
    assert sorted(float(row["slant_range_m"]) for row in rows) == sorted(made["slant_range_m"].tolist())


def test_every_radar_of_a_plot_has_its_place(result, tmp_path):
    format_of("plots").write(result, tmp_path / "p", None, None)
    radars = {row["id"]: row for row in _rows(tmp_path / "p" / "radars.csv")}
    assert {row["radar"] for row in _rows(tmp_path / "p" / "plots.csv")} <= set(radars)
    assert all(-90 <= float(row["latitude_deg"]) <= 90 for row in radars.values())


def test_what_is_not_there_is_refused(result, tmp_path):
    with pytest.raises(InputError, match="--run 7: has no plots here; there are those of 0"):
        format_of("plots").write(result, tmp_path / "p", 7, None)
    with pytest.raises(InputError, match="--every"):
        format_of("plots").write(result, tmp_path / "p", None, 5.0)
    assert not (tmp_path / "p").exists()
