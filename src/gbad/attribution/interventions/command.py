"""Tracks that are found, told, named and let fire at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from gbad.attribution.interventions.table import (
    CONFIRMED,
    DETECTED,
    IDENTIFIED,
    ORDERED,
    RANKED,
    SHARED,
    TABLE,
    Intervention,
    Where,
    opens,
    with_row,
)
from gbad.attribution.interventions.timetables import ready
from gbad.codes.causes import Cause
from gbad.codes.units import UnitKind
from gbad.messages import WEAPONS_FREE
from gbad.tables import Tables
from gbad.weapon_assignment import load_policy

MORE_LOOKS = 8  # [1] of a radar, in the time of one: three plots in less than half a period


def _never_give_up(state: Any, at: Where) -> None:
    state.trackers.lifecycle[2] = 1_000_000


def _looks_often(tables: Tables, at: Where) -> Tables:
    return with_row(
        tables, "radars", at.radar, period_s=tables.defence.radars.period_s[:, at.radar] / MORE_LOOKS
    )  # fmt: skip


for _cause, _expected in (
    (Cause.NOT_FOUND, DETECTED), (Cause.NOT_CONFIRMED, CONFIRMED), (Cause.CONFIRMED_TOO_LATE, CONFIRMED),
):  # fmt: skip
    # from the start: visits are counted in periods, and every track would end with the count
    TABLE[_cause] = Intervention(
        _cause, "{radar} looks eight times as often", _expected, _looks_often, from_start=True
    )  # fmt: skip
TABLE[Cause.TRACK_LOST] = Intervention(
    Cause.TRACK_LOST, "no track is given up for want of plots", SHARED, in_state=_never_give_up
)


@opens(Cause.NOT_SHARED_IN_TIME, "reports reach {command} at once and none is lost", SHARED)
def _at_once(tables: Tables, at: Where) -> Tables:
    for row in np.flatnonzero(tables.defence.links.command == at.command):
        tables = with_row(
            tables, "links", int(row), latency_s=0.0, latency_jitter_s=0.0, loss_probability=0.0,
            rate_reports_per_s=np.inf,
        )  # fmt: skip
    units = tables.defence.units
    lines = np.flatnonzero(tables.defence.links.command == at.command)
    post = (units.kind == UnitKind.POST) & (units.row == at.command)
    return ready(tables, post | ((units.kind == UnitKind.LINK) & np.isin(units.row, lines)))


@opens(
    Cause.NOT_IDENTIFIED,
    "{command} may fire at once, however early and wherever it would pass, at all but friends and neutrals",
    IDENTIFIED,
)
def _at_unknowns(tables: Tables, at: Where) -> Tables:
    tables = with_row(
        tables, "commands", at.command, identification_time_s=0.0, weapons_control=WEAPONS_FREE,
        engagement_horizon_s=np.inf, threat_miss_distance_m=1e7, interrogations_before_fire=0,
    )  # fmt: skip
    return _no_zones(tables)


def _no_zones(tables: Tables) -> Tables:
    zones = replace(tables.defence.zones, weapons_control=np.full_like(tables.defence.zones.weapons_control, -1))
    return replace(tables, defence=replace(tables.defence, zones=zones))


@opens(Cause.NOT_RANKED, "{command} takes whoever may be engaged for a threat, however far it would pass", RANKED)
def _all_rank(tables: Tables, at: Where) -> Tables:
    return with_row(tables, "commands", at.command, threat_miss_distance_m=1e7)


@opens(Cause.WITHHELD_BY_DOCTRINE, "{command} fires freely, by the built-in policy", ORDERED)
def _fire_free(tables: Tables, at: Where) -> Tables:
    free = with_row(tables, "commands", at.command, weapons_control=WEAPONS_FREE, interrogations_before_fire=0)
    return _no_zones(free)


def _built_in_policy(state: Any, at: Where) -> None:
    policies = list(state.plugs.policies)
    policies[at.command] = load_policy("greedy", Path())
    state.plugs = replace(state.plugs, policies=tuple(policies))


TABLE[Cause.WITHHELD_BY_DOCTRINE] = replace(TABLE[Cause.WITHHELD_BY_DOCTRINE], in_state=_built_in_policy)
