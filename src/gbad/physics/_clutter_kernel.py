"""What the ground around a target returns, and how much of it a radar's filters leave, as a kernel."""

from __future__ import annotations

import math

from gbad._jit import lean


@lean
def clutter_to_noise(clutter_db, reach_m, beamwidth_rad, side_lobes_db, target_m, range_m):
    """Clutter left over after filtering, over noise (a ratio), in the cell of a target ``target_m`` above the ground.

    ``clutter_db`` is what a metre of the cell's width returns from 1 m [dB over noise], so that it falls by 30 dB a
    decade (the cell widens with range). The beam looks at the target: the ground lies below its middle, and a
    Gaussian beam of ``beamwidth_rad`` (half power, one way) takes it in there and back by the square of its gain, at
    the least by its side lobes. Nothing beyond ``reach_m``. Left out: single strong things, clutter that moves.
    """
    if range_m > reach_m or target_m < 0.0:
        return 0.0
    off = target_m / (range_m * beamwidth_rad)
    return 10.0 ** (0.1 * (clutter_db - 30.0 * math.log10(range_m) + 2.0 * max(-12.0 * off * off, side_lobes_db)))
