"""Lethality falls with the miss, by kind of warhead, target and geometry."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gbad.lethality import lethality
from gbad.tables import TARGET_AIRCRAFT, TARGET_BALLISTIC, WARHEAD_FRAGMENT, WARHEAD_HIT_TO_KILL


def chance(miss, *, warhead=WARHEAD_FRAGMENT, target=TARGET_AIRCRAFT, radius=20.0, closing=1000.0, cosine=1.0,
           length=15.0, span=10.0):  # fmt: skip
    return lethality(warhead, target, radius, miss, closing, cosine, length, span)


def test_a_round_that_hits_kills_and_nothing_else_does_where_hits_kill():
    # head-on the body is as wide as its span, from the side as its length
    for miss, cosine, kills in ((5.1, 1.0, True), (5.2, 1.0, False), (7.6, 0.0, True), (7.7, 0.0, False)):
        assert chance(miss, warhead=WARHEAD_HIT_TO_KILL, cosine=cosine) == float(kills)


def test_fragments_through_the_core_of_a_long_body_kill():
    assert chance(2.5) == pytest.approx(1.0, abs=1e-6)
    assert chance(0.0, closing=3000.0, length=4.0, cosine=0.0, span=0.9) < 0.7


def test_it_falls_with_the_miss_and_has_fallen_to_one_over_e_at_the_radius():
    chances = [chance(m) for m in np.linspace(0.0, 80.0, 81)]
    assert np.all(np.diff(chances) <= 0.0)
    assert chance(2.5 + 20.0) == pytest.approx(math.exp(-1.0), rel=1e-6)


def test_a_ballistic_warhead_is_harder_and_a_larger_radius_reaches_farther():
    assert chance(12.0, target=TARGET_BALLISTIC) < chance(12.0) < chance(12.0, radius=30.0)


def test_a_fuze_that_errs_in_time_loses_more_when_closing_fast_and_on_short_bodies():
    small = {"target": TARGET_BALLISTIC, "span": 0.9}
    slow, fast = (chance(3.0, closing=v, length=2.0, **small) for v in (500.0, 5000.0))
    assert fast < 0.8 * slow
    assert chance(3.0, closing=5000.0, length=12.0, **small) > 1.2 * fast
    # across the axis there is only the span to cover
    assert chance(1.0, closing=3000.0, cosine=0.0, **small) < 0.8 * chance(1.0, closing=3000.0, **small)
