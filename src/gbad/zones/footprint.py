"""Defended footprint against ballistic missiles: which aims around a battery a round can be had in time for.

For every aim on a grid a missile of a given range and profile flies there from one direction (the map is turned so that
it comes from above). A round must be able to leave after the missile is found and all delays have passed, and meet it
inside the zone of its type, not below a keep-out height. The warning is that of a cue (found when it burns out) or of
the battery's radar alone (found when it comes into the radar's range, elevation and sight). The missile is the path
that a scenario flies. Left out: decoys, debris, several targets, the radar's sector (it looks the right way).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gbad import motion
from gbad.errors import InputError
from gbad.motion.quasi_ballistic import solve
from gbad.physics import earth
from gbad.terrain import load as load_terrain
from gbad.zones.approach import NOWHERE, delays
from gbad.zones.outer import Outer
from gbad.zones.sight import Sight
from gbad.zones.zone import OPEN, Missile

Floats = NDArray[np.float64]
BALLISTIC = 2
PROFILES = ("minimum_energy", "lofted", "depressed", "quasi_ballistic")
_STEP_S = 0.5
_ARRIVES_MPS = 700.0  # about what is told of such types


@dataclass(frozen=True, slots=True)
class Footprint:
    """Rounds that fit one after the other at every aim ``(north, east)`` of the battery; 0: not defended."""

    east_m: Floats  # (n,)
    north_m: Floats  # (n,)
    shots: NDArray[np.int64]  # (n, n)
    chance: Floats  # (n, n) that at least one of them kills, taken as independent
    range_m: float
    profile: str
    apogee_m: float
    impact_speed_mps: float
    time_of_flight_s: float
    cued: bool
    keep_out_m: float

    @property
    def area_km2(self) -> float:
        """Ground that at least one round defends."""
        cell = (self.east_m[1] - self.east_m[0]) * (self.north_m[1] - self.north_m[0])
        return float((self.shots > 0).sum() * cell / 1e6)

    @property
    def reaches_m(self) -> float:
        """Farthest defended aim from the battery."""
        away = np.hypot(*np.meshgrid(self.east_m, self.north_m))
        return float(np.max(np.where(self.shots > 0, away, 0.0)))


def footprint_of(
    missile: Missile | Outer,
    *,
    range_m: float,
    profile: str = "minimum_energy",
    ballistic_coefficient_kg_m2: float = 9000.0,
    cued: bool = True,
    keep_out_m: float = 5_000.0,
    most_shots: int = 4,
    radar: str | None = None,
    battery: str = "s400-battalion",
    rcs_m2: float = 0.1,
    half_width_m: float | None = None,
    cells: int = 45,
    spacing_s: float = 4.0,
) -> Footprint:
    """The footprint of one battery. Rounds are fired ``spacing_s`` apart (salvo), each at its own earliest meeting.

    The radar is by default that of an interceptor of the upper layer, and 92N6E for others; the map reaches half as far
    again as the missile, 90 km at the least. Raises ``InputError`` for a profile that cannot be flown over this range.
    """
    if profile not in PROFILES:
        raise InputError(f"profile {profile}: one of {', '.join(PROFILES)} is allowed")
    half = max(90e3, 1.5 * missile.reach_m) if half_width_m is None else half_width_m
    axis = np.linspace(-half, half, cells)
    path = path_of(range_m, profile, ballistic_coefficient_kg_m2)
    ground = load_terrain({"kind": "flat", "latitude_deg": NOWHERE[0], "longitude_deg": NOWHERE[1]})
    table = motion.trajectories([path], ground, 3600.0)
    end = float(table.plan_end_s[0, 0])
    time = np.append(np.arange(0.0, end, _STEP_S), end)
    states = motion.states(table, 0, 0, time)
    # along the ground from the aim towards the launch, and up: the arc lies in a plane to within its small drift
    _, _, height = (np.asarray(each) for each in earth.ecef_to_geodetic(states[:, :3]))
    aim = np.asarray(earth.geodetic_to_ecef(np.radians(NOWHERE[0]), np.radians(NOWHERE[1]), 0.0))
    cosine = (states[:, :3] @ aim) / (np.linalg.norm(states[:, :3], axis=1) * np.linalg.norm(aim))
    back = earth.MEAN_RADIUS * np.arccos(np.clip(cosine, -1.0, 1.0))
    speed = np.linalg.norm(states[:, 3:], axis=1)
    shots, chance = np.zeros((cells, cells), np.int64), np.zeros((cells, cells))
    if isinstance(missile, Outer):
        sees, delay = Sight.of(radar or missile.radar, rcs_m2), missile.ready_s
    else:
        sees = Sight.of(radar or "92N6E", rcs_m2)
        delay = sum(seconds for _, seconds in delays(radar or "92N6E", battery, "55K6E", "data-link"))
    for i, north in enumerate(axis):
        for j, east in enumerate(axis):
            away = np.hypot(east, north + back)  # of the missile from the battery, over the ground
            found = 0.0 if cued else sees.first(time, away, height)
            if np.isfinite(found):
                shots[i, j], chance[i, j] = _fitting(
                    missile, time, away, height, speed, found + delay, keep_out_m, most_shots, spacing_s
                )
    return Footprint(
        axis, axis, shots, chance, range_m, profile, float(height.max()), float(speed[-1]), end, cued, keep_out_m
    )


@lru_cache(maxsize=64)
def path_of(range_m: float, profile: str, coefficient: float) -> Any:
    """The flight of a profile to the aim; lofted and depressed by a type that reaches a quarter farther."""
    aim = np.radians(NOWHERE)
    latitude, longitude, _ = earth.geodesic_direct(float(aim[0]), float(aim[1]), 0.0, range_m)
    ends = {
        "launch_latitude_rad": float(latitude),
        "launch_longitude_rad": float(longitude),
        "aim_latitude_rad": float(aim[0]),
        "aim_longitude_rad": float(aim[1]),
        "aim_height_m": 0.0,
        "ballistic_coefficient_kg_m2": coefficient,
    }
    if profile == "quasi_ballistic":
        return _quasi(ends, range_m)
    greatest = None if profile == "minimum_energy" else 1.25 * range_m
    return motion.path("ballistic", **ends, profile=profile, greatest_range_m=greatest)


def _quasi(ends: dict[str, float], range_m: float) -> Any:
    """A low arc to a tenth of the range plus ten kilometres, with the least speed of a ladder that arrives fast enough.

    The least speed that just reaches the aim glides in at Mach 1, easy prey that nobody would build.
    """
    if range_m > 700e3:
        raise InputError(f"a quasi-ballistic flight over {range_m / 1e3:.0f} km: 700 km at most")
    apogee = max(10e3 + 0.1 * range_m, 25e3)
    for speed in np.arange(900.0, 4000.0, 50.0):
        path = motion.path(
            "quasi_ballistic", **ends, apogee_m=apogee, burnout_speed_mps=float(speed), lift_to_drag=1.5,
            load_limit_g0=20.0,
        )  # fmt: skip
        try:
            found = solve(path)
        except InputError:
            continue
        if found.impact_speed_mps >= _ARRIVES_MPS:
            return path
    raise InputError(f"no quasi-ballistic flight over {range_m / 1e3:.0f} km with an apogee of {apogee / 1e3:.0f} km")


def _fitting(
    missile: Missile | Outer, time: Floats, away_m: Floats, height_m: Floats, speed_mps: Floats, ready_s: float,
    keep_out_m: float, most: int, spacing_s: float,
) -> tuple[int, float]:  # fmt: skip
    """Rounds that can be launched one after the other and meet above the keep-out height; chance that one kills."""
    count, misses, ready = 0, 1.0, ready_s
    # most of an arc lies outside by its height and distance alone
    near = (height_m >= max(keep_out_m, missile.lowest_m)) & (height_m <= missile.highest_m)
    near &= (away_m <= missile.reach_m) & (time > ready_s)
    for t, away, height, speed in zip(time[near], away_m[near], height_m[near], speed_mps[near], strict=True):
        if count == most:
            break
        if missile.gate(BALLISTIC, float(speed), float(away), float(height)) != OPEN:
            continue
        launch = t - missile.table("time_s", away, height)
        if launch >= ready:
            count, ready = count + 1, launch + spacing_s
            misses *= 1.0 - missile.kill(BALLISTIC, away, height)
    return count, 1.0 - misses
