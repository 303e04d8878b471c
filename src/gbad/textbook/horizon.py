"""Horizons and rays as hand calculations have them, to be held against the sphere that is flown."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.physics._earth_kernel import MEAN_RADIUS
from gbad.physics._propagation_kernel import STANDARD_FACTOR

Floats = NDArray[np.float64]


def _floats(value: ArrayLike) -> Floats:
    return np.asarray(value, dtype=np.float64)


def parabolic_lowest_visible_height_m(
    distance_m: float,
    crest_distance_m: float,
    crest_height_m: float,
    antenna_height_m: float,
    k: float,
    *,
    earth_radius_m: float,
) -> float:
    """Height [m] above sea level of the ray that just clears a crest, at a distance beyond it.

    Over an effective Earth of radius ``k * earth_radius_m`` the ground falls away by ``d**2 / (2 k R)``, the first
    term of the sphere's. Short of the law of sines (``physics.propagation``) by 0.35 m at
    100 km behind a 500 m crest at 30 km. Left out: everything that the sphere has and the parabola has not.
    """
    radius = k * earth_radius_m
    slope = (crest_height_m - antenna_height_m - crest_distance_m**2 / (2.0 * radius)) / crest_distance_m
    return antenna_height_m + slope * distance_m + distance_m**2 / (2.0 * radius)


def horizon_rule_of_thumb_m(radar_height_m: ArrayLike, target_height_m: ArrayLike = 0.0) -> Floats:
    """The textbook rule d [km] = 4.12 (sqrt h1 + sqrt h2), h in metres: to check others by, good to 0.3 %."""
    return 4120.0 * (np.sqrt(_floats(radar_height_m)) + np.sqrt(_floats(target_height_m)))


def beam_height_m(
    slant_range_m: ArrayLike,
    elevation_rad: ArrayLike,
    antenna_height_m: ArrayLike,
    factor: ArrayLike = STANDARD_FACTOR,
    *,
    earth_radius_m: float = MEAN_RADIUS,
) -> Floats:
    """Height [m] of a ray at a slant range: sqrt(r^2 + (kRe + h0)^2 + 2 r (kRe + h0) sin el) - kRe."""
    slant, antenna = _floats(slant_range_m), _floats(antenna_height_m)
    start = _floats(factor) * earth_radius_m + antenna
    rise = slant * (slant + 2.0 * start * np.sin(elevation_rad))
    return antenna + rise / (np.sqrt(start * start + rise) + start)


def beam_ground_arc_m(
    slant_range_m: ArrayLike,
    elevation_rad: ArrayLike,
    antenna_height_m: ArrayLike,
    factor: ArrayLike = STANDARD_FACTOR,
    *,
    earth_radius_m: float = MEAN_RADIUS,
) -> Floats:
    """Ground arc [m] below a ray at a slant range: k Re atan2(r cos el, k Re + h0 + r sin el)."""
    slant = _floats(slant_range_m)
    radius = _floats(factor) * earth_radius_m
    up = radius + _floats(antenna_height_m) + slant * np.sin(elevation_rad)
    return radius * np.arctan2(slant * np.cos(elevation_rad), up)
