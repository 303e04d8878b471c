"""Where everybody stands: by timetable, as units are told to turn or to fall silent in the battle, and who was hit.

Places, facings and timetables are columns of tables, so a run in which somebody may decide them, or in which a unit may
be hit, has tables of its own: such battles are played one run at a time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from gbad.codes.actions import Action
from gbad.codes.units import UnitKind, UnitState
from gbad.tables import AssetTable, Defence, Floats, Stand, Tables, UnitTable
from gbad.weapon_assignment import Telling


def told(tables: Tables, orders: Sequence[Telling], time_s: float) -> Tables:
    """The tables of a run, as they are just after a time, with what its units were told then."""
    stands = tables.stands or (Stand(-np.inf, tables.defence, tables.objects),)
    for order in orders:
        radar = int(tables.defence.batteries.radar[order.battery])
        begin_s = np.full(tables.draws, time_s)
        if order.action == Action.SILENCE:
            state, end_s = UnitState.SILENT, begin_s + order.value
        else:
            state, end_s = UnitState.TURNING, begin_s + tables.defence.units.turn_of(radar)
        stands = tuple(
            replace(stand, defence=_with_spell(stand.defence, radar, state, begin_s, end_s)) for stand in stands
        )
        if order.action == Action.TURN:
            stands = _turned(stands, radar, order.value, time_s)
    return replace(tables, stands=stands).at(time_s)


def _turned(stands: tuple[Stand, ...], radar: int, boresight_rad: float, time_s: float) -> tuple[Stand, ...]:
    """A stand from now on; later ones that would have kept the facing of now keep the new one."""
    before = [stand for stand in stands if stand.from_s <= time_s]
    now = before[-1]
    was = now.defence.radars.boresight_rad[radar]
    turned = replace(now, from_s=time_s, defence=_facing(now.defence, radar, boresight_rad))
    after = [
        replace(stand, defence=_facing(stand.defence, radar, boresight_rad))
        if stand.defence.radars.boresight_rad[radar] == was
        else stand
        for stand in stands
        if stand.from_s > time_s
    ]
    return (*before, turned, *after)


def _facing(defence: Defence, radar: int, boresight_rad: float) -> Defence:
    boresights = defence.radars.boresight_rad.copy()
    boresights[radar] = boresight_rad
    return replace(defence, radars=replace(defence.radars, boresight_rad=boresights))


def _with_spell(defence: Defence, radar: int, state: UnitState, from_s: Floats, to_s: Floats) -> Defence:
    """The defence with one more spell of a radar in its timetable."""
    silent_s = defence.radars.silent_s
    draws, radars = silent_s.shape[:2]
    more = np.full((draws, radars, 1, 2), np.inf)
    more[:, radar, 0, 0], more[:, radar, 0, 1] = from_s, to_s
    units = _more(defence.units, str(defence.radars.id[radar]), (UnitKind.RADAR, radar), state, (from_s, to_s))
    silences = np.concatenate([silent_s, more], axis=2)
    return replace(defence, radars=replace(defence.radars, silent_s=silences), units=units)


def _more(
    units: UnitTable, name: str, node: tuple[int, int], state: UnitState, span: tuple[Floats, Floats]
) -> UnitTable:
    """One more spell."""
    return replace(
        units,
        id=np.append(units.id, name),
        kind=np.append(units.kind, int(node[0])),
        row=np.append(units.row, node[1]),
        state=np.append(units.state, int(state)),
        from_s=np.concatenate([units.from_s, span[0][:, None]], axis=1),
        to_s=np.concatenate([units.to_s, span[1][:, None]], axis=1),
    )


def has_nodes(assets: AssetTable) -> bool:
    """Whether a hit on some asset puts a post, battery or launcher out of action."""
    return bool((assets.nodes[:, :, 0] >= 0).any()) if assets.nodes.size else False


def struck(tables: Tables, asset_end_s: Floats, from_s: float, until_s: float) -> Tables:
    """The tables of a run without the units that were hit after ``from_s``, up to ``until_s``; the same where none was.

    ``asset_end_s (assets,)`` is when each asset was destroyed. A hit takes effect at the end of the tick it falls in:
    until then a launcher may still launch what it was about to. Radars end by the truth, not here.
    """
    assets = tables.defence.assets
    hit = np.flatnonzero((asset_end_s > from_s) & (asset_end_s <= until_s) & (assets.nodes[:, :, 0] >= 0).any(axis=1))
    for asset in hit[np.argsort(asset_end_s[hit], kind="stable")]:
        end_s = math.ceil(asset_end_s[asset] / tables.tick_s - 1e-9) * tables.tick_s
        span = np.full(tables.draws, end_s), np.full(tables.draws, np.inf)
        for node in assets.nodes[asset]:
            if node[0] >= 0:
                tables = _lost(tables, (int(node[0]), int(node[1])), span)
    return tables


def _lost(tables: Tables, node: tuple[int, int], span: tuple[Floats, Floats]) -> Tables:
    def without(defence: Defence) -> Defence:
        name = str(_rows_of(defence, UnitKind(node[0])).id[node[1]])
        return replace(defence, units=_more(defence.units, name, node, UnitState.LOST, span))

    stands = tuple(replace(stand, defence=without(stand.defence)) for stand in tables.stands)
    return replace(tables, defence=without(tables.defence), stands=stands)


def _rows_of(defence: Defence, kind: UnitKind) -> Any:
    return {
        UnitKind.POST: defence.commands, UnitKind.BATTERY: defence.batteries, UnitKind.LAUNCHER: defence.launchers,
    }[kind]  # fmt: skip
