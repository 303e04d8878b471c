"""Where everybody stands: by timetable, and as units are told to turn or to fall silent in the battle.

Places and facings are columns of tables, so a run in which somebody may decide them has tables of its own: such battles
are played one run at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gbad.codes.actions import Action
from gbad.codes.units import UnitKind, UnitState
from gbad.tables import Defence, Floats, Stand, Tables
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
    units, silent_s = defence.units, defence.radars.silent_s
    draws, radars = silent_s.shape[:2]
    more = np.full((draws, radars, 1, 2), np.inf)
    more[:, radar, 0, 0], more[:, radar, 0, 1] = from_s, to_s
    units = replace(
        units,
        id=np.append(units.id, defence.radars.id[radar]),
        kind=np.append(units.kind, int(UnitKind.RADAR)),
        row=np.append(units.row, radar),
        state=np.append(units.state, int(state)),
        from_s=np.concatenate([units.from_s, from_s[:, None]], axis=1),
        to_s=np.concatenate([units.to_s, to_s[:, None]], axis=1),
    )
    silences = np.concatenate([silent_s, more], axis=2)
    return replace(defence, radars=replace(defence.radars, silent_s=silences), units=units)
