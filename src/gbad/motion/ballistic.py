"""Ballistic flight from burn-out to an aim point, over the rotating Earth and through the air.

The flight begins at burn-out, above the launch point at a stated height; the boost before it is left out. From there
it is a point mass under gravitation (J2), rotation, and drag of a constant ballistic coefficient, which matters on
re-entry. Speed and azimuth are found by Newton's method so that the path meets the aim; the elevation is the one that
needs least speed over the ground (what the booster must deliver), the one that rises to an apogee asked for, or as
given. A type whose greatest range is known has the speed that this range needs at least: over a shorter one it can
spend it on a steep (``lofted``) or on a flat flight (``depressed``), and no flight may need more. Left out:
manoeuvres, lift (see ``quasi_ballistic``), tumbling and wind.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from gbad._truth_kernel import state_at
from gbad.errors import InputError
from gbad.motion.base import Flight, knot_count, register
from gbad.physics import _earth_kernel, earth, flight, twobody
from gbad.terrain import Terrain

Floats = NDArray[np.float64]
_STEP_S = 1.0  # of the search; a test shows what halving it changes
_FINE_S = 0.25  # of the flight that is kept, and of the last aiming: hard drag near the ground needs it
_MISS_M = 0.1  # the search ends this close to the aim
_FLATTEST, _STEEPEST = np.radians(2.0), np.radians(88.0)
_STRIDE, _SHARP = 0.05, 2e-4  # [rad] of elevation
_SPEED_SLACK = 1e-3  # a greatest range that is flown exactly needs the greatest speed
_GOLDEN = 0.5 * (5.0**0.5 - 1.0)


@dataclass(frozen=True, slots=True)
class BallisticPath:
    """Heights are above the ellipsoid."""

    kind: ClassVar[str] = "ballistic"

    launch_latitude_rad: float
    launch_longitude_rad: float
    aim_latitude_rad: float
    aim_longitude_rad: float
    aim_height_m: float
    ballistic_coefficient_kg_m2: float  # m / (Cd S)
    start_s: float = 0.0  # burn-out
    burnout_height_m: float = 35_000.0
    elevation_rad: float | None = None  # of the velocity at burn-out; None: as the next three say
    profile: Literal["minimum_energy", "lofted", "depressed"] = "minimum_energy"
    apogee_m: float | None = None  # in place of a profile
    greatest_range_m: float | None = None  # of its type; None: any speed at burn-out is possible

    def __post_init__(self) -> None:
        if not self.ballistic_coefficient_kg_m2 > 0.0:
            raise InputError("ballistic_coefficient_kg_m2 must be greater than 0")
        if self.burnout_height_m <= self.aim_height_m:
            raise InputError("a ballistic flight must burn out above the height of its aim")
        if self.profile != "minimum_energy" and (self.greatest_range_m is None or self.apogee_m is not None):
            raise InputError(f"a {self.profile} flight needs greatest_range_m, and no apogee_m beside it")
        if self.apogee_m is not None and self.apogee_m <= self.burnout_height_m:
            raise InputError(
                f"an apogee of {self.apogee_m / 1e3:.0f} km lies below burn-out at {self.burnout_height_m / 1e3:.0f} km"
            )


@dataclass(frozen=True, slots=True)
class Solution:
    """State at burn-out that meets the aim, and what became of it."""

    speed_mps: float
    azimuth_rad: float
    elevation_rad: float
    time_of_flight_s: float
    miss_m: float


@register(BallisticPath)
def fly_ballistic(path: BallisticPath, terrain: Terrain, until_s: float, knot_step_s: float) -> Flight:
    """Knots from burn-out to impact or ``until_s``. The ground is the height of the aim: terrain is not asked."""
    del terrain
    found = solve(path)
    end_s = path.start_s + found.time_of_flight_s
    count = knot_count(path.start_s, min(end_s, max(until_s, path.start_s)), knot_step_s)
    position, velocity = _burnout(path, found.speed_mps, found.azimuth_rad, found.elevation_rad)
    _, knots, velocities = flight.coast(
        position,
        velocity,
        (count - 1) * knot_step_s,
        step_s=knot_step_s,
        steps_per_knot=max(1, round(knot_step_s / _FINE_S)),
        ballistic_coefficient_kg_m2=path.ballistic_coefficient_kg_m2,
    )
    return Flight(path.start_s, end_s, knots, velocities, arrives=True)


def solve(path: BallisticPath) -> Solution:
    """The burn-out state that meets the aim. Raises ``InputError`` if none is found."""
    # a salvo differs in its start times only
    return _solve(replace(path, start_s=0.0))


@lru_cache(maxsize=4096)
def _solve(path: BallisticPath) -> Solution:
    distance, azimuth, _ = earth.geodesic_inverse(
        path.launch_latitude_rad, path.launch_longitude_rad, path.aim_latitude_rad, path.aim_longitude_rad
    )
    if distance < 1000.0:
        raise InputError(f"a ballistic flight over {distance:.0f} m is no flight: launch and aim are too close")
    guess = twobody.minimum_energy(distance)
    start = (np.sqrt(max(guess.speed_mps**2 - 2.0 * earth.G0 * path.burnout_height_m, 1e4)), azimuth)
    if path.elevation_rad is not None:
        return _possible(path, _finely(path, _aimed(path, path.elevation_rad, start)))
    if path.apogee_m is not None:
        return _possible(path, _finely(path, _at_apogee(path, path.apogee_m, start)))
    least = _least(path, start)
    if path.profile == "minimum_energy":
        # within the greatest range it has the speed
        if path.greatest_range_m is not None:
            _within(path, path.greatest_range_m)
        return _finely(path, least)
    return _finely(path, _at_speed(path, least))


def _least(path: BallisticPath, start: tuple[float, float]) -> Solution:
    """Least speed over elevation by golden sections; the minimum is flat, so a loose angle costs nothing."""
    low, high = 0.15, 1.2
    left, right = (_aimed(path, low + share * (high - low), start) for share in (1.0 - _GOLDEN, _GOLDEN))
    while high - low > 3e-4:
        if left.speed_mps < right.speed_mps:
            high, right = right.elevation_rad, left
            left = _aimed(path, low + (1.0 - _GOLDEN) * (high - low), (right.speed_mps, right.azimuth_rad))
        else:
            low, left = left.elevation_rad, right
            right = _aimed(path, low + _GOLDEN * (high - low), (left.speed_mps, left.azimuth_rad))
    return min(left, right, key=lambda solution: solution.speed_mps)


def _finely(path: BallisticPath, found: Solution) -> Solution:
    """The same, aimed with the steps of the flight that is kept."""
    return _aimed(path, found.elevation_rad, (found.speed_mps, found.azimuth_rad), round(_STEP_S / _FINE_S))


def greatest_speed_mps(path: BallisticPath) -> float:
    """Speed at burn-out of the type: what its greatest range needs at least, in the direction of the aim."""
    assert path.greatest_range_m is not None
    far = replace(path, profile="minimum_energy", apogee_m=None, elevation_rad=None, greatest_range_m=None, start_s=0.0)
    azimuth = _within(path, path.greatest_range_m)
    latitude, longitude, _ = earth.geodesic_direct(
        path.launch_latitude_rad, path.launch_longitude_rad, azimuth, path.greatest_range_m
    )
    return _solve(replace(far, aim_latitude_rad=float(latitude), aim_longitude_rad=float(longitude))).speed_mps


def _within(path: BallisticPath, range_m: float) -> float:
    """Azimuth of the aim [rad]. Raises ``InputError`` where it lies beyond a range."""
    distance, azimuth, _ = earth.geodesic_inverse(
        path.launch_latitude_rad, path.launch_longitude_rad, path.aim_latitude_rad, path.aim_longitude_rad
    )
    if distance > range_m:
        raise InputError(f"the aim is {float(distance) / 1e3:.0f} km away; the type reaches {range_m / 1e3:.0f} km")
    return float(azimuth)


def _possible(path: BallisticPath, found: Solution) -> Solution:
    """The same, unless its type has not the speed for it."""
    if path.greatest_range_m is None:
        return found
    most = greatest_speed_mps(path)
    if found.speed_mps > most * (1.0 + _SPEED_SLACK):
        what = "this flight" if path.apogee_m is None else f"an apogee of {path.apogee_m / 1e3:.0f} km over this range"
        raise InputError(
            f"{what} needs {found.speed_mps:.0f} m/s at burn-out; the type has {most:.0f} m/s, what its greatest range "
            f"of {path.greatest_range_m / 1e3:.0f} km takes. Low and far is a quasi_ballistic flight"
        )
    return found


def _at_speed(path: BallisticPath, least: Solution) -> Solution:
    """The steeper or the flatter of the two flights that take all the speed there is."""
    most = greatest_speed_mps(path)
    side = 1.0 if path.profile == "lofted" else -1.0
    near, far = least, least
    # outwards until the speed is not enough, then halve
    while far.speed_mps < most:
        near, elevation = far, far.elevation_rad + side * _STRIDE
        if not _FLATTEST < elevation < _STEEPEST:
            return near
        try:
            far = _aimed(path, elevation, (far.speed_mps, far.azimuth_rad))
        except InputError:  # flatter than the air allows
            far = replace(near, elevation_rad=elevation, speed_mps=np.inf)
    while abs(far.elevation_rad - near.elevation_rad) > _SHARP:
        middle = 0.5 * (near.elevation_rad + far.elevation_rad)
        try:
            tried = _aimed(path, middle, (near.speed_mps, near.azimuth_rad))
        except InputError:
            tried = replace(near, elevation_rad=middle, speed_mps=np.inf)
        near, far = (tried, far) if tried.speed_mps < most else (near, tried)
    return near


def _at_apogee(path: BallisticPath, apogee_m: float, start: tuple[float, float]) -> Solution:
    """The flight that rises to an apogee, by halving: the steeper, the higher."""
    low, high, found = _FLATTEST, _STEEPEST, None
    while high - low > _SHARP:
        middle = 0.5 * (low + high)
        try:
            tried = _aimed(path, middle, (found.speed_mps, found.azimuth_rad) if found else start)
        except InputError:  # so flat that no speed comes through the air
            low = middle
            continue
        found = tried
        if apogee_of(path, tried) < apogee_m:
            low = middle
        else:
            high = middle
    if found is None or abs(apogee_of(path, found) - apogee_m) > 0.01 * apogee_m:
        raise InputError(f"no ballistic flight to this aim has an apogee of {apogee_m / 1e3:.0f} km")
    return found


def apogee_of(path: BallisticPath, found: Solution) -> float:
    """Greatest height [m] above the ellipsoid of a flight."""
    position, velocity = _burnout(path, found.speed_mps, found.azimuth_rad, found.elevation_rad)
    _, knots, _ = flight.coast(
        position,
        velocity,
        found.time_of_flight_s,
        step_s=_STEP_S,
        ballistic_coefficient_kg_m2=path.ballistic_coefficient_kg_m2,
    )
    return float(np.max(earth.ecef_to_geodetic(knots)[2]))


def _aimed(path: BallisticPath, elevation: float, start: tuple[float, float], substeps: int = 1) -> Solution:
    """Newton's method on speed and azimuth at one elevation at burn-out."""
    aim = earth.geodetic_to_ecef(path.aim_latitude_rad, path.aim_longitude_rad, path.aim_height_m)
    rotation = earth.ecef_to_enu_matrix(path.aim_latitude_rad, path.aim_longitude_rad)
    speed, azimuth = start
    for _ in range(40):
        miss, time = _impact(path, speed, azimuth, elevation, aim, rotation, substeps)
        if np.hypot(*miss) < _MISS_M:
            return Solution(speed, azimuth, elevation, time, float(np.hypot(*miss)))
        ds, da = 0.1, 1e-5
        by_speed = (_impact(path, speed + ds, azimuth, elevation, aim, rotation, substeps)[0] - miss) / ds
        by_azimuth = (_impact(path, speed, azimuth + da, elevation, aim, rotation, substeps)[0] - miss) / da
        # Cramer's rule, with steps kept small enough to stay where the flight makes sense
        determinant = by_speed[0] * by_azimuth[1] - by_speed[1] * by_azimuth[0]
        change = (by_azimuth[0] * miss[1] - by_azimuth[1] * miss[0]) / determinant
        turn = (by_speed[1] * miss[0] - by_speed[0] * miss[1]) / determinant
        speed = float(np.clip(speed + np.clip(change, -0.2 * speed, 0.2 * speed), 50.0, 9000.0))
        azimuth = float(azimuth + np.clip(turn, -0.2, 0.2))
    raise InputError(
        f"no ballistic flight from {np.degrees(path.launch_latitude_rad):.3f}, "
        f"{np.degrees(path.launch_longitude_rad):.3f} meets its aim at elevation {np.degrees(elevation):.1f} degrees: "
        f"the search ended {np.hypot(*miss):.0f} m away"
    )


