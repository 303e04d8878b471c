"""Homing in the linear limit: what proportional navigation asks of a missile, and how far it misses.

The engagement is made linear about the collision course: the two close at a constant speed Vc, y is their separation
across the line of sight, lambda = y / (Vc t) with t the time to go, N' the effective navigation ratio.

Closed forms hold for a missile without lag (miss 0, see :func:`zero_lag`). With lags the miss follows from the adjoint
of the loop: one integration backwards from the meeting gives, for every flight time at once, the miss per unit of
each cause. The loop here is the one that rounds fly (``engagement/_terminal_kernel.py``): a filter of time constant
``seeker_lag_s`` makes a rate from the measured angle; the command N' Vc rate passes a lag ``autopilot_lag_s``:

    y'' = nT - nL,   D' = (lambda' + noise' - D) / Ts,   nL' = (N' Vc D - nL) / Ta

The filter may be slower far from the meeting, as the rounds' is: its lag is then a share of the time to go, between
``seeker_lag_s`` and ``longest_lag_s``. Angle noise is white, of power density ``Phi`` [rad2/Hz], two-sided, the same at
every range. Glint is an error of place, so that its angle grows as 1 / (Vc t): white, of [m2/Hz], or with a memory
(first-order Gauss-Markov, 0 at the start). White noises give sigma = sqrt(Phi * integral). A lag of 0 is left out of
the loop.

Source: P. Zarchan, Tactical and Strategic Missile Guidance, chapters 2 (closed forms), 3 (adjoints; the closed forms of
one lag, :func:`one_lag_step_miss_m`) and 4 (noise). Left out: saturation, the bend of the line of sight, drag.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
_FIRST_S = 1e-6  # [s] where the integration begins: at 0 the angle is 0 over 0


class ZeroLag(NamedTuple):
    """What a lag-free missile flies; it never misses."""

    heading_error_acceleration_mps2: float  # at the time asked for
    heading_error_dv_mps: float  # over the flight
    manoeuvre_acceleration_mps2: float
    manoeuvre_ratio_limit: float  # greatest missile to target acceleration
    manoeuvre_dv_mps: float
    miss_m: float


def zero_lag(
    ratio: float,
    flight_time_s: float,
    time_s: float,
    *,
    missile_speed_mps: float,
    heading_error_rad: float,
    target_acceleration_mps2: float,
) -> ZeroLag:
    """Closed forms for N' > 2: n = VM HE N' / tF (1 - t/tF)^(N'-2); n / nT = N' / (N'-2) (1 - (1 - t/tF)^(N'-2))."""
    if ratio <= 2.0:
        raise ValueError(f"a navigation ratio of {ratio} was given; the closed forms need more than 2")
    left = (1.0 - time_s / flight_time_s) ** (ratio - 2.0)
    push = missile_speed_mps * heading_error_rad
    limit = ratio / (ratio - 2.0)
    return ZeroLag(
        push * ratio / flight_time_s * left,
        push * ratio / (ratio - 1.0),
        target_acceleration_mps2 * limit * (1.0 - left),
        limit,
        target_acceleration_mps2 * flight_time_s * ratio / (ratio - 1.0),
        0.0,
    )


def one_lag_step_miss_m(ratio: int, flight_time_s: float, lag_s: float, target_acceleration_mps2: float) -> float:
    """Miss of a missile of one lag T by a step of target acceleration: closed forms for N' of 3, 4 and 5.

    nT tF^2 exp(-x) times 1/2, 1/2 - x/6 or 1/2 - x/3 + x^2/24, x = tF / T.
    """
    x = flight_time_s / lag_s
    shapes = {3: 0.5, 4: 0.5 - x / 6.0, 5: 0.5 - x / 3.0 + x * x / 24.0}
    if ratio not in shapes:
        raise ValueError(f"the closed form is written for N' of 3, 4 and 5; {ratio} was given")
    return target_acceleration_mps2 * flight_time_s**2 * math.exp(-x) * shapes[ratio]


@dataclass(frozen=True, slots=True)
class Loop:
    """A homing loop in the linear limit."""

    ratio: float  # N'
    seeker_lag_s: float
    autopilot_lag_s: float
    lag_share: float = 0.0  # of the time to go, where that is longer than ``seeker_lag_s``
    longest_lag_s: float = math.inf
    glint_memory_s: float = 0.0  # correlation time of glint; 0 where it is white

    def lag_s(self, to_go_s: float) -> tuple[float, float]:
        """Lag of the filter at a time to go, and how fast it grows with that."""
        wanted = self.lag_share * to_go_s
        if self.seeker_lag_s < wanted < self.longest_lag_s:
            return wanted, self.lag_share
        return max(self.seeker_lag_s, min(wanted, self.longest_lag_s)), 0.0


class Miss(NamedTuple):
    """Miss per unit of each cause, by flight time ``(n,)``."""

    step: Floats  # [m per m/s2] of a target acceleration from the start on
    random_start: Floats  # [m per m/s2] root mean square of one that starts at any time of the flight alike
    heading: Floats  # [m per m/s] of a velocity across the line of sight at the start
    angle_noise: Floats  # [m/s per rad/sqrt(Hz)] sigma over Vc: multiply by the closing speed
    glint: Floats  # [m per m/sqrt(Hz)] sigma; with a memory [m per m] of its root mean square


def adjoint(loop: Loop, flight_time_s: ArrayLike, *, step_s: float = 1e-4) -> Miss:
    """Miss of a loop by flight times ``(n,)`` [s]; the adjoint is integrated by Runge-Kutta's fourth order.

    The closing speed drops out: it scales only what angle noise does. Raises ValueError for a time that is not
    positive, and where the two lags are both 0 (such a missile never misses).
    """
    times = np.atleast_1d(np.asarray(flight_time_s, dtype=np.float64))
    if np.any(times <= 0.0):
        raise ValueError("flight times must be more than 0")
    if loop.seeker_lag_s <= 0.0 and loop.autopilot_lag_s <= 0.0:
        raise ValueError("a loop without any lag never misses; give a lag")
    steps = math.ceil(float(times.max()) / step_s)
    path = np.empty((steps + 1, 9))
    path[0] = _start(loop)
    for i in range(steps):
        path[i + 1] = _runge_kutta(loop, path[i], _FIRST_S + i * step_s, step_s)
    at = _FIRST_S + np.arange(steps + 1) * step_s

    def column(k: int) -> Floats:
        return np.interp(times, at, path[:, k])

    return Miss(
        step=column(4),
        random_start=np.sqrt(column(5) / times),
        heading=column(1),
        angle_noise=np.sqrt(column(6)),
        glint=np.sqrt(column(7)),
    )


def _start(loop: Loop) -> Floats:
    """Adjoint of (y, y', z, nL) a moment before the meeting, integrals of y', of (that)^2, of both noises; glint's."""
    n = -0.5 * _FIRST_S**2 if loop.autopilot_lag_s > 0.0 else 0.0
    return np.array([1.0, _FIRST_S, 0.0, n, 0.0, 0.0, 0.0, 0.0, 0.0])


def _rates(loop: Loop, s: Floats, to_go_s: float) -> Floats:
    """Rates by time to go. With Vc = 1: the angle is y / t, and the command is N' D; z is D less the angle over Ts."""
    by_y, by_v, by_z, by_n, step = s[:5]
    t = to_go_s
    ta = loop.autopilot_lag_s
    ts, growth = loop.lag_s(t)
    # how the miss answers to a unit of D: through the autopilot, or at once through y'
    by_d = loop.ratio * (by_n / ta if ta > 0.0 else -by_v)
    if ts > 0.0:
        # z' = -z / Ts - angle (1 + growth) / Ts^2
        by_angle = by_d / ts - by_z * (1.0 + growth) / (ts * ts)
        z_rate = by_d - by_z / ts
        y_rate = by_angle / t
    else:
        # without the filter D is the rate of the true angle: lambda' = y / (Vc t^2) + y' / (Vc t)
        by_angle, z_rate, y_rate = 0.0, 0.0, by_d / (t * t)
    v_rate = by_y + (by_d / t if ts <= 0.0 else 0.0)
    n_rate = -by_v - by_n / ta if ta > 0.0 else 0.0
    glint_rate, glint = 0.0, by_angle / t
    if loop.glint_memory_s > 0.0:
        # white noise of density 2 / memory makes it, of root mean square 1
        glint_rate = by_angle / t - s[8] / loop.glint_memory_s
        glint = s[8] * math.sqrt(2.0 / loop.glint_memory_s)
    return np.array([y_rate, v_rate, z_rate, n_rate, by_v, step * step, by_angle**2, glint**2, glint_rate])


def _runge_kutta(loop: Loop, s: Floats, t: float, h: float) -> Floats:
    a = _rates(loop, s, t)
    b = _rates(loop, s + 0.5 * h * a, t + 0.5 * h)
    c = _rates(loop, s + 0.5 * h * b, t + 0.5 * h)
    d = _rates(loop, s + h * c, t + h)
    found: Floats = s + h / 6.0 * (a + 2.0 * b + 2.0 * c + d)
    return found


class Meeting(NamedTuple):
    """Where and when two constant velocities meet."""

    time_s: float
    position_m: Floats  # (3,)


def collision(target_position_m: ArrayLike, target_velocity_mps: ArrayLike, speed_mps: float) -> Meeting | None:
    """Earliest meeting of a target with an interceptor of constant speed from the origin; None if there is none.

    The smallest positive root of |p + v t| = s t.
    """
    p, v = np.asarray(target_position_m, dtype=np.float64), np.asarray(target_velocity_mps, dtype=np.float64)
    a = float((v * v).sum()) - speed_mps**2
    b, c = float((p * v).sum()), float((p * p).sum())
    if a == 0.0:
        roots = [-0.5 * c / b] if b < 0.0 else []
    else:
        inside = b * b - a * c
        roots = [] if inside < 0.0 else [(-b - math.sqrt(inside)) / a, (-b + math.sqrt(inside)) / a]
    later = [t for t in roots if t > 0.0]
    if not later:
        return None
    return Meeting(min(later), p + v * min(later))
