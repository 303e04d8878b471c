"""A run as KML 2.3 with tracks in time (gx:Track), alone or zipped as KMZ. Heights above mean sea level.

KML's ``absolute`` heights are above EGM96 mean sea level. Left out: tracks of the command posts, detections, volumes
(only rings on the ground, with what they stand for in their names).
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from gbad.export.registry import register
from gbad.export.rings import BY_NAME, condition, drawn, ring
from gbad.export.scene import Mover, Scene, above_sea_m, scene
from gbad.export.writing import new_place
from gbad.results import Result

# aabbggrr, as KML writes colours
_COLOURS = {"hostile": "ff2828dc", "neutral": "ff3c9628", "friend": "ffdc6e1e"}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">\n<Document>'
)


@register("kml", ".kml", "Google Earth, QGIS")
def write(result: Result, out: Path, run: int | None, every_s: float | None) -> None:
    """Write one run."""
    made = scene(result, run, every_s)
    with new_place(out) as place:
        place.write_text(text(made), encoding="utf-8")


@register("kmz", ".kmz", "Google Earth, zipped")
def write_zipped(result: Result, out: Path, run: int | None, every_s: float | None) -> None:
    """Write one run, zipped; the same bytes for the same run."""
    made = scene(result, run, every_s)
    with new_place(out) as place, zipfile.ZipFile(place, "x", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("doc.kml", (1980, 1, 1, 0, 0, 0)), text(made), zipfile.ZIP_DEFLATED)


def text(made: Scene) -> str:
    """The document."""
    objects = [mover for mover in made.movers if mover.kind == "object"]
    rounds = [mover for mover in made.movers if mover.kind == "round"]
    styles = "".join(
        f'<Style id="{side}"><IconStyle><color>{colour}</color></IconStyle>'
        f"<LineStyle><color>{colour}</color><width>2</width></LineStyle></Style>\n"
        for side, colour in _COLOURS.items()
    )
    reach = (
        '<Style id="reach"><LineStyle><color>80dc6e1e</color></LineStyle><PolyStyle><fill>0</fill></PolyStyle></Style>'
    )
    folders = [
        _folder("sites", (_site(site) for site in made.sites)),
        _folder("reach of sensors", (_reach(site) for site in made.sites if drawn(site))),
        _folder("objects", (_track(made, mover) for mover in objects)),
        _folder("rounds", (_track(made, mover) for mover in rounds)),
        _folder("events", (_event(made, event) for event in made.events)),
    ]
    return (
        f"{_HEAD}<name>{_said(made.title)}</name><description>{_said(made.about)}</description>\n"
        f"{styles}{reach}\n{''.join(folders)}</Document>\n</kml>\n"
    )


def _said(words: str) -> str:
    """Text that XML can hold: signs it forbids are dropped."""
    return escape("".join(sign for sign in words if sign in "\t\n\r" or " " <= sign < "\ufffe"))


def _folder(name: str, marks: Iterable[str]) -> str:
    return f"<Folder><name>{name}</name>\n{''.join(marks)}</Folder>\n"


def _instant(made: Scene, time_s: float) -> str:
    return made.when(time_s).isoformat(timespec="milliseconds") + "Z"


def _site(site: dict[str, Any]) -> str:
    known = math.isfinite(site["height_m"])
    mode = "absolute" if known else "clampToGround"
    height = above_sea_m(site["latitude_deg"], site["longitude_deg"], site["height_m"]) if known else 0.0
    return (
        f"<Placemark><name>{_said(site['name'] or site['id'])}</name><description>{_said(site['kind'])} "
        f"{_said(site['type'])}</description><styleUrl>#friend</styleUrl><Point><altitudeMode>{mode}</altitudeMode>"
        f"<coordinates>{site['longitude_deg']:.7f},{site['latitude_deg']:.7f},{height:.2f}</coordinates></Point>"
        "</Placemark>\n"
    )


def _reach(site: dict[str, Any]) -> str:
    places = " ".join(f"{(lon + 180.0) % 360.0 - 180.0:.5f},{lat:.5f}" for lon, lat in ring(site))
    return (
        f"<Placemark><name>{_said(site['id'])}: {condition(site)}</name><description>{BY_NAME}</description>"
        "<styleUrl>#reach</styleUrl><Polygon><tessellate>1</tessellate><outerBoundaryIs><LinearRing><coordinates>"
        f"{places}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>\n"
    )


def _track(made: Scene, mover: Mover) -> str:
    whens = "".join(f"<when>{_instant(made, t)}</when>" for t in mover.time_s.tolist())
    rows = zip(
        mover.longitude_deg.tolist(), mover.latitude_deg.tolist(), mover.height_above_sea_m().tolist(), strict=True
    )
    coords = "".join(f"<gx:coord>{lon:.7f} {lat:.7f} {height:.2f}</gx:coord>" for lon, lat, height in rows)
    told = {"id": mover.id, "type": mover.type, "side": mover.side, "parent": mover.parent, "target": mover.target,
            "end": mover.end}  # fmt: skip
    data = "".join(f'<Data name="{name}"><value>{_said(value)}</value></Data>' for name, value in told.items() if value)
    return (
        f"<Placemark><name>{_said(mover.name)}</name><styleUrl>#{mover.side}</styleUrl>"
        f"<ExtendedData>{data}</ExtendedData><gx:Track><altitudeMode>absolute</altitudeMode>{whens}{coords}</gx:Track>"
        "</Placemark>\n"
    )


def _event(made: Scene, event: dict[str, Any]) -> str:
    where = made.mover(event["object"]) if event["object"] else None
    point = ""
    if where is not None:
        latitude, longitude, height = where.at(event["time_s"])
        height = above_sea_m(latitude, longitude, height)
        point = (
            "<Point><altitudeMode>absolute</altitudeMode>"
            f"<coordinates>{longitude:.7f},{latitude:.7f},{height:.2f}</coordinates></Point>"
        )
    return (
        f"<Placemark><name>{_said(event['text'])}</name><visibility>0</visibility>"
        f"<TimeStamp><when>{_instant(made, event['time_s'])}</when></TimeStamp>{point}</Placemark>\n"
    )
