"""A radar set up askew: one draw for a radar and run, normal with the figures' spread, in every plot."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from gbad.physics.random import entity_key
from gbad.sensing.look import biases
from gbad.testing.small import small_tables


def radars(ids, spread):
    """A stand-in for the table: equal spreads for all."""
    column = [np.full((1, len(ids)), value) for value in spread]
    return SimpleNamespace(
        key=np.array([entity_key(name) for name in ids]),
        range_bias_std_m=column[0],
        azimuth_bias_std_rad=column[1],
        elevation_bias_std_rad=column[2],
    )


def test_no_radar_is_askew_unless_its_figures_say_so():
    tables, _ = small_tables()
    assert biases(tables.defence.radars, np.zeros(4, np.int64), np.arange(4), 1) is None


def test_biases_are_normal_with_the_stated_spread():
    spread = np.array([50.0, 0.004, 0.002])
    drawn = biases(radars(["a", "b"], spread), np.zeros(2000, np.int64), np.arange(2000), 1) / spread
    assert abs(drawn.mean()) < 0.03
    assert drawn.std() == pytest.approx(1.0, abs=0.03)
    assert abs(np.corrcoef(drawn.reshape(2000, 6).T) - np.eye(6)).max() < 0.1


def test_a_bias_belongs_to_the_radar_and_the_run_not_to_their_rows():
    spread = (50.0, 0.004, 0.002)
    many = biases(radars(["a", "b", "c"], spread), np.zeros(5, np.int64), np.arange(5), 9)
    one = biases(radars(["c"], spread), np.zeros(1, np.int64), np.array([3]), 9)
    assert np.array_equal(many[3, 2], one[0, 0])
    assert not np.array_equal(many[3, 2], many[2, 2])


def test_figures_reach_the_table_in_radians():
    tables, _ = small_tables({"radars.search.azimuth_bias_std_deg": 0.5, "radars.search.range_bias_std_m": 80.0})
    table = tables.defence.radars
    row = table.id.tolist().index("search")
    assert table.azimuth_bias_std_rad[0, row] == pytest.approx(np.radians(0.5))
    assert (table.range_bias_std_m[0, row], table.elevation_bias_std_rad[0, row]) == (80.0, 0.0)
