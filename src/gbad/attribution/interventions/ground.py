"""The ground and the horizon taken away from under an object's path."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from gbad.attribution.interventions.table import DETECTED, Where, opens
from gbad.codes.causes import Cause
from gbad.physics._earth_kernel import MEAN_RADIUS
from gbad.tables import Floats, Tables

CLEAR_M = 10.0  # [m] below its path, down to which the ground is taken away


def lowered_mask(tables: Tables, radar: int, lowest_m: float, *, horizon: bool) -> Tables:
    """The ground hides nothing above the object's path; ``horizon``: nor does the curve of the Earth."""
    radars = tables.defence.radars
    mask = radars.mask_min_height_m.copy()
    floor = np.full(mask.shape[2], lowest_m - CLEAR_M)
    if not horizon:
        floor = np.maximum(floor, smooth_horizon_m(tables, radar, mask.shape[2], floor[0]))
    # a radar that stands higher than the path keeps what it has close by
    mask[radar] = np.minimum(mask[radar], floor[None, :].astype(mask.dtype))
    return replace(tables, defence=replace(tables.defence, radars=replace(radars, mask_min_height_m=mask)))


def smooth_horizon_m(tables: Tables, radar: int, columns: int, lowest_m: float = math.inf) -> Floats:
    """Lowest height in sight over a smooth Earth at so many range steps of a mask.

    It is level with the radar's foot, or with ``lowest_m`` [m] where that is lower.
    """
    radars = tables.defence.radars
    arc = np.arange(columns) * radars.mask_range_step_m
    bent, antenna_m = MEAN_RADIUS * radars.effective_earth_factor, float(radars.antenna_height_m[radar])
    level_m = min(antenna_m - float(radars.mast_height_m[radar]), lowest_m)
    beyond = np.maximum(arc - math.sqrt(2.0 * (antenna_m - level_m) * bent), 0.0)
    found: Floats = level_m + beyond**2 / (2.0 * bent)
    return found


@opens(Cause.NEVER_IN_LINE_OF_SIGHT, "no hill hides its path from {radar}", DETECTED, place=True)
def _no_hills(tables: Tables, at: Where) -> Tables:
    return lowered_mask(tables, at.radar, at.lowest_m, horizon=False)


@opens(Cause.BEYOND_HORIZON, "{radar} sees down to its path over the horizon", DETECTED, place=True)
def no_horizon(tables: Tables, at: Where) -> Tables:
    return lowered_mask(tables, at.radar, at.lowest_m, horizon=True)
