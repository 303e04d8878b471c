"""Two models of one target side by side: constant velocity (6 states) and a level coordinated turn (7 states).

Rows as in ``_filter_kernel``; the seventh state of the turn model is its rate [rad/s], positive from east to north
(anticlockwise). Words and sources: ``plots.py``.
"""

from __future__ import annotations

import numpy as np

from gbad._jit import lean
from gbad.tracking._filter_kernel import line_of_sight

# columns of the figures of the two models (see plots.PlotSettings.models)
STAY_STRAIGHT, STAY_TURN, STRAIGHT_NOISE, TURN_NOISE, TURN_RATE_STD, TURN_RATE_NOISE, UP_NOISE = 0, 1, 2, 3, 4, 5, 6


@lean
def begin_turn(state, cov, turn_state, turn_cov, weight, row, figures):
    """Give a straight track a turn model: same state, no turn, wide turn rate."""
    for i in range(6):
        turn_state[row, i] = state[row, i]
        for j in range(6):
            turn_cov[row, i, j] = cov[row, i, j]
        turn_cov[row, i, 6], turn_cov[row, 6, i] = 0.0, 0.0
    turn_state[row, 6], turn_cov[row, 6, 6] = 0.0, figures[TURN_RATE_STD] * figures[TURN_RATE_STD]
    weight[row, 0], weight[row, 1] = 0.9, 0.1


@lean
def mix(state, cov, turn_state, turn_cov, weight, row, dt, figures, d):
    """Interaction: each model starts from a blend of both, by how likely the target changed its ways in ``dt``."""
    leave_straight = 1.0 - np.exp(-dt / figures[STAY_STRAIGHT])
    leave_turn = 1.0 - np.exp(-dt / figures[STAY_TURN])
    was_straight, was_turn = weight[row, 0], weight[row, 1]
    straight = was_straight * (1.0 - leave_straight) + was_turn * leave_turn
    turn = was_straight * leave_straight + was_turn * (1.0 - leave_turn)
    # share of the straight model in each blend
    a, b = was_straight * (1.0 - leave_straight) / straight, was_straight * leave_straight / turn
    weight[row, 0], weight[row, 1] = straight, turn
    for i in range(6):
        d[i] = state[row, i] - turn_state[row, i]
    d[6] = -turn_state[row, 6]
    spread_a, spread_b = a * (1.0 - a), b * (1.0 - b)
    for i in range(6):
        for j in range(6):
            p, t, cross = cov[row, i, j], turn_cov[row, i, j], d[i] * d[j]
            cov[row, i, j] = a * p + (1.0 - a) * t + spread_a * cross
            turn_cov[row, i, j] = b * p + (1.0 - b) * t + spread_b * cross
        # the straight model knows no turn rate: to it the two are unrelated
        value = (1.0 - b) * turn_cov[row, i, 6] + spread_b * d[i] * d[6]
        turn_cov[row, i, 6], turn_cov[row, 6, i] = value, value
    rate_var = figures[TURN_RATE_STD] * figures[TURN_RATE_STD]
    turn_cov[row, 6, 6] = b * rate_var + (1.0 - b) * turn_cov[row, 6, 6] + spread_b * d[6] * d[6]
    for i in range(6):
        x, y = state[row, i], turn_state[row, i]
        state[row, i] = a * x + (1.0 - a) * y
        turn_state[row, i] = b * x + (1.0 - b) * y
    turn_state[row, 6] *= 1.0 - b


