"""Who stands where: command posts, radars, passive sensors, batteries, links of their own."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from gbad.scenario.layout.entity import Bearing, Spec, Typed
from gbad.scenario.quantity import Count, CountOrNone, Frozen, NotNegativeNumber, PositiveNumber, limited
from gbad.scenario.routes import Place
from gbad.scenario.specs.ground import Battery, CommandPost, Network
from gbad.scenario.specs.passive import PassiveSensor
from gbad.scenario.specs.radar import Radar


class Silence(Frozen):
    """An interval in which a radar sends nothing: from its first instant up to, and without, its last."""

    from_s: NotNegativeNumber = Field(description="first second of silence")
    to_s: PositiveNumber = Field(description="it sends again from here")

    @model_validator(mode="after")
    def _lasts(self) -> Silence:
        if self.from_s >= self.to_s:
            raise ValueError(f"to_s: {self.to_s:g} was found, more than from_s {self.from_s:g} is allowed")
        return self


class Racetrack(Frozen):
    """The way of an aircraft that carries a radar: two legs side by side, joined by half turns to the right.

    Its middle is the radar's place, its height the radar's; it is flown at an even speed, over and over.
    """

    leg_km: Annotated[float, limited(above=0.0, at_most=500.0)] = Field(description="length of a leg")
    width_km: Annotated[float, limited(above=0.0, at_most=200.0)] = Field(description="from leg to leg")
    heading_deg: Bearing = Field(0.0, description="of the first leg, in whose middle it is at time 0")
    speed_mps: Annotated[float, limited(at_least=20.0, at_most=350.0)] = Field(description="over the ground")


class CommandSite(Typed):
    """A command post. ``network`` is the link of every radar that reports to it, unless ``links`` says otherwise."""

    at: Place | None = Field(None, description="place; drawn on maps, no effect on the run")
    network: str = Field("data-link", description="library entry of its links")
    figures: CommandPost = Field(exclude=True)
    figures_spec: ClassVar[Spec] = CommandPost


class RadarSite(Typed):
    """A radar: either reporting to a ``command`` from a place of its own, or being the radar of a ``battery``."""

    at: Place | None = Field(None, description="place; that of its battery if left out")
    command: str | None = Field(None, description="command post it reports to; that of its battery if left out")
    battery: str | None = Field(None, description="the battery whose engagement radar this is")
    also_reports_to: tuple[str, ...] = Field((), description="other command posts that hear its tracks")
    boresight_deg: Bearing | None = Field(None, description="middle of the sector, clockwise from north")
    start_azimuth_deg: Bearing | None = Field(
        None, description="where a rotating antenna looks at time 0; drawn for each run if left out"
    )
    silent: tuple[Silence, ...] = Field((), description="when it sends nothing (emission control)")
    racetrack: Racetrack | None = Field(
        None, description="the way of the aircraft that carries it; it keeps its place if left out"
    )
    figures: Radar = Field(exclude=True)
    figures_spec: ClassVar[Spec] = Radar


class PassiveSite(Typed):
    """A sensor that sends nothing, and reports to a ``command``. Its bearings cue engagement radars beside it."""

    at: Place = Field(description="place")
    command: str = Field(description="command post it reports to")
    boresight_deg: Bearing | None = Field(None, description="middle of the sector, clockwise from north")
    start_azimuth_deg: Bearing | None = Field(
        None, description="where a turning sensor looks at time 0; drawn for each run if left out"
    )
    figures: PassiveSensor = Field(exclude=True)
    figures_spec: ClassVar[Spec] = PassiveSensor


class BatterySite(Typed):
    """A fire unit. Its engagement radar stands beside it (``<id>-radar``) unless a radar names it as its battery."""

    at: Place = Field(description="place of its engagement radar and launchers")
    command: str = Field(description="command post that gives it targets")
    spare_loads: CountOrNone = Field(
        0,
        description="full loads that transporters bring for each launcher; its vehicle (units) says how long one takes",
    )
    transporters: Count = Field(1, description="launchers that are reloaded at once")
    successors: tuple[str, ...] = Field(
        (), description="command posts that take over, in this order; they hear its engagement radar"
    )
    takeover_s: NotNegativeNumber = Field(
        30.0, description="a successor steps in when those before it were out of reach for so long"
    )
    boresight_deg: Bearing | None = Field(None, description="middle of its engagement radar's sector")
    silent: tuple[Silence, ...] = Field((), description="when its engagement radar sends nothing")
    figures: Battery = Field(exclude=True)
    figures_spec: ClassVar[Spec] = Battery


class LinkSite(Typed):
    """A link of its own for one radar; keyed by the radar's id, or ``<radar>-to-<command>`` where it also reports."""

    figures: Network = Field(exclude=True)
    figures_spec: ClassVar[Spec] = Network
