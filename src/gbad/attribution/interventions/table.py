"""The table itself: what a line says, where a gate stood, and how a line is entered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from gbad.codes.causes import Cause
from gbad.tables import Defence, Tables

# stages that may follow; words are those of ``codes.stages`` or of what its rounds do
DETECTED, CONFIRMED, SHARED, IDENTIFIED, RANKED, IN_REACH, ORDERED, MET, STRUCK = (
    "detected", "confirmed", "shared", "identified", "ranked", "in reach", "ordered", "met", "killed",
)  # fmt: skip
RANGE_SPARE = 1.1  # [1] of the range or height that was missing


@dataclass(frozen=True, slots=True)
class Where:
    """Where a gate stood: rows of tables, and the miss there."""

    object: int
    radar: int  # -1 where no radar is meant
    battery: int
    command: int
    miss: float  # in the limit's own unit, nan where it has none
    lowest_m: float  # [m] above the ellipsoid: lowest place of the object's path


Opening = Callable[[Tables, Where], Tables]


@dataclass(frozen=True, slots=True)
class Intervention:
    """One line of the table."""

    cause: Cause
    words: str  # what is done; {radar}, {battery}, {command}, {object} and {miss} stand for the unit and the miss
    expected: str  # the stage that should follow
    opening: Opening | None = None  # None: not by tables
    in_state: Callable[[Any, Where], None] | None = None  # what changes in the battle itself
    figures: Callable[[Tables, Where], dict[str, Any]] | None = None  # scenario paths, where tables must be made anew
    place: bool = False  # about where a unit stands, looks or is lost: made-up ground only
    from_start: bool = False  # played anew from the start, because tables change their shape
    redraws_only: bool = False  # the answer of chance: nothing is opened


TABLE: dict[Cause, Intervention] = {}


def opens(cause: Cause, words: str, expected: str, **more: Any) -> Callable[[Opening], Opening]:
    """Enter a function into the table."""

    def enter(opening: Opening) -> Opening:
        TABLE[cause] = Intervention(cause, words, expected, opening, **more)
        return opening

    return enter


def with_row(tables: Tables, table: str, row: int, **columns: Any) -> Tables:
    """Tables in which one row of one table of the defence has other values; leading draw axes all get the same."""
    old = getattr(tables.defence, table)
    changed = {}
    for name, value in columns.items():
        column = getattr(old, name).copy()
        if column.shape[0] == len(old.id) and column.ndim == 1:
            column[row] = value
        else:
            column[:, row] = value
        changed[name] = column
    defence: Defence = replace(tables.defence, **{table: replace(old, **changed)})
    return replace(tables, defence=defence)
