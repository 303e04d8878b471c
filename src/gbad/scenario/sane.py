"""What no figure can be, by the unit its key ends in or by its name: beyond that somebody slipped.

The limits are wide on purpose: they refuse what is impossible (a radar that looks 80,000 km far), not what is unusual.
Narrower ones stand at the fields themselves.
"""

from __future__ import annotations

from gbad.scenario.words import split_unit

_ANY = float("inf")
# largest amount by unit
_BY_UNIT = {
    "km": 20_038.0,  # half way around the Earth
    "m": 1.0e7,
    "mps": 12_000.0,  # nothing that stays near the Earth is faster
    "s": 1.0e6,
    "deg": 360.0,
    "mrad": 6_284.0,
    "hz": 1.0e15,
    "ghz": 1.0e6,  # light
    "kw": 1.0e6,
    "w": 1.0e12,
    "m2": 1.0e5,
    "kg": 1.0e6,
    "kg_per_m2": 1.0e6,
    "g0": 1_000.0,
    "db": 200.0,
    "db_per_km": 1_000.0,
    "dbsm": 100.0,
}
# smallest and largest amount by key; that most are positive is said at the fields
_BY_KEY: dict[str, tuple[float, float]] = {
    "longitude_deg": (-180.0, 180.0),
    "speed_mps": (-_ANY, _ANY),  # said at the field
    "instrumented_range_km": (-_ANY, 6_000.0),
    "seeker_range_km": (-_ANY, 1_000.0),
    "max_altitude_km": (-_ANY, 1_000.0),
    "range_resolution_m": (-_ANY, 100_000.0),
    "crest_m": (-_ANY, 9_000.0),
    "peak_m": (-_ANY, 9_000.0),
    "relief_m": (-_ANY, 9_000.0),
    "centre_m": (-500.0, 9_000.0),
    "floor_m": (-1.0e9, 9_000.0),
    "half_width_km": (0.01, 4_000.0),
    "base_radius_km": (0.01, 4_000.0),
    "longest_km": (0.01, 20_038.0),
    "false_alarms_per_visit": (-_ANY, 10_000.0),
    "engagement_horizon_s": (-_ANY, 100_000.0),
    "period_s": (0.01, 10_000.0),
    "boost_time_s": (0.01, 1_000.0),
    "self_destruct_s": (0.1, 10_000.0),
    "latency_s": (-_ANY, 10_000.0),
    "value": (-_ANY, 1.0e9),
}


def beyond_sense(key: str, number: float) -> str:
    """What is wrong with the amount of a figure, or nothing: ``80000 was found, at most 6000 is possible``."""
    if key in _BY_KEY:
        low, high = _BY_KEY[key]
    else:
        high = _BY_UNIT.get(split_unit(key)[1], _ANY)
        low = -high
    if number > high:
        return f"{number:.12g} was found, at most {high:.12g} is possible"
    if number < low:
        return f"{number:.12g} was found, at least {low:.12g} is possible"
    return ""
