"""Battles in which it was seen, and not told of, not named or not let be fired at."""

from __future__ import annotations

from gbad.benches.battles.scenes import Families, ahead
from gbad.codes.causes import Cause

TOLD: Families = {
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
}
