"""What planned paths alone say of leakers, kept between the batches of a study: only the dice of their runs differ."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gbad.attribution.gates import Near
from gbad.recorder.book import Book
from gbad.tables import Bools, Floats, Ints

_MOST = 2  # scenarios and draws whose findings are kept: some megabytes each


@dataclass(slots=True)
class Kept:
    """Findings of one draw of one scenario, object by object as they are asked for."""

    what: tuple[Any, ...]  # the tables and paths that they follow from
    feasible: Bools  # (cycles, batteries, objects)  opportunities of the objects asked for so far
    asked: Bools  # (objects,)
    echoes: Floats | None = None  # (cycles, radars, objects)
    seen: dict[int, tuple[Ints, Floats]] = field(default_factory=dict)
    reached: dict[int, tuple[Ints, Floats]] = field(default_factory=dict)
    out: dict[int, Near] = field(default_factory=dict)


_kept: OrderedDict[tuple[int, ...], Kept] = OrderedDict()


def kept_of(book: Book, draw: int) -> Kept:
    """Findings of a draw of what this book was played with, those of earlier batches among them.

    Tables and paths are told apart by identity; they are kept with the findings, so that no other gets theirs.
    """
    tables = book.tables
    what = (book.truth.trajectories, tables.defence, tables.objects, *tables.stands)
    key = (*map(id, what), draw, book.cycles)
    found = _kept.get(key)
    if found is None:
        objects = len(tables.objects.id)
        feasible = np.zeros((book.cycles, len(tables.defence.batteries.id), objects), np.bool_)
        found = _kept[key] = Kept(what, feasible, np.zeros(objects, np.bool_))
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return found
