"""Flight along great circles through waypoints, at a height above the sea or the ground.

Legs are great circles of the local vertical (the turning of the normal of the ellipsoid), within some 20 m of the
geodesic on a leg of 500 km. A waypoint's height, what it is measured from and its speed hold from there on. Corners are
rounded, climbs begin early enough and end late enough (``height_profile.py``), speeds change by a steady acceleration.
The speed is over the Earth: there is no wind. Bank and pitch follow from the path; engines are not modelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gbad.errors import InputError
from gbad.motion.base import Flight, knot_count, register
from gbad.motion.ground_track import GroundTrack, lay_track
from gbad.motion.height_profile import height_profile, highest_around
from gbad.physics import earth
from gbad.terrain import Terrain, geoid_height_m, ground_height_m

Floats = NDArray[np.float64]


class Waypoint(NamedTuple):
    latitude_rad: float
    longitude_rad: float
    height_m: float  # from here on; of the last waypoint: on arrival
    height_reference: Literal["sea", "ground"]
    speed_mps: float  # from here on; of the last waypoint: on arrival if speeds change along legs


@dataclass(frozen=True, slots=True)
class WaypointPath:
    """A route. ``then`` says whether it ends at its aim, the last waypoint, or departs there."""

    kind: ClassVar[str] = "waypoints"

    points: tuple[Waypoint, ...]  # or plain tuples of the same fields
    start_s: float = 0.0
    then: Literal["ends", "departs"] = "departs"
    speed_change: Literal["at_waypoint", "along_leg"] = "at_waypoint"
    climb_angle_rad: float = np.radians(12.0)  # steepest climb and descent on the way
    dive_angle_rad: float = np.radians(25.0)  # of the last approach, when it ends at its aim
    load_factor: float = 2.0  # [g0] manoeuvres in turns and pull-ups stay below it
    acceleration_mps2: float = 3.0  # of changes of speed at waypoints
    clearance_m: float = 60.0  # heights above the sea give way to the ground plus this
    clears_aim: bool = False  # so does the height on arrival: whoever crosses its aim at its cruising height

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", tuple(Waypoint(*point) for point in self.points))
        if len(self.points) < 2:
            raise InputError("a route needs at least two waypoints")
        if any(not point.speed_mps > 0.0 for point in self.points):
            raise InputError("every waypoint's speed must be greater than 0 m/s")
        if not self.load_factor > 1.0:
            raise InputError(
                f"load_factor was {self.load_factor}; level flight alone takes 1, a turn needs more than 1"
            )
        if not (0.0 < self.climb_angle_rad < 1.5 and 0.0 < self.dive_angle_rad < 1.5):
            raise InputError("climb and dive angles must lie between 0 and 1.5 rad")


@register(WaypointPath)
def fly_waypoints(path: WaypointPath, terrain: Terrain, until_s: float, knot_step_s: float) -> Flight:
    """Knots of the route up to its end or ``until_s``."""
    # where it goes over the ground, every few tens of metres, and how high
    track = lay_track(
        np.array([(point.latitude_rad, point.longitude_rad) for point in path.points]),
        np.array([point.speed_mps for point in path.points]),
        # a level turn carries the weight too
        np.sqrt(path.load_factor**2 - 1.0) * earth.G0,
        knot_step_s,
    )
    height = _heights(path, terrain, track)
    position = earth.geodetic_to_ecef(track.latitude_rad, track.longitude_rad, height)

    # how fast, and so when
    step = np.linalg.norm(np.diff(position, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(step)])
    speed = _speeds(path, track, along)
    time = np.concatenate([[0.0], np.cumsum(2.0 * step / (speed[1:] + speed[:-1]))])

    # knots at even times; just past the end the last course is continued
    count = knot_count(path.start_s, min(path.start_s + time[-1], max(until_s, path.start_s)), knot_step_s)
    at = np.arange(count) * knot_step_s
    where = np.interp(at, time, along) + np.maximum(at - time[-1], 0.0) * speed[-1]
    course = np.gradient(position, along, axis=0)
    course /= np.linalg.norm(course, axis=1, keepdims=True)
    knots, velocity = np.empty((count, 3)), np.empty((count, 3))
    for axis in range(3):
        knots[:, axis] = np.interp(where, along, position[:, axis])
        velocity[:, axis] = np.interp(where, along, course[:, axis]) * np.interp(at, time, speed)
    knots += np.maximum(where - along[-1], 0.0)[:, None] * course[-1]
    return Flight(path.start_s, path.start_s + float(time[-1]), knots, velocity, arrives=path.then == "ends")


def _heights(path: WaypointPath, terrain: Terrain, track: GroundTrack) -> Floats:
    """Ellipsoidal height at every point of the track."""
    ground = _highest_ground(terrain, track)
    ground[-1] = ground_height_m(terrain, track.latitude_rad[-1], track.longitude_rad[-1])
    sea = _sea_level(track)
    over_ground = np.array([point.height_reference == "ground" for point in path.points])[track.leg]
    wanted = np.array([point.height_m for point in path.points])[track.leg]
    floor = np.where(over_ground, ground + wanted, np.maximum(sea + wanted, ground + path.clearance_m))
    aim = path.points[-1]
    aim_height = (ground[-1] if aim.height_reference == "ground" else sea[-1]) + aim.height_m
    if path.clears_aim:
        aim_height = max(aim_height, ground[-1] + path.clearance_m)
    if aim_height < ground[-1] - 1.0 and path.then == "ends":
        raise InputError(
            f"the route ends {ground[-1] - aim_height:.0f} m below the ground at its last waypoint; "
            "give height_reference ground or a greater height_m"
        )
    return height_profile(
        floor,
        ground,
        track.step_m,
        slope=float(np.tan(path.climb_angle_rad)),
        speed_mps=max(point.speed_mps for point in path.points),
        acceleration_mps2=path.load_factor * earth.G0,
        end_height_m=max(aim_height, ground[-1]) if path.then == "ends" else None,
        end_slope=float(np.tan(path.dive_angle_rad)),
    )


def _highest_ground(terrain: Terrain, track: GroundTrack) -> Floats:
    """Highest ground between each point's neighbours: crests between two points count too."""
    count = len(track.leg)
    fine = np.linspace(0.0, count - 1.0, 4 * (count - 1) + 1)
    x = np.interp(fine, np.arange(count), track.latitude_rad)
    y = np.interp(fine, np.arange(count), np.unwrap(track.longitude_rad))
    return highest_around(ground_height_m(terrain, x, y), 4)[::4]


