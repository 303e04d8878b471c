"""A run as CZML 1.0 for CesiumJS: everything that moves, sensor volumes, shots, events. Heights above the ellipsoid.

Left out: attitude, tracks (the picture of the command posts), detections. Sensor volumes are the limits set (range,
sector, elevations), not what is found. Between samples Cesium goes straight.
"""

from __future__ import annotations

import json
import math
from datetime import UTC
from html import escape
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from gbad.export.app6 import data_uri, icon_of
from gbad.export.registry import register
from gbad.export.rings import BY_NAME, all_round, condition, drawn
from gbad.export.scene import Mover, Scene, scene
from gbad.export.writing import new_place
from gbad.results import Result

COLOURS = {"hostile": [220, 40, 40, 255], "neutral": [40, 150, 60, 255], "friend": [30, 110, 220, 255]}
_SHOWN = ("killed", "leaked", "launch", "intercept", "shot_lost")
EVENT_S = 20.0  # [s] that an event is shown
DEGREES, METRES = 6, 1  # decimals: a decimetre


@register("czml", ".czml", "CesiumJS")
def write(result: Result, out: Path, run: int | None, every_s: float | None) -> None:
    """Write one run."""
    made = scene(result, run, every_s)
    with new_place(out) as place:
        place.write_text(text(made), encoding="utf-8")


def text(made: Scene) -> str:
    """The document, one packet on a line."""
    packets = [_document(made)]
    packets += [_site(made, site) for site in made.sites]
    packets += [_volume(made, site) for site in made.sites if drawn(site)]
    packets += [_mover(made, mover) for mover in made.movers]
    packets += [_aim(made, shot) for shot in made.shots if _followed(made, shot)]
    packets += [packet for row, event in enumerate(made.events) if (packet := _event(made, row, event))]
    return (
        "[\n"
        + ",\n".join(json.dumps(packet, separators=(",", ":"), ensure_ascii=False) for packet in packets)
        + "\n]\n"
    )


def _instant(made: Scene, time_s: float) -> str:
    return made.when(time_s).replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")


def _interval(made: Scene, begin_s: float, end_s: float) -> str:
    return f"{_instant(made, begin_s)}/{_instant(made, max(end_s, begin_s + 1e-3))}"


def _document(made: Scene) -> dict[str, Any]:
    return {
        "id": "document", "version": "1.0", "name": made.title, "description": escape(made.about),
        "clock": {
            "interval": _interval(made, 0.0, made.duration_s), "currentTime": _instant(made, 0.0), "multiplier": 10,
            "range": "LOOP_STOP", "step": "SYSTEM_CLOCK_MULTIPLIER",
        },
    }  # fmt: skip


def _site(made: Scene, site: dict[str, Any]) -> dict[str, Any]:
    known = math.isfinite(site["height_m"])
    billboard: dict[str, Any] = {"image": data_uri("friend", icon_of(site["kind"], site["type"])), "scale": 0.8}
    if not known:
        billboard["heightReference"] = "CLAMP_TO_GROUND"
    packet = {
        "id": f"site/{site['kind']}/{site['id']}", "name": site["name"] or site["id"],
        "description": escape(f"{site['kind']} {site['type']}".strip()),
        "position": {"cartographicDegrees": [
            round(site["longitude_deg"], DEGREES), round(site["latitude_deg"], DEGREES),
            round(site["height_m"], METRES) if known else 0.0,
        ]},
        "billboard": billboard, "label": _label(site["name"] or site["id"]),
    }  # fmt: skip
    if math.isfinite(site["destroyed_s"]):
        packet["availability"] = _interval(made, 0.0, site["destroyed_s"])
    return packet


def _volume(made: Scene, site: dict[str, Any]) -> dict[str, Any]:
    reach = round(float(site["instrumented_range_m"]), 1)
    ellipsoid: dict[str, Any] = {
        "radii": {"cartesian": [reach, reach, reach]}, "innerRadii": {"cartesian": [1.0, 1.0, 1.0]},
        "minimumCone": math.radians(90.0 - site["elevation_max_deg"]),
        "maximumCone": math.radians(90.0 - site["elevation_min_deg"]),
        "fill": True, "outline": True, "outlineColor": {"rgba": [30, 110, 220, 60]}, "stackPartitions": 8,
        "slicePartitions": 24, "material": {"solidColor": {"color": {"rgba": [30, 110, 220, 16]}}},
    }  # fmt: skip
    if not all_round(site):
        # Cesium counts from east towards north
        ellipsoid["minimumClock"] = math.radians(90.0 - site["boresight_deg"] - site["sector_deg"] / 2.0)
        ellipsoid["maximumClock"] = math.radians(90.0 - site["boresight_deg"] + site["sector_deg"] / 2.0)
    spans = made.works.get(site["id"], ((0.0, made.duration_s),))
    ellipsoid["show"] = [{"interval": _interval(made, 0.0, made.duration_s), "boolean": False}] + [
        {"interval": _interval(made, begin, end), "boolean": True} for begin, end in spans
    ]
    return {
        "id": f"volume/{site['id']}", "name": f"{site['id']}: {condition(site)}", "description": escape(BY_NAME),
        "position": {"reference": f"site/radar/{site['id']}#position"}, "ellipsoid": ellipsoid,
    }  # fmt: skip


