"""A circle around a point at one height and speed, until nobody asks any more.

The circle is one of equal geodesic distance from its centre; the height is above the sea at the centre. The bank that
holds it follows from speed and radius and is checked against a load factor. Left out: wind, terrain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.motion.base import Flight, knot_count, register
from gbad.physics import earth
from gbad.terrain import Terrain, geoid_height_m, ground_height_m

Floats = NDArray[np.float64]
_GEODESICS = 32  # around the circle; the harmonics beyond the first few are nothing


@dataclass(frozen=True, slots=True)
class OrbitPath:
    """Angles in radians, lengths in metres; ``height_m`` is above the sea."""

    kind: ClassVar[str] = "orbit"

    latitude_rad: float
    longitude_rad: float
    radius_m: float
    height_m: float
    speed_mps: float  # over the ground
    begins_at_rad: float = 0.0  # bearing from the centre, clockwise from north
    turn_sign: float = 1.0  # 1 clockwise, -1 the other way
    load_factor: float = 2.0  # [g0] greatest load
    start_s: float = 0.0

    def __post_init__(self) -> None:
        if not (self.radius_m > 0.0 and self.speed_mps > 0.0):
            raise InputError("an orbit needs a radius and a speed above 0")
        load = np.hypot(1.0, self.speed_mps**2 / (self.radius_m * earth.G0))
        if load > self.load_factor:
            least = self.speed_mps**2 / (earth.G0 * np.sqrt(max(self.load_factor**2 - 1.0, 1e-9)))
            raise InputError(
                f"an orbit of {self.radius_m / 1e3:.1f} km at {self.speed_mps:.0f} m/s takes {load:.1f} g0, "
                f"{self.load_factor:g} are allowed: give a radius of {least / 1e3:.1f} km or more"
            )


@register(OrbitPath)
def fly_orbit(path: OrbitPath, terrain: Terrain, until_s: float, knot_step_s: float) -> Flight:
    """Knots of the circle up to ``until_s``; it never ends by itself. Raises ``InputError`` below the ground."""
    height = path.height_m + float(geoid_height_m(path.latitude_rad, path.longitude_rad))
    ring = _ring(path, height)
    highest = float(np.max(ground_height_m(terrain, ring.latitude_rad, ring.longitude_rad)))
    if highest > height:
        raise InputError(
            f"an orbit {path.height_m:.0f} m above the sea meets ground {highest - height:.0f} m higher; fly higher"
        )
    count = knot_count(path.start_s, max(until_s, path.start_s), knot_step_s)
    # how far the circle goes for a radian of bearing hardly changes around it
    length = float(np.linalg.norm(ring.at(ring.bearing_rad)[1], axis=1).mean())
    rate = path.turn_sign * path.speed_mps / length
    position, by_bearing = ring.at(path.begins_at_rad + rate * knot_step_s * np.arange(count))
    return Flight(path.start_s, np.inf, position, rate * by_bearing, arrives=False)


@dataclass(frozen=True, slots=True)
class _Ring:
    """A circle as harmonics of the bearing: a few geodesics tell all of it."""

    bearing_rad: Floats  # (n,)
    latitude_rad: Floats  # (n,)
    longitude_rad: Floats  # (n,)
    harmonics: NDArray[np.complex128]  # (n, 3)
    order: Floats  # (n,)

    def at(self, bearing_rad: NDArray[Any]) -> tuple[Floats, Floats]:
        """Place and its change with the bearing, ``(m, 3)`` each."""
        waves = np.exp(1j * bearing_rad[:, None] * self.order)
        place = (waves[:, :, None] * self.harmonics).sum(axis=1).real
        change = (waves[:, :, None] * (1j * self.order[:, None] * self.harmonics)).sum(axis=1).real
        return place, change


def _ring(path: OrbitPath, height_m: float) -> _Ring:
    bearing = 2.0 * np.pi * np.arange(_GEODESICS) / _GEODESICS
    ends = [
        earth.geodesic_direct(path.latitude_rad, path.longitude_rad, float(each), path.radius_m) for each in bearing
    ]
    latitude, longitude = (np.array([float(end[k]) for end in ends]) for k in (0, 1))
    harmonics = np.fft.fft(earth.geodetic_to_ecef(latitude, longitude, height_m), axis=0) / _GEODESICS
    order = np.asarray(np.fft.fftfreq(_GEODESICS, 1.0 / _GEODESICS), np.float64)
    return _Ring(bearing, latitude, longitude, harmonics, order)
