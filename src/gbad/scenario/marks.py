"""Where something stands in a file, and the problems found there, collected until they are told all at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from gbad.errors import InputError

MOST_PROBLEMS = 20


class Mark(NamedTuple):
    """A place in a text: file (or where it came from), line and column, both from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Problem(NamedTuple):
    """One finding: where, at which field, and a sentence of what was found, what is allowed and the nearest fix."""

    mark: Mark
    field: str
    finding: str

    def __str__(self) -> str:
        return f"{self.mark}: {self.field}: {self.finding}" if self.field else f"{self.mark}: {self.finding}"


class Problems:
    """Findings in order of appearance; the first :data:`MOST_PROBLEMS` are told, the rest counted."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, mark: Mark, field: str, finding: str) -> None:
        problem = Problem(mark, field, finding)
        # a library entry used by several entities would repeat its findings
        if problem not in self.found:
            self.found.append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add(*problem)

    def __bool__(self) -> bool:
        return bool(self.found)

    def message(self) -> str:
        """The findings, one a line, sorted by file and line."""
        lines = [str(problem) for problem in sorted(self.found, key=lambda problem: problem.mark)]
        more = len(lines) - MOST_PROBLEMS
        return "\n".join([*lines[:MOST_PROBLEMS], *([f"... and {more} more"] if more > 0 else [])])

    def raise_if_any(self) -> None:
        """Raise :class:`InputError` with the whole message if something was found."""
        if self.found:
            raise self.error()

    def error(self) -> InputError:
        """The whole message, and its findings as data."""
        error = InputError(self.message())
        error.findings = tuple({**p.mark._asdict(), "field": p.field, "finding": p.finding} for p in self.found)
        return error
