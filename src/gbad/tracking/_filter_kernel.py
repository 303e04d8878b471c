"""Arithmetic of one Kalman track in the antenna's local frame: prediction, gating distance, update.

Tracks are rows of ``state (rows, 6)`` = east, north, up and their rates, ``cov (rows, 6, 6)``. A measurement is taken
in the frame of the *predicted* line of sight (along, across, above): there its error is diagonal and free of the
measurement's own noise. This is the extended Kalman filter of range, azimuth and elevation without trigonometry.

Source: Y. Bar-Shalom, X. R. Li, T. Kirubarajan, "Estimation with Applications to Tracking and Navigation" (2001),
sections 5.2 (filter), 6.2.2 (continuous white-noise acceleration), 10.4 (converted measurements).
"""

from __future__ import annotations

import numpy as np

from gbad._jit import lean


@lean
def line_of_sight(x, y, z):
    """Unit vectors along, across (azimuth grows) and above (elevation grows) a line of sight, range, ground range."""
    ground = np.sqrt(x * x + y * y)
    if ground < 1.0:
        # overhead the azimuth has no meaning: take north for it
        ground, x, y = 1.0, 0.0, 1.0
    reach = np.sqrt(ground * ground + z * z)
    ux, uy, uz = x / reach, y / reach, z / reach
    ax, ay = y / ground, -x / ground
    return ux, uy, uz, ax, ay, -uz * x / ground, -uz * y / ground, ground / reach, reach, ground


@lean
def predict(state, cov, row, dt, q, ax, ay, az):
    """Move a row by ``dt``: constant velocity plus a known acceleration, white acceleration noise of density ``q``."""
    half = 0.5 * dt * dt
    state[row, 0] += state[row, 3] * dt + ax * half
    state[row, 1] += state[row, 4] * dt + ay * half
    state[row, 2] += state[row, 5] * dt + az * half
    state[row, 3] += ax * dt
    state[row, 4] += ay * dt
    state[row, 5] += az * dt
    dt2 = dt * dt
    for i in range(3):
        for j in range(i + 1):
            value = cov[row, i, j] + dt * (cov[row, i, 3 + j] + cov[row, j, 3 + i]) + dt2 * cov[row, 3 + i, 3 + j]
            cov[row, i, j] = value
            cov[row, j, i] = value
    for i in range(3):
        for j in range(3):
            value = cov[row, i, 3 + j] + dt * cov[row, 3 + i, 3 + j]
            cov[row, i, 3 + j] = value
            cov[row, 3 + j, i] = value
    for i in range(3):
        cov[row, i, i] += q * dt2 * dt / 3.0
        cov[row, i, 3 + i] += q * dt2 / 2.0
        cov[row, 3 + i, i] += q * dt2 / 2.0
        cov[row, 3 + i, 3 + i] += q * dt


@lean
def gate(state, cov, row, dt, q, ax, ay, az, x, y, z, reach_z, range_var, azimuth_var, elevation_var):
    """Squared normalised distance of a plot from a row predicted by ``dt`` (nothing is changed), and log det S."""
    distance, root = distance_and_root(
        state, cov, row, dt, q, ax, ay, az, x, y, z, reach_z, range_var, azimuth_var, elevation_var
    )
    return distance, 2.0 * np.log(root)


@lean
def distance_and_root(state, cov, row, dt, q, ax, ay, az, x, y, z, reach_z, range_var, azimuth_var, elevation_var):
    """As :func:`gate`, with the root of det S in place of its logarithm, which is dear and mostly not asked for."""
    half = 0.5 * dt * dt
    px = state[row, 0] + state[row, 3] * dt + ax * half
    py = state[row, 1] + state[row, 4] * dt + ay * half
    pz = state[row, 2] + state[row, 5] * dt + az * half
    ux, uy, uz, nx, ny, ex, ey, ez, reach, ground = line_of_sight(px, py, pz)
    # predicted position covariance
    dt2 = dt * dt
    grown = q * dt2 * dt / 3.0
    a00 = cov[row, 0, 0] + 2.0 * dt * cov[row, 0, 3] + dt2 * cov[row, 3, 3] + grown
    a11 = cov[row, 1, 1] + 2.0 * dt * cov[row, 1, 4] + dt2 * cov[row, 4, 4] + grown
    a22 = cov[row, 2, 2] + 2.0 * dt * cov[row, 2, 5] + dt2 * cov[row, 5, 5] + grown
    a01 = cov[row, 0, 1] + dt * (cov[row, 0, 4] + cov[row, 1, 3]) + dt2 * cov[row, 3, 4]
    a02 = cov[row, 0, 2] + dt * (cov[row, 0, 5] + cov[row, 2, 3]) + dt2 * cov[row, 3, 5]
    a12 = cov[row, 1, 2] + dt * (cov[row, 1, 5] + cov[row, 2, 4]) + dt2 * cov[row, 4, 5]
    # into the frame of the line of sight, where the measurement error is diagonal
    bx, by, bz = a00 * ux + a01 * uy + a02 * uz, a01 * ux + a11 * uy + a12 * uz, a02 * ux + a12 * uy + a22 * uz
    cx, cy, cz = a00 * nx + a01 * ny, a01 * nx + a11 * ny, a02 * nx + a12 * ny
    dx, dy, dz = a00 * ex + a01 * ey + a02 * ez, a01 * ex + a11 * ey + a12 * ez, a02 * ex + a12 * ey + a22 * ez
    s00 = ux * bx + uy * by + uz * bz + range_var
    s11 = nx * cx + ny * cy + ground * ground * azimuth_var
    s22 = ex * dx + ey * dy + ez * dz + reach * reach * elevation_var
    s10 = nx * bx + ny * by
    s20 = ex * bx + ey * by + ez * bz
    s21 = ex * cx + ey * cy + ez * cz
    # innovation: range directly, the angles as arcs
    i0 = reach_z - reach
    i1 = nx * x + ny * y
    i2 = ex * x + ey * y + ez * z
    # Cholesky of S, forward substitution
    l00 = np.sqrt(s00)
    l10, l20 = s10 / l00, s20 / l00
    l11 = np.sqrt(s11 - l10 * l10)
    l21 = (s21 - l20 * l10) / l11
    l22 = np.sqrt(s22 - l20 * l20 - l21 * l21)
    w0 = i0 / l00
    w1 = (i1 - l10 * w0) / l11
    w2 = (i2 - l20 * w0 - l21 * w1) / l22
    return w0 * w0 + w1 * w1 + w2 * w2, l00 * l11 * l22


