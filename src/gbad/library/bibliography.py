"""Works cited by the library, and the sentences of the press article that the claims table answers."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from gbad.library.catalogue import FOLDER
from gbad.library.claim_spec import Claim, Claims
from gbad.scenario.composer import compose, read_text
from gbad.scenario.marks import Problems
from gbad.scenario.nodes import Sequence
from gbad.scenario.quantity import Frozen
from gbad.scenario.reader import Reader
from gbad.scenario.schema import check_schema

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
    return tuple(_read("claims/article-2018.yaml", Claims).claims)


def claims_title() -> str:
    """Where those sentences stand."""
    return _read("claims/article-2018.yaml", Claims).title


def claims_of(path: Path) -> Claims:
    """A user's claims file. Raises ``InputError`` with file, line and column of every finding."""
    root, problems = compose(read_text(path, str(path)), str(path)), Problems()
    check_schema(root, "claims/1", problems)
    problems.raise_if_any()
    found = Reader(problems).read(root, Claims)
    problems.raise_if_any()
    assert found is not None
    rows, seen = root.get("claims"), set[str]()
    assert isinstance(rows, Sequence)
    for number, (claim, row) in enumerate(zip(found.claims, rows.items, strict=True)):
        where = f"claims[{number}]"
        asked = [] if claim.test is None else [v for v in claim.test.model_dump().values() if v is not None]
        if claim.test is not None and len(asked) != 1:
            said = f"claim {claim.id}: a test is one of sees, reaches, has, kills; {len(asked)} found"
            problems.add(row.mark, f"{where}.test", said)
        if claim.test and claim.test.has and not (claim.test.has.launchers or claim.test.has.rounds):
            problems.add(row.mark, f"{where}.test.has", f"claim {claim.id}: says neither launchers nor rounds")
        if claim.id in seen:
            said = f"claim {claim.id} stands there twice; every sentence needs an id of its own"
            problems.add(row.mark, f"{where}.id", said)
        seen.add(claim.id)
    problems.raise_if_any()
    return found
