"""Which ground of a scenario is known: its terrain laid out, sites beyond it, and what radars look at of it."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any

from gbad.scenario.terrains import BuiltInTerrain, TerrainSpec
from gbad.terrain import Extent, extent_of, spec_of

WORTH_SAYING = 0.005  # share of the ground within a radar's reach


def laid_around(spec: TerrainSpec, at_deg: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """What ``terrain.load`` is asked for; a synthetic ground without a centre lies around the middle of places.

    ``at_deg`` are latitudes and longitudes of what is defended; they may lie on both sides of the date line.
    """
    if isinstance(spec, BuiltInTerrain):
        return {"kind": spec.kind}
    parameters = spec.model_dump()
    if parameters["latitude_deg"] is None:
        parameters["latitude_deg"] = median(latitude for latitude, _ in at_deg)
    if parameters["longitude_deg"] is None:
        first = at_deg[0][1]
        middle = first + median((longitude - first + 180.0) % 360.0 - 180.0 for _, longitude in at_deg)
        parameters["longitude_deg"] = (middle + 180.0) % 360.0 - 180.0
    return parameters


def extent(parameters: dict[str, Any]) -> Extent | None:
    """How far that ground reaches; ``None`` if it goes on as it is. ``InputError`` if it makes no grid."""
    rest = dict(parameters)
    return extent_of(spec_of(rest.pop("kind"), **rest))


def beyond(kind: str, reach: Extent) -> str:
    """Why a site that lies beyond the terrain is refused, and what helps."""
    if kind == "built-in":
        return (
            f"lies beyond the built-in terrain, which spans {reach}; take made-up ground, like terrain: {{kind: flat}}"
        )
    return f"lies beyond the terrain {kind}, which spans {reach}; write a larger terrain.size_km or another centre"


def told_of_unknown(kind: str, reach: Extent | None, radars: Sequence[tuple[str, float, float, float]]) -> list[str]:
    """A sentence for each radar that looks over ground beyond the terrain.

    ``radars`` are id, latitude, longitude [deg] and the range [m] within which it looks.
    """
    if reach is None:
        return []
    told = []
    for name, latitude, longitude, range_m in radars:
        share = reach.share_beyond(latitude, longitude, range_m)
        if share > WORTH_SAYING:
            told.append(
                f"{name}: {100.0 * share:.0f} % of the ground within its {range_m / 1e3:.0f} km lies beyond the "
                f"terrain ({kind}) and is taken for flat: hills there hide nothing."
            )
    return told
