"""Reading files of reference values and matching their entries with the product's own functions.

A topic file (``tests/against/topic_atm.py``) makes a ``Topic`` and claims kinds of entries::

    topic = Topic("atm")

    @topic.claim(needs={"geometric_altitude"}, gives={"temperature", "pressure"})
    def air(given):
        return {"temperature": atmosphere.temperature_k(given["geometric_altitude"]), ...}

``given`` holds the inputs in SI units and radians (decibels, pulses and other counts as they are); what is returned
is in SI and radians too and is compared in the entry's own units, under the entry's own tolerance. An entry is claimed
by every function whose ``needs`` it has and that gives something it expects; ``where`` narrows that by a pattern on
its words.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

SCHEMA = "reference-values/1"
ROOT = Path(__file__).resolve().parents[2]

# factors to SI; units that are not listed are counts, ratios or decibels and stay as they are
TO_SI = {
    "km": 1e3, "ft": 0.3048, "nmi": 1852.0, "mm": 1e-3, "cm": 1e-2, "deg": math.pi / 180.0, "mrad": 1e-3,
    "ms": 1e-3, "us": 1e-6, "min": 60.0, "h": 3600.0, "kPa": 1e3, "hPa": 100.0, "mbar": 100.0, "degR": 5.0 / 9.0,
    "kHz": 1e3, "MHz": 1e6, "GHz": 1e9, "kW": 1e3, "MW": 1e6, "g/m^3": 1e-3, "km/h": 1.0 / 3.6, "kn": 1852.0 / 3600.0,
    "km/s": 1e3, "ft/s": 0.3048, "deg/s": math.pi / 180.0, "g": 1e-3, "t": 1e3,
}  # fmt: skip
AZIMUTH = re.compile(r"azimuth|bearing|heading|course")

Function = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Entry:
    """One entry of a file of reference values, as written there."""

    id: str
    topic: str
    quantity: str
    formula: str
    inputs: dict[str, dict[str, Any]]
    expected: dict[str, dict[str, Any]]
    tolerance: dict[str, dict[str, float]]

    @property
    def given(self) -> dict[str, Any]:
        """Inputs in SI units and radians."""
        return {name: scaled(item["value"], TO_SI.get(item["unit"], 1.0)) for name, item in self.inputs.items()}

    def trouble(self, name: str, answer: Any) -> str | None:
        """What is wrong with an answer in SI units, or None if it is within the entry's tolerance."""
        item = self.expected[name]
        found = scaled(answer, 1.0 / TO_SI.get(item["unit"], 1.0))
        if close(found, item["value"], self.tolerance[name], turn=360.0 if self._is_azimuth(name) else None):
            return None
        return f"{self.id} {name}: {found} {item['unit']}, expected {item['value']} within {self.tolerance[name]}"

    def _is_azimuth(self, name: str) -> bool:
        return self.expected[name]["unit"] == "deg" and AZIMUTH.search(name) is not None


@dataclass
class Topic:
    """What the product's functions claim of one topic."""

    name: str
    claims: list[tuple[frozenset[str], frozenset[str], re.Pattern[str], Function]] = field(default_factory=list)

    def claim(self, *, needs: set[str], gives: set[str], where: str = "") -> Callable[[Function], Function]:
        """Decorator: the function answers entries that have all of ``needs`` and expect any of ``gives``."""

        def keep(function: Function) -> Function:
            self.claims.append((frozenset(needs), frozenset(gives), re.compile(where, re.IGNORECASE), function))
            return function

        return keep

    def takers(self, entry: Entry) -> Iterator[tuple[frozenset[str], Function]]:
        """Functions that claim the entry, with the names they answer; those that need most inputs first."""
        words = f"{entry.quantity} | {entry.formula}"
        for needs, gives, where, function in sorted(self.claims, key=lambda claim: -len(claim[0])):
            if needs <= entry.inputs.keys() and gives & entry.expected.keys() and where.search(words):
                yield gives & entry.expected.keys(), function

    def answered(self, entry: Entry) -> frozenset[str]:
        """Names of the entry's expected values that some function answers."""
        return frozenset().union(*(names for names, _ in self.takers(entry)))


def reference_file() -> Path:
    """``$GBAD_REFERENCE_VALUES``, else the file shared beside the repository, else our own small set."""
    if named := os.environ.get("GBAD_REFERENCE_VALUES"):
        return Path(named)
    shared = ROOT.parent / "shared" / "data" / "reference-values.yaml"
    return shared if shared.is_file() else own_file()


def own_file() -> Path:
    """The set of entries that comes with the repository."""
    return ROOT / "tests" / "against" / "own_values.yaml"


def load(path: Path) -> list[Entry]:
    """Entries of a file. Raises ValueError if it is not of the schema known here."""
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if document.get("schema") != SCHEMA:
        raise ValueError(f"{path}: schema {document.get('schema')!r} was found, {SCHEMA} is read")
    names = Entry.__dataclass_fields__
    return [Entry(**{key: value for key, value in row.items() if key in names}) for row in document["entries"]]


def scaled(value: Any, factor: float) -> Any:
    """A number, or numbers in nested lists, times a factor; whole numbers stay whole where the factor is one."""
    if isinstance(value, (list, tuple)) or (hasattr(value, "shape") and value.shape):
        return [scaled(item, factor) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    return value if factor == 1.0 else value * factor


def close(found: Any, wanted: Any, tolerance: dict[str, float], *, turn: float | None = None) -> bool:
    """The file's rule: |x - v| <= max(abs, rel |v|), lists element by element, azimuths modulo a turn."""
    if isinstance(wanted, list):
        return (
            isinstance(found, list)
            and len(found) == len(wanted)
            and all(close(f, w, tolerance, turn=turn) for f, w in zip(found, wanted, strict=True))
        )
    apart = abs(found - wanted)
    if turn is not None:
        apart = abs((found - wanted + 0.5 * turn) % turn - 0.5 * turn)
    return bool(apart <= max(tolerance.get("abs", 0.0), tolerance.get("rel", 0.0) * abs(wanted)))
