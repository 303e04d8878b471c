"""Columns that go into the kernel together, by name."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from gbad.messages import Shots
from gbad.tables import Tables
from gbad.tables.bundles import made_once
from gbad.truth import Truth

Array = Any  # numpy arrays; numba wants one concrete type per field and finds it itself


class Objects(NamedTuple):
    """What flies, where it is bound for, and how large it is."""

    key: Array  # (objects,)
    target_class: Array  # (objects,)
    parent: Array  # (objects,)
    aims_at: Array  # (objects,)
    damage_probability: Array  # (D, objects)
    length_m: Array  # (D, objects)
    span_m: Array  # (D, objects)
    start_s: Array  # (paths, objects)
    plan_end_s: Array  # (paths, objects)
    reaches_end: Array  # (paths, objects)
    knot_step_s: float
    position: Array  # (paths, objects, knots, 3)
    velocity: Array


class Sides(NamedTuple):
    """Who shoots and looks, and what may be hit."""

    battery: Array  # (rounds,)
    battery_key: Array  # (batteries,)
    false_kill: Array  # (D, batteries)
    false_miss: Array  # (D, batteries)
    asset_radar: Array  # (assets,)


class Types(NamedTuple):
    """What rounds do to what they pass."""

    kind: Array  # (rounds,)
    warhead: Array  # (types,)
    reliability: Array  # (D, types, 3)
    lethal_radius_m: Array  # (D, types)
    common_cause_share: Array  # (D, types)


class Outcomes(NamedTuple):
    """Columns of ``messages.Shots``, by their names."""

    status: Array
    order_s: Array
    end_s: Array
    end_reason: Array
    end_position_ecef_m: Array
    target: Array
    aimed_at: Array
    shot_at_target: Array
    miss_distance_m: Array
    closing_speed_mps: Array
    aspect: Array
    kill_probability: Array
    killed: Array
    reported_kill: Array


_COLUMNS = attrgetter(*Outcomes._fields)


class Ends(NamedTuple):
    """Truth that assessment writes."""

    object_end_s: Array  # (runs, objects)
    object_killed: Array
    asset_end_s: Array  # (runs, assets)
    radar_end_s: Array  # (runs, radars)
    killed_beside: Array  # (runs, objects)


def objects(tables: Tables, truth: Truth) -> Objects:
    """Pack the objects."""
    o, paths = tables.objects, truth.trajectories
    return Objects(
        o.key, o.target_class, o.parent, o.aims_at, o.damage_probability, o.length_m, o.span_m,
        paths.start_s, paths.plan_end_s, paths.reaches_end, float(paths.knot_step_s), paths.position_ecef_m,
        paths.velocity_ecef_mps,
    )  # fmt: skip


@made_once
def sides(tables: Tables) -> Sides:
    """Pack batteries and assets."""
    d = tables.defence
    b = d.batteries
    return Sides(d.rounds.battery, b.key, b.false_kill_probability, b.false_miss_probability, d.assets.radar)


@made_once
def types(tables: Tables) -> Types:
    """Pack the missile types."""
    d, i = tables.defence, tables.defence.interceptors
    return Types(d.rounds.interceptor, i.warhead, i.reliability, i.lethal_radius_m, i.common_cause_share)


def outcomes(shots: Shots) -> Outcomes:
    """Pack the table of shots (views)."""
    return Outcomes(*_COLUMNS(shots))


def ends(truth: Truth) -> Ends:
    """Pack what may end (views)."""
    if truth.killed_beside is None:
        truth.killed_beside = np.full(truth.killed.shape, -1, np.int64)
    return Ends(truth.end_s, truth.killed, truth.asset_end_s, truth.radar_end_s, truth.killed_beside)
