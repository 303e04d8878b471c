"""Metre waves over ground that mirrors: the two-ray pattern, no elevation at grazing; false plots like clutter."""

import numpy as np
import pytest

from gbad import sensing
from gbad.physics import earth
from gbad.physics._reflection_kernel import ground_gain_db, two_ray_gain_db
from gbad.sensing._error_kernel import clutter_place, grazing

RADIUS = earth.MEAN_RADIUS * 4.0 / 3.0


def test_over_ground_that_mirrors_wholly_it_is_the_two_ray_pattern_of_the_textbook():
    for height, arc in ((100.0, 30e3), (2000.0, 60e3), (8000.0, 200e3)):
        flat = 10.0 * np.log10((2.0 * np.sin(2.0 * np.pi * 10.0 * height / (1.7 * arc))) ** 4)
        assert ground_gain_db(10.0, height, arc, 1.7, 1e12, 1.0) == pytest.approx(flat, abs=0.02)
        assert two_ray_gain_db(10.0, height, arc, 1.7, RADIUS) == ground_gain_db(10.0, height, arc, 1.7, RADIUS, 1.0)


@pytest.mark.parametrize("share", [0.3, 0.9, 1.0])
def test_the_gain_lies_between_the_lobes_and_the_nulls(share):
    gains = [ground_gain_db(10.0, h, 60e3, 1.7, RADIUS, share) for h in np.linspace(500.0, 9000.0, 4000)]
    assert max(gains) == pytest.approx(40.0 * np.log10(1.0 + share), abs=0.01)
    if share < 1.0:
        assert min(gains) == pytest.approx(40.0 * np.log10(1.0 - share), abs=0.3)
    assert ground_gain_db(10.0, 500.0, 60e3, 1.7, RADIUS, 0.0) == 0.0


def reach_km(small, reflection):
    """Range at which a half-square-metre target at 100 m has Pd 0.5, of a metre-wave radar on a mast of 10 m."""
    radar = small.radar(
        height_m=10.0, loop_gain_db=sensing.loop_gain_db(230e3, 4.0), frequency=0.18e9, reflection=reflection
    )
    needed = float(sensing.required_snr_db(0.5, 1e-6, 1, 1))
    farthest = 0.0
    for km in np.arange(20.0, 70.0, 0.5):
        world = small.world([radar], [small.target(place=(0.0, 1e3 * km, 100.0), rcs_m2=0.5)])
        state = sensing.start(world.tables, world.truth(1), np.arange(1), 1)
        seen, snr_db = sensing.sight(state, world.tables, world.truth(1), 1.0)
        if seen[0, 0, 0] and snr_db[0, 0, 0] >= needed:
            farthest = km
    return farthest


def test_a_low_flyer_is_seen_at_26_km_and_not_at_54(small):
    # without ground the horizon ends the view: 4.12 (sqrt 10 + sqrt 100) km
    assert reach_km(small, 0.0) == pytest.approx(54.0, abs=0.6)
    # with it, R^8 where the sine is its angle: R = (S/N1)^(1/8) sqrt(4 pi h1 h2 / lambda)
    free_km = 230.0 * (0.5 / 4.0) ** 0.25
    closed_km = np.sqrt(free_km * 4.0 * np.pi * 10.0 * 100.0 / 1.6655 / 1e3)
    assert closed_km == pytest.approx(32.1, abs=0.05)
    flat = [
        ground_gain_db(10.0, 100.0, 1e3 * km, 1.6655, 1e12, 1.0) - 40.0 * np.log10(km / free_km)
        for km in (closed_km - 1.5, closed_km + 0.2)
    ]
    assert flat[0] > 0.0 > flat[1]
    # on the curved Earth both stand lower over the plane that mirrors
    assert reach_km(small, 1.0) == pytest.approx(25.5, abs=0.6)


