"""What the replay draws: bounded in size, and true to the tables. The page itself is opened in web/tests."""

from __future__ import annotations

import json

import numpy as np
import pytest
from synthetic import synthetic_result

from gbad import report
from gbad.errors import InputError
from gbad.report import replay, replay_tracks
from gbad.report.replay_data import replay_data as page_data
from gbad.report.replay_numbers import MOST


def test_tracks_and_scores_are_those_of_the_tables():
    data = page_data(synthetic_result())
    (track,) = data["tracks"]
    assert (track["n"], track["by"], track["i"], track["o"]) == (1, "post", [[0, 3]], [[0, "cm-1"]])
    assert track["t"] == [240]
    assert [(s["type"], s["objects"], s["followed"]) for s in data["scores"]] == [("cruise-missile", [3], [1])]


def test_a_round_without_a_path_is_said_to_be_straight():
    result = synthetic_result()
    shots, paths = result.tables["shots"], result.tables["paths"]
    for end, east in (("launch", 32.5), ("end", 33.0)):
        shots[f"{end}_longitude_deg"][:], shots[f"{end}_latitude_deg"][:] = east, 39.5
        shots[f"{end}_height_m"][:] = 1000.0
    flown = {row["id"]: row for row in page_data(result)["rounds"]}
    for name, row in flown.items():
        assert row["straight"] == (name not in paths["round"])
    alone = next(row for row in flown.values() if row["straight"])
    assert (alone["t"], alone["x"], alone["z"]) == ([460, 700], [325000, 330000], [1000, 1000])
    # where a place is missing nothing is drawn
    shots["end_height_m"][:] = np.nan
    assert next(row for row in page_data(result)["rounds"] if row["straight"])["t"] == []


def test_changes_are_kept_where_they_happen():
    assert replay_tracks._changes([0, 0, 3, 3, 2]) == [[0, 0], [2, 3], [4, 2]]
    assert replay_tracks._changes([]) == []


def test_the_page_carries_its_data_and_hashes_of_its_own_parts(monkeypatch, tmp_path):
    (tmp_path / "built").mkdir()
    (tmp_path / "templates").symlink_to(replay.files("gbad.report") / "templates")
    monkeypatch.setattr(replay, "files", lambda _: tmp_path)
    with pytest.raises(InputError, match="make web"):
        replay.build_replay(synthetic_result())
    (tmp_path / "built" / "replay.js").write_text("let built = 1;\n")
    page = replay.build_replay(synthetic_result(title="</script> raid"))
    assert page.count("</script>") == 2
    assert f"script-src '{replay._hash('let built = 1;')}'" in page
    assert "http" not in page.replace("http-equiv", "")
    carried = json.loads(page.split('id="data">')[1].split("</script>")[0])
    assert carried["title"] == "</script> raid"


def test_the_report_says_where_the_replay_is(monkeypatch):
    monkeypatch.setattr("gbad.report.page.replay_is_built", lambda: False)
    assert "make web" in report.build(synthetic_result())
    monkeypatch.setattr("gbad.report.page.replay_is_built", lambda: True)
    assert 'href="replay.html"' in report.build(synthetic_result())


def test_too_many_rows_are_thinned_and_the_page_says_so(monkeypatch):
    monkeypatch.setitem(MOST, "truth", 6)
    result = synthetic_result()
    data = page_data(result)
    assert data["thinned"] == {"truth": 2}
    # first and last places stay
    for thing in data["objects"]:
        assert (thing["t"][0], thing["t"][-1]) == (0, 200)


def test_a_plot_lies_where_its_radar_saw_it():
    rows = {
        "time_s": np.array([1.0]), "radar": np.array(["r"]), "slant_range_m": np.array([111_200.0]),
        "elevation_deg": np.array([0.0]), "azimuth_deg": np.array([0.0]), "object": np.array([""]),
    }  # fmt: skip
    sites = {"kind": ["radar"], "id": ["r"], "latitude_deg": [45.0], "longitude_deg": [33.0], "height_m": [100.0]}
    plot = replay_tracks.plots(rows, sites, {})
    # one degree of the sphere is 111.2 km
    assert (plot["x"], plot["y"], plot["real"]) == ([330000], [pytest.approx(460000, abs=5)], [0])
    # and the level ray is 970 m above the sphere there
    assert plot["z"] == [pytest.approx(100 + 970, abs=3)]
