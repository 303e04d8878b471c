"""Rays through the exponential reference atmosphere: what the straight ray over an effective Earth stands for.

The refractive index falls with height as ``n = 1 + 1e-6 N0 exp(-h / h0)``, N0 = 315 and h0 = 7.35 km on the average of
the world (Recommendation ITU-R P.453-14, equation 9). In a layered air over a sphere Bouguer's law holds,
``n r cos(elevation) = constant``, so a ray is an integral over height. The 4/3 Earth bends a ray everywhere as much as
this air does near the ground; higher up the real air bends less, so that a far ray is really higher: at 600 km from an
9 m antenna 21.9 km against 20.4 km. The timeline uses the effective Earth; this says what that leaves out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.physics._earth_kernel import MEAN_RADIUS

Floats = NDArray[np.float64]

REFRACTIVITY = 315.0  # N-units at sea level
SCALE_HEIGHT_M = 7350.0
_NODE, _WEIGHT = np.polynomial.legendre.leggauss(64)
_NODE, _WEIGHT = 0.5 * (1.0 + _NODE), 0.5 * _WEIGHT


def refractivity(
    height_m: ArrayLike, *, surface: float = REFRACTIVITY, scale_height_m: float = SCALE_HEIGHT_M
) -> Floats:
    """N-units at a height above sea level: N0 exp(-h / h0)."""
    return surface * np.exp(-np.asarray(height_m, dtype=np.float64) / scale_height_m)


def ray_arc_m(
    height_m: ArrayLike,
    antenna_height_m: float = 0.0,
    elevation_rad: float = 0.0,
    *,
    surface: float = REFRACTIVITY,
    scale_height_m: float = SCALE_HEIGHT_M,
    earth_radius_m: float = MEAN_RADIUS,
) -> Floats:
    """Ground arc [m] at which a ray that leaves upwards (elevation 0 or more) reaches a height above the antenna's.

    ``arc = R integral dh / ((R + h) tan(elevation(h)))`` with Bouguer's law, by 64-point Gauss-Legendre quadrature in
    the square root of the height gained, which removes the singularity of a horizontal start.
    """
    if not elevation_rad >= 0.0:
        raise ValueError(f"elevation_rad must be 0 or more, got {elevation_rad}")
    heights = np.asarray(height_m, dtype=np.float64)
    gained = np.maximum(heights - antenna_height_m, 0.0)
    u = np.sqrt(gained)[..., None] * _NODE
    h = antenna_height_m + u * u
    # ln(n r / (n0 r0)) without taking the difference of two large numbers
    near, there = (1e-6 * refractivity(z, surface=surface, scale_height_m=scale_height_m)
                   for z in (antenna_height_m, h))  # fmt: skip
    start = earth_radius_m + antenna_height_m
    log_ratio = np.log1p((there - near) / (1.0 + near)) + np.log1p(u * u / start)
    # tan^2 = (n r / (n0 r0 cos e))^2 - 1
    square = np.expm1(2.0 * log_ratio) / np.cos(elevation_rad) ** 2 + np.tan(elevation_rad) ** 2
    slope = 2.0 * u / ((earth_radius_m + h) * np.sqrt(np.maximum(square, 1e-300)))
    return earth_radius_m * np.sqrt(gained) * (slope * _WEIGHT).sum(axis=-1)


def ray_height_m(
    arc_m: ArrayLike,
    antenna_height_m: float = 0.0,
    elevation_rad: float = 0.0,
    *,
    surface: float = REFRACTIVITY,
    scale_height_m: float = SCALE_HEIGHT_M,
    earth_radius_m: float = MEAN_RADIUS,
) -> Floats:
    """Height [m] of the ray at a ground arc: the inverse of :func:`ray_arc_m`, by bisection to a millimetre."""
    arcs = np.asarray(arc_m, dtype=np.float64)
    low = np.full(arcs.shape, antenna_height_m)
    # no air at all bends least, and half a turn of the sky is far enough
    high = np.full(arcs.shape, antenna_height_m + 2e6)
    air = {"surface": surface, "scale_height_m": scale_height_m, "earth_radius_m": earth_radius_m}
    for _ in range(60):
        middle = 0.5 * (low + high)
        before = ray_arc_m(middle, antenna_height_m, elevation_rad, **air) < arcs
        low, high = np.where(before, middle, low), np.where(before, high, middle)
        if np.all(high - low < 1e-3):
            break
    return 0.5 * (low + high)


def lowest_visible_height_m(
    arc_m: ArrayLike,
    antenna_height_m: float,
    *,
    surface: float = REFRACTIVITY,
    scale_height_m: float = SCALE_HEIGHT_M,
    earth_radius_m: float = MEAN_RADIUS,
) -> Floats:
    """Lowest height [m] an antenna sees at a ground arc over a smooth Earth: the ray that grazes the ground.

    Zero up to the horizon. Compare ``propagation.lowest_visible_height_m`` over an effective Earth.
    """
    air = {"surface": surface, "scale_height_m": scale_height_m, "earth_radius_m": earth_radius_m}
    horizon = float(ray_arc_m(antenna_height_m, 0.0, 0.0, **air))
    beyond = np.maximum(np.asarray(arc_m, dtype=np.float64) - horizon, 0.0)
    return np.where(beyond > 0.0, ray_height_m(beyond, 0.0, 0.0, **air), 0.0)
