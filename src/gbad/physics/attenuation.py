"""How much air and rain weaken a radio wave per kilometre.

Gases by summing spectral lines (Recommendation ITU-R P.676-13, Annex 1), rain by the power law of ITU-R P.838-3. Both
are one-way values at one place; the path through thinning air is integrated in ``propagation.py``. Clouds, fog and
snow are left out.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

# the air of the ITU's own check values: 15 degrees, 7.5 g/m3 of water vapour
GROUND_PRESSURE_HPA = 1013.25
GROUND_TEMPERATURE_K = 288.15
GROUND_VAPOUR_G_M3 = 7.5


def specific_attenuation_db_per_km(
    frequency_hz: ArrayLike,
    *,
    dry_pressure_hpa: ArrayLike = GROUND_PRESSURE_HPA,
    temperature_k: ArrayLike = GROUND_TEMPERATURE_K,
    vapour_density_g_m3: ArrayLike = GROUND_VAPOUR_G_M3,
) -> Floats:
    """One-way attenuation by oxygen and water vapour together [dB/km], 1 to 1000 GHz; a two-way path has twice it."""
    air = (dry_pressure_hpa, temperature_k, vapour_density_g_m3)
    return oxygen_attenuation_db_per_km(frequency_hz, *air) + water_attenuation_db_per_km(frequency_hz, *air)


def oxygen_attenuation_db_per_km(
    frequency_hz: ArrayLike, dry_pressure_hpa: ArrayLike, temperature_k: ArrayLike, vapour_density_g_m3: ArrayLike
) -> Floats:
    """Dry air: gamma = 0.182 f N'' [dB/km], N'' the sum over 44 lines and the continuum (P.676-13, eq. 1 to 9)."""
    f, p, theta, e = _air(frequency_hz, dry_pressure_hpa, temperature_k, vapour_density_g_m3)
    line, c1, c2, c3, c4, c5, c6 = _lines("oxygen")
    strength = c1 * 1e-7 * p * theta**3 * np.exp(c2 * (1.0 - theta))
    width = c3 * 1e-4 * (p * theta ** (0.8 - c4) + 1.1 * e * theta)
    width = np.sqrt(width**2 + 2.25e-6)  # Zeeman splitting
    interference = (c5 + c6 * theta) * 1e-4 * (p + e) * theta**0.8
    lines = (strength * _shape(f, line, width, interference)).sum(axis=-1)

    f, p, theta, e = f[..., 0], p[..., 0], theta[..., 0], e[..., 0]
    debye = 5.6e-4 * (p + e) * theta**0.8
    relaxation = 6.14e-5 / (debye * (1.0 + (f / debye) ** 2))
    collisions = 1.4e-12 * p * theta**1.5 / (1.0 + 1.9e-5 * f**1.5)
    return 0.1820 * f * (lines + f * p * theta**2 * (relaxation + collisions))


def water_attenuation_db_per_km(
    frequency_hz: ArrayLike, dry_pressure_hpa: ArrayLike, temperature_k: ArrayLike, vapour_density_g_m3: ArrayLike
) -> Floats:
    """Water vapour: gamma = 0.182 f N'' [dB/km] with N'' the sum over 35 lines (P.676-13, eq. 1 to 7)."""
    f, p, theta, e = _air(frequency_hz, dry_pressure_hpa, temperature_k, vapour_density_g_m3)
    line, c1, c2, c3, c4, c5, c6 = _lines("water")
    strength = c1 * 0.1 * e * theta**3.5 * np.exp(c2 * (1.0 - theta))
    width = c3 * 1e-4 * (p * theta**c4 + c5 * e * theta**c6)
    width = 0.535 * width + np.sqrt(0.217 * width**2 + 2.1316e-12 * line**2 / theta)  # Doppler broadening
    return 0.1820 * f[..., 0] * (strength * _shape(f, line, width, 0.0)).sum(axis=-1)


def rain_coefficients(
    frequency_hz: ArrayLike, elevation_rad: ArrayLike = 0.0, tilt_rad: ArrayLike = 0.0
) -> tuple[Floats, Floats]:
    """``(k, alpha)`` of rain attenuation gamma = k R^alpha (ITU-R P.838-3, eq. 2 to 5), 1 to 1000 GHz.

    ``tilt_rad`` is the polarisation's tilt from the horizontal: 0 horizontal, pi/2 vertical, pi/4 circular.
    """
    log_f = np.log10(np.asarray(frequency_hz, dtype=np.float64) / 1e9)
    k_h, k_v = 10.0 ** _bumps(log_f, _RAIN_K_H), 10.0 ** _bumps(log_f, _RAIN_K_V)
    alpha_h, alpha_v = _bumps(log_f, _RAIN_ALPHA_H), _bumps(log_f, _RAIN_ALPHA_V)
    mix = np.cos(elevation_rad) ** 2 * np.cos(2.0 * np.asarray(tilt_rad, dtype=np.float64))
    k = (k_h + k_v + (k_h - k_v) * mix) / 2.0
    return k, (k_h * alpha_h + k_v * alpha_v + (k_h * alpha_h - k_v * alpha_v) * mix) / (2.0 * k)


def rain_attenuation_db_per_km(
    frequency_hz: ArrayLike, rain_rate_mm_h: ArrayLike, elevation_rad: ArrayLike = 0.0, tilt_rad: ArrayLike = 0.0
) -> Floats:
    """One-way attenuation in rain [dB/km] of a rate in mm/h; see :func:`rain_coefficients`."""
    k, alpha = rain_coefficients(frequency_hz, elevation_rad, tilt_rad)
    return k * np.asarray(rain_rate_mm_h, dtype=np.float64) ** alpha


@cache
def _lines(gas: str) -> Floats:
    text = files("gbad.physics").joinpath("itu_r_p676_lines.csv").read_text(encoding="ascii")
    rows = [line.split(",")[1:] for line in text.splitlines() if line.startswith(gas + ",")]
    return np.array(rows, dtype=np.float64).T


def _air(frequency_hz, pressure_hpa, temperature_k, vapour_g_m3) -> tuple[Floats, ...]:  # type: ignore[no-untyped-def]  # four of the same
    """Frequency [GHz], dry pressure [hPa], 300 K over temperature, vapour pressure [hPa]; a last axis for the lines."""
    f, p, t, rho = (
        np.asarray(column, dtype=np.float64)[..., None]
        for column in np.broadcast_arrays(frequency_hz, pressure_hpa, temperature_k, vapour_g_m3)
    )
    return f / 1e9, p, 300.0 / t, rho * t / 216.7


def _shape(f: Floats, line: Floats, width: Floats, interference: Floats | float) -> Floats:
    below, above = line - f, line + f
    return (f / line) * (
        (width - interference * below) / (below**2 + width**2) + (width - interference * above) / (above**2 + width**2)
    )


def _bumps(log_f: Floats, table: tuple[tuple[float, ...], ...]) -> Floats:
    """Sum of a exp(-((x - b) / c)^2) over the rows but the last, plus the line m x + c of the last row."""
    *rows, (slope, constant) = table
    return sum(a * np.exp(-(((log_f - b) / c) ** 2)) for a, b, c in rows) + slope * log_f + constant


# ITU-R P.838-3, tables 1 to 4: rows a, b, c, and last the slope and constant
_RAIN_K_H = (
    (-5.33980, -0.10008, 1.13098),
    (-0.35351, 1.26970, 0.45400),
    (-0.23789, 0.86036, 0.15354),
    (-0.94158, 0.64552, 0.16817),
    (-0.18961, 0.71147),
)
_RAIN_K_V = (
    (-3.80595, 0.56934, 0.81061),
    (-3.44965, -0.22911, 0.51059),
    (-0.39902, 0.73042, 0.11899),
    (0.50167, 1.07319, 0.27195),
    (-0.16398, 0.63297),
)
_RAIN_ALPHA_H = (
    (-0.14318, 1.82442, -0.55187),
    (0.29591, 0.77564, 0.19822),
    (0.32177, 0.63773, 0.13164),
    (-5.37610, -0.96230, 1.47828),
    (16.1721, -3.29980, 3.43990),
    (0.67849, -1.95537),
)
_RAIN_ALPHA_V = (
    (-0.07771, 2.33840, -0.76284),
    (0.56727, 0.95545, 0.54039),
    (-0.20238, 1.14520, 0.26809),
    (-48.2991, 0.791669, 0.116226),
    (48.5833, 0.791459, 0.116479),
    (-0.053739, 0.83433),
)