@lean
def predict_turn(state, cov, row, dt, figures, m):
    """Move a turn row by ``dt``: its horizontal velocity turns at the estimated rate (linearised in the rate)."""
    rate, vx, vy = state[row, 6], state[row, 3], state[row, 4]
    angle = rate * dt
    if abs(angle) < 1e-3:
        # series of the terms below
        a, b = dt * (1.0 - angle * angle / 6.0), dt * angle / 2.0
        da, db = -dt * dt * angle / 3.0, dt * dt / 2.0
        s, c = angle, 1.0 - 0.5 * angle * angle
    else:
        s, c = np.sin(angle), np.cos(angle)
        a, b = s / rate, (1.0 - c) / rate
        da, db = (dt * c - a) / rate, (dt * s - b) / rate
    gx, gy = da * vx - db * vy, db * vx + da * vy
    hx, hy = -dt * (s * vx + c * vy), dt * (c * vx - s * vy)
    state[row, 0] += a * vx - b * vy
    state[row, 1] += b * vx + a * vy
    state[row, 2] += dt * state[row, 5]
    state[row, 3] = c * vx - s * vy
    state[row, 4] = s * vx + c * vy
    # F P, then (F P) F'
    for j in range(7):
        p3, p4, p5, p6 = cov[row, 3, j], cov[row, 4, j], cov[row, 5, j], cov[row, 6, j]
        m[0, j] = cov[row, 0, j] + a * p3 - b * p4 + gx * p6
        m[1, j] = cov[row, 1, j] + b * p3 + a * p4 + gy * p6
        m[2, j] = cov[row, 2, j] + dt * p5
        m[3, j] = c * p3 - s * p4 + hx * p6
        m[4, j] = s * p3 + c * p4 + hy * p6
        m[5, j] = p5
        m[6, j] = p6
    for i in range(7):
        p3, p4, p5, p6 = m[i, 3], m[i, 4], m[i, 5], m[i, 6]
        cov[row, i, 0] = m[i, 0] + a * p3 - b * p4 + gx * p6
        cov[row, i, 1] = m[i, 1] + b * p3 + a * p4 + gy * p6
        cov[row, i, 2] = m[i, 2] + dt * p5
        cov[row, i, 3] = c * p3 - s * p4 + hx * p6
        cov[row, i, 4] = s * p3 + c * p4 + hy * p6
        cov[row, i, 5] = p5
        cov[row, i, 6] = p6
    for i in range(7):
        for j in range(i):
            cov[row, j, i] = cov[row, i, j]
    add_noise(cov, row, dt, figures[TURN_NOISE], figures[UP_NOISE])
    cov[row, 6, 6] += figures[TURN_RATE_NOISE] * dt


@lean
def predict_straight(state, cov, row, dt, level, upright):
    """Move a straight row by ``dt`` with acceleration noise of density ``level`` and, vertically, ``upright``."""
    for i in range(3):
        state[row, i] += dt * state[row, 3 + i]
    for i in range(3):
        for j in range(6):
            cov[row, i, j] += dt * cov[row, 3 + i, j]
    for i in range(6):
        for j in range(3):
            cov[row, i, j] += dt * cov[row, i, 3 + j]
    for i in range(6):
        for j in range(i):
            cov[row, j, i] = cov[row, i, j]
    add_noise(cov, row, dt, level, upright)


@lean
def add_noise(cov, row, dt, level, upright):
    """Continuous white acceleration noise over ``dt``."""
    far, half = dt * dt * dt / 3.0, dt * dt / 2.0
    for i in range(3):
        q = upright if i == 2 else level
        cov[row, i, i] += q * far
        cov[row, i, 3 + i] += q * half
        cov[row, 3 + i, i] += q * half
        cov[row, 3 + i, 3 + i] += q * dt


@lean
def correct(cov, row, size, hx, hy, hz, innovation, variance, shift, gain):
    """One scalar update along a direction of position; returns twice its negative log-likelihood (without 2 pi)."""
    for i in range(size):
        gain[i] = cov[row, i, 0] * hx + cov[row, i, 1] * hy + cov[row, i, 2] * hz
    total = variance + hx * gain[0] + hy * gain[1] + hz * gain[2]
    inverse = 1.0 / total
    residual = innovation - hx * shift[0] - hy * shift[1] - hz * shift[2]
    scaled = residual * inverse
    for i in range(size):
        shift[i] += gain[i] * scaled
        for j in range(size):
            # the product first: the same bits on both sides of the diagonal
            cov[row, i, j] -= (gain[i] * gain[j]) * inverse
    return residual * scaled + np.log(total)


