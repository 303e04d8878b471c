"""Bearings of passive sensors become cues for the radars beside them, and never tracks."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from gbad.messages import Detections
from gbad.physics import earth
from gbad.tracking import bearings_heard, note_strobes, open_strobes, strobe_cues
from gbad.tracking.strobes import ALONG_M, KEPT, MOST_CONES, WIDE, Ray, crossing, looked_at


def defence(apart_m=0.0, command=0, cued=True, hears=False):
    """A passive sensor (row 0) and a radar (row 1), some metres apart."""
    latitude = np.radians([40.0, 40.0]) + np.array([0.0, apart_m / earth.MEAN_RADIUS])
    longitude = np.radians([32.0, 32.0])
    return SimpleNamespace(
        radars=SimpleNamespace(
            id=np.array(["ears", "fire"]),
            passive=np.array([True, False]),
            hears=np.array([hears, False]),
            antenna_gain_db=np.full((1, 2), np.nan),
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
    # the sensor has no ranges, the radar has
    columns["slant_range_m"] = np.where(radar == 0, np.nan, 5e4)
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
    known = [any((cues.number != 0).any() for cues in strobe_cues(state, ours, t)) for t in (2.9, 3.0, 4.9, 5.0)]
    assert known == [False, True, True, False]


def test_only_the_newest_are_kept():
    ours = defence()
    state = open_strobes(ours, np.zeros(1, np.int64))
    note_strobes(state, ours, plots(*[(0, 0, 3.0, float(i), 1.0) for i in range(KEPT + 5)]))
    (cues,) = strobe_cues(state, ours, 3.5)
    assert np.count_nonzero(cues.number) == KEPT


@pytest.mark.parametrize("change", [{"apart_m": 61e3}, {"command": 1}, {"cued": False}])
def test_who_stands_apart_or_hears_another_command_or_needs_no_cue_is_not_told(change):
    assert open_strobes(defence(**change), np.zeros(1, np.int64)) is None
    assert strobe_cues(None, defence(), 1.0) == []


def test_what_a_receiver_hears_is_told_once_and_heat_is_not_told():
    for hears in (True, False):
        ours = defence(apart_m=61e3, hears=hears)
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
        # no radar stands near it, so nobody is cued
        assert strobe_cues(state, ours, 4.0) == []
        assert bearings_heard(state, ours, 5.0).run.tolist() == []


def test_a_cue_is_as_wide_as_the_error_of_its_bearing():
    ours = defence()
    state = open_strobes(ours, np.zeros(1, np.int64))
    found = plots((0, 0, 3.0, 90.0, 5.0))
    found.azimuth_std_rad[:], found.elevation_std_rad[:] = 0.01, 0.02
    note_strobes(state, ours, found)
    (cues,) = strobe_cues(state, ours, 4.0)
    assert cues.half_width_rad[0, 1, 0] == pytest.approx(WIDE * 0.02)


def ray(sensor, origin, target, std=0.01):
    toward = np.subtract(target, origin)
    return Ray(sensor, np.array(origin, float), toward / np.linalg.norm(toward), std)


@pytest.mark.parametrize("aside_m", [2e3, 10e3, 50e3])
def test_the_strip_that_a_bearing_sweeps_holds_its_source_at_any_range(aside_m):
    radar = np.zeros(3)
    for range_m in (8e3, 40e3, 150e3, 350e3):
        source = np.array([0.0, range_m, 5e3])
        cones = looked_at(ray(0, [aside_m, 0.0, 0.0], source), [], radar)
        off = [np.arccos(np.clip(toward @ source / np.linalg.norm(source), -1, 1)) - wide for toward, wide in cones]
        assert min(off) < 0.0
        # the angle that it sweeps, in cones of 3.2 degrees
        swept = np.arctan2(aside_m, 5e3)
        assert len(cones) <= MOST_CONES
        assert range_m < 40e3 or len(cones) <= np.ceil(1.2 * swept / np.radians(3.2)) + 2


def test_two_bearings_cross_where_both_look_and_as_well_as_they_know():
    source = [0.0, 50e3, 0.0]
    place, std_m = crossing(ray(0, [-50e3, 0.0, 0.0], source), ray(1, [50e3, 0.0, 0.0], source))
    np.testing.assert_allclose(place, source, atol=1e-6)
    assert std_m == pytest.approx(0.01 * np.hypot(50e3, 50e3) * np.sqrt(2.0))
    radar = np.array([0.0, -10e3, 0.0])
    both = [ray(0, [-50e3, 0.0, 0.0], source), ray(1, [50e3, 0.0, 0.0], source)]
    ((toward, wide),) = looked_at(both[0], both, radar)
    np.testing.assert_allclose(toward, [0.0, 1.0, 0.0], atol=1e-9)
    assert wide == pytest.approx(WIDE * std_m / 60e3)


def test_what_does_not_cross_is_not_said_to():
    here = ray(0, [-50e3, 0.0, 0.0], [0.0, 50e3, 0.0])
    assert crossing(here, ray(0, [50e3, 0.0, 0.0], [0.0, 50e3, 0.0])) is None
    # behind one of them, past each other in height, and all but along one line
    assert crossing(here, ray(1, [50e3, 0.0, 0.0], [100e3, -50e3, 0.0])) is None
    assert crossing(here, ray(1, [50e3, 0.0, 0.0], [0.0, 50e3, 9e3], 1e-3)) is None
    assert crossing(here, ray(1, [-60e3, 0.0, 0.0], [-9e3, 50e3, 0.0])) is None


def test_the_flatter_a_crossing_the_worse_it_is_known():
    source = [0.0, 100e3, 0.0]
    _, std_m = crossing(ray(0, [0.0, 0.0, 0.0], source), ray(1, [30e3, 0.0, 0.0], source))
    sine = 30e3 / np.hypot(30e3, 100e3)
    assert std_m == pytest.approx(0.01 * np.hypot(100e3, np.hypot(30e3, 100e3)) / sine)
