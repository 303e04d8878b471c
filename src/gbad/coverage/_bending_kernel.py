"""How far below the straight ray an echo still suffices when waves bend over the highest edge on the way."""

from __future__ import annotations

import math

import numpy as np

from gbad._jit import kernel
from gbad.physics._diffraction_kernel import edge_loss_db, edge_parameter
from gbad.terrain._sight_kernel import slope_to


@kernel
def _echo_db(snr_db, level_m, r, height):
    n = level_m.size - 1
    k = int(n * math.sqrt(max((height - level_m[0]) / (level_m[n] - level_m[0]), 0.0)))
    k = min(max(k, 0), n - 1)
    while k > 0 and level_m[k] > height:
        k -= 1
    while k < n - 1 and level_m[k + 1] < height:
        k += 1
    share = (height - level_m[k]) / (level_m[k + 1] - level_m[k])
    return snr_db[r, k] + share * (snr_db[r, k + 1] - snr_db[r, k])


@kernel
def floors_into(
    ground, mask, range_step, antenna_m, effective_radius_m, wavelength_m, level_m, snr_db, needed_db, floor
):
    """``floor (azimuths, ranges)``: the mask, lowered to where ``echo - 2 J(nu)`` still reaches what is needed."""
    for a in range(ground.shape[0]):
        steepest, edge = -np.inf, 0
        for r in range(ground.shape[1]):
            floor[a, r] = mask[a, r]
            if r == 0 or math.isnan(mask[a, r]):
                continue
            slope = slope_to(ground[a, r], r * range_step, antenna_m, effective_radius_m)
            hidden = mask[a, r] > ground[a, r] + 0.5 and edge > 0
            if hidden:
                low, high = float(ground[a, r]), float(mask[a, r])
                if not high < level_m[level_m.size - 1]:
                    continue
                d1, d2 = edge * range_step, (r - edge) * range_step
                while high - low > 1.0:
                    middle = 0.5 * (low + high)
                    to_target = slope_to(middle, r * range_step, antenna_m, effective_radius_m)
                    above = (steepest - to_target) * d1
                    loss = 2.0 * edge_loss_db(edge_parameter(above, d1, d2, wavelength_m))
                    if _echo_db(snr_db, level_m, r, middle) - loss >= needed_db:
                        high = middle
                    else:
                        low = middle
                if high < mask[a, r] - 1.0:
                    floor[a, r] = high
            if slope >= steepest:
                steepest, edge = slope, r
