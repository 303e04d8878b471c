"""What a ballistic missile leaves behind: a burnt-out body, or a light decoy, that falls freely from where they part.

Model. It begins at its carrier's place, ``push_mps`` slower along the way, so long after the carrier's burn-out or
after the carrier came down through a height. From there on it is a point mass under gravitation (J2), rotation, and
drag of a constant ballistic coefficient of its own, down to the height of the carrier's aim. The carrier itself flies
on as if nothing had left it: its figures are those of the warhead. Left out: the carrier's larger echo before they
part, tumbling, breaking up and burning.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from gbad._truth_kernel import state_at
from gbad.errors import InputError
from gbad.motion.ballistic import BallisticPath
from gbad.motion.base import Flight, fly, knot_count, register
from gbad.motion.quasi_ballistic import QuasiBallisticPath
from gbad.physics import _earth_kernel, earth, flight
from gbad.terrain import Terrain

Floats = NDArray[np.float64]
CARRIERS = (BallisticPath, QuasiBallisticPath)
_FINE_S = 0.25  # steps of the flight
_KNOT_S = 0.5  # of the carrier, when it is asked where it is
_LONGEST_S = 7200.0
_HALVINGS = 40


@dataclass(frozen=True, slots=True)
class FallingPath:
    """Heights are above the ellipsoid."""

    kind: ClassVar[str] = "falling"

    carrier: Any  # path of one of CARRIERS
    ballistic_coefficient_kg_m2: float  # m / (Cd S)
    after_s: float = 0.0  # after the carrier's burn-out, or after it came down through ``below_m``
    below_m: float | None = None
    push_mps: float = 2.0  # how much slower than the carrier it begins

    def __post_init__(self) -> None:
        if not isinstance(self.carrier, CARRIERS):
            raise InputError(
                f"what falls off leaves a carrier that falls itself; this one's route is {self.carrier.kind}, "
                f"{' or '.join(kind.kind for kind in CARRIERS)} is allowed"
            )
        if not self.ballistic_coefficient_kg_m2 >= 1.0:
            raise InputError("ballistic_coefficient_kg_m2 of what falls off must be 1 or more")
        if not (self.after_s >= 0.0 and self.push_mps >= 0.0):
            raise InputError("after_s and push_mps must be 0 or more")

    @property
    def start_s(self) -> float:
        return float(self.carrier.start_s) + parting_s(self)


def parting_s(path: FallingPath) -> float:
    """When they part, after the carrier's burn-out. Raises ``InputError`` where the carrier is never there."""
    flown = _carrier(replace(path.carrier, start_s=0.0))
    from_s = 0.0 if path.below_m is None else _comes_down_s(path, flown, path.below_m)
    if from_s + path.after_s >= flown.end_s:
        raise InputError(
            f"they part {from_s + path.after_s:.0f} s after burn-out, but the carrier has arrived after "
            f"{flown.end_s:.0f} s"
        )
    return from_s + path.after_s


def _comes_down_s(path: FallingPath, flown: Flight, below_m: float) -> float:
    height = np.asarray(earth.ecef_to_geodetic(flown.position_ecef_m)[2])
    top = int(np.argmax(height))
    if not path.carrier.aim_height_m < below_m < height[top]:
        raise InputError(
            f"they part at {below_m / 1e3:g} km on the way down, but the carrier comes down from "
            f"{height[top] / 1e3:.0f} km to {path.carrier.aim_height_m / 1e3:.1f} km"
        )
    below = top + int(np.argmax(height[top:] < below_m))
    return _when_below(flown, (below - 1) * _KNOT_S, below * _KNOT_S, below_m)


@lru_cache(maxsize=256)
def _carrier(path: Any) -> Flight:
    """The whole flight of a carrier; it asks no terrain."""
    nowhere: Any = None
    return fly(path, nowhere, 1e9, _KNOT_S)


def _when_below(flown: Flight, low_s: float, high_s: float, height_m: float, step_s: float = _KNOT_S) -> float:
    """When a flight that is above a height at ``low_s`` and below it at ``high_s`` passes it, by halving."""
    for _ in range(_HALVINGS):
        middle = 0.5 * (low_s + high_s)
        x, y, z, *_ = state_at(flown.position_ecef_m, flown.velocity_ecef_mps, 0.0, step_s, middle)
        if _earth_kernel.height_m(x, y, z) > height_m:
            low_s = middle
        else:
            high_s = middle
    return high_s


@register(FallingPath)
def fly_falling(path: FallingPath, terrain: Terrain, until_s: float, knot_step_s: float) -> Flight:
    """Knots from where they part to the ground (the height of the carrier's aim) or ``until_s``."""
    del terrain
    carrier = _carrier(replace(path.carrier, start_s=0.0))
    state = state_at(carrier.position_ecef_m, carrier.velocity_ecef_mps, 0.0, _KNOT_S, parting_s(path))
    position, velocity = np.array(state[:3]), np.array(state[3:])
    velocity = velocity * (1.0 - path.push_mps / float(np.linalg.norm(velocity)))
    _, knots, velocities = flight.coast(
        position,
        velocity,
        _LONGEST_S,
        step_s=knot_step_s,
        steps_per_knot=max(1, round(knot_step_s / _FINE_S)),
        ballistic_coefficient_kg_m2=path.ballistic_coefficient_kg_m2,
        floor_m=path.carrier.aim_height_m,
    )
    fall = Flight(0.0, np.inf, knots, velocities, arrives=False)
    last_s = (len(knots) - 1) * knot_step_s
    start_s, lasts_s = path.start_s, np.inf
    if _earth_kernel.height_m(*knots[-1]) <= path.carrier.aim_height_m:
        lasts_s = _when_below(fall, last_s - knot_step_s, last_s, path.carrier.aim_height_m, knot_step_s)
    end_s = start_s + lasts_s
    count = min(knot_count(start_s, min(end_s, max(until_s, start_s)), knot_step_s), len(knots))
    return Flight(start_s, end_s, knots[:count], velocities[:count], arrives=False)
