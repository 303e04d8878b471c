"""Why each leaker got through: the gate that blocked the last feasible opportunity of any battery.

An opportunity is a command cycle at which a round ordered then would, on the object's real path, have met it inside
the missile's envelope and in sector and sight of the engagement radar, before it arrived. The gate is what the book
noted for that battery at that cycle. When no gate was shut, rounds were on their way, and the cause is how they ended.
Before the picture, and without any opportunity, the limits on the true path speak (``before_orders``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gbad.attribution import _opportunity_kernel as numbers
from gbad.attribution.before_orders import BEFORE_ORDERS, before_picture, with_its_radar, without_opportunity
from gbad.attribution.gates import Near
from gbad.attribution.launchers import busy_for_s
from gbad.attribution.limits import Limits
from gbad.attribution.paths import paths_of
from gbad.attribution.unheld import lost_sight, unheld
from gbad.codes.causes import Cause
from gbad.messages import END_INTERCEPT, END_NONE, END_SUPPORT_LOST
from gbad.recorder.book import Book
from gbad.tables import Bools, Floats, Ints
from gbad.tables.bundles import fire_units, missile_envelope, radar_volume

MOST_SHOTS = 99  # a hovering target would otherwise take shots for ever


def opportunities(book: Book, draw: int, wanted: Bools) -> Bools:
    """``(cycles, batteries, objects)``: where the wanted objects could still have been reached. One draw."""
    if book.tables.stands:
        return _opportunities_by_stand(book, draw, wanted)
    tables, d = book.tables, book.tables.defence
    has_kind = np.zeros((len(d.batteries.id), len(d.interceptors.id)), np.bool_)
    has_kind[d.rounds.battery, d.rounds.interceptor] = True
    feasible = np.zeros((book.cycles, len(d.batteries.id), len(tables.objects.id)), np.bool_)
    numbers.chances(
        draw, d.cycle_s, wanted, tables.objects.target_class, paths_of(book.truth.trajectories),
        fire_units(d.batteries), missile_envelope(d.interceptors), has_kind, radar_volume(d.radars), feasible,
    )  # fmt: skip
    return feasible


def _opportunities_by_stand(book: Book, draw: int, wanted: Bools) -> Bools:
    """As :func:`opportunities`, from where everybody stood at each cycle."""
    cycle_s, stands = book.tables.defence.cycle_s, book.tables.stands
    at = np.array([book.tables.stand((c + 1) * cycle_s) for c in range(book.cycles)])
    feasible = np.zeros((book.cycles, len(book.tables.defence.batteries.id), len(book.tables.objects.id)), np.bool_)
    for row in np.unique(at):
        still = replace(book, tables=replace(book.tables, defence=stands[row].defence, stands=()))
        feasible[at == row] = opportunities(still, draw, wanted)[at == row]
    return feasible


def sequential_shots(book: Book, who: int, from_s: float) -> tuple[int, int]:
    """Shots that fit one after the other at an object on its real path: most of any battery, and that battery (-1).

    Order, reaction, flight to the meeting, assessment, next order; the best missile type each time; magazines full.
    First draw. This is the geometry's answer, not the fight's: nothing else competes for channels.
    """
    tables, d, paths = book.tables, book.tables.defence, paths_of(book.truth.trajectories)
    sites, reach, volume = fire_units(d.batteries), missile_envelope(d.interceptors), radar_volume(d.radars)
    target_class = int(tables.objects.target_class[who])
    best, where = 0, -1
    for battery in range(len(d.batteries.id)):
        now_s, shots = from_s, 0
        kinds = np.unique(d.rounds.interceptor[d.rounds.battery == battery])
        while shots < MOST_SHOTS:
            arrivals = [
                numbers.meeting(now_s, 0, 0, who, target_class, battery, int(k), paths, sites, reach, volume)
                for k in kinds
            ]
            arrival_s = min(arrivals, default=np.inf)
            if not np.isfinite(arrival_s):
                # out of reach or sight now; it may come into it
                now_s += d.cycle_s
                if now_s >= paths.plan_end_s[0, who]:
                    break
                continue
            shots += 1
            now_s = arrival_s + float(d.batteries.assessment_delay_s[0, battery])
        if shots > best:
            best, where = shots, battery
    return best, where


@dataclass(slots=True)
class Attribution:
    """Why the leakers of a batch got through. Arrays ``(runs, objects)``."""

    cause: Ints  # codes.causes.Cause; NONE where nothing leaked
    when_s: Floats  # [s] the last opportunity; nan where there never was one
    battery: Ints  # row of the battery that had it, -1 for none
    near: dict[tuple[int, int], Near]  # by run and object: the gate with its nearest miss
    last_round: dict[tuple[int, int], int]  # by run and object: row of the round that was on its way then


def causes(book: Book, leaked: Bools) -> tuple[Ints, np.ndarray, Ints]:
    """Cause, time of the last opportunity and its battery of every leaker, ``leaked (runs, objects)``."""
    found = attribute(book, leaked)
    return found.cause, found.when_s, found.battery


def attribute(book: Book, leaked: Bools) -> Attribution:
    """Why every leaker of a batch, ``leaked (runs, objects)``, got through."""
    found = Attribution(
        np.zeros(leaked.shape, np.int64), np.full(leaked.shape, np.nan), np.full(leaked.shape, -1, np.int64), {}, {}
    )
    if not book.hears("chain"):
        return found  # nobody noted which gates were shut
    for draw in np.unique(book.truth.draw_of_run):
        runs = np.flatnonzero(book.truth.draw_of_run == draw)
        wanted = leaked[runs].any(axis=0)
        if wanted.any():
            _attribute_draw(book, int(draw), runs, leaked, opportunities(book, int(draw), wanted), found)
    return found


def _attribute_draw(book: Book, draw: int, runs: Ints, leaked: Bools, feasible: Bools, found: Attribution) -> None:
    cycle_s = book.tables.defence.cycle_s
    any_battery = feasible.any(axis=1)
    limits = Limits(book, draw)
    for run in runs:
        for who in np.flatnonzero(leaked[run]):
            cycles = np.flatnonzero(any_battery[:, who])
            if len(cycles) == 0:
                _say(found, run, who, without_opportunity(book, limits, int(run), int(who)))
                continue
            gates_then, busy_s = with_launchers(book, int(run), int(who), feasible[:, :, who])
            last = _last_opportunity(gates_then, feasible[:, :, who], cycles)
            found.when_s[run, who] = (last + 1) * cycle_s
            # of several batteries with that last chance the one nearest to firing speaks
            batteries = np.flatnonzero(feasible[last, :, who])
            gates = gates_then[last, batteries]
            nearest = int(np.argmax(_NEARNESS[gates]))
            battery, gate = int(batteries[nearest]), int(gates[nearest])
            found.battery[run, who] = battery
            if gate == Cause.NONE:
                row = last_round_by(book, int(run), int(who), found.when_s[run, who])
                found.cause[run, who] = how_round_ended(book, int(run), int(who), row, float(found.when_s[run, who]))
                if row >= 0:
                    found.last_round[int(run), int(who)] = row
                    waited = waited_for(book, limits, int(run), int(who), row)
                    if waited is not None:
                        _say(found, run, who, waited)
                continue
            if gate == Cause.NOT_SHARED_IN_TIME and _was_shared(book, int(run), int(who), battery, last):
                # its track went on without plots: nothing came that a link could have told
                near = lost_sight(book, limits, int(run), int(who), last, battery)
                gate = gate if near is None or near.cause != Cause.JAMMED else int(Cause.TRACK_LOST)
            if gate in BEFORE_ORDERS:
                near = before_picture(book, limits, int(run), int(who), last, battery, Cause(gate))
            else:
                others = {Cause(int(g)) for g in gates} - {Cause(gate), Cause.NONE}
                late_s = float(busy_s[last, battery]) if gate == Cause.LAUNCHER_BUSY else np.nan
                near = Near(Cause(gate), last, battery, late_s, tuple(sorted(others)), of_battery=True)
            _say(found, run, who, with_its_radar(book, int(run), near, last, battery))


def with_launchers(book: Book, run: int, who: int, feasible: Bools) -> tuple[np.ndarray, Floats]:
    """Gates of the record ``(cycles, batteries)``, and how long [s] launchers were busy.

    Where a command held an object for out of reach, and no round could have met it any more from when on a launcher was
    free, its launchers were the gate.
    """
    gates = book.gate_log[run, :, :, who]
    outside = feasible & (gates[: len(feasible)] == Cause.OUTSIDE_EVERY_ENVELOPE)
    if not outside.any():
        return gates, np.zeros(gates.shape)
    busy_s = busy_for_s(book, run)
    d, gates = book.tables.defence, gates.copy()
    for cycle, battery in zip(*np.nonzero(outside & (busy_s > 0.0)), strict=True):
        then = cycle + int(np.ceil(busy_s[cycle, battery] / d.cycle_s))
        if not feasible[then:, battery].any():
            gates[cycle, battery] = Cause.LAUNCHER_BUSY
    return gates, busy_s


def _was_shared(book: Book, run: int, who: int, battery: int, cycle: int) -> bool:
    """Whether a battery's command had had an object in its picture before a cycle."""
    d = book.tables.defence
    return bool(book.shared_s[run, int(d.batteries.command[battery]), who] <= cycle * d.cycle_s)


