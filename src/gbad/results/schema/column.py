"""What a column is, and columns that several tables have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

_DTYPES: dict[str, Any] = {"float": np.float64, "int": np.int64, "bool": np.bool_, "text": np.str_}
_MISSING: dict[str, Any] = {"float": np.nan, "int": -1, "bool": False, "text": ""}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``kind`` is float, int, bool or text; ``optional`` ones are filled with "missing" when not given."""

    kind: str
    unit: str
    says: str
    optional: bool = False

    @property
    def dtype(self) -> Any:
        """numpy type of the column in memory."""
        return _DTYPES[self.kind]

    @property
    def missing(self) -> Any:
        """What stands for "not known" or "never happened"."""
        return _MISSING[self.kind]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's meaning, its columns, and the columns that identify a row (the order of the canonical sort)."""

    says: str
    key: tuple[str, ...]
    columns: dict[str, Column]


def number(unit: str, says: str, optional: bool = False) -> Column:
    return Column("float", unit, says, optional)


def whole(says: str, optional: bool = False, unit: str = "1") -> Column:
    return Column("int", unit, says, optional)


def flag(says: str, optional: bool = False) -> Column:
    return Column("bool", "", says, optional)


def text(says: str, optional: bool = False) -> Column:
    return Column("text", "", says, optional)


RUN = {"run": whole("absolute number of the Monte Carlo run, from 0")}
PLACE = {
    "latitude_deg": number("deg", "WGS-84, positive north"),
    "longitude_deg": number("deg", "WGS-84, positive east"),
    "height_m": number("m", "above the WGS-84 ellipsoid"),
}
STATE = {**PLACE, "speed_mps": number("m/s", "over the Earth")}
AXES = ("east", "north", "up")
SPREAD = {
    **{f"{axis}_std_m": number("m", "standard deviation of the position at state_time_s", True) for axis in AXES},
    **{
        f"{a}_{b}_correlation": number("1", "of the errors of the position along these two axes", True)
        for a, b in (("east", "north"), ("east", "up"), ("north", "up"))
    },
    **{f"{axis}_std_mps": number("m/s", "standard deviation of the velocity at state_time_s", True) for axis in AXES},
}
