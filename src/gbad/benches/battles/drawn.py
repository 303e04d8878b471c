"""Battles that are drawn: any geometry, and a few figures anywhere in wide ranges."""

from __future__ import annotations

from gbad.benches.battles.scenes import (
    THREAT,
    Changes,
    Random,
    ahead,
    behind_a_ridge,
    both_radars,
    coming,
    magazine,
    over_the_horizon,
    rivals,
    struck,
)


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
