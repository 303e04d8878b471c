"""Fresnel's integrals for a sharp edge: the formula of the ITU that is flown is held against them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import fresnel

Floats = NDArray[np.float64]


def knife_edge_loss_exact_db(nu: ArrayLike) -> Floats:
    """One-way loss [dB] by Fresnel's integrals: |(1 + j) / 2 integral from nu to infinity of exp(-j pi t^2/2) dt|."""
    s, c = fresnel(np.asarray(nu, float))
    return (-20.0 * np.log10(0.5 * np.hypot(1.0 - c - s, c - s)))[()]
