"""The U.S. Standard Atmosphere 1976: the air that missiles fly through, to 86 km and an exponential tail above.

Altitudes are geometric, in metres above mean sea level (elsewhere in gbad the height above the ellipsoid stands in for
it: the geoid's tens of metres change density by less than 1 %). Equations, source and what is left out:
``_atmosphere_kernel.py``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.physics import _atmosphere_kernel as _kernel

Floats = NDArray[np.float64]


def temperature_k(altitude_m: ArrayLike) -> Floats:
    """Temperature [K]."""
    return air(altitude_m)[..., 0]


def pressure_pa(altitude_m: ArrayLike) -> Floats:
    """Pressure [Pa]."""
    return air(altitude_m)[..., 1]


def density_kg_m3(altitude_m: ArrayLike) -> Floats:
    """Density [kg/m3]."""
    return air(altitude_m)[..., 2]


def speed_of_sound_mps(altitude_m: ArrayLike) -> Floats:
    """Speed of sound [m/s]."""
    return air(altitude_m)[..., 3]


def dynamic_viscosity_pa_s(altitude_m: ArrayLike) -> Floats:
    """Dynamic viscosity [Pa s] by Sutherland's formula."""
    return air(altitude_m)[..., 4]


def geopotential_altitude_m(altitude_m: ArrayLike) -> Floats:
    """Geopotential altitude [m] of a geometric one: equal energy per mass under constant gravity."""
    altitude = np.asarray(altitude_m, dtype=np.float64)
    return _kernel.EARTH_RADIUS * altitude / (_kernel.EARTH_RADIUS + altitude)


def geometric_altitude_m(geopotential_m: ArrayLike) -> Floats:
    """Geometric altitude [m] of a geopotential one; the inverse of :func:`geopotential_altitude_m`."""
    geopotential = np.asarray(geopotential_m, dtype=np.float64)
    return _kernel.EARTH_RADIUS * geopotential / (_kernel.EARTH_RADIUS - geopotential)


def air(altitude_m: ArrayLike) -> Floats:
    """All five ``(..., 5)``: temperature, pressure, density, speed of sound, dynamic viscosity."""
    altitude = np.ascontiguousarray(altitude_m, dtype=np.float64)
    out = np.empty((altitude.size, 5))
    _kernel.air_into(altitude.reshape(-1), out)
    return out.reshape((*np.shape(altitude_m), 5))