def test_a_plot_at_grazing_tells_no_elevation_whatever_the_true_one(small):
    beam = np.radians(12.0)
    plots = []
    for height in (1000.0, 4000.0):
        radar = small.radar(start_azimuth=1.0, loop_gain_db=300.0, beam=beam, reflection=0.9, frequency=0.18e9)
        world = small.world([radar], [small.target(place=(0.0, 60e3, height), swerling=0)])
        plots.append(world.one_look(duration_s=3000.0)[0])
    low, high = plots
    np.testing.assert_array_equal(low.elevation_rad, high.elevation_rad)
    assert np.all(low.elevation_std_rad == pytest.approx(0.5 * beam / np.sqrt(12.0)))
    assert low.elevation_rad.mean() == pytest.approx(0.25 * beam, abs=0.02 * beam)
    assert low.elevation_rad.std() == pytest.approx(low.elevation_std_rad[0], rel=0.05)
    steep = small.world([radar], [small.target(place=(0.0, 30e3, 9000.0), swerling=0)]).one_look(duration_s=600.0)[0]
    assert np.all(steep.elevation_std_rad < 0.2 * beam)
    assert steep.elevation_rad.mean() == pytest.approx(np.arctan2(8900.0, 30e3), abs=0.02)


def test_grazing_ends_at_half_a_beam():
    assert not grazing(0.2, 0.1, 0.0)[0]
    assert grazing(0.2, 0.0999, 0.0) == (True, pytest.approx(0.05), pytest.approx(0.1 / np.sqrt(12.0)))


def test_false_plots_of_a_searching_radar_lie_low_and_within_the_horizon_of_their_height(small):
    world = small.world([small.radar(false_alarms=40.0, height_m=10.0)], [small.target(rcs_m2=1e-9)])
    plots, _ = world.one_look(duration_s=600.0)
    height = 10.0 + plots.slant_range_m * np.sin(plots.elevation_rad) + plots.slant_range_m**2 / (2.0 * RADIUS)
    # exponential with a scale of 700 m (mean and median), and nothing below the ground
    assert height.mean() == pytest.approx(700.0, rel=0.06)
    assert np.median(height) == pytest.approx(700.0 * np.log(2.0), rel=0.08)
    # even as far as the horizon, so that few stand high over the radar
    assert np.degrees(np.quantile(plots.elevation_rad, 0.9)) < 5.0
    horizon = np.sqrt(2.0 * RADIUS) * (np.sqrt(np.maximum(height, 0.0)) + np.sqrt(10.0))
    seen = plots.elevation_rad < np.radians(80.0)
    assert np.all(plots.slant_range_m[seen] <= horizon[seen] * 1.01 + 100.0)


def test_clutter_is_even_in_range_to_where_it_is_seen():
    distance, elevation = clutter_place(0.5, 1.0 - np.exp(-1.0), 100.0, 1e6, 10.0, RADIUS)
    sight = np.sqrt(2.0 * RADIUS) * (np.sqrt(700.0) + np.sqrt(10.0))
    assert distance == pytest.approx(100.0 + 0.5 * (sight - 100.0))
    assert np.sin(elevation) == pytest.approx((700.0 - 10.0) / distance - distance / (2.0 * RADIUS))


def test_clutter_counts_as_noise_as_far_as_it_reaches(small):
    clean = small.radar()
    gain = clean.loop_gain_db
    dirty = small.radar(clutter_db=gain - 60.0, clutter_reach_m=30e3)
    for km, left in ((20.0, True), (40.0, False)):
        found = []
        for each in (clean, dirty):
            world = small.world([each], [small.target(place=(0.0, 1e3 * km, 50.0), rcs_m2=0.05)])
            state = sensing.start(world.tables, world.truth(1), np.arange(1), 1)
            found.append(float(sensing.sight(state, world.tables, world.truth(1), 1.0)[1][0, 0, 0]))
        # the target is fifty metres up: so far off the beam's middle is the ground
        off = 50.0 / (1e3 * km * clean.beam)
        noise = 10.0 ** (0.1 * (gain - 60.0 - 30.0 * np.log10(1e3 * km) - 24.0 * off * off)) if left else 0.0
        assert found[1] == pytest.approx(found[0] - 10.0 * np.log10(1.0 + noise), abs=0.02)
        assert (found[0] - found[1] > 3.0) == left
