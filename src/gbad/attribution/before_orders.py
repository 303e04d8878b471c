"""What stood before the picture, or in the way of every round: the cause of a leaker from the limits on its true path.

Rules. The gate that stood *alone* in the way the last time is the cause: opened by itself it would have let a radar see
the object, or a round meet it. Being too late speaks only when nothing else did. Where two limits or more were shut at
every moment, the cause is "several".
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from gbad.attribution.gates import Near
from gbad.attribution.limits import Limits
from gbad.attribution.radars_off import radar_gone
from gbad.attribution.unheld import lost_sight, ordered_before, why_unheld
from gbad.attribution.unseen import both, searching, why_unseen
from gbad.codes.causes import Cause
from gbad.recorder.book import DETECTION, RANKED, Book
from gbad.tables import Ints

# gates of the record that say only how far the chain came: what kept it there is asked on the true path
BEFORE_ORDERS = (
    Cause.NEVER_IN_LINE_OF_SIGHT, Cause.ECHO_TOO_WEAK, Cause.NOT_CONFIRMED, Cause.TRACK_LOST,
    Cause.NODE_DESTROYED_OR_SILENT, Cause.NOT_HELD,
)  # fmt: skip
# gates of the record behind all stages before an order
RANKED_THEN = (Cause.NONE, Cause.NOT_HELD, Cause.OUTSIDE_EVERY_ENVELOPE, Cause.NO_CHANNEL, Cause.NO_ROUND)
NOT_SO_FAR = (
    Cause.NOT_SHARED_IN_TIME, Cause.NOT_IDENTIFIED, Cause.NOT_RANKED, Cause.WITHHELD_BY_DOCTRINE,
    Cause.UNIT_MOVING, Cause.UNIT_TURNING, Cause.POST_LOST,
)  # fmt: skip


def without_opportunity(book: Book, limits: Limits, run: int, who: int) -> Near:
    """Cause of a leaker that no round could ever have met: out of reach; or never so far that it was asked; or both.

    Where a stage before the order never came, there were two gates before it; if they are not one and the same, none
    of them alone would have helped, and the cause is SEVERAL.
    """
    d = book.tables.defence
    before = _never_so_far(book, limits, run, who)
    if len(d.batteries.id) == 0:
        return before or Near(Cause.NO_BATTERY, int(_there(book, run, who)[-1]), -1, math.nan)
    reach = limits.out_of_reach(who)
    out = with_its_radar(book, run, reach, reach.cycle, reach.unit)
    if before is None:
        return replace(out, also=(*out.also, *_means_gone(book, run, out)))
    if before.cause == out.cause:
        return before
    return both(before, out)


def _never_so_far(book: Book, limits: Limits, run: int, who: int) -> Near | None:
    """The gate before the first stage, of those before any order, that an object had not come to; None if it had.

    Asked at the command of the battery that was nearest to reaching it, for what another knows does not help there; and
    at the moment at which it was nearest, for what came later was of no use either.
    """
    d, there = book.tables.defence, _there(book, run, who)
    everybody = searching(d)
    if len(d.batteries.id) == 0:
        unseen = np.isnan(book.first_s[run, who, DETECTION])
        return why_unseen(book, limits, run, who, int(there[-1]), everybody) if unseen else None
    reach = limits.out_of_reach(who)
    battery, there = reach.unit, there[: max(int((there <= reach.cycle).sum()), 1)]
    cycle = int(there[-1])
    gates = book.gate_log[run, there, battery, who]
    waited = (gates == Cause.WITHHELD_BY_DOCTRINE) & ~np.isnan(book.first_s[run, who, RANKED])
    if (np.isin(gates, RANKED_THEN) | waited).any():
        return None
    gate = Cause(int(gates[-1]))
    if gate in NOT_SO_FAR:
        return Near(gate, cycle, battery, math.nan, of_battery=True)
    if gate == Cause.TRACK_LOST:
        lost = Near(Cause.TRACK_LOST, cycle, int(d.batteries.radar[battery]), math.nan)
        return lost_sight(book, limits, run, who, cycle, battery) or lost
    mine = searching(d, int(d.batteries.command[battery]))
    return why_unseen(book, limits, run, who, cycle, mine if len(mine) else everybody)


def with_its_radar(book: Book, run: int, near: Near, cycle: int, battery: int) -> Near:
    """A gate, and with it the battery's own radar where that was silent or lost at that cycle.

    Where that radar's loss is all that the gate says, it stays alone. What a command held for out of reach stands
    beside it: it is no gate of its own for a battery that cannot see.
    """
    time_s = (cycle + 1) * book.tables.defence.cycle_s
    gone = radar_gone(book, run, int(book.tables.defence.batteries.radar[battery]), cycle, time_s)
    if gone is None or gone.cause in (near.cause, *(part.cause for part in near.parts)):
        return near
    if near.cause == Cause.OUTSIDE_EVERY_ENVELOPE:
        return replace(gone, also=(near.cause,))
    return both(near, gone)


def _means_gone(book: Book, run: int, near: Near) -> tuple[Cause, ...]:
    """Whether rounds or channels of a battery were gone as well at the moment of a gate of reach."""
    if near.unit < 0 or not near.of_battery:
        return ()
    d = book.tables.defence
    ready, targets, missiles = (int(count) for count in book.busy_log[run, near.cycle, near.unit])
    full = targets >= d.batteries.target_channels[near.unit] or missiles >= d.batteries.missile_channels[near.unit]
    return ((Cause.NO_ROUND,) if ready == 0 else ()) + ((Cause.NO_CHANNEL,) if full else ())


def before_picture(book: Book, limits: Limits, run: int, who: int, last: int, battery: int, gate: Cause) -> Near:
    """Cause of a leaker whose last opportunity passed before its battery had a track to fire at."""
    d = book.tables.defence
    time_s = (last + 1) * d.cycle_s
    radar = int(d.batteries.radar[battery])
    ordered = ordered_before(book, run, who, time_s)
    gone = radar_gone(book, run, radar, last, time_s)
    if gate == Cause.TRACK_LOST or ordered:
        lost = gone or Near(Cause.TRACK_LOST, last, radar, math.nan)
        return lost_sight(book, limits, run, who, last, battery) or lost
    if gate == Cause.NOT_HELD:
        # the command knew of it; its engagement radar did not hold it
        return gone or why_unheld(book, limits, run, who, last, radar)
    command = d.batteries.command[battery]
    mine = searching(d, int(command))
    near = why_unseen(book, limits, run, who, last, mine)
    return near or Near(gate, last, radar, math.nan)


def _there(book: Book, run: int, who: int) -> Ints:
    """Command cycles at which an object was there; the first of all where it was at none."""
    t, draw = book.truth.trajectories, int(book.truth.draw_of_run[run])
    start_s = float(t.start_s[min(draw, t.start_s.shape[0] - 1), who])
    now_s = (np.arange(book.cycles) + 1) * book.tables.defence.cycle_s
    there = np.flatnonzero((now_s >= start_s) & (now_s <= book.truth.end_s[run, who]))
    return there if len(there) else np.zeros(1, np.int64)
