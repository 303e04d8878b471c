"""What kept an engagement radar from an object that its command knew of, and what lost a track again."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from gbad.attribution.gates import Near, last_near
from gbad.attribution.limits import Limits
from gbad.attribution.neighbours import nearest_in_its_cell
from gbad.attribution.radars_off import CLEAR_DB, is_jammed, radar_gone, silent_then, why_off
from gbad.attribution.unseen import both, searching, shortest_s, view_too_short, why_unseen
from gbad.codes.causes import Cause
from gbad.recorder.book import HELD, Book


def lost_sight(book: Book, limits: Limits, run: int, who: int, last: int, battery: int) -> Near | None:
    """Why every searching radar had lost an object that it tracked before; None where one could still see it."""
    d = book.tables.defence
    time_s = (last + 1) * d.cycle_s
    mine = searching(d, int(d.batteries.command[battery]))
    if len(mine) == 0:
        return None
    lost, silent = book.truth.radar_end_s[run, mine] <= time_s, silent_then(book, run, mine, time_s)
    bits, miss = limits.seen(who)
    working = mine[~lost & ~silent]
    if len(working) == 0:
        if lost.any():
            gone = int(mine[np.flatnonzero(lost)[0]])
            return Near(Cause.UNIT_LOST, last, gone, time_s - float(book.truth.radar_end_s[run, gone]))
        return Near(why_off(book, run, int(mine[0]), time_s), last, int(mine[0]), math.nan)
    seeing = working[bits[last, working] <= 0]
    if len(seeing):
        # in view, and its echo drowned again
        drowned = all(is_jammed(book, run, who, int(radar), time_s, CLEAR_DB) for radar in seeing)
        return Near(Cause.JAMMED, last, int(seeing[0]), math.nan, (Cause.TRACK_LOST,)) if drowned else None
    near = last_near(bits[last : last + 1], miss[last : last + 1], 0, working)
    return None if near is None else replace(near, cycle=last, also=(*near.also, Cause.TRACK_LOST))


def ordered_before(book: Book, run: int, who: int, time_s: float) -> bool:
    shots = book.shots
    assert shots is not None
    return bool(((shots.aimed_at[run] == who) & (shots.order_s[run] <= time_s) & (shots.status[run] > 0)).any())


def why_unheld(book: Book, limits: Limits, run: int, who: int, last: int, radar: int) -> Near:
    bits, miss = limits.seen(who)
    near = last_near(bits, miss, last, np.array([radar]))
    time_s = (last + 1) * book.tables.defence.cycle_s
    if near is not None and near.cycle == last:
        return near
    closed = view_too_short(book, run, bits, miss, last, np.array([radar]))
    if closed is not None:
        if not is_jammed(book, run, who, radar, time_s):
            return closed
        return both(closed, Near(Cause.JAMMED, last, radar, math.nan))
    if is_jammed(book, run, who, radar, time_s) or is_jammed(book, run, who, radar, time_s, CLEAR_DB):
        return Near(Cause.JAMMED, last, radar, math.nan)
    held_before = bool(book.radar_s[run, radar, who, HELD] <= time_s)
    if held_before:
        # the track of then did not last: what had closed the view since, until it was too late for another
        closed = view_too_short(book, run, bits, miss, last, np.array([radar]), again=True)
        if closed is not None:
            return closed
    d = book.tables.defence
    needed_s = shortest_s(book, run, radar)
    if time_s - book.shared_s[run, int(d.radars.command[radar]), who] < needed_s:
        # it was told too late where to look: what had kept those that search?
        mine = searching(d, int(d.radars.command[radar]))
        earlier = last - math.ceil(needed_s / d.cycle_s)
        near = why_unseen(book, limits, run, who, earlier, mine) if len(mine) and earlier >= 0 else None
        if near is not None:
            return near
    beside_m = nearest_in_its_cell(book, run, who, radar, np.flatnonzero(bits[: last + 1, radar] == 0))
    if math.isfinite(beside_m):
        return Near(Cause.NOT_RESOLVED, last, radar, beside_m)
    return Near(Cause.TRACK_LOST if held_before else Cause.CONFIRMED_TOO_LATE, last, radar, math.nan)


def unheld(book: Book, limits: Limits, run: int, who: int, last: int, battery: int) -> Near | None:
    """What kept the radar of a battery from holding an object at a cycle for a round in its tube; None for nothing."""
    radar, time_s = int(book.tables.defence.batteries.radar[battery]), (last + 1) * book.tables.defence.cycle_s
    gone = radar_gone(book, run, radar, last, time_s)
    if gone is not None:
        return gone
    bits, miss = limits.seen(who)
    near = last_near(bits, miss, last, np.array([radar]))
    if near is not None and near.cycle == last:
        return near
    jams = is_jammed(book, run, who, radar, time_s) or is_jammed(book, run, who, radar, time_s, CLEAR_DB)
    return Near(Cause.JAMMED, last, radar, math.nan) if jams else None
