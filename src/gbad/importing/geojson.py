"""GeoJSON (RFC 7946) -> motion: lines with their times (``times``, as gbad export writes them), or points with a time.

A line's times are nested as its coordinates are; a point's is the property ``time``, its object ``id``. Heights, the
third coordinate, are above the ellipsoid. Everything else is counted and left out.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from gbad.errors import InputError
from gbad.importing.guarding import text_of
from gbad.importing.motion import MOST_ROWS, Motion, count
from gbad.importing.rows import instant

Row = tuple[str, float, float, float, float]  # id, time, longitude, latitude, height


def read(content: bytes, path: Path) -> Motion:
    """Rows of every line and point with times. Raises ``InputError``."""
    try:
        found = json.loads(text_of(content, path), parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is no JSON: {error}") from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or found.get("type") != "FeatureCollection":
        raise InputError(f"{path}: a FeatureCollection with features is needed")
    left_out: dict[str, int] = {}
    rows: dict[Row, None] = {}
    for k, feature in enumerate(features):
        for row in _rows(feature, f"{path}: features[{k}]", left_out):
            rows[row] = None
            if len(rows) > MOST_ROWS:
                raise InputError(f"{path}: more than {MOST_ROWS} places")
    ids = [row[0] for row in rows]
    table = np.array([row[1:] for row in rows], float).reshape(-1, 4)
    nothing = np.full(len(table), np.nan)
    return Motion(
        time_s=table[:, 0], who=ids, latitude_deg=table[:, 2], longitude_deg=table[:, 1], height_m=table[:, 3],
        speed_mps=nothing, course_deg=nothing, climb_mps=nothing, sign=ids, exact=True, left_out=left_out,
    )  # fmt: skip


def _refused(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _rows(feature: Any, where: str, left_out: dict[str, int]) -> Iterator[Row]:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    told = (feature.get("properties") or {}) if isinstance(feature, dict) else {}
    if not isinstance(geometry, dict) or not isinstance(told, dict):
        count(left_out, "features without a shape")
        return
    kind, places = geometry.get("type"), geometry.get("coordinates")
    name = str(told.get("id", feature.get("id", "")))
    if kind in ("LineString", "MultiLineString") and "times" in told:
        lines, times = ([places], [told["times"]]) if kind == "LineString" else (places, told["times"])
        if (
            kind == "LineString"
            and isinstance(told["times"], list)
            and told["times"][:1]
            and isinstance(told["times"][0], list)
        ):
            times = told["times"]
        if not isinstance(lines, list) or not isinstance(times, list) or len(lines) != len(times):
            raise InputError(f"{where}: times must be nested as the coordinates are")
        for k, (line, instants) in enumerate(zip(lines, times, strict=True)):
            if not isinstance(line, list) or not isinstance(instants, list) or len(line) != len(instants):
                raise InputError(f"{where}: line {k}: as many times as places are needed")
            for place, when in zip(line, instants, strict=True):
                yield _row(name or where, when, place, where)
    elif kind == "Point" and "time" in told and "event" not in told:
        yield _row(name or where, told["time"], places, where)
    else:
        count(left_out, "features without times")


def _row(name: str, when: Any, place: Any, where: str) -> Row:
    if (
        not isinstance(place, list)
        or len(place) < 2
        or not all(isinstance(v, int | float) and math.isfinite(v) for v in place)
    ):
        raise InputError(f"{where}: {str(place)[:40]} was found, [longitude, latitude, height] is needed")
    if abs(place[0]) > 180.0 or abs(place[1]) > 90.0:
        raise InputError(f"{where}: longitude {place[0]:g}, latitude {place[1]:g} is not on Earth")
    if len(place) < 3:
        raise InputError(f"{where}: a place without height; motion needs a third coordinate, above the ellipsoid")
    return name, instant(str(when), f"{where}: time"), float(place[0]), float(place[1]), float(place[2])
