"""One radar's figures as coverage mixes them, and its bundles: a row for each corner of worst and best."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# columns of `row (2)`: where the antenna is and looks
ANTENNA_HEIGHT, BORESIGHT = range(2)
# columns of `figure (draws, 11)`
(
    LOOP_GAIN, GAS, RANGE_MAX, RANGE_MIN, PERIOD, HALF_WIDTH, ELEVATION_MIN, ELEVATION_MAX, DELAY, DWELLS, THRESHOLD,
) = range(11)  # fmt: skip
# columns of `kind (2)`: whole numbers that no draw changes
PULSES, CUED = range(2)


class Radar(NamedTuple):
    """One radar with one corner of its figures."""

    row: Floats  # (2)
    figure: Floats  # (11)
    kind: NDArray[np.int64]  # (2)


class Heights(NamedTuple):
    """Heights asked for, and what they are measured from."""

    height_m: Floats  # (heights)
    above_ground: bool  # or above the sea
    ground_m: NDArray[np.float32]  # (azimuths, ranges)
    sea_level_m: float


class View(NamedTuple):
    """What the ground and the sector leave in sight, by edge: worst, nominal, best."""

    masks_m: NDArray[np.float32]  # (3, azimuths, ranges)  lowest height in sight
    half_width_rad: Floats  # (3)  of the sector
    lowest_smooth_m: Floats  # (ranges)  lowest height in sight over a smooth Earth
    azimuth_step_rad: float
    range_step_m: float


class Echoes(NamedTuple):
    """How strong a target's echo is, by ground range and height, without and with its mirror image in the sea."""

    lobed: NDArray[np.bool_]  # (azimuths)  the sea reflects there
    level_m: Floats  # (levels)
    snr_db: Floats  # (2, ranges, levels)  nominal
    band_m: Floats  # (2, 3, 2, ranges, K, 2)  by sea, edge and kind
    swerling: int


class Flight(NamedTuple):
    """A straight inbound flight, by visits of the radar."""

    visit_m: float  # way between two visits
    visits: int  # that count for "at least once"
    hits: int  # of the last `window`
    window: int


class Grids(NamedTuple):
    """What comes of it ``(heights, azimuths, ranges)``: columns of ``covering.Layers``."""

    reason: NDArray[np.uint8]
    edges: NDArray[np.uint8]
    sight: NDArray[np.bool_]
    visit: NDArray[np.float32]
    cumulative: NDArray[np.float32]
    confirmed: NDArray[np.float32]


class Missile(NamedTuple):
    """One missile type at one edge of its figures, from one launcher."""

    limit: Floats  # (7)  rows of `_engage_kernel`
    time_s: Floats  # (ranges, heights)  of the fly-out
    needs_radar: bool  # its battery's radar must hold the target
    base_height_m: float


class Tracks(NamedTuple):
    """What both radars have ``(heights, azimuths, ranges)``: chances of a track, and whether the second holds."""

    found: NDArray[np.float32]
    holding: NDArray[np.float32]
    held: NDArray[np.bool_]
