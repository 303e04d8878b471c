"""Quasi-ballistic flight: a low arc from burn-out, then a fall with lift that is steered at the aim.

From burn-out on a point mass under gravity, rotation, drag of a constant ballistic coefficient, and from its apogee on
a lift across the velocity of at most ``lift_to_drag`` times the drag and at most a load limit. Lift first keeps the
course level as far as it can, then dives at the aim by proportional navigation (P. Zarchan, Tactical and Strategic
Missile Guidance, chapters 2 and 14), from the steepest line of sight from which the aim is still reached. The elevation
at burn-out is the one that leads to the apogee asked for; whether the aim is then reached is what lift, speed and load
decide, and a pair of range and apogee that they cannot do is refused. Left out: the boost,
jinking, drag that grows with lift, attitude.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.motion.base import Flight, knot_count, register
from gbad.physics import _gliding_kernel, earth
from gbad.terrain import Terrain

Floats = NDArray[np.float64]
_STEPS_PER_S = 10
_LONGEST_S = 1800.0
_DIVES_DEG = (75.0, 70.0, 65.0, 60.0, 55.0, 50.0, 45.0, 40.0, 35.0, 30.0, 25.0, 20.0, 15.0, 10.0)
_MISS_M = 10.0
_APOGEE_M = 1.0


@dataclass(frozen=True, slots=True)
class QuasiBallisticPath:
    """Heights are above the ellipsoid; speeds over the Earth."""

    kind: ClassVar[str] = "quasi_ballistic"

    launch_latitude_rad: float
    launch_longitude_rad: float
    aim_latitude_rad: float
    aim_longitude_rad: float
    aim_height_m: float
    ballistic_coefficient_kg_m2: float  # m / (Cd S)
    apogee_m: float
    burnout_speed_mps: float
    lift_to_drag: float
    load_limit_g0: float
    burnout_height_m: float = 20_000.0
    start_s: float = 0.0  # burn-out

    def __post_init__(self) -> None:
        for name in ("ballistic_coefficient_kg_m2", "burnout_speed_mps", "load_limit_g0"):
            if not getattr(self, name) > 0.0:
                raise InputError(f"{name} must be greater than 0")
        if self.lift_to_drag < 0.0:
            raise InputError("lift_to_drag must be 0 or more")
        if not self.aim_height_m < self.burnout_height_m < self.apogee_m:
            raise InputError(
                f"a quasi-ballistic flight burns out above its aim and below its apogee: burn-out at "
                f"{self.burnout_height_m / 1e3:.0f} km, apogee at {self.apogee_m / 1e3:.0f} km"
            )


@dataclass(frozen=True, slots=True)
class Solution:
    """Burn-out that leads to the apogee, and what became of the flight."""

    azimuth_rad: float
    elevation_rad: float
    dive_rad: float  # depression of the aim at which it turns down
    time_of_flight_s: float
    miss_m: float
    impact_speed_mps: float
    impact_angle_rad: float  # below the horizontal


@register(QuasiBallisticPath)
def fly_quasi_ballistic(path: QuasiBallisticPath, terrain: Terrain, until_s: float, knot_step_s: float) -> Flight:
    """Knots from burn-out to the aim or ``until_s``. The ground is the height of the aim: terrain is not asked."""
    del terrain
    found = solve(path)
    end_s = path.start_s + found.time_of_flight_s
    count = knot_count(path.start_s, min(end_s, max(until_s, path.start_s)), knot_step_s)
    knots, written, _, _ = _flown(path, found.azimuth_rad, found.elevation_rad, found.dive_rad, knot_step_s, count)
    # beyond the aim the last course is kept
    for k in range(written, count):
        knots[k, :3] = knots[k - 1, :3] + knot_step_s * knots[k - 1, 3:]
        knots[k, 3:] = knots[k - 1, 3:]
    return Flight(path.start_s, end_s, knots[:, :3], knots[:, 3:], arrives=True)


def solve(path: QuasiBallisticPath) -> Solution:
    """The burn-out that leads to the apogee asked for and to the aim.

    Raises ``InputError`` where speed, lift and load cannot do both, with what is short.
    """
    return _solve(replace(path, start_s=0.0))


@lru_cache(maxsize=4096)
def _solve(path: QuasiBallisticPath) -> Solution:
    distance, azimuth, _ = earth.geodesic_inverse(
        path.launch_latitude_rad, path.launch_longitude_rad, path.aim_latitude_rad, path.aim_longitude_rad
    )
    elevation = _elevation(path, float(azimuth))
    for dive_deg in _DIVES_DEG:
        dive = float(np.radians(dive_deg))
        knots, written, time, miss = _flown(path, float(azimuth), elevation, dive, 1.0, int(_LONGEST_S))
        if miss <= _MISS_M:
            break
    else:
        short = _ground_covered(path, knots[written - 1, :3]) < float(distance)
        what = "falls short of" if short else "cannot turn down onto"
        raise InputError(
            f"a quasi-ballistic flight of {path.burnout_speed_mps:.0f} m/s at burn-out with an apogee of "
            f"{path.apogee_m / 1e3:.0f} km {what} an aim {float(distance) / 1e3:.0f} km away by {miss / 1e3:.1f} km "
            f"(lift to drag {path.lift_to_drag:g}, load limit {path.load_limit_g0:g} g0); "
            f"give {'more speed, more lift or a higher apogee' if short else 'less speed or a lower apogee'}"
        )
    velocity = knots[written - 1, 3:]
    up = np.asarray(earth.ecef_to_enu_matrix(path.aim_latitude_rad, path.aim_longitude_rad))[2]
    speed = float(np.linalg.norm(velocity))
    return Solution(float(azimuth), elevation, dive, time, miss, speed, float(np.arcsin(-(up @ velocity) / speed)))


def _ground_covered(path: QuasiBallisticPath, position: Floats) -> float:
    latitude, longitude, _ = (float(value) for value in earth.ecef_to_geodetic(position))
    distance, _, _ = earth.geodesic_inverse(path.launch_latitude_rad, path.launch_longitude_rad, latitude, longitude)
    return float(distance)


def _elevation(path: QuasiBallisticPath, azimuth: float) -> float:
    """The elevation at burn-out whose arc rises to the apogee, by halving: the higher, the higher."""
    low, high = 0.0, 0.5 * np.pi
    if _apogee_m(path, azimuth, high - 1e-3) < path.apogee_m:
        raise InputError(
            f"{path.burnout_speed_mps:.0f} m/s at burn-out reach no apogee of {path.apogee_m / 1e3:.0f} km, not even "
            f"straight up ({_apogee_m(path, azimuth, high - 1e-3) / 1e3:.0f} km)"
        )
    while high - low > 1e-7:
        middle = 0.5 * (low + high)
        if _apogee_m(path, azimuth, middle) < path.apogee_m:
            low = middle
        else:
            high = middle
    return high


def _apogee_m(path: QuasiBallisticPath, azimuth: float, elevation: float) -> float:
    """Greatest height of the arc without lift."""
    knots, written, _, _ = _flown(replace(path, lift_to_drag=0.0), azimuth, elevation, 0.0, 1.0, 400)
    height = np.asarray(earth.ecef_to_geodetic(knots[:written, :3])[2])
    k = int(np.argmax(height))
    if not 0 < k < written - 1:
        return float(height[k])
    # a parabola through the highest knot and its neighbours
    below, above = height[k] - height[k - 1], height[k] - height[k + 1]
    return float(height[k] + (above - below) ** 2 / (8.0 * (above + below)))


def _flown(
    path: QuasiBallisticPath, azimuth: float, elevation: float, dive: float, knot_step_s: float, count: int
) -> tuple[Floats, int, float, float]:
    """``(knots (count, 6), knots written, time of closest approach [s], miss [m])``."""
    position = earth.geodetic_to_ecef(path.launch_latitude_rad, path.launch_longitude_rad, path.burnout_height_m)
    rotation = earth.ecef_to_enu_matrix(path.launch_latitude_rad, path.launch_longitude_rad)
    level = path.burnout_speed_mps * np.cos(elevation)
    up = path.burnout_speed_mps * np.sin(elevation)
    local = np.array([level * np.sin(azimuth), level * np.cos(azimuth), up])
    state = np.concatenate([position, earth.enu_to_ecef(local, np.zeros(3), rotation)])
    aim = np.asarray(earth.geodetic_to_ecef(path.aim_latitude_rad, path.aim_longitude_rad, path.aim_height_m))
    knots = np.empty((count, 6))
    written, time, miss = _gliding_kernel.glide_into(
        state,
        aim,
        dive,
        1.0 / path.ballistic_coefficient_kg_m2,
        path.lift_to_drag,
        path.load_limit_g0 * earth.G0,
        knot_step_s,
        max(1, round(knot_step_s * _STEPS_PER_S)),
        knots,
    )
    return knots, int(written), float(time), float(miss)
