"""Properties of attenuation; its numbers against the ITU's own check values are in tests/against."""

from __future__ import annotations

import numpy as np
import pytest

from gbad.physics import attenuation


def test_oxygen_peaks_near_60_ghz_and_vapour_near_22_ghz():
    f = np.arange(40e9, 80e9, 0.25e9)
    oxygen = attenuation.oxygen_attenuation_db_per_km(f, 1013.25, 288.15, 7.5)
    assert 58e9 < f[oxygen.argmax()] < 62e9
    assert oxygen.max() == pytest.approx(15.0, abs=1.0)
    f = np.arange(15e9, 30e9, 0.1e9)
    water = attenuation.water_attenuation_db_per_km(f, 1013.25, 288.15, 7.5)
    assert 22e9 < f[water.argmax()] < 22.8e9


def test_dry_air_has_no_vapour_loss():
    assert attenuation.water_attenuation_db_per_km(10e9, 1013.25, 288.15, 0.0) == 0.0


def test_shapes_broadcast():
    gamma = attenuation.specific_attenuation_db_per_km([[3e9], [1e10]], temperature_k=[270.0, 280.0, 290.0])
    assert gamma.shape == (2, 3)
    assert gamma[1, 2] == attenuation.specific_attenuation_db_per_km(1e10, temperature_k=290.0)


def test_heavier_rain_and_higher_frequency_cost_more():
    rain = attenuation.rain_attenuation_db_per_km([[3e9], [1e10]], [5.0, 50.0])
    assert (np.diff(rain, axis=0) > 0).all()
    assert (np.diff(rain, axis=1) > 0).all()


def test_circular_polarisation_lies_between_horizontal_and_vertical():
    horizontal, circular, vertical = attenuation.rain_attenuation_db_per_km(
        1e10, 20.0, 0.0, [0.0, np.pi / 4, np.pi / 2]
    )
    assert vertical < circular < horizontal
