"""The U.S. Standard Atmosphere 1976 as kernels of geometric altitude [m] above mean sea level.

Seven layers of constant lapse rate up to 86 km; above, air of constant temperature whose pressure falls exponentially
with the scale height it has at 86 km (good to some 15 % up to 110 km and too thin above, where drag no longer
matters). Below sea level the first layer is continued. The small change of composition between 80 and 86 km (0.04 % in
temperature) is left out, as are weather, season and wind.

Source: U.S. Standard Atmosphere, 1976 (NOAA-S/T 76-1562), equations 18, 19, 23, 33a, 33b, 42, 50 and 51.
"""

from __future__ import annotations

import numpy as np

from gbad._jit import kernel

EARTH_RADIUS = 6356766.0  # [m] of the geopotential altitude, not a radius of WGS-84
GAS_CONSTANT = 8314.32 / 28.9644  # [J/(kg K)] of dry air, with the 1976 value of R*
TOP = 86000.0  # [m] geometric altitude at which the layers end
_GAMMA = 1.4
_G0_OVER_R = 9.80665 / GAS_CONSTANT
_SUTHERLAND_BETA = 1.458e-6  # [kg/(s m K^0.5)]
_SUTHERLAND_K = 110.4  # [K]


def _layers() -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    """Base altitude (geopotential), lapse rate, base temperature and base pressure of the layers."""
    base = (0.0, 11000.0, 20000.0, 32000.0, 47000.0, 51000.0, 71000.0)
    lapse = (-0.0065, 0.0, 0.001, 0.0028, 0.0, -0.0028, -0.002)
    temperature, pressure = [288.15], [101325.0]
    for i in range(len(base) - 1):
        rise = base[i + 1] - base[i]
        above = temperature[i] + lapse[i] * rise
        if lapse[i] == 0.0:
            ratio = np.exp(-_G0_OVER_R * rise / temperature[i])
        else:
            ratio = (temperature[i] / above) ** (_G0_OVER_R / lapse[i])
        temperature.append(above)
        pressure.append(float(pressure[i] * ratio))
    return base, lapse, tuple(temperature), tuple(pressure)


_BASE, _LAPSE, _TEMPERATURE, _PRESSURE = (np.array(column) for column in _layers())


@kernel
def geopotential_altitude_m(altitude_m):
    """Geopotential altitude of a geometric one."""
    return EARTH_RADIUS * altitude_m / (EARTH_RADIUS + altitude_m)


@kernel
def temperature_and_pressure(altitude_m):
    """``(temperature_k, pressure_pa)`` at a geometric altitude."""
    geopotential = geopotential_altitude_m(min(altitude_m, TOP))
    i = 0
    while i < 6 and geopotential >= _BASE[i + 1]:
        i += 1
    rise = geopotential - _BASE[i]
    temperature = _TEMPERATURE[i] + _LAPSE[i] * rise
    if _LAPSE[i] == 0.0:
        pressure = _PRESSURE[i] * np.exp(-_G0_OVER_R * rise / temperature)
    else:
        pressure = _PRESSURE[i] * (_TEMPERATURE[i] / temperature) ** (_G0_OVER_R / _LAPSE[i])
    if altitude_m > TOP:
        # scale height R T / g with the gravity at the top of the layers
        shrink = EARTH_RADIUS / (EARTH_RADIUS + TOP)
        pressure *= np.exp(-_G0_OVER_R * shrink * shrink * (altitude_m - TOP) / temperature)
    return temperature, pressure


@kernel
def temperature_k(altitude_m):
    """Temperature [K]."""
    return temperature_and_pressure(altitude_m)[0]


@kernel
def pressure_pa(altitude_m):
    """Pressure [Pa]."""
    return temperature_and_pressure(altitude_m)[1]


@kernel
def density_and_sound(altitude_m):
    """``(density_kg_m3, speed_of_sound_mps)``: what drag and Mach number need, in one call."""
    temperature, pressure = temperature_and_pressure(altitude_m)
    specific = GAS_CONSTANT * temperature
    return pressure / specific, np.sqrt(_GAMMA * specific)


@kernel
def density_kg_m3(altitude_m):
    """Density [kg/m3]."""
    return density_and_sound(altitude_m)[0]


@kernel
def speed_of_sound_mps(altitude_m):
    """Speed of sound [m/s]."""
    return density_and_sound(altitude_m)[1]


@kernel
def air_into(altitude_m, out):
    """``altitude_m (n,)`` to ``out (n, 5)``: temperature, pressure, density, speed of sound, dynamic viscosity."""
    for i in range(out.shape[0]):
        temperature, pressure = temperature_and_pressure(altitude_m[i])
        out[i, 0], out[i, 1] = temperature, pressure
        out[i, 2], out[i, 3] = density_and_sound(altitude_m[i])
        out[i, 4] = _SUTHERLAND_BETA * temperature * np.sqrt(temperature) / (temperature + _SUTHERLAND_K)
