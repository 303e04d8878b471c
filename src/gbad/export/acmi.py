"""A run as Tacview ACMI 2.2, plain text or zipped. Heights above mean sea level, as Tacview has them.

Objects carry name, type tags, parent, coalition; batteries the target they hold (``LockedTarget``) while a round flies
at it; kills, hits and ends are events. Left out: attitude but heading and pitch of the velocity, tracks of the command
posts, detections. Written after the format's public description (tacview.net, "ACMI telemetry file format").
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from gbad.export.app6 import icon_of
from gbad.export.registry import register
from gbad.export.rings import all_round
from gbad.export.scene import Mover, Scene, above_sea_m, scene
from gbad.export.writing import new_place
from gbad.results import Result

_COALITION = {"hostile": ("Attackers", "Red"), "neutral": ("Others", "Green"), "friend": ("Defenders", "Blue")}
_TAGS = {
    "radar": "Ground+Static+Sensor", "battery": "Ground+AntiAircraft", "command": "Ground+Static+Building",
    "asset": "Ground+Static+Building", "missile": "Weapon+Missile", "aircraft": "Air+FixedWing",
}  # fmt: skip
DEGREES, METRES = 7, 2  # decimals: a centimetre


@register("acmi", ".txt.acmi", "Tacview")
def write(result: Result, out: Path, run: int | None, every_s: float | None) -> None:
    """Write one run."""
    made = scene(result, run, every_s)
    with new_place(out) as place:
        place.write_text(text(made), encoding="utf-8-sig", newline="\n")


@register("acmi-zip", ".zip.acmi", "Tacview, zipped")
def write_zipped(result: Result, out: Path, run: int | None, every_s: float | None) -> None:
    """Write one run, zipped; the same bytes for the same run."""
    made = scene(result, run, every_s)
    inside = out.name.removesuffix(".zip.acmi").removesuffix(".zip") + ".txt.acmi"
    with new_place(out) as place, zipfile.ZipFile(place, "x", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            zipfile.ZipInfo(inside, (1980, 1, 1, 0, 0, 0)), text(made).encode("utf-8-sig"), zipfile.ZIP_DEFLATED
        )


def text(made: Scene) -> str:
    """The file: head, what stands, then every instant in order."""
    numbers = {f"{site['kind']}/{site['id']}": k + 1 for k, site in enumerate(made.sites)}
    numbers |= {f"{mover.kind}/{mover.id}": k + 1 + len(made.sites) for k, mover in enumerate(made.movers)}
    west, south = _reference(made)
    head = {
        "ReferenceTime": made.start.isoformat(timespec="seconds") + "Z", "DataSource": "gbad", "DataRecorder": "gbad",
        "Title": made.title, "Comments": made.about, "ReferenceLongitude": west, "ReferenceLatitude": south,
    }  # fmt: skip
    lines = ["FileType=text/acmi/tacview", "FileVersion=2.2"]
    lines += [f"0,{name}={escaped(str(value))}" for name, value in head.items()]
    lines += [_site(site, numbers, west, south) for site in made.sites]
    rows: list[tuple[float, int, str]] = []
    for mover in made.movers:
        rows += _way(mover, numbers, west, south)
    rows += _locks(made, numbers)
    rows += _happened(made, numbers)
    rows.sort(key=lambda row: row[:2])
    now = None
    for time_s, _, line in rows:
        if time_s != now:
            lines.append(f"#{time_s:.3f}".rstrip("0").rstrip("."))
            now = time_s
        lines.append(line)
    return "\n".join(lines) + "\n"


def escaped(words: str) -> str:
    """Text as a value: commas and line ends behind a backslash."""
    return (
        words.replace("\\", "\\\\").replace(",", "\\,").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\\n")
    )


def _reference(made: Scene) -> tuple[int, int]:
    """Whole degrees that places are counted from; where ways cross the date line, west of them."""
    places = [(site["longitude_deg"], site["latitude_deg"]) for site in made.sites]
    places += [(float(mover.longitude_deg[0]), float(mover.latitude_deg[0])) for mover in made.movers]
    return (math.floor(places[0][0]), math.floor(places[0][1])) if places else (0, 0)


def _place(longitude_deg: float, latitude_deg: float, west: int, south: int) -> str:
    """Longitude and latitude from the reference; across the date line the short way round."""
    east = (longitude_deg - west + 180.0) % 360.0 - 180.0
    return f"{east:.{DEGREES}f}|{latitude_deg - south:.{DEGREES}f}"


def _site(site: dict[str, Any], numbers: dict[str, int], west: int, south: int) -> str:
    height = ""
    if math.isfinite(site["height_m"]):
        height = f"{above_sea_m(site['latitude_deg'], site['longitude_deg'], site['height_m']):.{METRES}f}"
    told = {
        "Name": site["type"] or site["kind"], "CallSign": site["name"] or site["id"], "Type": _TAGS[site["kind"]],
        "Coalition": "Defenders", "Color": "Blue",
    }  # fmt: skip
    if site["kind"] == "radar":
        told |= _volume(site)
    words = ",".join(f"{name}={escaped(str(value))}" for name, value in told.items())
    place = _place(site["longitude_deg"], site["latitude_deg"], west, south)
    return f"{numbers[site['kind'] + '/' + site['id']]:x},T={place}|{height},{words}"


def _volume(site: dict[str, Any]) -> dict[str, str]:
    """A radar's limits as Tacview draws them (a sensor's; an engagement range would be that of weapons)."""
    middle = 0.0 if all_round(site) else site["boresight_deg"]
    low, high = site["elevation_min_deg"], site["elevation_max_deg"]
    told = {"RadarMode": "1", "RadarAzimuth": f"{middle:g}", "RadarElevation": f"{0.5 * (low + high):g}"}
    if math.isfinite(site["instrumented_range_m"]):
        told["RadarRange"] = f"{site['instrumented_range_m']:.0f}"
    return told | {
        "RadarHorizontalBeamwidth": f"{min(site['sector_deg'], 360.0):g}",
        "RadarVerticalBeamwidth": f"{high - low:g}",
    }


def _way(mover: Mover, numbers: dict[str, int], west: int, south: int) -> Iterator[tuple[float, int, str]]:
    number = numbers[f"{mover.kind}/{mover.id}"]
    coalition, colour = _COALITION[mover.side]
    told = {
        "Name": mover.type, "CallSign": mover.name, "Type": _TAGS[icon_of(mover.kind, mover.type)],
        "Coalition": coalition, "Color": colour,
    }  # fmt: skip
    carrier = numbers.get(f"battery/{mover.parent}", numbers.get(f"object/{mover.parent}"))
    if mover.parent and carrier is not None:
        told["Parent"] = f"{carrier:x}"
    first = "," + ",".join(f"{name}={escaped(value)}" for name, value in told.items())
    rows = zip(
        np.round(mover.time_s, 3).tolist(), mover.longitude_deg.tolist(), mover.latitude_deg.tolist(),
        mover.height_above_sea_m().tolist(), mover.pitch_deg().tolist(), mover.heading_deg().tolist(), strict=True,
    )  # fmt: skip
    for t, lon, lat, height, pitch, heading in rows:
        place = _place(lon, lat, west, south)
        yield t, 0, f"{number:x},T={place}|{height:.{METRES}f}|0|{pitch:.1f}|{heading:.1f}{first}"
        first = ""
    yield round(float(mover.time_s[-1]), 3), 4, f"-{number:x}"


def _locks(made: Scene, numbers: dict[str, int]) -> Iterator[tuple[float, int, str]]:
    """Targets that each battery holds: the object of the newest round in flight."""
    for site in made.of_kind("battery"):
        mine = [shot for shot in made.shots if shot["battery"] == site["id"] and f"object/{shot['object']}" in numbers]
        changes = {round(shot["launch_s"], 3) for shot in mine} | {
            round(shot["end_s"], 3) for shot in mine if math.isfinite(shot["end_s"])
        }
        held = None
        for time_s in sorted(changes):
            flying = [
                shot for shot in mine if round(shot["launch_s"], 3) <= time_s and not round(shot["end_s"], 3) <= time_s
            ]
            now = max(flying, key=lambda shot: (shot["launch_s"], shot["round"]))["object"] if flying else None
            if now != held:
                told = f"{numbers['object/' + now]:x}" if now else ""
                yield (
                    time_s,
                    1,
                    f"{numbers['battery/' + site['id']]:x},LockedTargetMode={int(bool(now))},LockedTarget={told}",
                )
            held = now


def _happened(made: Scene, numbers: dict[str, int]) -> Iterator[tuple[float, int, str]]:
    """Kills and arrivals as Tacview's own events, everything else of the story as messages."""
    for event in made.events:
        number = numbers.get(f"object/{event['object']}")
        who = f"{number:x}|" if number else ""
        kind = {"killed": "Destroyed", "leaked": "LeftArea"}.get(event["event"], "Message")
        yield round(event["time_s"], 3), 3, f"0,Event={kind}|{who}{escaped(event['text'])}"
