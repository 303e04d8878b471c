"""Where a figure comes from: its basis, and a source or a reason, for each of its three values.

``sources:`` in a spec maps a field (or a block, or ``default``) to an attribution. The longest name that fits wins:
``calibration.range_km``, then ``calibration``, then ``default``.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from gbad.scenario.quantity import Frozen

Basis = Literal["published", "second_hand", "derived", "assumed"]


class Origin(Frozen):
    """Basis of one value, with what it rests on."""

    basis: Basis = Field(description="what the number rests on")
    from_: str | None = Field(None, alias="from", description="key of library/references.yaml, or a citation")
    why: str | None = Field(None, description="the reason, needed where it is derived or assumed")

    @model_validator(mode="after")
    def _supported(self) -> Origin:
        if self.basis in ("published", "second_hand") and not self.from_:
            raise ValueError(f"basis {self.basis} needs 'from': the source it was read in")
        if self.basis in ("derived", "assumed") and not self.why:
            raise ValueError(f"basis {self.basis} needs 'why': the reason or the calculation")
        return self


class Attribution(Origin):
    """Basis of a figure; ``low`` and ``high`` may rest on something else than the nominal."""

    low: Origin | None = Field(None, description="basis of the low end where it differs")
    high: Origin | None = Field(None, description="basis of the high end where it differs")


Sources = dict[str, Attribution]


def attribution(sources: Sources, path: str) -> Attribution | None:
    """The attribution of a field given as a dotted path, by the longest name that fits."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        found = sources.get(".".join(parts[:length]))
        if found is not None:
            return found
    return sources.get("default")
