"""Limits on the true path of the objects of one draw, worked out when an object is first asked about, and kept."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from gbad.attribution import _gates_kernel as bit_of
from gbad.attribution.gates import Near, echoes, last_near, reached_bits, seen_bits
from gbad.attribution.kept import kept_of
from gbad.codes.causes import Cause
from gbad.recorder.book import Book
from gbad.tables import Bools, Floats, Ints


class Limits:
    """Bits of one draw, worked out when an object is first asked about."""

    def __init__(self, book: Book, draw: int) -> None:
        self._book, self._draw, self._kept = book, draw, kept_of(book, draw)

    def seen(self, who: int) -> tuple[Ints, Floats]:
        """``(cycles, radars)`` and misses ``(cycles, radars, BITS)``."""
        if who not in self._kept.seen:
            if self._kept.echoes is None:
                self._kept.echoes = echoes(self._book, self._draw)
            bits, miss = seen_bits(self._book, self._draw, self._only(who), self._kept.echoes)
            self._kept.seen[who] = bits[:, :, who].copy(), miss[:, :, who].copy()
        return self._kept.seen[who]

    def reached(self, who: int) -> tuple[Ints, Floats]:
        """``(cycles, batteries)`` and misses ``(cycles, batteries, BITS)``."""
        if who not in self._kept.reached:
            bits, miss = reached_bits(self._book, self._draw, self._only(who))
            self._kept.reached[who] = bits[:, :, who].copy(), miss[:, :, who].copy()
        return self._kept.reached[who]

    def out_of_reach(self, who: int) -> Near:
        """The gate in the way of every round; the same in every run, since paths are."""
        if who not in self._kept.out:
            bits, miss = self.reached(who)
            last = self._book.cycles - 1
            near = last_near(bits, miss, last, np.arange(bits.shape[1]), ignore=1 << bit_of.TIME)
            near = near or Near(Cause.TOO_LATE_TO_REACH, last, 0, math.nan)
            parts = tuple(replace(part, of_battery=True) for part in near.parts)
            self._kept.out[who] = replace(near, of_battery=True, parts=parts)
        return self._kept.out[who]

    def _only(self, who: int) -> Bools:
        wanted = np.zeros(len(self._book.tables.objects.id), np.bool_)
        wanted[who] = True
        return wanted
