"""Works cited by the library, and the sentences of the press article that the claims table answers."""

from __future__ import annotations

import functools
from typing import TypeVar

from pydantic import Field

from gbad.library.catalogue import FOLDER
from gbad.scenario.composer import compose, read_text
from gbad.scenario.marks import Problems
from gbad.scenario.quantity import Frozen
from gbad.scenario.reader import Reader

Spec = TypeVar("Spec", bound=Frozen)


class Reference(Frozen):
    """One work: who published what, where it is found, and when."""

    title: str
    at: str | None = None
    year: int | None = None
    note: str | None = None


class _References(Frozen):
    schema_: str = Field(alias="schema")
    references: dict[str, Reference]


class Claim(Frozen):
    """One sentence of the article, in our words. ``kind`` says what could test it."""

    id: str
    kind: str
    says: str


class _Claims(Frozen):
    schema_: str = Field(alias="schema")
    title: str
    claims: tuple[Claim, ...]


def _read(name: str, spec: type[Spec]) -> Spec:
    problems = Problems()
    found = Reader(problems).read(compose(read_text(FOLDER / name, f"library/{name}"), f"library/{name}"), spec)
    problems.raise_if_any()
    assert found is not None
    return found


@functools.cache
def references() -> dict[str, Reference]:
    """Every work the library cites, by key."""
    return _read("references.yaml", _References).references


def citation(key: str) -> str:
    """A work in one line; a key that is no reference is a citation itself."""
    found = references().get(key)
    if found is None:
        return key
    return ", ".join(str(part) for part in (found.title, found.year, found.at) if part is not None)


@functools.cache
def claims() -> tuple[Claim, ...]:
    """What the press article of April 2018 says, one row a sentence."""
    return _read("claims/article-2018.yaml", _Claims).claims
