"""What leaves another flyer on its way: decoys that fly on by themselves, and clouds of chaff that stay behind.

Both begin where their carrier is at the moment of release. If the carrier is shot before, they never exist: that is
told by ``ObjectTable.parent`` and settled by assessment, not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.motion.base import Flight, Path, fly, knot_count, register
from gbad.motion.waypoints import Waypoint, WaypointPath
from gbad.physics import earth
from gbad.terrain import Terrain, geoid_height_m, ground_height_m

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ReleasedPath:
    """Its own route from the carrier's place on: the height of release is held up to the first of ``points``."""

    kind: ClassVar[str] = "released"

    carrier: Path
    after_s: float  # [s] after the carrier began its own path
    points: tuple[Waypoint, ...]
    speed_mps: float  # up to the first point
    then: Literal["ends", "departs"] = "departs"

    @property
    def start_s(self) -> float:
        return self.carrier.start_s + self.after_s


@dataclass(frozen=True, slots=True)
class DriftPath:
    """A cloud that drag brings to rest: the carrier's velocity falls as exp(-t / slowing_s), and it sinks steadily.

    Position after t: ``p0 + (v0 - wind) slowing (1 - exp(-t / slowing)) + wind t - up sink t``: it comes to rest in
    the air, not over the ground. It ends with its lifetime or at the ground. Left out: the growth of the cloud, shear,
    and that dipoles slow by the square of their speed.
    """

    kind: ClassVar[str] = "drift"

    carrier: Path
    after_s: float  # [s] after the carrier began its own path
    slowing_s: float
    sink_mps: float
    lifetime_s: float
    wind_east_mps: float = 0.0
    wind_north_mps: float = 0.0

    def __post_init__(self) -> None:
        if not (self.slowing_s > 0.0 and self.lifetime_s > 0.0 and self.sink_mps >= 0.0):
            raise InputError("a cloud needs slowing_s and lifetime_s above 0 and sink_mps of 0 or more")

    @property
    def start_s(self) -> float:
        return self.carrier.start_s + self.after_s


@register(ReleasedPath)
def fly_released(path: ReleasedPath, terrain: Terrain, until_s: float, knot_step_s: float) -> Flight:
    """Knots of the route that begins where the carrier is."""
    position, _ = _release(path.carrier, path.start_s, terrain, knot_step_s)
    latitude, longitude, height = (float(value) for value in earth.ecef_to_geodetic(position))
    above_sea = height - float(geoid_height_m(latitude, longitude))
    first = Waypoint(latitude, longitude, above_sea, "sea", path.speed_mps)
    return fly(WaypointPath((first, *path.points), path.start_s, path.then), terrain, until_s, knot_step_s)


@register(DriftPath)
def fly_drift(path: DriftPath, terrain: Terrain, until_s: float, knot_step_s: float) -> Flight:
    """Knots of a cloud from its release to the end of its lifetime, or to the ground."""
    position, velocity = _release(path.carrier, path.start_s, terrain, knot_step_s)
    latitude, longitude, height = (float(value) for value in earth.ecef_to_geodetic(position))
    east, north, up = np.asarray(earth.ecef_to_enu_matrix(latitude, longitude)).reshape(3, 3)
    wind = path.wind_east_mps * east + path.wind_north_mps * north
    above_ground = max(height - float(ground_height_m(terrain, latitude, longitude)), 0.0)
    lasts_s = min(path.lifetime_s, above_ground / path.sink_mps if path.sink_mps > 0.0 else np.inf)

    end_s = path.start_s + lasts_s
    count = knot_count(path.start_s, min(end_s, max(until_s, path.start_s)), knot_step_s)
    time = (np.arange(count) * knot_step_s)[:, None]
    fallen = np.exp(-time / path.slowing_s)
    rest = wind - up * path.sink_mps
    knots = position + (velocity - wind) * path.slowing_s * (1.0 - fallen) + rest * time
    return Flight(path.start_s, end_s, knots, (velocity - wind) * fallen + rest, arrives=False)


def _release(carrier: Path, time_s: float, terrain: Terrain, knot_step_s: float) -> tuple[Floats, Floats]:
    """Where the carrier is at a time, and its velocity. Raises ``InputError`` when it has ended by then."""
    flight = fly(carrier, terrain, time_s + 2.0 * knot_step_s, knot_step_s)
    if time_s > flight.end_s:
        raise InputError(
            f"a release at {time_s:.1f} s comes after its carrier has ended its path at {flight.end_s:.1f} s; "
            "release it earlier"
        )
    # cubic Hermite between knots, as truth reads paths
    along = (time_s - flight.start_s) / knot_step_s
    k = min(int(along), len(flight.position_ecef_m) - 2)
    u = along - k
    (p0, p1), (v0, v1) = flight.position_ecef_m[k : k + 2], flight.velocity_ecef_mps[k : k + 2]
    rise = p1 - p0
    a, b, c = knot_step_s * (v0 + v1) - 2.0 * rise, 3.0 * rise - knot_step_s * (2.0 * v0 + v1), knot_step_s * v0
    return p0 + u * (c + u * (b + u * a)), (c + u * (2.0 * b + 3.0 * u * a)) / knot_step_s
