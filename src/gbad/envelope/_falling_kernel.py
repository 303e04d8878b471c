"""Whether a track falls freely rather than flies: one rule for identity, threat evaluation and whoever else asks."""

import math

from gbad._jit import lean
from gbad.physics._earth_kernel import height_m, up_vector

CEILING_M = 30_000.0  # [m] above the ellipsoid: nothing that breathes air cruises here
STEEP_SPEED_MPS = 400.0
STEEP_SHARE = 0.5  # [1] climb or sink as a share of speed: 30 degrees


@lean
def falls_freely(px, py, pz, vx, vy, vz, margin_mps, ceiling_m, steep_speed_mps, steep_share):
    """Higher than what breathes air, or fast and steep by more than ``margin_mps``. Level flight is no fall."""
    if height_m(px, py, pz) > ceiling_m:
        return True
    ux, uy, uz = up_vector(px, py, pz)
    speed = math.sqrt(vx * vx + vy * vy + vz * vz)
    climb = abs(ux * vx + uy * vy + uz * vz) - margin_mps
    return speed > steep_speed_mps and climb > steep_share * speed
