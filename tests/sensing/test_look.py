"""Looks: where and when a radar sees what, and for how long."""

from __future__ import annotations

import numpy as np
import pytest


def test_nothing_at_100_m_is_seen_beyond_the_radar_horizon_and_all_within_it(small):
    radius = 6371008.77 * 4.0 / 3.0
    horizon_m = radius * (np.arccos(radius / (radius + 30.0)) + np.arccos(radius / (radius + 100.0)))
    for factor, seen in ((0.98, True), (1.02, False)):
        radar, target = small.radar(loop_gain_db=400.0), small.target(place=(0.0, factor * horizon_m, 100.0))
        assert bool(len(small.world([radar], [target]).one_look(duration_s=30.0)[0].run)) is seen


def test_a_rotating_antenna_sees_a_target_when_it_points_at_it(small):
    radar = small.radar(loop_gain_db=400.0, start_azimuth=2.0)
    target = small.target(place=(5e3, 20e3, 4000.0), velocity=(300.0, 0.0, 0.0))
    found, _ = small.world([radar], [target]).one_look(duration_s=60.0)
    pointing = (2.0 + 2.0 * np.pi * found.time_s / 6.0) % (2.0 * np.pi)
    assert pointing == pytest.approx(found.azimuth_rad, abs=1e-3)
    assert np.array_equal(found.visit, np.arange(10))
    # the plot leaves with its part of the turn
    part = np.floor((found.time_s / 6.0 - found.visit) * 8)
    assert np.array_equal(found.group, found.visit * 8 + part)
    assert found.group_end_s == pytest.approx((found.group + 1) * 0.75)
    assert found.available_s == pytest.approx(found.group_end_s + 0.1)


def test_crossing_the_start_azimuth_costs_or_gains_no_more_than_one_look(small):
    for speed in (-250.0, 250.0):
        world = small.world(
            [small.radar(loop_gain_db=400.0)],
            [small.target(place=(-speed * 30.0, 40e3, 4000.0), velocity=(speed, 0, 0))],
        )
        found, _ = world.one_look(duration_s=60.0)
        assert 9 <= len(found.run) <= 10
        assert np.all(np.diff(found.time_s) > 5.5)


def test_an_array_sees_its_sector_at_the_end_of_each_period(small):
    radar = small.radar(rotates=False, groups=8, period_s=0.5, half_width=np.radians(30.0), loop_gain_db=400.0)
    inside, outside = small.target(place=(20e3, 50e3, 5000.0)), small.target(id="b", place=(50e3, 20e3, 5000.0))
    found, origin = small.world([radar], [inside, outside]).one_look(duration_s=10.0)
    assert set(origin) == {1}
    assert found.time_s == pytest.approx(0.5 * np.arange(1, 21))
    assert np.array_equal(found.group, found.visit)


def test_instrumented_range_elevation_limits_and_existence_bound_what_is_seen(small):
    def seen(radar, target):
        found = small.world([radar], [target]).one_look(duration_s=30.0)[0]
        return found.time_s

    strong = dict(loop_gain_db=400.0)
    assert not seen(small.radar(instrumented_m=59e3, **strong), small.target()).size
    assert not seen(small.radar(minimum_m=70e3, **strong), small.target()).size
    assert not seen(small.radar(elevation=(0.2, 1.5), **strong), small.target()).size
    lived = seen(small.radar(**strong), small.target(start_s=8.0, end_s=19.0))
    assert lived.min() >= 8.0
    assert lived.max() <= 19.0
    assert lived.size == 2


def test_the_dead_are_not_seen_and_destroyed_radars_are_silent(small):
    world = small.busy()
    truth = world.truth(2)
    victim = np.bincount(world.one_look(duration_s=60.0)[1] + 1)[1:].argmax()
    truth.end_s[0, victim], truth.radar_end_s[1, 0] = 20.0, 31.0
    found, origin = world.one_look(duration_s=60.0, truth=truth)
    shot_down = (found.run == 0) & (origin == victim)
    assert found.time_s[shot_down].max() <= 20.0
    assert found.time_s[(found.run == 1) & (origin == victim)].max() > 50.0
    assert found.group_end_s[(found.run == 1) & (found.radar == 0)].max() <= 31.0
    assert found.group_end_s[(found.run == 1) & (found.radar == 1)].max() > 50.0


def test_turning_the_world_about_the_vertical_changes_nothing_but_azimuths(small):
    looks = []
    for turn in (0.0, 0.5 * np.pi):
        place = [60e3 * np.sin(0.8 + turn), 60e3 * np.cos(0.8 + turn), 5000.0]
        velocity = (-200.0 * np.sin(0.3 + turn), -200.0 * np.cos(0.3 + turn), 0.0)
        world = small.world([small.radar(start_azimuth=turn)], [small.target(place=place, velocity=velocity)])
        looks.append(world.one_look(duration_s=120.0)[0])
    straight, turned = looks
    assert np.array_equal(straight.visit, turned.visit)
    assert straight.time_s == pytest.approx(turned.time_s, abs=1e-3)
    # the Earth is not quite round, so a few metres remain
    assert straight.slant_range_m == pytest.approx(turned.slant_range_m, abs=100.0)
    assert straight.snr_db == pytest.approx(turned.snr_db, abs=0.05)
    assert (turned.azimuth_rad - straight.azimuth_rad) % (2.0 * np.pi) == pytest.approx(0.5 * np.pi, abs=2e-3)


def test_a_world_without_targets_gives_no_plots(small):
    world = small.world([small.radar()], [small.target(start_s=500.0, end_s=600.0)])
    found, origin = world.one_look(duration_s=60.0, runs=3)
    assert origin.size == 0
    assert found.offsets.tolist() == [0, 0, 0, 0]
