"""Standard air and the generic drag curve from tables, for loops that ask for them at every step.

The values are those of ``_atmosphere_kernel`` and ``_flight_kernel``, straight between nodes 100 m and Mach 0.05 apart:
density within 3e-5 of itself up to 85 km (3e-4 where layers meet), the drag curve exactly, whose points lie on nodes.
Above 100 km there is no air; below 0 the first step is continued.
"""

from __future__ import annotations

import numpy as np

from gbad._jit import lean
from gbad.physics import _atmosphere_kernel, _flight_kernel

STEP_M, TOP_M = 100.0, 100_000.0
MACH_STEP, MACH_TOP = 0.05, 8.0


def _air() -> np.ndarray:
    table = np.empty((int(TOP_M / STEP_M) + 1, 2))
    for i in range(len(table)):
        density, sound = _atmosphere_kernel.density_and_sound(i * STEP_M)
        table[i] = density, 1.0 / sound
    table[-1, 0] = 0.0
    return table


_AIR = _air()
_LAST = len(_AIR) - 2
_DRAG = np.array([_flight_kernel.drag_coefficient(i * MACH_STEP) for i in range(int(MACH_TOP / MACH_STEP) + 2)])
_DRAG_LAST = len(_DRAG) - 2


@lean
def density_and_slowness(height_m):
    """``(density_kg_m3, 1 / speed_of_sound [s/m])``."""
    along = height_m * (1.0 / STEP_M)
    i = min(max(int(along), 0), _LAST)
    share = min(along - i, 1.0)
    return (
        _AIR[i, 0] + share * (_AIR[i + 1, 0] - _AIR[i, 0]),
        _AIR[i, 1] + share * (_AIR[i + 1, 1] - _AIR[i, 1]),
    )


@lean
def drag_coefficient(mach):
    """The generic drag curve."""
    along = mach * (1.0 / MACH_STEP)
    i = min(int(along), _DRAG_LAST)
    share = min(along - i, 1.0)
    return _DRAG[i] + share * (_DRAG[i + 1] - _DRAG[i])
