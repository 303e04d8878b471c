"""Places, lengths and terrain as they are written on a command line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from gbad.errors import InputError

# where made-up ground lies if no place is asked for: the open ocean, so that nobody takes it for a country
NOWHERE = (40.0, -150.0)
_LENGTH = re.compile(r"([0-9]*\.?[0-9]+)\s*(m|km)")


def place_of(text: str | None, terrain: str | None = None) -> tuple[float, float]:
    """``38.5,35.5`` as latitude and longitude [deg]; made-up terrain lies nowhere in particular if not said."""
    from gbad.terrain import FICTIONAL

    if text is None:
        if terrain in FICTIONAL:
            return NOWHERE
        raise InputError("--at LAT,LON is needed, like 38.5,35.5 (made-up terrain may do without)")
    parts = text.split(",")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        raise InputError(f"--at {text}: LAT,LON in degrees is needed, like 38.5,35.5") from None
    return latitude, longitude


def length_m(text: str, what: str) -> float:
    """``100m`` or ``5km`` in metres; the unit must be said."""
    match = _LENGTH.fullmatch(text.strip().lower())
    if not match:
        raise InputError(f"--{what} {text}: a number with m or km is needed, like 100m or 5km")
    return float(match[1]) * (1e3 if match[2] == "km" else 1.0)


def terrain_of(name: str | None, place: tuple[float, float]) -> Any:
    """Built-in, made-up around the place, kept under a name, or an elevation file (which must be added first)."""
    from gbad import terrain
    from gbad.terrain.kept import kept

    if name is None or name == "built-in":
        return terrain.load()
    if name in terrain.FICTIONAL:
        return terrain.from_spec(name, latitude_deg=place[0], longitude_deg=place[1])
    if name == "global":
        # large enough for any radius, and for places that go to the half-degree grid
        return terrain.from_spec(name, latitude_deg=place[0], longitude_deg=place[1], size_km=2200.0)
    if Path(name).suffix and Path(name).exists():
        raise InputError(
            f"--terrain {name}: add the file first, saying what its heights are measured from: "
            f"gbad terrain add {name} --vertical-datum egm2008|egm96|ellipsoid"
        )
    return kept(name)
