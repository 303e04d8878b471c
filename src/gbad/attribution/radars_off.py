"""Radars that were lost, silent or jammed at a moment."""

from __future__ import annotations

import math

import numpy as np

from gbad.attribution.gates import Near, jammed
from gbad.codes.causes import Cause
from gbad.codes.units import GATE_OF, UnitKind, UnitState
from gbad.recorder.book import Book, weak_snr_db
from gbad.tables import Bools, Ints

CLEAR_DB = 15.0  # [dB] above a weak echo: found in nine looks of ten


def radar_gone(book: Book, run: int, radar: int, cycle: int, time_s: float) -> Near | None:
    if book.truth.radar_end_s[run, radar] <= time_s:
        return Near(Cause.UNIT_LOST, cycle, radar, time_s - float(book.truth.radar_end_s[run, radar]))
    if silent_then(book, run, np.array([radar]), time_s)[0]:
        return Near(why_off(book, run, radar, time_s), cycle, radar, math.nan)
    return None


def silent_then(book: Book, run: int, radars: Ints, time_s: float) -> Bools:
    spans = book.tables.defence.radars.silent_s[book.truth.draw_of_run[run], radars]
    found: Bools = np.any((spans[:, :, 0] <= time_s) & (time_s < spans[:, :, 1]), axis=1)
    return found


def why_off(book: Book, run: int, radar: int, time_s: float) -> Cause:
    """What a radar that sends nothing was doing: by its timetable, or silent."""
    units, draw = book.tables.defence.units, int(book.truth.draw_of_run[run])
    mine = (units.kind == UnitKind.RADAR) & (units.row == radar)
    now = np.flatnonzero(mine & (units.from_s[draw] <= time_s) & (time_s < units.to_s[draw]))
    return GATE_OF[UnitState(int(units.state[now[0]]))] if len(now) else Cause.SILENT


def is_jammed(book: Book, run: int, who: int, radar: int, time_s: float, above_db: float = 0.0) -> bool:
    """Whether jamming alone keeps an echo from being so much stronger [dB] than a weak one."""
    draw = int(book.truth.draw_of_run[run])
    weak_db = float(weak_snr_db(book.tables.defence.radars.pfa)[draw, radar])
    return jammed(book, run, who, radar, time_s, weak_db + above_db)
