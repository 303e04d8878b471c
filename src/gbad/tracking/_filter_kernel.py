"""Arithmetic of one Kalman track in the antenna's local frame: prediction, gating distance, update.

Tracks are rows of packed arrays: ``state (rows, 6)`` = east, north, up, and their rates; ``cov (rows, 6, 6)``. See
``filter.py`` for the equations in words. A measurement is taken in the frame of the *predicted* line of sight (along,
across, above): there its error is diagonal and free of the measurement's own noise, which is the extended Kalman
filter of range, azimuth and elevation without trigonometry.
"""

from __future__ import annotations

import numpy as np

from gbad._jit import kernel

# columns of a settings row (see tracker.Settings.row)
GATE, INITIAL_SPEED_STD, Q_SLOW, Q_AIR, Q_FAST_HIGH, Q_FAST_LOW = 0, 1, 2, 3, 4, 5
SLOW_SPEED, FAST_SPEED, HIGH_HEIGHT, MIN_REVISIT = 6, 7, 8, 9
# columns of a frame row (see tracker.frames)
CENTRE_X, CENTRE_Y, CENTRE_Z, SPIN_X, SPIN_Y, SPIN_Z, HEIGHT = 0, 1, 2, 3, 4, 5, 6

_MU = 3.986004418e14  # [m3/s2] Earth's gravitational constant (WGS-84)
_MEAN_DIAMETER = 2.0 * 6371008.77


@kernel
def line_of_sight(x, y, z):
    """Unit vectors along, across (azimuth grows) and above (elevation grows) a line of sight, range, ground range."""
    ground = np.sqrt(x * x + y * y)
    reach = np.sqrt(ground * ground + z * z)
    if ground < 1.0:
        # overhead the azimuth has no meaning: take north for it
        ground = 1.0
        x, y = 0.0, 1.0
    if reach < 1.0:
        reach = 1.0
    ux, uy, uz = x / reach, y / reach, z / reach
    ax, ay = y / ground, -x / ground
    ex, ey, ez = -uz * x / ground, -uz * y / ground, ground / reach
    return ux, uy, uz, ax, ay, ex, ey, ez, reach, ground


@kernel
def process_noise(state, row, frame, radar, settings, updates):
    """Spectral density of the acceleration noise [m2/s3] by speed and height, and 1 where gravity is to be added."""
    east, north, up = state[row, 0], state[row, 1], state[row, 2]
    speed = np.sqrt(state[row, 3] ** 2 + state[row, 4] ** 2 + state[row, 5] ** 2)
    height = up + (east * east + north * north) / _MEAN_DIAMETER + frame[radar, HEIGHT]
    # a single plot knows nothing of speed
    if updates < 2:
        return settings[Q_AIR], 0
    if speed > settings[FAST_SPEED]:
        if height > settings[HIGH_HEIGHT]:
            return settings[Q_FAST_HIGH], 1
        return settings[Q_FAST_LOW], 0
    if speed < settings[SLOW_SPEED]:
        return settings[Q_SLOW], 0
    return settings[Q_AIR], 0


@kernel
def free_fall(state, row, frame, radar):
    """Acceleration [m/s2] of a body in free flight in the turning local frame: gravitation, centrifugal, Coriolis."""
    dx = state[row, 0] - frame[radar, CENTRE_X]
    dy = state[row, 1] - frame[radar, CENTRE_Y]
    dz = state[row, 2] - frame[radar, CENTRE_Z]
    vx, vy, vz = state[row, 3], state[row, 4], state[row, 5]
    wx, wy, wz = frame[radar, SPIN_X], frame[radar, SPIN_Y], frame[radar, SPIN_Z]
    distance = np.sqrt(dx * dx + dy * dy + dz * dz)
    pull = _MU / (distance * distance * distance)
    # -w x (w x d) - 2 w x v
    cx, cy, cz = wy * dz - wz * dy, wz * dx - wx * dz, wx * dy - wy * dx
    ax = -pull * dx - (wy * cz - wz * cy) - 2.0 * (wy * vz - wz * vy)
    ay = -pull * dy - (wz * cx - wx * cz) - 2.0 * (wz * vx - wx * vz)
    az = -pull * dz - (wx * cy - wy * cx) - 2.0 * (wx * vy - wy * vx)
    return ax, ay, az


