"""What lies on the ground or over it: assets, air corridors, zones, the region of all of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gbad.scenario.layout.entity import Entity
from gbad.scenario.quantity import Frozen, PositiveNumber, limited
from gbad.scenario.routes import Place

Latitude = Annotated[float, limited(at_least=-90.0, at_most=90.0)]
Longitude = Annotated[float, limited(at_least=-180.0, at_most=180.0)]


class Asset(Entity):
    """Something defended. With ``radar`` or ``unit`` it *is* that node: what damages it puts that out of action."""

    at: Place | None = Field(None, description="place")
    radar: str | None = Field(None, description="the radar it is, in place of a place")
    unit: str | None = Field(None, description="the command post, battery or launcher it is, in place of a place")
    value: PositiveNumber = Field(1.0, description="relative value")

    @model_validator(mode="after")
    def _somewhere(self) -> Asset:
        if [self.at, self.radar, self.unit].count(None) != 2:
            raise ValueError(
                "an asset has a place (at), or is a radar (radar), or is another unit (unit): one of the three"
            )
        return self


class Corridor(Entity):
    """A published air corridor: a straight segment with a half width and a band of heights above sea level."""

    from_: Place = Field(alias="from", description="beginning of its middle line")
    to: Place = Field(description="end of its middle line")
    half_width_km: PositiveNumber = Field(description="from the middle line to its edge")
    min_height_m: float = Field(description="lower edge above sea level")
    max_height_m: float = Field(description="upper edge above sea level")

    @model_validator(mode="after")
    def _band(self) -> Corridor:
        if self.min_height_m >= self.max_height_m:
            raise ValueError(
                f"min_height_m: {self.min_height_m:g} was found, below max_height_m {self.max_height_m:g} is allowed"
            )
        return self


class Zone(Entity):
    """A circle over the ground, at all heights. First seen inside it, a track comes from ``origin``'s side; while it is
    inside, ``weapons_control`` holds instead of the command post's own, for all posts or for ``command`` alone.
    """

    at: Place = Field(description="middle of the circle")
    radius_km: PositiveNumber = Field(description="of the circle")
    origin: Literal["none", "friend", "neutral", "hostile"] = Field("none", description="whom a track speaks for")
    weapons_control: Literal["hold", "tight", "free"] | None = Field(
        None, description="as the command post if left out"
    )
    command: str | None = Field(None, description="the post whose weapons control it changes; all posts if left out")

    @model_validator(mode="after")
    def _controls(self) -> Zone:
        if self.command is not None and self.weapons_control is None:
            raise ValueError("command: has no effect without weapons_control, which it is about")
        return self


class Region(Frozen):
    """Where the defended things are. Everything on the ground must lie inside."""

    name: str = Field(description="for maps and headings")
    south_deg: Latitude = Field(description="southern edge")
    north_deg: Latitude = Field(description="northern edge")
    west_deg: Longitude = Field(description="western edge")
    east_deg: Longitude = Field(description="eastern edge")

    @model_validator(mode="after")
    def _box(self) -> Region:
        if self.south_deg >= self.north_deg or self.west_deg >= self.east_deg:
            raise ValueError("south_deg must be below north_deg, and west_deg below east_deg")
        return self
