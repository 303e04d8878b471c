"""The whole world at 5 arc minutes: how high the ground is, where nothing better is at hand.

Cells are 9 km wide and heights are steps of 28 m, so what hides a low flyer lies between the nodes: this ground says
nothing of terrain masking (``Terrain.resolves_masking``). Heights are those of the surface: the sea, not its bed; the
ice of Greenland and Antarctica (from half-degree means, marked in ``estimated_mask``), not the rock below it. Left out:
the beds of some deep lakes stay; ground just below sea level cannot be told from shallow sea and may be 28 m too low.
``data/provenance-global.yaml`` tells where the file comes from; ``tools/cut_altitude.py`` makes it again.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.physics._earth_kernel import MEAN_RADIUS
from gbad.terrain import specs
from gbad.terrain.codec import decode
from gbad.terrain.geoid import geoid_height_m, geoid_on_grid_m
from gbad.terrain.grid import Terrain

STEP_DEG = 1.0 / 12.0
HIGHEST_DEG = 80.0
NOTHING, ICE, RISE_M, LOWEST_M = 255, 256, 28.0, -450.0

_PROVENANCE = (
    "pvlib python 0.16.1, Altitude.h5 (BSD 3-Clause): 5 arc minutes in steps of 28 m, cut down from Mapzen's Terrain "
    "Tiles (sources credited in THIRD_PARTY.md); ice of Greenland and Antarctica from half-degree means of NOAA's "
    "ETOPO; sea for sea bed; EGM96 15-minute geoid added. Where it has no height the sea is taken."
)


def worldwide(spec: specs.Worldwide) -> Terrain:
    """A window of the world around a place. ``InputError`` beyond 80 degrees or for a size that makes no window."""
    if not (-HIGHEST_DEG <= spec.latitude_deg <= HIGHEST_DEG and -180.0 <= spec.longitude_deg <= 180.0):
        raise InputError(
            f"terrain global: {spec.latitude_deg:g},{spec.longitude_deg:g} is not allowed; latitude -80 to 80, "
            "longitude -180 to 180 are"
        )
    if not 50.0 <= spec.size_km <= 4000.0:
        raise InputError(f"terrain global: size_km {spec.size_km:g} is not allowed; 50 to 4000 are")
    steps = _steps()
    half = math.degrees(500.0 * spec.size_km / MEAN_RADIUS)
    wide = half / math.cos(math.radians(min(abs(spec.latitude_deg) + half, 85.0)))
    south = max(0, math.floor((spec.latitude_deg - half + 90.0) / STEP_DEG))
    north = min(steps.shape[0], math.ceil((spec.latitude_deg + half + 90.0) / STEP_DEG))
    # columns go on across the date line
    west = math.floor((spec.longitude_deg - wide + 180.0) / STEP_DEG)
    east = min(math.ceil((spec.longitude_deg + wide + 180.0) / STEP_DEG), west + steps.shape[1])
    window = steps[south:north].take(np.arange(west, east), axis=1, mode="wrap")
    sea = window == NOTHING
    # the centre of the first cell
    south_deg, west_deg = -90.0 + (south + 0.5) * STEP_DEG, -180.0 + (west + 0.5) * STEP_DEG
    iced = window >= ICE
    level = np.where(sea, 0.0, LOWEST_M + RISE_M * np.where(iced, window - ICE, window)).astype(np.float32)
    return Terrain(
        name="global-5m",
        kind="global",
        height_m=level + geoid_on_grid_m(south_deg, west_deg, STEP_DEG, window.shape),
        south_deg=south_deg,
        west_deg=west_deg,
        step_deg=STEP_DEG,
        sea_mask=sea,
        estimated_mask=iced,
        outside_m=float(geoid_height_m(math.radians(spec.latitude_deg), math.radians(spec.longitude_deg))),
        provenance=_PROVENANCE,
    )


@cache
def _steps() -> NDArray[np.int16]:
    """(2160, 4320) steps (``ICE`` more where it is the surface of ice), row 0 in the south, column 0 at 180 W."""
    return decode(files("gbad.terrain").joinpath("data/global-5m.grid").read_bytes())