def _sea_level(track: GroundTrack) -> Floats:
    """Geoid along the track, looked up every few kilometres and at both ends (its grid has 28 km)."""
    count = len(track.leg)
    some = np.unique(np.append(np.arange(0, count, 64), count - 1))
    found = geoid_height_m(track.latitude_rad[some], track.longitude_rad[some])
    return np.interp(np.arange(count), some, found)


def _speeds(path: WaypointPath, track: GroundTrack, along: Floats) -> Floats:
    """Speed at every point of the track."""
    wanted = np.array([point.speed_mps for point in path.points])
    if path.speed_change == "along_leg":
        return np.interp(along, along[track.waypoint_index], wanted)
    target = wanted[track.leg]
    # v^2 changes by at most 2 a ds: the cone of what can be reached after each change, from below and from above
    gain = 2.0 * path.acceleration_mps2 * along
    square = target[0] ** 2
    squares = np.empty_like(along)
    for first, last in zip(track.waypoint_index[:-1], track.waypoint_index[1:], strict=True):
        part = slice(first, last + 1)
        goal, spent = target[first] ** 2, gain[part] - gain[first]
        squares[part] = np.minimum(square + spent, goal) if goal >= square else np.maximum(square - spent, goal)
        square = squares[last]
    return np.sqrt(squares)
