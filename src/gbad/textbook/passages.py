"""Passages and falls over flat ground without air: what threat evaluation on a round, turning Earth is held against.

``threat_evaluation`` judges level passages on the curved Earth (horizontal parts only) and lets bodies fall with drag,
rotation and J2; here is the arithmetic people do on paper. Elementary kinematics, metres and seconds.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike


class Approach(NamedTuple):
    """Closest approach to the origin. A negative time lies in the past: the object goes away."""

    time_s: float
    distance_m: float


def closest_approach(position_m: ArrayLike, velocity_mps: ArrayLike) -> Approach:
    """When and how near an object that keeps its velocity passes the origin: ``t = -p.v / |v|^2``."""
    p, v = np.asarray(position_m, float), np.asarray(velocity_mps, float)
    time_s = -float(p @ v) / float(v @ v)
    return Approach(time_s, float(np.linalg.norm(p + v * time_s)))


class Fall(NamedTuple):
    """Where a body meets flat ground at height zero."""

    time_s: float
    x_m: float
    y_m: float
    speed_mps: float


def fall(position_m: ArrayLike, velocity_mps: ArrayLike, gravity_mps2: float) -> Fall:
    """Impact of a body without drag: ``t = (v_z + sqrt(v_z^2 + 2 g z)) / g``."""
    x, y, z = np.asarray(position_m, float)
    u, v, w = np.asarray(velocity_mps, float)
    time_s = (w + math.sqrt(w * w + 2.0 * gravity_mps2 * z)) / gravity_mps2
    return Fall(time_s, x + u * time_s, y + v * time_s, math.hypot(u, v, w - gravity_mps2 * time_s))
