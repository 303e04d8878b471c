"""Zones say what the tables of a fight say, and why a place is no part of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gbad.engagement.flyout import fly_to
from gbad.engagement.type_tables import of_figures
from gbad.errors import InputError
from gbad.physics.earth import MEAN_RADIUS
from gbad.zones import approach_of, footprint_of, telling, zone_of
from gbad.zones.approach import found_at_m
from gbad.zones.page import build
from gbad.zones.sight import Sight
from gbad.zones.telling import tell
from gbad.zones.zone import NO_SIGHT, OPEN, TOO_FAR, TOO_HIGH, TOO_LOW, TOO_NEAR, Missile, Target


@pytest.fixture(scope="module")
def big():
    return Missile.of("48N6E3")


@pytest.fixture(scope="module")
def small():
    return Missile.of("9M96E2")


def test_times_of_flight_are_those_of_flights(big):
    zone = zone_of(big, "fighter", heights_m=[8e3], ranges_m=[60e3, 120e3])
    flown = of_figures({k: np.array([v]) for k, v in big.columns.items() if not isinstance(v, int)} | {
        k: v for k, v in big.columns.items() if isinstance(v, int)})  # fmt: skip
    for seconds, range_m in zip(zone.time_s[0], zone.range_m, strict=True):
        assert seconds == pytest.approx(fly_to(flown, range_m, 8e3).time_s, rel=0.02)


def test_each_limit_shuts_its_own_gate(big):
    fighter = Target.of("fighter")
    c = big.columns
    inside = (50e3, 5e3)
    assert big.gate(fighter.kind, 300.0, *inside) == OPEN
    assert big.gate(fighter.kind, 300.0, c["max_range_m"] + 1.0, 5e3) == TOO_FAR
    assert big.gate(fighter.kind, 300.0, c["min_range_m"] - 1.0, 5e3) == TOO_NEAR
    assert big.gate(fighter.kind, 300.0, 50e3, c["max_altitude_m"] + 1.0) == TOO_HIGH
    assert big.gate(fighter.kind, 300.0, 50e3, c["min_altitude_m"] - 1.0) == TOO_LOW
    # against ballistic types another range is published
    assert big.gate(2, 1500.0, c["max_range_ballistic_m"] + 1.0, 15e3) == TOO_FAR


def test_a_round_its_radar_supports_ends_at_the_horizon_and_an_active_one_does_not(big, small):
    low = zone_of(big, "cruise-missile", heights_m=[50.0], ranges_m=[20e3, 100e3])
    assert low.gate[0].tolist() == [OPEN, NO_SIGHT]
    assert np.isnan(low.kill_probability[0, 1])
    assert zone_of(small, "cruise-missile", heights_m=[50.0], ranges_m=[100e3]).gate[0, 0] == OPEN


def test_the_horizon_is_the_smooth_spheres():
    sight = Sight.of("92N6E", 10.0)
    radius = 4.0 / 3.0 * MEAN_RADIUS
    horizon = np.sqrt(2 * radius * sight.antenna_m) + np.sqrt(2 * radius * 50.0)
    assert sight.sees(np.array(0.99 * horizon), np.array(50.0))
    assert not sight.sees(np.array(1.01 * horizon), np.array(50.0))
    # a sixteenth of the echo halves the range
    assert Sight.of("92N6E", 0.01).range_m == pytest.approx(2.0 * Sight.of("92N6E", 0.01 / 16.0).range_m)


def test_the_chain_adds_up_and_rounds_fit_one_after_the_other(big):
    found = approach_of(big, Target.of("cruise-missile"), height_m=50.0)
    assert found.first_found_m == pytest.approx(found_at_m("91N6E", "cruise-missile", 50.0))
    at = [step.time_s for step in found.steps]
    assert at == sorted(at)
    for before, after in zip(found.steps, found.steps[1:], strict=False):
        assert after.time_s - before.time_s == pytest.approx(after.lasted_s, abs=1e-9)
    ready = next(step.time_s for step in found.steps if "tube" in step.what)
    assert found.shots[0][0] >= ready
    for (_, met, *_), (launch, *_) in zip(found.shots, found.shots[1:], strict=False):
        assert launch > met
    for launch, met, where, _ in found.shots:
        assert met - launch == pytest.approx(big.table("time_s", where, 50.0), abs=0.3)
    assert found.survives == pytest.approx(np.prod([1.0 - shot[3] for shot in found.shots]))


def test_no_chance_is_told_that_rests_on_rounds_being_independent(big):
    """Twelve rounds of 0.8 that all miss would be 4e-9: a number that nobody can mean."""
    found = approach_of(big, Target.of("fighter"))
    assert found.survives < 1e-6
    assert "probability below 0.001, were they independent, which" in telling._approach_sentence(found)
    two = replace(found, shots=found.shots[:2])
    assert f"probability {two.survives:.2g}, were they independent" in telling._approach_sentence(two)


def test_a_zone_says_that_its_kill_probability_was_put_in(big):
    said = telling._zone_sentence(zone_of(big, "fighter"))
    assert "what is stated of one round, 0.8 (second-hand; 0.3 to 0.93): an input, not a finding." in said


def test_crossing_far_off_and_flying_low_leave_fewer_rounds(big):
    fighter, missile = Target.of("fighter"), Target.of("cruise-missile")
    over, aside = (approach_of(big, fighter, crossing_m=metres) for metres in (0.0, 120e3))
    assert len(aside.shots) < len(over.shots)
    assert len(approach_of(big, missile, height_m=50.0).shots) < len(approach_of(big, missile, height_m=1e3).shots)
    nothing = approach_of(big, fighter, crossing_m=400e3)
    assert (nothing.shots, nothing.steps) == ((), ())


def test_footprints_grow_with_warning_and_shrink_with_speed(big):
    small = {"half_width_m": 80e3, "cells": 17}
    cued, alone = (footprint_of(big, range_m=600e3, cued=each, **small) for each in (True, False))
    assert cued.area_km2 >= alone.area_km2 > 0.0
    assert ((cued.chance > 0.0) == (cued.shots > 0)).all()
    lofted = footprint_of(big, range_m=600e3, profile="lofted", cued=False, **small)
    assert lofted.impact_speed_mps > alone.impact_speed_mps
    assert lofted.area_km2 < alone.area_km2
    # mirror of itself: the missile comes straight from the north
    assert (cued.shots == cued.shots[:, ::-1]).all()
    # higher keep-out heights leave less
    assert footprint_of(big, range_m=600e3, keep_out_m=20e3, **small).area_km2 < cued.area_km2


def test_what_is_asked_wrongly_is_refused(big):
    for call, words in (
        (lambda: Missile.of("fighter"), "no missile type"),
        (lambda: Target.of("92N6E"), "no target type"),
        (lambda: Sight.of("fighter", 1.0), "no radar type"),
        (lambda: approach_of(big, Target.of("srbm-500")), "no level approach"),
        (lambda: approach_of(big, Target.of("fighter"), crossing_m=-1.0), "0 or more"),
        (lambda: footprint_of(big, range_m=300e3, profile="loop"), "one of minimum_energy"),
        (lambda: footprint_of(big, range_m=900e3, profile="quasi_ballistic"), "700 km at most"),
        (lambda: zone_of(big, "fighter", ranges_m=[]), "at least one"),
    ):
        with pytest.raises(InputError, match=words):
            call()


def test_the_page_and_the_words_say_it_is_notional(big):
    zone = zone_of(big, "fighter")
    prints = [footprint_of(big, range_m=300e3, cells=9)]
    answer = tell(zone, approach_of(big, Target.of("fighter")), prints)
    page = build(zone, answer, prints)
    assert "Notional" in str(answer)
    assert page.count("<svg") == 2
    assert "http" not in page.replace("http-equiv", "")
    assert "nan" not in page
    assert answer.facts["why_not"][0][0] == "open"
