"""Is the cause the cause? The same battle with its gate opened from when it first shut, other orders decided anew.

On the same dice once, which tells the next stage and the fate; and with all dice after that moment thrown anew, which
tells in what share it is killed. Where no single opening lifts that share by 0.3, pairs are tried, and the cause is
said to be several. What was missed, swapped or falsely reported is a matter of dice: by redraws only. On real ground
gates of place (where a radar looks, what hides, what is lost) are told and not opened.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gbad.attribution.interventions import CONFIRMED, DETECTED, IN_REACH, MET, ORDERED, SHARED
from gbad.codes.causes import Cause
from gbad.errors import InputError
from gbad.recorder.book import CONFIRMED as CONFIRMED_ROW
from gbad.recorder.book import DETECTION, HELD, IDENTIFIED, RANKED, SAW, Book, first_by
from gbad.recorder.book import SHARED as SHARED_ROW
from gbad.simulation.opening import Gate, gate_of
from gbad.simulation.prepare import Prepared
from gbad.simulation.replay import Replay
from gbad.terrain import is_fictional

REDRAWS = 64
LIFT = 0.3  # [1] by which an opening must raise the share killed to count as the cause
MOST_PAIRS = 6
# stages that the book notes, of whichever command
_COLUMN = {
    DETECTED: DETECTION, CONFIRMED: CONFIRMED_ROW, SHARED: SHARED_ROW, "identified": IDENTIFIED, "ranked": RANKED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opened:
    """What followed when one gate, or two, were opened."""

    gates: tuple[Gate, ...]
    reached: bool  # the expected stage of the last gate followed, on the same dice and in time
    killed: bool  # on the same dice
    next_cause: Cause  # what stopped the defence then; NONE where it was killed
    share: float  # [1] killed, with dice thrown anew
    share_was: float  # [1] the same with nothing opened

    @property
    def helps(self) -> bool:
        """Whether it lifts the share enough to be the cause."""
        return self.share - self.share_was >= LIFT - 1e-9


@dataclass(frozen=True, slots=True)
class Rerun:
    """All that was tried for one leaker. ``verdict``: confirmed, several, chance, place or unopened."""

    threat: str
    cause: Cause
    verdict: str
    tried: tuple[Opened, ...]
    helping: Opened | None  # what lifted the share enough
    share_was: float  # [1] killed with dice thrown anew and nothing opened; nan where that was not played
    redraws: int


def rerun(ready: Prepared, threat: str, *, seed: int, run: int = 0, redraws: int = REDRAWS) -> Rerun:
    """Open the gate that the cause of a leaker names, and others where that does not help.

    Raises ``InputError`` for an object that is not there or did not get through.
    """
    ids = ready.tables.objects.id
    rows = np.flatnonzero(ids == threat)
    if len(rows) == 0:
        raise InputError(f"{threat}: no object of that id; there are {', '.join(ids.tolist()[:20])}")
    if redraws < 1:
        raise InputError(f"redraws {redraws}: at least 1 is needed")
    replay = Replay(ready, seed, run, int(rows[0]))
    cause = replay.cause
    if cause == Cause.NONE:
        raise InputError(f"{threat}, run {run}: did not get through; there is no gate to open")
    return _judged(replay, threat, redraws)


def _judged(replay: Replay, threat: str, redraws: int) -> Rerun:
    cause, shown = replay.cause, _real_ground(replay.ready)
    tried: list[Opened] = []

    def told(verdict: str, helping: Opened | None = None, share_was: float = math.nan) -> Rerun:
        return Rerun(threat, cause, verdict, tuple(tried), helping, share_was, redraws)

    gate = gate_of(replay.ready, replay.who, replay.book, replay.found, cause)
    if gate is not None and gate.line.redraws_only:
        return told("chance", share_was=replay.share_as_it_was(gate.from_s, redraws))
    if shown and gate is not None and gate.line.place:
        return told("place")
    singles = list(_singles(replay, gate, shown))
    for single in singles:
        tried.append(opened(replay, (single,), redraws))
        if tried[-1].helps:
            return told("confirmed" if single is gate else "several", tried[-1], tried[-1].share_was)
    if not tried:
        return told("place" if shown and cause == Cause.SEVERAL else "unopened")
    if min(each.share_was for each in tried) > 1.0 - LIFT:
        return told("chance", share_was=tried[0].share_was)
    for pair in itertools.islice(_pairs(replay, singles, shown), MOST_PAIRS):
        tried.append(opened(replay, pair, redraws))
        if tried[-1].helps:
            return told("several", tried[-1], tried[-1].share_was)
    return told("several", share_was=tried[0].share_was)


def _real_ground(ready: Prepared) -> bool:
    return not is_fictional(ready.terrain)


def _singles(replay: Replay, gate: Gate | None, real_ground: bool) -> Iterator[Gate]:
    """The gate of the cause first, then those that were shut at the same moment."""
    if gate is not None:
        yield gate
    near = replay.found.near.get((0, replay.who))
    for other in near.also if near is not None else ():
        found = gate_of(replay.ready, replay.who, replay.book, replay.found, other)
        if found is not None and not found.line.redraws_only and not (real_ground and found.line.place):
            yield found


def _pairs(replay: Replay, singles: list[Gate], real_ground: bool) -> Iterator[tuple[Gate, ...]]:
    """With each single the gate that stopped the defence behind it; then the singles by twos."""
    for single in singles:
        book = replay.played((single,))
        found = replay.attributed(book)
        behind = gate_of(replay.ready, replay.who, book, found, Cause(int(found.cause[0, replay.who])))
        if behind is None or behind.line.redraws_only or (real_ground and behind.line.place):
            continue
        if (behind.line.cause, behind.at.radar) != (single.line.cause, single.at.radar):
            yield (single, behind)
    yield from itertools.combinations(singles, 2)


def opened(replay: Replay, gates: tuple[Gate, ...], redraws: int) -> Opened:
    """Play with gates opened: once on the same dice, and redrawn."""
    book = replay.played(gates)
    from_s = min(gate.from_s for gate in gates)
    return Opened(
        gates, reached(replay, book, gates[-1]), bool(book.truth.killed[0, replay.who]),
        Cause(int(replay.attributed(book).cause[0, replay.who])), replay.share(gates, redraws),
        replay.share_as_it_was(from_s, redraws),
    )  # fmt: skip


def reached(replay: Replay, book: Book, gate: Gate) -> bool:
    """Whether the stage expected behind a gate followed, earlier than it had and in time for the last opportunity."""
    who, expected = replay.who, gate.line.expected
    if book.truth.killed[0, who]:
        return True
    last_s = float(replay.found.when_s[0, who])
    until_s = last_s if math.isfinite(last_s) else math.inf
    if expected in _COLUMN:
        was_s, now_s = (_first_s(each, who, expected, gate.at.command) for each in (replay.book, book))
        if now_s <= until_s and not was_s <= now_s:
            return True
        # a stage that had come before, and was gone again: does the chain go farther at the last opportunity?
        return math.isfinite(last_s) and _how_far(replay, book, last_s) > _how_far(replay, replay.book, last_s)
    counted = {MET: rounds_that_met, ORDERED: rounds_ordered, IN_REACH: cycles_in_reach}[expected]
    return counted(book, who) > counted(replay.book, who)


def _first_s(book: Book, who: int, stage: str, command: int) -> float:
    """[s] when an object first came to a stage: at a command's own radars and post, where that is noted."""
    if stage == SHARED:
        return float(book.shared_s[0, command, who])
    if stage in (DETECTED, CONFIRMED):
        mine = np.flatnonzero(book.tables.defence.radars.command == command)
        return first_by(book, 0, who, SAW if stage == DETECTED else HELD, mine)
    return float(book.first_s[0, who, _COLUMN[stage]])


