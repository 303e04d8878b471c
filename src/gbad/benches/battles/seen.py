"""Battles in which no radar had it in view, or in time."""

from __future__ import annotations

import math

from gbad.benches.battles.scenes import (
    KM_PER_DEG,
    SITE,
    THREAT,
    Changes,
    Families,
    Random,
    ahead,
    behind,
    behind_a_ridge,
    both_radars,
    coming,
    over_the_horizon,
    place,
    struck,
)
from gbad.codes.causes import Cause


def slow_search(rng: Random) -> Changes:
    """A radar that gives two plots before the last moment, and the third too late."""
    start = place(90.0, rng.uniform(26.0, 27.0)) | {"height_m": 6_000.0, "speed_mps": 250.0}
    return {
        f"threats.{THREAT}.route": {"kind": "waypoints", "points": [start]}, "assets.town.at": place(90.0, 12.0),
        "duration_s": 120.0, "radars.search.period_s": 20.0, f"threats.{THREAT}.rcs_m2": 100.0,
        "radars.search.false_alarms_per_visit": 0.0,
        # the first plot within a second
        "radars.search.start_azimuth_deg": (90.0 - 360.0 * rng.uniform(0.5, 1.0) / 20.0) % 360.0,
    }  # fmt: skip


def looks_at(rng: Random, period_s: float, first_s: float) -> Changes:
    """A radar that turns slowly, and looks east for the first time at a moment; the aircraft is 28 km away then."""
    start = place(90.0, rng.uniform(27.5, 28.5)) | {"height_m": rng.uniform(5_000.0, 7_000.0), "speed_mps": 250.0}
    return {
        f"threats.{THREAT}.route": {"kind": "waypoints", "points": [start]}, "assets.town.at": place(90.0, 12.0),
        "duration_s": 120.0, "radars.search.period_s": period_s,
        "radars.search.start_azimuth_deg": (90.0 - 360.0 * first_s / period_s) % 360.0,
    }  # fmt: skip


def lost_in_silence(rng: Random) -> Changes:
    """A track that ends while both radars are silent, and not enough time for a new one afterwards."""
    km = rng.uniform(78.0, 82.0)
    quiet = [{"from_s": 60.0, "to_s": (km - 12.0) / 0.25 - rng.uniform(32.0, 34.0)}]
    return coming(90.0, km) | {
        "assets.town.at": place(90.0, 12.0), "radars.search.silent": quiet, "batteries.battery.silent": quiet,
        "commands.post.identification_time_s": 100.0, "commands.post.weapons_control": "tight",
        "commands.post.self_defence": False,
    }  # fmt: skip


def beside_an_airliner(rng: Random) -> Changes:
    """An aircraft of small echo some metres behind an airliner, which answers as one."""
    found = ahead(rng, 90.0, 140.0)
    start = found[f"threats.{THREAT}.route"]["points"][0]
    behind_m = rng.uniform(3.0, 8.0)
    town = found["assets.town.at"]
    east = town["longitude_deg"] - start["longitude_deg"]
    north = town["latitude_deg"] - start["latitude_deg"]
    share = behind_m / 1e3 / KM_PER_DEG / math.hypot(north, east * math.cos(math.radians(SITE[0])))
    at, there = dict(start), dict(start)
    for point, far in ((at, share), (there, 1.2)):
        point["latitude_deg"] += far * north
        point["longitude_deg"] += far * east
    # it falls behind by some 30 m more: cells of 300 m hold both
    return (
        found
        | both_radars(range_resolution_m=300.0)
        | {
            f"threats.{THREAT}.rcs_m2": 0.01,
            "others.liner": {"type": "airliner", "rcs_m2": 50.0, "route": {"kind": "waypoints", "points": [at, there]}},
        }
    )


SEEN: Families = {
    "behind the sector": (Cause.OUTSIDE_SECTOR, behind),
    "over the horizon": (Cause.BEYOND_HORIZON, over_the_horizon),
    "behind a ridge": (Cause.NEVER_IN_LINE_OF_SIGHT, behind_a_ridge),
    "above the elevations": (
        Cause.ABOVE_ELEVATIONS,
        lambda rng: (
            ahead(rng, 60.0, 90.0, height_m=rng.uniform(9e3, 12e3))
            | both_radars(elevation_max_deg=rng.uniform(1.0, 3.0), elevation_min_deg=-1.0)
        ),
    ),
    "below the elevations": (
        Cause.BELOW_ELEVATIONS,
        lambda rng: (
            ahead(rng, 60.0, 90.0, height_m=rng.uniform(500.0, 900.0))
            | both_radars(elevation_max_deg=45.0, elevation_min_deg=rng.uniform(12.0, 20.0))
        ),
    ),
    "inside the blind range": (
        Cause.INSIDE_BLIND_RANGE,
        lambda rng: ahead(rng, 60.0, 90.0) | both_radars(minimum_range_km=rng.uniform(110.0, 150.0)),
    ),
    "beyond the instrumented range": (
        Cause.BEYOND_INSTRUMENTED_RANGE,
        lambda rng: (
            ahead(rng)
            | {"radars.search.instrumented_range_km": rng.uniform(6.0, 10.0), "radars.search.minimum_range_km": 0.5}
        ),
    ),
    "in the notch": (
        Cause.IN_NOTCH,
        lambda rng: ahead(rng, 60.0, 90.0) | both_radars(moving_target_notch_mps=rng.uniform(300.0, 500.0)),
    ),
    "an echo too weak": (
        Cause.ECHO_TOO_WEAK,
        lambda rng: ahead(rng, 60.0, 100.0) | {f"threats.{THREAT}.rcs_m2": 10.0 ** rng.uniform(-11.0, -9.0)},
    ),
    "jammed": (
        Cause.JAMMED,
        lambda rng: (
            ahead(rng, 90.0, 130.0)
            | {f"threats.{THREAT}.jammer": {"erp_kw": 10.0 ** rng.uniform(5.0, 6.0), "from_ghz": 0.1, "to_ghz": 20.0}}
        ),
    ),
    "a silent search radar": (
        Cause.SILENT,
        lambda rng: ahead(rng, 90.0, 140.0) | {"radars.search.silent": [{"from_s": 0.0, "to_s": 2000.0}]},
    ),
    "a silent engagement radar": (
        Cause.SILENT,
        lambda rng: ahead(rng, 90.0, 140.0) | {"batteries.battery.silent": [{"from_s": 0.0, "to_s": 2000.0}]},
    ),
    "a search radar destroyed": (Cause.UNIT_LOST, lambda rng: struck(rng, "search")),
    "an engagement radar destroyed": (Cause.UNIT_LOST, lambda rng: struck(rng, "battery-radar")),
    "nobody searched": (Cause.NO_CUE, lambda rng: ahead(rng) | {"radars.search": None}),
    "a slow search radar": (Cause.CONFIRMED_TOO_LATE, slow_search),
    "no look in time": (Cause.NOT_FOUND, lambda rng: looks_at(rng, rng.uniform(150.0, 170.0), 120.0)),
    "behind an airliner": (Cause.NOT_RESOLVED, beside_an_airliner),
    "two looks in all": (Cause.NOT_CONFIRMED, lambda rng: looks_at(rng, rng.uniform(26.0, 28.0), 18.0)),
    "lost in silence": (Cause.TRACK_LOST, lost_in_silence),
}
