"""Reliability: what a type is held to do once it arrives, so that reference shots give the stated single-shot figure.

A stated single-shot kill probability already holds misses and failures to arrive. Multiplying it once more with a
drawn miss would count guidance twice. So a set of reference shots (see ``reference``) is flown by the engagement's own
kernels, the mean ``m`` of the lethality of their passages (``gbad.lethality``) is taken over all of them (0 where a
shot did not arrive), and

    kill probability of a shot = r L(passage),    r = stated / m

``r`` is whether round and fuze work, so it cannot be above 1. Where it would have to be, the flight model cannot reach
the stated figure: r is cut to 1, and ``Calibration.short`` names the figure that is reached instead. What follows from
the stated figure in this way is an input, not a finding.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.engagement import reference
from gbad.engagement.flyout import Flyout, flyout_tables
from gbad.engagement.interceptor import Interceptor
from gbad.lethality import lethality as chance_of
from gbad.messages import END_INTERCEPT, Shots
from gbad.tables import Floats

CLASSES = ("aircraft", "missile", "ballistic")
REFERENCE_SHOTS, REFERENCE_SEED = 60, 1


@dataclass(frozen=True, slots=True)
class Calibration:
    """One type, by draw and target class (``D, 3``)."""

    reliability: Floats  # r
    mean_lethality: Floats  # m, over all reference shots
    pk_reached: Floats  # r * m: the stated figure, or less where r was cut
    short: tuple[str, ...]  # one sentence for every class where the stated figure is out of the model's reach


def lethality(shots: Shots, interceptor: Interceptor, target_class: int, body: reference.Body | None = None) -> Floats:
    """Lethality of every reference shot, 0 where it did not meet its target."""
    body = body or reference.BODIES[target_class]
    out = np.zeros(shots.status.shape)
    for at in zip(*np.nonzero(shots.end_reason == END_INTERCEPT), strict=True):
        out[at] = chance_of(
            interceptor.warhead, target_class, float(np.max(interceptor.lethal_radius_m)), shots.miss_distance_m[at],
            shots.closing_speed_mps[at], shots.aspect[at], body.length_m, body.span_m,
        )  # fmt: skip
    return out


def calibrate(
    interceptor: Interceptor,
    *,
    tables: Flyout | None = None,
    shots: int = REFERENCE_SHOTS,
    seed: int = REFERENCE_SEED,
) -> Calibration:
    """Fly the reference shots of every class and draw; ``pk_published`` 0 gives 0 without a flight."""
    draws = interceptor.split()
    tables = tables or flyout_tables(interceptor)
    mean = np.zeros((len(draws), 3))
    published = np.array([draw.pk_published for draw in draws], np.float64)
    known: dict[Interceptor, Floats] = {}
    for row, draw in enumerate(draws):
        if draw not in known:
            own = tables.of_draw(row)
            known[draw] = np.array(
                [
                    float(np.mean(lethality(reference.shoot(draw, which, shots, seed, tables=own), draw, which)))
                    if draw.pk_published[which] > 0.0
                    else 0.0
                    for which in range(3)
                ]
            )
        mean[row] = known[draw]
    r = np.zeros_like(mean)
    np.divide(published, mean, out=r, where=mean > 0.0)
    r = np.minimum(r, 1.0)
    reached = r * mean
    short = tuple(
        f"single-shot figure against {CLASSES[which]} targets: {published[row, which]:.2f} is stated, but the flight "
        f"model reaches {reached[row, which]:.2f} at the reference geometries" + (f" (draw {row})" if row else "")
        for row, which in zip(*np.nonzero(reached < published - 1e-9), strict=True)
    )
    return Calibration(reliability=r, mean_lethality=mean, pk_reached=reached, short=short)
