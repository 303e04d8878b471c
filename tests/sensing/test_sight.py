"""Geometry at one instant agrees with what the looks are made of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gbad import sensing


def at(world, time_s):
    truth = world.truth(1)
    return sensing.sight(sensing.start(world.tables, truth, np.arange(1), 0), world.tables, truth, time_s)


def test_signal_follows_the_radar_equation_and_the_calibration(small):
    world = small.world([small.radar()], [small.target(place=(0.0, 100e3, 6000.0), rcs_m2=1.0)])
    seen, snr_db = at(world, 5.0)
    slant_m = np.linalg.norm(world.paths.position_ecef_m[0, 0, 0] - world.tables.defence.radars.position_ecef_m[0])
    needed_db = sensing.required_snr_db(0.5, 1e-6)
    assert seen.all()
    assert snr_db[0, 0, 0] == pytest.approx(needed_db - 40.0 * np.log10(slant_m / 100e3), abs=1e-9)


def test_gas_weakens_the_echo_most_along_the_ground(small):
    def weaker(height_m):
        target = small.target(place=(0.0, 150e3, height_m))
        with_gas, without = (at(small.world([small.radar(gas=g)], [target]), 1.0)[1] for g in (0.02, 0.0))
        return float((without - with_gas)[0, 0, 0])

    assert weaker(1500.0) > weaker(15_000.0) > weaker(60_000.0) > 0.1


def test_line_of_sight_does_not_ask_for_range_sector_or_strength(small):
    radar = small.radar(instrumented_m=50e3)
    seen, snr_db = at(small.world([radar], [small.target(), small.target(id="low", place=(0.0, 90e3, 50.0))]), 1.0)
    assert seen[0, 0].tolist() == [False, True]
    assert np.all(np.isneginf(snr_db))


def test_what_does_not_exist_is_not_in_sight(small):
    world = small.world([small.radar()], [small.target(start_s=10.0, end_s=20.0)])
    assert [bool(at(world, t)[0].any()) for t in (9.0, 10.0, 20.0, 21.0)] == [False, True, True, False]


def test_the_half_probability_range_falls_to_a_third_for_a_hundredth_of_the_cross_section(small):
    def pd_at(range_m, rcs_m2):
        radar = small.radar(loop_gain_db=sensing.loop_gain_db(200e3, 1.0, 0.5))
        world = small.world([radar], [small.target(place=(0.0, range_m, 3000.0), rcs_m2=rcs_m2)])
        return float(sensing.detection_probability(10.0 ** (at(world, 1.0)[1][0, 0, 0] / 10.0), 1e-6))

    for rcs_m2, range_m in ((1.0, 200e3), (0.01, 200e3 * 100.0**-0.25)):
        assert pd_at(0.99 * range_m, rcs_m2) > 0.5 > pd_at(1.01 * range_m, rcs_m2)


def test_a_ridge_in_the_mask_hides_what_flies_below_it(small):
    world = small.world([small.radar()], [small.target(), small.target(id="north", place=(50e3, 0.0, 5000.0))])
    radars = world.tables.defence.radars
    mask = radars.mask_min_height_m.copy()
    # a mountain from azimuth 80 to 100 degrees, seen from 20 km out on
    mask[0, 8:11, 40:] = 6000.0
    world.tables.defence.radars = replace(radars, mask_min_height_m=mask)
    assert at(world, 1.0)[0][0, 0].tolist() == [False, True]


def test_handed_on_are_sightings_of_radars_that_search_by_themselves(small):
    """Not of radars that look where they are told to, nor of passive ones; and no strength of what is hidden."""
    radars = [small.radar(id="a"), small.radar(id="b", cued=True), small.radar(id="c", passive=True)]
    world = small.world(radars, [small.target(id="a"), small.target(id="b", place=(0.0, 90e3, -50.0))])
    truth = world.truth(1)
    state = sensing.start(world.tables, truth, np.arange(1), 0)
    seen, snr_db = sensing.sight(state, world.tables, truth, 1.0)
    handed = sensing.sightings(state, world.tables, truth, 1.0)
    assert seen[0, 0].tolist() == [True, False]
    assert np.isfinite(snr_db[0, :2, 0]).all()
    assert handed.in_sight[0].tolist() == [[True, False], [False, False], [False, False]]
    assert handed.snr_db[0, 0, 0] == snr_db[0, 0, 0]
    assert np.isneginf(np.delete(handed.snr_db.ravel(), 0)).all()
