"""The mirror image of an antenna in a smooth sea: reflection point on the curved Earth, and the two-ray pattern."""

from __future__ import annotations

import math

import numpy as np

from gbad._jit import kernel

# an echo is never taken as weaker than this where direct and reflected ray cancel (the sea is not that smooth)
FLOOR_DB = -60.0


@kernel
def reflection_arc_m(antenna_m, target_m, arc_m, effective_radius_m):
    """Arc from the antenna's foot to where the sea reflects towards the target, equal grazing angles on both sides.

    Root in 0..arc of ``2 x^3 - 3 d x^2 + (d^2 - 2 R (h1 + h2)) x + 2 R h1 d = 0`` (parabolic Earth of radius R;
    D. E. Kerr, Propagation of Short Radio Waves, 1951). Bisection: the left side falls through it.
    """
    low, high = 0.0, arc_m
    for _ in range(60):
        x = 0.5 * (low + high)
        value = (2.0 * x - 3.0 * arc_m) * x * x + (
            arc_m * arc_m - 2.0 * effective_radius_m * (antenna_m + target_m)
        ) * x
        if value + 2.0 * effective_radius_m * antenna_m * arc_m > 0.0:
            low = x
        else:
            high = x
        if high - low < 1e-3:
            break
    return 0.5 * (low + high)


@kernel
def two_ray_gain_db(antenna_m, target_m, arc_m, wavelength_m, effective_radius_m):
    """``10 lg F^4`` with ``F^4 = 16 sin^4(2 pi h1 h2 / (lambda d))`` of heights above the plane that touches the Earth
    at the reflection point; 0 dB where no reflection reaches. Reflection coefficient -1, horizontal distances.
    """
    return ground_gain_db(antenna_m, target_m, arc_m, wavelength_m, effective_radius_m, 1.0)


@kernel
def ground_gain_db(antenna_m, target_m, arc_m, wavelength_m, effective_radius_m, reflection):
    """``10 lg F^4`` over ground that reflects a share of the amplitude, ``reflection`` 0..1, with its phase turned.

    ``F^2 = (1 - r)^2 + 4 r sin^2(2 pi h1 h2 / (lambda d))``: between ``(1 - r)^2`` and ``(1 + r)^2``.
    """
    if antenna_m <= 0.0 or target_m <= 0.0 or arc_m <= 0.0:
        return 0.0
    x = reflection_arc_m(antenna_m, target_m, arc_m, effective_radius_m)
    h1 = antenna_m - x * x / (2.0 * effective_radius_m)
    h2 = target_m - (arc_m - x) * (arc_m - x) / (2.0 * effective_radius_m)
    if h1 <= 0.0 or h2 <= 0.0:
        return FLOOR_DB
    wave = math.sin(2.0 * np.pi * h1 * h2 / (wavelength_m * arc_m))
    square = (1.0 - reflection) * (1.0 - reflection) + 4.0 * reflection * wave * wave
    return max(20.0 * math.log10(max(square, 1e-6)), FLOOR_DB)
