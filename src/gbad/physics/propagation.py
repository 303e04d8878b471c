"""Where radar rays go and what they lose: effective-Earth horizon, beam height, masking crest, loss in the air.

Straight rays over a sphere of ``effective_earth_factor`` (4/3 for the standard atmosphere) times the Earth's radius.
Heights are above the sphere that stands in for the ground; arcs are measured along it. Everything broadcasts.
Sources: M. I. Skolnik, Introduction to Radar Systems; R. J. Doviak, D. S. Zrnic, Doppler Radar and Weather
Observations, section 2.2. Left out: ducts, the thinner bending above 10 km, diffraction, reflections from the ground.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.physics import _propagation_kernel as _kernel
from gbad.physics._earth_kernel import MEAN_RADIUS
from gbad.physics._propagation_kernel import STANDARD_FACTOR
from gbad.physics.attenuation import rain_attenuation_db_per_km, specific_attenuation_db_per_km

__all__ = [
    "STANDARD_FACTOR",
    "effective_earth_factor",
    "elevation_rad",
    "gas_loss_two_way_db",
    "horizon_arc_m",
    "horizon_slant_m",
    "line_of_sight_arc_m",
    "lowest_visible_height_m",
    "rain_attenuation_db_per_km",
    "specific_attenuation_db_per_km",
]

Floats = NDArray[np.float64]


def _floats(value: ArrayLike) -> Floats:
    return np.asarray(value, dtype=np.float64)


def effective_earth_factor(refractivity_gradient_per_m: ArrayLike, *, earth_radius_m: float = MEAN_RADIUS) -> Floats:
    """k = 1 / (1 + Re dn/dh) of a constant gradient of the refractive index [1/m], -3.9e-8 in standard air."""
    return 1.0 / (1.0 + earth_radius_m * _floats(refractivity_gradient_per_m))


def horizon_slant_m(
    height_m: ArrayLike, factor: ArrayLike = STANDARD_FACTOR, *, earth_radius_m: float = MEAN_RADIUS
) -> Floats:
    """Length of the ray [m] from a height to the smooth horizon: sqrt(2 k Re h + h^2)."""
    height = _floats(height_m)
    return np.sqrt(height * (2.0 * _floats(factor) * earth_radius_m + height))


def horizon_arc_m(
    height_m: ArrayLike, factor: ArrayLike = STANDARD_FACTOR, *, earth_radius_m: float = MEAN_RADIUS
) -> Floats:
    """Ground arc [m] from below a height to the smooth horizon: k Re acos(k Re / (k Re + h))."""
    radius = _floats(factor) * earth_radius_m
    return radius * np.arctan2(horizon_slant_m(height_m, factor, earth_radius_m=earth_radius_m), radius)


def line_of_sight_arc_m(
    radar_height_m: ArrayLike,
    target_height_m: ArrayLike,
    factor: ArrayLike = STANDARD_FACTOR,
    *,
    earth_radius_m: float = MEAN_RADIUS,
) -> Floats:
    """Greatest ground arc [m] over which two heights see each other across a smooth Earth: both horizons added."""
    return horizon_arc_m(radar_height_m, factor, earth_radius_m=earth_radius_m) + horizon_arc_m(
        target_height_m, factor, earth_radius_m=earth_radius_m
    )


def elevation_rad(
    arc_m: ArrayLike,
    height_m: ArrayLike,
    antenna_height_m: ArrayLike,
    factor: ArrayLike = STANDARD_FACTOR,
    *,
    earth_radius_m: float = MEAN_RADIUS,
) -> Floats:
    """Elevation [rad] at which an antenna sees a point at a ground arc and height: where the beam must point."""
    radius = _floats(factor) * earth_radius_m
    angle, height = _floats(arc_m) / radius, _floats(height_m)
    up = (height - _floats(antenna_height_m)) - 2.0 * (radius + height) * np.sin(0.5 * angle) ** 2
    return np.arctan2(up, (radius + height) * np.sin(angle))


def lowest_visible_height_m(
    arc_m: ArrayLike,
    mask_elevation_rad: ArrayLike,
    antenna_height_m: ArrayLike,
    factor: ArrayLike = STANDARD_FACTOR,
    *,
    earth_radius_m: float = MEAN_RADIUS,
) -> Floats:
    """Lowest height in sight [m] at a ground arc beyond whatever fills the view up to an elevation.

    h = (kRe + ha) cos(el) / cos(el + d / kRe) - kRe: the exact straight ray, not its parabolic approximation.
    """
    radius = _floats(factor) * earth_radius_m
    mask = _floats(mask_elevation_rad)
    return (radius + _floats(antenna_height_m)) * np.cos(mask) / np.cos(mask + _floats(arc_m) / radius) - radius


def gas_loss_two_way_db(
    range_m: ArrayLike, elevation_rad: ArrayLike, antenna_height_m: ArrayLike, gas_db_per_km: ArrayLike
) -> Floats:
    """Loss [dB] of an echo in the gases of the air, out and back along a 4/3-Earth ray.

    ``gas_db_per_km`` is the two-way specific attenuation at sea level: twice
    :func:`specific_attenuation_db_per_km`. Equation and accuracy: ``_propagation_kernel.gas_loss_two_way_db``.
    """
    columns = np.broadcast_arrays(*(_floats(c) for c in (range_m, elevation_rad, antenna_height_m, gas_db_per_km)))
    out = np.empty(columns[0].size)
    slant, elevation, antenna, gas = (np.ascontiguousarray(c).reshape(-1) for c in columns)
    _kernel.gas_loss_into(slant, elevation, antenna, gas, out)
    return out.reshape(columns[0].shape)
