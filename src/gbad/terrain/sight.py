"""What an antenna can see over the ground: the polar mask, and the direct line of sight it is checked against.

Refraction is an effective Earth radius (4/3 by default, in the callers); rays are straight above it. No
diffraction, no clutter, no vegetation or buildings.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.physics._earth_kernel import MEAN_RADIUS
from gbad.terrain import _sight_kernel as _kernel
from gbad.terrain.grid import Terrain


def polar_mask(
    terrain: Terrain,
    latitude_rad: float,
    longitude_rad: float,
    antenna_height_m: float,
    max_range_m: float,
    azimuth_step_rad: float,
    range_step_m: float,
    effective_earth_factor: float = 4.0 / 3.0,
) -> NDArray[np.float32]:
    """Lowest height in sight ``(azimuths, ranges)`` [m above the ellipsoid] around an antenna; one pass outwards.

    ``antenna_height_m`` is above the ellipsoid. Azimuth ``a`` is ``a * azimuth_step_rad`` clockwise from north, in the
    antenna's local axes; ``azimuths`` is the number of steps that go nearest into a turn. Range ``r`` is the arc ``r *
    range_step_m`` along the mean Earth (radius R), 0 to ``max_range_m`` and the next step beyond; a point with local
    coordinates (east, north, up) at the antenna's foot *on the ellipsoid* is at the arc
    ``R atan2(hypot(east, north), R + up)`` (``_sight_kernel.arc_of``). The value is the ground itself where the ground
    is in sight, infinite where no straight ray gets.

    Along each azimuth the ground is looked at every range step, and twice a node where nodes are closer than that
    (:func:`look_step_m`), so whatever such a terrain holds across the ray is met. Between two azimuths it is not looked
    at: a peak narrower than their distance may be missed.
    """
    azimuths = round(2.0 * math.pi / azimuth_step_rad)
    ranges = math.ceil(max_range_m / range_step_m) + 1
    out = np.empty((azimuths, ranges), dtype=np.float32)
    _kernel.polar_mask_into(
        terrain.height_m,
        terrain.south_deg,
        terrain.west_deg,
        terrain.step_deg,
        float(terrain.outside_m),
        float(latitude_rad),
        float(longitude_rad),
        float(antenna_height_m),
        float(azimuth_step_rad),
        float(range_step_m),
        _looks(terrain, latitude_rad, range_step_m),
        MEAN_RADIUS * effective_earth_factor,
        out,
    )
    return out


def look_step_m(terrain: Terrain, latitude_rad: float, range_step_m: float) -> float:
    """How far apart :func:`polar_mask` looks at the ground along a ray, far from the antenna [m].

    A range step, or, where nodes are closer (eastwards, where they are closest), the part of it that is at most half of
    their distance: the crest of a wall one node wide then loses a quarter of its height at most.
    """
    return range_step_m / _looks(terrain, latitude_rad, range_step_m)


def _looks(terrain: Terrain, latitude_rad: float, range_step_m: float) -> int:
    nodes_m = math.radians(terrain.step_deg) * MEAN_RADIUS * max(math.cos(latitude_rad), 1e-3)
    return 1 if nodes_m >= range_step_m else math.ceil(2.0 * range_step_m / nodes_m - 1e-6)


def line_of_sight_clearance_m(
    terrain: Terrain,
    latitude_rad: float,
    longitude_rad: float,
    antenna_height_m: float,
    target_latitude_rad: ArrayLike,
    target_longitude_rad: ArrayLike,
    target_height_m: ArrayLike,
    effective_earth_factor: float = 4.0 / 3.0,
    step_m: float = 100.0,
) -> NDArray[np.float64]:
    """Least height of the ray above the ground [m] from an antenna to each target; negative when it is blocked.

    Heights are above the ellipsoid; the targets broadcast. The direct reference: every target gets its own ray,
    sampled every ``step_m``, each sample with its exact position. Slow beside :func:`polar_mask`.
    """
    columns = np.broadcast_arrays(
        *(np.asarray(c, dtype=np.float64) for c in (target_latitude_rad, target_longitude_rad, target_height_m))
    )
    out = np.empty(columns[0].size)
    _kernel.clearances_into(
        terrain.height_m,
        terrain.south_deg,
        terrain.west_deg,
        terrain.step_deg,
        float(terrain.outside_m),
        float(latitude_rad),
        float(longitude_rad),
        float(antenna_height_m),
        np.stack([c.reshape(-1) for c in columns], axis=-1),
        float(step_m),
        MEAN_RADIUS * effective_earth_factor,
        out,
    )
    return out.reshape(columns[0].shape)


def line_of_sight(
    terrain: Terrain,
    latitude_rad: float,
    longitude_rad: float,
    antenna_height_m: float,
    target_latitude_rad: ArrayLike,
    target_longitude_rad: ArrayLike,
    target_height_m: ArrayLike,
    effective_earth_factor: float = 4.0 / 3.0,
    step_m: float = 100.0,
) -> NDArray[np.bool_]:
    """True where the ray to a target touches the ground nowhere; arguments of :func:`line_of_sight_clearance_m`."""
    clearance = line_of_sight_clearance_m(
        terrain,
        latitude_rad,
        longitude_rad,
        antenna_height_m,
        target_latitude_rad,
        target_longitude_rad,
        target_height_m,
        effective_earth_factor,
        step_m,
    )
    return np.asarray(clearance >= 0.0)
