"""Plans as they are filed: shares, delays and deviations against their figures, and what is near by chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gbad.identification import _plan_kernel as kernel
from gbad.identification.filing import filed_plans
from gbad.identification.hearing import Heard, listen
from gbad.messages import AirPicture, Bearings
from gbad.physics import earth
from gbad.scenario.compile_identification import PLAN_WIDTH_M, evenly_flown
from gbad.testing import small_tables

RUNS = 4000
NUMBERS, DRAWS = np.arange(RUNS), np.zeros(RUNS, np.int64)


def plans(**figures):
    """The plan of one airliner, with chances of its own."""
    table = small_tables({"commands.post.identification": "bayes", "others.airliner.filed": True})[0].defence.plans
    return replace(table, **{name: np.full((1, 1), value) for name, value in figures.items()})


def test_so_many_file_and_fly_so_late():
    table = plans(filed_share=0.7, late_std_s=120.0, off_plan_share=0.0)
    found = filed_plans(table, DRAWS, NUMBERS, 5)
    assert np.mean(found.count[:, 0] > 0) == pytest.approx(0.7, abs=4 * np.sqrt(0.21 / RUNS))
    late_s = table.start_s[0] - found.start_s[:, 0]
    assert late_s.mean() == pytest.approx(0.0, abs=4 * 120.0 / np.sqrt(RUNS))
    assert late_s.std() == pytest.approx(120.0, rel=0.05)
    assert (found.position_ecef_m == table.position_ecef_m).all()


def test_who_flies_off_plan_is_aside_in_the_middle_and_not_at_the_ends():
    table = plans(filed_share=1.0, off_plan_share=0.3, off_plan_m=20e3)
    found = filed_plans(table, DRAWS, NUMBERS, 5)
    count = int(table.count[0])
    aside = np.linalg.norm(found.position_ecef_m[:, 0, :count] - table.position_ecef_m[0, :count], axis=2)
    off = aside.max(axis=1) > 0.0
    assert off.mean() == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / RUNS))
    middle = aside[off, count // 2] / np.sin(np.pi * (count // 2) / (count - 1))
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(20e3, rel=0.06)
    assert aside[:, [0, -1]].max() < 1e-6


def test_the_plan_of_a_flight_rests_on_the_flight_and_the_run_alone():
    table = plans()
    many, one = filed_plans(table, DRAWS, NUMBERS, 5), filed_plans(table, DRAWS[:1], NUMBERS[7:8], 5)
    assert (many.start_s[7] == one.start_s[0]).all()
    assert (many.position_ecef_m[7] == one.position_ecef_m[0]).all()
    assert (filed_plans(table, DRAWS, NUMBERS, 6).start_s != many.start_s).any()


def test_a_plan_is_straight_and_even_between_turning_points():
    # uneven speed along one bend of 90 degrees, with a wiggle of 2 km that no plan knows
    s = np.linspace(0.0, 1.0, 41) ** 1.3 * 200e3
    wiggle = 2e3 * np.sin(s / 7e3)
    flown = np.stack([np.minimum(s, 100e3), np.maximum(s - 100e3, 0.0), np.zeros(41)], axis=1)
    plan = evenly_flown(flown + np.outer(wiggle, [0.0, 0.0, 1.0]))
    steps = np.linalg.norm(np.diff(plan, axis=0), axis=1)
    assert np.median(steps) == pytest.approx(steps.max(), rel=0.02)
    nearest = np.linalg.norm(plan[:, None] - flown[None], axis=2).min(axis=1)
    assert nearest.max() < PLAN_WIDTH_M + 3e3
    assert (plan[[0, -1]] == (flown + np.outer(wiggle, [0.0, 0.0, 1.0]))[[0, -1]]).all()


def crossing(count, height=10e3):
    """So many parallel plans, one above the place 40 N 33 E at time 0 and eastbound, the others 60 km north."""
    lanes = np.where(np.arange(count) == 0, 40.0, 40.54)
    longitude = np.radians(np.linspace(31.0, 35.0, 21))
    position = np.stack([earth.geodetic_to_ecef(np.full(21, np.radians(lane)), longitude, height) for lane in lanes])
    step_s = float(np.linalg.norm(position[0, 1] - position[0, 0]) / 250.0)
    return kernel.Places(
        np.zeros((0, 3)), np.zeros(0), np.zeros(0, np.int64), position[None], np.full((1, count), -10 * step_s),
        step_s, np.full((1, count), 21),
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 8])
def test_the_chance_of_a_plan_is_that_of_strips_thrown_on_a_disc(count):
    place = earth.geodetic_to_ecef(np.radians(40.0), np.radians(33.0), 10e3)
    east = np.array([250.0, 0.0, 0.0]) @ earth.ecef_to_enu_matrix(np.radians(40.0), np.radians(33.0))
    near, chance = kernel.by_plan(0.0, place, east, 0, crossing(count), 9300.0, 180.0, 1000.0, np.cos(np.radians(30.0)))
    strip = 2 * 9300.0 * 2 * 180.0 * 250.0
    assert near
    assert chance == pytest.approx(1.0 - np.exp(-count * strip / (np.pi * 100e3**2)), rel=0.01)


@pytest.mark.parametrize(
    ("change", "there"),
    [({}, True), ({"t": 250.0}, False), ({"north": 0.2}, False), ({"height": 8e3}, False), ({"course": -1.0}, False)],
)
def test_a_plan_is_near_by_place_time_height_and_course(change, there):
    at = {"t": 0.0, "north": 0.0, "height": 10e3, "course": 1.0} | change
    place = earth.geodetic_to_ecef(np.radians(40.0 + at["north"]), np.radians(33.0), at["height"])
    east = np.array([at["course"] * 250.0, 0.0, 0.0]) @ earth.ecef_to_enu_matrix(np.radians(40.0), np.radians(33.0))
    along = np.cos(np.radians(30.0))
    assert kernel.by_plan(at["t"], place, east, 0, crossing(1), 9300.0, 180.0, 1000.0, along)[0] == there


def heard(bearings_deg, tracks_deg, std_deg=0.5):
    """Cycles in which each of some tracks 100 km away was heard, after one cycle with these bearings."""

    def line(deg):
        return np.stack([np.cos(np.radians(deg)), np.sin(np.radians(deg)), np.zeros(len(deg))], axis=1)

    n, shape = len(tracks_deg), (1, 1, len(tracks_deg))
    columns = {name: np.zeros(shape) for name in AirPicture.__dataclass_fields__}
    columns |= {
        "number": np.arange(1, n + 1).reshape(shape), "position_ecef_m": 1e5 * line(tracks_deg).reshape(*shape, 3),
        "velocity_ecef_mps": np.zeros((*shape, 3)), "covariance_ecef": np.zeros((*shape, 6, 6)),
    }  # fmt: skip
    k = len(bearings_deg)
    rows = Bearings(
        np.zeros(k, np.int64), np.zeros(k, np.int64), np.zeros((k, 3)), line(bearings_deg),
        np.full(k, np.radians(std_deg)),
    )  # fmt: skip
    state = Heard(np.zeros(shape, np.int64), np.zeros(shape, np.int64))
    listen(state, AirPicture(**columns), rows, 0.0)
    return state.cycles[0, 0].tolist()


def test_a_bearing_is_the_track_s_that_alone_lies_on_it():
    assert heard(np.array([1.0, 1.1]), np.array([0.0, 40.0])) == [1, 0]
    # two on one bearing: nobody's; out of the gate or behind: nobody's
    assert heard(np.array([0.5]), np.array([0.0, 1.0])) == [0, 0]
    assert heard(np.array([1.6, 180.0]), np.array([0.0])) == [0]
