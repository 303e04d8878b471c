"""Flight of a point mass: the generic drag curve and unpowered flight over the rotating Earth.

Equations and what they leave out: ``_flight_kernel.py``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.physics import _flight_kernel as _kernel

Floats = NDArray[np.float64]


def drag_coefficient(mach: ArrayLike) -> Floats:
    """Generic drag coefficient of a finned body of revolution at Mach numbers ``(...)``, motor off."""
    column = np.ascontiguousarray(mach, dtype=np.float64)
    out = np.empty(column.size)
    _kernel.drag_coefficients_into(column.reshape(-1), out)
    return out.reshape(np.shape(mach))


def coast(
    position_ecef_m: ArrayLike,
    velocity_ecef_mps: ArrayLike,
    duration_s: float,
    *,
    step_s: float = 0.5,
    steps_per_knot: int = 1,
    ballistic_coefficient_kg_m2: float = np.inf,
    area_per_mass_m2_kg: float = 0.0,
    floor_m: float = -np.inf,
) -> tuple[Floats, Floats, Floats]:
    """Unpowered flight: ``(time_s (k,), position (k, 3), velocity (k, 3))`` at every ``step_s`` up to ``duration_s``.

    Drag is that of a constant ballistic coefficient m / (Cd S) [kg/m2] (none by default), of the generic curve with a
    reference area per mass, or both. Flight ends early with the first knot below the ellipsoidal height ``floor_m``.
    ``steps_per_knot`` refines the integration (Runge-Kutta, fourth order), not the output.
    """
    state = np.concatenate([np.asarray(position_ecef_m, float), np.asarray(velocity_ecef_mps, float)])
    out = np.empty((int(np.floor(duration_s / step_s + 1e-9)) + 1, 6))
    last = _kernel.coast_into(
        state, float(area_per_mass_m2_kg), 1.0 / ballistic_coefficient_kg_m2, step_s, steps_per_knot, floor_m, out
    )
    return np.arange(last + 1) * step_s, out[: last + 1, :3], out[: last + 1, 3:]
