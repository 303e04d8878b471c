"""The radar equation and the arithmetic around it, for one value or arrays. SI; ratios unless the name says dB.

Sources: M. I. Skolnik, Introduction to Radar Systems; M. A. Richards, Fundamentals of Radar Signal Processing. Free
space: propagation losses come from ``physics.propagation``. The timeline does not build radars up from watts (peak
powers and gains of the systems in question are not published); it calibrates on a published range instead, see
``calibration.py``. These functions are for comparison and for radars whose figures are known.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.physics.waves import BOLTZMANN_J_PER_K, SPEED_OF_LIGHT_MPS, from_db, to_db

Floats = NDArray[np.float64]

_FOUR_PI = 4.0 * np.pi


def _floats(value: ArrayLike) -> Floats:
    return np.asarray(value, np.float64)


def received_power_w(
    peak_power_w: ArrayLike, gain_db: ArrayLike, wavelength_m: ArrayLike, rcs_m2: ArrayLike, range_m: ArrayLike
) -> Floats:
    """Echo power of a monostatic radar without losses: Pr = P G^2 lambda^2 sigma / ((4 pi)^3 R^4)."""
    sent = _floats(peak_power_w) * (from_db(gain_db) ** 2 * _floats(wavelength_m) ** 2 * _floats(rcs_m2))
    return sent / (_FOUR_PI**3 * _floats(range_m) ** 4)


def noise_power_w(
    bandwidth_hz: ArrayLike,
    noise_figure_db: ArrayLike = 0.0,
    temperature_k: ArrayLike = 290.0,
    *,
    boltzmann_j_per_k: float = BOLTZMANN_J_PER_K,
) -> Floats:
    """Thermal noise referred to the receiver's input: k T B F."""
    return boltzmann_j_per_k * np.multiply(temperature_k, bandwidth_hz) * from_db(noise_figure_db)


def snr_db(received_power_w: ArrayLike, noise_power_w: ArrayLike, loss_db: ArrayLike = 0.0) -> Floats:
    """Signal-to-noise ratio of one pulse after losses."""
    return to_db(np.divide(received_power_w, noise_power_w)) - np.asarray(loss_db, float)


def greatest_range_m(
    peak_power_w: ArrayLike,
    gain_db: ArrayLike,
    wavelength_m: ArrayLike,
    rcs_m2: ArrayLike,
    noise_power_w: ArrayLike,
    snr_db: ArrayLike,
    loss_db: ArrayLike = 0.0,
) -> Floats:
    """Range at which one pulse reaches ``snr_db``. For a matched pulse of length tau the bandwidth is 1 / tau."""
    at_one_metre = received_power_w(peak_power_w, gain_db, wavelength_m, rcs_m2, 1.0)
    return (at_one_metre / (_floats(noise_power_w) * from_db(np.add(snr_db, loss_db)))) ** 0.25


def search_solid_angle_sr(
    azimuth_span_rad: ArrayLike, elevation_min_rad: ArrayLike, elevation_max_rad: ArrayLike
) -> Floats:
    """Solid angle of a sector: daz (sin el2 - sin el1)."""
    return _floats(azimuth_span_rad) * (np.sin(_floats(elevation_max_rad)) - np.sin(_floats(elevation_min_rad)))


def search_snr_db(
    power_aperture_w_m2: ArrayLike,
    search_time_s: ArrayLike,
    solid_angle_sr: ArrayLike,
    rcs_m2: ArrayLike,
    range_m: ArrayLike,
    system_temperature_k: ArrayLike,
    loss_db: ArrayLike = 0.0,
) -> Floats:
    """Search form: SNR = Pav Ae tscan sigma / (4 pi k Ts L Omega R^4); carrier frequency falls out."""
    signal = _floats(power_aperture_w_m2) * _floats(search_time_s) * _floats(rcs_m2)
    noise = _FOUR_PI * BOLTZMANN_J_PER_K * _floats(system_temperature_k) * _floats(solid_angle_sr)
    return to_db(signal / (noise * np.asarray(range_m, float) ** 4)) - np.asarray(loss_db, float)


def aperture_gain_db(diameter_m: ArrayLike, wavelength_m: ArrayLike, efficiency: ArrayLike = 1.0) -> Floats:
    """Gain of a circular aperture: eta (pi D / lambda)^2."""
    return to_db(np.asarray(efficiency, float) * (np.pi * _floats(diameter_m) / _floats(wavelength_m)) ** 2)


def unambiguous_range_m(pulse_repetition_hz: ArrayLike) -> Floats:
    """c / (2 PRF)."""
    return (SPEED_OF_LIGHT_MPS / (2.0 * np.asarray(pulse_repetition_hz, float)))[()]


def unambiguous_speed_mps(pulse_repetition_hz: ArrayLike, wavelength_m: ArrayLike) -> Floats:
    """Largest radial speed of either sign read without folding: lambda PRF / 4."""
    return (_floats(pulse_repetition_hz) * _floats(wavelength_m) / 4.0)[()]


def doppler_hz(closing_speed_mps: ArrayLike, wavelength_m: ArrayLike) -> Floats:
    """2 v / lambda, positive when closing (range rate, in messages, is positive when opening)."""
    return (2.0 * _floats(closing_speed_mps) / _floats(wavelength_m))[()]


def two_ray_factor(
    radar_height_m: ArrayLike, target_height_m: ArrayLike, range_m: ArrayLike, wavelength_m: ArrayLike
) -> Floats:
    """F^4 over a flat, perfectly reflecting surface: 16 sin^4(2 pi h1 h2 / (lambda R)), small grazing angles."""
    heights = _floats(radar_height_m) * _floats(target_height_m)
    phase = 2.0 * np.pi * heights / (_floats(wavelength_m) * _floats(range_m))
    return (16.0 * np.sin(phase) ** 4)[()]
