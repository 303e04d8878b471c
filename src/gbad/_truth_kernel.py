"""Reading a planned path between its knots, as a kernel. Only rooms that may open truth use it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gbad._jit import kernel


class Paths(NamedTuple):
    """Planned paths as kernels take them: columns of ``truth.Trajectories``, and their names."""

    start_s: NDArray[np.float64]  # (draws, objects)
    plan_end_s: NDArray[np.float64]  # (draws, objects)
    knot_step_s: float
    position_ecef_m: NDArray[np.float64]  # (draws, objects, knots, 3)
    velocity_ecef_mps: NDArray[np.float64]  # (draws, objects, knots, 3)


@kernel
def state_at(position, velocity, start_s, knot_step_s, t):
    """``(x, y, z, vx, vy, vz)`` at time ``t`` by cubic Hermite interpolation between the two knots around it.

    ``position, velocity (knots, 3)``; knot k is at ``start_s + k * knot_step_s``. The velocity is the derivative of
    the interpolated position, so the two agree everywhere. Before the first and after the last knot the path is
    continued straight on; whether the object exists then is the caller's question.
    """
    knots = position.shape[0]
    along = (t - start_s) / knot_step_s
    k = int(np.floor(along))
    if k < 0 or k > knots - 2:
        edge = 0 if k < 0 else knots - 1
        dt = t - (start_s + edge * knot_step_s)
        vx, vy, vz = velocity[edge, 0], velocity[edge, 1], velocity[edge, 2]
        return position[edge, 0] + vx * dt, position[edge, 1] + vy * dt, position[edge, 2] + vz * dt, vx, vy, vz

    u = along - k
    x, vx = _hermite(position[k, 0], position[k + 1, 0], velocity[k, 0], velocity[k + 1, 0], knot_step_s, u)
    y, vy = _hermite(position[k, 1], position[k + 1, 1], velocity[k, 1], velocity[k + 1, 1], knot_step_s, u)
    z, vz = _hermite(position[k, 2], position[k + 1, 2], velocity[k, 2], velocity[k + 1, 2], knot_step_s, u)
    return x, y, z, vx, vy, vz


@kernel
def _hermite(p0, p1, v0, v1, step, u):
    # differences from p0, so that a long radius vector costs no digits
    rise = p1 - p0
    a = step * (v0 + v1) - 2.0 * rise
    b = 3.0 * rise - step * (2.0 * v0 + v1)
    c = step * v0
    return p0 + u * (c + u * (b + u * a)), (c + u * (2.0 * b + 3.0 * u * a)) / step


@kernel
def states_into(position, velocity, start_s, knot_step_s, time_s, out):
    """States of one object at many times: ``time_s (n,)`` to ``out (n, 6)``."""
    for i in range(time_s.shape[0]):
        x, y, z, vx, vy, vz = state_at(position, velocity, start_s, knot_step_s, time_s[i])
        out[i, 0], out[i, 1], out[i, 2], out[i, 3], out[i, 4], out[i, 5] = x, y, z, vx, vy, vz
