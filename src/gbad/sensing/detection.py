"""Exact detection statistics of a square-law detector: mean signal-to-noise ratio -> probability of detection.

Model. N pulses are integrated without phase: the radar adds ``|echo + noise|^2`` and compares the sum, in units of the
mean noise power of one pulse, with a threshold T. Noise is complex Gaussian; the echo fluctuates by Swerling's cases
(0 steady, 1 and 3 from look to look, 2 and 4 from pulse to pulse). Sources: J. I. Marcum, RAND RM-754 (1947); P.
Swerling, RAND RM-1217 (1954); M. A. Richards, Fundamentals of Radar Signal Processing. Left out: detector laws other
than square, correlated fluctuation between the two extremes, clutter, collapsing and straddle losses.

All functions take numbers or arrays that broadcast. Not to be confused with the rules of ``textbook.detection_rules``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.sensing._detection_kernel import PROBABILITY, REQUIRED, THRESHOLD, columns_into

Floats = NDArray[np.float64]


def _columns(what: int, value: ArrayLike, pfa: ArrayLike, pulses: ArrayLike, swerling: ArrayLike) -> Floats:
    pfa_, pulses_, swerling_ = np.asarray(pfa, float), np.asarray(pulses), np.asarray(swerling)
    if not np.all((pfa_ > 0.0) & (pfa_ < 1.0)):
        raise ValueError(f"pfa must lie between 0 and 1 (both excluded), got {pfa_}")
    if not np.all((pulses_ >= 1) & (pulses_ == np.floor(pulses_))):
        raise ValueError(f"pulses must be whole numbers from 1, got {pulses_}")
    if not np.all(np.isin(swerling_, (0, 1, 2, 3, 4))):
        raise ValueError(f"swerling must be 0, 1, 2, 3 or 4 (5 is another name of 0), got {swerling_}")
    cases = np.broadcast_arrays(np.asarray(value, float), pfa_, pulses_.astype(np.int64), swerling_.astype(np.int64))
    first, second, third, fourth = (case.flatten() for case in cases)
    out = np.empty(first.size)
    columns_into(what, first, second, third, fourth, out)
    return out.reshape(cases[0].shape)[()]


def threshold(pfa: ArrayLike, pulses: ArrayLike = 1) -> Floats:
    """T in units of the mean noise power of one pulse: ``Pfa = Q(N, T)``, the regularised upper gamma function."""
    return _columns(THRESHOLD, 0.0, pfa, pulses, 0)


def detection_probability(snr: ArrayLike, pfa: ArrayLike, pulses: ArrayLike = 1, swerling: ArrayLike = 1) -> Floats:
    """Pd of one look. ``snr`` is the mean signal-to-noise power ratio (not dB) of one pulse, 0 or more.

    Exact to about 1e-14 for every Swerling case and any number of pulses; Pd equals ``pfa`` at ``snr = 0``.
    """
    if not np.all(np.asarray(snr, float) >= 0.0):
        raise ValueError("snr is a power ratio and must be 0 or more (for decibels use 10**(snr_db / 10))")
    return _columns(PROBABILITY, snr, pfa, pulses, swerling)


def required_snr_db(pd: ArrayLike, pfa: ArrayLike, pulses: ArrayLike = 1, swerling: ArrayLike = 1) -> Floats:
    """Mean signal-to-noise ratio of one pulse [dB] at which a look detects with probability ``pd`` (exact inverse)."""
    if not np.all((np.asarray(pd, float) > np.asarray(pfa, float)) & (np.asarray(pd, float) < 1.0)):
        raise ValueError(f"pd must lie between pfa and 1, got pd={np.asarray(pd)}, pfa={np.asarray(pfa)}")
    return 10.0 * np.log10(_columns(REQUIRED, pd, pfa, pulses, swerling))


def m_of_n_probability(single: ArrayLike, m: int, n: int) -> Floats:
    """Chance of at least ``m`` successes in ``n`` independent looks of chance ``single`` (binary integration).

    Serves detection and false alarm alike. Positive terms only, so small chances keep their digits.
    """
    if not 1 <= m <= n:
        raise ValueError(f"m of n needs 1 <= m <= n, got m={m}, n={n}")
    p = np.asarray(single, float)
    total: Floats = np.zeros_like(p)
    ways = 1
    for k in range(n + 1):
        if k >= m:
            total += ways * p**k * (1.0 - p) ** (n - k)
        ways = ways * (n - k) // (k + 1)
    return np.minimum(total, 1.0)[()]


def cumulative_over(single: ArrayLike, axis: int = -1) -> Floats:
    """The same for looks of different chances along ``axis``: running 1 - product of (1 - p)."""
    return 1.0 - np.cumprod(1.0 - np.asarray(single, float), axis=axis, dtype=np.float64)
