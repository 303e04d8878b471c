"""The last round on its way to a leaker: which it was, what it waited for, how it ended."""

from __future__ import annotations

import numpy as np

from gbad.attribution.gates import Near
from gbad.attribution.limits import Limits
from gbad.attribution.unheld import unheld
from gbad.codes.causes import Cause
from gbad.messages import END_INTERCEPT, END_NONE, END_SUPPORT_LOST
from gbad.recorder.book import Book
from gbad.tables import Bools


def last_round_by(book: Book, run: int, who: int, time_s: float) -> int:
    """Row of the last round ordered by a moment that was aimed or flew at an object; -1 for none."""
    shots = book.shots
    assert shots is not None
    mine = (shots.status[run] > 0) & (shots.order_s[run] <= time_s)
    waits = mine & np.isnan(shots.launch_s[run])
    mine &= (shots.aimed_at[run] == who) | (shots.target[run] == who)
    if waits.any():
        # what a round is aimed at is noted when it leaves
        mine |= waits & _ordered_at(book, run, who)
    rows = np.flatnonzero(mine)
    return int(rows[np.argmax(shots.order_s[run, rows])]) if len(rows) else -1


def _ordered_at(book: Book, run: int, who: int) -> Bools:
    """``(rounds,)``: rounds that were ever ordered at a track that was an object's then."""
    assert book.shots is not None
    found = np.zeros(book.shots.status.shape[1], np.bool_)
    for orders, objects in zip(book.orders, book.order_objects, strict=True):
        found[orders.round[(orders.run == run) & (objects == who)]] = True
    return found


def waited_for(book: Book, limits: Limits, run: int, who: int, row: int) -> Near | None:
    """What an engagement radar lacked for a round that left its tube never, or too late; None where it lacked nothing.

    A round that its radar must support waits until the radar has the target in volume, sight and strength.
    """
    shots, d = book.shots, book.tables.defence
    assert shots is not None
    launch_s, end_s = float(shots.launch_s[run, row]), float(shots.end_s[run, row])
    arrival_s = float(book.truth.end_s[run, who])
    if np.isfinite(launch_s):
        if np.isfinite(end_s) and end_s < arrival_s:
            return None
        end_s = launch_s
    end_s = min(end_s, arrival_s)
    last = min(int(end_s / d.cycle_s), book.cycles) - 1 if np.isfinite(end_s) else book.cycles - 1
    battery, draw = int(d.rounds.battery[row]), int(book.truth.draw_of_run[run])
    if not np.isfinite(launch_s):
        return unheld(book, limits, run, who, max(last, 0), battery)
    # the last moment of its wait at which anything was lacking
    ready_s = float(shots.order_s[run, row]) + float(d.batteries.reaction_time_s[draw, battery])
    waited = (unheld(book, limits, run, who, cycle, battery) for cycle in range(last, int(ready_s / d.cycle_s) - 1, -1))
    return next((near for near in waited if near is not None), None)


def how_round_ended(book: Book, run: int, who: int, row: int, last_s: float) -> Cause:
    """The cause where a round (by row, -1 for none) was on its way at the last opportunity: what became of it.

    A false report matters where there was still an opportunity after the miss.
    """
    shots = book.shots
    assert shots is not None
    if row < 0:
        return Cause.TRACK_SWAPPED  # the track that looked engaged stood for something else when its rounds left
    arrival_s = book.truth.end_s[run, who]
    if shots.end_reason[run, row] == END_NONE or shots.end_s[run, row] >= arrival_s:
        return Cause.SHOT_TOO_LATE
    if shots.target[run, row] >= 0 and shots.target[run, row] != who:
        return Cause.TRACK_SWAPPED
    if shots.end_reason[run, row] == END_SUPPORT_LOST:
        return Cause.GUIDANCE_SUPPORT_LOST
    told_killed = shots.reported_kill[run, row] == 1 and shots.end_reason[run, row] == END_INTERCEPT
    if told_killed and shots.end_s[run, row] <= last_s:
        return Cause.FALSELY_ASSESSED_KILLED
    return Cause.SHOT_AND_MISSED
