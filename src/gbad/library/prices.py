"""What one round costs: the shipped list, or a file of the user's in the same form."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from gbad.errors import InputError
from gbad.library.bibliography import citation
from gbad.library.catalogue import FOLDER
from gbad.scenario.composer import compose, read_text
from gbad.scenario.marks import Problems
from gbad.scenario.quantity import Frozen
from gbad.scenario.reader import Reader

SHIPPED = FOLDER / "prices.yaml"


class Price(Frozen):
    """Price of one round [million US dollars], of what kind and year, and where it comes from."""

    low: float = Field(ge=0.0)
    nominal: float = Field(ge=0.0)
    high: float = Field(ge=0.0)
    year: int = Field(ge=1900, le=2100)
    kind: str
    basis: Literal["published", "second_hand", "derived", "assumed"]
    from_: str = Field(alias="from")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.nominal <= self.high:
            raise ValueError(f"low {self.low:g}, nominal {self.nominal:g}, high {self.high:g} are not in order")
        return self

    @property
    def source(self) -> str:
        """Who says so, in one line."""
        return citation(self.from_)


class _Prices(Frozen):
    schema_: Literal["prices/1"] = Field(alias="schema")
    prices: dict[str, Price]


def prices(path: Path = SHIPPED) -> dict[str, Price]:
    """Prices by missile type. Raises ``InputError`` with file and line."""
    shown = "library/prices.yaml" if path == SHIPPED else str(path)
    if not path.is_file():
        raise InputError(f"--prices {path}: there is no such file")
    problems = Problems()
    found = Reader(problems).read(compose(read_text(path, shown), shown), _Prices)
    problems.raise_if_any()
    assert found is not None
    return found.prices
