"""A board: a few dials, and one answer for every combination of their levels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

YES, MAYBE, NO = "yes", "maybe", "no"  # holds at every corner, at some, at none


@dataclass(frozen=True, slots=True)
class Dial:
    """One thing a reader may turn. ``levels`` are what is computed with, ``words`` how each is told."""

    id: str
    label: str
    levels: tuple[Any, ...]
    words: tuple[str, ...]
    start: int
    kind: str = "slider"  # slider, choice (a list), or hidden (turned by buttons alone)


@dataclass(frozen=True, slots=True)
class Button:
    """One press sets dials to levels; a second press sets them back."""

    label: str
    sets: Mapping[str, int]  # dial -> level


@dataclass(frozen=True, slots=True)
class Cell:
    """The answer at one combination: a state, a sentence, and the numbers that the picture shows."""

    state: str
    says: str
    numbers: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """All answers, the last dial's level turning fastest."""

    about: str  # sees, reaches, raid or border: which picture shows it
    dials: tuple[Dial, ...]
    buttons: tuple[Button, ...]
    cells: tuple[Cell, ...]
    rests_on: str  # the assumption that rules, in one sentence
    made_by: str  # the command that computes or plays these answers
    facts: Mapping[str, Any] = field(default_factory=dict)  # what the picture needs beside the cells

    def __post_init__(self) -> None:
        combinations = 1
        for dial in self.dials:
            assert len(dial.levels) == len(dial.words)
            combinations *= len(dial.levels)
        assert len(self.cells) == combinations

    def index(self, at: Mapping[str, int]) -> int:
        """Place of a combination; dials that are not named stand at their start."""
        place = 0
        for dial in self.dials:
            place = place * len(dial.levels) + at.get(dial.id, dial.start)
        return place

    @property
    def start(self) -> Cell:
        """The answer a page opens with."""
        return self.cells[self.index({})]

    def pressed(self) -> Iterator[tuple[Button, Cell]]:
        """Each button with the answer that it alone leads to: what a page tells without any script."""
        for button in self.buttons:
            yield button, self.cells[self.index(button.sets)]


def cells_of(dials: tuple[Dial, ...], answer: Callable[..., Cell]) -> tuple[Cell, ...]:
    """``answer(level, ...)`` of every combination."""
    return tuple(answer(*levels) for levels in product(*(dial.levels for dial in dials)))


def nearest(dial: Dial, value: float) -> int:
    """The level of a dial that lies nearest to a value."""
    return min(range(len(dial.levels)), key=lambda k: abs(dial.levels[k] - value))
