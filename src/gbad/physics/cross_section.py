"""Mean radar cross-section by aspect angle and frequency band, read between the values of a table in decibels.

The aspect is the angle at the target between its nose (the way it flies) and the line to the radar: 0 head-on, 90 from
the side, 180 from behind; port and starboard, above and below count as the same. Between two bands the cross-section
runs straight in decibels over the logarithm of the frequency, between the geometric middles of the letter bands of
IEEE Std 521; beyond the outermost bands given it stays as there, so a table with one band says nothing of frequency.

Left out: polarisation, bank and pitch apart from the flight path, spikes narrower than the table's steps (fluctuation
stands for them), bistatic angles, open bays, stores, and the wet or worn skin of a real aircraft.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

# letter bands of IEEE Std 521-2002 [Hz]
BAND_LIMITS_HZ = {
    "VHF": (30e6, 300e6),
    "UHF": (300e6, 1e9),
    "L": (1e9, 2e9),
    "S": (2e9, 4e9),
    "C": (4e9, 8e9),
    "X": (8e9, 12e9),
    "Ku": (12e9, 18e9),
}
BAND_MIDDLE_HZ = {name: float(np.sqrt(low * high)) for name, (low, high) in BAND_LIMITS_HZ.items()}

ASPECT_STEP_DEG = 5.0
ASPECTS_DEG = np.arange(0.0, 180.0 + ASPECT_STEP_DEG, ASPECT_STEP_DEG)


def on_the_grid(aspect_deg: Sequence[float], dbsm: Sequence[float]) -> Floats:
    """``(37,)`` values at every 5 degrees from 0 to 180 of a table given at some of them, straight in decibels.

    Breakpoints at multiples of 5 degrees are kept exactly. ``aspect_deg`` must rise.
    """
    return np.interp(ASPECTS_DEG, aspect_deg, dbsm)


def between_bands(bands: Mapping[str, Floats], frequency_hz: float) -> Floats:
    """Values at a frequency from those of some bands (arrays of one shape), straight in dB over log frequency."""
    names = sorted(bands, key=BAND_MIDDLE_HZ.__getitem__)
    at = np.log([BAND_MIDDLE_HZ[name] for name in names])
    where = np.interp(np.log(frequency_hz), at, np.arange(len(names)))
    low = min(int(where), max(len(names) - 2, 0))
    high = min(low + 1, len(names) - 1)
    return np.asarray(bands[names[low]] + (where - low) * (bands[names[high]] - bands[names[low]]))


def at_aspect(grid_dbsm: Floats, aspect_deg: ArrayLike) -> Floats:
    """Cross-section [dB of 1 m2] of a grid of :func:`on_the_grid` at aspects 0 to 180 degrees."""
    return np.interp(np.asarray(aspect_deg, float), ASPECTS_DEG, grid_dbsm)
