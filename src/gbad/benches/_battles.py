"""Small battles on made-up ground for the proof of causes: built ones whose cause is known, and random ones."""

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


def slow_search(rng: Random) -> Changes:
    """A radar that gives two plots before the last moment, and the third too late."""
    start = place(90.0, rng.uniform(27.0, 29.0)) | {"height_m": 6_000.0, "speed_mps": 250.0}
    return {
        f"threats.{THREAT}.route": {"kind": "waypoints", "points": [start]}, "assets.town.at": place(90.0, 12.0),
        "duration_s": 120.0, "radars.search.period_s": 20.0,
        # the first plot within a second
        "radars.search.start_azimuth_deg": (90.0 - 360.0 * rng.uniform(0.2, 1.0) / 20.0) % 360.0,
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


def falling(rng: Random) -> Changes:
    """A ballistic missile, and interceptors that reach no target below the ceiling they have."""
    return {
        f"threats.{THREAT}": {
            "type": "srbm-300", "aims_at": "town",
            "route": {"kind": "ballistic", "from": place(rng.uniform(75.0, 105.0), rng.uniform(180.0, 260.0))},
        },
        "assets.town.at": place(90.0, 12.0), "duration_s": 400.0,
        "figures.48N6E3.min_altitude_m": rng.uniform(27.2e3, 28.0e3),
    }  # fmt: skip


def round_the_edge(rng: Random) -> Changes:
    """An aircraft that circles the battery just inside the reach of its missiles: straight on it would leave it."""
    km, step = rng.uniform(97.0, 99.0), 3.0
    points = [place(60.0 + step * k, km) | {"height_m": 8_000.0, "speed_mps": 300.0} for k in range(14)]
    return {
        f"threats.{THREAT}.route": {"kind": "waypoints", "points": points},
        "assets.town.at": place(60.0 + step * 14, km), "duration_s": 340.0, "figures.48N6E3.max_range_km": km + 1.0,
    }  # fmt: skip


def hopeless(rng: Random, **battery: float) -> Changes:
    """Rounds that meet it and do nothing."""
    return ahead(rng, 110.0, 140.0) | {
        "figures.48N6E3.single_shot.aircraft": rng.uniform(1e-4, 1e-3),
        "figures.48N6E3.single_shot.missile": 1e-4,
        "figures.48N6E3.single_shot.ballistic": 1e-4,
    } | {f"batteries.battery.{name}": value for name, value in battery.items()}  # fmt: skip


def support_cut(rng: Random) -> Changes:
    """An engagement radar that goes silent while its round flies and the target turns away from where it was told.

    What became of the round is known too late for another.
    """
    quiet = {"from_s": rng.uniform(56.0, 60.0), "to_s": rng.uniform(120.0, 130.0)}
    level = {"height_m": 8_000.0, "speed_mps": 250.0}
    points = [place(90.0, rng.uniform(110.0, 114.0)) | level, place(90.0, 96.0) | level, place(60.0, 90.0) | level]
    return {
        f"threats.{THREAT}.route": {"kind": "waypoints", "points": points}, "duration_s": 900.0,
        "batteries.battery.silent": [quiet], "batteries.battery.assessment_delay_s": 900.0,
    }  # fmt: skip


def waits_for_its_radar(rng: Random) -> Changes:
    """An engagement radar that falls silent between an order and the launch, until it is too late for the round."""
    # so that there is one order only, less than half a minute before the aircraft arrives
    km, town_km = rng.uniform(100.0, 102.0), 12.0
    arrival_s = (km - town_km) / 0.25
    ordered_s = arrival_s - 25.5
    return coming(90.0, km, height_m=6_000.0) | {
        "assets.town.at": place(90.0, town_km), "duration_s": float(math.ceil(arrival_s / 2.0) * 2 + 10),
        "commands.post.identification_time_s": ordered_s - 20.0, "commands.post.weapons_control": "tight",
        "commands.post.self_defence": False, "radars.search.start_azimuth_deg": 60.0,
        "batteries.battery.silent": [{"from_s": ordered_s, "to_s": arrival_s - rng.uniform(8.0, 10.0)}],
    }  # fmt: skip


def far_town(rng: Random) -> Changes:
    """A town ahead of the battery, beyond the reach of its missiles."""
    return coming(rng.uniform(80.0, 100.0), rng.uniform(120.0, 140.0)) | {
        "assets.town.at": place(90.0, 60.0), "figures.48N6E3.max_range_km": rng.uniform(20.0, 40.0),
    }  # fmt: skip


def timetable(rng: Random, unit: str, *orders: Changes, **more: Changes) -> Changes:
    """An aircraft, and a unit that does as it is told."""
    return ahead(rng, 90.0, 140.0) | {f"units.{unit}": {"timetable": list(orders)} | more}


def marches(rng: Random, unit: str) -> Changes:
    """A unit that is on the road all the time."""
    order = {"at_s": rng.uniform(2.0, 10.0), "do": "march", "to": place(rng.uniform(0.0, 360.0), 30.0)}
    found = timetable(rng, unit, order)
    found[f"units.{unit}"] |= {"vehicle": "wheeled-battalion"}
    return found


def turns(rng: Random) -> Changes:
    """An engagement radar that is turned by a little, and takes longer than the aircraft."""
    order = {"at_s": rng.uniform(2.0, 10.0), "do": "turn", "boresight_deg": rng.uniform(80.0, 100.0)}
    found = timetable(rng, "battery", order)
    found["units.battery"] |= {"vehicle": "wheeled-battalion"}
    return found | {"figures.wheeled-battalion.turn_s": rng.uniform(900.0, 1200.0)}


def gone(rng: Random, unit: str, earliest_s: float = 10.0, latest_s: float = 60.0) -> Changes:
    """A unit that is lost by its timetable."""
    return timetable(rng, unit, {"at_s": rng.uniform(earliest_s, latest_s), "do": "lost"})


def swapped(rng: Random) -> Changes:
    """A round is ordered, and before it leaves its tube the aircraft turns aside and a decoy of larger echo flies on.

    The track that was engaged goes on with the decoy. By then it is too late for another round.
    """
    km, turn_s, level = rng.uniform(29.5, 30.5), 44.0, {"height_m": 6_000.0, "speed_mps": 250.0}
    far, corner = place(90.0, 1.0), place(90.0, km - 0.25 * turn_s)
    side = corner | {"latitude_deg": corner["latitude_deg"] + rng.uniform(7.9, 8.1) / KM_PER_DEG}
    return {
        f"threats.{THREAT}.route": {"kind": "waypoints", "points": [place(90.0, km) | level, corner | level]},
        f"threats.{THREAT}.rcs_m2": 0.5,
        "threats.bait": {
            "type": "decoy-drone", "released_by": THREAT, "release_after_s": turn_s - 3.0, "rcs_m2": 100.0,
            "route": {"kind": "waypoints", "points": [far | {"speed_mps": 250.0}]},
        },
        # it seems to fly at the mark
        "assets.town.at": side, "assets.mark": {"at": far}, "commands.post.threat_miss_distance_km": 3.0,
        "radars.search.start_azimuth_deg": 60.0, "batteries.battery.reaction_time_s": 30.0, "duration_s": 120.0,
    } | magazine(1)  # fmt: skip


def beside_an_airliner(rng: Random) -> Changes:
    """An aircraft of small echo some metres behind an airliner, which answers as one."""
    found = ahead(rng, 90.0, 140.0)
    start = found[f"threats.{THREAT}.route"]["points"][0]
    behind_m = rng.uniform(20.0, 60.0)
    town = found["assets.town.at"]
    east = town["longitude_deg"] - start["longitude_deg"]
    north = town["latitude_deg"] - start["latitude_deg"]
    share = behind_m / 1e3 / KM_PER_DEG / math.hypot(north, east * math.cos(math.radians(SITE[0])))
    at, there = dict(start), dict(start)
    for point, far in ((at, share), (there, 1.2)):
        point["latitude_deg"] += far * north
        point["longitude_deg"] += far * east
    return found | {
        f"threats.{THREAT}.rcs_m2": 0.5,
        "others.liner": {"type": "airliner", "rcs_m2": 50.0, "route": {"kind": "waypoints", "points": [at, there]}},
    }


def after_rivals(rng: Random, km: float, count: int) -> Changes:
    """The aircraft over a minute behind others."""
    found = coming(rng.uniform(60.0, 120.0), km) | rivals(rng, count)
    late_s = 2.0 * float(rng.integers(35, 45))
    return found | {f"threats.{THREAT}.start_s": late_s, "duration_s": found["duration_s"] + late_s}


Family = Callable[[Random], Changes]
# by what is built: the cause that must be found, and how it is built
BUILT: dict[str, tuple[Cause, Family]] = {
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
    "a slow link": (
        Cause.NOT_SHARED_IN_TIME,
        lambda rng: (
            ahead(rng, 90.0, 140.0) | {"links.search": {"type": "data-link", "latency_s": rng.uniform(2e3, 4e3)}}
        ),
    ),
    "long to identify": (
        Cause.NOT_IDENTIFIED,
        lambda rng: (
            ahead(rng, 90.0, 140.0)
            | {"commands.post.identification_time_s": rng.uniform(2e3, 4e3), "commands.post.self_defence": False}
            | {"commands.post.weapons_control": "tight"}
        ),
    ),
    "no threat to anything": (
        Cause.NOT_RANKED,
        lambda rng: (
            ahead(rng, 90.0, 140.0)
            | {"commands.post.threat_miss_distance_km": 1e-5, "commands.post.self_defence": False}
            | {"commands.post.hostile_speed_mps": rng.uniform(100.0, 150.0)}
        ),
    ),
    "weapons held": (
        Cause.WITHHELD_BY_DOCTRINE,
        lambda rng: (
            ahead(rng, 90.0, 140.0) | {"commands.post.weapons_control": "hold", "commands.post.self_defence": False}
        ),
    ),
    "no channel": (
        Cause.NO_CHANNEL,
        lambda rng: (
            after_rivals(rng, rng.uniform(75.0, 80.0), 4)
            | magazine(16)
            | {
                "batteries.battery.target_channels": 1,
                "batteries.battery.assessment_delay_s": rng.uniform(600.0, 900.0),
            }
        ),
    ),
    "no round": (Cause.NO_ROUND, lambda rng: after_rivals(rng, rng.uniform(75.0, 140.0), 5) | magazine(1)),
    "support cut off": (Cause.GUIDANCE_SUPPORT_LOST, support_cut),
    "a round that waits for its radar": (Cause.SILENT, waits_for_its_radar),
    "too far": (Cause.OUT_OF_RANGE, far_town),
    "too near": (
        Cause.TOO_NEAR,
        lambda rng: ahead(rng, 60.0, 90.0) | {"figures.48N6E3.min_range_km": rng.uniform(110.0, 150.0)},
    ),
    "too high": (
        Cause.TOO_HIGH,
        lambda rng: ahead(rng, 70.0, 100.0) | {"figures.48N6E3.max_altitude_km": rng.uniform(5.0, 7.0)},
    ),
    "too low": (Cause.TOO_LOW, falling),
    "held for out of reach": (Cause.OUTSIDE_EVERY_ENVELOPE, round_the_edge),
    "cannot fly there": (
        Cause.CANNOT_FLY_THERE,
        lambda rng: (
            coming(rng.uniform(80.0, 100.0), rng.uniform(190.0, 210.0))
            | {"assets.town.at": place(90.0, rng.uniform(115.0, 120.0))}
            | {"figures.48N6E3.minimum_speed_mps": rng.uniform(1500.0, 1600.0)}
        ),
    ),
    "no battery": (Cause.NO_BATTERY, lambda rng: ahead(rng, 90.0, 140.0) | {"batteries.battery": None}),
    "behind, and nobody searched": (Cause.SEVERAL, lambda rng: behind(rng) | {"radars.search": None}),
    "met and missed": (
        Cause.SHOT_AND_MISSED,
        lambda rng: hopeless(rng, assessment_delay_s=900.0, false_kill_probability=0.0),
    ),
    "reported killed": (
        Cause.FALSELY_ASSESSED_KILLED,
        lambda rng: hopeless(rng, false_kill_probability=1.0) | {"commands.post.reassessment_s": 2e3},
    ),
    "a track swapped": (Cause.TRACK_SWAPPED, swapped),
    "too fast": (
        Cause.TOO_FAST,
        lambda rng: ahead(rng) | {"figures.48N6E3.max_target_speed_mps": rng.uniform(100.0, 200.0)},
    ),
    "a battery on the march": (Cause.UNIT_MOVING, lambda rng: marches(rng, "battery")),
    "a search radar on the march": (Cause.UNIT_MOVING, lambda rng: marches(rng, "search")),
    "a radar that is turned": (Cause.UNIT_TURNING, turns),
    "a post lost": (
        Cause.POST_LOST,
        # before it knew; within the horizon nobody asks who it is, and what threatens the post itself is fired at
        lambda rng: (
            gone(rng, "post", 30.0, 50.0)
            | {"commands.post.identification_time_s": 60.0, "commands.post.self_defence": False}
        ),
    ),
    "a post lost before it knew": (Cause.POST_LOST, lambda rng: gone(rng, "post", 2.0, 4.0)),
    "a line cut": (Cause.POST_LOST, lambda rng: gone(rng, "battery-radar-link", 2.0, 10.0)),
    "a search radar's line cut": (Cause.NOT_SHARED_IN_TIME, lambda rng: gone(rng, "search-link", 2.0, 4.0)),
    "a battery lost by its timetable": (Cause.UNIT_LOST, lambda rng: gone(rng, "battery", 2.0, 10.0)),
    "a search radar lost by its timetable": (Cause.UNIT_LOST, lambda rng: gone(rng, "search", 2.0, 4.0)),
    "silence by timetable": (
        Cause.SILENT,
        lambda rng: timetable(rng, "battery", {"at_s": rng.uniform(2.0, 20.0), "do": "silence", "for_s": 2e3}),
    ),
    "slow to react": (
        Cause.TOO_LATE_TO_REACH,
        lambda rng: ahead(rng, 40.0, 60.0) | {"batteries.battery.reaction_time_s": rng.uniform(300.0, 500.0)},
    ),
}


def random_battle(rng: Random) -> Changes:
    """Any geometry with a few figures anywhere in wide ranges: most gates may be shut, and none is meant to be."""
    shape = {"height_m": 10.0 ** rng.uniform(2.7, 4.3), "speed_mps": rng.uniform(80.0, 700.0)}
    if rng.random() < 0.7:
        # towards a town that the engagement radar looks at
        found = ahead(rng, 50.0, 140.0, **shape)
    else:
        shape["height_m"] = 10.0 ** rng.uniform(1.7, 4.4)
        found = coming(rng.uniform(0.0, 360.0), rng.uniform(50.0, 140.0), **shape)
    several: list[Changes] = [
        {"radars.search": None},
        {"radars.search.silent": [{"from_s": rng.uniform(0.0, 100.0), "to_s": rng.uniform(150.0, 2000.0)}]},
        {"batteries.battery.silent": [{"from_s": rng.uniform(0.0, 100.0), "to_s": rng.uniform(150.0, 2000.0)}]},
        both_radars(elevation_max_deg=rng.uniform(1.0, 45.0), elevation_min_deg=-1.0),
        both_radars(elevation_max_deg=60.0, elevation_min_deg=rng.uniform(2.0, 10.0)),
        both_radars(minimum_range_km=rng.uniform(5.0, 100.0)),
        both_radars(instrumented_range_km=rng.uniform(5.0, 60.0)),
        both_radars(moving_target_notch_mps=rng.uniform(50.0, 500.0)),
        {f"threats.{THREAT}.rcs_m2": 10.0 ** rng.uniform(-9.0, 0.0)},
        {f"threats.{THREAT}.jammer": {"erp_kw": 10.0 ** rng.uniform(-1.0, 6.0), "from_ghz": 0.1, "to_ghz": 20.0}},
        {"radars.search.period_s": rng.uniform(10.0, 120.0)},
        {"links.search": {"type": "data-link", "latency_s": rng.uniform(1.0, 400.0)}},
        {"commands.post.identification_time_s": rng.uniform(30.0, 600.0), "commands.post.weapons_control": "tight"},
        {"commands.post.threat_miss_distance_km": 10.0 ** rng.uniform(-3.0, 1.0)},
        {"commands.post.weapons_control": "hold", "commands.post.self_defence": bool(rng.integers(2))},
        magazine(int(rng.integers(1, 3))) | rivals(rng, int(rng.integers(1, 5))),
        {"batteries.battery.target_channels": 1, "batteries.battery.assessment_delay_s": rng.uniform(30.0, 200.0)}
        | rivals(rng, 3) | magazine(12),
        {"figures.48N6E3.max_target_speed_mps": rng.uniform(100.0, 600.0)},
        {"figures.48N6E3.min_range_km": rng.uniform(5.0, 60.0)},
        {"figures.48N6E3.min_altitude_m": 10.0 ** rng.uniform(2.0, 4.0)},
        {"batteries.battery.reaction_time_s": rng.uniform(10.0, 300.0)},
        behind_a_ridge(rng) | {"radars.search.start_azimuth_deg": 0.0},
        over_the_horizon(rng),
        struck(rng, "search"),
        struck(rng, "battery-radar"),
    ]  # fmt: skip
    for row in rng.choice(len(several), size=1 + int(rng.random() < 0.3), replace=False):
        found |= several[row]
    if "radars.engage" in found and found.get("assets.mark") == {"radar": "battery-radar"}:
        found["assets.mark"] = {"radar": "engage"}
    if "radars.search" in found:
        found = {path: value for path, value in found.items() if not path.startswith("radars.search.")}
        found.pop("assets.mark", None)
        found.pop("threats.striker", None)
    return found
