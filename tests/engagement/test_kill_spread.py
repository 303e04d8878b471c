"""Kill probability depends on how a passage comes about: a thousand random air engagements, and one cause at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from firing_range import LARGE, SMALL, flown_tables

from gbad.engagement import calibrate, reference
from gbad.engagement.calibration import lethality
from gbad.engagement.reference import Approach, Body
from gbad.tables import TARGET_AIRCRAFT

NOISY = {"seeker_weak_std_rad": 8e-3}
# thin air and a small warhead: where a missile is at its limit
SMALL_NOISY, LARGE_NOISY = replace(SMALL, **NOISY), replace(LARGE, **NOISY)


def chances(missile, approach, body, shots=24, seed=3):
    """Lethality of passages, the same dice for every case."""
    found = reference.shoot(
        missile, TARGET_AIRCRAFT, shots, seed, tables=flown_tables(missile), approach=approach, body=body
    )  # fmt: skip
    return lethality(found, missile, TARGET_AIRCRAFT, body)


@pytest.mark.parametrize("missile", [LARGE_NOISY, SMALL_NOISY], ids=["large", "small"])
def test_a_thousand_random_air_engagements_have_no_one_kill_probability(missile):
    rng = np.random.default_rng(1)
    reliability = calibrate(missile, tables=flown_tables(missile)).reliability[0, TARGET_AIRCRAFT]
    found = []
    for number in range(500):
        approach = Approach(
            rng.uniform(0.05, 0.95) * missile.max_range_m, rng.uniform(200.0, 20e3), rng.uniform(150.0, 700.0), 0.0
        )  # fmt: skip
        length_m = 10.0 ** rng.uniform(0.3, 1.6)
        body = Body(
            10.0 ** rng.uniform(-2.0, 1.3), length_m, 0.7 * length_m, 500.0, rng.uniform(0.0, 80.0),
            rng.uniform(0.6, 2.0),
        )  # fmt: skip
        found.append(reliability * chances(missile, approach, body, shots=1, seed=number)[0, 0])
    low, quarter, high = np.quantile(found, [0.05, 0.25, 0.95])
    assert high <= reliability <= 1.0
    assert high - low > 0.3
    assert high - quarter > 0.05
    assert np.std(found) > 0.1


def test_with_the_same_glint_a_fainter_target_is_killed_less_surely():
    """Cross-section alone falls: body and so glint stay."""
    approach = Approach(60e3, 8e3, 300.0, 0.0)
    means = [chances(LARGE_NOISY, approach, Body(rcs, 10.0, 7.0, 500.0)).mean() for rcs in (5.0, 0.05, 0.005, 0.0005)]
    assert means == sorted(means, reverse=True)
    assert means[0] > means[-1] + 0.3


def test_what_is_lit_from_farther_is_killed_less_surely():
    """Radar supported: the same faint body, met farther and farther from the radar that lights it."""
    means = []
    for distance_m in (40e3, 120e3, 240e3):
        body = Body(0.02, 10.0, 7.0, 500.0, evasion_mps2=20.0, evasion_rad_s=1.0)
        means.append(chances(LARGE_NOISY, Approach(distance_m, 8e3, 250.0, 0.0), body).mean())
    assert means == sorted(means, reverse=True)
    assert means[0] > means[-1] + 0.1


def test_the_harder_it_weaves_the_less_surely_it_is_killed():
    approach = Approach(50e3, 12e3, 300.0, 0.0)
    means = [
        chances(SMALL_NOISY, approach, Body(4.0, 10.0, 7.0, 500.0, load * 9.81, 1.5)).mean()
        for load in (0.0, 3.0, 6.0, 9.0)
    ]  # fmt: skip
    assert means == sorted(means, reverse=True)
    assert means[0] > means[-1] + 0.1


def test_the_less_load_is_at_hand_the_less_surely_it_kills():
    """The same weave at rising heights: the air gives less and less, and the body answers more and more slowly."""
    body = Body(4.0, 10.0, 7.0, 500.0, 30.0, 1.5)
    means, loads = [], []
    for height_m in (4e3, 14e3, 20e3, 24e3):
        approach = Approach(50e3, height_m, 300.0, 0.0)
        found = reference.shoot(
            SMALL_NOISY, TARGET_AIRCRAFT, 24, 3, tables=flown_tables(SMALL_NOISY), approach=approach, body=body
        )  # fmt: skip
        loads.append(np.nanmean(found.load_at_hand_mps2))
        means.append(lethality(found, SMALL_NOISY, TARGET_AIRCRAFT, body).mean())
    assert loads == sorted(loads, reverse=True)
    assert means == sorted(means, reverse=True)
    assert means[0] > means[-1] + 0.2
