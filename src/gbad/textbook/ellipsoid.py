"""The WGS-84 ellipsoid in closed form: curvature and gravity on it, to be held against what is flown."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.physics.earth import E2, A, B

Floats = NDArray[np.float64]


def curvature_radii_m(latitude_rad: ArrayLike) -> tuple[Floats, Floats]:
    """Radii of curvature of the ellipsoid ``(prime vertical, meridional)`` [m]."""
    one = 1.0 - E2 * np.sin(np.asarray(latitude_rad, dtype=np.float64)) ** 2
    return A / np.sqrt(one), A * (1.0 - E2) / one**1.5


def normal_gravity(latitude_rad: ArrayLike) -> Floats:
    """Gravity on the ellipsoid, gravitation and centrifugal together [m/s2] (Somigliana's formula, WGS-84)."""
    equator, pole = 9.7803253359, 9.8321849378
    sine2 = np.sin(np.asarray(latitude_rad, dtype=np.float64)) ** 2
    return equator * (1.0 + (B * pole / (A * equator) - 1.0) * sine2) / np.sqrt(1.0 - E2 * sine2)
