"""Wide tables by use, as kernels take them: what a radar may look at, what a missile reaches.

Made in one place from the columns of ``gbad.tables``; a column that a kernel needs is added here and
there. Fields of draws are ``(D, rows)``, others ``(rows,)``, as in the tables.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gbad.physics.earth import MEAN_RADIUS
from gbad.tables import BatteryTable, Floats, InterceptorTable, Ints, RadarTable, RoundTable


class Volume(NamedTuple):
    """What radars may look at."""

    antenna: Floats
    to_enu: Floats
    antenna_height: Floats
    mast_height: Floats
    boresight: Floats
    half_width: Floats
    elevation_min: Floats
    elevation_max: Floats
    minimum_range: Floats
    instrumented: Floats
    mask: np.ndarray
    azimuth_step_rad: float
    range_step_m: float
    effective_radius_m: float


class Reach(NamedTuple):
    """Envelopes of missile types: published limits, and the fly-out tables of the engagement's own flight model."""

    max_range: Floats
    max_range_ballistic: Floats
    min_range: Floats
    max_altitude: Floats
    min_altitude: Floats
    max_target_speed: Floats
    self_destruct_s: Floats
    flyout_time: Floats
    flyout_range_step: Floats
    flyout_height_step: Floats


class Sites(NamedTuple):
    """Batteries where they stand."""

    command: Ints
    radar: Ints
    place: Floats
    height: Floats
    reaction_s: Floats
    target_channels: Ints
    missile_channels: Ints


class Rounds(NamedTuple):
    """Whose round is it, and what."""

    battery: Ints
    launcher: Ints
    interceptor: Ints


def volume_of(r: RadarTable) -> Volume:
    """The radars' volumes."""
    return Volume(
        r.position_ecef_m, r.ecef_to_enu, r.antenna_height_m, r.mast_height_m, r.boresight_rad,
        r.sector_half_width_rad, r.elevation_min_rad, r.elevation_max_rad, r.minimum_range_m, r.instrumented_range_m,
        r.mask_min_height_m, r.mask_azimuth_step_rad, r.mask_range_step_m, MEAN_RADIUS * r.effective_earth_factor,
    )  # fmt: skip


def reach_of(i: InterceptorTable) -> Reach:
    """The missiles' envelopes."""
    return Reach(
        i.max_range_m, i.max_range_ballistic_m, i.min_range_m, i.max_altitude_m, i.min_altitude_m,
        i.max_target_speed_mps, i.self_destruct_s, i.flyout_time_s, i.flyout_range_step_m, i.flyout_height_step_m,
    )  # fmt: skip


def sites_of(b: BatteryTable) -> Sites:
    """The batteries."""
    return Sites(
        b.command, b.radar, b.position_ecef_m, b.height_m, b.reaction_time_s, b.target_channels, b.missile_channels
    )


def rounds_of(r: RoundTable) -> Rounds:
    """The rounds."""
    return Rounds(r.battery, r.launcher, r.interceptor)