def _say(found: Attribution, run: int, who: int, near: Near) -> None:
    found.cause[run, who] = near.cause
    found.near[int(run), int(who)] = near


# gates of the record, the nearest to firing last; what a command holds for out of reach is nearest to nothing
NEAREST = (
    Cause.OUTSIDE_EVERY_ENVELOPE, Cause.NEVER_IN_LINE_OF_SIGHT, Cause.NODE_DESTROYED_OR_SILENT, Cause.ECHO_TOO_WEAK,
    Cause.NOT_CONFIRMED, Cause.TRACK_LOST, Cause.NOT_SHARED_IN_TIME, Cause.NOT_IDENTIFIED, Cause.NOT_RANKED,
    Cause.UNIT_LOST, Cause.SILENT, Cause.NOT_HELD, Cause.LAUNCHER_BUSY, Cause.NO_CHANNEL, Cause.NO_ROUND,
    Cause.WITHHELD_BY_DOCTRINE, Cause.UNIT_MOVING, Cause.UNIT_TURNING, Cause.POST_LOST, Cause.NONE,
)  # fmt: skip
# place of each gate among them by its number, -1 for one that is none of them
_NEARNESS = np.array([NEAREST.index(Cause(g)) if g in NEAREST else -1 for g in range(max(Cause) + 1)])
# gates of the record from which on the command had asked whether the object could be reached
ASKED = (Cause.NONE, Cause.OUTSIDE_EVERY_ENVELOPE, Cause.LAUNCHER_BUSY, Cause.NO_CHANNEL, Cause.NO_ROUND)
DOUBTFUL_CYCLES = 5  # at the end of all opportunities a track's errors alone may say that it is too late


def _last_opportunity(gates: np.ndarray, feasible: Bools, cycles: Ints) -> int:
    """The last feasible cycle at which some battery did not already hold the object for out of reach.

    The command reckons on a track, not on truth: in the very last cycles it may think a meeting just impossible that
    truth would just allow. Such cycles speak only when there are no others, or when the command, whenever it asked, and
    for longer than that, held the object for out of reach. Both arrays are (cycles, batteries).
    """
    here = feasible[cycles]
    asked = here & np.isin(gates[cycles], ASKED)
    outside = here & (gates[cycles] == Cause.OUTSIDE_EVERY_ENVELOPE)
    if (asked == outside).all() and outside.any(axis=1).sum() > DOUBTFUL_CYCLES:
        return int(cycles[np.flatnonzero(outside.any(axis=1))[-1]])
    believed = cycles[(here & ~outside).any(axis=1)]
    return int(believed[-1] if len(believed) else cycles[-1])


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
