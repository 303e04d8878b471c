"""Units that march, turn or are lost: their spells are over as they begin."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gbad.attribution.interventions.table import DETECTED, IN_REACH, Where, opens
from gbad.codes.causes import Cause
from gbad.codes.units import UnitKind, UnitState
from gbad.tables import Bools, Ints, Tables

ON_THE_MARCH = (UnitState.TEARING_DOWN, UnitState.MARCHING, UnitState.SETTING_UP)


def ready(tables: Tables, spells: np.ndarray) -> Tables:
    """The marked spells of the timetable are over as they begin: the unit works on from where it stands."""
    units, radars = tables.defence.units, tables.defence.radars
    if not spells.any():
        return tables
    silent_s = radars.silent_s.copy()
    for row in np.flatnonzero(spells & (units.kind == UnitKind.RADAR)):
        # a radar's spells stand among its silences too
        spans = silent_s[:, units.row[row]]
        same = (spans[..., 0] == units.from_s[:, row, None]) & (spans[..., 1] == units.to_s[:, row, None])
        spans[same] = np.inf
    over = replace(units, to_s=np.where(spells, units.from_s, units.to_s))
    still = replace(tables.defence, units=over, radars=replace(radars, silent_s=silent_s))
    return replace(tables, defence=still)


def spells(tables: Tables, at: Where, states: tuple[UnitState, ...]) -> np.ndarray:
    """Which spells are of the radar that is meant, and of its battery and launchers where it is an engagement radar."""
    units, d = tables.defence.units, tables.defence
    mine = (units.kind == UnitKind.RADAR) & (units.row == at.radar)
    if at.battery >= 0 and d.batteries.radar[at.battery] == at.radar:
        launchers = np.flatnonzero(d.launchers.battery == at.battery)
        mine |= (units.kind == UnitKind.BATTERY) & (units.row == at.battery)
        mine |= (units.kind == UnitKind.LAUNCHER) & np.isin(units.row, launchers)
    found: np.ndarray = mine & np.isin(units.state, states)
    return found


@opens(
    Cause.UNIT_MOVING,
    "{radar} and what belongs to it work on where they stand until they are ready elsewhere",
    DETECTED,
    place=True,
)
def _works_on(tables: Tables, at: Where) -> Tables:
    return ready(tables, spells(tables, at, ON_THE_MARCH))


@opens(Cause.UNIT_TURNING, "{radar} is turned at once", DETECTED, place=True)
def _turns_at_once(tables: Tables, at: Where) -> Tables:
    # what is turned by an order of the moment asks how long that takes
    if tables.defence.units.turn_s.shape[1]:
        turn_s = tables.defence.units.turn_s.copy()
        turn_s[:, at.radar] = 0.0
        units = replace(tables.defence.units, turn_s=turn_s)
        tables = replace(tables, defence=replace(tables.defence, units=units))
    return ready(tables, spells(tables, at, (UnitState.TURNING,)))


@opens(Cause.POST_LOST, "{command} is there, and {battery} hears it", IN_REACH, place=True)
def _is_heard(tables: Tables, at: Where) -> Tables:
    units, links = tables.defence.units, tables.defence.links
    lines = np.flatnonzero((links.radar == at.radar) & (links.command == at.command))
    post = (units.kind == UnitKind.POST) & (units.row == at.command)
    assets = tables.defence.assets
    hit = ((assets.nodes[:, :, 0] == UnitKind.POST) & (assets.nodes[:, :, 1] == at.command)).any(axis=1)
    standing = replace(assets, nodes=unharmed(assets.nodes, hit))
    tables = replace(tables, defence=replace(tables.defence, assets=standing))
    return ready(tables, post | ((units.kind == UnitKind.LINK) & np.isin(units.row, lines)))


def unharmed(nodes: Ints, assets: Bools) -> Ints:
    """A hit on these assets puts no unit out of action."""
    return np.where(assets[:, None, None], -1, nodes)
