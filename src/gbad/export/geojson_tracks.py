"""A run as GeoJSON (RFC 7946), cut at 180 degrees; or as a GeoPackage by ``pyogrio``, where that is installed.

Coordinates are longitude, latitude and height above the ellipsoid. Each way is a line with its times beside its points
(``times``, nested as the coordinates are); events and sites are points, reaches of sensors polygons. Left out: tracks
of the command posts, detections.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import InputError
from gbad.export.cutting import cut_line, cut_ring
from gbad.export.registry import register
from gbad.export.rings import BY_NAME, condition, drawn, ring
from gbad.export.scene import Mover, Scene, scene
from gbad.export.writing import new_place
from gbad.results import Result

DEGREES, METRES = 7, 2  # decimals: a centimetre
LAYERS = ("sites", "reach", "ways", "events")


@register("geojson", ".geojson", "QGIS, web maps")
def write(result: Result, out: Path, run: int | None, every_s: float | None) -> None:
    """Write one run."""
    made = scene(result, run, every_s)
    with new_place(out) as place:
        place.write_text(text(made), encoding="utf-8")


@register("gpkg", ".gpkg", "QGIS, one layer for each kind of thing; needs pyogrio")
def write_package(result: Result, out: Path, run: int | None, every_s: float | None) -> None:
    """Write one run as a GeoPackage. Raises ``InputError`` without pyogrio."""
    try:
        from pyogrio import raw
    except ImportError:
        raise InputError("GeoPackage needs pyogrio, which is not installed: pip install 'gbad[gpkg]'") from None
    made = scene(result, run, every_s)
    found = features(made)
    with new_place(out) as place:
        for layer in LAYERS:
            mine = [feature for feature in found if feature["properties"]["layer"] == layer]
            if not mine:
                continue
            meta, _, shapes, columns = raw.read(_collection(mine).encode(), read_geometry=True)
            kind = meta["geometry_type"]
            fields = [str(name) for name in meta["fields"]]
            raw.write(
                str(place), shapes, columns, fields, layer=layer, driver="GPKG", crs="EPSG:4979", geometry_type=kind,
                append=place.exists(),
            )  # fmt: skip


def text(made: Scene) -> str:
    """The text of a feature collection."""
    return _collection(features(made))


def features(made: Scene) -> list[dict[str, Any]]:
    """Sites, reaches, ways and events."""
    found = [_site(site) for site in made.sites]
    found += [_reach(site) for site in made.sites if drawn(site)]
    found += [_way(made, mover) for mover in made.movers]
    found += [_event(made, event) for event in made.events]
    return found


def _collection(found: list[dict[str, Any]]) -> str:
    rows = ",\n".join(
        json.dumps(feature, separators=(",", ":"), allow_nan=False, ensure_ascii=False) for feature in found
    )
    return f'{{"type":"FeatureCollection","features":[\n{rows}\n]}}\n'


def _feature(layer: str, geometry: dict[str, Any] | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"layer": layer} | properties, "geometry": geometry}


def _point(longitude: float, latitude: float, height_m: float) -> dict[str, Any]:
    place = [round(longitude, DEGREES), round(latitude, DEGREES)]
    return {"type": "Point", "coordinates": [*place, round(height_m, METRES)] if math.isfinite(height_m) else place}


def _site(site: dict[str, Any]) -> dict[str, Any]:
    told = {name: site[name] for name in ("id", "kind", "name", "type", "command")}
    return _feature("sites", _point(site["longitude_deg"], site["latitude_deg"], site["height_m"]), told)


def _reach(site: dict[str, Any]) -> dict[str, Any]:
    parts = cut_ring(ring(site))
    shapes = [[[[round(lon, DEGREES), round(lat, DEGREES)] for lon, lat in part]] for part in parts]
    told = {"id": site["id"], "name": f"{site['id']}: {condition(site)}", "stands_for": BY_NAME}
    return _feature("reach", {"type": "MultiPolygon", "coordinates": shapes}, told)


def _way(made: Scene, mover: Mover) -> dict[str, Any]:
    columns = (
        np.round(mover.longitude_deg, DEGREES), np.round(mover.latitude_deg, DEGREES),
        np.round(mover.height_m, METRES), np.round(mover.time_s, 6),
    )  # fmt: skip
    parts = cut_line(list(zip(*(column.tolist() for column in columns), strict=True)))
    lines = [
        [[round(lon, DEGREES), round(lat, DEGREES), round(height, METRES)] for lon, lat, height, _ in part]
        for part in parts
    ]
    times = [[_instant(made, t) for *_, t in part] for part in parts]
    if len(mover.time_s) == 1:
        lines = [[lines[0][0], lines[0][0]]]
        times = [[times[0][0], times[0][0]]]
    told = {
        "id": mover.id, "kind": mover.kind, "name": mover.name, "type": mover.type, "side": mover.side,
        "parent": mover.parent, "target": mover.target, "end": mover.end,
        "begin": times[0][0], "stop": times[-1][-1], "times": times,
    }  # fmt: skip
    return _feature("ways", {"type": "MultiLineString", "coordinates": lines}, told)


def _event(made: Scene, event: dict[str, Any]) -> dict[str, Any]:
    where = made.mover(event["object"]) if event["object"] else None
    geometry = None
    if where is not None:
        latitude, longitude, height = where.at(event["time_s"])
        geometry = _point(longitude, latitude, height)
    told = {"event": event["event"], "object": event["object"], "battery": event["battery"], "text": event["text"]}
    return _feature("events", geometry, told | {"time": _instant(made, event["time_s"])})


def _instant(made: Scene, time_s: float) -> str:
    return made.when(time_s).isoformat(timespec="milliseconds") + "Z"
