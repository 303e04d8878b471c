"""The terminal kernel that flies in every run against the adjoint of its loop (Zarchan): miss by each cause alone."""

from __future__ import annotations

import math

import numpy as np
import pytest
from homing_range import CLOSING_MPS, HEIGHT_M, ROUND_MPS, misses

from gbad.engagement import _columns_kernel as c
from gbad.engagement import _terminal_kernel as terminal
from gbad.engagement._seeker_kernel import GLINT_MEMORY_S
from gbad.physics._air_kernel import density_and_slowness
from gbad.textbook.homing import Loop, adjoint

FLIGHTS_S = np.array([0.5, 0.75, 1.0, 1.5, 2.5, 4.0])
ANGLE_STD, GLINT_M, TURN_MPS2 = 1e-3, 3.0, 20.0


def loop(ratio: float = 4.0) -> Loop:
    """The loop of a round as it flies over the homing range."""
    lag_s = terminal.autopilot_lag_s(0.5 * density_and_slowness(HEIGHT_M)[0] * ROUND_MPS**2, False)
    return Loop(
        ratio, terminal.SEEKER_LAG_S, lag_s, terminal.LAG_SHARE, terminal.LONGEST_LAG_S, GLINT_MEMORY_S
    )  # fmt: skip


@pytest.fixture(scope="module")
def expected():
    return adjoint(loop(), FLIGHTS_S, step_s=1e-3)


def rms(found: np.ndarray) -> float:
    """Of both axes across the way."""
    return float(np.sqrt(np.mean(found[:, [0, 2]] ** 2)))


@pytest.mark.parametrize("which", range(len(FLIGHTS_S)))
def test_a_target_that_turns_is_missed_by_what_the_adjoint_says(which, expected):
    flight_s = float(FLIGHTS_S[which])
    found = misses(flight_s, turn_mps2=TURN_MPS2)[0, 0] - misses(flight_s)[0, 0]
    # within 5 % of the greatest miss of any flight time: the miss swings through zero
    largest = TURN_MPS2 * np.abs(expected.step).max()
    assert found == pytest.approx(TURN_MPS2 * expected.step[which], abs=0.05 * largest)


@pytest.mark.parametrize("which", range(len(FLIGHTS_S)))
@pytest.mark.parametrize("cause", ["angle_noise", "glint"])
def test_noise_and_glint_miss_by_what_the_adjoint_says(cause, which, expected):
    flight_s, shots = float(FLIGHTS_S[which]), 1500
    still = misses(flight_s)
    if cause == "glint":
        found = rms(misses(flight_s, shots=shots, glint_m=GLINT_M) - still)
        wanted = GLINT_M * expected.glint[which]
    else:
        found = rms(misses(flight_s, shots=shots, angle_std_rad=ANGLE_STD) - still)
        wanted = CLOSING_MPS * ANGLE_STD * math.sqrt(c.UNIT_S) * expected.angle_noise[which]
    # 3,000 misses, two axes of each: the dice alone are good for 1.3 %
    assert found == pytest.approx(wanted, rel=0.05)


def test_a_higher_navigation_ratio_takes_in_more_glint_as_the_adjoint_says():
    found = [rms(misses(2.5, shots=800, ratio=n, glint_m=GLINT_M) - misses(2.5, ratio=n)) for n in (3.0, 5.0)]
    wanted = [GLINT_M * adjoint(loop(n), [2.5], step_s=1e-3).glint[0] for n in (3.0, 5.0)]
    assert found[1] / found[0] == pytest.approx(wanted[1] / wanted[0], rel=0.05)


def test_a_body_answers_the_slower_the_thinner_the_air():
    lags = [terminal.autopilot_lag_s(pressure, False) for pressure in (600e3, 150e3, 37.5e3, 1e3)]
    assert lags == pytest.approx([0.125, 0.25, 0.5, terminal.SLOWEST_LAG_S])
    assert terminal.autopilot_lag_s(1e3, True) == terminal.QUICKEST_LAG_S
