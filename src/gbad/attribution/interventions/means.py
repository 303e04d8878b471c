"""Channels and rounds to spare."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from gbad.attribution.interventions.table import IN_REACH, ORDERED, Where, opens, with_row
from gbad.codes.causes import Cause
from gbad.tables import Tables

ROUNDS_A_THREAT = 6  # [1] that a battery gets where its magazines are empty
MORE_CHANNELS = 8  # [1] factor on the channels of one battery


@opens(Cause.NO_CHANNEL, "{battery} has eight times the channels", ORDERED)
def _channels(tables: Tables, at: Where) -> Tables:
    batteries = tables.defence.batteries
    return with_row(
        tables, "batteries", at.battery, target_channels=MORE_CHANNELS * batteries.target_channels[at.battery],
        missile_channels=MORE_CHANNELS * batteries.missile_channels[at.battery],
    )  # fmt: skip


@opens(Cause.LAUNCHER_BUSY, "launchers of {battery} are free again at once", IN_REACH, from_start=True)
def _free_at_once(tables: Tables, at: Where) -> Tables:
    for row in np.flatnonzero(tables.defence.launchers.battery == at.battery):
        tables = with_row(tables, "launchers", int(row), launch_interval_s=0.0)
    return tables


SECOND_LOAD = "-again-"  # what stands before the number of a second load in its ids


@opens(Cause.NO_ROUND, "{battery} has rounds to spare from then on", ORDERED, from_start=True)
def _loads(tables: Tables, at: Where) -> Tables:
    """Launchers and rounds of a battery again, some for each threat, at the end of their tables: held back at first."""
    threats, rounds = int(tables.objects.is_threat.sum()), int((tables.defence.rounds.battery == at.battery).sum())
    for load in range(math.ceil(ROUNDS_A_THREAT * threats / max(rounds, 1))):
        tables = _one_load(tables, at.battery, f"{SECOND_LOAD}{load + 1}", load)
    return tables


def _one_load(tables: Tables, battery: int, suffix: str, load: int) -> Tables:
    d = tables.defence
    mine = np.flatnonzero((d.launchers.battery == battery) & (np.char.find(d.launchers.id, SECOND_LOAD) < 0))
    theirs = np.flatnonzero((d.rounds.battery == battery) & np.isin(d.rounds.launcher, mine))
    new_launcher = np.full(len(d.launchers.id), -1)
    new_launcher[mine] = len(d.launchers.id) + np.arange(len(mine))
    launchers, rounds = _again(d.launchers, mine, suffix, load), _again(d.rounds, theirs, suffix, load)
    rounds.launcher[len(d.rounds.id) :] = new_launcher[d.rounds.launcher[theirs]]
    return replace(tables, defence=replace(d, launchers=launchers, rounds=rounds))


def _again(table: Any, rows: np.ndarray, suffix: str, load: int) -> Any:
    """A table with some of its rows once more at its end, under other ids and keys."""
    columns = {}
    for name in table.__dataclass_fields__:
        old = getattr(table, name)
        axis = 0 if old.ndim == 1 else 1
        more = np.take(old, rows, axis=axis)
        if name == "id":
            more = np.char.add(more, suffix)
        elif name == "key":
            more = more ^ np.uint64(0x5EC0_4D10_AD00_0001 + load)
        columns[name] = np.concatenate([old, more], axis=axis)
    return type(table)(**columns)
