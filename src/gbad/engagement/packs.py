"""Columns that go into the kernels together, by name. Plain arrays in a named tuple: numba reads it as a record."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from gbad.messages import AirPicture, Shots
from gbad.physics.earth import MEAN_RADIUS
from gbad.tables import InterceptorTable, Tables
from gbad.truth import Truth

Array = Any  # numpy arrays; numba wants one concrete type per field and finds it itself


class Clock(NamedTuple):
    """Until when to fly, the start of this command cycle, and the seed."""

    until_s: float
    floor_s: float  # what seekers and radars know of kills and losses
    seed: Any  # uint64


class World(NamedTuple):
    """What is out there: paths, and when each object's story ended."""

    key: Array  # (objects,)
    start_s: Array  # (paths, objects)
    plan_end_s: Array  # (paths, objects)
    knot_step_s: float
    position: Array  # (paths, objects, knots, 3)
    velocity: Array  # (paths, objects, knots, 3)
    end_s: Array  # (runs, objects)


class Bodies(NamedTuple):
    """How strong, how large and how lively the objects are."""

    rcs_dbsm: Array  # (D, objects)
    form: Array  # (objects,)
    by_radar_dbsm: Array  # (D, radars, forms, 37)
    by_seeker_dbsm: Array  # (D, types, forms, 37)
    heat_dbw_sr: Array  # (D, objects)
    length_m: Array  # (D, objects)
    span_m: Array  # (D, objects)
    evasion_mps2: Array  # (D, objects)
    evasion_rad_s: Array  # (D, objects)
    noise_at_radar: Array  # (D, radars, objects)  what it jams each radar by from 1 m, over its noise
    homed_on: Array  # (D, types, objects)  whether such a round homes on its noise


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
    hold_db: Array  # (D, radars)  echo of 1 m2 at 1 m over what holding a target needs
    gas_db_per_km: Array  # (D, radars)
    effective_radius_m: float  # of an Earth over which rays are straight


class Types(NamedTuple):
    """Rounds and their types."""

    battery: Array  # (rounds,)
    kind: Array  # (rounds,)
    guidance: Array  # (types,)
    parameters: Array  # (D, types, PARAMETERS)
    launcher: Array  # (rounds,)
    interval_s: Array  # (D, launchers)  between two rounds of one launcher


class Ways(NamedTuple):
    """The tables that rounds plan their way by."""

    planned_s: Array  # (D, types, ranges, heights)
    loft_rad: Array  # (D, types, ranges, heights)
    range_step_m: Array  # (types,)
    height_step_m: Array  # (types,)


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
    planned_intercept: Array
    locked: Array
    aspect: Array
    at_hand: Array


def world(tables: Tables, truth: Truth) -> World:
    """Pack truth (views, nothing is copied)."""
    t = truth.trajectories
    return World(
        tables.objects.key, t.start_s, t.plan_end_s, float(t.knot_step_s), t.position_ecef_m, t.velocity_ecef_mps,
        truth.end_s,
    )  # fmt: skip


def bodies(tables: Tables) -> Bodies:
    """Pack what the objects are."""
    o = tables.objects
    return Bodies(
        o.rcs_dbsm, o.rcs_form, o.rcs_by_aspect_dbsm, o.rcs_by_seeker_dbsm, o.heat_dbw_sr, o.length_m, o.span_m,
        o.evasion_mps2, o.evasion_rad_s, o.noise_at_radar,
        o.noise_at_seeker & tables.defence.interceptors.home_on_jam[None, :, None],
    )  # fmt: skip


def ways(table: InterceptorTable) -> Ways:
    """Pack the tables that rounds plan by."""
    t = table
    return Ways(t.flyout_planned_s, t.flyout_loft_rad, t.flyout_range_step_m, t.flyout_height_step_m)


def sites(tables: Tables) -> Sites:
    """Pack batteries and radars."""
    r, b = tables.defence.radars, tables.defence.batteries
    return Sites(
        b.position_ecef_m, b.radar, r.position_ecef_m, r.ecef_to_enu, r.boresight_rad, r.sector_half_width_rad,
        r.elevation_min_rad, r.elevation_max_rad, r.instrumented_range_m, r.mask_min_height_m,
        float(r.mask_azimuth_step_rad), float(r.mask_range_step_m), r.loop_gain_db - r.hold_snr_db, r.gas_db_per_km,
        MEAN_RADIUS * float(r.effective_earth_factor),
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
        locked_m=column(np.nan),
        aspect=column(np.nan),
        load_at_hand_mps2=column(np.nan),
    )


_CALLED = {
    "end_position": "end_position_ecef_m", "planned_intercept": "planned_intercept_s", "locked": "locked_m",
    "at_hand": "load_at_hand_mps2",
}  # fmt: skip
_SHOT_COLUMNS = tuple(_CALLED.get(name, name) for name in Outcomes._fields)
