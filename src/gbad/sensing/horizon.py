"""Where an engagement radar looks by itself: along the horizon, step by step, in the time its figures leave for it.

A radar with ``searches_horizon`` spends ``search_time_share`` of every period on looks along the horizon of its sector,
each a cone of 4 degrees with its middle 1 degree up, 3 degrees from the next; in all visits of a command cycle it
looks at the same ones, in the next cycle at those that follow. What it finds becomes a track of its own, as with any
plot, which it follows and reports. Looks at the horizon are the least urgent: where guiding and cues
leave no time they wait.

Left out: looks higher up, a raster fitted to the ground, longer dwells for searching than for tracking.
"""

from __future__ import annotations

import math

import numpy as np

from gbad.messages import Cues
from gbad.tables import Defence, Floats, Ints
from gbad.tables.bundles import made_once

STEP_RAD = math.radians(3.0)  # between looks; cones of 2 degrees to either side overlap
UP_RAD = math.radians(1.0)  # of their middle
ALONG_M = 100e3  # [m] where the middle is taken to be; how urgent it is follows from it
FIRST = -10_000  # number of the first look of a sector; below zero, and none of the bearings of other sensors


def horizon_cues(defence: Defence, draw_of_run: Ints, time_s: float) -> list[Cues]:
    """The looks of this command cycle as cues without range; an empty list where nobody searches so."""
    radars = defence.radars
    if not radars.horizon_looks.any():
        return []
    cycle, runs = round(time_s / defence.cycle_s), len(draw_of_run)
    most = int(radars.horizon_looks.max())
    shape = (runs, len(radars.id), most)
    number, place = np.zeros(shape, np.int64), np.zeros((*shape, 3))
    for row in np.flatnonzero(radars.horizon_looks.any(axis=0)):
        for draw in np.unique(draw_of_run):
            looks, fence = int(radars.horizon_looks[draw, row]), _fences(defence)[int(draw), int(row)]
            count = min(looks, len(fence))
            which = (cycle * looks + np.arange(count)) % len(fence)
            mine = np.flatnonzero(draw_of_run == draw)
            number[mine, row, :count] = FIRST - which
            place[mine, row, :count] = fence[which]
    nothing = np.zeros(shape)
    return [
        Cues(
            number, np.full(shape, time_s), place, np.zeros_like(place), nothing, np.zeros(shape, np.bool_),
            np.zeros(shape[:2], np.int64),
        )
    ]  # fmt: skip


@made_once
def _fences(defence: Defence) -> dict[tuple[int, int], Floats]:
    """By draw and radar that searches: the middles of its looks, ``(k, 3)`` [m], from one edge of its sector on."""
    radars = defence.radars
    found = {}
    for draw, row in zip(*np.nonzero(radars.horizon_looks), strict=True):
        half = float(radars.sector_half_width_rad[draw, row])
        count = max(math.ceil(2.0 * half / STEP_RAD - 1e-9), 1)
        azimuth = radars.boresight_rad[row] - half + (np.arange(count) + 0.5) * 2.0 * half / count
        level = math.cos(UP_RAD)
        up = np.full(count, math.sin(UP_RAD))
        enu = ALONG_M * np.stack([level * np.sin(azimuth), level * np.cos(azimuth), up], axis=1)
        # rows of the matrix are east, north, up in the frame of the Earth
        away = (enu[:, :, None] * radars.ecef_to_enu[row][None]).sum(axis=1)
        found[int(draw), int(row)] = radars.position_ecef_m[row] + away
    return found
