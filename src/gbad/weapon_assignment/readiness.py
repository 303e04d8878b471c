"""Which posts, batteries, launchers and rounds can do what they are for at one instant: by timetable and by the ledger.

A post that is not ready gives no orders, a battery that is not ready takes none, and a launcher launches nothing from
the command cycle on in which it is told to leave until it is ready again. Nothing is planned across a march.
"""

from __future__ import annotations

import numpy as np

from gbad.codes.causes import Cause
from gbad.codes.units import GATE_OF, UnitKind, UnitState
from gbad.nodes import obeying, off_at, shut_batteries, ways_down
from gbad.tables import Bools, Defence, Ints
from gbad.tables._bundles_kernel import Readiness
from gbad.tables.bundles import made_once
from gbad.weapon_assignment.state import Ledger

_GATES = np.array([GATE_OF[state] for state in UnitState], np.int64)


def shut(defence: Defence, draw_of_run: Ints, time_s: float) -> Bools:
    """``(runs, launchers)``: launchers that leave, are away or lost."""
    return off_at(defence.units, UnitKind.LAUNCHER, len(defence.launchers.id), draw_of_run, time_s)


def readiness(ledger: Ledger, defence: Defence, draw_of_run: Ints, time_s: float) -> Readiness:
    """Everybody's state at a command cycle, by run. For reading only: it may be kept."""
    if len(defence.units.kind) or defence.commands.orders_travel.any():
        return _readiness(ledger, defence, draw_of_run, time_s)
    # nobody ever moves or is lost: only the magazines change
    kept = _kept(defence)
    if ledger.runs not in kept:
        kept[ledger.runs] = _readiness(ledger, defence, draw_of_run, time_s)
    return kept[ledger.runs]._replace(round_ready_s=ledger.round_ready_s)


@made_once
def _kept(defence: Defence) -> dict[int, Readiness]:
    """By number of runs."""
    del defence
    return {}


def _readiness(ledger: Ledger, defence: Defence, draw_of_run: Ints, time_s: float) -> Readiness:
    runs, batteries = ledger.runs, len(defence.batteries.id)
    launchers = len(defence.launchers.id)
    who = obeying(defence, draw_of_run, time_s)
    late_s = np.zeros((runs, batteries))
    if defence.commands.orders_travel.any():
        late_s = ways_down(defence, who, draw_of_run, ledger.run_number, ledger.seed, time_s)
    radar_shut = np.zeros((runs, batteries), np.int64)
    closes_s = np.full((runs, launchers), np.inf)
    units = defence.units
    radar_of_battery = {int(radar): row for row, radar in enumerate(defence.batteries.radar)}
    for spell in range(len(units.id)):
        row, kind = int(units.row[spell]), int(units.kind[spell])
        from_s, to_s = units.from_s[draw_of_run, spell], units.to_s[draw_of_run, spell]
        now, gate = (from_s <= time_s) & (time_s < to_s), int(_GATES[units.state[spell]])
        if kind == UnitKind.RADAR and row in radar_of_battery:
            radar_shut[now, radar_of_battery[row]] = gate
        elif kind == UnitKind.LAUNCHER:
            # shut now: nothing is planned ahead of it; else it shuts when the spell begins
            closes_s[now, row] = -np.inf
            ahead = from_s > time_s
            closes_s[ahead, row] = np.minimum(closes_s[ahead, row], from_s[ahead])
    return Readiness(
        obeys=who.command,
        post_shut=np.where(who.post_off, int(Cause.POST_LOST), 0),
        battery_shut=shut_batteries(defence, who, draw_of_run, time_s),
        radar_shut=radar_shut,
        closes_s=closes_s,
        round_ready_s=ledger.round_ready_s,
        order_late_s=late_s,
    )
