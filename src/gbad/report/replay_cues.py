"""Where sensors were told to look, by whom, and what they were doing: the layer of cues of the replay."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Place = list[float]  # latitude, longitude [deg]

MOST_SAMPLES = 6_000  # of the places of all cues together: some 100 kB of text
DEGREE_M = 111_195.0
JUMP_M = 25e3  # farther apart from one cycle to the next are two things, whatever their number
SAME_M = 5e3  # a post's track and a cue that was made of it lie nearer together
BEARING_M = 150e3  # a bearing has no range: how far its line is drawn
CUED = "cued"


def states_of(pointing: Mapping[str, Any], radar: str) -> list[list[Any]]:
    """``[time [0.1 s], state]`` of each change of what a sensor does."""
    if not pointing:
        return []
    mine = (pointing["radar"] == radar) & (pointing["state"] != CUED)
    times = np.rint(10.0 * pointing["time_s"][mine]).astype(int).tolist()
    return [list(pair) for pair in zip(times, map(str, pointing["state"][mine]), strict=True)]


def chains(
    pointing: Mapping[str, Any], place_deg: Floats, held: Mapping[str, Any], command_of: Mapping[str, str],
    cycle_s: float,
) -> list[dict[str, Any]]:  # fmt: skip
    """One chain for each stretch of cycles in which a sensor was told to look at one thing, with the rows to draw.

    ``place_deg`` ``(n, 2)`` are latitude and longitude of the rows of ``pointing``, ``held`` the tracks of all posts. A
    sensor's own tracks and its post's are counted apart, so one number may stand twice in a cycle: rows are joined to
    what was nearest a cycle before. ``by`` is the post whose track of that number lay there; without one it is a track
    of the sensor's own. ``end_s`` is when the last cue lapses: at the next cycle.
    """
    if not pointing:
        return []
    cued = np.flatnonzero(pointing["state"] == CUED)
    every = max(1, -(-len(cued) // MOST_SAMPLES))
    # one by one, tens of thousands of rows: plain numbers, where every look into an array would make an object
    place = place_deg.tolist()
    radars, cues, times_s = ([*map(str, pointing["radar"])], pointing["cue"].tolist(), pointing["time_s"].tolist())
    found: list[_Chain] = []
    alive: dict[tuple[str, int], list[_Chain]] = {}
    for row in cued[np.argsort(pointing["time_s"][cued], kind="stable")].tolist():
        key, time_s = (radars[row], cues[row]), times_s[row]
        going = [c for c in alive.get(key, ()) if c.last_s < time_s <= c.last_s + 1.5 * cycle_s]
        near = min(going, key=lambda chain: _apart_m(place[chain.rows[-1]], place[row]), default=None)
        if near is None or _apart_m(place[near.rows[-1]], place[row]) > JUMP_M:
            near = _Chain(*key, [], time_s)
            found.append(near)
            alive.setdefault(key, []).append(near)
        near.rows.append(row)
        near.last_s = time_s
    places = _places(held)
    for chain in found:
        post = command_of.get(chain.radar, "")
        known = ((places.get((post, chain.n, round(10.0 * times_s[row]))), place[row]) for row in chain.rows)
        chain.by = post if any(_there(*pair) for pair in known) else ""
    return [
        {"radar": c.radar, "n": c.n, "by": c.by, "end_s": c.last_s + cycle_s, "rows": [*c.rows[:-1:every], c.rows[-1]]}
        for c in found
    ]


@dataclass
class _Chain:
    radar: str
    n: int
    rows: list[int]
    last_s: float
    by: str = ""


def _places(held: Mapping[str, Any]) -> dict[tuple[str, int, int], Place]:
    """Where whose picture held which track when [0.1 s]."""
    if not held:
        return {}
    times = np.rint(10.0 * held["time_s"]).astype(int).tolist()
    place = np.stack([held["latitude_deg"], held["longitude_deg"]], axis=1).tolist()
    return dict(zip(zip(map(str, held["command"]), held["track"].tolist(), times, strict=True), place, strict=True))


def _there(known: Place | None, at: Place) -> bool:
    return known is not None and _apart_m(known, at) < SAME_M


def _apart_m(one: Place, other: Place) -> float:
    """Over the ground, on a plain: good to some per cent within a hundred kilometres."""
    east = (one[1] - other[1] + 180.0) % 360.0 - 180.0
    return DEGREE_M * math.hypot(east * math.cos(math.radians(one[0])), one[0] - other[0])