def _mover(made: Scene, mover: Mover) -> dict[str, Any]:
    colour = COLOURS[mover.side]
    # microseconds, as the availability's ends are rounded; whole seconds without a point
    times = [int(t) if t.is_integer() else t for t in np.round(mover.time_s, 6).tolist()]
    longitude, latitude = (
        np.round(mover.longitude_deg, DEGREES).tolist(),
        np.round(mover.latitude_deg, DEGREES).tolist(),
    )
    heights = np.round(mover.height_m, METRES).tolist()
    told = [mover.type, *(f"aimed at {mover.target}" for _ in [0] if mover.target), f"in the end: {mover.end}"]
    return {
        "id": f"{mover.kind}/{mover.id}", "name": mover.name,
        "description": escape(", ".join(told)),
        "availability": _interval(made, mover.time_s[0], mover.time_s[-1]),
        "position": {
            "epoch": _instant(made, 0.0), "interpolationAlgorithm": "LINEAR", "interpolationDegree": 1,
            "cartographicDegrees": list(chain.from_iterable(zip(times, longitude, latitude, heights, strict=True))),
        },
        "billboard": {"image": data_uri(mover.side, icon_of(mover.kind, mover.type)), "scale": 0.8},
        "label": _label(mover.name),
        "path": {
            "width": 2, "leadTime": 0, "trailTime": 120 if mover.kind == "object" else 1e9, "resolution": 10,
            "material": {"solidColor": {"color": {"rgba": colour}}},
        },
    }  # fmt: skip


def _label(words: str) -> dict[str, Any]:
    return {
        "text": words, "font": "12px sans-serif", "style": "FILL_AND_OUTLINE", "outlineWidth": 2,
        "horizontalOrigin": "LEFT", "pixelOffset": {"cartesian2": [14, 0]},
        "distanceDisplayCondition": {"distanceDisplayCondition": [0, 600_000]},
    }  # fmt: skip


def _followed(made: Scene, shot: dict[str, Any]) -> bool:
    """Whether both ends of a shot are in the scene: a battery, and an object that flies while the round does."""
    target = made.mover(shot["object"]) if shot["object"] else None
    stands = any(site["id"] == shot["battery"] for site in made.of_kind("battery"))
    return stands and target is not None and math.isfinite(shot["end_s"]) and shot["launch_s"] < target.time_s[-1]


def _aim(made: Scene, shot: dict[str, Any]) -> dict[str, Any]:
    target = made.mover(shot["object"])
    assert target is not None
    span = _interval(made, shot["launch_s"], min(shot["end_s"], target.time_s[-1]))
    return {
        "id": f"aim/{shot['round']}", "name": f"{shot['battery']} at {shot['object']}", "availability": span,
        "polyline": {
            "positions": {"references": [f"site/battery/{shot['battery']}#position", f"object/{target.id}#position"]},
            "arcType": "NONE", "width": 1, "material": {"solidColor": {"color": {"rgba": [255, 200, 0, 160]}}},
        },
    }  # fmt: skip


def _event(made: Scene, row: int, event: dict[str, Any]) -> dict[str, Any] | None:
    where = made.mover(event["object"]) if event["object"] else None
    if event["event"] not in _SHOWN or where is None:
        return None
    latitude, longitude, height = where.at(event["time_s"])
    return {
        "id": f"event/{row}", "name": event["text"], "description": escape(event["text"]),
        "availability": _interval(made, event["time_s"], event["time_s"] + EVENT_S),
        "position": {"cartographicDegrees": [
            round(longitude, DEGREES), round(latitude, DEGREES), round(height, METRES),
        ]},
        "point": {"pixelSize": 12, "color": {"rgba": [255, 255, 0, 120]}, "outlineWidth": 1},
    }  # fmt: skip
