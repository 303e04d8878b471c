"""A number with a unit behind it, in the unit that a field asks for: hints must never change a value."""

from __future__ import annotations

# what people write -> the dimension, and how many of its base unit one is
_SIZES = {
    "length": {"m": 1.0, "km": 1e3, "nm": 1852.0, "nmi": 1852.0, "ft": 0.3048, "mi": 1609.344, "cm": 1e-2, "mm": 1e-3},
    "time": {"s": 1.0, "sec": 1.0, "ms": 1e-3, "min": 60.0, "h": 3600.0, "hours": 3600.0, "minutes": 60.0},
    "speed": {"mps": 1.0, "m/s": 1.0, "kmh": 1 / 3.6, "km/h": 1 / 3.6, "kn": 1852 / 3600, "kts": 1852 / 3600},
    "angle": {"deg": 1.0, "°": 1.0, "rad": 57.29577951308232, "mrad": 0.05729577951308232},
    "frequency": {"hz": 1.0, "khz": 1e3, "mhz": 1e6, "ghz": 1e9},
    "mass": {"kg": 1.0, "t": 1e3, "lb": 0.45359237},
    "power": {"w": 1.0, "kw": 1e3, "mw": 1e6},
    "area": {"m2": 1.0, "m²": 1.0},
}


def converted(number: float, written: str, asked: str) -> float | None:
    """``converted(8, "km", "m")`` is 8000; None where one cannot be turned into the other."""
    # a small m is milli: what reads alike in small letters is a thousand million times less
    if written.lower() in ("mw", "mhz") and written.startswith("m") and written != written.lower():
        return None
    written, asked = written.lower(), asked.lower()
    for sizes in _SIZES.values():
        if written in sizes and asked in sizes:
            return number if written == asked else float(f"{number * sizes[written] / sizes[asked]:.12g}")
    return None
