"""From a decision to messages: orders of new rounds, instructions to rounds on their way, gates of what was held."""

from __future__ import annotations

import numpy as np

from gbad.codes.actions import Action
from gbad.codes.causes import Cause
from gbad.messages import Instructions, Orders, Threats
from gbad.tables import Defence, Ints
from gbad.weapon_assignment.allocation import allocate
from gbad.weapon_assignment.options import Situation
from gbad.weapon_assignment.orders import Decision
from gbad.weapon_assignment.state import Ledger, put_back

_NO_ROWS = np.zeros(0, np.int64)
NOTHING = Instructions(
    run=_NO_ROWS, time_s=np.zeros(0), command=_NO_ROWS, action=_NO_ROWS, round=_NO_ROWS, track=_NO_ROWS,
    slot=_NO_ROWS, ballistic=np.zeros(0, np.int8),
)  # fmt: skip


def carry_out(
    ledger: Ledger, defence: Defence, draw_of_run: Ints, situation: Situation, decision: Decision, threats: Threats
) -> tuple[Orders, Instructions]:
    """Write the ledger and complete ``situation.gates``; give what goes to the batteries."""
    orders = allocate(ledger, defence, draw_of_run, situation, decision.picks, threats)
    if len(decision.run) == 0:
        return orders, NOTHING
    held = decision.action == Action.HOLD
    at = (decision.run[held], decision.command[held], decision.slot[held])
    gate = situation.gates.gate[at]
    # held back on purpose counts where nothing else kept the battery from firing
    open_or_waiting = np.isin(gate, (Cause.NONE, Cause.NO_CHANNEL, Cause.NO_ROUND, Cause.WITHHELD_BY_DOCTRINE))
    situation.gates.gate[at] = np.where(open_or_waiting, Cause.WITHHELD_BY_DOCTRINE, gate)
    rows = np.flatnonzero(~held)
    told = Instructions(
        run=decision.run[rows],
        time_s=np.full(len(rows), situation.time_s),
        command=decision.command[rows],
        action=decision.action[rows],
        round=decision.round[rows],
        track=decision.track[rows],
        slot=decision.slot[rows],
        ballistic=threats.ballistic[decision.run[rows], decision.command[rows], decision.slot[rows]].astype(np.int8),
    )
    for run, action, row, track in zip(told.run, told.action, told.round, told.track, strict=True):
        if action == Action.RETARGET:
            ledger.track[run, row] = track
        elif ledger.launch_s[run, row] > situation.time_s:
            # never launched: back in its tube, the launcher's time is lost
            put_back(ledger, run, row)
    return orders, told
