"""Who lies in an object's cell: every limit of the cell on its own, and only who flies then."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from gbad.attribution.neighbours import nearest_in_its_cell

RANGE_M, SPEED_MPS = 50e3, 200.0
NORTH_M, EAST_M = 0.03 * RANGE_M, 400.0  # widths of the cell at that range
CYCLES = np.arange(4, 10)


def book_of(*others, start_s=0.0, end_s=100.0, rate_std_mps=np.nan):
    """An object 50 km east of a radar that flies at it, and others: ``(east_m, north_m, up_m, speed_mps)`` from it."""
    states = [(0.0, 0.0, 0.0, SPEED_MPS), *others]
    place = np.array([[[RANGE_M + e - v * t, n, u] for t in (0.0, 100.0)] for e, n, u, v in states])[None]
    speed = np.array([[[-v, 0.0, 0.0]] * 2 for _, _, _, v in states])[None]
    starts, ends = (np.array([[first, *[value] * len(others)]]) for first, value in ((0.0, start_s), (100.0, end_s)))
    radars = SimpleNamespace(
        position_ecef_m=np.zeros((1, 3)), ecef_to_enu=np.eye(3)[None], range_resolution_m=np.full((1, 1), EAST_M),
        azimuth_beamwidth_rad=np.full((1, 1), 0.03), elevation_beamwidth_rad=np.full((1, 1), 0.03),
        range_rate_std_mps=np.full((1, 1), rate_std_mps),
    )  # fmt: skip
    tables = SimpleNamespace(defence=SimpleNamespace(cycle_s=2.0, radars=radars))
    tables.at = lambda time_s: tables
    trajectories = SimpleNamespace(
        start_s=starts, position_ecef_m=place, velocity_ecef_mps=speed, knot_step_s=100.0, plan_end_s=ends
    )
    truth = SimpleNamespace(draw_of_run=np.zeros(1, int), end_s=ends, trajectories=trajectories)
    return SimpleNamespace(tables=tables, truth=truth)


def nearest_m(*others, cycles=CYCLES, **more):
    return nearest_in_its_cell(book_of(*others, **more), 0, 0, 0, cycles)


@pytest.mark.parametrize(
    ("aside", "one"),
    [
        ((0.9 * EAST_M, 0.0, 0.0), True), ((1.1 * EAST_M, 0.0, 0.0), False), ((-0.9 * EAST_M, 0.0, 0.0), True),
        ((0.0, 0.9 * NORTH_M, 0.0), True), ((0.0, 1.1 * NORTH_M, 0.0), False),
        ((0.0, 0.0, 0.9 * NORTH_M), True), ((0.0, 0.0, 1.1 * NORTH_M), False),
        ((0.0, 0.0, 0.0), True),
    ],
)  # fmt: skip
def test_a_cell_is_as_deep_as_the_resolution_and_as_wide_as_the_beams(aside, one):
    found = nearest_m((*aside, SPEED_MPS))
    assert math.isfinite(found) == one
    if one:
        assert found == pytest.approx(float(np.linalg.norm(aside)), abs=1.0)


def test_measured_doppler_tells_apart_and_unmeasured_does_not():
    beside = (10.0, 0.0, 0.0, SPEED_MPS - 16.0)
    assert math.isfinite(nearest_m(beside))
    assert math.isnan(nearest_m(beside, rate_std_mps=3.0))
    assert math.isfinite(nearest_m(beside, rate_std_mps=4.0))


def test_of_several_the_nearest_is_told():
    assert nearest_m((300.0, 0.0, 0.0, SPEED_MPS), (-50.0, 0.0, 0.0, SPEED_MPS)) == pytest.approx(50.0, abs=1.0)


def test_one_free_look_among_the_last_is_enough_to_be_seen_apart():
    # it falls back by 10 m/s and leaves the cell at 15 s
    falls_back = (250.0, 0.0, 0.0, SPEED_MPS - 10.0)
    assert math.isfinite(nearest_m(falls_back, cycles=np.arange(7)))
    assert math.isnan(nearest_m(falls_back, cycles=np.arange(8)))
    # and this one comes up, and is in the cell from 15 s on
    comes_up = (550.0, 0.0, 0.0, SPEED_MPS + 10.0)
    assert math.isfinite(nearest_m(comes_up, cycles=np.arange(7, 10)))
    assert math.isnan(nearest_m(comes_up, cycles=np.arange(6, 10)))


@pytest.mark.parametrize("span", [{"start_s": 50.0}, {"end_s": 5.0}])
def test_who_does_not_fly_then_hides_nobody(span):
    assert math.isnan(nearest_m((10.0, 0.0, 0.0, SPEED_MPS), **span))
    assert math.isnan(nearest_m())
    assert math.isnan(nearest_m((10.0, 0.0, 0.0, SPEED_MPS), cycles=np.zeros(0, int)))
