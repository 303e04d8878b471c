"""Bearings of passive sensors become cues for the radars beside them, and never tracks."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from gbad.messages import Detections
from gbad.physics import earth
from gbad.tracking import bearings_heard, note_strobes, open_strobes, strobe_cues
from gbad.tracking.strobes import ALONG_M, KEPT


def defence(apart_m=0.0, command=0, cued=True, hears=False):
    """A passive sensor (row 0) and a radar (row 1), some metres apart."""
    latitude = np.radians([40.0, 40.0]) + np.array([0.0, apart_m / earth.MEAN_RADIUS])
    longitude = np.radians([32.0, 32.0])
    return SimpleNamespace(
        radars=SimpleNamespace(
            id=np.array(["ears", "fire"]),
            passive=np.array([True, False]),
            hears=np.array([hears, False]),
            cued=np.array([False, cued]),
            command=np.array([0, command]),
            period_s=np.array([[2.0, 1.0]]),
            position_ecef_m=earth.geodetic_to_ecef(latitude, longitude, np.full(2, 900.0)),
            ecef_to_enu=np.asarray(earth.ecef_to_enu_matrix(latitude, longitude)),
        )
    )


def plots(*rows):
    """Plots given as (run, radar, available_s, azimuth_deg, elevation_deg)."""
    run, radar, available, azimuth, elevation = (np.array(column, float) for column in zip(*rows, strict=True))
    columns = {name: np.zeros(len(rows)) for name in Detections.__dataclass_fields__}
    columns |= {"run": run.astype(int), "radar": radar.astype(int), "available_s": available}
    columns |= {"azimuth_rad": np.radians(azimuth), "elevation_rad": np.radians(elevation)}
    return Detections(**columns)


def test_a_bearing_becomes_a_cue_without_range_for_the_radar_beside():
    ours = defence()
    state = open_strobes(ours, np.zeros(2, np.int64))
    note_strobes(state, ours, plots((1, 0, 3.0, 90.0, 5.0), (1, 1, 3.0, 10.0, 5.0)))
    (cues,) = strobe_cues(state, ours, 4.0)
    assert np.argwhere(cues.number != 0).tolist() == [[1, 1, 0]]
    assert cues.number[1, 1, 0] < 0
    line = ours.radars.ecef_to_enu[1] @ (cues.position_ecef_m[1, 1, 0] - ours.radars.position_ecef_m[1])
    assert line == pytest.approx(ALONG_M * np.array([np.cos(np.radians(5.0)), 0.0, np.sin(np.radians(5.0))]), abs=1e-3)


def test_it_is_known_when_it_is_available_and_forgotten_after_a_period():
    ours = defence()
    state = open_strobes(ours, np.zeros(1, np.int64))
    note_strobes(state, ours, plots((0, 0, 3.0, 90.0, 5.0)))
    known = [bool((strobe_cues(state, ours, t)[0].number != 0).any()) for t in (2.9, 3.0, 4.9, 5.0)]
    assert known == [False, True, True, False]


def test_only_the_newest_are_kept():
    ours = defence()
    state = open_strobes(ours, np.zeros(1, np.int64))
    note_strobes(state, ours, plots(*[(0, 0, 3.0, float(i), 1.0) for i in range(KEPT + 5)]))
    (cues,) = strobe_cues(state, ours, 3.5)
    assert np.count_nonzero(cues.number) == KEPT


@pytest.mark.parametrize("change", [{"apart_m": 1500.0}, {"command": 1}, {"cued": False}])
def test_who_stands_apart_or_hears_another_command_or_needs_no_cue_is_not_told(change):
    assert open_strobes(defence(**change), np.zeros(1, np.int64)) is None
    assert strobe_cues(None, defence(), 1.0) == []


def test_what_a_receiver_hears_is_told_once_and_heat_is_not_told():
    for hears in (True, False):
        ours = defence(apart_m=5000.0, hears=hears)
        state = open_strobes(ours, np.zeros(2, np.int64))
        note_strobes(state, ours, plots((1, 0, 3.0, 90.0, 5.0)))
        if not hears:
            assert bearings_heard(state, ours, 4.0) is None
            continue
        assert bearings_heard(state, ours, 2.9).run.tolist() == []
        heard = bearings_heard(state, ours, 4.0)
        assert (heard.run.tolist(), heard.command.tolist()) == ([1], [0])
        east = (
            np.cos(np.radians(5.0)) * ours.radars.ecef_to_enu[0, 0]
            + np.sin(np.radians(5.0)) * ours.radars.ecef_to_enu[0, 2]
        )
        np.testing.assert_allclose(heard.direction_ecef[0], east, atol=1e-12)
        # no radar stands beside it, so nobody is cued
        assert strobe_cues(state, ours, 4.0) == []
        assert bearings_heard(state, ours, 5.0).run.tolist() == []
