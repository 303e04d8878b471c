"""The tail of a randomly weighted mean: the numbers behind ``gbad.studies.intervals``.

Values ``x_j`` get weights from a Dirichlet distribution with parameters ``c_j``. Written with independent gamma
variables ``G_j`` of shape ``c_j``,

    P( sum_j w_j x_j > t ) = P( S > 0 ),   S = sum_j G_j (x_j - t),   log E exp(s S) = -sum_j c_j log(1 - s (x_j - t)).

The probability is the integral of ``exp(K(s)) / s`` along a path through the saddle point of ``K`` (J. E. Kolassa,
"Series Approximation Methods in Statistics" (2006), chapter 5). The path is a hyperbola that follows the steepest
descent near the saddle point, so that the integrand does not swing, and the trapezoidal rule in ``tau`` gives ten
digits with a few dozen points. All poles lie on the real axis, which the path crosses once. Where all values are 0 or
1 the result is the incomplete beta function. Nothing is drawn.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
_STEP, _BLOCK = 0.1, 16  # of tau, and points that are taken at a time until they add nothing
_FARTHEST = 30.0  # [1] of tau: with two runs in all the integrand falls slowest, as exp(-2 tau)
_NOTHING = 1e-13  # of the sum so far
_CLOSE = 1e-9  # [1] of the standard deviation of the weighted mean


def tail(values: Floats, weights: Floats, threshold: float) -> float:
    """Probability that the randomly weighted mean of ``values (n,)`` exceeds ``threshold``."""
    a = values - threshold
    if a.max() <= 0.0:
        return 0.0
    if a.min() >= 0.0:
        return 1.0
    # the line must pass on the side of 0 that the saddle point is on
    if float(weights @ a) > 0.0:
        return 1.0 - tail(-values, weights, -threshold)
    saddle = _saddle(a, weights)
    ratio = a / (1.0 - saddle * a)
    scale = float(weights @ ratio**2) ** -0.5
    # near the mean the saddle point comes close to the pole at 0: pass it at a distance
    saddle = max(saddle, min(0.3 * scale, 0.5 / float(a.max())))
    # steepest descent leaves the saddle point with a curvature of a third of the skewness
    bend = min(max(2.0 * float(weights @ (scale * ratio) ** 3) / 3.0, -1.0), 1.0)
    total, began, first = 0.0, 0.0, True
    while began < _FARTHEST:
        tau = began + _STEP * np.arange(_BLOCK)
        path = saddle + scale * (bend * (np.cosh(tau) - 1.0) + 1j * np.sinh(tau))
        along = scale * (bend * np.sinh(tau) + 1j * np.cosh(tau))
        # the complex logarithm by its parts, which is several times as fast
        real, imaginary = 1.0 - np.multiply.outer(path.real, a), np.multiply.outer(path.imag, a)
        size, angle = -0.5 * (np.log(real**2 + imaginary**2) @ weights), np.arctan2(imaginary, real) @ weights
        heights = (np.exp(size + 1j * angle) / path * along).imag
        total += float(heights.sum()) - (0.5 * float(heights[0]) if first else 0.0)
        if np.abs(heights).max() < _NOTHING * abs(total):
            break
        began, first = began + _STEP * _BLOCK, False
    return _STEP * total / math.pi


def quantile_above(values: Floats, weights: Floats, probability: float) -> float:
    """The threshold that the randomly weighted mean exceeds with a ``probability`` below one half."""
    bottom, top = float(values.min()), float(values.max())
    if bottom == top:
        return top
    runs = float(weights.sum())
    middle = float(weights @ values) / runs
    deviation = math.sqrt(float(weights @ (values - middle) ** 2) / runs / (runs + 1.0))
    score = float(ndtri(1.0 - probability))

    def excess(threshold: float) -> float:
        """In normal scores, which are nearly a straight line."""
        return -float(ndtri(min(max(tail(values, weights, threshold), 1e-300), 0.5))) - score

    # not at the mean itself, where the saddle point is the pole at 0
    low, high = middle + 0.2 * score * deviation, middle + score * deviation
    end = top - 1e-9 * (top - middle)
    while high < end and excess(high) < 0.0:
        low, high = high, high + score * deviation
    from scipy.optimize import brentq  # late: it takes a fifth of a second to load

    return float(brentq(excess, low, min(high, end), xtol=_CLOSE * deviation))


def _saddle(a: Floats, weights: Floats) -> float:
    """Root of the derivative of the cumulant function between 0 and the nearest pole: Newton within a bracket."""
    if float(weights @ a) == 0.0:
        return 0.0
    low, high = 0.0, 1.0 / float(a.max())
    end, s = high, 0.5 * high
    for _ in range(100):
        ratio = a / (1.0 - s * a)
        slope = float(weights @ ratio)
        low, high = (low, s) if slope > 0.0 else (s, high)
        step = s - slope / float(weights @ ratio**2)
        new = step if low < step < high else 0.5 * (low + high)
        if abs(new - s) < 1e-12 * end:
            return new
        s = new
    return s
