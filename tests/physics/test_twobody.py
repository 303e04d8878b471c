"""Closed forms of free flight agree with each other and with integration."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbad.physics import twobody
from gbad.textbook import orbits

RANGE = st.floats(50e3, 12_000e3)


@settings(max_examples=60, deadline=None)
@given(RANGE)
def test_the_three_ways_to_name_a_flight_agree(ground_range):
    least = twobody.minimum_energy(ground_range)
    assert least.ground_range_m == pytest.approx(ground_range, rel=1e-9)
    again = orbits.through_apogee(ground_range, least.apogee_m)
    assert again == pytest.approx(least, rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(RANGE, st.floats(0.3, 3.0).filter(lambda factor: abs(factor - 1.0) > 0.02))
def test_any_other_apogee_needs_more_speed(ground_range, factor):
    least = twobody.minimum_energy(ground_range)
    other = orbits.through_apogee(ground_range, factor * least.apogee_m)
    assert other.speed_mps > least.speed_mps
    back = twobody.from_launch(other.speed_mps, other.flight_path_angle_rad)
    assert back.ground_range_m == pytest.approx(ground_range, rel=1e-6)


def test_what_does_not_come_back_is_refused():
    with pytest.raises(ValueError, match="does not come back"):
        twobody.from_launch(11_500.0, 0.5)
    with pytest.raises(ValueError, match="half way around"):
        twobody.minimum_energy(25_000e3)
    assert np.isfinite(twobody.minimum_energy(1.0).speed_mps)
