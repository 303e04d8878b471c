"""Diffraction as an option of coverage: the lowest height found behind an edge instead of the lowest in sight.

The edge with the highest elevation on the way counts as one knife edge (ITU-R P.526, section 4.1); its loss is taken
twice, out and back. In the shadow the echo falls steadily, so one height bounds it. Above the straight ray nothing is
taken off (an edge just below the ray really costs up to 6 dB each way), so heights in sight stay as the timeline has
them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gbad.coverage._bending_kernel import floors_into
from gbad.coverage.sites import Site
from gbad.physics.waves import SPEED_OF_LIGHT_MPS
from gbad.tables import Floats


def floor_by_diffraction(site: Site, level_m: Floats, snr_db: Floats, needed_db: float) -> NDArray[np.float32]:
    """``(azimuths, ranges)`` lowest height found [m above the ellipsoid]; the mask where bending does not help.

    Only the nominal figures are bent; worst and best edges share the floor.
    """
    floor = np.empty_like(site.lowest_in_sight_m)
    floors_into(
        site.ground_m, site.lowest_in_sight_m, site.range_step_m, site.antenna_height_m, site.effective_radius_m,
        SPEED_OF_LIGHT_MPS / site.frequency_hz, level_m, snr_db, needed_db, floor,
    )  # fmt: skip
    return floor
