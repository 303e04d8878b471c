"""Fly-out tables: reach, order, and the published range from the fitted drag."""

from __future__ import annotations

import math
import time
from dataclasses import replace

import numpy as np
import pytest
from firing_range import LARGE, SMALL

from gbad.claims.reach import library_missile
from gbad.engagement import expected, fit_drag_factor, fly_to, flyout_tables
from gbad.envelope._table_kernel import table_value
from gbad.physics.atmosphere import density_kg_m3


@pytest.fixture(scope="module")
def table():
    return flyout_tables(LARGE)


def longest_reach_m(interceptor, height_m: float) -> float:
    steps = np.arange(0.8, 1.3, 0.005) * interceptor.max_range_m
    reached = [r for r in steps if np.isfinite(fly_to(interceptor, r, height_m).time_s)]
    return max(reached)


@pytest.mark.parametrize("interceptor", [LARGE, SMALL], ids=["large", "small"])
def test_the_fitted_drag_reproduces_the_published_range_within_three_percent(interceptor):
    fitted = replace(interceptor, drag_factor=fit_drag_factor(interceptor))
    assert longest_reach_m(fitted, 9e3) == pytest.approx(interceptor.max_range_m, rel=0.03)


def test_times_rise_smoothly_with_range(table):
    planned = table.planned_s[0]
    for j in range(16):
        rise = np.diff(planned[2:, j])
        assert np.all(rise > 0.0)
        # a mean of half a second per step of 6.6 km is some 5 s; no step differs from its neighbours by a tenth of that
        reached = np.isfinite(table.time_s[0, 3:, j])
        bend = np.diff(rise)[reached[1:]]
        assert np.abs(bend[3:]).max() < 1.5
    # what it was: 125.5 s to 130 km and 128.5 s to 140 km, where every 10 km before had taken 9 s
    times = np.array([fly_to(LARGE, r, 9e3).time_s for r in np.arange(60e3, 220e3, 10e3)])
    assert np.diff(times) == pytest.approx(np.full(15, np.diff(times).mean()), rel=0.2)


def test_the_loft_taken_is_the_quickest():
    for range_m, height_m in ((30e3, 9e3), (90e3, 100.0), (150e3, 20e3)):
        best = fly_to(LARGE, range_m, height_m)
        tried = [fly_to(LARGE, range_m, height_m, loft_rad=loft) for loft in np.arange(0.0, 1.2, 0.05)]
        arrived = [f.time_s for f in tried if f.speed_mps >= LARGE.minimum_speed_mps]
        assert best.time_s <= min(arrived) * 1.001


def test_reach_along_a_height_has_no_holes(table):
    finite = np.isfinite(table.time_s[0])
    for j in range(16):
        # once out of reach, always out of reach
        assert np.all(np.diff(finite[2:, j].astype(int)) <= 0)


UPRIGHT = 0.5 * math.pi


def test_a_round_that_turns_over_too_late_for_what_is_near_still_reaches_what_is_farther():
    """57E6 from an upright tube: it burns 2.4 s. Once its table ended at the first place that it could not turn to."""
    quick = replace(library_missile("57E6"), launch_elevation_rad=UPRIGHT)
    table = flyout_tables(quick)
    finite, planned = np.isfinite(table.time_s[0, :, 0]), table.planned_s[0, :, 0]
    ranges_m = np.arange(len(finite)) * table.range_step_m
    assert finite[(ranges_m > 6e3) & (ranges_m < 18e3)].all()
    assert not finite[(ranges_m > 1e3) & (ranges_m < 2e3)].any()
    assert np.all(np.diff(planned) > 0.0)
    assert [fly_to(quick, r, 0.0).time_s for r in ranges_m[12:30:6]] == pytest.approx(planned[12:30:6], rel=0.01)


def test_a_pointed_tube_reaches_what_is_near_and_low():
    pointed = library_missile("57E6")
    assert float(pointed.launch_elevation_rad) == pytest.approx(math.radians(5.0))
    near_m = 0.5e3 * np.arange(3, 12)
    assert all(np.isfinite(fly_to(pointed, r, 0.0).time_s) for r in near_m)
    upright = replace(pointed, launch_elevation_rad=UPRIGHT)
    assert not any(np.isfinite(fly_to(upright, r, 0.0).time_s) for r in near_m[:4])
    # a straight burn: rocket equation without drag and weight is faster, half of it slower
    exhaust = pointed.thrust_n * pointed.boost_time_s / pointed.propellant_mass_kg
    burnt_out = -exhaust * math.log(1.0 - pointed.propellant_mass_kg / pointed.launch_mass_kg)
    there = fly_to(pointed, 2e3, 0.0)
    assert 2e3 / burnt_out < there.time_s < 2e3 / (0.5 * burnt_out) + 2.4


def test_the_lower_a_tube_points_the_sooner_a_round_is_there():
    for range_m, height_m in ((3e3, 0.0), (8e3, 500.0), (15e3, 100.0)):
        times = [
            fly_to(replace(library_missile("57E6"), launch_elevation_rad=math.radians(e)), range_m, height_m).time_s
            for e in (5.0, 40.0, 75.0, 90.0)
        ]
        assert times == sorted(times)
        assert times[0] < times[-1]


