"""The terrain that comes with the package: NOAA GLOBE, 30 arc seconds, 30-43 N, 25-48 E.

``data/provenance.yaml`` tells where the file comes from, how it was cut and what was filled;
``tools/cut_terrain.py`` makes it again.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np

from gbad.terrain.codec import decode
from gbad.terrain.geoid import geoid_on_grid_m
from gbad.terrain.grid import Terrain

STEP_DEG = 1.0 / 120.0
# the source gives means of cells; a node is the centre of its cell
SOUTH_DEG = 30.0 + STEP_DEG / 2.0
WEST_DEG = 25.0 + STEP_DEG / 2.0
SEA = -500  # the value GLOBE itself uses for open sea

_PROVENANCE = (
    "NOAA GLOBE 1.0 (public domain), 30 arc seconds, cut to 30-43 N, 25-48 E, heights above sea level; EGM96 15-minute "
    "geoid added. Land below sea level is clipped in the source and filled by estimates (see estimated_mask)."
)


@cache
def built_in() -> Terrain:
    """The built-in window, read once per process (about 0.1 s)."""
    level = decode(files("gbad.terrain").joinpath("data/globe-30s.grid").read_bytes())
    sea = level == SEA
    height = geoid_on_grid_m(SOUTH_DEG, WEST_DEG, STEP_DEG, level.shape)
    outside = float(np.mean([height[0].mean(), height[-1].mean(), height[:, 0].mean(), height[:, -1].mean()]))
    # adding -0 changes no bit; numpy's own way of leaving cells out takes ten times as long
    height += np.where(sea, np.float32(-0.0), level)
    for array in (height, sea):
        array.setflags(write=False)
    return Terrain(
        name="anatolia-30s",
        kind="built-in",
        height_m=height,
        south_deg=SOUTH_DEG,
        west_deg=WEST_DEG,
        step_deg=STEP_DEG,
        sea_mask=sea,
        # the source clips at 0 and true land heights in it begin at 1, so every filled node is at 0 or below
        estimated_mask=(level <= 0) & ~sea,
        outside_m=outside,
        provenance=_PROVENANCE,
    )