@kernel
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


@kernel
def gate(state, cov, row, dt, q, ax, ay, az, x, y, z, reach_z, range_var, azimuth_var, elevation_var):
    """Squared normalised distance of a plot from a row predicted by ``dt`` (nothing is changed), and log det S."""
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
    return w0 * w0 + w1 * w1 + w2 * w2, 2.0 * np.log(l00 * l11 * l22)


@kernel
def correct(state, cov, row, h, innovation, variance, shift, gain):
    """One scalar update with sensitivity ``h`` (6): corrects ``state`` by way of ``shift``; returns nothing.

    Subtracting one outer product per scalar keeps the covariance symmetric to the last bit.
    """
    for i in range(6):
        total = 0.0
        for j in range(6):
            total += cov[row, i, j] * h[j]
        gain[i] = total
    s = variance
    residual = innovation
    for i in range(6):
        s += h[i] * gain[i]
        residual -= h[i] * shift[i]
    inverse = 1.0 / s
    for i in range(6):
        scaled = gain[i] * inverse
        shift[i] += scaled * residual
        for j in range(i + 1):
            value = cov[row, i, j] - scaled * gain[j]
            cov[row, i, j] = value
            cov[row, j, i] = value


@kernel
def update(state, cov, row, x, y, z, reach_z, range_var, azimuth_var, elevation_var, rate, rate_var, work):
    """Correct a row already predicted to the plot's time; ``rate`` (range rate) is used unless nan."""
    h, shift, gain = work[0], work[1], work[2]
    ux, uy, uz, nx, ny, ex, ey, ez, reach, ground = line_of_sight(state[row, 0], state[row, 1], state[row, 2])
    for i in range(6):
        shift[i] = 0.0
        h[i] = 0.0
    h[0], h[1], h[2] = ux, uy, uz
    correct(state, cov, row, h, reach_z - reach, range_var, shift, gain)
    h[0], h[1], h[2] = nx, ny, 0.0
    correct(state, cov, row, h, nx * x + ny * y, ground * ground * azimuth_var, shift, gain)
    h[0], h[1], h[2] = ex, ey, ez
    correct(state, cov, row, h, ex * x + ey * y + ez * z, reach * reach * elevation_var, shift, gain)
    for i in range(6):
        state[row, i] += shift[i]
    if np.isfinite(rate) and np.isfinite(rate_var):
        # linearised about the corrected state; the position share is small but costs nothing
        ux, uy, uz, nx, ny, ex, ey, ez, reach, ground = line_of_sight(state[row, 0], state[row, 1], state[row, 2])
        vx, vy, vz = state[row, 3], state[row, 4], state[row, 5]
        expected = ux * vx + uy * vy + uz * vz
        h[0], h[1], h[2] = (vx - ux * expected) / reach, (vy - uy * expected) / reach, (vz - uz * expected) / reach
        h[3], h[4], h[5] = ux, uy, uz
        for i in range(6):
            shift[i] = 0.0
        correct(state, cov, row, h, rate - expected, rate_var, shift, gain)
        for i in range(6):
            state[row, i] += shift[i]


@kernel
def initiate(state, cov, row, x, y, z, range_var, azimuth_var, elevation_var, rate, rate_var, speed_var):
    """First plot of a row: position from the plot, velocity unknown except along the line of sight if measured."""
    ux, uy, uz, nx, ny, ex, ey, ez, reach, ground = line_of_sight(x, y, z)
    across, above = ground * ground * azimuth_var, reach * reach * elevation_var
    # noisy angles pull the converted point inwards by this much on average
    unbias = 1.0 + 0.5 * (azimuth_var + elevation_var)
    state[row, 0], state[row, 1], state[row, 2] = x * unbias, y * unbias, z * (1.0 + 0.5 * elevation_var)
    measured = np.isfinite(rate) and np.isfinite(rate_var)
    along_rate, along_var = (rate, rate_var) if measured else (0.0, speed_var)
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
