"""The geoid against the sample output that NGA distributes with its EGM96 program F477."""

import numpy as np
import pytest

from gbad.terrain import geoid_height_m
from gbad.terrain.geoid import geoid_on_grid_m

F477 = [
    (38.6281550, 269.7791550, -31.628),
    (-14.6212170, 305.0211140, -2.969),
    (46.8743190, 102.4487290, -43.575),
    (-23.6174460, 133.8747120, 15.871),
    (38.6254730, 359.9995000, 50.066),
    (-0.4667440, 0.0023000, 17.329),
]


@pytest.mark.parametrize(("latitude_deg", "longitude_deg", "expected_m"), F477)
def test_sample_points(latitude_deg, longitude_deg, expected_m):
    # bilinear on 15 minutes against the full expansion
    got = geoid_height_m(np.radians(latitude_deg), np.radians(longitude_deg))
    assert got == pytest.approx(expected_m, abs=0.5)


def test_poles_and_date_line():
    assert geoid_height_m(np.pi / 2, 0.3) == pytest.approx(geoid_height_m(np.pi / 2, 2.0), abs=0.02)
    assert geoid_height_m(0.7, np.pi) == pytest.approx(geoid_height_m(0.7, -np.pi), abs=1e-6)


def test_whole_grids_agree_with_single_places():
    grid = geoid_on_grid_m(29.9, 24.7, 0.11, (40, 60))
    latitude = np.radians(29.9 + 0.11 * np.arange(40))[:, None]
    longitude = np.radians(24.7 + 0.11 * np.arange(60))[None, :]
    np.testing.assert_allclose(grid, geoid_height_m(latitude, longitude), atol=1e-3)
