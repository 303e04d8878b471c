"""Rays over the effective Earth and the loss along them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad.physics import _propagation_kernel, atmosphere, propagation
from gbad.physics.earth import MEAN_RADIUS
from gbad.textbook import horizon

RADIUS = propagation.STANDARD_FACTOR * MEAN_RADIUS


def test_a_target_at_600_km_must_be_above_20_km():
    height = propagation.lowest_visible_height_m(600e3, -np.arccos(RADIUS / (RADIUS + 30.0)), 30.0)
    assert height == pytest.approx(19.6e3, abs=100.0)
    assert propagation.line_of_sight_arc_m(0.0, 21_190.0) == pytest.approx(600e3, rel=2e-3)


@settings(max_examples=60, deadline=None)
@given(st.floats(0.0, 500.0), st.floats(1.0, 20_000.0))
def test_the_limit_of_sight_is_where_the_grazing_ray_has_the_targets_height(radar, target):
    arc = propagation.line_of_sight_arc_m(radar, target)
    # the arc tangent keeps its digits where the radar stands on the ground; the arc cosine does not
    grazing = -np.arctan2(np.sqrt(radar * (2 * RADIUS + radar)), RADIUS)
    assert propagation.lowest_visible_height_m(arc, grazing, radar) == pytest.approx(target, abs=1e-3)
    assert propagation.elevation_rad(arc, target, radar) == pytest.approx(grazing, abs=1e-7)


@settings(max_examples=60, deadline=None)
@given(st.floats(10.0, 600e3), st.floats(-0.01, 1.4), st.floats(0.0, 3000.0))
def test_range_and_elevation_there_and_back(slant, elevation, antenna):
    height = horizon.beam_height_m(slant, elevation, antenna)
    arc = horizon.beam_ground_arc_m(slant, elevation, antenna)
    assert propagation.elevation_rad(arc, height, antenna) == pytest.approx(elevation, abs=1e-7)
    kernel = _propagation_kernel
    assert kernel.height_on_ray(slant, elevation, antenna, RADIUS) == pytest.approx(height, abs=1e-6)
    assert kernel.elevation_on_effective_earth(arc, height, antenna, RADIUS) == pytest.approx(elevation, abs=1e-7)
    assert kernel.lowest_height_in_sight(arc, elevation, antenna, RADIUS) == pytest.approx(height, abs=1e-4)


def test_a_ray_that_leaves_the_earth_is_nowhere_above_a_farther_arc():
    assert _propagation_kernel.lowest_height_in_sight(RADIUS, 1.0, 10.0, RADIUS) == np.inf


@pytest.mark.parametrize("frequency_hz", [0.4e9, 1.3e9, 3e9, 5.5e9, 9.4e9, 15e9])
@pytest.mark.parametrize("elevation_deg", [0.05, 0.5, 2.0, 10.0, 60.0])
def test_gas_loss_is_close_to_p676_summed_along_the_ray(frequency_hz, elevation_deg):
    slant, elevation = 400e3, np.radians(elevation_deg)
    s = np.linspace(0.0, slant, 40_001)
    z = np.minimum(horizon.beam_height_m(s, elevation, 20.0), 86e3)
    along = 2.0 * propagation.specific_attenuation_db_per_km(
        frequency_hz,
        dry_pressure_hpa=atmosphere.pressure_pa(z) / 100.0,
        temperature_k=atmosphere.temperature_k(z),
        vapour_density_g_m3=7.5 * np.exp(-z / 2000.0),
    )
    gas = 2.0 * propagation.specific_attenuation_db_per_km(frequency_hz)
    assert propagation.gas_loss_two_way_db(slant, elevation, 20.0, gas) == pytest.approx(
        np.trapezoid(along, s) / 1e3, rel=0.1, abs=0.2
    )


@settings(max_examples=60, deadline=None)
@given(st.floats(1.0, 600e3), st.floats(0.0, 1.5), st.floats(0.0, 4000.0), st.floats(0.001, 0.1))
def test_eight_points_are_enough_for_the_path(slant, elevation, antenna, gas):
    scale = 5000.0 * np.sqrt(0.015 / gas)
    s = np.linspace(0.0, slant, 20_001)
    exact = np.trapezoid(gas * np.exp(-horizon.beam_height_m(s, elevation, antenna) / scale), s) / 1e3
    assert propagation.gas_loss_two_way_db(slant, elevation, antenna, gas) == pytest.approx(exact, rel=2e-3, abs=1e-4)


def test_gas_loss_grows_with_range_and_is_nothing_without_gas():
    loss = propagation.gas_loss_two_way_db(np.array([0.0, 1e3, 1e5, 4e5]), 0.01, 10.0, 0.015)
    assert (np.diff(loss) > 0.0).all()
    assert loss[0] == propagation.gas_loss_two_way_db(1e5, 0.01, 10.0, 0.0) == 0.0
    assert loss[1] == pytest.approx(0.015, rel=0.01)
