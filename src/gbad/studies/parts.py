"""A study cut into parts, each played where there is room: run numbers side by side, no scheduler of our own.

A part is an own folder with the whole design in it; the same shards, journal and hashes as a whole study. Parts need
nothing of each other but a way to be copied together (``gbad.archive.merging``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gbad.errors import InputError
from gbad.studies.design import Design

PART_SCHEMA = "gbad-study-part/1"


@dataclass(frozen=True, slots=True)
class Part:
    """Part ``number`` of ``of``, from 1: a range of run numbers, the same of every variant, so pairs stay whole."""

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Part:
        """Read ``3/40``. Raises ``InputError``."""
        match = re.fullmatch(r"\s*([0-9]{1,9})\s*/\s*([0-9]{1,9})\s*", text)
        if match is None:
            raise InputError(f"--part {text}: expected a part and how many there are, like 3/40")
        part = cls(int(match[1]), int(match[2]))
        if not 1 <= part.number <= part.of:
            last = max(part.of, 1)
            raise InputError(f"--part {text}: parts are counted from 1/{last} to {last}/{last}")
        return part

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def runs(self, design: Design) -> range:
        """Its run numbers. Raises ``InputError`` for a design that cannot be cut so."""
        if design.until is not None:
            raise InputError(f"--part {self}: a study with a stopping rule cannot be cut: nobody sees all its runs")
        if self.of > design.runs:
            raise InputError(f"--part {self}: there are only {design.runs} runs of each variant; cut into fewer parts")
        return range((self.number - 1) * design.runs // self.of, self.number * design.runs // self.of)
