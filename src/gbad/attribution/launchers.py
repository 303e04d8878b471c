"""Batteries whose launchers were all busy: rounds there were, and none could leave in time."""

from __future__ import annotations

import numpy as np

from gbad.recorder.book import Book
from gbad.tables import Floats


class Launchers:
    """How long launchers were busy, worked out once for all leakers of a run."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._run, self._busy_s = -1, np.zeros((0, 0))

    def busy_s(self, run: int) -> Floats:
        """As :func:`busy_for_s`; for reading only."""
        if run != self._run:
            self._run, self._busy_s = run, busy_for_s(self._book, run)
        return self._busy_s


def busy_for_s(book: Book, run: int) -> Floats:
    """``(cycles, batteries)``: how long [s] after its reaction time a battery's first loaded launcher was still busy.

    Zero where one was free, and where no round was left: that is a gate of its own. A launcher is busy for its interval
    after each round that had been ordered from it by then; a round that waited for its radar keeps it as long.
    """
    d, shots = book.tables.defence, book.shots
    assert shots is not None
    draw = int(book.truth.draw_of_run[run])
    now_s = (np.arange(book.cycles) + 1) * d.cycle_s
    found = np.zeros((book.cycles, len(d.batteries.id)))
    order_s = np.where(shots.status[run] > 0, shots.order_s[run], np.inf)
    interval_s = d.launchers.launch_interval_s[draw]
    for battery in range(len(d.batteries.id)):
        soonest_s = now_s + float(d.batteries.reaction_time_s[draw, battery])
        first_s = np.full(book.cycles, np.inf)
        for launcher in np.flatnonzero(d.launchers.battery == battery):
            mine = np.flatnonzero(d.rounds.launcher == launcher)
            ordered = order_s[mine] <= now_s[:, None]
            launch_s = np.where(ordered, np.nan_to_num(shots.launch_s[run, mine], nan=-np.inf), -np.inf)
            free_s = launch_s.max(axis=1, initial=-np.inf) + interval_s[launcher]
            first_s = np.minimum(first_s, np.where(ordered.all(axis=1), np.inf, free_s))
        late_s = np.where(np.isfinite(first_s), first_s, -np.inf) - soonest_s
        found[:, battery] = np.maximum(late_s, 0.0)
    return found
