"""Bundles: named tuples of a table's columns, as kernels take them. Made from tables in ``bundles.py``.

A field has the name of its column, so that a column is found by its name from the table to the last kernel; axes and
units stand with the tables. They live in a kernel file because a kernel's cache is named by the kernel files it
imports: a kernel that reads a bundle names its class in the parameter's annotation, and is compiled anew when the
class changes. Five to twelve fields each, by use: what a kernel does not read it should not be handed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Keys = NDArray[np.uint64]


class RadarVolume(NamedTuple):
    """Where radars may look: instrumented range, sector, elevations, and what ground and horizon leave in sight."""

    position_ecef_m: Floats  # (n, 3)
    ecef_to_enu: Floats  # (n, 3, 3)
    boresight_rad: Floats  # (n,)
    sector_half_width_rad: Floats  # (D, n)
    elevation_min_rad: Floats  # (D, n)
    elevation_max_rad: Floats  # (D, n)
    minimum_range_m: Floats  # (D, n)
    instrumented_range_m: Floats  # (D, n)
    mask_min_height_m: NDArray[np.float32]  # (n, azimuths, ranges)
    mask_azimuth_step_rad: float
    mask_range_step_m: float


class RadarHorizon(NamedTuple):
    """How high antennas stand over the ground at their foot, and how far a smooth Earth hides what is beyond."""

    antenna_height_m: Floats  # (n,)
    mast_height_m: Floats  # (n,)
    effective_radius_m: float  # of an Earth over which rays are straight


class MissileEnvelope(NamedTuple):
    """What missile types can reach: published limits, and fly-out tables of their own flight model."""

    max_range_m: Floats  # (D, n)
    max_range_ballistic_m: Floats  # (D, n)
    min_range_m: Floats  # (D, n)
    max_altitude_m: Floats  # (D, n)
    min_altitude_m: Floats  # (D, n)
    max_target_speed_mps: Floats  # (D, n)
    self_destruct_s: Floats  # (D, n)
    flyout_time_s: Floats  # (D, n, ranges, heights)
    flyout_speed_mps: Floats  # (D, n, ranges, heights)
    flyout_range_step_m: Floats  # (n,)
    flyout_height_step_m: Floats  # (n,)
    needs_radar: Bools  # (n,)  whether the battery's own radar must hold the target


class KillTables(NamedTuple):
    """Expected kill probability of one round, by class, ground range and height above the launcher."""

    kill_probability: Floats  # (D, n, 3, ranges, heights)
    kill_range_step_m: Floats  # (n,)
    kill_height_step_m: Floats  # (n,)


class FireUnits(NamedTuple):
    """Batteries: whose they are, where they stand, what they can do at once and how soon."""

    command: Ints  # (n,)
    radar: Ints  # (n,)
    position_ecef_m: Floats  # (n, 3)
    height_m: Floats  # (n,)
    target_channels: Ints  # (n,)
    missile_channels: Ints  # (n,)
    reaction_time_s: Floats  # (D, n)


class Readiness(NamedTuple):
    """Which units can do what they are for at one instant. Causes are numbers of ``codes.causes``; 0: ready."""

    obeys: Ints  # (runs, batteries)  command that each battery takes orders from; -1 for nobody
    post_shut: Ints  # (runs, commands)  why a post gives no orders
    battery_shut: Ints  # (runs, batteries)  why a battery takes none
    radar_shut: Ints  # (runs, batteries)  why its engagement radar holds nothing, by its timetable
    closes_s: Floats  # (runs, launchers)  [s] it launches nothing from here on
    round_ready_s: Floats  # (runs, rounds)  [s] when it lies in its tube; inf while a transporter has it
    order_late_s: Floats  # (runs, batteries)  [s] an order is on its way for so long


class Magazine(NamedTuple):
    """Rounds: where each stands and of which type it is."""

    battery: Ints  # (n,)
    launcher: Ints  # (n,)
    interceptor: Ints  # (n,)
