"""Places and the routes between them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gbad.scenario.quantity import FASTEST_MPS, Frozen, limited


class Place(Frozen):
    """A point on the map; its height is that of the ground."""

    latitude_deg: float
    longitude_deg: float

    @model_validator(mode="after")
    def _on_earth(self) -> Place:
        latitude, longitude = self.latitude_deg, self.longitude_deg
        if abs(latitude) > 90.0:
            swapped = abs(longitude) <= 90.0 and abs(latitude) <= 180.0
            turned = f"{{latitude_deg: {longitude:g}, longitude_deg: {latitude:g}}}"
            fix = f"; latitude and longitude look swapped: write {turned}"
            raise ValueError(f"latitude_deg {latitude:g} was found, -90 to 90 is allowed{fix if swapped else ''}")
        if abs(longitude) > 180.0:
            raise ValueError(f"longitude_deg {longitude:g} was found, -180 to 180 is allowed")
        return self


class Waypoint(Place):
    """A point of a route. Height, what it is measured from, and speed hold from here on; the type's if never said."""

    height_m: Annotated[float, limited(at_least=-500.0, at_most=1_000_000.0)] | None = None
    height_reference: Literal["sea", "ground"] | None = None
    speed_mps: Annotated[float, limited(above=0.0, at_most=FASTEST_MPS)] | None = None


class WaypointRoute(Frozen):
    """Great circles from point to point; ends at the asset aimed at, or departs at the last point."""

    kind: Literal["waypoints"]
    points: tuple[Waypoint, ...] = Field(description="at least one, two if it aims at nothing")

    @model_validator(mode="after")
    def _enough(self) -> WaypointRoute:
        if not self.points:
            raise ValueError("points: at least one is needed")
        return self


class BallisticRoute(Frozen):
    """A minimum-energy arc from a launch point to the asset aimed at."""

    kind: Literal["ballistic"]
    from_: Place = Field(alias="from")


class CorridorRoute(Frozen):
    """Along the middle of a corridor from its beginning to its end, or back."""

    kind: Literal["corridor"]
    corridor: str
    reverse: bool = False


class DriftRoute(Frozen):
    """Left behind in the air by its carrier (chaff): slows down, sinks, and is gone after its type's lifetime."""

    kind: Literal["drifting"]


class StateVectorRoute(Frozen):
    """Recorded traffic: every aircraft of a file of state vectors flies as it was recorded (see ``recordings``).

    The file's first row is at the flight's ``start_s``. Ids become ``<id>-<icao24>``.
    """

    kind: Literal["state_vectors"]
    file: str = Field(description="CSV or Parquet beside the scenario, in the OpenSky columns")
    longest_gap_s: Annotated[float, limited(above=0.0, at_most=3600.0)] = Field(
        300.0, description="silence longer than this ends a flight; shorter gaps are bridged"
    )
    position_std_m: Annotated[float, limited(above=0.0, at_most=1000.0)] = Field(
        30.0, description="error of recorded positions, smoothed away"
    )


Route = WaypointRoute | BallisticRoute | CorridorRoute | DriftRoute | StateVectorRoute
