"""What an answer to a claim consists of, and what it may be computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad.codes.verdicts import (
    DEPENDS,
    DOES_NOT_HOLD,
    HOLDS,
    HOLDS_IF,
    MEANS,
    NOT_TESTABLE,
    NOT_TESTED_HERE,
    UNDECIDED,
    VERDICTS,
    WORDS,
)
from gbad.library.figures import Figure
from gbad.tables import Tables

__all__ = [
    "DEPENDS", "DOES_NOT_HOLD", "HOLDS", "HOLDS_IF", "MEANS", "NOT_TESTABLE", "NOT_TESTED_HERE", "UNDECIDED",
    "VERDICTS", "WORDS", "Case", "Found",
]  # fmt: skip

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
