"""Properties of the air; its numbers against the standard are in tests/against."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad.physics import _atmosphere_kernel, atmosphere


def test_pressure_falls_as_the_weight_of_the_air_above():
    # hydrostatic balance with the gravity that geopotential altitude implies
    z = np.linspace(-1000.0, 85_990.0, 40_000)
    gravity = 9.80665 * (6356766.0 / (6356766.0 + z)) ** 2
    slope = np.gradient(np.log(atmosphere.pressure_pa(z)), z)
    balance = -gravity * atmosphere.density_kg_m3(z) / atmosphere.pressure_pa(z)
    assert slope[1:-1] == pytest.approx(balance[1:-1], rel=2e-4)


@pytest.mark.parametrize("edge", [0.0, 11019.07, 20063.12, 32161.9, 47350.09, 51412.5, 71801.97, 86000.0])
def test_nothing_jumps_at_the_edges_of_layers(edge):
    below, above = atmosphere.density_kg_m3([edge - 0.5, edge + 0.5])
    assert above == pytest.approx(below, rel=5e-4)
    assert above < below


@settings(max_examples=60, deadline=None)
@given(st.floats(-5000.0, 600_000.0), st.floats(0.5, 10_000.0))
def test_air_thins_with_altitude_and_stays_finite(altitude, rise):
    low, high = atmosphere.density_kg_m3([altitude, altitude + rise])
    assert 0.0 <= high < low or high == low == 0.0
    assert np.isfinite(atmosphere.speed_of_sound_mps(altitude))


def test_kernels_and_columns_agree():
    z = 12_345.0
    rho, sound = _atmosphere_kernel.density_and_sound(z)
    assert (rho, sound) == (atmosphere.density_kg_m3(z), atmosphere.speed_of_sound_mps(z))
    assert _atmosphere_kernel.temperature_k(z) == atmosphere.temperature_k(z)
    assert _atmosphere_kernel.pressure_pa(z) == atmosphere.pressure_pa(z)


def test_geopotential_there_and_back():
    z = np.array([-100.0, 0.0, 5e3, 86e3])
    assert atmosphere.geometric_altitude_m(atmosphere.geopotential_altitude_m(z)) == pytest.approx(z)
