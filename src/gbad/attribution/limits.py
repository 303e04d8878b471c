"""What stood before the picture, or in the way of every round: the cause of a leaker from the limits on its true path.

Rules. The gate that stood *alone* in the way the last time is the cause: opened by itself it would have let a radar see
the object, or a round meet it. Being too late speaks only when nothing else did. Where two limits or more were shut at
every moment, the cause is "several". What a radar could see well, and still was not tracked in time, is told apart by
how far it came: jammed, one plot with a neighbour, not detected, not confirmed, confirmed too late, lost.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from gbad.attribution import _gates_kernel as bit_of
from gbad.attribution.gates import CAUSE_OF_BIT, Near, echoes, jammed, last_near, reached_bits, seen_bits
from gbad.attribution.neighbours import nearest_in_its_cell
from gbad.codes.causes import Cause
from gbad.codes.units import GATE_OF, UnitKind, UnitState
from gbad.recorder.book import CONFIRMED, DETECTION, RANKED, SHARED, Book, weak_snr_db
from gbad.tables import Bools, Defence, Floats, Ints
from gbad.tracking.tracker import Settings

# gates of the record that say only how far the chain came: what kept it there is asked on the true path
BEFORE_ORDERS = (
    Cause.NEVER_IN_LINE_OF_SIGHT, Cause.ECHO_TOO_WEAK, Cause.NOT_CONFIRMED, Cause.TRACK_LOST,
    Cause.NODE_DESTROYED_OR_SILENT, Cause.NOT_HELD,
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
            near = near or Near(Cause.TOO_LATE_TO_REACH, last, 0, math.nan)
            parts = tuple(replace(part, of_battery=True) for part in near.parts)
            self._out[who] = replace(near, of_battery=True, parts=parts)
        return self._out[who]

    def _only(self, who: int) -> Bools:
        wanted = np.zeros(len(self._book.tables.objects.id), np.bool_)
        wanted[who] = True
        return wanted


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


def searching(d: Defence, command: int = -1) -> Ints:
    """Rows of the radars, of a command or of all, that search and can confirm a track.

    Sensors of bearings alone start no track: they count only where nothing else searches.
    """
    search = ~d.radars.cued if command < 0 else ~d.radars.cued & (d.radars.command == command)
    alone = search & ~d.radars.passive
    return np.flatnonzero(alone if alone.any() else search)


def _there(book: Book, run: int, who: int) -> Ints:
    """Command cycles at which an object was there; the first of all where it was at none."""
    t, draw = book.truth.trajectories, int(book.truth.draw_of_run[run])
    start_s = float(t.start_s[min(draw, t.start_s.shape[0] - 1), who])
    now_s = (np.arange(book.cycles) + 1) * book.tables.defence.cycle_s
    there = np.flatnonzero((now_s >= start_s) & (now_s <= book.truth.end_s[run, who]))
    return there if len(there) else np.zeros(1, np.int64)


# gates of the record behind all stages before an order
CLEAR_DB = 15.0  # [dB] above a weak echo: found in nine looks of ten
RANKED_THEN = (Cause.NONE, Cause.NOT_HELD, Cause.OUTSIDE_EVERY_ENVELOPE, Cause.NO_CHANNEL, Cause.NO_ROUND)
NOT_SO_FAR = (
    Cause.NOT_SHARED_IN_TIME, Cause.NOT_IDENTIFIED, Cause.NOT_RANKED, Cause.WITHHELD_BY_DOCTRINE,
    Cause.UNIT_MOVING, Cause.UNIT_TURNING, Cause.POST_LOST,
)  # fmt: skip


def _never_so_far(book: Book, limits: Limits, run: int, who: int) -> Near | None:
    """The gate before the first stage, of those before any order, that an object had not come to; None if it had.

    Asked at the command of the battery that was nearest to reaching it, for what another knows does not help there; and
    at the moment at which it was nearest, for what came later was of no use either.
    """
    d, there = book.tables.defence, _there(book, run, who)
    everybody = searching(d)
    if len(d.batteries.id) == 0:
        unseen = np.isnan(book.first_s[run, who, DETECTION])
        return _unseen(book, limits, run, who, int(there[-1]), everybody) if unseen else None
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
        return _lost_sight(book, limits, run, who, cycle, battery) or lost
    mine = searching(d, int(d.batteries.command[battery]))
    return _unseen(book, limits, run, who, cycle, mine if len(mine) else everybody)


def with_its_radar(book: Book, run: int, near: Near, cycle: int, battery: int) -> Near:
    """A gate, and with it the battery's own radar where that was silent or lost at that cycle.

    Where that radar's loss is all that the gate says, it stays alone. What a command held for out of reach stands
    beside it: it is no gate of its own for a battery that cannot see.
    """
    time_s = (cycle + 1) * book.tables.defence.cycle_s
    gone = _radar_gone(book, run, int(book.tables.defence.batteries.radar[battery]), cycle, time_s)
    if gone is None or gone.cause in (near.cause, *(part.cause for part in near.parts)):
        return near
    if near.cause == Cause.OUTSIDE_EVERY_ENVELOPE:
        return replace(gone, also=(near.cause,))
    return both(near, gone)


def _radar_gone(book: Book, run: int, radar: int, cycle: int, time_s: float) -> Near | None:
    if book.truth.radar_end_s[run, radar] <= time_s:
        return Near(Cause.UNIT_LOST, cycle, radar, time_s - float(book.truth.radar_end_s[run, radar]))
    if _silent(book, run, np.array([radar]), time_s)[0]:
        return Near(why_off(book, run, radar, time_s), cycle, radar, math.nan)
    return None


def _means_gone(book: Book, run: int, near: Near) -> tuple[Cause, ...]:
    """Whether rounds or channels of a battery were gone as well at the moment of a gate of reach."""
    if near.unit < 0 or not near.of_battery:
        return ()
    d = book.tables.defence
    ready, targets, missiles = (int(count) for count in book.busy_log[run, near.cycle, near.unit])
    full = targets >= d.batteries.target_channels[near.unit] or missiles >= d.batteries.missile_channels[near.unit]
    return ((Cause.NO_ROUND,) if ready == 0 else ()) + ((Cause.NO_CHANNEL,) if full else ())


def both(one: Near, other: Near) -> Near:
    """Two views of one leaker, none of whose gates would have been enough alone."""
    parts = [part for near in (one, other) for part in (near.parts if near.cause == Cause.SEVERAL else (near,))]
    # one gate once, as the first view says it
    parts = [part for row, part in enumerate(parts) if part.cause not in [each.cause for each in parts[:row]]]
    causes = tuple(sorted(part.cause for part in parts))
    return Near(Cause.SEVERAL, min(one.cycle, other.cycle), one.unit, math.nan, causes, parts=tuple(parts))


def before_picture(book: Book, limits: Limits, run: int, who: int, last: int, battery: int, gate: Cause) -> Near:
    """Cause of a leaker whose last opportunity passed before its battery had a track to fire at."""
    d = book.tables.defence
    time_s = (last + 1) * d.cycle_s
    radar = int(d.batteries.radar[battery])
    ordered = _ordered_before(book, run, who, time_s)
    gone = _radar_gone(book, run, radar, last, time_s)
    if gate == Cause.TRACK_LOST or ordered:
        lost = gone or Near(Cause.TRACK_LOST, last, radar, math.nan)
        return _lost_sight(book, limits, run, who, last, battery) or lost
    if gate == Cause.NOT_HELD:
        # the command knew of it; its engagement radar did not hold it
        return gone or _unheld(book, limits, run, who, last, radar)
    command = d.batteries.command[battery]
    mine = searching(d, int(command))
    near = _unseen(book, limits, run, who, last, mine)
    return near or Near(gate, last, radar, math.nan)


def _lost_sight(book: Book, limits: Limits, run: int, who: int, last: int, battery: int) -> Near | None:
    """Why every searching radar had lost an object that it tracked before; None where one could still see it."""
    d = book.tables.defence
    time_s = (last + 1) * d.cycle_s
    mine = searching(d, int(d.batteries.command[battery]))
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
    if _is_jammed(book, run, who, radar, time_s) or _is_jammed(book, run, who, radar, time_s, CLEAR_DB):
        return Near(Cause.JAMMED, last, radar, math.nan)
    d = book.tables.defence
    needed_s = _needed_s(book, run, radar)
    if time_s - book.first_s[run, who, SHARED] < needed_s:
        # it was told too late where to look: what had kept those that search?
        mine = searching(d, int(d.radars.command[radar]))
        earlier = last - math.ceil(needed_s / d.cycle_s)
        near = _unseen(book, limits, run, who, earlier, mine) if len(mine) and earlier >= 0 else None
        if near is not None:
            return near
    beside_m = nearest_in_its_cell(book, run, who, radar, np.flatnonzero(bits[: last + 1, radar] == 0))
    if math.isfinite(beside_m):
        return Near(Cause.NOT_RESOLVED, last, radar, beside_m)
    return Near(Cause.CONFIRMED_TOO_LATE, last, radar, math.nan)


def unheld(book: Book, limits: Limits, run: int, who: int, last: int, battery: int) -> Near | None:
    """What kept the radar of a battery from holding an object at a cycle for a round in its tube; None for nothing."""
    radar, time_s = int(book.tables.defence.batteries.radar[battery]), (last + 1) * book.tables.defence.cycle_s
    gone = _radar_gone(book, run, radar, last, time_s)
    if gone is not None:
        return gone
    bits, miss = limits.seen(who)
    near = last_near(bits, miss, last, np.array([radar]))
    if near is not None and near.cycle == last:
        return near
    jams = _is_jammed(book, run, who, radar, time_s) or _is_jammed(book, run, who, radar, time_s, CLEAR_DB)
    return Near(Cause.JAMMED, last, radar, math.nan) if jams else None


def _unseen(book: Book, limits: Limits, run: int, who: int, last: int, radars: Ints) -> Near | None:
    """What kept the searching radars, by row, from a track of an object up to a cycle; jamming at that moment too."""
    near = _out_of_view(book, limits, run, who, last, radars)
    if near is None or near.unit < 0 or near.cause not in CAUSE_OF_BIT:
        return near
    if _is_jammed(book, run, who, near.unit, (near.cycle + 1) * book.tables.defence.cycle_s):
        return both(near, Near(Cause.JAMMED, near.cycle, near.unit, math.nan))
    return near


def _out_of_view(book: Book, limits: Limits, run: int, who: int, last: int, radars: Ints) -> Near | None:
    d, truth = book.tables.defence, book.truth
    time_s = (last + 1) * d.cycle_s
    if len(radars) == 0:
        return _unsearched(limits, who, last, np.flatnonzero(d.radars.command >= 0))
    lost = truth.radar_end_s[run, radars] <= time_s
    silent = _silent(book, run, radars, time_s)
    detected_s, confirmed_s = book.first_s[run, who, DETECTION], book.first_s[run, who, CONFIRMED]
    bits, miss = limits.seen(who)
    working = radars[~lost & ~silent]
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
        if _is_jammed(book, run, who, radar, (cycle + 1) * d.cycle_s, CLEAR_DB):
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


def _view_too_short(book: Book, run: int, bits: Ints, miss: Floats, last: int, working: Ints) -> Near | None:
    """What had closed the view until it was too late for any track, even if every look had found the object.

    A track takes as many periods as it needs plots, less one; then delays of radar and link, and the shortest time of
    observation. None where there was time enough, or where nothing had closed the view.
    """
    d = book.tables.defence
    time_s = (last + 1) * d.cycle_s
    begin = np.zeros(len(working), np.int64)
    for column, radar in enumerate(working):
        shut = np.flatnonzero(bits[: last + 1, radar] != 0)
        if len(shut) == 0:
            return None
        begin[column] = shut[-1] + 1
        if (begin[column] + 1) * d.cycle_s + _needed_s(book, run, int(radar)) <= time_s:
            return None
        if np.isin(bits[: begin[column], radar], (0,)).any():
            return None  # it had been in view before
    first = int(begin.min())
    near = last_near(bits, miss, first - 1, working) if first > 0 else None
    return None if near is None else replace(near, also=(*near.also, Cause.CONFIRMED_TOO_LATE))


def _needed_s(book: Book, run: int, radar: int) -> float:
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


def _is_jammed(book: Book, run: int, who: int, radar: int, time_s: float, above_db: float = 0.0) -> bool:
    """Whether jamming alone keeps an echo from being so much stronger [dB] than a weak one."""
    draw = int(book.truth.draw_of_run[run])
    weak_db = float(weak_snr_db(book.tables.defence.radars.pfa)[draw, radar])
    return jammed(book, run, who, radar, time_s, weak_db + above_db)
