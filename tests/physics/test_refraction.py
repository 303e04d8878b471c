"""The exponential reference atmosphere against the 4/3 Earth, and diffraction over an edge."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from gbad.physics import diffraction, propagation, refraction
from gbad.textbook import diffraction as exact_diffraction

RADIUS = 6371008.77


def test_a_far_ray_is_higher_in_the_exponential_atmosphere_than_over_a_four_thirds_earth():
    # the figures of the record: 20.4 against 21.9 km at 600 km, from a mast of 9 m
    beyond = 600e3 - float(propagation.horizon_arc_m(9.0))
    straight = float(propagation.lowest_visible_height_m(beyond, 0.0, 0.0))
    real = float(refraction.lowest_visible_height_m(600e3, 9.0))
    assert straight == pytest.approx(20_400.0, abs=50.0)
    assert real == pytest.approx(21_900.0, abs=50.0)


@pytest.mark.parametrize(("antenna_m", "elevation_rad"), [(0.0, 0.0), (9.0, 0.0), (500.0, 0.01), (2000.0, 0.3)])
def test_quadrature_agrees_with_the_ray_followed_step_by_step(antenna_m, elevation_rad):
    def bend(arc, state):
        height, elevation = state
        r = RADIUS + height
        n = 1.0 + 1e-6 * float(refraction.refractivity(height))
        slope = -1e-6 * float(refraction.refractivity(height)) / refraction.SCALE_HEIGHT_M
        per_arc = r / RADIUS
        return [per_arc * np.tan(elevation), per_arc * (1.0 / r + slope / n)]

    end = 300e3 if elevation_rad < 0.1 else 50e3
    followed = solve_ivp(bend, (0.0, end), [antenna_m, elevation_rad], rtol=1e-10, atol=1e-9).y[0, -1]
    assert refraction.ray_height_m(end, antenna_m, elevation_rad) == pytest.approx(followed, abs=0.5)


def test_air_of_even_gradient_near_the_ground_is_the_four_thirds_earth():
    # -39 N-units per km: a scale height so great that the gradient hardly changes
    air = {"surface": 39e3, "scale_height_m": 1e6}
    factor = float(propagation.effective_earth_factor(-3.9e-8))
    flat = propagation.lowest_visible_height_m(50e3, 0.0, 0.0, factor)
    assert refraction.lowest_visible_height_m(50e3, 0.0, **air) == pytest.approx(float(flat), rel=0.05)


def test_without_air_rays_are_straight():
    straight = propagation.lowest_visible_height_m(400e3, 0.0, 0.0, 1.0)
    assert refraction.lowest_visible_height_m(400e3, 0.0, surface=0.0) == pytest.approx(float(straight), abs=0.25)


def test_height_and_arc_are_inverses_and_down_going_rays_are_refused():
    arcs = np.array([10e3, 100e3, 500e3])
    assert refraction.ray_arc_m(refraction.ray_height_m(arcs, 8.0), 8.0) == pytest.approx(arcs, rel=2e-4)
    with pytest.raises(ValueError, match="0 or more"):
        refraction.ray_arc_m(100.0, 0.0, -0.1)


def test_the_itu_formula_is_close_to_fresnels_integral():
    nu = np.linspace(-0.7, 10.0, 200)
    assert diffraction.knife_edge_loss_db(nu) == pytest.approx(exact_diffraction.knife_edge_loss_exact_db(nu), abs=0.25)


def test_an_edge_on_the_line_takes_six_decibels_and_one_far_below_nothing():
    assert exact_diffraction.knife_edge_loss_exact_db(0.0) == pytest.approx(20.0 * np.log10(2.0), abs=1e-9)
    assert diffraction.knife_edge_loss_db(-2.0) == 0.0
