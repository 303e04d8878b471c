"""The master problem: which of the known ways to fire, one per target, within the rounds there are.

Minimise ``sum left x`` subject to ``sum x = how many`` per target and ``sum count x <= rounds`` per row. The linear
program gives a price per row; the same columns as whole numbers give an assignment. HiGHS (Huangfu and Hall 2018)
solves both.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import highspy
import numpy as np

from gbad.assignment._pricing_kernel import Columns
from gbad.tables import Floats, Ints

TOLERANCE = 1e-9
INFINITY = highspy.kHighsInf
ONE = np.ones(1, np.int64)


class Answer(NamedTuple):
    """What HiGHS found."""

    left: float  # value left by the best point
    least: float  # proven lower bound of that, over the known columns
    amount: Floats  # (columns,) how often each column is used
    prices: Floats  # (rows,) linear program only


class Master:
    """Columns known so far, in HiGHS and beside it."""

    def __init__(self, values: Floats, how_many: Ints, rounds: Ints) -> None:
        self.rows, self.targets = len(rounds), len(values)
        self.rounds, self.how_many = rounds, how_many
        self.target: list[int] = []
        self.left: list[float] = []
        self.entries: list[tuple[Ints, Ints]] = []
        self._known: dict[bytes, int] = {}
        upper = np.concatenate([rounds, how_many]).astype(float)
        lower = np.concatenate([np.full(len(rounds), -INFINITY), how_many])
        self._program = quiet()
        none = np.zeros(0, np.int32)
        self._program.addRows(len(upper), lower, upper, 0, np.zeros(len(upper), np.int32), none, np.zeros(0))
        # columns are only ever added: the last basis stays feasible for the primal simplex
        self._program.setOptionValue("presolve", "off")
        self._program.setOptionValue("simplex_strategy", 4)

        # not firing is the first column of every target
        n = len(values)
        start = np.zeros(n + 1, np.int64)
        self.add(Columns(np.arange(n), values, start, start[:0], start[:0]), n)

    def add(self, columns: Columns, count: int) -> int:
        """Take in columns that are not known yet; returns how many that were."""
        before, size = len(self.target), 0
        starts: list[int] = []
        index: list[Ints] = []
        amount: list[Ints] = []
        for k in range(count):
            part = slice(columns.start[k], columns.start[k + 1])
            target, rows, counts = int(columns.target[k]), columns.row[part].copy(), columns.amount[part].copy()
            key = _key(target, rows, counts)
            if key in self._known:
                continue
            self._known[key] = len(self.target)
            self.target.append(target)
            self.left.append(float(columns.left[k]))
            self.entries.append((rows, counts))
            starts.append(size)
            index += [rows, np.array([self.rows + target])]
            amount += [counts, ONE]
            size += len(rows) + 1
        n = len(self.target) - before
        if n:
            self._program.addCols(
                n, np.array(self.left[before:]), np.zeros(n), np.full(n, INFINITY), size, np.array(starts, np.int32),
                np.concatenate(index).astype(np.int32), np.concatenate(amount).astype(float),
            )  # fmt: skip
        return n

    def relaxed(self, time_s: float) -> Answer | None:
        """Solve the linear program; None if time ran out."""
        self._program.setOptionValue("time_limit", self._program.getRunTime() + max(time_s, 1e-3))
        self._program.run()
        if self._program.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._program.getSolution()
        left = self._program.getInfo().objective_function_value
        prices = np.maximum(-np.array(solution.row_dual[: self.rows]), 0.0)
        return Answer(left, left, np.array(solution.col_value), prices)

    def whole(self, time_s: float, start: Floats) -> Answer:
        """Solve with whole numbers, from all known columns and from amounts that are known to fit."""
        program = quiet()
        program.passModel(self._program.getModel())
        n = len(self.target)
        program.changeColsIntegrality(n, np.arange(n, dtype=np.int32), np.full(n, highspy.HighsVarType.kInteger))
        program.setOptionValue("mip_rel_gap", 0.0)
        program.setOptionValue("mip_abs_gap", TOLERANCE)
        program.setOptionValue("time_limit", max(time_s, 1e-3))
        known = highspy.HighsSolution()
        known.col_value = start.tolist()
        program.setSolution(known)
        program.run()
        info = program.getInfo()
        amount = np.array(program.getSolution().col_value)
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible or len(amount) != n:
            amount = start
        amount = np.round(amount)
        return Answer(self.value(amount), info.mip_dual_bound, amount, np.zeros(self.rows))

    def value(self, amount: Floats) -> float:
        """Value left by a point."""
        return float(amount @ np.array(self.left))

    def fits(self, amount: Floats) -> bool:
        """Whether whole amounts keep to rounds and targets: solvers have tolerances, magazines have none."""
        used, served = np.zeros(self.rows), np.zeros(self.targets)
        for k in np.flatnonzero(amount):
            rows, counts = self.entries[k]
            used[rows] += amount[k] * counts
            served[self.target[k]] += amount[k]
        return bool((used <= self.rounds).all() and (served == self.how_many).all())

    def place_of(self, target: int, rows: Ints, counts: Ints) -> int:
        """Where a known column lies."""
        return self._known[_key(target, rows, counts)]


def _key(target: int, rows: Ints, counts: Ints) -> bytes:
    return target.to_bytes(4, "little") + rows.tobytes() + counts.tobytes()


def quiet() -> highspy.Highs:
    """A solver that says nothing, on one thread. The first of a process prints a line when it is made."""
    global _greeted
    with _making:
        if _greeted:
            program = highspy.Highs()
        else:
            with _silence():
                program = highspy.Highs()
            _greeted = True
    program.setOptionValue("output_flag", False)
    program.setOptionValue("threads", 1)
    program.setOptionValue("primal_feasibility_tolerance", TOLERANCE)
    program.setOptionValue("dual_feasibility_tolerance", TOLERANCE)
    return program


_greeted = False
_making = threading.Lock()


@contextmanager
def _silence() -> Iterator[None]:
    """Standard output of compiled code goes nowhere."""
    flush = ctypes.pythonapi.fflush
    sys.stdout.flush()
    flush(None)
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
        flush(None)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
