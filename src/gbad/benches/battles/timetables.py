"""Battles in which a unit is on the road, turned, cut off or lost by its timetable."""

from __future__ import annotations

from gbad.benches.battles.scenes import Changes, Families, Random, gone, place, timetable
from gbad.codes.causes import Cause


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


BY_TIMETABLE: Families = {
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
}
