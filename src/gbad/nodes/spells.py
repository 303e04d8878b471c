"""Spells of the timetable at one instant."""

from __future__ import annotations

import numpy as np

from gbad.codes.units import UnitKind
from gbad.tables import Bools, Ints, UnitTable


def off_at(units: UnitTable, kind: UnitKind, rows: int, draw_of_run: Ints, time_s: float) -> Bools:
    """``(runs, rows)``: units of a kind that are not ready at a time."""
    found = np.zeros((len(draw_of_run), rows), np.bool_)
    for spell in np.flatnonzero(units.kind == kind):
        from_s, to_s = units.from_s[draw_of_run, spell], units.to_s[draw_of_run, spell]
        found[:, units.row[spell]] |= (from_s <= time_s) & (time_s < to_s)
    return found