# gates of the record in the order of the chain
_CHAIN = (
    (Cause.NEVER_IN_LINE_OF_SIGHT, Cause.NODE_DESTROYED_OR_SILENT, Cause.ECHO_TOO_WEAK),
    (Cause.NOT_CONFIRMED, Cause.TRACK_LOST), (Cause.NOT_SHARED_IN_TIME,), (Cause.NOT_IDENTIFIED,), (Cause.NOT_RANKED,),
    (Cause.UNIT_MOVING, Cause.UNIT_TURNING, Cause.POST_LOST, Cause.UNIT_LOST, Cause.SILENT),
    (Cause.NOT_HELD,), (Cause.OUTSIDE_EVERY_ENVELOPE,),
    (Cause.NO_ROUND, Cause.NO_CHANNEL, Cause.WITHHELD_BY_DOCTRINE), (Cause.NONE,),
)  # fmt: skip


def _how_far(replay: Replay, book: Book, time_s: float) -> int:
    """How far along the chain an object had come in a cycle of a course, by the gate at the battery of the story."""
    cycle = round(time_s / book.tables.defence.cycle_s) - 1
    gate = book.gate_log[0, cycle, int(replay.found.battery[0, replay.who]), replay.who]
    return next(row for row, gates in enumerate(_CHAIN) if gate in gates)


def rounds_ordered(book: Book, who: int) -> int:
    """Rounds ordered at an object in the first run of a batch."""
    return sum(
        int(((orders.run == 0) & (rows == who)).sum())
        for orders, rows in zip(book.orders, book.order_objects, strict=True)
    )


def cycles_in_reach(book: Book, who: int) -> int:
    """Command cycles and batteries in the first run of a batch at which a round could be ordered, or was."""
    gates = book.gate_log[0, : book.cycles, :, who]
    now_s = (np.arange(book.cycles) + 1) * book.tables.defence.cycle_s
    # a hostile that is spared by doctrine has not been reckoned with at all
    allowed = (book.first_s[0, who, IDENTIFIED] <= now_s)[:, None]
    waiting = np.isin(gates, (Cause.NO_CHANNEL, Cause.NO_ROUND)) | ((gates == Cause.WITHHELD_BY_DOCTRINE) & allowed)
    return int(waiting.sum()) + rounds_ordered(book, who)


def rounds_that_met(book: Book, who: int) -> int:
    """Rounds that met an object before its end in the first run of a batch."""
    shots = book.shots
    assert shots is not None
    met = (shots.target[0] == who) & np.isfinite(shots.miss_distance_m[0])
    return int((met & (shots.end_s[0] <= book.truth.end_s[0, who])).sum())
