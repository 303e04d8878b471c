"""Columns that go into the kernels together, by name. Plain arrays in a named tuple: numba reads it as a record."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from gbad.messages import AirPicture, Shots
from gbad.tables import Tables
from gbad.truth import Truth

Array = Any  # numpy arrays; numba wants one concrete type per field and finds it itself


class World(NamedTuple):
    """What is out there: paths, and when each object's story ended."""

    key: Array  # (objects,)
    start_s: Array  # (paths, objects)
    plan_end_s: Array  # (paths, objects)
    knot_step_s: float
    position: Array  # (paths, objects, knots, 3)
    velocity: Array  # (paths, objects, knots, 3)
    end_s: Array  # (runs, objects)


class Sites(NamedTuple):
    """Batteries and the radars that must hold their targets."""

    place: Array  # (batteries, 3)
    radar: Array  # (batteries,)
    antenna: Array  # (radars, 3)
    to_enu: Array  # (radars, 3, 3)
    boresight: Array  # (radars,)
    half_width: Array  # (D, radars)
    elevation_min: Array  # (D, radars)
    elevation_max: Array  # (D, radars)
    instrumented: Array  # (D, radars)
    mask: Array  # (radars, azimuths, ranges)
    azimuth_step_rad: float
    range_step_m: float


class Types(NamedTuple):
    """Rounds and their types."""

    battery: Array  # (rounds,)
    kind: Array  # (rounds,)
    guidance: Array  # (types,)
    parameters: Array  # (D, types, PARAMETERS)


class Tracks(NamedTuple):
    """The picture's track states."""

    number: Array  # (runs, commands, slots)
    time_s: Array
    position: Array
    velocity: Array


class Flights(NamedTuple):
    """State of the rounds, see ``_columns_kernel``."""

    due_s: Array  # (runs, rounds)  planned launch
    state: Array  # (runs, rounds, STATES)
    counts: Array  # (runs, rounds, COUNTS)
    shots_at: Array  # (runs, objects + 1)  shots launched at each object so far; the last column: at nothing
    trace: Array  # (runs, rounds, seconds, 3)  no seconds when not recorded


class Outcomes(NamedTuple):
    """Columns of ``messages.Shots`` that the kernel reads and writes."""

    status: Array
    command: Array
    track: Array
    launch_s: Array
    aimed_at: Array
    target: Array
    shot_at_target: Array
    end_s: Array
    end_reason: Array
    end_position: Array
    miss_distance_m: Array
    closing_speed_mps: Array


def world(tables: Tables, truth: Truth) -> World:
    """Pack truth (views, nothing is copied)."""
    t = truth.trajectories
    return World(
        tables.objects.key, t.start_s, t.plan_end_s, float(t.knot_step_s), t.position_ecef_m, t.velocity_ecef_mps,
        truth.end_s,
    )  # fmt: skip


def sites(tables: Tables) -> Sites:
    """Pack batteries and radars."""
    r, b = tables.defence.radars, tables.defence.batteries
    return Sites(
        b.position_ecef_m, b.radar, r.position_ecef_m, r.ecef_to_enu, r.boresight_rad, r.sector_half_width_rad,
        r.elevation_min_rad, r.elevation_max_rad, r.instrumented_range_m, r.mask_min_height_m,
        float(r.mask_azimuth_step_rad), float(r.mask_range_step_m),
    )  # fmt: skip


def tracks(picture: AirPicture) -> Tracks:
    """Pack the picture."""
    return Tracks(picture.number, picture.time_s, picture.position_ecef_m, picture.velocity_ecef_mps)


def outcomes(shots: Shots) -> Outcomes:
    """Pack the table of shots (views)."""
    return Outcomes(*(getattr(shots, name) for name in _SHOT_COLUMNS))


def empty_shots(runs: int, rounds: int) -> Shots:
    """A table of shots before the first order."""

    def column(value: float, kind: type = np.float64) -> Array:
        return np.full((runs, rounds), value, kind)

    return Shots(
        status=column(0, np.int8),
        order_s=column(np.nan),
        command=column(-1, np.int64),
        track=column(0, np.int64),
        launch_s=column(np.nan),
        planned_intercept_s=column(np.nan),
        asset=column(-1, np.int64),
        aimed_at=column(-1, np.int64),
        target=column(-1, np.int64),
        shot_at_target=column(0, np.int64),
        end_s=column(np.nan),
        end_reason=column(0, np.int8),
        end_position_ecef_m=np.full((runs, rounds, 3), np.nan),
        miss_distance_m=column(np.nan),
        closing_speed_mps=column(np.nan),
        kill_probability=column(np.nan),
        killed=column(0, np.bool_),
        reported_kill=column(-1, np.int8),
    )


_SHOT_COLUMNS = tuple("end_position_ecef_m" if name == "end_position" else name for name in Outcomes._fields)
