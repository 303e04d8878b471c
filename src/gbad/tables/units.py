"""What units do while they are not ready."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.tables.arrays import Floats, Ints, Strings
from gbad.text.readable import Readable


@dataclass(frozen=True, slots=True, repr=False)
class UnitTable(Readable):
    """A row per unit and spell, sorted by kind, row and time."""

    id: Strings  # (n,)  of the unit
    kind: Ints  # (n,)  codes.units.UnitKind
    row: Ints  # (n,)  in the table of that kind
    state: Ints  # (n,)  codes.units.UnitState
    from_s: Floats  # (D, n)  [s]
    to_s: Floats  # (D, n)  [s] it is ready again from here, unless the next row goes on; inf for good
    turn_s: Floats  # (D, radars)  [s] that a turn of each radar takes, nan where nothing says; no columns: none can

    def turn_of(self, radar: int) -> Floats:
        """``(D,)``: how long a turn of a radar takes [s]; nan where it can't be turned."""
        return self.turn_s[:, radar] if self.turn_s.shape[1] else np.full(len(self.turn_s), np.nan)


def no_units(draws: int = 1) -> UnitTable:
    """A timetable with nothing in it."""
    none = np.zeros(0, np.int64)
    return UnitTable(
        np.zeros(0, "<U1"), none, none, none, np.zeros((draws, 0)), np.zeros((draws, 0)), np.zeros((draws, 0))
    )
