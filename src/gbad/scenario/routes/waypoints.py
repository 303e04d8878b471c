"""Great circles from point to point: the route most flights have, and what else is laid as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import radians
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import Field, model_validator

from gbad.physics import earth
from gbad.scenario.quantity import FASTEST_MPS, limited
from gbad.scenario.routes.base import RIGHT_RAD, Asked, Laying, Place, Route, aside_m
from gbad.scenario.specs.flyer import Flyer


class Waypoint(Place):
    """A point of a route. Height, what it is measured from, and speed hold from here on; the type's if never said."""

    height_m: Annotated[float, limited(at_least=-500.0, at_most=1_000_000.0)] | None = Field(
        default=None, description="from here on; as before, or the type's, if left out"
    )
    height_reference: Literal["sea", "ground"] | None = Field(
        default=None, description="what height_m is measured from"
    )
    speed_mps: Annotated[float, limited(above=0.0, at_most=FASTEST_MPS)] | None = Field(
        default=None, description="over the ground, from here on; as before, or the type's, if left out"
    )


class WaypointRoute(Route):
    """Great circles from point to point; ends at the asset aimed at, or departs at the last point."""

    can_be_released: ClassVar[bool] = True

    kind: Literal["waypoints"]
    points: tuple[Waypoint, ...] = Field(description="at least one, two if it aims at nothing")

    @model_validator(mode="after")
    def _enough(self) -> WaypointRoute:
        if not self.points:
            raise ValueError("points: at least one is needed")
        return self

    def check(self, asked: Asked) -> None:
        figures, type_ = asked.flight.figures, asked.flight.type
        if asked.aims_at is None and asked.carrier is None and len(self.points) < 2:
            asked.say(f"{asked.path}.route.points", "two points are needed where the flight aims at nothing")
        for index, (one, next_) in enumerate(pairwise(self.points)):
            if _metres(one, next_) < 1.0:
                asked.say(
                    f"{asked.path}.route.points[{index + 1}]",
                    "is the place of the point before it; take one of the two out, or move it",
                )
        for name in ("speed_mps", "height_m"):
            if getattr(figures, name) is None and getattr(self.points[0], name) is None:
                asked.say(asked.path, f"{name} is missing: neither {type_} nor the first point has one")

    def places(self, figures: Flyer, duration_s: float) -> Iterator[tuple[str, Place, float]]:
        speeds = [point.speed_mps for point in self.points if point.speed_mps is not None]
        fastest = max([*speeds, figures.speed_mps.high if figures.speed_mps else 0.0])
        for index, point in enumerate(self.points):
            yield f"points[{index}]", point, fastest * duration_s / 1000.0

    def path(self, laying: Laying) -> Any:
        return through(self.points, laying)


def _metres(one: Place, other: Place) -> float:
    """Distance of two places."""
    ends = (one.latitude_deg, one.longitude_deg, other.latitude_deg, other.longitude_deg)
    return float(earth.geodesic_inverse(*map(radians, ends))[0])


class _Point(NamedTuple):
    """Fields of motion's waypoint, in order."""

    latitude_rad: float
    longitude_rad: float
    height_m: float
    height_reference: str
    speed_mps: float


def through(given: Sequence[Waypoint], laying: Laying) -> Any:
    """The path through points, from where its carrier lets it go or from the first of them."""
    points = _filled(given, laying)
    aim = laying.aim
    then = "departs" if aim is None else "ends"
    aimed = tuple(tuple(point) for point in _aimed(points, laying))
    if laying.carrier is not None:
        speed = laying.figure("speed_mps") if laying.row.figures.speed_mps else points[0].speed_mps
        return laying.make(
            "released", carrier=laying.carrier, after_s=laying.release_s, points=aimed, speed_mps=speed, then=then
        )
    # a height that was drawn, not laid down, may lie below the ground of the aim: it is flown as on the way there
    clears = aim is not None and _stays(laying) and all(point.height_m is None for point in given)
    return laying.make("waypoints", points=aimed, start_s=laying.start_s, then=then, clears_aim=clears)


def _filled(given: Sequence[Waypoint], laying: Laying) -> list[_Point]:
    """Points with height and speed: said at the point, carried from the point before, or the type's."""
    height, speed = laying.figure("height_m"), laying.figure("speed_mps")
    reference: str = laying.row.figures.height_reference
    points = []
    for point in given:
        height = height if point.height_m is None else point.height_m
        reference = point.height_reference or reference
        speed = speed if point.speed_mps is None else point.speed_mps
        points.append(_Point(radians(point.latitude_deg), radians(point.longitude_deg), height, reference, speed))
    return points


def _aimed(points: list[_Point], laying: Laying) -> list[_Point]:
    """The route shifted sideways for its place in the line, and ended at the asset it aims at."""
    aim, assets = laying.aim, laying.assets
    last = points[-1]
    if aim is not None:
        height, reference = (last.height_m, last.height_reference) if _stays(laying) else (0.0, "ground")
        target = (float(assets.latitude_rad[aim]), float(assets.longitude_rad[aim]))
        last = _Point(*target, height, reference, last.speed_mps)
    abreast = aside_m(laying.row)
    if abreast != 0.0:
        second = points[1] if len(points) > 1 else last
        _, course, _ = earth.geodesic_inverse(*points[0][:2], *second[:2])
        points = [_moved(point, course + RIGHT_RAD, abreast) for point in points]
    return points if aim is None else [*points, last]


def _stays(laying: Laying) -> bool:
    """Whether it attacks from its own height, as aircraft do; anything else comes down on the asset."""
    return bool(laying.row.figures.target_class == "aircraft")


def _moved(point: _Point, azimuth_rad: float, distance_m: float) -> _Point:
    latitude, longitude, _ = earth.geodesic_direct(*point[:2], azimuth_rad, distance_m)
    return point._replace(latitude_rad=float(latitude), longitude_rad=float(longitude))
