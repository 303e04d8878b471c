"""Pocket formulas for the required signal-to-noise ratio, to compare with the exact ``detection.required_snr_db``.

The timeline never uses them. Each carries the error that its author claims for it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def albersheim_snr_db(pd: ArrayLike, pfa: ArrayLike, pulses: ArrayLike = 1) -> Floats:
    """Required SNR per pulse [dB] of a steady target, linear detector (W. J. Albersheim, Proc. IEEE 69, 1981).

    A = ln(0.62 / Pfa), B = ln(Pd / (1 - Pd)):
    SNR = -5 lg N + (6.2 + 4.54 / sqrt(N + 0.44)) lg(A + 0.12 A B + 1.7 B).
    Claimed within 0.2 dB for 1e-7 <= Pfa <= 1e-3, 0.1 <= Pd <= 0.9, N <= 8096. Against the exact square-law value at
    Pfa 1e-6 it is within 0.3 dB from Pd 0.3 to 0.9, but 0.9 dB low at Pd 0.1 and one pulse.
    """
    p, n = np.asarray(pd, float), np.asarray(pulses, float)
    a, b = np.log(0.62 / np.asarray(pfa, float)), np.log(p / (1.0 - p))
    return (-5.0 * np.log10(n) + (6.2 + 4.54 / np.sqrt(n + 0.44)) * np.log10(a + 0.12 * a * b + 1.7 * b))[()]


def shnidman_snr_db(pd: float, pfa: float, pulses: int = 1, swerling: int = 1) -> float:
    """Required SNR per pulse [dB] for any Swerling case (D. A. Shnidman, IEEE Trans. AES 38, 2002).

    Claimed within 0.5 dB for 0.1 <= Pd <= 0.99, 1e-9 <= Pfa <= 1e-3, 1 <= N <= 100 (at the lowest Pd we find 0.6 dB).
    """
    shape = {0: np.inf, 1: 1.0, 2: float(pulses), 3: 2.0, 4: 2.0 * pulses}[swerling]
    alpha = 0.0 if pulses < 40 else 0.25

    # steady target: eta collects both probabilities
    sign = 1.0 if pd >= 0.5 else -1.0
    eta = np.sqrt(-0.8 * np.log(4.0 * pfa * (1.0 - pfa))) + sign * np.sqrt(-0.8 * np.log(4.0 * pd * (1.0 - pd)))
    total = eta * (eta + 2.0 * np.sqrt(0.5 * pulses + (alpha - 0.25)))
    if np.isinf(shape):
        return float(10.0 * np.log10(total / pulses))

    # fluctuation: an extra that bends upwards above Pd 0.872
    c1 = (((17.7006 * pd - 18.4496) * pd + 14.5339) * pd - 3.525) / shape
    bend = np.exp(27.31 * pd - 25.14) + (pd - 0.8) * (0.7 * np.log(1e-5 / pfa) + (2.0 * pulses - 20.0) / 80.0)
    extra_db = c1 if pd <= 0.872 else c1 + bend / shape
    return float(10.0 * np.log10(10.0 ** (extra_db / 10.0) * total / pulses))


def cumulative_probability(single: ArrayLike, looks: ArrayLike) -> Floats:
    """Chance of at least one detection in ``looks`` independent looks: 1 - (1 - p)^n."""
    with np.errstate(divide="ignore"):
        return -np.expm1(np.asarray(looks, float) * np.log1p(-np.asarray(single, float)))[()]


def mean_looks(single: ArrayLike) -> Floats:
    """Expected number of looks up to and including the first detection: 1 / p."""
    return (1.0 / np.asarray(single, float))[()]
