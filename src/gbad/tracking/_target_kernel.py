"""What a target may do between two plots: how much it manoeuvres, and whether it falls freely."""

from __future__ import annotations

import numpy as np

from gbad._jit import lean

# columns of a settings row (see tracker.Settings.row)
GATE, INITIAL_SPEED_STD, Q_SLOW, Q_AIR, Q_FALL, Q_FAST_LOW = 0, 1, 2, 3, 4, 5
SLOW_SPEED, FAST_SPEED, FALL_SPEED, HIGH_HEIGHT, MIN_REVISIT = 6, 7, 8, 9, 10
MOST_LOAD, MOST_THRUST = 11, 12
# of the squared normalised distance of a plot (mean 3): what leaves the noise as it is, and how fast that changes
_CALM, _LEAST_STEP, _MOST_STEP = 4.5, 0.4, 4.0
# columns of a frame row (see tracker.frames)
CENTRE_X, CENTRE_Y, CENTRE_Z, SPIN_X, SPIN_Y, SPIN_Z, HEIGHT = 0, 1, 2, 3, 4, 5, 6

_MU = 3.986004418e14  # [m3/s2] Earth's gravitational constant (WGS-84)
_MEAN_DIAMETER = 2.0 * 6371008.77


@lean
def manoeuvre(state, row, updates, frame, radar, settings):
    """Density of the acceleration noise [m2/s3] by speed and height, and known acceleration [m/s2] (free fall)."""
    # a single plot knows nothing of speed
    if updates < 2:
        return settings[Q_AIR], 0.0, 0.0, 0.0
    vx, vy, vz = state[row, 3], state[row, 4], state[row, 5]
    east, north, up = state[row, 0], state[row, 1], state[row, 2]
    speed2 = vx * vx + vy * vy + vz * vz
    height = up + (east * east + north * north) / _MEAN_DIAMETER + frame[radar, HEIGHT]
    if height < settings[HIGH_HEIGHT] or speed2 < settings[FALL_SPEED] * settings[FALL_SPEED]:
        if speed2 < settings[SLOW_SPEED] * settings[SLOW_SPEED]:
            return settings[Q_SLOW], 0.0, 0.0, 0.0
        if speed2 < settings[FAST_SPEED] * settings[FAST_SPEED]:
            return settings[Q_AIR], 0.0, 0.0, 0.0
        return settings[Q_FAST_LOW], 0.0, 0.0, 0.0
    ax, ay, az = free_fall(
        east - frame[radar, CENTRE_X], north - frame[radar, CENTRE_Y], up - frame[radar, CENTRE_Z], vx, vy, vz,
        frame[radar, SPIN_X], frame[radar, SPIN_Y], frame[radar, SPIN_Z],
    )  # fmt: skip
    return settings[Q_FALL], ax, ay, az


@lean
def flies(q, settings):
    """Whether a target with this noise is one that flies by wings or rotors, and may turn."""
    return q == settings[Q_AIR] or q == settings[Q_SLOW]


@lean
def hardest(settings, dt):
    """Noise [m2/s3] that takes the hardest turn for an error of four deviations after ``dt``.

    A turn at load ``a`` leaves the straight line by ``a dt^2 / 2``; white noise of density q by sqrt(q dt^3 / 3).
    """
    return 3.0 * settings[MOST_LOAD] * settings[MOST_LOAD] * dt / 64.0


@lean
def restless(q, distance, settings, dt):
    """Noise to reckon with until the next plot: more where the plot came far off, less where it came close."""
    step = min(max(distance / _CALM, _LEAST_STEP), _MOST_STEP)
    return min(q * step, hardest(settings, dt))


@lean
def bound_speed(state, row, before, most):
    """Shrink a velocity that has become faster than ``before`` by more than thrust and error can tell."""
    speed = np.sqrt(state[row, 3] ** 2 + state[row, 4] ** 2 + state[row, 5] ** 2)
    if speed > before + most:
        for a in range(3, 6):
            state[row, a] *= (before + most) / speed


@lean
def free_fall(dx, dy, dz, vx, vy, vz, wx, wy, wz):
    """Acceleration of a free body in a turning frame: central gravitation, centrifugal, Coriolis.

    ``d`` from the Earth's centre, ``v`` velocity in the frame, ``w`` its spin, all in the same axes.
    """
    distance = np.sqrt(dx * dx + dy * dy + dz * dz)
    pull = _MU / (distance * distance * distance)
    # -w x (w x d) - 2 w x v
    cx, cy, cz = wy * dz - wz * dy, wz * dx - wx * dz, wx * dy - wy * dx
    ax = -pull * dx - (wy * cz - wz * cy) - 2.0 * (wy * vz - wz * vy)
    ay = -pull * dy - (wz * cx - wx * cz) - 2.0 * (wz * vx - wx * vz)
    az = -pull * dz - (wx * cy - wy * cx) - 2.0 * (wx * vy - wy * vx)
    return ax, ay, az
