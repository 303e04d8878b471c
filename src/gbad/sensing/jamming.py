"""Noise jamming: what a jammer adds to a receiver's noise, and the range from which an echo burns through it.

A jammer radiates noise of an even power density over its band, as strong in all directions. At a radar whose frequency
lies in the band it adds to the receiver's own noise k T:

    J / N = (ERP / B) G(off) lambda^2 / ((4 pi)^2 R^2 k T L),      S / (N + J) = (S / N) / (1 + J / N)

with G the antenna's gain towards the jammer: a Gaussian main lobe over a flat level of side lobes, two-way beamwidths
of the radar's own figures taken for one-way ones. Detection treats the sum as more noise (it is noise-like, and a
constant-false-alarm threshold keeps Pfa). Source: M. I. Skolnik, Introduction to Radar Systems, 3rd ed., section 10
(electronic counter-countermeasures); D. K. Barton, Radar Equations for Modern Radar, chapter 3.

Left out: deceptive jamming, responsive and swept jammers, polarisation, side-lobe cancellers and blankers, frequency
agility, the jammer's own antenna pattern, saturation, and the strobe by which a jammer gives away its bearing.
"""

from __future__ import annotations

import math

import numpy as np

from gbad.sensing._columns_kernel import Jamming
from gbad.sensing.radar_equation import BOLTZMANN_J_PER_K, from_db, wavelength_m
from gbad.tables import Floats, Ints, ObjectTable, RadarTable

_FOUR_PI = 4.0 * math.pi


def jamming_to_noise(
    erp_w_per_hz: Floats | float,
    gain_db: Floats | float,
    frequency_hz: Floats | float,
    noise_temperature_k: Floats | float,
    range_m: Floats | float,
) -> Floats:
    """J / N [ratio] of one jammer, without air. ``gain_db`` is the radar's antenna towards it, ``range_m`` one way.

    ``noise_temperature_k`` is the receiving system's, its losses included.
    """
    received = np.multiply(erp_w_per_hz, from_db(gain_db) * wavelength_m(frequency_hz) ** 2)
    spread = (_FOUR_PI * np.asarray(range_m, float)) ** 2
    return np.asarray(received / (spread * BOLTZMANN_J_PER_K * np.asarray(noise_temperature_k, float)))


def burn_through_range_m(
    echo_at_one_metre: float, jamming_at_one_metre: float, needed: float, jammer_range_m: float | None = None
) -> float:
    """Range from which the echo is ``needed`` times as strong as noise and jamming together.

    ``echo_at_one_metre`` is S / N and ``jamming_at_one_metre`` J / N, both as if from 1 m, without air. A
    self-screening jammer rides on the target; a stand-off jammer stays at ``jammer_range_m`` (lobe included). From
    needed (R^4 + A R^2) = S: R^2 = (sqrt(A^2 + 4 S / needed) - A) / 2; with strong jamming R^2 -> S / (needed A).
    """
    if jammer_range_m is not None:
        return float((echo_at_one_metre / needed / (1.0 + jamming_at_one_metre / jammer_range_m**2)) ** 0.25)
    # the smaller root of the quadratic in R^2, without the difference of two large numbers
    quotient = 4.0 * echo_at_one_metre / needed
    square = 0.5 * quotient / (math.sqrt(jamming_at_one_metre**2 + quotient) + jamming_at_one_metre)
    return math.sqrt(square)


def jamming(radars: RadarTable, objects: ObjectTable, draws: Ints, visits: int) -> Jamming | None:
    """What the used draws need; None where nothing jams."""
    row = np.flatnonzero(objects.jammer_w_per_hz.any(axis=0))
    if row.size == 0:
        return None
    frequency = radars.frequency_hz[draws][:, :, None]
    low, high = objects.jammer_band_hz[row].T
    strength = jamming_to_noise(
        objects.jammer_w_per_hz[draws][:, None, row], radars.antenna_gain_db[draws][:, :, None], frequency,
        radars.noise_temperature_k[draws][:, :, None], 1.0,
    )  # fmt: skip
    # passive sensors are left out: a jammer is one of their sources
    in_band = (frequency >= low) & (frequency <= high) & ~radars.passive[None, :, None]
    return Jamming(
        row,
        np.ascontiguousarray(np.where(in_band, strength, 0.0)),
        np.ascontiguousarray(from_db(radars.side_lobes_db[draws])),
        room((len(draws), len(radars.id), len(objects.id)), visits, row.size),
    )


def room(shape: tuple[int, int, int], visits: int, jammers: int) -> Floats:
    """Space for the noise of the visits kept of every used draw and radar."""
    used, radars, objects = shape
    return np.zeros((used, radars, visits, objects, jammers))
