"""The exact method: column generation over ways to fire at one target, with a proven bound.

A column is one way to fire at one target, a number of rounds of each row; the objective is a sum over columns, so the
problem becomes linear: one column per target, within the rounds of each row. The master program over the columns known
so far gives a price per row; for every target the cheapest column at these prices is found exactly
(``_pricing_kernel``) and added, until none is missing. At any prices

    bound = sum_targets cheapest cost - sum_rows price * rounds

lies below every assignment (Lagrangian relaxation); prices are smoothed towards those of the best bound so far
(Wentges 1997). The linear optimum is nearly always whole or within a millionth of it. Where it is not, a round-off is
improved, the known columns are solved in whole numbers, and at last every column whose reduced cost is below the gap
is listed: no other can be part of a better assignment, so the whole-number solution over these is the optimum
(Baldacci et al. 2008).
Formulations with columns per target: Lu and Chen (2021), Bertsimas and Paskov (2025).
"""

from __future__ import annotations

import time

import numpy as np

from gbad.assignment import _descent_kernel as descent
from gbad.assignment import _pricing_kernel as pricing
from gbad.assignment.improving import improve
from gbad.assignment.master import Answer, Master
from gbad.assignment.problem import Merged, Problem
from gbad.tables import Floats, Ints

SMOOTHING = 0.5  # weight of the prices of the best bound
KEEP = 2  # columns kept of each target's search
CHUNK = 64  # targets between two looks at the clock
MOST_NODES = 5_000  # of one target's search at first; beyond, its relaxation is the bound
MOST_COLUMNS = 300_000  # listed at the end
CLOSED = 1e-9  # share of the value at which a gap counts as none
WHOLE = 1e-6


class _TimeIsUp(Exception):
    pass