def _impact(
    path: BallisticPath, speed: float, azimuth: float, elevation: float, aim: Floats, rotation: Floats, substeps: int
) -> tuple[Floats, float]:
    """Where a flight passes the height of the aim, as metres east and north of it, and when after burn-out."""
    position, velocity = _burnout(path, speed, azimuth, elevation)
    _, knots, velocities = flight.coast(
        position,
        velocity,
        7200.0,
        step_s=_STEP_S,
        steps_per_knot=substeps,
        ballistic_coefficient_kg_m2=path.ballistic_coefficient_kg_m2,
        floor_m=path.aim_height_m,
    )
    # between the last two knots, by halving
    low, high = (len(knots) - 2) * _STEP_S, (len(knots) - 1) * _STEP_S
    for _ in range(40):
        middle = 0.5 * (low + high)
        x, y, z, *_ = state_at(knots, velocities, 0.0, _STEP_S, middle)
        if _earth_kernel.height_m(x, y, z) > path.aim_height_m:
            low = middle
        else:
            high = middle
    where = np.array(state_at(knots, velocities, 0.0, _STEP_S, high)[:3])
    return earth.ecef_to_enu(where, aim, rotation)[:2], high


def _burnout(path: BallisticPath, speed: float, azimuth: float, elevation: float) -> tuple[Floats, Floats]:
    """ECEF position and velocity at burn-out."""
    position = earth.geodetic_to_ecef(path.launch_latitude_rad, path.launch_longitude_rad, path.burnout_height_m)
    rotation = earth.ecef_to_enu_matrix(path.launch_latitude_rad, path.launch_longitude_rad)
    level = speed * np.cos(elevation)
    local = np.array([level * np.sin(azimuth), level * np.cos(azimuth), speed * np.sin(elevation)])
    return position, earth.enu_to_ecef(local, np.zeros(3), rotation)
