"""Why each leaker got through: the gate that blocked the last feasible opportunity of any battery.

An opportunity is a command cycle at which a round ordered then would, on the object's real path, have met it inside
the missile's envelope and in sector and sight of the engagement radar, before it arrived. The gate is what the book
noted for that battery at that cycle. When no gate was shut, rounds were on their way, and the cause is how they ended.
Before the picture, and without any opportunity, the limits on the true path speak (``before_orders``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.attribution.before_orders import BEFORE_ORDERS, before_picture, with_its_radar, without_opportunity
from gbad.attribution.gates import Near
from gbad.attribution.last_opportunity import NEARNESS, last_opportunity, with_launchers
from gbad.attribution.launchers import Launchers
from gbad.attribution.limits import Limits
from gbad.attribution.opportunities import opportunities
from gbad.attribution.round_ends import how_round_ended, last_round_by, waited_for
from gbad.attribution.unheld import lost_sight
from gbad.codes.causes import Cause
from gbad.recorder.book import Book
from gbad.tables import Bools, Floats, Ints


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
    limits, launchers = Limits(book, draw), Launchers(book)
    for run in runs:
        for who in np.flatnonzero(leaked[run]):
            cycles = np.flatnonzero(any_battery[:, who])
            if len(cycles) == 0:
                _say(found, run, who, without_opportunity(book, limits, int(run), int(who)))
                continue
            gates_then, busy_s = with_launchers(book, int(run), int(who), feasible[:, :, who], launchers)
            last = last_opportunity(gates_then, feasible[:, :, who], cycles)
            found.when_s[run, who] = (last + 1) * cycle_s
            # of several batteries with that last chance the one nearest to firing speaks
            batteries = np.flatnonzero(feasible[last, :, who])
            gates = gates_then[last, batteries]
            nearest = int(np.argmax(NEARNESS[gates]))
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


def _was_shared(book: Book, run: int, who: int, battery: int, cycle: int) -> bool:
    """Whether a battery's command had had an object in its picture before a cycle."""
    d = book.tables.defence
    return bool(book.shared_s[run, int(d.batteries.command[battery]), who] <= cycle * d.cycle_s)


def _say(found: Attribution, run: int, who: int, near: Near) -> None:
    found.cause[run, who] = near.cause
    found.near[int(run), int(who)] = near