class ColumnGeneration:
    """One solution of one merged problem, in the unit of its mean survival."""

    def __init__(self, merged: Merged, unit: float, deadline_s: float) -> None:
        problem = merged.problem
        self.values = problem.values / unit
        self.miss = np.ascontiguousarray(1.0 - problem.kill_probability.T)
        self.rounds, self.how_many, self.deadline_s = problem.rounds, merged.how_many, deadline_s
        self.problem = Problem(self.values, problem.kill_probability, self.rounds)
        self.total = float(self.values @ self.how_many)
        self.master = Master(self.values, self.how_many, self.rounds)
        self.value, self.amount, self.bound = self.total, np.zeros(0), 0.0
        self.prices = np.zeros(len(self.rounds))  # of the best bound
        self._room = self._columns(CHUNK * KEEP, 2 * CHUNK * KEEP * min(len(self.rounds), int(self.rounds.sum())))
        self._bounds = np.empty(len(self.values))
        self.most_nodes, self._complete = MOST_NODES, True

    def start(self, shots: list[tuple[int, Ints, Ints, int]], prices: Floats) -> None:
        """Begin with an assignment, as (target, rows, counts, how often), and with prices to try first."""
        self._offer(shots)
        self.prices = prices
        self._price(prices)

    def solve(self) -> None:
        """Close the gap, or run out of time with the best found."""
        try:
            relaxed = self._generate()
            if relaxed is not None:
                self._finish(relaxed)
        except _TimeIsUp:
            pass

    def closed(self) -> bool:
        """The gap is none."""
        return self.value - self.bound <= CLOSED * max(self.value, 1.0)

    def _generate(self) -> Answer | None:
        """Add columns until none is missing; the answer of the last linear program."""
        while not self.closed():
            relaxed = self._in_time(self.master.relaxed(self._left_s()))
            lowest = relaxed.left
            if lowest - self.bound <= 0.1 * CLOSED * max(lowest, 1.0):
                return relaxed
            if not self._price(SMOOTHING * self.prices + (1.0 - SMOOTHING) * relaxed.prices):
                while not self._price(relaxed.prices):
                    if self._complete:
                        return relaxed
                    self.most_nodes *= 8
        return None

    def _finish(self, relaxed: Answer) -> None:
        """From the linear optimum to whole numbers."""
        whole = np.round(relaxed.amount)
        if np.abs(relaxed.amount - whole).max(initial=0.0) < WHOLE:
            self._take(whole)
        if self.closed():
            return
        self._round_off(np.floor(relaxed.amount + WHOLE))
        if self.closed():
            return
        self._take(self.master.whole(0.5 * self._left_s(), self._padded()).amount)
        if self.closed():
            return
        # all columns that could still matter, then whole numbers over them: nothing better is left out
        listed = self._list_all(self.value - self.bound)
        answer = self.master.whole(self._left_s(), self._padded())
        self._take(answer.amount)
        if listed:
            self.bound = max(self.bound, min(answer.least, self.value))

    def _price(self, prices: Floats) -> int:
        """Find the cheapest column of every target at these prices, update bound and centre, add what is new."""
        added, self._complete = 0, True
        chunk = max(1, CHUNK * MOST_NODES // self.most_nodes)
        for first in range(0, len(self.values), chunk):
            self._left_s()
            count, complete = pricing.price_targets(
                first, min(first + chunk, len(self.values)), self.values, self.miss, prices, self.rounds,
                self.most_nodes, KEEP, self.values, self._room, self._bounds,
            )  # fmt: skip
            added += self.master.add(self._room, count)
            self._complete &= complete
        bound = float(self._bounds @ self.how_many - prices @ self.rounds)
        if bound > self.bound:
            self.bound, self.prices = bound, prices
        return added

    def _list_all(self, gap: float) -> bool:
        """Add every column whose reduced cost at the best prices is below the gap; False when there are too many."""
        self._price(self.prices)
        wanted = self._bounds + gap * (1.0 + 1e-9) + 1e-12
        room = self._columns(MOST_COLUMNS // 10, MOST_COLUMNS)
        for target in range(len(self.values)):
            self._left_s()
            count, complete = pricing.price_targets(
                target, target + 1, self.values, self.miss, self.prices, self.rounds, 50 * self.most_nodes, 0, wanted,
                room, self._bounds.copy(),
            )  # fmt: skip
            self.master.add(room, count)
            if not complete or len(self.master.target) > MOST_COLUMNS:
                return False
        return True

    def _round_off(self, amount: Floats) -> None:
        """Fill up what whole columns leave over by greedy, improve, and offer it."""
        if self.how_many.max() > 1:
            return  # improving works target by target; merged targets go straight to whole numbers
        shots = np.zeros((len(self.rounds), len(self.values)), np.int64)
        for k in np.flatnonzero(amount > 0.5):
            rows, counts = self.master.entries[k]
            shots[rows, self.master.target[k]] += counts
        left = self.values * np.prod(np.maximum(self.miss.T, descent.SMALLEST_MISS) ** shots, axis=0)
        spare = Problem(left, self.problem.kill_probability, self.rounds - shots.sum(axis=1))
        more, rest = np.zeros_like(shots), left.copy()
        descent.greedy(spare.values, spare.kill_probability, spare.rounds, rest, more)
        shots += more
        improve(self.problem, shots, rest, self.deadline_s)
        offered = []
        for target in range(len(self.values)):
            rows = np.flatnonzero(shots[:, target])
            offered.append((target, rows, shots[rows, target], 1))
        self._offer(offered)

    def _offer(self, shots: list[tuple[int, Ints, Ints, int]]) -> None:
        """Take in an assignment that is known to fit."""
        entries = sum(len(rows) for _, rows, _, _ in shots)
        room = self._columns(len(shots) + 1, entries + 1)
        room.start[0] = 0
        for k, (target, rows, counts, _) in enumerate(shots):
            part = slice(room.start[k], room.start[k] + len(rows))
            room.row[part], room.amount[part] = rows, counts
            room.target[k], room.start[k + 1] = target, part.stop
            room.left[k] = self.values[target] * np.prod(self.miss[target, rows] ** counts)
        self.master.add(room, len(shots))
        amount = np.zeros(len(self.master.target))
        for target, rows, counts, often in shots:
            amount[self.master.place_of(target, rows, counts)] += often
        self._take(amount)

    def _take(self, amount: Floats) -> None:
        value = self.master.value(amount)
        if (value < self.value or not len(self.amount)) and self.master.fits(amount):
            self.value, self.amount = value, amount

    def _padded(self) -> Floats:
        return np.pad(self.amount, (0, len(self.master.target) - len(self.amount)))

    def _in_time(self, answer: Answer | None) -> Answer:
        if answer is None:
            raise _TimeIsUp
        return answer

    def _left_s(self) -> float:
        left_s = self.deadline_s - time.perf_counter()
        if left_s <= 0.0:
            raise _TimeIsUp
        return left_s

    @staticmethod
    def _columns(columns: int, entries: int) -> pricing.Columns:
        return pricing.Columns(
            np.empty(columns, np.int64), np.empty(columns), np.empty(columns + 1, np.int64),
            np.empty(entries, np.int64), np.empty(entries, np.int64),
        )  # fmt: skip
