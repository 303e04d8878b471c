"""Cell-averaging constant false alarm rate: what it costs to estimate the noise from neighbouring cells.

The threshold is ``alpha / M`` times the sum of M reference cells of exponential noise; then for one exponential
(Swerling 1 or 2) pulse  Pfa = (1 + alpha / M)^-M  and  Pd = (1 + alpha / (M (1 + snr)))^-M.  Source: H. M. Finn, R. S.
Johnson (1968) as in M. A. Richards, Fundamentals of Radar Signal Processing. Left out: clutter edges, targets among
the reference cells, several pulses.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def multiplier(pfa: ArrayLike, reference_cells: ArrayLike) -> Floats:
    """alpha: threshold over the mean of the reference cells, for the wanted ``pfa``."""
    cells = np.asarray(reference_cells, float)
    return (cells * np.expm1(-np.log(np.asarray(pfa, float)) / cells))[()]


def detection_probability(snr: ArrayLike, pfa: ArrayLike, reference_cells: ArrayLike) -> Floats:
    """Pd of one Swerling 1 pulse of mean power ratio ``snr`` behind a cell-averaging detector."""
    cells = np.asarray(reference_cells, float)
    return ((1.0 + multiplier(pfa, cells) / (cells * (1.0 + np.asarray(snr, float)))) ** -cells)[()]


def loss_db(snr: ArrayLike, pfa: ArrayLike, reference_cells: ArrayLike) -> Floats:
    """Decibels of ``snr`` (a ratio) wasted: against the ratio that gives the same Pd where the noise is known."""
    pd = detection_probability(snr, pfa, reference_cells)
    ideal = np.log(np.asarray(pfa, float)) / np.log(pd) - 1.0
    return (10.0 * np.log10(np.asarray(snr, float) / ideal))[()]
