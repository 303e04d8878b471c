"""What every library entry has, and the register of kinds: a new kind registers itself where it is defined."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from pydantic import Field

from gbad.scenario.quantity import Frozen
from gbad.scenario.sources import Sources

SCHEMA = "library/1"


class Entry(Frozen):
    """One file of the library. ``kind`` says which spec reads it."""

    kind: str
    schema_: str = Field(alias="schema", description="library/1")
    name: str = Field(description="for display")
    about: str | None = Field(None, description="a sentence on what it is")
    sources: Sources = Field(default_factory=dict, description="basis of each number, by key; default for the rest")

    # figures drawn in decibels because they spread over factors
    in_decibels: ClassVar[frozenset[str]] = frozenset()
    # plain figures, and the optional finer form in their place: who sets only the plain one anew drops the finer
    finer_forms: ClassVar[dict[str, str]] = {}


EntryType = TypeVar("EntryType", bound=type[Entry])
_KINDS: dict[str, type[Entry]] = {}


def register(kind: str):
    """Class decorator: files of ``kind`` are read by this spec."""

    def keep(spec: EntryType) -> EntryType:
        if kind in _KINDS and _KINDS[kind].__qualname__ != spec.__qualname__:
            raise ValueError(f"kind {kind} is already read by {_KINDS[kind].__name__}")
        _KINDS[kind] = spec
        return spec

    return keep


def kinds() -> dict[str, type[Entry]]:
    """Every registered kind and its spec."""
    return dict(_KINDS)
