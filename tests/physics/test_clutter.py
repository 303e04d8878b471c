"""Clutter in a target's cell: how it falls with range, leaves the beam, and ends where the ground is out of sight."""

from __future__ import annotations

import math

import pytest

from gbad.physics._clutter_kernel import clutter_to_noise

DB, REACH, BEAM, LOBES = 130.0, 40e3, math.radians(2.0), -30.0


def at(target_m, range_m, db=DB):
    return clutter_to_noise(db, REACH, BEAM, LOBES, target_m, range_m)


def test_it_falls_by_thirty_decibels_a_decade_as_its_cell_widens():
    assert at(0.0, 1e4) == pytest.approx(10.0 ** (0.1 * (DB - 120.0)))
    assert at(0.0, 3e3) / at(0.0, 3e4) == pytest.approx(1e3)


def test_a_beam_raised_by_half_its_width_takes_in_six_decibels_less_there_and_back():
    raised = 0.5 * BEAM * 1e4
    assert at(raised, 1e4) == pytest.approx(at(0.0, 1e4) * 10.0**-0.6)


def test_far_off_the_beam_side_lobes_take_it_in_both_ways():
    assert at(9e3, 1e4) == pytest.approx(at(0.0, 1e4) * 10.0 ** (0.2 * LOBES))


def test_none_where_the_ground_is_out_of_sight_and_none_under_it():
    assert at(50.0, REACH + 1.0) == 0.0
    assert at(50.0, REACH - 1.0) > 0.0
    assert at(-1.0, 1e4) == 0.0
