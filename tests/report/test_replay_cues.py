"""Who was told to look where, and by whom: one chain a thing, though numbers of two kinds meet."""

from __future__ import annotations

import numpy as np
from synthetic import synthetic_result

from gbad.report import replay_cues, replay_tracks
from gbad.report.replay_cues import chains, states_of

CYCLE_S = 2.0
COMMAND_OF = {"fire": "post", "alone": ""}


def pointing(*rows: tuple[float, str, str, int]) -> dict[str, np.ndarray]:
    """Rows of time, radar, state, cue."""
    names = ("time_s", "radar", "state", "cue")
    return {name: np.array([row[k] for row in rows]) for k, name in enumerate(names)}


def held(*rows: tuple[float, int, float, float]) -> dict[str, np.ndarray]:
    """A post's tracks: time, number, latitude, longitude."""
    names = ("time_s", "track", "latitude_deg", "longitude_deg")
    table = {name: np.array([row[k] for row in rows]) for k, name in enumerate(names)}
    return table | {"command": np.array(["post"] * len(rows))}


def test_one_number_for_two_things_makes_two_chains_and_only_one_is_the_posts():
    rows, place = [], []
    for k in range(4):
        rows += [(2.0 * k, "fire", "cued", 1), (2.0 * k, "fire", "cued", 1)]
        near, far = (40.0 + 0.004 * k, 33.0), (41.0, 34.0 - 0.004 * k)
        place += [near, far] if k % 2 else [far, near]
    found = chains(
        pointing(*rows), np.array(place), held(*[(2.0 * k, 1, 41.0, 34.0) for k in range(4)]), COMMAND_OF, 2.0
    )
    assert [(c["radar"], c["n"], c["by"], c["end_s"]) for c in found] == [
        ("fire", 1, "post", 8.0),
        ("fire", 1, "", 8.0),
    ]
    for chain, latitude in zip(found, (41.0, 40.0), strict=True):
        assert np.allclose(np.array(place)[chain["rows"], 0], latitude, atol=0.02)
        assert len(chain["rows"]) == 4


def test_a_cue_is_the_posts_where_its_track_lay_at_that_moment():
    rows, place = [(2.0, "fire", "cued", 1), (4.0, "fire", "cued", 1)], np.array([[40.0, 33.0], [40.0, 33.0]])
    for at_s, by in ((4.0, "post"), (4.3, "")):
        (found,) = chains(pointing(*rows), place, held((at_s, 1, 40.01, 33.0)), COMMAND_OF, CYCLE_S)
        assert found["by"] == by


def test_a_cue_lapses_when_a_cycle_passes_without_it():
    rows = [(t, "fire", "cued", 7) for t in (0.0, 2.0, 4.0, 10.0, 12.0)]
    found = chains(pointing(*rows), np.tile([40.0, 33.0], (5, 1)), {}, COMMAND_OF, CYCLE_S)
    assert [(c["rows"], c["end_s"]) for c in found] == [([0, 1, 2], 6.0), ([3, 4], 14.0)]
    assert {c["by"] for c in found} == {""}


def test_a_number_that_comes_back_far_off_is_another_thing():
    rows = [(0.0, "fire", "cued", 1), (2.0, "fire", "cued", 1), (4.0, "fire", "cued", 1)]
    found = chains(pointing(*rows), np.array([[40.0, 33.0], [41.0, 33.0], [41.01, 33.0]]), {}, COMMAND_OF, CYCLE_S)
    assert [(c["rows"], c["end_s"]) for c in found] == [([0], 2.0), ([1, 2], 6.0)]


def test_another_number_and_another_radar_are_other_chains():
    rows = [(0.0, "fire", "cued", 1), (0.0, "fire", "cued", 2), (0.0, "alone", "cued", 1), (2.0, "fire", "works", 0)]
    found = chains(pointing(*rows), np.tile([40.0, 33.0], (4, 1)), {}, COMMAND_OF, CYCLE_S)
    assert {(c["radar"], c["n"]) for c in found} == {("fire", 1), ("fire", 2), ("alone", 1)}


def test_long_chains_are_thinned_with_both_ends_kept(monkeypatch):
    monkeypatch.setattr(replay_cues, "MOST_SAMPLES", 10)
    rows = [(2.0 * k, "fire", "cued", 1) for k in range(101)]
    (found,) = chains(pointing(*rows), np.tile([40.0, 33.0], (101, 1)), {}, COMMAND_OF, CYCLE_S)
    assert (found["rows"][0], found["rows"][-1]) == (0, 100)
    assert len(found["rows"]) == 11


def test_what_a_sensor_does_is_told_in_order():
    rows = [(0.0, "fire", "works", 0), (3.0, "fire", "cued", 4), (8.0, "fire", "silent", 0), (9.0, "alone", "works", 0)]
    assert states_of(pointing(*rows), "fire") == [[0, "works"], [80, "silent"]]
    assert states_of({}, "fire") == []


def test_a_cue_lies_where_its_range_and_bearing_say_and_a_bearing_is_drawn_at_length():
    result = synthetic_result()
    sites = result.tables["sites"]
    at, radar = 0, str(sites["id"][0])
    rows = {
        "run": [0, 0], "time_s": [20.0, 20.0], "radar": [radar, radar], "state": ["cued", "cued"], "cue": [5, -3],
        "azimuth_deg": [0.0, 90.0], "elevation_deg": [0.0, np.nan], "slant_range_m": [50e3, np.nan],
    }  # fmt: skip
    assert set(result.tables["pointing"]) == set(rows)
    tables = dict(result.tables) | {"pointing": {name: np.array(values) for name, values in rows.items()}}
    bearing, cue = sorted(replay_tracks.cues(tables, 0, CYCLE_S), key=lambda c: c["n"])
    assert (cue["n"], cue["t"], cue["end"]) == (5, [200], 220)
    assert abs(cue["y"][0] * 1e-4 - sites["latitude_deg"][at] - 50e3 / 111_195.0) < 2e-3
    assert abs(cue["x"][0] * 1e-4 - sites["longitude_deg"][at]) < 2e-3
    east_m = (
        (bearing["x"][0] * 1e-4 - sites["longitude_deg"][at])
        * 111_195.0
        * np.cos(np.radians(sites["latitude_deg"][at]))
    )
    assert abs(east_m - 150e3) < 1e3
