"""The reload clock: an empty launcher waits for a transporter, which brings its next load, one magazine after another.

A battery has so many transporters; each fills one launcher at a time in ``reload_s`` and then turns to the next that
is empty, in the order in which they became so. A launcher is empty when all rounds of its load have left by plan; its
next load can be launched when all of it is in. Nobody begins to reload while the battery is not ready.

Left out: the way of a transporter to its depot, part loads, and a reload that a march interrupts (it goes on).
"""

from __future__ import annotations

import numpy as np

from gbad.codes.units import UnitKind
from gbad.nodes import off_at
from gbad.tables import Defence, Ints
from gbad.weapon_assignment.state import Ledger


def reload(ledger: Ledger, defence: Defence, draw_of_run: Ints, time_s: float) -> None:
    """Send free transporters to empty launchers at a command cycle; writes when rounds lie in their tubes."""
    d = defence
    if not d.rounds.load.any():
        return
    away = off_at(d.units, UnitKind.BATTERY, len(d.batteries.id), draw_of_run, time_s)
    for run, draw in enumerate(draw_of_run):
        for emptied_s, launcher, rows in sorted(_empty(ledger, d, run, time_s), key=lambda one: one[:2]):
            del emptied_s
            battery = int(d.launchers.battery[launcher])
            free = ledger.transporter_free_s[run, battery]
            first = int(np.argmin(free))
            if away[run, battery] or free[first] > time_s:
                continue
            free[first] = time_s + float(d.launchers.reload_s[draw, launcher])
            ledger.round_ready_s[run, rows] = free[first]


def _empty(ledger: Ledger, defence: Defence, run: int, time_s: float) -> list[tuple[float, int, Ints]]:
    """When each launcher that waits for its next load became empty, the launcher, and the rows of that load."""
    rounds, found = defence.rounds, []
    for launcher in np.unique(rounds.launcher[rounds.load > 0]):
        mine = np.flatnonzero(rounds.launcher == launcher)
        waiting = mine[np.isinf(ledger.round_ready_s[run, mine])]
        if not len(waiting):
            continue
        following = int(rounds.load[waiting].min())
        before = mine[rounds.load[mine] == following - 1]
        gone = ledger.ordered[run, before] & (ledger.launch_s[run, before] <= time_s)
        if gone.all():
            left_s = float(ledger.launch_s[run, before].max())
            found.append((left_s, int(launcher), waiting[rounds.load[waiting] == following]))
    return found
