"""Flight of a point mass to a tolerance, for checks and for users: the front door of ``gbad.physics``.

Model. Earth-fixed position and velocity over one of three Earths, turning or not: gravitation, centrifugal and
Coriolis terms, and the drag ``rho v^2 Cd S / (2 m)`` of US-1976 air that stands on the Earth or moves by a wind.
The coefficient of drag is constant. Left out: thrust, lift, attitude; the Moon and the Sun.

Integrators by order: this one 5 (Dormand-Prince 5(4), steps to a tolerance of 1e-7 m and 1e-9 m/s), coasts of ballistic
paths 4 (classical Runge-Kutta), rounds of an engagement 2 (midpoint rule). Equations: ``_dormand_prince_kernel.py``.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.physics import _dormand_prince_kernel as _kernel
from gbad.physics import atmosphere
from gbad.physics._earth_kernel import MEAN_RADIUS, MU, OMEGA
from gbad.physics.twobody import Arc, minimum_energy

Floats = NDArray[np.float64]
Earth = Literal["wgs84-j2", "wgs84", "sphere"]
EARTHS: dict[str, int] = {"wgs84-j2": _kernel.WGS84_J2, "wgs84": _kernel.WGS84, "sphere": _kernel.SPHERE}


class Air(NamedTuple):
    """Standard air at altitudes ``(...)``."""

    temperature_k: Floats
    pressure_pa: Floats
    density_kg_m3: Floats
    speed_of_sound_mps: Floats
    dynamic_viscosity_pa_s: Floats


def standard_atmosphere(altitude_m: ArrayLike) -> Air:
    """The U.S. Standard Atmosphere 1976 at geometric altitudes ``(...)`` [m] above mean sea level."""
    columns = atmosphere.air(altitude_m)
    return Air(*(columns[..., i] for i in range(5)))


def gravity(position_ecef_m: ArrayLike, *, earth: Earth = "wgs84-j2", rotating: bool = True) -> Floats:
    """Acceleration ``(..., 3)`` [m/s2] of a body at rest on the Earth: gravitation, and centrifugal if it turns.

    ``earth``: "wgs84-j2" has the J2 term; "wgs84" and "sphere" pull like a point mass. Raises ValueError for others.
    """
    position = np.ascontiguousarray(position_ecef_m, dtype=np.float64)
    if position.shape[-1:] != (3,):
        raise ValueError(f"position_ecef_m has shape {position.shape}; the last axis must be x, y, z")
    out = np.empty((position.size // 3, 3))
    _kernel.gravity_into(position.reshape(-1, 3), _earth(earth), OMEGA if rotating else 0.0, out)
    return out.reshape(position.shape)


def minimum_energy_arc(ground_range_m: float, *, radius_m: float = MEAN_RADIUS, mu: float = MU) -> Arc:
    """The free flight over a ground range [m] that needs least speed: a round, airless Earth that does not turn."""
    return minimum_energy(ground_range_m, radius_m=radius_m, mu=mu)


def fly_point_mass(
    position_ecef_m: ArrayLike,
    velocity_ecef_mps: ArrayLike,
    times_s: ArrayLike,
    *,
    mass_kg: float | None = None,
    reference_area_m2: float = 0.0,
    drag_coefficient: float = 0.0,
    earth: Earth = "wgs84-j2",
    rotating: bool = True,
    wind_enu_mps: ArrayLike | None = None,
) -> Floats:
    """States ``(n, 6)``, Earth-fixed x, y, z [m] and velocity [m/s], at ``times_s (n,)`` [s] after the start.

    The start is time 0: ``times_s`` rises from there, and a time of 0 gives the start back. Velocities are relative
    to the turning Earth. ``mass_kg`` is needed where there is drag. ``wind_enu_mps`` is how the air moves, east, north
    and up ``(3,)``, or rows ``(k, 4)`` of height [m] and the three, straight between and constant beyond them.
    ``earth`` "sphere" has the radius 6,371,008.8 m for heights. Flight goes on below the ground.

    Raises ValueError for what does not fit, and where a flight would need more than ten million steps.
    """
    state = np.concatenate([_three(position_ecef_m, "position_ecef_m"), _three(velocity_ecef_mps, "velocity_ecef_mps")])
    times = np.atleast_1d(np.asarray(times_s, dtype=np.float64))
    if times.ndim != 1 or not np.all(np.isfinite(times)) or np.any(times < 0.0) or np.any(np.diff(times) < 0.0):
        raise ValueError("times_s must be one column of times from 0 up that do not fall; the start is time 0")
    area_per_mass = _area_per_mass(mass_kg, reference_area_m2, drag_coefficient)
    out = np.empty((times.size, 6))
    done = _kernel.fly_into(
        state, times, area_per_mass, _earth(earth), OMEGA if rotating else 0.0, _wind_rows(wind_enu_mps), out
    )
    if not done or not np.all(np.isfinite(out)):
        raise ValueError("the flight cannot be followed: it passes the centre of the Earth, or its numbers overflow")
    return out


def _earth(name: str) -> int:
    if name not in EARTHS:
        raise ValueError(f"earth {name!r} was found; it is one of {', '.join(EARTHS)}")
    return EARTHS[name]


def _three(value: ArrayLike, name: str) -> Floats:
    numbers = np.asarray(value, dtype=np.float64)
    if numbers.shape != (3,) or not np.all(np.isfinite(numbers)):
        raise ValueError(f"{name} must be three finite numbers x, y, z; found shape {numbers.shape}")
    return numbers


def _area_per_mass(mass_kg: float | None, area_m2: float, coefficient: float) -> float:
    if area_m2 < 0.0 or coefficient < 0.0 or not np.isfinite(area_m2 * coefficient):
        raise ValueError("reference_area_m2 and drag_coefficient must be 0 or more")
    if area_m2 * coefficient == 0.0:
        return 0.0
    if mass_kg is None or not mass_kg > 0.0:
        raise ValueError(f"mass_kg was {mass_kg}; with drag it must be given, and be more than 0")
    return float(coefficient * area_m2 / mass_kg)


def _wind_rows(wind_enu_mps: ArrayLike | None) -> Floats:
    if wind_enu_mps is None:
        return np.empty((0, 4))
    rows = np.asarray(wind_enu_mps, dtype=np.float64)
    if rows.shape == (3,):
        rows = np.concatenate([[0.0], rows])[None]
    if rows.ndim != 2 or rows.shape[1:] != (4,) or not np.all(np.isfinite(rows)) or np.any(np.diff(rows[:, 0]) <= 0.0):
        raise ValueError(
            "wind_enu_mps must be three numbers (east, north, up) or rows of height, east, north, up with rising "
            f"heights; found shape {np.shape(wind_enu_mps)}"
        )
    return np.ascontiguousarray(rows)
