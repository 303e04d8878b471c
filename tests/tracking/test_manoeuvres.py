"""Targets that turn: closed forms of the gate, and one track for one target from 0.5 to 6 g on a radar of 6 s."""

from __future__ import annotations

import numpy as np
import pytest

from gbad.benches.manoeuvres import flown, followed, judged
from gbad.tracking import _association_kernel as association
from gbad.tracking import _carry_kernel as carry
from gbad.tracking import _target_kernel as target
from gbad.tracking.tracker import Settings

FIGURES = Settings().row()
RUNS = 6


@pytest.mark.parametrize("dt", [1.0, 6.0, 12.0])
def test_the_hardest_turn_lies_four_deviations_off_the_straight_line(dt):
    q = target.hardest(FIGURES, dt)
    assert 4.0 * np.sqrt(q * dt**3 / 3.0) == pytest.approx(0.5 * 60.0 * dt**2)


def test_noise_rises_with_distant_plots_and_falls_again_within_bounds():
    q = 40.0
    for _ in range(10):
        q = target.restless(q, 30.0, FIGURES, 6.0)
    assert q == target.hardest(FIGURES, 6.0)
    for _ in range(10):
        q = target.restless(q, 0.5, FIGURES, 6.0)
    assert q < 5.0
    # plots as far off as they should be (the mean of chi-square with three degrees) let it fall
    assert target.restless(40.0, 3.0, FIGURES, 6.0) < 40.0


def test_speed_grows_no_faster_than_thrust_and_error_can_tell():
    state = np.array([[0.0, 0.0, 0.0, 3000.0, 4000.0, 0.0]])
    target.bound_speed(state, 0, 250.0, 120.0)
    assert state[0, 3:] == pytest.approx([370.0 * 0.6, 370.0 * 0.8, 0.0])
    target.bound_speed(state, 0, 500.0, 0.0)
    assert np.linalg.norm(state[0, 3:]) == pytest.approx(370.0)


def test_only_what_is_seen_in_seven_of_ten_visits_is_looked_for_in_a_turn():
    assert association.seen_mostly(7, 10)
    assert not association.seen_mostly(6, 10)
    assert association.seen_mostly(3, 3)


def test_a_turn_rate_is_no_more_than_the_hardest_turn_has_at_its_speed():
    state, cov = np.zeros((1, 7)), np.eye(7)[None].copy()
    state[0, 3], state[0, 6] = 250.0, 2.0
    cov[0, 0, 6] = cov[0, 6, 0] = 0.5
    carry.bound_turn(state, cov, 0, FIGURES)
    assert state[0, 6] == pytest.approx(60.0 / 250.0)
    assert np.sqrt(cov[0, 6, 6]) == pytest.approx(60.0 / 250.0)
    # correlations stay what they were
    assert cov[0, 0, 6] / np.sqrt(cov[0, 0, 0] * cov[0, 6, 6]) == pytest.approx(0.5)


@pytest.mark.parametrize("weave", [False, True])
@pytest.mark.parametrize("load_g", [1.0, 3.0, 6.0])
def test_one_target_that_turns_is_one_track_at_a_speed_it_can_fly(load_g, weave):
    places, _ = flown(load_g, weave)
    found = judged(followed("kalman", places, RUNS, 0.5), places, RUNS)
    assert found["numbers"] <= (1.2 if weave else 1.0)
    assert found["speed_mps"] < 450.0
    assert found["error_m"] < 200.0
    assert found["held"] > 0.75


def test_imm_shows_no_weaving_fighter_faster_than_any_aircraft():
    places, _ = flown(4.0, True)
    assert judged(followed("imm", places, RUNS, 0.5), places, RUNS)["speed_mps"] < 800.0


def test_false_plots_alone_seldom_make_a_fast_track():
    told = followed("kalman", np.zeros((0, 3)), RUNS, 10.0)
    assert len(set(zip(told["run"].tolist(), told["number"].tolist(), strict=True))) <= 1