@lean
def update(state, cov, row, size, polar, x, y, z, reach_z, var_0, var_1, var_2, shift, gain):
    """Correct a row of ``size`` states by a plot; returns twice the negative log-likelihood (without 2 pi).

    ``polar``: variances of range, azimuth, elevation, in the frame of the predicted line of sight; else of the axes.
    """
    for i in range(size):
        shift[i] = 0.0
    if polar:
        ux, uy, uz, nx, ny, ex, ey, ez, reach, ground = line_of_sight(state[row, 0], state[row, 1], state[row, 2])
        cost = correct(cov, row, size, ux, uy, uz, reach_z - reach, var_0, shift, gain)
        cost += correct(cov, row, size, nx, ny, 0.0, nx * x + ny * y, ground * ground * var_1, shift, gain)
        cost += correct(cov, row, size, ex, ey, ez, ex * x + ey * y + ez * z, reach * reach * var_2, shift, gain)
    else:
        cost = correct(cov, row, size, 1.0, 0.0, 0.0, x - state[row, 0], var_0, shift, gain)
        cost += correct(cov, row, size, 0.0, 1.0, 0.0, y - state[row, 1], var_1, shift, gain)
        cost += correct(cov, row, size, 0.0, 0.0, 1.0, z - state[row, 2], var_2, shift, gain)
    for i in range(size):
        state[row, i] += shift[i]
    return cost


@lean
def update_rate(state, cov, row, size, rate, rate_var, gain):
    """Correct a row by range rate, linearised about its state; returns what :func:`update` does."""
    ux, uy, uz, _, _, _, _, _, reach, _ = line_of_sight(state[row, 0], state[row, 1], state[row, 2])
    vx, vy, vz = state[row, 3], state[row, 4], state[row, 5]
    expected = ux * vx + uy * vy + uz * vz
    # sensitivity to position and to velocity
    px, py, pz = (vx - ux * expected) / reach, (vy - uy * expected) / reach, (vz - uz * expected) / reach
    for i in range(size):
        gain[i] = cov[row, i, 0] * px + cov[row, i, 1] * py + cov[row, i, 2] * pz
        gain[i] += cov[row, i, 3] * ux + cov[row, i, 4] * uy + cov[row, i, 5] * uz
    total = rate_var + px * gain[0] + py * gain[1] + pz * gain[2] + ux * gain[3] + uy * gain[4] + uz * gain[5]
    inverse, residual = 1.0 / total, rate - expected
    for i in range(size):
        state[row, i] += gain[i] * inverse * residual
        for j in range(size):
            cov[row, i, j] -= (gain[i] * gain[j]) * inverse
    return residual * residual * inverse + np.log(total)


@lean
def reweigh(weight, row, straight_cost, turn_cost):
    """Probabilities of the two models after a plot, from twice their negative log-likelihoods."""
    least = min(straight_cost, turn_cost)
    straight = weight[row, 0] * np.exp(0.5 * (least - straight_cost))
    turn = weight[row, 1] * np.exp(0.5 * (least - turn_cost))
    weight[row, 0], weight[row, 1] = straight / (straight + turn), turn / (straight + turn)


@lean
def combine(state, cov, turn_state, turn_cov, weight, row, mean, spread_cov, out, d):
    """One mean and covariance for both models, as row ``out``."""
    a = weight[row, 0]
    for i in range(6):
        d[i] = state[row, i] - turn_state[row, i]
        mean[out, i] = turn_state[row, i] + a * d[i]
    spread = a * (1.0 - a)
    for i in range(6):
        for j in range(6):
            spread_cov[out, i, j] = a * cov[row, i, j] + (1.0 - a) * turn_cov[row, i, j] + spread * (d[i] * d[j])


@lean
def blend(share, cost, other_cost):
    """Twice the negative log of a likelihood that is ``share`` one model's and the rest another's."""
    least = min(cost, other_cost)
    total = share * np.exp(0.5 * (least - cost)) + (1.0 - share) * np.exp(0.5 * (least - other_cost))
    return least - 2.0 * np.log(total)
