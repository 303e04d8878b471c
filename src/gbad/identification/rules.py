"""tracks -> identities: friend, neutral, unknown or hostile, by evidence in a fixed order.

1. Watched for less than ``identification_time_s``: unknown.
2. ``iff_replies_required`` friendly replies: friend. As many civil ones and not surely faster than
   ``hostile_speed_mps``: neutral.
3. Held for hostile before: hostile until it answers (a turn away is no proof of innocence).
4. Surely faster than ``hostile_speed_mps`` (by two deviations of the track's own speed), above 25 km, or fast and
   steep like a ballistic missile: hostile.
5. Along a published corridor: unknown. So is whoever has not been asked four times in vain: **no reply is not
   hostile**.
6. Asked four times without any reply, off the corridors, and on a course that passes an asset closer than
   ``threat_miss_distance_m``, or low: hostile.
7. Else unknown.

Low is judged by the height of the nearest asset, for the command rooms carry no terrain. A command none of whose radars
asks never finds anyone silent. Left out: weights (see ``bayes``), point of origin, plans, emissions, size, spoofs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.envelope._falling_kernel import CEILING_M, STEEP_SHARE, STEEP_SPEED_MPS
from gbad.tables import Floats


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of the rules that no table has; assumed."""

    silent_interrogations: float = 4.0  # [1] asked this often without an answer: silent
    certainty: float = 2.0  # [1] standard deviations by which a speed must exceed a limit
    ceiling_m: float = CEILING_M  # [m] above the ellipsoid: nothing that breathes air cruises here
    steep_speed_mps: float = STEEP_SPEED_MPS
    steep_share: float = STEEP_SHARE  # [1] climb or sink as a share of speed: 30 degrees
    low_m: float = 1000.0  # [m] above the nearest asset
    along_deg: float = 30.0  # [deg] course within this of a corridor's axis

    def row(self) -> Floats:
        """The figures in the kernels' order."""
        return np.array(
            [self.silent_interrogations, self.certainty, self.ceiling_m, self.steep_speed_mps, self.steep_share,
             self.low_m, np.cos(np.radians(self.along_deg))]
        )  # fmt: skip
