"""Coverage as GeoJSON (RFC 7946): one feature for each height and edge, in WGS-84 longitude and latitude.

On real ground the areas are discs and rings: what is found in half of all directions at each distance.
"""

from __future__ import annotations

import json
from typing import Any

from gbad.coverage.raster import Map
from gbad.coverage.sites import EDGES
from gbad.coverage.tracing import outlines

BY_DISTANCE = "none: what holds in half of all directions at each distance"


def features(map_: Map) -> list[dict[str, Any]]:
    """Features with geometry ``MultiPolygon``; properties say height, edge, target and what counts as found."""
    coverage = map_.for_show().coverage
    out = []
    for height, text in zip(coverage.heights_m, coverage.height_steps, strict=True):
        for edge in EDGES:
            polygons = outlines(map_.found(height, edge), map_.frame)
            out.append({
                "type": "Feature",
                "properties": {
                    "name": f"{coverage.site.radar}, {coverage.target.name} at {text}, {edge}",
                    "height_m": height, "height_above": coverage.above, "edge": edge, "radar": coverage.site.radar,
                    "target": coverage.target.name, "criterion": str(coverage.criterion),
                    "terrain": coverage.site.terrain.name, "hypothetical": not coverage.site.fictional,
                    "directions": BY_DISTANCE if map_.by_distance else "as they are",
                },
                "geometry": {"type": "MultiPolygon", "coordinates": [[list(map(list, ring)) for ring in polygon]
                                                                     for polygon in polygons]},
            })  # fmt: skip
    return out


def geojson(map_: Map) -> str:
    """The text of a GeoJSON feature collection."""
    return json.dumps({"type": "FeatureCollection", "features": features(map_)}, separators=(",", ":")) + "\n"
