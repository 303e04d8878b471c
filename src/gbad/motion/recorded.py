"""Flight along a recording: noisy positions at uneven times -> a smooth path through them.

Model. Each axis of the Earth-centred frame moves at nearly constant velocity, driven by white acceleration of
density q; positions are measured with ``position_std_m``, velocities, where recorded, with ``velocity_std_mps``. The
path is the mean of the smoothed state (forward Kalman filter, backward Rauch-Tung-Striebel pass); between samples, also
across gaps in the recording, it is the cubic with the smoothed positions and velocities at both ends. Gravity and the
turning of the vertical over a gap are within the driving noise.

Source: H. E. Rauch, F. Tung, C. T. Striebel, "Maximum likelihood estimates of linear dynamic systems", AIAA Journal 3
(1965) 1445; nearly constant velocity as in Bar-Shalom, Li, Kirubarajan, Estimation with Applications to Tracking and
Navigation (2001), section 6.2.2. Left out: errors that last (a receiver's clock, pressure), and what an aircraft did
in a gap. Not to be confused with the tracker's filter: this one makes truth, once, from the whole recording.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.motion.base import Flight, knot_count, register
from gbad.physics import earth
from gbad.terrain import Terrain

Floats = NDArray[np.float64]
COLUMNS = 7  # time, latitude, longitude, height, and velocity east, north, up
DRIVING_M2_S3 = 2.0  # [m2/s3] q: an airliner's turn of 1.5 degrees a second at 240 m/s is 6 m/s2 for some ten seconds


@dataclass(frozen=True, slots=True)
class RecordedPath:
    """``samples`` are ``(n, 7)`` doubles as bytes, so that a path can be compared: time [s] from the path's own start
    on, latitude, longitude [rad], height [m, ellipsoid], velocity east, north, up [m/s] (nan where not recorded).
    """

    kind: ClassVar[str] = "recorded"

    samples: bytes
    start_s: float = 0.0
    position_std_m: float = 30.0
    velocity_std_mps: float = 2.0

    def __post_init__(self) -> None:
        time = self.table()[:, 0]
        if len(time) < 2 or not (np.diff(time) > 0.0).all() or time[0] != 0.0:
            raise InputError("a recorded path needs two samples or more, from time 0 on, in rising order of time")
        if not (self.position_std_m > 0.0 and self.velocity_std_mps > 0.0):
            raise InputError("position_std_m and velocity_std_mps must be greater than 0")

    def table(self) -> Floats:
        """The samples, ``(n, 7)``."""
        return np.frombuffer(self.samples, np.float64).reshape(-1, COLUMNS)


@register(RecordedPath)
def fly_recorded(path: RecordedPath, terrain: Terrain, until_s: float, knot_step_s: float) -> Flight:
    """Knots from the first sample to the last or ``until_s``. Heights are the recording's: terrain is not asked."""
    del terrain
    time, position, velocity = smoothed(path)
    end_s = path.start_s + float(time[-1])
    count = knot_count(path.start_s, min(end_s, max(until_s, path.start_s)), knot_step_s)
    knots, velocities = between(time, position, velocity, knot_step_s * np.arange(count, dtype=np.float64))
    return Flight(path.start_s, end_s, knots, velocities, arrives=False)


def smoothed(path: RecordedPath) -> tuple[Floats, Floats, Floats]:
    """Times ``(n,)``, positions and velocities ``(n, 3)`` in ECEF at the samples."""
    table = path.table()
    time, n = table[:, 0], len(table)
    measured = earth.geodetic_to_ecef(table[:, 1], table[:, 2], table[:, 3])
    turn = earth.ecef_to_enu_matrix(table[:, 1], table[:, 2])
    speed = (table[:, 4:7, None] * turn).sum(axis=1)
    heard = np.isfinite(speed).all(axis=1)
    # axes share one covariance: the same times, the same errors
    state, cov = np.zeros((n, 2, 3)), np.zeros((n, 2, 2))
    ahead, ahead_cov = np.zeros((n, 2, 3)), np.zeros((n, 2, 2))
    rough = (measured[1] - measured[0]) / (time[1] - time[0])
    ahead[0] = np.stack([measured[0], speed[0] if heard[0] else rough])
    ahead_cov[0] = np.diag([100.0 * path.position_std_m**2, 50.0**2])
    for k in range(n):
        if k:
            step, driven = _motion(time[k] - time[k - 1])
            ahead[k], ahead_cov[k] = _times(step, state[k - 1]), _sandwich(step, cov[k - 1]) + driven
        state[k], cov[k] = ahead[k], ahead_cov[k]
        for row, value, std, known in (
            (0, measured[k], path.position_std_m, True),
            (1, speed[k], path.velocity_std_mps, heard[k]),
        ):
            if known:
                gain = cov[k][:, row] / (cov[k][row, row] + std**2)
                state[k] = state[k] + gain[:, None] * (value - state[k][row])
                cov[k] = cov[k] - gain[:, None] * cov[k][row][None, :]
    for k in range(n - 2, -1, -1):
        step, _ = _motion(time[k + 1] - time[k])
        a, b, d = ahead_cov[k + 1][0, 0], ahead_cov[k + 1][0, 1], ahead_cov[k + 1][1, 1]
        inverse = np.array([[d, -b], [-b, a]]) / (a * d - b * b)
        gain = _times(_times(cov[k], step.T), inverse)
        state[k] = state[k] + _times(gain, state[k + 1] - ahead[k + 1])
    return time, state[:, 0], state[:, 1]


def between(time: Floats, position: Floats, velocity: Floats, at: Floats) -> tuple[Floats, Floats]:
    """Position and velocity at times ``at``, by the cubic between the samples around; straight on outside."""
    k = np.clip(np.searchsorted(time, at, side="right") - 1, 0, len(time) - 2)
    step = (time[k + 1] - time[k])[:, None]
    u = (at - time[k])[:, None] / step
    inside = np.clip(u, 0.0, 1.0)
    rise, v0, v1 = position[k + 1] - position[k], velocity[k], velocity[k + 1]
    a, b, c = step * (v0 + v1) - 2.0 * rise, 3.0 * rise - step * (2.0 * v0 + v1), step * v0
    place = position[k] + inside * (c + inside * (b + inside * a))
    speed = (c + inside * (2.0 * b + 3.0 * inside * a)) / step
    return place + speed * (u - inside) * step, speed


def _motion(dt: float) -> tuple[Floats, Floats]:
    """Transition and driving covariance over ``dt``."""
    q = DRIVING_M2_S3
    return np.array([[1.0, dt], [0.0, 1.0]]), q * np.array([[dt**3 / 3.0, dt**2 / 2.0], [dt**2 / 2.0, dt]])


def _times(a: Floats, b: Floats) -> Floats:
    """Product of small matrices without a library whose last bit depends on the machine."""
    return (a[:, :, None] * b[None, :, :]).sum(axis=1)


def _sandwich(a: Floats, p: Floats) -> Floats:
    return _times(_times(a, p), a.T)
