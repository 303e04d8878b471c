"""Which ground of a scenario is known: its terrain laid out, sites beyond it, and what radars look at of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from gbad.scenario.routes import Place
from gbad.scenario.terrains import BuiltInTerrain, FileTerrain, TerrainSpec
from gbad.terrain import Extent, Terrain, extent_of, spec_of

WORTH_SAYING = 0.005  # share of the ground within a radar's reach


def laid_around(spec: TerrainSpec, at_deg: Sequence[tuple[float, float]], folder: Path) -> dict[str, Any]:
    """What ``terrain.load`` is asked for; a synthetic ground without a centre lies around the middle of places.

    ``at_deg`` are latitudes and longitudes of what is defended; they may lie on both sides of the date line. A file is
    beside the scenario, in ``folder``.
    """
    if isinstance(spec, BuiltInTerrain):
        return {"kind": spec.kind}
    parameters = spec.model_dump()
    if isinstance(spec, FileTerrain):
        parameters["path"] = str(folder / spec.path)
        if not spec.fictional:
            return parameters
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
    if kind == "file":
        return f"lies beyond the file's ground, which spans {reach}"
    return f"lies beyond the terrain {kind}, which spans {reach}; write a larger terrain.size_km or another centre"


def in_file(
    spec: FileTerrain, ground: Terrain, values: Mapping[str, Any], sites: Sequence[tuple[str, Place]]
) -> Iterator[tuple[str, str]]:
    """Findings of a scenario on a file's ground: sites on unknown ground; on real ground, sites that are too exact."""
    for path, place in sites:
        row = round((place.latitude_deg - ground.south_deg) / ground.step_deg)
        column = round((place.longitude_deg - ground.west_deg) % 360.0 / ground.step_deg)
        inside = 0 <= row < ground.shape[0] and 0 <= column < ground.shape[1]
        if inside and ground.estimated_mask[row, column]:
            yield path, "the file holds no height there; choose another place, or fill the file's voids first"
        near = round(2.0 * place.latitude_deg) / 2.0, round(2.0 * place.longitude_deg) / 2.0
        if not spec.fictional and near != (place.latitude_deg, place.longitude_deg):
            yield (
                path,
                f"on real ground sites stand on whole and half degrees: {{latitude_deg: {near[0]:g}, longitude_deg: "
                f"{near[1]:g}}} is nearest; with terrain.fictional: true the place of the ground is dropped instead",
            )
    if not spec.fictional and values.get("hypothetical") is False:
        yield "hypothetical", "a fight on real ground is hypothetical: leave it true"


def ground_told(spec: TerrainSpec) -> str:
    """What every page says of a file's ground; nothing for the others, which have names of their own."""
    if not isinstance(spec, FileTerrain):
        return ""
    if spec.fictional:
        return "relief of an elevation file, its place dropped: nothing lies where it seems to lie"
    return "real ground from an elevation file: sites on half degrees, hypothetical"


def unknown_in_file(spec: TerrainSpec, ground: Terrain) -> list[str]:
    """A sentence on ground of which a file holds no height."""
    unknown = int(ground.estimated_mask.sum()) if isinstance(spec, FileTerrain) else 0
    if not unknown:
        return []
    share = 100.0 * unknown / ground.estimated_mask.size
    return [f"Of the file's ground {share:.2g} % is unknown and is taken for flat at sea level: it hides nothing."]


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
