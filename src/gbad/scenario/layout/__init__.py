"""The scenario as laid down: who stands where, who flies which route, how long, on which terrain.

Field names are the keys of the YAML file, with their units. Entities are blocks keyed by ``id``. An entity with a
``type`` lies over a library entry: any figure of the type may be set anew beside the entity's own keys.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from gbad.scenario.layout.area import Asset, Corridor, Region, Zone
from gbad.scenario.layout.flights import Other, Threat
from gbad.scenario.layout.sites import BatterySite, CommandSite, LinkSite, PassiveSite, RadarSite
from gbad.scenario.layout.units import UnitSite
from gbad.scenario.quantity import Frozen, limited
from gbad.scenario.specs.base import Entry
from gbad.scenario.terrains import FlatTerrain, TerrainSpec
from gbad.text.readable import counted

SCHEMA = "scenario/1"


class Scenario(Frozen):
    """One scenario, read and checked. ``library`` holds every entry it refers to, by the name it is called by."""

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
    near_ground: tuple[Literal["clutter", "notch", "multipath"], ...] = Field(
        (), description="what land does to echoes of low and slow flyers, by figures of the radars; left out if empty"
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

    def __repr__(self) -> str:
        many = {"threat": len(self.threats), "battery": len(self.batteries), "radar": len(self.radars)}
        laid = ", ".join(counted(count, noun) for noun, count in many.items())
        return f"<Scenario {self.id}: {laid}, {self.duration_s:g} s>"

    __str__ = __repr__

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
