"""Pictures of the ground."""

import numpy as np
import pytest

from gbad import terrain

PLACE = {"latitude_deg": 39.0, "longitude_deg": 33.0, "size_km": 100.0}


def test_level_ground_is_evenly_lit():
    shade = terrain.hillshade(terrain.from_spec("flat", **PLACE))
    assert shade.dtype == np.uint8
    assert np.all(shade == int(255 * np.sin(np.radians(45.0))))


def test_slopes_toward_the_sun_are_brighter():
    ridge = terrain.from_spec("ridge", **PLACE, offset_km=0.0, half_width_km=20.0, crest_m=2000.0)
    shade = terrain.hillshade(ridge, sun_azimuth_deg=270.0)
    middle = ridge.shape[1] // 2
    assert shade[50, middle - 8] > shade[0, 0] > shade[50, middle + 8]


def test_coast_is_land_beside_sea():
    part = terrain.load().window(36.0, 30.0, 37.0, 31.5)
    coast = terrain.coast(part)
    assert coast.any()
    assert not (coast & part.sea_mask).any()
    assert coast.mean() == pytest.approx(0.01, abs=0.03)
