"""What decisions gave away against the static optimum of the same decision: a comparator, and no bound.

At every decision with something to fire at, the expected gain of the first rounds that were ordered is held against
the most that any first rounds within channels and rounds could gain (``best_of``), weighed by priority: value of what
is threatened over time left. Rounds that follow others on their way count for neither. The comparator may fire as many
rounds at a track as the doctrine, or as the decision did; it keeps nothing back. Who waits and looks gives some of it
away and may lose less in the end.
"""

from __future__ import annotations

import numpy as np

from gbad.tables import Defence, Floats, Ints
from gbad.weapon_assignment import _value_kernel as numbers
from gbad.weapon_assignment.built_in.optimal import best_of, gain_of
from gbad.weapon_assignment.options import Situation
from gbad.weapon_assignment.situation import doctrine_salvo

GAINED, BEST, DECISIONS = range(3)
LIMIT_S = 60.0  # for one decision; the bound then stands for the best


def compared(situation: Situation, defence: Defence, picks: Ints) -> Floats:
    """Gain of the picks, most gain there was, and decisions with something to fire at: ``(runs, 3)``."""
    o = situation.options
    runs, batteries = situation.target_channels_free.shape
    found = np.zeros((runs, 3))
    rows = np.flatnonzero(o.in_flight == 0)
    if len(rows) == 0:
        return found
    owner = o.run[rows] * len(defence.commands.id) + o.command[rows]
    for block in np.split(rows, np.flatnonzero(np.diff(owner)) + 1):
        run, command = int(o.run[block[0]]), int(o.command[block[0]])
        n = len(block)
        offered = numbers.Offered(
            o.track[block], o.battery[block], o.interceptor[block], o.priority[block].astype(float),
            o.kill_probability[block], o.intercept_s[block], o.rounds_ready[block], np.ones(n, np.bool_),
            np.zeros(n, np.bool_),
        )  # fmt: skip
        left = numbers.Left(
            situation.target_channels_free[run].astype(np.int64), situation.missile_channels_free[run].astype(np.int64),
            np.zeros((batteries, len(defence.interceptors.id)), np.int64), np.full(batteries, numbers.ENOUGH),
        )  # fmt: skip
        fired = picks[block]
        best = best_of(offered, left, max(doctrine_salvo(defence, command), int(fired.max())), LIMIT_S)
        if best.bound > 0.0:
            found[run] += (gain_of(offered, fired), best.bound, 1.0)
    return found


def told_unproven(who: str, gap: float) -> str:
    """The sentence on decisions of ``optimal`` that ran out of time, of which ``who`` says how many."""
    return (
        f"Policy optimal: {who} out of time with at most {100.0 * gap:.2g} % of the gain open; the best found was "
        "ordered. Another machine may find another: raise time_limit_s for orders that are proven."
    )


def given_away(comparison: Floats) -> Floats:
    """Share of the most that could be gained, ``(runs,)``; 0 for a run without a decision."""
    gained, best = comparison[:, GAINED], comparison[:, BEST]
    share = 1.0 - np.divide(gained, best, out=np.ones(len(best)), where=best > 0.0)
    # a proof closes to a share of 1e-9; what is below is nothing
    return np.where(share < 1e-8, 0.0, share)
