"""Raids on paper: shooting and looking, coordinated and random fire."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbad.textbook.raids import shoot_look_shoot, survivors_even, survivors_random


@given(st.floats(0.05, 0.95), st.integers(1, 8))
def test_perfect_looking_spends_what_the_geometric_series_says(p, n):
    answer = shoot_look_shoot(p, n)
    assert answer.expected_shots == pytest.approx((1 - (1 - p) ** n) / p)
    assert answer.p_kill == pytest.approx(1 - (1 - p) ** n)


@given(st.floats(0.05, 0.95), st.integers(1, 30), st.integers(0, 60))
def test_coordinated_fire_never_leaves_more_than_random_fire(p, threats, shots):
    assert survivors_even(p, threats, shots) <= survivors_random(p, threats, shots) + 1e-9
