"""What a carrier lets go: it begins where the carrier is, decoys fly on, clouds come to rest."""

from __future__ import annotations

import numpy as np
import pytest

from gbad import motion, terrain
from gbad.errors import InputError
from gbad.motion import DriftPath, ReleasedPath, Waypoint, WaypointPath
from gbad.physics import earth

FLAT = terrain.load({"kind": "flat", "latitude_deg": 39.0, "longitude_deg": 33.0})


def point(latitude_deg, longitude_deg, height_m=6000.0, speed=250.0) -> Waypoint:
    return Waypoint(np.radians(latitude_deg), np.radians(longitude_deg), height_m, "sea", speed)


CARRIER = WaypointPath((point(39.0, 32.0), point(39.0, 34.0)), start_s=100.0)


def laid(*paths, duration_s=2000.0):
    return motion.trajectories([CARRIER, *paths], FLAT, duration_s)


@pytest.mark.parametrize("after_s", [0.0, 12.34, 300.0])
def test_it_begins_at_the_place_of_its_carrier(after_s):
    decoy = ReleasedPath(CARRIER, after_s, (point(39.3, 33.9),), speed_mps=220.0)
    cloud = DriftPath(CARRIER, after_s, slowing_s=1.0, sink_mps=0.4, lifetime_s=60.0)
    table = laid(decoy, cloud)
    start = 100.0 + after_s
    assert table.start_s[0, 1:] == pytest.approx([start, start])
    carrier, ours, theirs = (motion.states(table, 0, row, start)[0] for row in range(3))
    assert ours[:3] == pytest.approx(carrier[:3], abs=0.5)
    assert theirs[:3] == pytest.approx(carrier[:3], abs=1e-3)
    # a cloud begins with the carrier's velocity
    assert theirs[3:] == pytest.approx(carrier[3:], abs=1.0)
    assert np.linalg.norm(ours[3:]) == pytest.approx(220.0, rel=1e-3)


def test_a_cloud_slows_as_its_closed_form_says_and_sinks():
    cloud = DriftPath(CARRIER, 50.0, slowing_s=2.0, sink_mps=0.5, lifetime_s=80.0)
    table = laid(cloud)
    start, end = table.start_s[0, 1], table.plan_end_s[0, 1]
    assert end - start == pytest.approx(80.0)
    first, later = motion.states(table, 0, 1, np.array([start, start + 6.0]))
    speed0 = np.linalg.norm(first[3:])
    assert np.linalg.norm(later[3:]) == pytest.approx(speed0 * np.exp(-3.0), abs=0.1)
    assert np.linalg.norm(later[:3] - first[:3]) == pytest.approx(speed0 * 2.0 * (1.0 - np.exp(-3.0)), rel=1e-3)
    last = motion.states(table, 0, 1, end)[0]
    fallen = earth.ecef_to_geodetic(first[:3])[2] - earth.ecef_to_geodetic(last[:3])[2]
    assert float(fallen) == pytest.approx(0.5 * 80.0, abs=0.1)


def test_a_cloud_released_low_ends_at_the_ground():
    low = WaypointPath((point(39.0, 32.0, 100.0), point(39.0, 34.0, 100.0)), start_s=0.0)
    table = motion.trajectories([DriftPath(low, 10.0, 1.0, 2.0, 500.0)], FLAT, 2000.0)
    assert table.plan_end_s[0, 0] - table.start_s[0, 0] == pytest.approx(50.0, abs=1.0)


def test_a_release_after_the_carriers_end_is_refused():
    with pytest.raises(InputError, match="after its carrier has ended"):
        laid(DriftPath(CARRIER, 5000.0, 1.0, 0.4, 60.0), duration_s=10_000.0)


def test_a_cloud_comes_to_rest_in_the_wind_and_goes_with_it():
    still = DriftPath(CARRIER, 50.0, slowing_s=2.0, sink_mps=0.5, lifetime_s=80.0)
    blown = DriftPath(
        CARRIER, 50.0, slowing_s=2.0, sink_mps=0.5, lifetime_s=80.0, wind_east_mps=12.0, wind_north_mps=-5.0
    )
    table = laid(still, blown)
    start = table.start_s[0, 1]
    for after_s in (0.0, 3.0, 40.0):
        a, b = (motion.states(table, 0, row, start + after_s)[0] for row in (1, 2))
        turn = np.asarray(earth.ecef_to_enu_matrix(*earth.ecef_to_geodetic(a[:3])[:2])).reshape(3, 3)
        # what drag has not yet done: wind times (t - slowing (1 - exp(-t / slowing)))
        lag_s = after_s - 2.0 * (1.0 - np.exp(-after_s / 2.0))
        np.testing.assert_allclose(turn @ (b[:3] - a[:3]), np.array([12.0, -5.0, 0.0]) * lag_s, atol=0.05)
        np.testing.assert_allclose(
            turn @ (b[3:] - a[3:]), np.array([12.0, -5.0, 0.0]) * (1.0 - np.exp(-after_s / 2.0)), atol=0.1
        )
