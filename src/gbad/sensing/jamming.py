"""Noise jamming: what a jammer adds to a receiver's noise, and the range from which an echo burns through it.

A jammer radiates noise of an even power density over its band, as strong in all directions. At a radar whose frequency
lies in the band it adds to the receiver's own noise k T:

    J / N = (ERP / B) G(off) lambda^2 / ((4 pi)^2 R^2 k T L),      S / (N + J) = (S / N) / (1 + J / N)

with G the antenna's gain towards the jammer: a Gaussian main lobe over a flat level of side lobes, two-way beamwidths
of the radar's own figures taken for one-way ones. Detection treats the sum as more noise (it is noise-like, and a
constant-false-alarm threshold keeps Pfa). Source: M. I. Skolnik, Introduction to Radar Systems, 3rd ed., section 10
(electronic counter-countermeasures); D. K. Barton, Radar Equations for Modern Radar, chapter 3.

A side-lobe canceller and frequency agility are figures of a radar (``reception``): see :func:`jamming`. A jammer that
is heard ten times over the noise while it drowns its own echo gives its bearing away (``_plot_kernel``).

Left out: deceptive jamming, responsive and swept jammers, polarisation, side-lobe blankers, what a canceller loses of
the main lobe, the jammer's own antenna pattern, and saturation.
"""

from __future__ import annotations

import math

import numpy as np

from gbad.physics.waves import from_db
from gbad.sensing._columns_kernel import Jamming
from gbad.tables import Floats, Ints, ObjectTable, RadarTable


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


def jamming(radars: RadarTable, objects: ObjectTable, draws: Ints, kept: tuple[int, int, int, int]) -> Jamming | None:
    """What the used draws need; None where nothing jams. ``kept``: rows, radars, objects and visits to keep noise of.

    A canceller takes its depth off the side lobes towards the strongest of them, as many as it has loops.
    """
    row = np.flatnonzero(objects.jammer_w_per_hz.any(axis=0))
    if row.size == 0:
        return None
    strength = objects.noise_at_radar[draws][:, :, row]
    lobes = np.repeat(from_db(radars.side_lobes_db[draws])[:, :, None], row.size, axis=2)
    place = np.argsort(np.argsort(-strength, axis=2, kind="stable"), axis=2, kind="stable")
    cancelled = place < radars.canceller_loops[None, :, None]
    lobes = np.where(cancelled, lobes * from_db(-radars.canceller_db[draws])[:, :, None], lobes)
    return Jamming(row, np.ascontiguousarray(strength), np.ascontiguousarray(lobes), room(kept, row.size))


def room(kept: tuple[int, int, int, int], jammers: int) -> Floats:
    """Space for the noise of the visits kept: rows, radars, objects, visits."""
    rows, radars, objects, visits = kept
    return np.zeros((rows, radars, visits, objects, jammers))
