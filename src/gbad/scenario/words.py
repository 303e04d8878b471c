"""Words for messages: units at the end of a key, and the nearest key to one that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

UNITS = {
    "km": "kilometres",
    "m": "metres",
    "nm": "nautical miles",
    "ft": "feet",
    "mi": "miles",
    "cm": "centimetres",
    "mm": "millimetres",
    "deg": "degrees",
    "rad": "radians",
    "mrad": "milliradians",
    "s": "seconds",
    "ms": "milliseconds",
    "min": "minutes",
    "h": "hours",
    "mps": "metres per second",
    "kmh": "kilometres per hour",
    "kn": "knots",
    "kts": "knots",
    "mach": "Mach number",
    "hz": "hertz",
    "khz": "kilohertz",
    "mhz": "megahertz",
    "ghz": "gigahertz",
    "m2": "square metres",
    "dbsm": "decibels of one square metre",
    "db": "decibels",
    "db_per_km": "decibels per kilometre",
    "kg": "kilograms",
    "t": "tonnes",
    "lb": "pounds",
    "n": "newtons",
    "knewton": "kilonewtons",
    "g0": "multiples of standard gravity",
    "g": "multiples of standard gravity",
    "kg_per_m2": "kilograms per square metre",
    "w": "watts",
    "kw": "kilowatts",
    "percent": "per cent",
    "pct": "per cent",
    "utc": "date and time, UTC",
}


def split_unit(key: str) -> tuple[str, str]:
    """``(stem, unit)`` of a key: ``range_km`` gives ``("range", "km")``; no unit gives ``(key, "")``."""
    for words in (3, 2, 1):
        parts = key.rsplit("_", words)
        if len(parts) == words + 1 and "_".join(parts[1:]).lower() in UNITS:
            return parts[0], "_".join(parts[1:]).lower()
    return key, ""


def unit_of(key: str) -> str:
    """The unit that a key's ending says, in words; empty if it says none."""
    return UNITS.get(split_unit(key)[1], "")


def with_unit(key: str) -> str:
    """A key with its unit in words behind it, for a message."""
    unit = unit_of(key)
    return f"{key} ({unit})" if unit else key


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known key that was probably meant: same quantity in another unit first, then the closest spelling."""
    known = list(known)
    stem = split_unit(word)[0].lower()
    for key in known:
        if key != word and split_unit(key)[0].lower() == stem:
            return key
    # long words may differ in more letters
    close = difflib.get_close_matches(word.lower(), [key.lower() for key in known], n=1, cutoff=0.6)
    return next((key for key in known if close and key.lower() == close[0]), None)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`` Did you mean range_km (kilometres)?`` or the list of what is allowed."""
    known = list(known)
    best = nearest(word, known)
    if best is not None:
        return f"Did you mean {with_unit(best)}?"
    return f"Allowed: {', '.join(sorted(known))}" if known else "Nothing is allowed here"
