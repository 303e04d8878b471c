"""Options of ``gbad cover``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from gbad.commands.common import Json
from gbad.errors import InputError


@dataclass(frozen=True, slots=True)
class CoverOptions:
    """Which radar, where, against what, and what "found" means."""

    at: Annotated[
        str | None, typer.Option(metavar="LAT,LON", help="Place; on real ground it goes to the nearest half degree.")
    ] = None
    system: Annotated[str, typer.Option(metavar="SYSTEM", help="s400, or a radar or battery of the library.")] = "s400"
    target: Annotated[
        list[str] | None, typer.Option(metavar="TARGET", help="A threat of the library, or 0.01m2; may be repeated.")
    ] = None
    height: Annotated[str, typer.Option(metavar="HEIGHTS", help="Heights, with units.")] = "100m,1km,5km,10km"
    above: Annotated[str, typer.Option(help="What heights are measured from: ground or sea.")] = "ground"
    radius: Annotated[str, typer.Option(metavar="DISTANCE", help="How far to look.")] = "450km"
    terrain: Annotated[
        str | None,
        typer.Option(
            help="Terrain added before, global, or made up: flat, ridge, cone, fractal, plain, coast, mountain."
        ),
    ] = None
    compare_ring: Annotated[
        str | None, typer.Option(metavar="DISTANCE", help="Share of this ring that is really found.")
    ] = None
    pd: Annotated[float, typer.Option(help="Chance required.")] = 0.9
    within: Annotated[float, typer.Option(metavar="SECONDS", help="Time in which it is required.")] = 60.0
    criterion: Annotated[str, typer.Option(help="cumulative, visit or confirmed.")] = "cumulative"
    boresight: Annotated[float, typer.Option(help="Middle of a sector radar's sector [deg].")] = 0.0
    rain: Annotated[float, typer.Option(min=0.0, help="Rain [mm/h] over 20 km around the radar.")] = 0.0
    lobing: Annotated[bool, typer.Option("--lobing", help="Mirror image in the sea (two-ray).")] = False
    diffraction: Annotated[bool, typer.Option("--diffraction", help="Waves bend over the highest edge.")] = False
    earth_factor: Annotated[float, typer.Option(help="Effective Earth factor (refraction).", show_default="4/3")] = (
        4.0 / 3.0
    )
    scenario: Annotated[
        str | None, typer.Option(help="All searching radars of a scenario, on its own terrain, instead of one system.")
    ] = None
    battery: Annotated[
        str | None, typer.Option(help="A battery beside the radar: also where its rounds can meet the target.")
    ] = None
    missile: Annotated[
        list[str] | None,
        typer.Option(metavar="MISSILE", help="Missiles of the battery, if not its own; may be repeated."),
    ] = None
    out: Annotated[Path | None, typer.Option(help="A new or empty folder for map, page and files.")] = None
    json: Json = False

    def refuse_beside_scenario(self) -> None:
        """``InputError`` for options of one site: a scenario says where its radars stand, and on which ground."""
        of_one_site = {
            "--at": self.at, "--terrain": self.terrain, "--battery": self.battery,
            "--compare-ring": self.compare_ring,
        }  # fmt: skip
        given = [name for name, value in of_one_site.items() if value is not None]
        if given:
            raise InputError(
                f"--scenario and {', '.join(given)} do not go together: the scenario places its own radars"
            )
