"""What stood before the picture, or in the way of every round: the cause of a leaker from the limits on its true path.

Rules. The gate that stood *alone* in the way the last time is the cause: opened by itself it would have let a radar see
the object, or a round meet it. Being too late speaks only when nothing else did. Where two limits or more were shut at
every moment, the cause is "several". What a radar could see well, and still was not tracked in time, is told apart by
how far it came: jammed, not detected, not confirmed, confirmed too late, lost.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from gbad.attribution import _gates_kernel as bit_of
from gbad.attribution.gates import Near, echoes, jammed, last_near, reached_bits, seen_bits
from gbad.codes.causes import Cause
from gbad.codes.units import GATE_OF, UnitKind, UnitState
from gbad.recorder.book import CONFIRMED, DETECTION, SHARED, Book, weak_snr_db
from gbad.tables import Bools, Floats, Ints
from gbad.tracking.tracker import Settings

# gates of the record that say only how far the chain came: what kept it there is asked on the true path
BEFORE_ORDERS = (
    Cause.NEVER_IN_LINE_OF_SIGHT, Cause.ECHO_TOO_WEAK, Cause.NOT_CONFIRMED, Cause.TRACK_LOST,
    Cause.NODE_DESTROYED_OR_SILENT,
)  # fmt: skip


class Limits:
    """Bits of one draw, worked out when an object is first asked about."""

    def __init__(self, book: Book, draw: int) -> None:
        self._book, self._draw = book, draw
        self._echoes: Floats | None = None
        self._seen: dict[int, tuple[Ints, Floats]] = {}
        self._out: dict[int, Near] = {}
        self._reached: dict[int, tuple[Ints, Floats]] = {}

    def seen(self, who: int) -> tuple[Ints, Floats]:
        """``(cycles, radars)`` and misses ``(cycles, radars, BITS)``."""
        if who not in self._seen:
            if self._echoes is None:
                self._echoes = echoes(self._book, self._draw)
            bits, miss = seen_bits(self._book, self._draw, self._only(who), self._echoes)
            self._seen[who] = bits[:, :, who], miss[:, :, who]
        return self._seen[who]

    def reached(self, who: int) -> tuple[Ints, Floats]:
        """``(cycles, batteries)`` and misses ``(cycles, batteries, BITS)``."""
        if who not in self._reached:
            bits, miss = reached_bits(self._book, self._draw, self._only(who))
            self._reached[who] = bits[:, :, who], miss[:, :, who]
        return self._reached[who]

    def out_of_reach(self, who: int) -> Near:
        """The gate in the way of every round; the same in every run, since paths are."""
        if who not in self._out:
            bits, miss = self.reached(who)
            last = self._book.cycles - 1
            near = last_near(bits, miss, last, np.arange(bits.shape[1]), ignore=1 << bit_of.TIME)
            self._out[who] = replace(near or Near(Cause.TOO_LATE_TO_REACH, last, 0, math.nan), of_battery=True)
        return self._out[who]

    def _only(self, who: int) -> Bools:
        wanted = np.zeros(len(self._book.tables.objects.id), np.bool_)
        wanted[who] = True
        return wanted


def without_opportunity(book: Book, limits: Limits, run: int, who: int) -> Near:
    """Cause of a leaker that no round could ever have met: out of reach; never seen by anybody; or both.

    What nobody saw had two gates before it, and where they are not one and the same the cause is SEVERAL.
    """
    d, last = book.tables.defence, book.cycles - 1
    unseen = None
    if np.isnan(book.first_s[run, who, DETECTION]):
        unseen = _unseen(book, limits, run, who, last, np.flatnonzero(~d.radars.cued))
    if len(d.batteries.id) == 0:
        return unseen or Near(Cause.NO_BATTERY, last, -1, math.nan)
    out = limits.out_of_reach(who)
    if unseen is None:
        return out
    if unseen.cause == out.cause or unseen.unit < 0:
        return unseen
    return Near(Cause.SEVERAL, min(unseen.cycle, out.cycle), unseen.unit, math.nan, _both(unseen, out))


def _both(one: Near, other: Near) -> tuple[Cause, ...]:
    """Gates that two views name, without those of any third unit that merely were shut as well."""
    named = {c for near in (one, other) for c in (near.also if near.cause == Cause.SEVERAL else (near.cause,))}
    return tuple(sorted(named))


def before_picture(book: Book, limits: Limits, run: int, who: int, last: int, battery: int, gate: Cause) -> Near:
    """Cause of a leaker whose last opportunity passed before its battery had a track to fire at."""
    d = book.tables.defence
    time_s = (last + 1) * d.cycle_s
    radar = int(d.batteries.radar[battery])
    ordered = _ordered_before(book, run, who, time_s)
    if book.truth.radar_end_s[run, radar] <= time_s:
        return Near(Cause.UNIT_LOST, last, radar, time_s - float(book.truth.radar_end_s[run, radar]))
    if _silent(book, run, np.array([radar]), time_s)[0]:
        return Near(why_off(book, run, radar, time_s), last, radar, math.nan)
    if gate == Cause.TRACK_LOST or ordered:
        return _lost_sight(book, limits, run, who, last, battery) or Near(Cause.TRACK_LOST, last, radar, math.nan)
    shared_s = book.first_s[run, who, SHARED]
    if shared_s <= time_s:
        # the command knew of it; its engagement radar did not hold it
        return _unheld(book, limits, run, who, last, radar)
    command = d.batteries.command[battery]
    mine = np.flatnonzero((d.radars.command == command) & ~d.radars.cued)
    near = _unseen(book, limits, run, who, last, mine)
    return near or Near(gate, last, radar, math.nan)


def _lost_sight(book: Book, limits: Limits, run: int, who: int, last: int, battery: int) -> Near | None:
    """Why every searching radar had lost an object that it tracked before; None where one could still see it."""
    d = book.tables.defence
    time_s = (last + 1) * d.cycle_s
    mine = np.flatnonzero((d.radars.command == d.batteries.command[battery]) & ~d.radars.cued)
    if len(mine) == 0:
        return None
    lost, silent = book.truth.radar_end_s[run, mine] <= time_s, _silent(book, run, mine, time_s)
    bits, miss = limits.seen(who)
    working = mine[~lost & ~silent]
    if len(working) == 0:
        if lost.any():
            gone = int(mine[np.flatnonzero(lost)[0]])
            return Near(Cause.UNIT_LOST, last, gone, time_s - float(book.truth.radar_end_s[run, gone]))
        return Near(why_off(book, run, int(mine[0]), time_s), last, int(mine[0]), math.nan)
    if not (bits[last, working] > 0).all():
        return None
    near = last_near(bits[last : last + 1], miss[last : last + 1], 0, working)
    return None if near is None else replace(near, cycle=last, also=(*near.also, Cause.TRACK_LOST))


def _ordered_before(book: Book, run: int, who: int, time_s: float) -> bool:
    shots = book.shots
    assert shots is not None
    return bool(((shots.aimed_at[run] == who) & (shots.order_s[run] <= time_s) & (shots.status[run] > 0)).any())


def _unheld(book: Book, limits: Limits, run: int, who: int, last: int, radar: int) -> Near:
    bits, miss = limits.seen(who)
    near = last_near(bits, miss, last, np.array([radar]))
    time_s = (last + 1) * book.tables.defence.cycle_s
    if near is not None and near.cycle == last:
        return near
    closed = _view_too_short(book, run, bits, miss, last, np.array([radar]))
    if closed is not None:
        return closed
    if _is_jammed(book, run, who, radar, time_s):
        return Near(Cause.JAMMED, last, radar, math.nan)
    return Near(Cause.CONFIRMED_TOO_LATE, last, radar, math.nan)


def _unseen(book: Book, limits: Limits, run: int, who: int, last: int, searching: Ints) -> Near | None:
    """What kept the searching radars, by row, from a track of an object up to a cycle."""
    d, truth = book.tables.defence, book.truth
    time_s = (last + 1) * d.cycle_s
    if len(searching) == 0:
        return _unsearched(limits, who, last, np.flatnonzero(d.radars.command >= 0))
    lost = truth.radar_end_s[run, searching] <= time_s
    silent = _silent(book, run, searching, time_s)
    detected_s, confirmed_s = book.first_s[run, who, DETECTION], book.first_s[run, who, CONFIRMED]
    bits, miss = limits.seen(who)
    working = searching[~lost & ~silent]
    open_cycles = np.flatnonzero((bits[: last + 1][:, working] == 0).any(axis=1)) if len(working) else np.zeros(0, int)
    if len(open_cycles):
        # it could be seen, and well
        cycle = int(open_cycles[-1])
        radar = int(working[np.flatnonzero(bits[cycle, working] == 0)[0]])
        if _is_jammed(book, run, who, radar, (cycle + 1) * d.cycle_s):
            return Near(Cause.JAMMED, cycle, radar, math.nan)
        closed = _view_too_short(book, run, bits, miss, last, working)
        if closed is not None:
            return closed
        near = last_near(bits, miss, last, working)
        if detected_s <= time_s or near is None:
            late_s = confirmed_s - time_s
            cause = Cause.CONFIRMED_TOO_LATE if np.isfinite(confirmed_s) or near is None else Cause.NOT_CONFIRMED
            return Near(cause, last, radar, float(late_s))
        # in view for some cycles only, and not found in them: what closed the view for the rest
        return near
    if len(working):
        near = last_near(bits, miss, last, working)
        if near is not None:
            closed = searching[lost | silent]
            saw = len(closed) and (bits[: last + 1][:, closed] == 0).any()
            if not saw:
                return near
    for unseeing, cause in ((lost, Cause.UNIT_LOST), (silent, Cause.SILENT)):
        rows = searching[unseeing]
        if len(rows) and (bits[: last + 1][:, rows] == 0).any():
            off = cause == Cause.SILENT
            cause = why_off(book, run, int(rows[0]), time_s) if off else cause
            return Near(cause, last, int(rows[0]), math.nan)
    return last_near(bits, miss, last, searching)


def _view_too_short(book: Book, run: int, bits: Ints, miss: Floats, last: int, working: Ints) -> Near | None:
    """What had closed the view until it was too late for any track, even if every look had found the object.

    A track takes as many periods as it needs plots, less one; then delays of radar and link, and the shortest time of
    observation. None where there was time enough, or where nothing had closed the view.
    """
    d, draw = book.tables.defence, int(book.truth.draw_of_run[run])
    time_s = (last + 1) * d.cycle_s
    periods = Settings().confirm_hits - 1
    begin = np.zeros(len(working), np.int64)
    for column, radar in enumerate(working):
        shut = np.flatnonzero(bits[: last + 1, radar] != 0)
        if len(shut) == 0:
            return None
        begin[column] = shut[-1] + 1
        link = np.flatnonzero((d.links.radar == radar) & (d.links.command == d.radars.command[radar]))
        latency_s = float(d.links.latency_s[draw, link[0]]) if len(link) else 0.0
        # a radar that is told where to look is told in a cycle, of what has been watched already
        told = bool(d.radars.cued[radar])
        watched_s = 0.0 if told else float(d.commands.identification_time_s[draw, d.radars.command[radar]])
        needed_s = max(periods * float(d.radars.period_s[draw, radar]), watched_s)
        needed_s += latency_s + d.cycle_s if told else 0.0
        needed_s += float(d.radars.processing_delay_s[draw, radar]) + latency_s
        if (begin[column] + 1) * d.cycle_s + needed_s <= time_s:
            return None
        if np.isin(bits[: begin[column], radar], (0,)).any():
            return None  # it had been in view before
    first = int(begin.min())
    near = last_near(bits, miss, first - 1, working) if first > 0 else None
    return None if near is None else replace(near, also=(*near.also, Cause.CONFIRMED_TOO_LATE))


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
    if near is None:
        return Near(Cause.NO_CUE, last, -1, math.nan)
    return replace(near, also=(*near.also, Cause.NO_CUE))


def _silent(book: Book, run: int, radars: Ints, time_s: float) -> Bools:
    spans = book.tables.defence.radars.silent_s[book.truth.draw_of_run[run], radars]
    found: Bools = np.any((spans[:, :, 0] <= time_s) & (time_s < spans[:, :, 1]), axis=1)
    return found


def why_off(book: Book, run: int, radar: int, time_s: float) -> Cause:
    """What a radar that sends nothing was doing: by its timetable, or silent."""
    units, draw = book.tables.defence.units, int(book.truth.draw_of_run[run])
    mine = (units.kind == UnitKind.RADAR) & (units.row == radar)
    now = np.flatnonzero(mine & (units.from_s[draw] <= time_s) & (time_s < units.to_s[draw]))
    return GATE_OF[UnitState(int(units.state[now[0]]))] if len(now) else Cause.SILENT


def _is_jammed(book: Book, run: int, who: int, radar: int, time_s: float) -> bool:
    draw = int(book.truth.draw_of_run[run])
    weak_db = float(weak_snr_db(book.tables.defence.radars.pfa)[draw, radar])
    return jammed(book, run, who, radar, time_s, weak_db)
