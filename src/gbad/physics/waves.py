"""Decibels, wave lengths, and the constants of waves and noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SPEED_OF_LIGHT_MPS = 299_792_458.0
BOLTZMANN_J_PER_K = 1.380649e-23


def from_db(value_db: ArrayLike) -> Floats:
    """10^(dB / 10)."""
    return (10.0 ** (np.asarray(value_db, float) / 10.0))[()]


def to_db(ratio: ArrayLike) -> Floats:
    """10 lg(ratio)."""
    return (10.0 * np.log10(np.asarray(ratio, float)))[()]


def wavelength_m(frequency_hz: ArrayLike) -> Floats:
    """c / f."""
    return (SPEED_OF_LIGHT_MPS / np.asarray(frequency_hz, float))[()]
