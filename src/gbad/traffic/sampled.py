"""Light aircraft as radars saw them: height, airspeed, climbs and turns drawn from published encounter statistics.

``sample_traffic`` keeps a circle of airspace filled: so many aircraft at any moment, everywhere alike; whoever leaves
is followed by another that comes in. The tables (``encounter-statistics.yaml``, with their source) are those of an
uncorrelated encounter model: seconds observed of aircraft under visual flight rules, by layer of height and airspeed,
and, given both, by vertical rate and by turn rate.

Model. A flight keeps its airspeed, which is taken for speed over the ground. Its vertical rate and its turn rate are
drawn anew at random moments, at the rates of the source (27 s and 13 s in the mean); the middle cells are level and
straight, in the others any rate of the cell is as likely. At the ends of its layer a climb is turned round. Headings
are uniform for those within; those who come in do so as a gas through a surface: the faster the more often, with the
cosine of the angle to the inward normal. Left out of the source: how a cell follows on the cell before (its transition
network), turns that hang together with climbs, accelerations, aircraft below 1,200 ft or 60 kt. Left out altogether:
aerodromes, formations, terrain (heights count from one ``ground_m``), wind.

Dice: keyed by (seed, place in the circle, how manieth there, what for): one more aircraft changes none of the others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.physics import earth
from gbad.physics.random import MOTION, entity_key, uniforms
from gbad.traffic.recording import EPOCH_S, FLIGHT, FOOT_M, ROUTE, as_recorded, by_time, seconds_heard, weather_of

Floats = NDArray[np.float64]
KNOT_MPS = 1852.0 / 3600.0
FILE = Path(__file__).with_name("encounter-statistics.yaml")
FARTHEST_POLEWARD_DEG = 80.0
_CLIMBS, _TURNS = 7, 8  # events of the dice beside those of a recording
ADDRESSES = 0xF80000  # the first address; made-up airliners have those below


@dataclass(frozen=True, slots=True)
class Statistics:
    """Tables of the source in SI units. L layers, V airspeeds, K cells of a rate."""

    layer_m: Floats  # (L + 1,) edges, above the ground
    speed_mps: Floats  # (V + 1,) edges
    climb_mps: Floats  # (K + 1,) edges
    turn_rad_s: Floats  # (K + 1,) edges, positive to the right
    climb_anew_per_s: float
    turn_anew_per_s: float
    seconds: Floats  # (L, V) observed
    climbs: Floats  # (L, V, K) of them at each vertical rate
    turns: Floats  # (L, V, K) of the level ones at each turn rate


@cache
def statistics() -> Statistics:
    """The tables that ship."""
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Statistics(
        np.array(told["layers_ft"]) * FOOT_M, np.array(told["airspeeds_kt"]) * KNOT_MPS,
        np.array(told["climbs_fpm"]) * FOOT_M / 60.0, np.radians(told["turns_deg_s"]), told["climb_redrawn_per_s"],
        told["turn_redrawn_per_s"], np.array(told["seconds"], float), np.array(told["climbs"], float),
        np.array(told["turns"], float),
    )  # fmt: skip


def sample_traffic(
    latitude_deg: float, longitude_deg: float, *, radius_km: float = 100.0, aircraft: int = 20, duration_s: int = 3600,
    step_s: int = 10, seed: int = 1, ground_m: float = 0.0, lost_share: float = 0.05, gaps_per_hour: float = 2.0,
    gap_s: float = 90.0, epoch_s: int = EPOCH_S,
) -> dict[str, np.ndarray]:  # fmt: skip
    """State vectors of the flights of a circle with ``aircraft`` in it at any moment, a row for each report heard.

    ``ground_m`` is the height above the sea that heights of the statistics count from. Raises ``InputError``.
    """
    if aircraft < 1 or duration_s < 60 or not 1 <= step_s <= duration_s or not 5.0 <= radius_km <= 500.0:
        raise InputError(
            f"aircraft {aircraft}, duration_s {duration_s}, step_s {step_s}, radius_km {radius_km:g}: at least 1, 60 "
            "and 1, and a radius of 5 to 500 km are needed"
        )
    if not abs(latitude_deg) <= FARTHEST_POLEWARD_DEG:
        raise InputError(f"latitude_deg {latitude_deg:g}: up to {FARTHEST_POLEWARD_DEG:g} is sampled")
    weather_m = weather_of(seed)
    parts, number = [], 0
    for place in range(aircraft):
        for key, east_north, flown in _in_turn(seed, place, 1e3 * radius_km, duration_s):
            heard = seconds_heard(seed, key, duration_s, step_s, lost_share, gaps_per_hour, gap_s)
            heard = heard[np.isfinite(flown[heard, 0])]
            if len(heard):
                rows = flown[heard]
                rows[:, :2] = _on_earth(east_north[heard], latitude_deg, longitude_deg)
                rows[:, 2] += ground_m
                who = (ADDRESSES + number, f"LIGHT{number:03d}")
                parts.append(as_recorded(rows, heard, seed, key, who, weather_m, epoch_s))
            number += 1
    if not parts:
        raise InputError("none of the aircraft was heard: more aircraft, a longer time or fewer gaps are needed")
    return by_time(parts)


def _in_turn(seed: int, place: int, radius_m: float, duration_s: int) -> list[tuple[Any, Floats, Floats]]:
    """Key, east and north [m] and flown columns of the flights that have this place, one after another."""
    found: list[tuple[Any, Floats, Floats]] = []
    begin_s = 0
    while begin_s <= duration_s:
        key = entity_key(f"light-{place}-{len(found)}")
        east_north, flown = _fly(seed, key, radius_m, begin_s, duration_s)
        found.append((key, east_north, flown))
        flying = np.flatnonzero(np.isfinite(flown[:, 0]))
        # a flight is at least a second long, so that time goes on
        begin_s = int(flying[-1]) + 1 if len(flying) else begin_s + 1
    return found


def _fly(seed: int, key: Any, radius_m: float, begin_s: int, duration_s: int) -> tuple[Floats, Floats]:
    """East, north [m]; and 0, 0, height [m], speed, course [rad], climb at every second; nan when away."""
    tables = statistics()
    within = begin_s == 0
    (pick, in_speed, in_layer, _), (around, out, towards, _) = (
        tuple(float(u) for u in uniforms(seed, MOTION, 0, key, event)) for event in (ROUTE, FLIGHT)
    )
    # those who come in are the fast ones more often
    weights = tables.seconds if within else tables.seconds * 0.5 * (tables.speed_mps[:-1] + tables.speed_mps[1:])
    layer, kind = np.unravel_index(int(_cell(weights.ravel(), np.array([pick]))[0]), weights.shape)
    speed = float(tables.speed_mps[kind] + in_speed * np.diff(tables.speed_mps)[kind])
    low, high = tables.layer_m[layer], tables.layer_m[layer + 1]
    bearing = 2.0 * math.pi * around
    if within:
        off, course = radius_m * math.sqrt(out), 2.0 * math.pi * towards
    else:
        off, course = radius_m, bearing + math.pi + math.asin(2.0 * towards - 1.0)
    seconds = np.arange(begin_s, duration_s + 1)
    climbs = _held(tables.climb_mps, tables.climbs[layer, kind], tables.climb_anew_per_s, seed, key, (_CLIMBS, seconds))
    turns = _held(tables.turn_rad_s, tables.turns[layer, kind], tables.turn_anew_per_s, seed, key, (_TURNS, seconds))
    # the turn of each second acts in the next
    courses = course + np.concatenate([[0.0], np.cumsum(turns)[:-1]])
    steps = speed * np.stack([np.sin(courses), np.cos(courses)], axis=1)
    start = off * np.array([math.sin(bearing), math.cos(bearing)])
    east_north = start + np.concatenate([np.zeros((1, 2)), np.cumsum(steps, axis=0)[:-1]])
    heights, rates = _between(low + in_layer * (high - low), climbs, low, high)
    # away from the first second beyond the edge on
    beyond = np.flatnonzero(np.hypot(*east_north.T) > radius_m * (1.0 + 1e-9))
    end = max(int(beyond[0]), 1) if len(beyond) else len(seconds)
    flown, places = np.full((duration_s + 1, 6), np.nan), np.full((duration_s + 1, 2), np.nan)
    rows = slice(begin_s, begin_s + end)
    zeros = np.zeros(end)
    flown[rows] = np.stack(
        [zeros, zeros, heights[:end], zeros + speed, courses[:end] % (2.0 * math.pi), rates[:end]], axis=1
    )
    places[rows] = east_north[:end]
    return places, flown


def _cell(weights: Floats, u: Floats) -> NDArray[np.int64]:
    """Cells drawn with these weights by uniform numbers."""
    edges = np.cumsum(weights)
    return np.searchsorted(edges, u * edges[-1], side="right")


def _held(
    edges: Floats, weights: Floats, anew_per_s: float, seed: int, key: Any, event: tuple[int, NDArray[np.int64]]
) -> Floats:
    """A rate for every second: drawn at the first, and anew in a share ``anew_per_s`` of the others."""
    what, seconds = event
    u = uniforms(seed, MOTION, 0, key, what, seconds)
    cell = _cell(weights, u[:, 1])
    middle = len(weights) // 2
    drawn = np.where(cell == middle, 0.0, edges[cell] + u[:, 2] * np.diff(edges)[cell])
    anew = u[:, 0] < anew_per_s
    anew[0] = True
    return drawn[np.maximum.accumulate(np.where(anew, np.arange(len(seconds)), 0))]


def _between(first_m: float, climbs: Floats, low_m: float, high_m: float) -> tuple[Floats, Floats]:
    """Heights and vertical rates of a flight that is turned round at the ends of its layer: folded, as by mirrors."""
    free = first_m + np.concatenate([[0.0], np.cumsum(climbs)[:-1]]) - low_m
    thick = high_m - low_m
    turned = np.floor(free / thick).astype(np.int64) % 2 == 1
    part = free % thick
    return low_m + np.where(turned, thick - part, part), np.where(turned, -climbs, climbs)


def _on_earth(east_north: Floats, latitude_deg: float, longitude_deg: float) -> Floats:
    """Latitude and longitude [rad] of places around a middle: as far and in that direction on a sphere."""
    latitude, longitude = math.radians(latitude_deg), math.radians(longitude_deg)
    far = np.hypot(*east_north.T) / earth.MEAN_RADIUS
    bearing = np.arctan2(*east_north.T)
    there = np.arcsin(math.sin(latitude) * np.cos(far) + math.cos(latitude) * np.sin(far) * np.cos(bearing))
    east = np.arctan2(
        np.sin(bearing) * np.sin(far) * math.cos(latitude), np.cos(far) - math.sin(latitude) * np.sin(there)
    )
    return np.stack([there, longitude + east], axis=1)
