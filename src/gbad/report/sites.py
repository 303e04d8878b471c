"""What stands where: radars, posts, batteries and assets of a result, as the map and the strips need them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

# kinds of the sites table that are drawn as a defender's site; launchers stand with their battery
SITE_KINDS = ("radar", "command", "battery")


@dataclass(frozen=True)
class Site:
    """One thing on the ground. Figures that do not apply are None."""

    id: str
    name: str
    kind: str
    latitude_deg: float
    longitude_deg: float
    height_m: float
    boresight_deg: float | None = None
    sector_deg: float | None = None
    rounds: int | None = None
    target_channels: int | None = None
    missile_channels: int | None = None

    @property
    def place(self) -> tuple[float, float]:
        return self.latitude_deg, self.longitude_deg


def read_sites(tables: Mapping[str, Any]) -> list[Site]:
    """Rows of the ``sites`` table; without one, the places that rounds were launched from."""
    table = tables.get("sites")
    if table is not None and len(table["id"]):
        columns = {name: np.asarray(table[name]).tolist() for name in table}
        count = len(columns["id"])
        return [_site({name: values[k] for name, values in columns.items()}) for k in range(count)]
    shots = tables.get("shots")
    if shots is None or not len(shots["battery"]) or "launch_latitude_deg" not in shots:
        return []
    launched = (np.asarray(shots[c]).tolist() for c in ("battery", "launch_latitude_deg", "launch_longitude_deg"))
    places = {str(b): (lat, lon) for b, lat, lon in zip(*launched, strict=True)}
    return [Site(b, b, "battery", lat, lon, 0.0) for b, (lat, lon) in sorted(places.items())]


def _site(row: dict[str, Any]) -> Site:
    return Site(
        id=str(row["id"]),
        name=str(row.get("name") or row["id"]),
        kind=str(row["kind"]),
        latitude_deg=float(row["latitude_deg"]),
        longitude_deg=float(row["longitude_deg"]),
        height_m=_given(row.get("height_m")) or 0.0,
        boresight_deg=_given(row.get("boresight_deg")),
        sector_deg=_given(row.get("sector_deg")),
        rounds=_counted(row.get("rounds")),
        target_channels=_counted(row.get("target_channels")),
        missile_channels=_counted(row.get("missile_channels")),
    )


def _given(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _counted(value: Any) -> int | None:
    return None if value is None or value < 0 else int(value)
