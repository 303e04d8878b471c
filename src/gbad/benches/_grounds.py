"""Grounds that the bench of coverage looks over: smooth and rough, made up and real, at several steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gbad import terrain
from gbad.physics.earth import MEAN_RADIUS

Heights = NDArray[np.float32]


class Ground(NamedTuple):
    """A plane grid of heights and the mast that stands on it."""

    name: str
    height_m: Heights
    cell_m: float
    mast_m: float


def grounds(size: int, seeds: int) -> Iterator[Ground]:
    """Smooth fractals, the built-in window, rough ground of 30 m cells, made-up mountains of 3-second cells."""
    for seed in range(1, seeds + 1):
        smooth = terrain.fractal_relief_m((size, size), 90.0, seed).astype(np.float32)
        yield Ground(f"smooth {size}, seed {seed}", smooth, 90.0, 30.0)
    height, cell_m = real_window()
    yield Ground(f"built-in {height.shape[0]}x{height.shape[1]}", height, cell_m, 30.0)
    for seed in range(1, seeds + 1):
        yield Ground(f"rough {size}, seed {seed}", spectral_relief_m(size, 3.2, 250.0, seed), 30.0, 20.0)
    cell_m = MEAN_RADIUS * np.radians(1.0 / 1200.0)
    for seed in range(1, seeds + 1):
        hills = terrain.fractal_relief_m((size, size), cell_m, seed, 1200.0, 120.0, folded=True).astype(np.float32)
        yield Ground(f'3" mountains, seed {seed}', hills, cell_m, 20.0)


def spectral_relief_m(size: int, exponent: float, rms_m: float, seed: int) -> Heights:
    """Gaussian heights ``(size, size)`` about zero whose power falls with the wave number as ``k^-exponent``."""
    dice = np.random.Generator(np.random.Philox(seed))
    wave = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.rfftfreq(size)[None, :])
    wave[0, 0] = np.inf  # no mean
    spectrum = dice.normal(size=wave.shape) + 1j * dice.normal(size=wave.shape)
    height = np.fft.irfft2(spectrum * wave ** (-0.5 * exponent), s=(size, size))
    return (height * (rms_m / height.std())).astype(np.float32)


def real_window() -> tuple[Heights, float]:
    """The built-in terrain on square cells: columns resampled to the width a cell has at 36.5 N."""
    window = terrain.load()
    level = window.height_m - window.outside_m
    cell_m = np.radians(window.step_deg) * MEAN_RADIUS
    columns = int(level.shape[1] * np.cos(np.radians(36.5)))
    at = np.linspace(0.0, level.shape[1] - 1.0, columns)
    left = np.minimum(at.astype(np.int64), level.shape[1] - 2)
    share = (at - left).astype(np.float32)
    return np.ascontiguousarray(level[:, left] * (1 - share) + level[:, left + 1] * share), float(cell_m)
