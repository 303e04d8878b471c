"""What kept those that search from a track of an object in time.

What a radar could see well, and still was not tracked in time, is told apart by how far it came: jammed, one plot with
a neighbour, not detected, not confirmed, confirmed too late.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from gbad.attribution.gates import CAUSE_OF_BIT, Near, last_near
from gbad.attribution.limits import Limits
from gbad.attribution.neighbours import nearest_in_its_cell
from gbad.attribution.radars_off import CLEAR_DB, is_jammed, silent_then, why_off
from gbad.codes.causes import Cause
from gbad.recorder.book import HELD, SAW, Book, first_by
from gbad.tables import Defence, Floats, Ints
from gbad.tracking.tracker import Settings


def searching(d: Defence, command: int = -1) -> Ints:
    """Rows of the radars, of a command or of all, that search and can confirm a track.

    Sensors of bearings alone start no track: they count only where nothing else searches.
    """
    search = ~d.radars.cued if command < 0 else ~d.radars.cued & (d.radars.command == command)
    alone = search & ~d.radars.passive
    return np.flatnonzero(alone if alone.any() else search)


def both(one: Near, other: Near) -> Near:
    """Two views of one leaker, none of whose gates would have been enough alone."""
    parts = [part for near in (one, other) for part in (near.parts if near.cause == Cause.SEVERAL else (near,))]
    # one gate once, as the first view says it
    parts = [part for row, part in enumerate(parts) if part.cause not in [each.cause for each in parts[:row]]]
    causes = tuple(sorted(part.cause for part in parts))
    return Near(Cause.SEVERAL, min(one.cycle, other.cycle), one.unit, math.nan, causes, parts=tuple(parts))


def why_unseen(book: Book, limits: Limits, run: int, who: int, last: int, radars: Ints) -> Near | None:
    """What kept the searching radars, by row, from a track of an object up to a cycle; jamming at that moment too."""
    near = _out_of_view(book, limits, run, who, last, radars)
    if near is None or near.unit < 0 or near.cause not in CAUSE_OF_BIT:
        return near
    if is_jammed(book, run, who, near.unit, (near.cycle + 1) * book.tables.defence.cycle_s):
        return both(near, Near(Cause.JAMMED, near.cycle, near.unit, math.nan))
    return near


def _out_of_view(book: Book, limits: Limits, run: int, who: int, last: int, radars: Ints) -> Near | None:
    d, truth = book.tables.defence, book.truth
    time_s = (last + 1) * d.cycle_s
    if len(radars) == 0:
        return _unsearched(limits, who, last, np.flatnonzero(d.radars.command >= 0))
    lost = truth.radar_end_s[run, radars] <= time_s
    silent = silent_then(book, run, radars, time_s)
    detected_s, confirmed_s = (first_by(book, run, who, what, radars) for what in (SAW, HELD))
    bits, miss = limits.seen(who)
    working = radars[~lost & ~silent]
    open_cycles = np.flatnonzero((bits[: last + 1][:, working] == 0).any(axis=1)) if len(working) else np.zeros(0, int)
    if len(open_cycles):
        # it could be seen, and well
        cycle = int(open_cycles[-1])
        radar = int(working[np.flatnonzero(bits[cycle, working] == 0)[0]])
        if is_jammed(book, run, who, radar, (cycle + 1) * d.cycle_s):
            jammed_then = Near(Cause.JAMMED, cycle, radar, math.nan)
            closed = view_too_short(book, run, bits, miss, last, working)
            # without jamming there would not have been time for a track either
            return jammed_then if closed is None else both(closed, jammed_then)
        closed = view_too_short(book, run, bits, miss, last, working)
        if closed is not None:
            return closed
        near = last_near(bits, miss, last, working)
        if is_jammed(book, run, who, radar, (cycle + 1) * d.cycle_s, CLEAR_DB):
            # not drowned, and found by some looks only
            return Near(Cause.JAMMED, cycle, radar, math.nan)
        beside_m = nearest_in_its_cell(book, run, who, radar, open_cycles)
        if math.isfinite(beside_m):
            return Near(Cause.NOT_RESOLVED, cycle, radar, beside_m)
        if detected_s <= time_s:
            cause = Cause.CONFIRMED_TOO_LATE if np.isfinite(confirmed_s) else Cause.NOT_CONFIRMED
            return Near(cause, last, radar, float(confirmed_s - time_s))
        # in view for some cycles only, and not found in them: what closed the view for the rest
        return near or Near(Cause.NOT_FOUND, last, radar, float(detected_s - time_s))
    if len(working):
        near = last_near(bits, miss, last, working)
        if near is not None:
            closed = radars[lost | silent]
            saw = len(closed) and (bits[: last + 1][:, closed] == 0).any()
            if not saw:
                return near
    for unseeing, cause in ((lost, Cause.UNIT_LOST), (silent, Cause.SILENT)):
        rows = radars[unseeing]
        if len(rows) and (bits[: last + 1][:, rows] == 0).any():
            off = cause == Cause.SILENT
            cause = why_off(book, run, int(rows[0]), time_s) if off else cause
            return Near(cause, last, int(rows[0]), math.nan)
    return last_near(bits, miss, last, radars)


def view_too_short(
    book: Book, run: int, bits: Ints, miss: Floats, last: int, working: Ints, *, again: bool = False
) -> Near | None:
    """What had closed the view until it was too late for any track, even if every look had found the object.

    A track takes as many periods as it needs plots, less one; then delays of radar and link, and the shortest time of
    observation. None where there was time enough, or where nothing had closed the view; nor where it had been open
    before, unless asked for what closed it ``again``, after a track that did not last.
    """
    d = book.tables.defence
    time_s = (last + 1) * d.cycle_s
    begin = np.zeros(len(working), np.int64)
    for column, radar in enumerate(working):
        shut = np.flatnonzero(bits[: last + 1, radar] != 0)
        if len(shut) == 0:
            return None
        begin[column] = shut[-1] + 1
        if (begin[column] + 1) * d.cycle_s + shortest_s(book, run, int(radar)) <= time_s:
            return None
        if not again and np.isin(bits[: begin[column], radar], (0,)).any():
            return None  # it had been in view before
    first = int(begin.min())
    near = last_near(bits, miss, first - 1, working) if first > 0 else None
    return None if near is None else replace(near, also=(*near.also, Cause.CONFIRMED_TOO_LATE))


def shortest_s(book: Book, run: int, radar: int) -> float:
    """Shortest time [s] from a free view of a radar to an order: plots, delays of radar and link, observation."""
    d, draw = book.tables.defence, int(book.truth.draw_of_run[run])
    link = np.flatnonzero((d.links.radar == radar) & (d.links.command == d.radars.command[radar]))
    latency_s = float(d.links.latency_s[draw, link[0]]) if len(link) else 0.0
    # a radar that is told where to look is told in a cycle, of what has been watched already
    told = bool(d.radars.cued[radar])
    watched_s = 0.0 if told else float(d.commands.identification_time_s[draw, d.radars.command[radar]])
    needed_s = max((Settings().confirm_hits - 1) * float(d.radars.period_s[draw, radar]), watched_s)
    needed_s += latency_s + d.cycle_s if told else 0.0
    return needed_s + float(d.radars.processing_delay_s[draw, radar]) + latency_s


def _unsearched(limits: Limits, who: int, last: int, radars: Ints) -> Near:
    """No radar searched: only those that look where they are told could have seen it, if anybody had told them."""
    bits, miss = limits.seen(who)
    if len(radars) == 0:
        return Near(Cause.NO_CUE, last, -1, math.nan)
    could = (bits[: last + 1][:, radars] == 0).any(axis=1)
    if could.any():
        cycle = int(np.flatnonzero(could)[-1])
        return Near(Cause.NO_CUE, cycle, int(radars[np.flatnonzero(bits[cycle, radars] == 0)[0]]), math.nan)
    near = last_near(bits, miss, last, radars)
    nobody = Near(Cause.NO_CUE, last if near is None else near.cycle, -1 if near is None else near.unit, math.nan)
    return nobody if near is None else both(near, nobody)
