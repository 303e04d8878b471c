"""How much of a wave gets over a single sharp edge: Fresnel's integral and the ITU's formula. One way; twice for radar.

Sources: Recommendation ITU-R P.526-15, section 4.1. Left out: rounded and several edges, the ground in front of and
behind the edge, polarisation. The timeline has no diffraction; coverage has it as an option.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.physics._diffraction_kernel import edge_losses_into

Floats = NDArray[np.float64]


def fresnel_radius_m(first_m: ArrayLike, second_m: ArrayLike, wavelength_m: ArrayLike) -> Floats:
    """Radius of the first Fresnel zone [m] at distances d1 and d2 from the ends: sqrt(lambda d1 d2 / (d1 + d2))."""
    d1, d2 = np.asarray(first_m, float), np.asarray(second_m, float)
    return np.sqrt(np.asarray(wavelength_m, float) * d1 * d2 / (d1 + d2))


def edge_parameter(above_line_m: ArrayLike, first_m: ArrayLike, second_m: ArrayLike, wavelength_m: ArrayLike) -> Floats:
    """nu: height of the edge above the straight line in units of the first Fresnel radius, times sqrt(2)."""
    return np.asarray(above_line_m, float) * np.sqrt(2.0) / fresnel_radius_m(first_m, second_m, wavelength_m)


def knife_edge_loss_db(nu: ArrayLike) -> Floats:
    """One-way loss [dB] by the ITU's closed formula, good to 0.25 dB for nu above -0.7; 0 below -0.78."""
    values = np.asarray(nu, float)
    out = np.empty(values.size)
    edge_losses_into(np.ascontiguousarray(values).reshape(-1), out)
    return out.reshape(values.shape)[()]
