"""Radars on aircraft that fly a racetrack -> where each is from time to time.

The way is cut into even steps, in each of which the radar is taken to be at the step's middle: it jumps there at the
command cycle in which the step begins, and every jump is known to whoever uses its plots. There are at most ``PLACES``
of them around, so that what hills hide is worked out once for each. The height over the ellipsoid stays.

A jump moves a target's bearing by its length over the distance: a look that this carries across the edge of a part of
the turn can come twice or not at all. Left out: bank in the turns and wings that hide the view, wind, the spread of
Doppler by its own motion beyond the notch of its type, and the echo from straight below (it lies nearer than such
radars report).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from gbad.physics import earth
from gbad.scenario.layout import Scenario
from gbad.scenario.layout.sites import Racetrack
from gbad.scenario.marching import started_s
from gbad.scenario.placed import placed_radars
from gbad.scenario.routes import Place

PLACES, SHORTEST_S = 36, 20.0  # around one racetrack; and how long a step lasts at least


@dataclass(frozen=True, slots=True)
class Step:
    """From when on the radar in a row is where."""

    id: str
    row: int
    from_s: float
    to: Place


def length_m(track: Racetrack) -> float:
    """Once around: two legs, two half circles."""
    return 1e3 * (2.0 * track.leg_km + math.pi * track.width_km)


def offset_m(track: Racetrack, along_m: float) -> tuple[float, float]:
    """``(ahead, right)`` of the racetrack's middle, so far along it; at 0 in the middle of the first leg."""
    leg, radius = 1e3 * track.leg_km, 500.0 * track.width_km
    turn = math.pi * radius
    s = (along_m + 0.5 * leg) % length_m(track)
    if s < leg:
        return s - 0.5 * leg, -radius
    s -= leg
    if s < turn:
        angle = s / radius
        return 0.5 * leg + radius * math.sin(angle), -radius * math.cos(angle)
    s -= turn
    if s < leg:
        return 0.5 * leg - s, radius
    angle = (s - leg) / radius
    return -0.5 * leg - radius * math.sin(angle), radius * math.cos(angle)


def place_at(track: Racetrack, middle: Place, along_m: float) -> Place:
    """The place so far along a racetrack."""
    ahead, right = offset_m(track, along_m)
    bearing = math.radians(track.heading_deg) + math.atan2(right, ahead)
    at = math.radians(middle.latitude_deg), math.radians(middle.longitude_deg)
    latitude, longitude, _ = earth.geodesic_direct(*at, bearing, math.hypot(ahead, right))
    return Place(latitude_deg=math.degrees(float(latitude)), longitude_deg=math.degrees(float(longitude)))


def steps_of(scenario: Scenario) -> Iterator[Step]:
    """Every step of every radar on a racetrack, from the beginning to the end of the scenario."""
    for row, radar in enumerate(placed_radars(scenario)):
        track = radar.racetrack
        if track is None:
            continue
        around_s = length_m(track) / track.speed_mps
        count = max(1, min(PLACES, int(around_s / SHORTEST_S)))
        each_s = around_s / count
        places = [place_at(track, radar.at, (k + 0.5) * each_s * track.speed_mps) for k in range(count)]
        for step in range(math.ceil(scenario.duration_s / each_s)):
            yield Step(radar.id, row, started_s(step * each_s, scenario.cycle_s), places[step % count])
