"""Tracks of one radar carried on in time by two models, and held to what can fly. See ``models.py``."""

from __future__ import annotations

import numpy as np

from gbad._jit import lean
from gbad.tracking import _imm_kernel as imm
from gbad.tracking._group_columns_kernel import Kin
from gbad.tracking._target_kernel import (
    MOST_LOAD,
    MOST_THRUST,
    Q_FAST_LOW,
    bound_speed,
    flies,
    manoeuvre,
)


@lean
def copy(kin: Kin, ahead: Kin, row):
    """A row into the same row of the second set."""
    for i in range(6):
        ahead.state[row, i] = kin.state[row, i]
        for j in range(6):
            ahead.cov[row, i, j] = kin.cov[row, i, j]
    ahead.turning[row] = kin.turning[row]
    if kin.turning[row] == 1:
        ahead.weight[row, 0], ahead.weight[row, 1] = kin.weight[row, 0], kin.weight[row, 1]
        for i in range(7):
            ahead.turn_state[row, i] = kin.turn_state[row, i]
            for j in range(7):
                ahead.turn_cov[row, i, j] = kin.turn_cov[row, i, j]


@lean
def advance(kin, row, updates, dt, settings, models, frame, work):
    """Predict a row: aircraft by two models, what falls or is very fast by one that knows free fall."""
    q, ax, ay, az = manoeuvre(kin.state, row, updates, frame, 0, settings)
    if kin.turning[row] == 1 and not flies(q, settings):
        imm.combine(
            kin.state, kin.cov, kin.turn_state, kin.turn_cov, kin.weight, row, kin.state, kin.cov, row, work.shift
        )
        kin.turning[row] = 0
    if kin.turning[row] == 1:
        imm.mix(kin.state, kin.cov, kin.turn_state, kin.turn_cov, kin.weight, row, dt, models, work.shift)
        bound_turn(kin.turn_state, kin.turn_cov, row, settings)
        imm.predict_straight(kin.state, kin.cov, row, dt, models[imm.STRAIGHT_NOISE], models[imm.UP_NOISE])
        imm.predict_turn(kin.turn_state, kin.turn_cov, row, dt, models, work.matrix)
    else:
        imm.predict_straight(kin.state, kin.cov, row, dt, q, q)
        half = 0.5 * dt * dt
        kin.state[row, 0] += half * ax
        kin.state[row, 1] += half * ay
        kin.state[row, 2] += half * az
        kin.state[row, 3] += dt * ax
        kin.state[row, 4] += dt * ay
        kin.state[row, 5] += dt * az


@lean
def speed_of(state, row):
    """Speed [m/s] of a row."""
    return np.sqrt(state[row, 3] ** 2 + state[row, 4] ** 2 + state[row, 5] ** 2)


@lean
def rushes(state, row, updates, frame, settings):
    """1 for a track faster in the dense air than anything with wings: it needs one more plot to be confirmed."""
    q, _, _, _ = manoeuvre(state, row, updates, frame, 0, settings)
    return 1 if q == settings[Q_FAST_LOW] else 0


@lean
def bound_turn(state, cov, row, settings):
    """Keep the turn rate and its error within what the hardest turn at this speed has."""
    most = settings[MOST_LOAD] / max(speed_of(state, row), 50.0)
    state[row, 6] = min(max(state[row, 6], -most), most)
    if cov[row, 6, 6] > most * most:
        share = most / np.sqrt(cov[row, 6, 6])
        for i in range(6):
            cov[row, i, 6] *= share
            cov[row, 6, i] = cov[row, i, 6]
        cov[row, 6, 6] = most * most


@lean
def steady(kin, row, before, settings, period):
    """After a plot: no speed that thrust and error cannot tell, no turn harder than the hardest."""
    if kin.turning[row] == 0:
        return
    spread = np.sqrt(kin.cov[row, 3, 3] + kin.cov[row, 4, 4] + kin.cov[row, 5, 5])
    bound_speed(kin.state, row, before, settings[MOST_THRUST] * period + spread)
    bound_speed(kin.turn_state, row, before, settings[MOST_THRUST] * period + spread)
    bound_turn(kin.turn_state, kin.turn_cov, row, settings)
