"""Shares of variance: sums, symmetry, clear refusals. Values stand in tests/against/topic_sens.py."""

from __future__ import annotations

import numpy as np
import pytest

from gbad.sensing import detection_range_m, loop_gain_db
from gbad.textbook.variance_shares import variance_shares


def test_without_interaction_first_and_total_shares_are_one_and_the_same():
    found = variance_shares(lambda x, y, z: x + y**2 + np.exp(z), [0.0] * 3, [1.0, 2.0, 1.0], nodes=12)
    assert found.first == pytest.approx(found.total, abs=1e-12)
    assert found.first.sum() == pytest.approx(1.0)
    assert found.pair == pytest.approx(np.zeros((3, 3)), abs=1e-12)


def test_a_product_is_all_interaction():
    found = variance_shares(lambda x, y: x * y, [-1.0, -1.0], [1.0, 1.0], nodes=4)
    assert found.first == pytest.approx([0.0, 0.0], abs=1e-14)
    assert found.total == pytest.approx([1.0, 1.0])
    assert found.pair[0, 1] == pytest.approx(1.0)
    assert found.variance == pytest.approx(1.0 / 9.0)


def test_what_makes_a_detection_range_uncertain_is_the_cross_section():
    loop = loop_gain_db(390e3, 4.0)

    def range_m(dbsm, extra_db):
        cases = np.broadcast_arrays(dbsm, extra_db)
        flat = [
            detection_range_m(loop + e, 10.0 ** (d / 10.0)) for d, e in zip(*(c.ravel() for c in cases), strict=True)
        ]
        return np.reshape(flat, cases[0].shape)

    found = variance_shares(range_m, [-40.0, -2.0], [-20.0, 2.0], nodes=6)
    assert found.first[0] > 0.9
    assert found.first.sum() + found.pair[0, 1] == pytest.approx(1.0)


def test_refusals():
    with pytest.raises(ValueError, match="below its high"):
        variance_shares(lambda x: x, [1.0], [1.0])
    with pytest.raises(ValueError, match="too many"):
        variance_shares(lambda *x: x[0], [0.0] * 10, [1.0] * 10)
    constant = variance_shares(lambda x: 0.0 * x + 2.0, [0.0], [1.0])
    assert constant.variance == pytest.approx(0.0)
