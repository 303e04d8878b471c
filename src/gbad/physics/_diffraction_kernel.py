"""Diffraction over a single knife edge, as kernels. Sources and meaning: ``diffraction.py``."""

from __future__ import annotations

import math

from gbad._jit import kernel


@kernel
def edge_parameter(above_line_m, first_m, second_m, wavelength_m):
    """nu = h sqrt(2 (d1 + d2) / (lambda d1 d2)): how far an edge stands into (or, negative, below) a ray."""
    return above_line_m * math.sqrt(2.0 * (first_m + second_m) / (wavelength_m * first_m * second_m))


@kernel
def edge_loss_db(nu):
    """J(nu) of ITU-R P.526-15, equation 31: 6.9 + 20 lg(sqrt((nu - 0.1)^2 + 1) + nu - 0.1), 0 below nu = -0.78."""
    if nu <= -0.78:
        return 0.0
    shifted = nu - 0.1
    return 6.9 + 20.0 * math.log10(math.sqrt(shifted * shifted + 1.0) + shifted)


@kernel
def edge_losses_into(nu, out):
    """Columns ``(n,)`` of :func:`edge_loss_db`."""
    for i in range(out.size):
        out[i] = edge_loss_db(nu[i])
