"""Emission control by rule: an engagement radar falls silent while something is about to hit it.

Left out: telling what homes on emissions from what does not, so a bomb that flies at the radar silences it too.
"""

from __future__ import annotations

import numpy as np

from gbad.codes.actions import Action
from gbad.tables import Defence
from gbad.weapon_assignment.options import Situation
from gbad.weapon_assignment.orders import Telling

SHUT_S = 40.0  # [s] before the predicted impact
AFTER_S = 10.0  # [s] and so long beyond it


def default_silences(situation: Situation, defence: Defence) -> list[Telling]:
    """Silences of every command that keeps that rule, in every run."""
    d, found = defence, []
    for command in np.flatnonzero(d.commands.silent_under_attack):
        for run in range(len(situation.draw_of_run)):
            threats, ready = situation.threats, situation.ready
            near = (threats.priority[run, command] > 0.0) & (threats.time_to_impact_s[run, command] <= SHUT_S)
            slots = np.flatnonzero(near & (threats.asset[run, command] >= 0))
            aimed = d.assets.radar[threats.asset[run, command, slots]]
            for battery in np.flatnonzero(ready.obeys[run] == command):
                mine = slots[aimed == d.batteries.radar[battery]]
                if len(mine) and not ready.radar_shut[run, battery] and not ready.battery_shut[run, battery]:
                    for_s = float(threats.time_to_impact_s[run, command, mine].max()) + AFTER_S
                    found.append(Telling(run, int(command), Action.SILENCE, int(battery), for_s))
    return found
