"""What a filter should do, in closed form: steady gains, gates, conversion bias, bounds of consistency.

None of it runs in an engagement; it judges what does. Source throughout: Y. Bar-Shalom, X. R. Li, T. Kirubarajan,
"Estimation with Applications to Tracking and Navigation" (2001), sections 5.2, 5.4, 6.2, 6.5, 10.4.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import solve_discrete_are
from scipy.stats import chi2

Floats = NDArray[np.float64]


def tracking_index(interval_s: float, acceleration_std_mps2: float, position_std_m: float) -> float:
    """Manoeuvre against measurement error within one interval: sigma_w T^2 / sigma_v [1] (Kalata 1984)."""
    return acceleration_std_mps2 * interval_s**2 / position_std_m


def alpha_beta(index: float) -> tuple[float, float]:
    """Steady gains of position and (times T) velocity for piecewise constant white acceleration."""
    root = math.sqrt(index * index + 8.0 * index)
    alpha = -(index * index + 8.0 * index - (index + 4.0) * root) / 8.0
    return alpha, (index * index + 4.0 * index - index * root) / 4.0


def steady_state(transition: ArrayLike, noise: ArrayLike, position_std_m: float) -> tuple[Floats, Floats, Floats]:
    """Predicted covariance, filtered covariance and gain of a filter that measures the first state, run for ever.

    ``transition`` and ``noise`` (n, n) are of one interval. Solves the discrete algebraic Riccati equation.
    """
    f, q = np.asarray(transition, float), np.asarray(noise, float)
    h = np.zeros((1, f.shape[0]))
    h[0, 0] = 1.0
    predicted = solve_discrete_are(f.T, h.T, q, np.array([[position_std_m**2]]))
    gain = predicted[:, 0] / (predicted[0, 0] + position_std_m**2)
    return predicted, predicted - np.outer(gain, predicted[0]), gain


def constant_velocity(interval_s: float, density: float) -> tuple[Floats, Floats]:
    """Transition and noise (2, 2) of position and speed under continuous white acceleration of ``density`` [m2/s3]."""
    t = interval_s
    return np.array([[1.0, t], [0.0, 1.0]]), density * np.array([[t**3 / 3, t**2 / 2], [t**2 / 2, t]])


def constant_acceleration(interval_s: float, increment_std_mps2: float) -> tuple[Floats, Floats]:
    """Transition and noise (3, 3) when acceleration takes an independent step each interval (discrete Wiener)."""
    t = interval_s
    transition = np.array([[1.0, t, t * t / 2], [0.0, 1.0, t], [0.0, 0.0, 1.0]])
    effect = np.array([t * t / 2, t, 1.0])
    return transition, increment_std_mps2**2 * np.outer(effect, effect)


def random_walk_variance(first_var: float, noise_var: float, measurement_var: float, steps: int) -> float:
    """Filtered variance of a scalar random walk after ``steps`` of prediction and update."""
    variance = first_var
    for _ in range(steps):
        predicted = variance + noise_var
        variance = predicted * measurement_var / (predicted + measurement_var)
    return variance


def random_walk_steady(noise_var: float, measurement_var: float) -> tuple[float, float]:
    """Filtered variance and gain of a scalar random walk in the long run."""
    variance = (-noise_var + math.sqrt(noise_var**2 + 4.0 * noise_var * measurement_var)) / 2.0
    return variance, variance / measurement_var


def acceptance_interval(runs: int, dimension: int, probability: float = 0.95) -> tuple[float, float]:
    """Bounds within which the run-averaged NEES (or NIS) of a consistent filter falls with ``probability``."""
    tail = (1.0 - probability) / 2.0
    low, high = chi2.ppf([tail, 1.0 - tail], runs * dimension) / runs
    return float(low), float(high)


def gate_threshold(dimension: int, probability: float) -> float:
    """Squared normalised distance that a true plot exceeds with 1 - ``probability``."""
    return float(chi2.ppf(probability, dimension))


def gate_volume(threshold: float, innovation_covariance: ArrayLike) -> float:
    """Volume of the ellipsoid of innovations within a gate, in the unit of the measurement space."""
    s = np.atleast_2d(np.asarray(innovation_covariance, float))
    d = s.shape[0]
    unit_ball = math.pi ** (d / 2) / math.gamma(d / 2 + 1)
    return unit_ball * threshold ** (d / 2) * math.sqrt(float(np.linalg.det(s)))


def polar_conversion(
    range_m: float, bearing_rad: float, range_std_m: float, bearing_std_rad: float
) -> tuple[float, float, float, float]:
    """Mean of the plainly converted x, y [m], its bias along the range [m], and the variance of x [m2].

    x = r cos(bearing). Angular noise pulls the point inwards by r (1 - exp(-s^2 / 2)).
    """
    shrink = math.exp(-(bearing_std_rad**2) / 2.0)
    x, y = range_m * math.cos(bearing_rad), range_m * math.sin(bearing_rad)
    power = (range_m**2 + range_std_m**2) * (1.0 + math.cos(2.0 * bearing_rad) * shrink**4) / 2.0
    return x * shrink, y * shrink, range_m * math.expm1(-(bearing_std_rad**2) / 2.0), power - (x * shrink) ** 2
