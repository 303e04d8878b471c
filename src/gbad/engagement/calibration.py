"""Kill probability *given* arrival, so that the reference shots reproduce the published single-shot figure.

A published single-shot kill probability already holds misses and failures to arrive. Multiplying it once more with a
drawn miss would count guidance twice. So a set of reference shots (see ``reference``) is flown by the engagement's own
kernels, the mean ``m`` of the lethality ``exp(-(miss / lethal_radius)^2)`` is taken over all of them (0 where a shot
did not arrive), and

    kill probability of a shot = k * exp(-(miss / lethal_radius)^2),    k = published / m

If k would be above 1 the flight model cannot reach the published figure: k is cut to 1, and ``Calibration.short``
names the figure that is reached instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.engagement import reference
from gbad.engagement.interceptor import Interceptor
from gbad.messages import END_INTERCEPT, Shots
from gbad.tables import Floats

CLASSES = ("aircraft", "missile", "ballistic")
REFERENCE_SHOTS, REFERENCE_SEED = 64, 1


@dataclass(frozen=True, slots=True)
class Calibration:
    """One type, by draw and target class (``D, 3``)."""

    pk_given_arrival: Floats  # k
    mean_lethality: Floats  # m, over all reference shots
    pk_reached: Floats  # k * m: the published figure, or less where k was cut
    short: tuple[str, ...]  # one sentence for every class where the published figure is out of the model's reach


def lethality(shots: Shots, lethal_radius_m: float) -> Floats:
    """``exp(-(miss / lethal_radius)^2)`` of every shot, 0 where it did not meet its target."""
    met = shots.end_reason == END_INTERCEPT
    miss_m = np.where(met, shots.miss_distance_m, np.inf)
    return np.exp(-((miss_m / lethal_radius_m) ** 2))


def calibrate(interceptor: Interceptor, *, shots: int = REFERENCE_SHOTS, seed: int = REFERENCE_SEED) -> Calibration:
    """Fly the reference shots of every class and draw; ``pk_published`` 0 gives 0 without a flight."""
    draws = interceptor.split()
    mean = np.zeros((len(draws), 3))
    published = np.array([draw.pk_published for draw in draws], np.float64)
    known: dict[Interceptor, Floats] = {}
    for row, draw in enumerate(draws):
        if draw not in known:
            known[draw] = np.array(
                [
                    float(np.mean(lethality(reference.shoot(draw, which, shots, seed), float(draw.lethal_radius_m))))
                    if draw.pk_published[which] > 0.0
                    else 0.0
                    for which in range(3)
                ]
            )
        mean[row] = known[draw]
    k = np.zeros_like(mean)
    np.divide(published, mean, out=k, where=mean > 0.0)
    k = np.minimum(k, 1.0)
    reached = k * mean
    short = tuple(
        f"single-shot figure against {CLASSES[which]} targets: published {published[row, which]:.2f}, but the flight "
        f"model reaches {reached[row, which]:.2f} at the reference geometry" + (f" (draw {row})" if row else "")
        for row, which in zip(*np.nonzero(reached < published - 1e-9), strict=True)
    )
    return Calibration(pk_given_arrival=k, mean_lethality=mean, pk_reached=reached, short=short)
