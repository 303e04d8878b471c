"""Heat on its way through clear air: extinction that falls with height, as a kernel."""

from __future__ import annotations

import math

from gbad._jit import lean

# scale heights [m] of the aerosol near the ground and of water vapour; each has half of the extinction at the ground
AEROSOL_M, VAPOUR_M = 1200.0, 2000.0


@lean
def heat_loss_db(range_m, from_m, to_m, db_per_km):
    """One-way loss [dB] of infrared light along a straight line between two heights above the ground [m].

    The integral of ``g (exp(-h / H_aerosol) + exp(-h / H_vapour)) / 2``, ``g`` at the ground [dB/km]. On a level line
    it is ``g`` times the way times the mean of both exponentials. Left out: the curvature of the Earth (50 m of height
    in the middle of 60 km), clouds, and the lines between which the air is clear.
    """
    mean = 0.5 * (_mean_share(from_m, to_m, AEROSOL_M) + _mean_share(from_m, to_m, VAPOUR_M))
    return db_per_km * 1e-3 * range_m * mean


@lean
def _mean_share(from_m, to_m, scale_m):
    """Mean of ``exp(-h / scale)`` over a straight line; heights below the ground count as on it."""
    low, high = max(min(from_m, to_m), 0.0) / scale_m, max(max(from_m, to_m), 0.0) / scale_m
    if high - low < 1e-6:
        return math.exp(-low)
    return (math.exp(-low) - math.exp(-high)) / (high - low)