@lean
def correct(cov, row, hx, hy, hz, innovation, variance, shift, gain):
    """One scalar update along a direction of position; the state's correction gathers in ``shift`` (6,).

    Each subtracts one outer product, so the covariance stays symmetric to the last bit.
    """
    for i in range(6):
        gain[i] = cov[row, i, 0] * hx + cov[row, i, 1] * hy + cov[row, i, 2] * hz
    inverse = 1.0 / (variance + hx * gain[0] + hy * gain[1] + hz * gain[2])
    residual = innovation - hx * shift[0] - hy * shift[1] - hz * shift[2]
    for i in range(6):
        scaled = gain[i] * inverse
        shift[i] += scaled * residual
        for j in range(i + 1):
            value = cov[row, i, j] - scaled * gain[j]
            cov[row, i, j] = value
            cov[row, j, i] = value


@lean
def update(state, cov, row, x, y, z, reach_z, range_var, azimuth_var, elevation_var, shift, gain):
    """Correct a row already predicted to the plot's time by range, azimuth and elevation."""
    ux, uy, uz, nx, ny, ex, ey, ez, reach, ground = line_of_sight(state[row, 0], state[row, 1], state[row, 2])
    for i in range(6):
        shift[i] = 0.0
    correct(cov, row, ux, uy, uz, reach_z - reach, range_var, shift, gain)
    correct(cov, row, nx, ny, 0.0, nx * x + ny * y, ground * ground * azimuth_var, shift, gain)
    correct(cov, row, ex, ey, ez, ex * x + ey * y + ez * z, reach * reach * elevation_var, shift, gain)
    for i in range(6):
        state[row, i] += shift[i]


@lean
def update_rate(state, cov, row, rate, rate_var, gain):
    """Correct a row by range rate, linearised about its state (after range and angles)."""
    ux, uy, uz, _, _, _, _, _, reach, _ = line_of_sight(state[row, 0], state[row, 1], state[row, 2])
    vx, vy, vz = state[row, 3], state[row, 4], state[row, 5]
    expected = ux * vx + uy * vy + uz * vz
    # sensitivity to position and to velocity
    px, py, pz = (vx - ux * expected) / reach, (vy - uy * expected) / reach, (vz - uz * expected) / reach
    for i in range(6):
        gain[i] = cov[row, i, 0] * px + cov[row, i, 1] * py + cov[row, i, 2] * pz
        gain[i] += cov[row, i, 3] * ux + cov[row, i, 4] * uy + cov[row, i, 5] * uz
    total = rate_var + px * gain[0] + py * gain[1] + pz * gain[2] + ux * gain[3] + uy * gain[4] + uz * gain[5]
    for i in range(6):
        scaled = gain[i] / total
        state[row, i] += scaled * (rate - expected)
        for j in range(i + 1):
            value = cov[row, i, j] - scaled * gain[j]
            cov[row, i, j] = value
            cov[row, j, i] = value


@lean
def rate_distance(state, cov, row, dt, q, ax, ay, az, x, y, z, reach, rate, rate_var):
    """Squared normalised distance in range rate alone; its correlation with position is small and left out."""
    u = (x / reach, y / reach, z / reach)
    variance = rate_var + q * dt
    for i in range(3):
        for j in range(3):
            variance += u[i] * u[j] * cov[row, 3 + i, 3 + j]
    expected = u[0] * (state[row, 3] + ax * dt) + u[1] * (state[row, 4] + ay * dt) + u[2] * (state[row, 5] + az * dt)
    return (rate - expected) ** 2 / variance


@lean
def initiate(state, cov, row, x, y, z, range_var, azimuth_var, elevation_var, rate, rate_var, speed_var):
    """First plot of a row: position from the plot, velocity unknown except along the line of sight if measured."""
    ux, uy, uz, nx, ny, ex, ey, ez, reach, ground = line_of_sight(x, y, z)
    across, above = ground * ground * azimuth_var, reach * reach * elevation_var
    # noisy angles pull the converted point inwards by this much on average
    flat = 1.0 + 0.5 * (azimuth_var + elevation_var)
    state[row, 0], state[row, 1], state[row, 2] = x * flat, y * flat, z * (1.0 + 0.5 * elevation_var)
    along_rate, along_var = 0.0, speed_var
    if np.isfinite(rate) and np.isfinite(rate_var):
        along_rate, along_var = rate, rate_var
    u = (ux, uy, uz)
    n = (nx, ny, 0.0)
    e = (ex, ey, ez)
    for i in range(3):
        state[row, 3 + i] = along_rate * u[i]
        for j in range(3):
            cov[row, i, j] = range_var * u[i] * u[j] + across * n[i] * n[j] + above * e[i] * e[j]
            cov[row, i, 3 + j] = 0.0
            cov[row, 3 + i, j] = 0.0
            cov[row, 3 + i, 3 + j] = along_var * u[i] * u[j] + speed_var * (n[i] * n[j] + e[i] * e[j])
