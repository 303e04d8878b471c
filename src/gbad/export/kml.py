"""Coverage as KML 2.3 (OGC 12-007): a folder for each edge, a placemark for each height, polygons on the ground."""

from __future__ import annotations

from xml.sax.saxutils import escape

from gbad.coverage.raster import Map
from gbad.coverage.sites import EDGES
from gbad.coverage.tracing import Ring
from gbad.export.geojson import features

# aabbggrr, as KML writes colours; lowest height first
_FILLS = ("b46e1d25", "a0a85e22", "a0c0911d", "a0bbcd7f", "a050c4f0")


def kml(map_: Map) -> str:
    """The text of a KML document."""
    coverage = map_.coverage
    hypothetical = (
        ""
        if coverage.site.fictional
        else "Hypothetical place on a half-degree grid; by distance, over all directions. "
    )
    about = f"{hypothetical}Simulation only. {coverage.target}; {coverage.criterion}."
    count = len(coverage.heights_m)
    styles = "".join(
        f'<Style id="h{i}"><LineStyle><width>1</width></LineStyle><PolyStyle><color>{_FILLS[i % len(_FILLS)]}</color>'
        "</PolyStyle></Style>"
        for i in range(count)
    )
    folders = []
    made = features(map_)
    for e, edge in enumerate(EDGES):
        marks = "".join(_placemark(made[3 * i + e], f"#h{i}") for i in reversed(range(count)))
        visible = int(edge == "nominal")
        folders.append(f"<Folder><name>{edge}</name><visibility>{visible}</visibility>{marks}</Folder>")
    latitude, longitude = coverage.site.place
    site = (
        f"<Placemark><name>{escape(coverage.site.radar)}</name><Point><coordinates>{longitude:.6f},{latitude:.6f}"
        "</coordinates></Point></Placemark>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<name>{escape(coverage.site.radar)} against {escape(coverage.target.name)}</name>"
        f"<description>{escape(about)}</description>{styles}{site}{''.join(folders)}</Document></kml>\n"
    )


def _placemark(feature: dict, style: str) -> str:  # type: ignore[type-arg]  # a GeoJSON feature
    polygons = "".join(
        f"<Polygon><tessellate>1</tessellate><outerBoundaryIs>{_ring(polygon[0])}</outerBoundaryIs>"
        + "".join(f"<innerBoundaryIs>{_ring(hole)}</innerBoundaryIs>" for hole in polygon[1:])
        + "</Polygon>"
        for polygon in feature["geometry"]["coordinates"]
    )
    name = escape(feature["properties"]["name"])
    body = f"<MultiGeometry>{polygons}</MultiGeometry>"
    return f"<Placemark><name>{name}</name><styleUrl>{style}</styleUrl>{body}</Placemark>"


def _ring(ring: Ring) -> str:
    places = " ".join(f"{longitude},{latitude}" for longitude, latitude in ring)
    return f"<LinearRing><coordinates>{places}</coordinates></LinearRing>"