def test_a_tube_follows_the_way_where_that_is_steeper_than_its_least_elevation():
    steep = [fly_to(replace(LARGE, launch_elevation_rad=math.radians(e)), 5e3, 15e3) for e in (0.0, 60.0)]
    assert steep[0].time_s == pytest.approx(steep[1].time_s, rel=1e-9)
    # one loft: the way begins at the line of sight and the loft, whatever the least elevation below that
    for elevation in (10.0, 30.0):
        flown = [
            fly_to(replace(LARGE, launch_elevation_rad=math.radians(e)), 60e3, 0.0, loft_rad=0.7)
            for e in (0.0, elevation)
        ]
        assert flown[0] == flown[1]


def test_places_where_it_could_not_turn_are_out_of_reach():
    needy = replace(LARGE, least_load_factor=8.0)
    table, lax = flyout_tables(needy), flyout_tables(LARGE)
    there = np.isfinite(table.time_s[0, 1:, 1:])
    assert table.load_mps2[0, 1:, 1:][there].min() >= 8.0 * 9.80665
    lost = np.isfinite(lax.time_s) & ~np.isfinite(table.time_s)
    # high and far, not low and near
    assert lost[0, :, 13].any()
    assert not lost[0, :20, 3].any()
    # the load said is what air and body give at the speed said
    i, j = 12, 8
    height_m = j * table.height_step_m
    air = 0.5 * float(density_kg_m3(height_m)) * table.speed_mps[0, i, j] ** 2 * LARGE.reference_area_m2 * 12.0 * 0.45
    dry_kg = LARGE.launch_mass_kg - LARGE.propellant_mass_kg
    assert table.load_mps2[0, i, j] == pytest.approx(min(air / dry_kg, 25.0 * 9.80665), rel=1e-3)


def test_side_thrusters_count_as_load_on_arrival():
    helped = fly_to(replace(SMALL, side_thrust_n=20e3, side_thrust_time_s=0.5), 60e3, 25e3)
    alone = fly_to(SMALL, 60e3, 25e3)
    assert helped.load_mps2 - alone.load_mps2 == pytest.approx(20e3 / 220.0, rel=1e-6)


def test_rounds_plan_by_times_that_go_on_past_the_last_place(table):
    assert np.all(np.isfinite(table.planned_s))
    assert np.all(table.loft_rad >= 0.0)
    reached = np.isfinite(table.time_s)
    np.testing.assert_array_equal(table.planned_s[reached], table.time_s[reached])


def test_more_drag_never_helps():
    for range_m in (40e3, 120e3, 200e3):
        speeds = [fly_to(replace(LARGE, drag_factor=d), range_m, 9e3).speed_mps for d in (0.6, 0.9, 1.2)]
        assert speeds == sorted(speeds, reverse=True)


def test_the_tables_speak_of_every_published_place(table):
    time_s, speed_mps, range_step_m, height_step_m = (
        table.time_s, table.speed_mps, table.range_step_m, table.height_step_m
    )  # fmt: skip
    assert time_s.shape == speed_mps.shape == (1, 40, 16)
    assert range_step_m * 38 == pytest.approx(LARGE.max_range_m)
    assert height_step_m * 14 == pytest.approx(LARGE.max_altitude_m)
    # arrival never slower than the minimum speed, never later than self-destruction
    there = np.isfinite(time_s)
    assert np.all(speed_mps[there] >= 0.99 * LARGE.minimum_speed_mps)
    assert np.all(time_s[there] <= LARGE.self_destruct_s)


def test_draws_are_flown_each_with_its_own_figures():
    both = replace(LARGE, drag_factor=np.array([1.0, 1.4]), max_range_m=np.full(2, 250e3))
    time_s = flyout_tables(both).time_s
    alone = flyout_tables(replace(LARGE, drag_factor=1.4)).time_s
    np.testing.assert_array_equal(time_s[1], alone[0])
    assert np.isfinite(time_s[0]).sum() >= np.isfinite(time_s[1]).sum()


def test_a_motor_that_is_too_weak_is_told():
    with pytest.raises(ValueError, match="motor is too weak"):
        fit_drag_factor(replace(LARGE, max_range_m=2000e3))


def test_a_warm_table_takes_a_fraction_of_a_second(table):
    begin = time.process_time()
    flyout_tables(LARGE)
    assert time.process_time() - begin < 1.0


def test_between_nodes_tables_agree_with_the_flight(table):
    # docs/engagement.md states these errors for the types of the library
    rng = np.random.default_rng(3)
    steps = (table.range_step_m, table.height_step_m)
    errors = []
    for _ in range(150):
        range_m, height_m = rng.uniform(0.05, 1.0) * LARGE.max_range_m, rng.uniform(0.01, 1.0) * LARGE.max_altitude_m
        flight = fly_to(LARGE, range_m, height_m)
        if np.isfinite(flight.time_s) and np.isfinite(table_value(table.time_s[0], *steps, range_m, height_m)):
            errors.append([
                table_value(getattr(table, name)[0], *steps, range_m, height_m) / getattr(flight, name) - 1.0
                for name in ("time_s", "speed_mps", "load_mps2")
            ])  # fmt: skip
    assert len(errors) > 120
    middle, most = np.quantile(np.abs(errors), [0.5, 0.95], axis=0)
    assert np.all(middle < [0.001, 0.003, 0.003])
    assert np.all(most < [0.005, 0.02, 0.04])


def test_the_kill_table_is_at_its_nodes_what_is_flown_there(table):
    kills = expected.expected_lethality(LARGE, table)
    for i, j in ((1, 1), (4, 2), (7, 4)):
        there = expected.lethality_at(LARGE, table, i * kills.range_step_m, j * kills.height_step_m)
        assert kills.lethality[0, :, i, j] == pytest.approx(there)
