"""Calibration on a published range, and the fourth-root law."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad.physics.propagation import gas_loss_two_way_db
from gbad.sensing import detection_probability, detection_range_m, loop_gain_db


def test_range_falls_to_a_third_when_the_cross_section_falls_a_hundred_times():
    loop = loop_gain_db(250e3, 1.0, 0.5)
    assert detection_range_m(loop, 0.01) / 250e3 == pytest.approx(100.0**-0.25, rel=1e-9)


def test_gas_makes_the_range_fall_less():
    loop = loop_gain_db(250e3, 1.0, 0.5, gas_db_per_km=0.02)
    assert 100.0**-0.25 < detection_range_m(loop, 0.01, 0.5, gas_db_per_km=0.02) / 250e3 < 0.4


@given(
    range_m=st.floats(1e3, 8e5), rcs=st.floats(1e-4, 1e3), pd=st.floats(0.05, 0.95), swerling=st.integers(0, 4),
    pulses=st.integers(1, 20), gas=st.floats(0.0, 0.05), antenna=st.floats(0.0, 2000.0),
)  # fmt: skip
@settings(max_examples=50, deadline=None)
def test_calibrated_radar_meets_its_published_point(range_m, rcs, pd, swerling, pulses, gas, antenna):
    point = dict(pd=pd, pfa=1e-6, swerling=swerling, pulses=pulses, gas_db_per_km=gas, antenna_height_m=antenna)
    loop = loop_gain_db(range_m, rcs, **point)
    assert detection_range_m(loop, rcs, **point) == pytest.approx(range_m, rel=1e-9)


def test_gas_is_not_counted_twice():
    # at the published point the echo is what the detector needs, with the loss on the way taken off the loop gain
    with_gas, without = loop_gain_db(300e3, 2.0, gas_db_per_km=0.015), loop_gain_db(300e3, 2.0)
    loss_db = float(gas_loss_two_way_db(300e3, 0.0, 0.0, 0.015))
    assert with_gas - without == pytest.approx(loss_db)
    snr_db = with_gas + 3.010299957 - 40.0 * 5.477121255 - loss_db
    assert detection_probability(10.0 ** (snr_db / 10.0), 1e-6) == pytest.approx(0.5, abs=1e-6)


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="positive"):
        loop_gain_db(0.0, 1.0)
    with pytest.raises(ValueError, match="positive"):
        detection_range_m(200.0, -1.0)
    with pytest.raises(ValueError, match="pd must"):
        loop_gain_db(1e5, 1.0, pd=1.0)
