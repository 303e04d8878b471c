"""One run of a scenario, played again as often as is asked for, with gates opened from the moment they first shut."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gbad import assessment
from gbad.attribution.cause import Attribution, attribute
from gbad.codes.causes import Cause
from gbad.errors import CapacityError
from gbad.recorder.book import Book
from gbad.simulation import spine
from gbad.simulation.opening import Gate
from gbad.simulation.prepare import Prepared, prepare
from gbad.simulation.transplant import redraw, transplanted
from gbad.tables import Tables

FIRST_REDRAW = 1_000_000_007  # numbers of runs whose dice are thrown instead: far from any that is played


class Replay:
    """One run with ``who``, the object of the story."""

    def __init__(self, ready: Prepared, seed: int, run: int, who: int) -> None:
        self.ready, self.run, self.who = ready, run, who
        self._batch = spine.Batch(seed, np.zeros(1, np.int64), np.zeros(1, np.int64), record="outcomes")
        self._as_it_was: dict[float, float] = {}
        self.book = self.played()
        self.found: Attribution = attribute(self.book, self.leaked(self.book))

    @property
    def cause(self) -> Cause:
        """Why it got through; NONE where it did not."""
        return Cause(int(self.found.cause[0, self.who]))

    def leaked(self, book: Book) -> np.ndarray:
        """``(1, objects)``: whether it got through in a course of the run; of nobody else is anything said."""
        tables = self.ready.tables
        which = np.zeros((1, len(tables.objects.id)), np.bool_)
        which[:, self.who] = assessment.leaked(tables.objects, book.truth, tables.duration_s)[:1, self.who]
        return which

    def attributed(self, book: Book) -> Attribution:
        """Why it got through in another course of the run."""
        return attribute(book, self.leaked(book))

    def played(self, gates: Sequence[Gate] = ()) -> Book:
        """The run to its end on its own dice, with gates opened."""
        return self._until_it_fits(gates, 0, min((gate.from_s for gate in gates), default=math.inf))

    def share(self, gates: Sequence[Gate], redraws: int) -> float:
        """Share killed with gates opened and all dice after that moment thrown anew."""
        return self._share_killed(gates, redraws, min(gate.from_s for gate in gates))

    def share_as_it_was(self, from_s: float, redraws: int) -> float:
        """The same with nothing opened, dice thrown anew from a moment on."""
        if from_s not in self._as_it_was:
            self._as_it_was[from_s] = self._share_killed((), redraws, from_s)
        return self._as_it_was[from_s]

    def _share_killed(self, gates: Sequence[Gate], redraws: int, from_s: float) -> float:
        # side by side, or one after the other where each has tables of its own
        alone = spine.one_by_one(self.ready.tables, self.ready.plugs)
        parts = np.arange(redraws).reshape(-1, 1) if alone else np.arange(redraws).reshape(1, -1)
        books = (self._until_it_fits(gates, len(part), from_s, FIRST_REDRAW + part) for part in parts)
        return float(np.concatenate([book.truth.killed[:, self.who] for book in books]).mean())

    def _until_it_fits(
        self, gates: Sequence[Gate], redraws: int, from_s: float, numbers: np.ndarray | None = None
    ) -> Book:
        while True:
            try:
                return self._play(gates, redraws, from_s, numbers)
            except CapacityError:
                # not by ``spine.grown``: what was opened in the middle would be lost on the way back
                self._batch = self._batch.doubled()

    def _play(self, gates: Sequence[Gate], redraws: int, from_s: float, numbers: np.ndarray | None) -> Book:
        count = max(redraws, 1)
        batch = replace(
            self._batch, run_number=np.full(count, self.run, np.int64), draw_of_run=np.zeros(count, np.int64)
        )
        ready, held = _reshaped(self.ready, [gate for gate in gates if gate.line.from_start])
        state = spine.begin(ready.tables, ready.trajectories, batch, ready.plugs)
        _hold_back(state, held)
        # a redraw is of interest only until the object's own end
        until_s = math.inf if redraws == 0 else float(ready.trajectories.plan_end_s[0, self.who]) + 1.0
        _play_to(state, min(from_s, until_s))
        if gates and from_s < math.inf:
            opened = replace(ready, tables=_opened(ready.tables, [g for g in gates if not g.line.from_start]))
            state = transplanted(state, ready, opened)
            _release(state, held)
            for gate in gates:
                if gate.line.in_state is not None:
                    gate.line.in_state(state, gate.at)
        if numbers is not None:
            redraw(state, numbers)
        _play_to(state, until_s)
        return spine.close(state)


def _play_to(state: spine.State, until_s: float) -> None:
    while not state.over and state.now_s < until_s:
        spine.advance(state)
        spine.decide(state)


def _opened(tables: Tables, gates: Sequence[Gate]) -> Tables:
    for gate in gates:
        opening = gate.line.opening
        if opening is not None:
            stands = []
            for stand in tables.stands:
                still = replace(tables, defence=stand.defence, objects=stand.objects, stands=())
                each = opening(still, gate.at)
                stands.append(replace(stand, defence=each.defence, objects=each.objects))
            tables = replace(opening(tables, gate.at), stands=tuple(stands))
    return tables


def _reshaped(ready: Prepared, gates: Sequence[Gate]) -> tuple[Prepared, np.ndarray]:
    """The scenario with gates opened whose tables have another shape, and the rows of rounds to hold back at first."""
    changes: dict[str, object] = {}
    for gate in gates:
        if gate.line.figures is not None:
            changes |= gate.line.figures(ready.tables, gate.at)
    new = prepare(ready.document, changes) if changes else ready
    rounds = len(new.tables.defence.rounds.id)
    tables = _opened(new.tables, gates)
    more = np.arange(rounds, len(tables.defence.rounds.id))
    return replace(new, tables=tables), more


def _hold_back(state: spine.State, rounds: np.ndarray) -> None:
    ledger, defence = state.ledger, state.tables.defence
    ledger.ordered[:, rounds] = True
    ledger.report_s[:, rounds] = -np.inf
    ledger.launcher_free_s[:, np.unique(defence.rounds.launcher[rounds])] = np.inf


def _release(state: spine.State, rounds: np.ndarray) -> None:
    ledger, defence = state.ledger, state.tables.defence
    ledger.ordered[:, rounds] = False
    ledger.report_s[:, rounds] = np.inf
    ledger.launcher_free_s[:, np.unique(defence.rounds.launcher[rounds])] = state.now_s
