"""Free flight around a round, airless Earth that does not turn: closed forms.

Used as the first guess of ballistic paths and to say what a flight "should" look like. Every function takes the radius
of the sphere that the path starts and ends on. Source: R. R. Bate, D. D. Mueller, J. E. White, Fundamentals of
Astrodynamics, chapter 6. Left out: oblateness, rotation, air, powered flight.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gbad.physics._earth_kernel import MEAN_RADIUS, MU


class Arc(NamedTuple):
    """One free flight from surface to surface; start and end are symmetrical."""

    ground_range_m: float
    speed_mps: float  # at the surface, both ways
    flight_path_angle_rad: float  # above the horizontal at the start
    apogee_m: float  # height above the surface
    time_of_flight_s: float


def minimum_energy(ground_range_m: float, *, radius_m: float = MEAN_RADIUS, mu: float = MU) -> Arc:
    """The flight over a ground range that needs least speed.

    v^2 R / mu = 2 s / (1 + s) with s = sin(range angle / 2); flight path angle = 45 degrees - range angle / 4.
    """
    angle = range_angle(ground_range_m, radius_m)
    s = np.sin(0.5 * angle)
    return from_launch(np.sqrt(mu / radius_m * 2.0 * s / (1.0 + s)), 0.25 * (np.pi - angle), radius_m=radius_m, mu=mu)


def from_launch(
    speed_mps: float, flight_path_angle_rad: float, *, radius_m: float = MEAN_RADIUS, mu: float = MU
) -> Arc:
    """The flight of a given speed and angle at the surface. Raises ValueError if it does not come back."""
    q = speed_mps**2 * radius_m / mu
    if q >= 2.0:
        raise ValueError(f"a speed of {speed_mps:.0f} m/s is escape speed or more: the flight does not come back")
    cosine2 = np.cos(flight_path_angle_rad) ** 2
    e = np.sqrt(1.0 + q * (q - 2.0) * cosine2)
    # angle from the apogee to the ground, seen from the centre of the Earth
    half = np.arctan2(q * np.sin(flight_path_angle_rad) * np.cos(flight_path_angle_rad), 1.0 - q * cosine2)
    return arc(2.0 * half, speed_mps, flight_path_angle_rad, radius_m / (2.0 - q), e, radius_m, mu)


def range_angle(ground_range_m: float, radius_m: float) -> float:
    """Angle [rad] between start and end seen from the centre. Raises ValueError beyond half way around."""
    angle = ground_range_m / radius_m
    if not 0.0 < angle < np.pi:
        raise ValueError(f"a ground range of {ground_range_m:.0f} m is not between 0 and half way around the Earth")
    return angle


def arc(angle: float, speed: float, elevation: float, semi_major: float, e: float, radius: float, mu: float) -> Arc:
    """The flight of an ellipse given by its range angle, semi-major axis [m] and eccentricity ``e``."""
    # Kepler's equation from the ground to the apogee (eccentric anomaly pi), twice
    anomaly = np.arccos(np.clip((1.0 - radius / semi_major) / e, -1.0, 1.0))
    time = 2.0 * np.sqrt(semi_major**3 / mu) * (np.pi - anomaly + e * np.sin(anomaly))
    apogee = semi_major * (1.0 + e) - radius
    return Arc(float(angle * radius), float(speed), float(elevation), float(apogee), float(time))
