"""Commands for files of other programs, and the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gbad.cli.app import app
from gbad.commands.common import Changes, Json, Scenario, Seed
from gbad.commands.exits import exits


@app.command()
@exits
def export(
    results: Annotated[Path, typer.Argument(help="A results folder of gbad run.")],
    to: Annotated[str, typer.Option(help="czml, kml, kmz, geojson, gpkg, acmi, acmi-zip, dis, csv, parquet or arrow.")],
    run: Annotated[int | None, typer.Option(min=0, help="Which run (default: the first recorded in full).")] = None,
    every: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="Rows at whole multiples of this; else as recorded.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The file or folder to write; it must not exist.")] = None,
    json: Json = False,
) -> None:
    """Write results for another program: Cesium, Google Earth, QGIS, Tacview, DIS tools, spreadsheets, notebooks."""
    from gbad.commands import export

    export.export(results, to, run=run, every_s=every, out=out, as_json=json)


@app.command("import")
@exits
def import_(
    file: Annotated[Path, typer.Argument(help="A file of another program's.")],
    kind: Annotated[str, typer.Option("--as", help="adsb, acmi, bluesky, dis, csv (tracks to be scored) or geojson.")],
    out: Annotated[
        Path | None, typer.Option(help="The scenario (.yaml; its table goes beside it) or table (.csv) to write.")
    ] = None,
    keep_names: Annotated[
        bool, typer.Option("--keep-names", help="Keep addresses and callsigns; else numbers replace them.")
    ] = False,
    origin: Annotated[
        str | None, typer.Option(metavar="LAT,LON,HEIGHT", help="Where metres of a tracker's table count from.")
    ] = None,
    json: Json = False,
) -> None:
    """Read recorded traffic, Tacview, BlueSky or DIS files as a part of a scenario; or an outside tracker's table."""
    from gbad.commands import import_

    import_.import_(file, kind, out=out, keep_names=keep_names, origin=origin, as_json=json)


@app.command()
@exits
def index(folder: Annotated[Path, typer.Argument(help="Whose pages are joined, those of folders below too.")]) -> None:
    """Write index.html: one page that leads to all reports, replays, studies and coverage under a folder."""
    from gbad.commands import index

    index.index(folder)


@app.command()
@exits
def wta(
    scenario: Scenario,
    at: Annotated[float, typer.Option(metavar="SECONDS", min=0.0, help="The first decision from then on.")],
    out: Annotated[Path, typer.Option(help="A new file, .json or .json.gz.")],
    seed: Seed = 1,
    run: Annotated[int, typer.Option(min=0, help="Number of the run.")] = 0,
    changes: Changes = None,
    dynamic: Annotated[bool, typer.Option("--dynamic", help="The problem over time instead, for lookahead.")] = False,
    stage: Annotated[
        float | None, typer.Option(metavar="SECONDS", min=1.0, help="Its step in time (default: 10).")
    ] = None,
    silent: Annotated[bool, typer.Option("--silent", help="Nobody fires before.")] = False,
) -> None:
    """Cut an assignment problem from a run: what could be fired at what, for gbad assign."""
    from gbad.commands import wta as cutting

    cutting.wta(
        scenario, at_s=at, seed=seed, run=run, changes=changes or [], dynamic=dynamic, stage_s=stage, silent=silent,
        out=out,
    )  # fmt: skip


@app.command()
@exits
def schema(
    what: Annotated[str, typer.Argument(help="scenario, or a kind of the library like radar.")] = "scenario",
    out: Annotated[Path | None, typer.Option(help="A new file for it; printed if left out.")] = None,
    json: Json = False,
) -> None:
    """Write the JSON Schema of a file, by which editors complete and check it."""
    from gbad.commands import schema

    schema.schema(what, out, as_json=json)


@app.command()
@exits
def traffic(
    out: Annotated[Path, typer.Argument(help="The file to write, .csv or .parquet.")],
    scenario: Annotated[str | None, typer.Option(help="Fly along the corridors of this scenario.")] = None,
    aircraft: Annotated[int, typer.Option(min=0, help="How many along airways.")] = 60,
    duration_s: Annotated[int, typer.Option(help="How long [s].")] = 3600,
    step_s: Annotated[int, typer.Option(help="Seconds between reports of one aircraft.")] = 10,
    seed: Seed = 1,
    stray_share: Annotated[float, typer.Option(help="Share of light aircraft that keep to no airway.")] = 0.15,
    gaps_per_hour: Annotated[float, typer.Option(help="Gaps in the recording of one aircraft.")] = 2.0,
    latitude_deg: Annotated[float, typer.Option(help="Middle of made-up airways.")] = 45.0,
    longitude_deg: Annotated[float, typer.Option(help="Middle of made-up airways.")] = 45.0,
    radius_km: Annotated[float, typer.Option(help="Reach of made-up airways.")] = 200.0,
    light: Annotated[
        int, typer.Option(min=0, help="Light aircraft in the air at any moment, sampled from published statistics.")
    ] = 0,
    ground_m: Annotated[float, typer.Option(help="Ground that heights of light aircraft count from [m, sea].")] = 0.0,
    json: Json = False,
) -> None:
    """Make up civil air traffic, written as recorded state vectors (OpenSky columns)."""
    from gbad.commands import traffic

    traffic.traffic(
        out, scenario, aircraft=aircraft, duration_s=duration_s, step_s=step_s, seed=seed, stray_share=stray_share,
        gaps_per_hour=gaps_per_hour, place=(latitude_deg, longitude_deg), radius_km=radius_km, light=light,
        ground_m=ground_m, as_json=json,
    )  # fmt: skip


@app.command()
@exits
def fit(
    name: Annotated[str, typer.Argument(help="An interceptor of the library.")],
    samples: Annotated[int, typer.Option(min=8, help="How many candidates to fly.")] = 512,
    json: Json = False,
) -> None:
    """Search the motors and bodies that fly as a missile's sources state, with residuals."""
    from gbad.commands import fit

    fit.fit(name, samples=samples, as_json=json)


@app.command()
@exits
def bench(
    name: Annotated[str | None, typer.Argument(help="A bench; without it all are listed.")] = None,
    json: Json = False,
) -> None:
    """Run one of the project's benches."""
    from gbad.commands import bench

    bench.bench(name, as_json=json)


@app.command()
@exits
def version(json: Json = False) -> None:
    """Print the version."""
    from gbad.commands.printing import print_json
    from gbad.version import VERSION

    if json:
        print_json({"version": VERSION})
    else:
        print(VERSION)
