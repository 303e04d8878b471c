"""Kepler's flights and orbits in closed form: to be held against what is flown.

Around a round, airless Earth that does not turn. Source: R. R. Bate, D. D. Mueller, J. E. White, Fundamentals of
Astrodynamics, chapters 1 and 6. Left out: oblateness, rotation, air, powered flight.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gbad.physics._earth_kernel import MEAN_RADIUS, MU
from gbad.physics.twobody import Arc, arc, range_angle


def through_apogee(ground_range_m: float, apogee_m: float, *, radius_m: float = MEAN_RADIUS, mu: float = MU) -> Arc:
    """The flight over a ground range that rises to a given height: e = (ra - R) / (ra - R cos(range angle / 2))."""
    half = 0.5 * range_angle(ground_range_m, radius_m)
    top = radius_m + apogee_m
    e = apogee_m / (top - radius_m * np.cos(half))
    semi_major = top / (1.0 + e)
    speed = np.sqrt(mu * (2.0 / radius_m - 1.0 / semi_major))
    # angular momentum gives the horizontal part of the speed
    horizontal = np.sqrt(mu * semi_major * (1.0 - e * e)) / radius_m
    return arc(2.0 * half, speed, float(np.arccos(min(1.0, horizontal / speed))), semi_major, e, radius_m, mu)


def anomalies(mean_anomaly_rad: float, eccentricity: float) -> tuple[float, float]:
    """``(eccentric, true)`` anomaly [rad] of a mean one, by Newton on Kepler's equation M = E - e sin E.

    Raises ValueError where the path is not an ellipse.
    """
    if not 0.0 <= eccentricity < 1.0:
        raise ValueError(f"an eccentricity of {eccentricity} is not that of an ellipse: 0 or more, below 1")
    turns = np.floor((mean_anomaly_rad + np.pi) / (2.0 * np.pi))
    mean = mean_anomaly_rad - 2.0 * np.pi * turns
    # from pi with the sign of M Newton comes down to the root from one side
    eccentric = np.copysign(np.pi, mean) if eccentricity > 0.8 else mean
    for _ in range(50):
        change = (eccentric - eccentricity * np.sin(eccentric) - mean) / (1.0 - eccentricity * np.cos(eccentric))
        eccentric -= change
        if abs(change) < 1e-15:
            break
    half = np.sqrt((1.0 + eccentricity) / (1.0 - eccentricity)) * np.tan(0.5 * eccentric)
    whole = 2.0 * np.pi * turns
    return float(eccentric + whole), float(2.0 * np.arctan(half) + whole)


class Circle(NamedTuple):
    """A circular orbit, and what it takes to leave from it for good."""

    speed_mps: float
    period_s: float
    escape_speed_mps: float


def circular_orbit(orbit_radius_m: float, *, mu: float = MU) -> Circle:
    """Speed sqrt(mu / r), period and escape speed at a distance from the centre."""
    speed = np.sqrt(mu / orbit_radius_m)
    return Circle(float(speed), float(2.0 * np.pi * orbit_radius_m / speed), float(np.sqrt(2.0) * speed))


class Throw(NamedTuple):
    """A flight over flat, airless ground."""

    range_m: float
    apogee_m: float
    time_of_flight_s: float


def over_flat_ground(speed_mps: float, elevation_rad: float, g_mps2: float) -> Throw:
    """R = v^2 sin(2 el) / g, H = (v sin el)^2 / (2 g), T = 2 v sin(el) / g."""
    up = speed_mps * np.sin(elevation_rad)
    time = 2.0 * up / g_mps2
    return Throw(float(speed_mps * np.cos(elevation_rad) * time), float(0.5 * up * up / g_mps2), float(time))
