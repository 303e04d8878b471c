"""Something with an id, and something that lies over an entry of the library."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from gbad.scenario.quantity import Frozen, limited
from gbad.scenario.specs.base import Entry

Spec = type[Entry]  # said outside the classes, which have a field named type
Bearing = Annotated[float, limited(at_least=0.0, at_most=360.0)]


class Entity(Frozen):
    """Something with an ``id``; the id is immutable and dice hang on it, the name is for display."""

    id: str = Field("", exclude=True)
    name: str | None = Field(None, description="for display; the id if left out")

    @property
    def label(self) -> str:
        """Name for display."""
        return self.name or self.id


class Typed(Entity):
    """An entity over a library entry. ``figures`` is that entry with what the scenario set anew (``overridden``)."""

    type: str = Field(description="library entry it lies over, or a file beside the scenario (./mine.yaml)")
    figures: Entry = Field(exclude=True)
    overridden: tuple[str, ...] = Field((), exclude=True)
    figures_spec: ClassVar[Spec] = Entry
