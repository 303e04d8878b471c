"""Where an aircraft comes from, at what, and what stands there: parts of small battles on made-up ground."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from gbad.codes.causes import Cause

Changes = dict[str, Any]
Random = np.random.Generator
SITE = (40.0, 33.0)  # of the battery, the radars and the town of ``one-aircraft``, nearly
KM_PER_DEG = 111.2
THREAT = "aircraft"
Family = Callable[[Random], Changes]
# by what is built: the cause that must be found, and how it is built
Families = dict[str, tuple[Cause, Family]]


def place(bearing_deg: float, km: float) -> dict[str, float]:
    """A point around the site."""
    north = math.cos(math.radians(bearing_deg)) * km / KM_PER_DEG
    east = math.sin(math.radians(bearing_deg)) * km / (KM_PER_DEG * math.cos(math.radians(SITE[0])))
    return {"latitude_deg": SITE[0] + north, "longitude_deg": SITE[1] + east}


def coming(bearing_deg: float, km: float, height_m: float = 8_000.0, speed_mps: float = 250.0) -> Changes:
    """The aircraft of ``one-aircraft`` from a bearing and distance straight to the town."""
    point = place(bearing_deg, km) | {"height_m": height_m, "speed_mps": speed_mps}
    return {
        f"threats.{THREAT}.route": {"kind": "waypoints", "points": [point]},
        "duration_s": float(math.ceil((1000.0 * (km + 12.0) / speed_mps + 20.0) / 2.0) * 2),
    }


def ahead(rng: Random, nearest_km: float = 70.0, farthest_km: float = 140.0, **more: float) -> Changes:
    """Inside the engagement radar's sector, which looks east, to a town in it."""
    found = coming(rng.uniform(60.0, 120.0), rng.uniform(nearest_km, farthest_km), **more)
    return found | {"assets.town.at": place(90.0, 12.0)}


def both_radars(**figures: Any) -> Changes:
    """The same figures for the search radar and the engagement radar."""
    return {f"radars.search.{name}": value for name, value in figures.items()} | {
        "radars.engage": {"type": "92N6E", "battery": "battery"} | figures
    }


def magazine(rounds: int) -> Changes:
    """Launchers with one tube loaded each."""
    return {"batteries.battery.launchers": [{"count": rounds, "type": "5P85TE2", "load": {"48N6E3": 1}}]}


def behind(rng: Random) -> Changes:
    """From where the engagement radar never looks."""
    return coming(rng.uniform(195.0, 345.0), rng.uniform(60.0, 130.0))


def struck(rng: Random, radar: str) -> Changes:
    """A radar that something fast destroys before the aircraft comes."""
    at = place(270.0, rng.uniform(4.0, 6.0)) | {"height_m": 3_000.0, "speed_mps": 600.0}
    return coming(rng.uniform(60.0, 120.0), rng.uniform(110.0, 140.0)) | {
        "assets.mark": {"radar": radar},
        "threats.striker": {
            "type": "cruise-missile", "aims_at": "mark", "damage_probability": 1.0,
            "route": {"kind": "waypoints", "points": [at]},
        },
    }  # fmt: skip


def rivals(rng: Random, count: int) -> Changes:
    """Others that come before it, and take rounds and channels."""
    first = place(rng.uniform(60.0, 120.0), rng.uniform(45.0, 55.0)) | {"height_m": 8_000.0, "speed_mps": 250.0}
    return {
        "threats.rivals": {
            "type": "fighter", "rcs_m2": 4.0, "count": count, "abreast_km": 5.0, "aims_at": "town",
            "route": {"kind": "waypoints", "points": [first]},
        }
    }  # fmt: skip


def after_rivals(rng: Random, km: float, count: int) -> Changes:
    """The aircraft over a minute behind others."""
    found = coming(rng.uniform(60.0, 120.0), km) | rivals(rng, count)
    late_s = 2.0 * float(rng.integers(35, 45))
    return found | {f"threats.{THREAT}.start_s": late_s, "duration_s": found["duration_s"] + late_s}


def timetable(rng: Random, unit: str, *orders: Changes, **more: Changes) -> Changes:
    """An aircraft, and a unit that does as it is told."""
    return ahead(rng, 90.0, 140.0) | {f"units.{unit}": {"timetable": list(orders)} | more}


def gone(rng: Random, unit: str, earliest_s: float = 10.0, latest_s: float = 60.0) -> Changes:
    """A unit that is lost by its timetable."""
    return timetable(rng, unit, {"at_s": rng.uniform(earliest_s, latest_s), "do": "lost"})


def over_the_horizon(rng: Random) -> Changes:
    """A low flyer at a town far from the radars."""
    town = place(90.0, rng.uniform(70.0, 90.0))
    start = place(90.0, rng.uniform(120.0, 160.0)) | {"height_m": rng.uniform(30.0, 80.0), "speed_mps": 250.0}
    return {
        "assets.town.at": town, f"threats.{THREAT}.route": {"kind": "waypoints", "points": [start]},
        "duration_s": 420.0,
    }  # fmt: skip


def behind_a_ridge(rng: Random) -> Changes:
    """A low flyer at a town behind a ridge that stands near the radars."""
    town = place(90.0, rng.uniform(16.0, 20.0))
    start = place(90.0, rng.uniform(60.0, 90.0)) | {"height_m": rng.uniform(200.0, 300.0), "speed_mps": 250.0}
    ridge = {
        "kind": "ridge", "crest_m": rng.uniform(900.0, 1500.0), "offset_km": 8.0, "bearing_deg": 0.0,
        "half_width_km": 2.0, "latitude_deg": SITE[0], "longitude_deg": SITE[1],
    }  # fmt: skip
    return {
        "terrain": ridge, "assets.town.at": town, "duration_s": 420.0,
        f"threats.{THREAT}.route": {"kind": "waypoints", "points": [start]},
    }  # fmt: skip
