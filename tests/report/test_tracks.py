"""The page of tracks: self-contained, bounded in size, and true to the tables."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from synthetic import synthetic_result

from gbad.report import build_tracks, tracks
from gbad.report.tracks import MOST, page_data


@pytest.fixture(scope="module")
def page():
    return build_tracks(synthetic_result(title="</script> raid"))


def data_of(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1])


def test_it_asks_nothing_of_a_network_and_holds_its_data(page):
    assert not re.search(r'(?:src|href)="(?!report\.html|data:)', page)
    assert "http" not in re.sub(r"http-equiv", "", page)
    data = data_of(page)
    assert {"truth", "tracks", "plots", "marks", "scores", "sites"} <= set(data)
    assert page.count("</script>") == 2


def test_tracks_and_marks_are_those_of_the_tables(page):
    data = data_of(page)
    (track,) = data["tracks"]
    assert (track["n"], track["by"], track["i"], track["o"]) == (1, "post", [3], [[0, "cm-1"]])
    assert track["t"] == [240]
    assert [mark["event"] for mark in data["marks"]] == ["formed"]
    assert [(s["type"], s["objects"], s["followed"]) for s in data["scores"]] == [("cruise-missile", [3], [1])]


def test_too_many_rows_are_thinned_and_the_page_says_so(monkeypatch):
    monkeypatch.setitem(MOST, "truth", 6)
    result = synthetic_result()
    data = page_data(result)
    assert data["thinned"] == {"truth": 2}
    assert "every 2th is drawn" in build_tracks(result)
    # first and last places stay
    for thing in data["truth"]:
        assert (thing["t"][0], thing["t"][-1]) == (0, 200)


def test_a_plot_lies_where_its_radar_saw_it():
    rows = {
        "time_s": np.array([1.0]), "radar": np.array(["r"]), "slant_range_m": np.array([111_200.0]),
        "elevation_deg": np.array([0.0]), "azimuth_deg": np.array([0.0]), "object": np.array([""]),
    }  # fmt: skip
    sites = {"id": ["r"], "latitude_deg": [45.0], "longitude_deg": [33.0]}
    plot = tracks._plots(rows, sites, {})
    # one degree of the sphere is 111.2 km
    assert (plot["x"], plot["y"], plot["real"]) == ([330000], [pytest.approx(460000, abs=5)], [0])
