"""Which of an object's opportunities speaks: the last one that the command had not written off."""

from __future__ import annotations

import numpy as np

from gbad.attribution.launchers import Launchers
from gbad.codes.causes import Cause
from gbad.recorder.book import Book
from gbad.tables import Bools, Floats, Ints

# gates of the record, the nearest to firing last; what a command holds for out of reach is nearest to nothing
NEAREST = (
    Cause.OUTSIDE_EVERY_ENVELOPE, Cause.NEVER_IN_LINE_OF_SIGHT, Cause.NODE_DESTROYED_OR_SILENT, Cause.ECHO_TOO_WEAK,
    Cause.NOT_CONFIRMED, Cause.TRACK_LOST, Cause.NOT_SHARED_IN_TIME, Cause.NOT_IDENTIFIED, Cause.NOT_RANKED,
    Cause.UNIT_LOST, Cause.SILENT, Cause.NOT_HELD, Cause.LAUNCHER_BUSY, Cause.NO_CHANNEL, Cause.NO_ROUND,
    Cause.WITHHELD_BY_DOCTRINE, Cause.UNIT_MOVING, Cause.UNIT_TURNING, Cause.POST_LOST, Cause.NONE,
)  # fmt: skip
# place of each gate among them by its number, -1 for one that is none of them
NEARNESS = np.array([NEAREST.index(Cause(g)) if g in NEAREST else -1 for g in range(max(Cause) + 1)])
# gates of the record from which on the command had asked whether the object could be reached
ASKED = (Cause.NONE, Cause.OUTSIDE_EVERY_ENVELOPE, Cause.LAUNCHER_BUSY, Cause.NO_CHANNEL, Cause.NO_ROUND)
DOUBTFUL_CYCLES = 5  # at the end of all opportunities a track's errors alone may say that it is too late


def last_opportunity(gates: np.ndarray, feasible: Bools, cycles: Ints) -> int:
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


def with_launchers(book: Book, run: int, who: int, feasible: Bools, launchers: Launchers) -> tuple[np.ndarray, Floats]:
    """Gates of the record ``(cycles, batteries)``, and how long [s] launchers were busy.

    Where a command held an object for out of reach, and no round could have met it any more from when on a launcher was
    free, its launchers were the gate.
    """
    gates = book.gate_log[run, :, :, who]
    outside = feasible & (gates[: len(feasible)] == Cause.OUTSIDE_EVERY_ENVELOPE)
    if not outside.any():
        return gates, np.zeros(gates.shape)
    busy_s = launchers.busy_s(run)
    d, gates = book.tables.defence, gates.copy()
    for cycle, battery in zip(*np.nonzero(outside & (busy_s > 0.0)), strict=True):
        then = cycle + int(np.ceil(busy_s[cycle, battery] / d.cycle_s))
        if not feasible[then:, battery].any():
            gates[cycle, battery] = Cause.LAUNCHER_BUSY
    return gates, busy_s
