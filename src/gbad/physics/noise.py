"""Noise that one transmitter brings into a receiver far away, and the frequency at which least of it is heard."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SPEED_OF_LIGHT_MPS = 299_792_458.0
BOLTZMANN_J_PER_K = 1.380649e-23


def jamming_to_noise(
    erp_w_per_hz: ArrayLike, gain_db: ArrayLike, frequency_hz: ArrayLike, noise_temperature_k: ArrayLike,
    range_m: ArrayLike,
) -> Floats:  # fmt: skip
    """J / N [ratio] of one jammer, without air. ``gain_db`` is the radar's antenna towards it, ``range_m`` one way.

    ``noise_temperature_k`` is the receiving system's, its losses included.
    """
    gain = 10.0 ** (0.1 * np.asarray(gain_db, float))
    received = np.multiply(erp_w_per_hz, gain * (SPEED_OF_LIGHT_MPS / np.asarray(frequency_hz, float)) ** 2)
    spread = (4.0 * np.pi * np.asarray(range_m, float)) ** 2
    return np.asarray(received / (spread * BOLTZMANN_J_PER_K * np.asarray(noise_temperature_k, float)))


def noise_at_one_metre(
    erp_w_per_hz: Floats,
    band_hz: Floats,
    carrier_hz: Floats,
    agility_hz: Floats,
    gain_db: Floats,
    temperature_k: Floats,
) -> Floats:
    """``(D, receivers, jammers)`` J / N from 1 m in the middle of the beam, at the frequency each receiver works at.

    ``erp_w_per_hz (D, jammers)``, ``band_hz (jammers, 2)``, nan for what does not jam; the others ``(D, receivers)``. A
    receiver with ``agility_hz`` around its carrier works at the carrier or beside an edge of a jammer's band within
    reach, whichever takes the least noise (all jammers as if equally far); at the carrier where nothing is gained. No
    noise where a gain is not known.
    """
    low, high = band_hz[:, 0], band_hz[:, 1]
    strength = np.nan_to_num(
        jamming_to_noise(
            erp_w_per_hz[:, None, :], gain_db[:, :, None], carrier_hz[:, :, None], temperature_k[:, :, None], 1.0
        )
    )
    jams = np.isfinite(low) & np.isfinite(high)
    edges = np.concatenate([np.nextafter(low[jams], -np.inf), np.nextafter(high[jams], np.inf)])
    tried = np.concatenate([carrier_hz[:, :, None], np.broadcast_to(edges, (*carrier_hz.shape, edges.size))], axis=2)
    away = np.abs(tried - carrier_hz[:, :, None]) > 0.5 * agility_hz[:, :, None]
    away[:, :, 0] = False
    reached = (tried[..., None] >= low) & (tried[..., None] <= high)
    noise = np.where(away, np.inf, (reached * strength[:, :, None, :]).sum(axis=3))
    heard = np.take_along_axis(reached, noise.argmin(axis=2)[:, :, None, None], axis=2)[:, :, 0]
    return np.ascontiguousarray(np.where(heard, strength, 0.0))
