"""What an answer to a claim consists of, and what it may be computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.library.figures import Figure
from gbad.tables import Tables

HOLDS, HOLDS_IF, DOES_NOT_HOLD = "holds", "holds_if", "does_not_hold"
DEPENDS, UNDECIDED = "depends_on_figure", "undecided"
NOT_TESTED_HERE, NOT_TESTABLE = "not_tested_here", "not_testable"
VERDICTS = (HOLDS, HOLDS_IF, DEPENDS, DOES_NOT_HOLD, UNDECIDED, NOT_TESTED_HERE, NOT_TESTABLE)
WORDS = {
    HOLDS: "holds",
    HOLDS_IF: "holds if",
    DEPENDS: "depends on which published figure",
    DOES_NOT_HOLD: "does not hold",
    UNDECIDED: "undecided",
    NOT_TESTED_HERE: "not tested here",
    NOT_TESTABLE: "not testable here",
}
MEANS = {
    HOLDS: "even at the unfavourable corner of all figures it leans on",
    HOLDS_IF: "under the condition that is printed",
    DEPENDS: "one figure that somebody published turns it by itself",
    DOES_NOT_HOLD: "not even at the favourable corner",
    UNDECIDED: "the runs played do not tell; how many would is printed",
    NOT_TESTED_HERE: "what was given does not reach to test it",
    NOT_TESTABLE: "no simulation settles it",
}

# what binds
HORIZON, NOISE, FLIGHT, SECTOR = "horizon", "noise", "flight", "sector"


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to one sentence."""

    verdict: str
    condition: str
    limit: str = ""
    value: float = float("nan")
    unit: str = ""
    leans_on: tuple[Figure, ...] = ()  # figures of the library at whose corners it was judged


@dataclass(frozen=True, slots=True)
class Case:
    """What there is to compute from: the compiled scenario, what came of it, and which draw of figures counts."""

    tables: Tables
    outcomes: Mapping[str, NDArray[Any]]
    draw: int = 0

    def radar_row(self, type_name: str) -> int | None:
        """First radar of a library type in this scenario, None without one."""
        rows = np.flatnonzero(self.tables.defence.radars.type == type_name)
        return int(rows[0]) if len(rows) else None

    def interceptor_row(self, name: str) -> int | None:
        """Row of a missile type that some magazine of this scenario holds, None where none does."""
        defence = self.tables.defence
        rows = np.flatnonzero(defence.interceptors.id == name)
        if not len(rows) or not np.any(defence.rounds.interceptor == rows[0]):
            return None
        return int(rows[0])
