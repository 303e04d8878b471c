"""The adjoint of the homing loop against closed forms and against dice."""

from __future__ import annotations

import numpy as np
import pytest

from gbad.textbook import homing
from gbad.textbook.homing import Loop, adjoint

TIMES = np.array([0.5, 1.0, 2.0, 4.0, 7.0])


@pytest.mark.parametrize("ratio", [3, 4, 5])
def test_one_lag_gives_zarchan_s_closed_forms(ratio):
    expected = [homing.one_lag_step_miss_m(ratio, t, 0.8, 1.0) for t in TIMES]
    autopilot = adjoint(Loop(ratio, 0.0, 0.8), TIMES, step_s=1e-3)
    # a lag in the filter delays the loop just as one in the autopilot
    seeker = adjoint(Loop(ratio, 0.8, 0.0), TIMES, step_s=1e-3)
    assert autopilot.step == pytest.approx(expected, rel=1e-3, abs=1e-7)
    assert seeker.step == pytest.approx(expected, rel=1e-3, abs=1e-7)


def test_one_lag_and_a_heading_error_give_the_closed_form():
    x = TIMES / 0.8
    found = adjoint(Loop(4, 0.0, 0.8), TIMES, step_s=1e-3)
    assert found.heading == pytest.approx(TIMES * np.exp(-x) * (1 - x + x * x / 6), rel=1e-3, abs=1e-6)


def test_the_adjoint_agrees_with_flights_by_dice():
    loop, flight_s, dt, n = Loop(4.0, 0.1, 0.25), 3.0, 1e-3, 4000
    rng = np.random.default_rng(3)
    density = 1.0
    misses = {}
    for cause in ("step", "angle_noise", "glint"):
        y, v, x, load = (np.zeros(n) for _ in range(4))
        for i in range(round(flight_s / dt)):
            to_go = flight_s - i * dt
            angle = y / to_go
            if cause != "step":
                noise = rng.standard_normal(n) * np.sqrt(density / dt)
                angle = angle + (noise if cause == "angle_noise" else noise / to_go)
            rate = (angle - x) / loop.seeker_lag_s
            x, load = x + dt * rate, load + dt * (loop.ratio * rate - load) / loop.autopilot_lag_s
            y, v = y + dt * v, v + dt * ((1.0 if cause == "step" else 0.0) - load)
        misses[cause] = np.sqrt(np.mean(y**2))
    found = adjoint(loop, [flight_s])
    assert misses["step"] == pytest.approx(abs(found.step[0]), abs=0.02 * abs(adjoint(loop, [1.0]).step[0]))
    assert misses["angle_noise"] == pytest.approx(found.angle_noise[0], rel=0.04)
    # the last steps, where a metre of glint is a large angle, are coarse in the flights
    assert misses["glint"] == pytest.approx(found.glint[0], rel=0.05)


def test_noise_counts_more_with_a_higher_ratio_and_glint_more_with_shorter_lags():
    low, high = adjoint(Loop(3.0, 0.1, 0.25), [5.0]), adjoint(Loop(5.0, 0.1, 0.25), [5.0])
    slow = adjoint(Loop(3.0, 0.2, 0.5), [5.0])
    assert high.glint > low.glint > slow.glint
    assert high.angle_noise > low.angle_noise
    # twice the lags: a glint passes 1 / sqrt(2) of it, angle noise sqrt(2)
    assert slow.glint == pytest.approx(low.glint / np.sqrt(2.0), rel=0.01)
    assert slow.angle_noise == pytest.approx(low.angle_noise * np.sqrt(2.0), rel=0.01)


def test_a_target_that_turns_at_any_time_alike_is_between_none_and_the_worst():
    found = adjoint(Loop(4.0, 0.1, 0.25), np.linspace(0.1, 6.0, 60))
    assert 0.0 < found.random_start[-1] < np.abs(found.step).max()
    assert found.random_start[-1] == pytest.approx(np.sqrt(np.mean(found.step**2)), rel=0.03)


def test_what_has_no_answer_is_told():
    with pytest.raises(ValueError, match="without any lag"):
        adjoint(Loop(4.0, 0.0, 0.0), [1.0])
    with pytest.raises(ValueError, match="more than 0"):
        adjoint(Loop(4.0, 0.1, 0.0), [0.0])
    with pytest.raises(ValueError, match="more than 2"):
        homing.zero_lag(2.0, 1.0, 0.5, missile_speed_mps=1.0, heading_error_rad=0.0, target_acceleration_mps2=1.0)
    with pytest.raises(ValueError, match="3, 4 and 5"):
        homing.one_lag_step_miss_m(6, 1.0, 1.0, 1.0)
    assert homing.collision([1000.0, 0.0, 0.0], [500.0, 0.0, 0.0], 400.0) is None
