"""What an importer hands over: rows of motion, what it left out, and how they become a scenario that can be checked.

The rows go into a table of state vectors (the OpenSky columns); a scenario beside it flies them, with one radar in the
middle that looks on, so that it can be checked and run at once. Its block ``others`` is what other scenarios take over.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from gbad.errors import InputError
from gbad.results.writing import resource_errors
from gbad.tables import Floats
from gbad.traffic import write_traffic

MOST_ROWS = 20_000_000
LONGEST_S = 86_400.0  # of a scenario made here


@dataclass(slots=True)
class Motion:
    """Rows of motion, in any order. Heights are above the ellipsoid; nan where something was not told."""

    time_s: Floats  # seconds since the Unix epoch, or since any start
    who: list[str]
    latitude_deg: Floats
    longitude_deg: Floats
    height_m: Floats
    speed_mps: Floats  # over the ground
    course_deg: Floats  # clockwise from north
    climb_mps: Floats
    sign: list[str]  # callsigns
    exact: bool = False  # made by a simulation: no errors to be smoothed away
    left_out: dict[str, int] = field(default_factory=dict)  # why, and how many

    def __post_init__(self) -> None:
        if not len(self.time_s):
            why = "; ".join(f"{count} {reason}" for reason, count in self.left_out.items() if count)
            raise InputError(f"nothing in it can be flown{': left out ' + why if why else ''}")


def count(left_out: dict[str, int], why: str, rows: int = 1) -> None:
    """Count rows that are left out."""
    if rows:
        left_out[why] = left_out.get(why, 0) + rows


def table_of(motion: Motion, keep_names: bool) -> dict[str, np.ndarray]:
    """State vectors in the OpenSky columns, by time. Names are replaced by numbers unless they are to be kept.

    Numbers are of a block that no state has (f00000 on), in the order of the names.
    """
    who = np.array(motion.who, np.str_)
    sign = np.array(motion.sign, np.str_)
    names, row = np.unique(who, return_inverse=True)
    if len(names) > 0xFFFFF:
        raise InputError(f"{len(names)} aircraft; up to {0xFFFFF} are read")
    if not keep_names:
        who = np.array([f"{0xF00000 + k:06x}" for k in range(len(names))], np.str_)[row]
        sign = np.array([f"FLT{k:04d}" for k in range(len(names))], np.str_)[row]
    order = np.lexsort((who, motion.time_s))
    columns = {
        "time": np.round(motion.time_s, 3), "icao24": who, "lat": np.round(motion.latitude_deg, 7),
        "lon": np.round(motion.longitude_deg, 7), "velocity": np.round(motion.speed_mps, 3),
        "heading": np.round(motion.course_deg, 3), "vertrate": np.round(motion.climb_mps, 3), "callsign": sign,
        "geoaltitude": np.round(motion.height_m, 2),
    }  # fmt: skip
    return {name: values[order] for name, values in columns.items()}


def scenario_of(motion: Motion, table: str, title: str) -> str:
    """The text of a scenario that flies a table; the radar that looks on stands on a grid of half a degree."""
    begin, end = float(np.min(motion.time_s)), float(np.max(motion.time_s))
    duration_s = max(60.0, math.ceil(end) - math.floor(begin))
    if duration_s > LONGEST_S:
        raise InputError(f"it lasts {duration_s / 3600.0:.1f} h; up to {LONGEST_S / 3600.0:g} h are flown: cut it")
    first = float(motion.longitude_deg[0])
    east = (motion.longitude_deg - first + 180.0) % 360.0 - 180.0
    longitude = round(2.0 * (first + float(np.mean([east.min(), east.max()])))) / 2.0
    longitude = (longitude + 180.0) % 360.0 - 180.0
    latitude = round(float(np.min(motion.latitude_deg) + np.max(motion.latitude_deg))) / 2.0
    start = datetime.fromtimestamp(math.floor(begin), UTC) if 1e8 < begin < 4e9 else datetime(2020, 1, 1, tzinfo=UTC)
    smooth = "1.0" if motion.exact else "30.0"
    return f"""# Recorded motion, read by gbad import. The radar only looks on: take over the block "others".
schema: scenario/1
title: {title}
about: Motion from {table}; the radar and its post are made up.
start: {start.strftime("%Y-%m-%dT%H:%M:%SZ")}
duration_s: {duration_s:.1f}
terrain: {{kind: flat}}
commands:
  post: {{type: 55K6E}}
radars:
  onlooker: {{type: 91N6E, at: {{latitude_deg: {latitude:g}, longitude_deg: {longitude:g}}}, command: post}}
others:
  recorded:
    type: airliner
    route: {{kind: state_vectors, file: {table}, position_std_m: {smooth}}}
"""


def write_both(out: Path, scenario: str, columns: dict[str, np.ndarray] | None) -> list[Path]:
    """Write a scenario and the table beside it, or neither. Raises ``InputError`` for what exists already."""
    table = out.with_suffix(".csv")
    places = [out, *([table] if columns is not None else [])]
    refuse_existing(places)
    with resource_errors(out):
        try:
            if columns is not None:
                write_traffic(columns, table)
            with out.open("x", encoding="utf-8") as file:
                file.write(scenario)
        except BaseException:
            for place in places:
                place.unlink(missing_ok=True)
            raise
    return places


def refuse_existing(places: list[Path]) -> None:
    """Raises ``InputError`` for a place that is taken, or whose folder is not there."""
    for place in places:
        if place.exists() or place.is_symlink():
            raise InputError(f"{place}: exists; nothing is overwritten (--out names another place)")
        if not place.parent.is_dir():
            raise InputError(f"{place}: there is no folder {place.parent}")
