"""The scenario as laid down: who stands where, who flies which route, how long, on which terrain.

Field names are the keys of the YAML file, with their units. Entities are blocks keyed by ``id``. An entity with a
``type`` lies over a library entry: any figure of the type may be set anew beside the entity's own keys.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from gbad.scenario.quantity import Count, CountOrNone, Frozen, NotNegativeNumber, PositiveNumber, limited
from gbad.scenario.routes import AnyRoute, Place
from gbad.scenario.specs.base import Entry
from gbad.scenario.specs.flyer import AircraftType, Flyer, ThreatType
from gbad.scenario.specs.ground import Battery, CommandPost, Network
from gbad.scenario.specs.passive import PassiveSensor
from gbad.scenario.specs.radar import Radar
from gbad.scenario.terrains import FlatTerrain, TerrainSpec

SCHEMA = "scenario/1"
Spec = type[Entry]  # said outside the classes, which have a field named type
Bearing = Annotated[float, limited(at_least=0.0, at_most=360.0)]
Latitude = Annotated[float, limited(at_least=-90.0, at_most=90.0)]
Longitude = Annotated[float, limited(at_least=-180.0, at_most=180.0)]


class Entity(Frozen):
    """Something with an ``id``; the id is immutable and dice hang on it, the name is for display."""

    id: str = Field("", exclude=True)
    name: str | None = Field(None, description="for display; the id if left out")

    @property
    def label(self) -> str:
        """Name for display."""
        return self.name or self.id


class Typed(Entity):
    """An entity over a library entry. ``figures`` is that entry with what the scenario set anew (``overridden``)."""

    type: str = Field(description="library entry it lies over, or a file beside the scenario (./mine.yaml)")
    figures: Entry = Field(exclude=True)
    overridden: tuple[str, ...] = Field((), exclude=True)
    figures_spec: ClassVar[Spec] = Entry


class Silence(Frozen):
    """An interval in which a radar sends nothing: from its first instant up to, and without, its last."""

    from_s: NotNegativeNumber = Field(description="first second of silence")
    to_s: PositiveNumber = Field(description="it sends again from here")

    @model_validator(mode="after")
    def _lasts(self) -> Silence:
        if self.from_s >= self.to_s:
            raise ValueError(f"to_s: {self.to_s:g} was found, more than from_s {self.from_s:g} is allowed")
        return self


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


class UnitOrder(Frozen):
    """One line of a timetable. A unit does one thing at a time; a loss is for good."""

    at_s: NotNegativeNumber = Field(description="when it is told; it stops what it does at that command cycle")
    do: Literal["march", "turn", "silence", "lost"] = Field(
        description="march: tear down, drive, set up; turn: face another way; silence: send nothing; lost: for good"
    )
    to: Place | None = Field(None, description="march: where it sets up")
    via: tuple[Place, ...] = Field((), description="march: points on the way, straight in between")
    arrive_s: PositiveNumber | None = Field(
        None, description="march: at its place not before; as soon as it can if left out"
    )
    boresight_deg: Bearing | None = Field(None, description="march, turn: middle of the sector from then on")
    for_s: PositiveNumber | None = Field(None, description="silence: how long")

    @model_validator(mode="after")
    def _fits(self) -> UnitOrder:
        needed = {"march": "to", "turn": "boresight_deg", "silence": "for_s"}.get(self.do)
        if needed is not None and getattr(self, needed) is None:
            raise ValueError(f"{needed}: is missing, {self.do} needs it")
        allowed = {"march": {"to", "via", "arrive_s", "boresight_deg"}, "turn": {"boresight_deg"}, "silence": {"for_s"}}
        for key in ("to", "via", "arrive_s", "boresight_deg", "for_s"):
            if getattr(self, key) not in (None, ()) and key not in allowed.get(self.do, set()):
                raise ValueError(f"{key}: does not go with {self.do}")
        return self


class UnitSite(Entity):
    """A unit with a timetable; its id is that of a radar, command post, battery, launcher or link (``<radar>-link``).

    What a battery is told holds for its engagement radar and its launchers too.
    """

    vehicle: str | None = Field(None, description="library entry of how it moves; a march or turn needs it")
    timetable: tuple[UnitOrder, ...] = Field((), description="orders in order of time")
    decoy_emitters: CountOrNone = Field(
        0, description="beside its radar: what homes on emissions takes one of them as likely as the radar"
    )


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


class Flight(Typed):
    """Something that flies, or ``count`` of them: ``interval_s`` apart in time, ``abreast_km`` apart in line."""

    route: AnyRoute = Field(description="where it flies; kind says which way of saying so")
    start_s: NotNegativeNumber = Field(0.0, description="when the first begins its route")
    count: Count = Field(1, description="how many; ids become <id>-1, <id>-2, ... when more than one")
    interval_s: NotNegativeNumber = Field(0.0, description="time from one to the next of a group")
    abreast_km: NotNegativeNumber = Field(0.0, description="from one to the next, side by side")
    irregularity: Annotated[float, limited(at_least=0.0, at_most=1.0)] = Field(
        0.0,
        description="share of interval_s and abreast_km by which each is at most out of line; the same in every run",
    )
    figures: Flyer = Field(exclude=True)


class Threat(Flight):
    """A hostile flight. ``aims_at`` an asset: its route ends there; without, it departs at its last point.

    Decoys and chaff are threats that a carrier releases (``released_by``): ``count`` of them by each carrier of a
    group, ``interval_s`` apart. Who is shot before the release takes them along.
    """

    aims_at: str | None = Field(
        None, description="asset at which its route ends; it departs at its last point if left out"
    )
    released_by: str | None = Field(
        None,
        description="the threat that carries it: the route begins where that one is then; each of a group has its own",
    )
    release_after_s: NotNegativeNumber = Field(0.0, description="time of release, from the start of its carrier")
    figures: ThreatType = Field(exclude=True)
    figures_spec: ClassVar[Spec] = ThreatType


class Other(Flight):
    """A civil or friendly flight; it must not be shot."""

    filed: bool = Field(False, description="it may have filed a plan, with the chance its type's filing gives")
    figures: AircraftType = Field(exclude=True)
    figures_spec: ClassVar[Spec] = AircraftType

    @model_validator(mode="after")
    def _files(self) -> Other:
        if self.filed and self.figures.filing is None:
            raise ValueError(f"filed: true needs a type that says how it files; {self.type} has no filing figures")
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


class Scenario(Frozen):
    """One scenario, read and checked. ``library`` holds every entry it leans on, by the name it is called by."""

    id: str = Field("", exclude=True)
    folder: Path = Field(Path(), exclude=True)
    schema_: str = Field(alias="schema", description="scenario/1")
    title: str = Field(description="heading of the report")
    about: str | None = Field(None, description="a sentence or two for the report")
    hypothetical: bool = Field(True, description="whether the raid and the places are made up")
    notes: tuple[str, ...] = Field((), description="sentences for the report")
    region: Region | None = Field(None, description="box that all places on the ground must lie in")
    start: datetime = Field(datetime(2020, 1, 1, tzinfo=UTC), description="UTC; time 0 of the run")
    duration_s: Annotated[float, limited(above=0.0, at_most=86_400.0)] = Field(description="when the run ends")
    cycle_s: Annotated[float, limited(at_least=0.1, at_most=60.0)] = Field(
        2.0, description="commands decide this often"
    )
    tick_s: Annotated[float, limited(at_least=0.05, at_most=60.0)] = Field(1.0, description="numerical step")
    effective_earth_factor: Annotated[float, limited(at_least=0.5, at_most=10.0)] = Field(
        4.0 / 3.0, description="bends rays: 4/3 is standard air"
    )
    terrain: TerrainSpec = Field(default_factory=lambda: FlatTerrain(kind="flat"), description="flat if left out")
    files: tuple[str, ...] = Field(
        (), description="what a policy, tracker or identifier reads beside the scenario: its content is an input too"
    )
    choices: dict[str, str] = Field(default_factory=dict, exclude=True)
    commands: dict[str, CommandSite] = Field(default_factory=dict, description="who decides")
    radars: dict[str, RadarSite] = Field(
        default_factory=dict, description="who looks, beside the batteries' own radars"
    )
    passive_sensors: dict[str, PassiveSite] = Field(default_factory=dict, description="who listens and sends nothing")
    batteries: dict[str, BatterySite] = Field(default_factory=dict, description="who shoots")
    links: dict[str, LinkSite] = Field(
        default_factory=dict, description="links of single radars that differ from their command post's"
    )
    units: dict[str, UnitSite] = Field(
        default_factory=dict, description="who of them moves, turns, falls silent or is lost, and when"
    )
    assets: dict[str, Asset] = Field(default_factory=dict, description="what is defended")
    corridors: dict[str, Corridor] = Field(default_factory=dict, description="airways")
    zones: dict[str, Zone] = Field(default_factory=dict, description="circles with rules of their own")
    threats: dict[str, Threat] = Field(default_factory=dict, description="who attacks")
    others: dict[str, Other] = Field(default_factory=dict, description="who else flies: civil and friendly")
    library: dict[str, Entry] = Field(default_factory=dict, exclude=True)

    @model_validator(mode="after")
    def _clock(self) -> Scenario:
        ticks = self.cycle_s / self.tick_s
        if abs(ticks - round(ticks)) > 1e-9 or ticks < 1:
            # the nearest part of a cycle that can be written with three decimals
            parts = sorted(range(1, math.floor(self.cycle_s / 0.05) + 1), key=lambda n: abs(n - ticks))
            fit = next((n for n in parts if abs(round(self.cycle_s / n, 3) * n - self.cycle_s) < 1e-9), 1)
            found = f"{self.tick_s:g} does not divide cycle_s {self.cycle_s:g}"
            raise ValueError(f"tick_s: {found}; write {self.cycle_s / fit:g}")
        return self


ENTITY_SECTIONS = (
    "commands", "radars", "passive_sensors", "batteries", "links", "units", "assets", "corridors", "zones",
    "threats", "others",
)  # fmt: skip
