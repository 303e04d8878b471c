"""An engagement radar that searches the horizon by itself, in the time that its figures leave for it."""

import json

import numpy as np
import pytest

import gbad
from gbad.errors import InputError
from gbad.scenario import parse_document, read
from gbad.sensing.horizon import FIRST, horizon_cues
from gbad.simulation.prepare import prepare


def scene(height_m=60.0, azimuth_offset_deg=0.0, **figures):
    """A battery alone, no search radar; one missile from the east."""
    place = {"latitude_deg": 40.0, "longitude_deg": 33.0}
    return {
        "schema": "scenario/1", "title": "Nobody searches for it", "duration_s": 500.0, "cycle_s": 2.0, "tick_s": 1.0,
        "terrain": {"kind": "flat"}, "commands": {"post": {"type": "55K6E"}},
        "radars": {"engage": {"type": "92N6E", "battery": "alpha", "dwell_time_s": 0.02, "search_time_share": 0.2,
                              **figures}},
        "batteries": {
            "alpha": {"type": "s400-battalion", "at": place, "command": "post",
                      "boresight_deg": 90.0 + azimuth_offset_deg,
                      "launchers": [{"count": 1, "type": "5P85TE2", "load": {"48N6E3": 4}}]},
        },
        "assets": {"town": {"at": {"latitude_deg": 40.0, "longitude_deg": 33.01}}},
        "threats": {
            "missile": {
                "type": "cruise-missile", "aims_at": "town",
                "route": {"kind": "waypoints", "points": [
                    {"latitude_deg": 40.0, "longitude_deg": 34.0, "height_m": height_m}
                ]},
            },
        },
    }  # fmt: skip


def played(tmp_path, document, **more):
    path = tmp_path / "scene.yaml"
    path.write_text(json.dumps(document), encoding="utf-8")
    return gbad.run(str(path), seed=3, record_all=True, **more)


@pytest.fixture(scope="module")
def searching(tmp_path_factory):
    return played(tmp_path_factory.mktemp("searching"), scene(searches_horizon=True))


def test_without_a_cue_and_without_a_search_nothing_is_seen(tmp_path):
    result = played(tmp_path, scene())
    assert not (result.detections["object"] == "missile").any()
    assert result.outcomes["fate"][0] == "leaked"


def test_a_low_flyer_is_found_tracked_and_shot_at_by_the_radar_alone(searching):
    assert (searching.detections["object"] == "missile").sum() > 5
    assert np.isfinite(searching.outcomes["confirmed_s"][0])
    assert searching.outcomes["shots"][0] >= 1


def test_what_flies_above_the_looks_along_the_horizon_is_not_found(tmp_path):
    high = played(tmp_path, scene(height_m=9000.0, searches_horizon=True))
    seen = high.detections["object"] == "missile"
    # up to 3 degrees: at 9 km of height that is beyond 150 km
    assert not seen[high.detections["elevation_deg"] > 3.5].any() or seen.sum() == 0


def test_what_comes_outside_the_sector_is_not_found(tmp_path):
    aside = played(tmp_path, scene(azimuth_offset_deg=90.0, searches_horizon=True))
    assert not (aside.detections["object"] == "missile").any()


def test_the_looks_go_round_the_sector_in_the_time_there_is(tmp_path):
    path = tmp_path / "scene.yaml"
    path.write_text(json.dumps(scene(searches_horizon=True)), encoding="utf-8")
    defence = prepare(str(path)).tables.defence
    row = int(defence.batteries.radar[0])
    # a fifth of a second, 0.02 s each
    assert defence.radars.horizon_looks[0, row] == 10.0
    assert defence.radars.dwells_per_period[0, row] == 50.0
    draw = np.zeros(2, np.int64)
    seen = [horizon_cues(defence, draw, 2.0 * cycle)[0].number[0, row] for cycle in range(3)]
    # 90 degrees in steps of 3: thirty looks, ten in a cycle, all of them once in three
    assert sorted(np.concatenate(seen).tolist()) == [FIRST - k for k in range(29, -1, -1)]
    place = horizon_cues(defence, draw, 0.0)[0].position_ecef_m[0, row] - defence.radars.position_ecef_m[row]
    enu = place @ defence.radars.ecef_to_enu[row].T
    azimuth = np.degrees(np.arctan2(enu[:, 0], enu[:, 1]))
    np.testing.assert_allclose(azimuth, 46.5 + 3.0 * np.arange(10), atol=1e-6)
    np.testing.assert_allclose(np.degrees(np.arctan2(enu[:, 2], np.hypot(enu[:, 0], enu[:, 1]))), 1.0, atol=1e-9)


def test_less_time_finds_it_later(tmp_path, searching):
    hurried = played(tmp_path, scene(searches_horizon=True, search_time_share=0.02))
    first = [float(result.detections["time_s"].min()) for result in (searching, hurried)]
    assert first[0] < first[1]


def test_a_search_without_time_for_it_is_refused_with_its_place():
    document = scene(searches_horizon=True)
    del document["radars"]["engage"]["dwell_time_s"], document["radars"]["engage"]["search_time_share"]
    with pytest.raises(InputError, match="searches_horizon needs dwell_time_s"):
        read(parse_document(json.dumps(document), "raid"))


def test_the_same_bytes_however_runs_are_batched(tmp_path):
    document = scene(searches_horizon=True)
    one = played(tmp_path, document, runs=3)
    other = played(tmp_path, document, runs=3, batch=2)
    assert one.result_hash == other.result_hash
