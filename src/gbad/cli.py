"""The command line: thin. It reads options, calls the Python front door, prints, and maps errors to exit statuses.

Nothing heavy is imported until a command needs it, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from gbad.commands.clean import clean_output
from gbad.commands.exits import DEBUG, exits
from gbad.commands.groups import GroupsOfCommands

app = typer.Typer(
    cls=GroupsOfCommands,
    help="An open laboratory for ground-based air defence: one engagement from detection to outcome. Simulation only.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: units in brackets stay, and half of the time was loading what draws boxes
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

Scenario = Annotated[str, typer.Argument(help="A shipped scenario's name, or a YAML file.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of all dice; the same seed gives the same bytes.")]
Runs = Annotated[int, typer.Option(min=1, help="How many runs, each with its own dice.")]
Out = Annotated[
    Path | None, typer.Option(help="A new or empty folder; without it the next gbad-results-0001. Never overwrites.")
]
Changes = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="Change one value or switch; may be repeated.")
]
OfStudy = Annotated[str | None, typer.Option("--variant", help="Of a study: whose run is played again.")]
Json = Annotated[bool, typer.Option("--json", help="Standard output is one JSON object and nothing else.")]


def _version(wanted: bool) -> None:
    if wanted:
        from gbad.version import VERSION

        print(VERSION)
        raise typer.Exit


@app.callback()
def options(
    debug: Annotated[bool, typer.Option(DEBUG, help="Show a traceback when something fails.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options before any command. ``--debug`` is taken from anywhere on the line by :func:`main`."""


@app.command()
@exits
def run(
    scenario: Scenario,
    seed: Seed = 1,
    runs: Runs = 1,
    out: Out = None,
    changes: Changes = None,
    json: Json = False,
    report: Annotated[bool, typer.Option(help="Write report.html into the folder.")] = True,
    first_run: Annotated[int, typer.Option(min=0, help="Number of the first run: replays one run of a study.")] = 0,
    open_report: Annotated[bool, typer.Option("--open", help="Open the report in a browser.")] = False,
) -> None:
    """Play a scenario and write a results folder."""
    from gbad.commands import run

    run.run(
        scenario, seed=seed, runs=runs, first_run=first_run, out=out, changes=changes or [], as_json=json,
        with_report=report, open_report=open_report,
    )  # fmt: skip


@app.command()
@exits
def study(
    reference: Annotated[
        list[str],
        typer.Argument(help="A scenario or a study, by name or file; or: merge PART..., status PART..."),
    ],
    runs: Annotated[int | None, typer.Option(min=1, help="Runs of each variant.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of all dice.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="MEASURE +- WIDTH", help='Stop when sharp enough: "leaked +- 0.2".')
    ] = None,
    samples: Annotated[
        int | None, typer.Option(min=2, help="Vary what nobody knows: so many samples of all figures with a spread.")
    ] = None,
    dice: Annotated[int | None, typer.Option(min=2, help="Runs of each sample (default: 4).")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Fewer samples: a first look.")] = False,
    backend: Annotated[
        str | None, typer.Option(help="threads or processes (default: threads; processes where a policy is in Python).")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="How many at once (default: all cores).")] = None,
    batch: Annotated[
        int | None, typer.Option(min=1, help="Runs per batch (default: about two seconds of work).")
    ] = None,
    run_limit: Annotated[
        float, typer.Option(metavar="SECONDS", help="A run that takes longer is stopped and counts as failed.")
    ] = 300.0,
    part: Annotated[
        str | None, typer.Option(metavar="K/N", help="Play only this part of the runs: for many machines.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Continue the study in --out.")] = False,
    out: Out = None,
    plan: Annotated[bool, typer.Option("--plan", help="Print runs, time and disk; start nothing.")] = False,
    json: Json = False,
) -> None:
    """Play many runs: intervals, fair comparison of variants, resumable."""
    from gbad.commands import study

    study.study(
        reference, runs=runs, seed=seed, until=until, samples=samples, dice=dice, quick=quick, out=out, resume=resume,
        backend=backend, workers=workers, batch=batch, run_limit_s=run_limit, part=part, only_plan=plan, as_json=json,
    )  # fmt: skip


@app.command()
@exits
def demo(seed: Seed = 7, out: Out = None, json: Json = False) -> None:
    """Play the shipped scenario ankara-2019 and print where its report is."""
    from gbad.commands import run

    run.run("ankara-2019", seed=seed, runs=1, out=out, changes=[], as_json=json, with_report=True)


@app.command()
@exits
def new(
    file: Annotated[Path, typer.Argument(help="The file to write, like my-raid.yaml; nothing is overwritten.")],
    source: Annotated[
        str, typer.Option("--from", help="What it begins as: a scenario, study or library entry that ships.")
    ] = "one-aircraft",
    json: Json = False,
) -> None:
    """Begin a file of your own as a copy of one that ships."""
    from gbad.commands import new

    new.new(file, source, as_json=json)


@app.command("list")
@exits
def list_(
    what: Annotated[
        str | None, typer.Argument(help="scenarios, studies, library, or a kind like radar; all if left out.")
    ] = None,
    json: Json = False,
) -> None:
    """List what ships: scenarios, studies, the library by kind."""
    from gbad.commands import list as listing

    listing.show(what, as_json=json)


@app.command()
@exits
def keys(
    path: Annotated[
        str | None,
        typer.Argument(help="A place in a file, like threats.route, or a key; a scenario's own if left out."),
    ] = None,
    json: Json = False,
) -> None:
    """List every key of a scenario or library file: type, unit, default, meaning."""
    from gbad.commands import keys

    keys.show(path, as_json=json)


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
def show(
    name: Annotated[str | None, typer.Argument(help="A library entry; without it all are listed.")] = None,
    json: Json = False,
) -> None:
    """Show the library: each number with low, nominal and high, its basis and its source."""
    from gbad.commands import show

    show.show(name, as_json=json)


@app.command()
@exits
def check(
    scenario: Scenario,
    changes: Changes = None,
    json: Json = False,
) -> None:
    """Validate and explain a scenario without running it."""
    from gbad.commands import check

    check.check(scenario, changes or [], as_json=json)


@app.command()
@exits
def why(
    results: Annotated[Path, typer.Argument(help="A folder of runs or of a finished study.")],
    threat: Annotated[str | None, typer.Argument(help="Id of an object; without it the causes of all leakers.")] = None,
    run: Annotated[int | None, typer.Option(min=0, help="Run number (default: the first of the results).")] = None,
    variant: OfStudy = None,
    rerun: Annotated[
        bool, typer.Option("--rerun", help="Play it again with the gate opened that the cause names, and others.")
    ] = False,
    redraws: Annotated[int, typer.Option(min=1, help="With --rerun: how often the dice are thrown anew.")] = 64,
    beside: Annotated[
        Path | None, typer.Option(help="Where the scenario's own files lie, where they have moved.")
    ] = None,
    decision: Annotated[
        str | None, typer.Option(metavar="TIME", help="What every command knew, was offered, picked and refused then.")
    ] = None,
    command: Annotated[str | None, typer.Option(help="With --decision: of this command post only.")] = None,
    json: Json = False,
) -> None:
    """Tell the story of one threat, or why each leaker got through."""
    from gbad.commands import why

    why.why(
        results, threat, run, variant=variant, rerun=rerun, redraws=redraws, beside=beside, decision=decision,
        command=command, as_json=json,
    )  # fmt: skip


@app.command("what-if")
@exits
def what_if(
    results: Annotated[Path, typer.Argument(help="A results folder.")],
    at: Annotated[str, typer.Option(metavar="TIME", help="Moment of the change, seconds since the start, like 312s.")],
    change: Annotated[
        list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="What is changed then; may be repeated.")
    ] = None,
    run: Annotated[int | None, typer.Option(min=0, help="Run number (default: the first of the results).")] = None,
    redraws: Annotated[int, typer.Option(min=1, help="How often the dice after the moment are thrown anew.")] = 64,
    scenario: Annotated[str | None, typer.Option(help="The scenario's file, where it was not a shipped one.")] = None,
    out: Annotated[Path | None, typer.Option(help="A new folder for both results and a page.")] = None,
    json: Json = False,
) -> None:
    """Play a battle once more with one change from a moment on: what would have happened, and how often."""
    from gbad.commands import what_if

    what_if.what_if(
        results, at=at, changes=change or [], run=run, redraws=redraws, scenario=scenario, out=out, as_json=json
    )


@app.command()
@exits
def envelope(
    interceptor: Annotated[str, typer.Option(help="A missile type of the library, like 48N6E3.")],
    target: Annotated[str, typer.Option(help="A target type of the library, like fighter.")] = "fighter",
    radar: Annotated[str, typer.Option(help="The radar that finds the target first.")] = "91N6E",
    height: Annotated[
        str | None, typer.Option(metavar="LENGTH", help="Of the approach, like 50m (its type's).")
    ] = None,
    crossing: Annotated[str, typer.Option(metavar="LENGTH", help="How far from the battery it passes.")] = "0m",
    footprint: Annotated[
        list[str] | None,
        typer.Option(metavar="RANGE[:PROFILE]", help="What is defended against ballistic missiles; may be repeated."),
    ] = None,
    html: Annotated[Path | None, typer.Option(help="A new file for the page.")] = None,
    json: Json = False,
) -> None:
    """Show where a missile type can meet a target, and what it defends. Notional."""
    from gbad.commands import envelope

    envelope.envelope(
        interceptor, target, radar=radar, height=height, crossing=crossing, footprint=footprint or [], page=html,
        as_json=json,
    )  # fmt: skip


@app.command()
@exits
def score(
    results: Annotated[Path, typer.Argument(help="A folder of runs or of a finished study.")],
    tracks: Annotated[
        Path | None,
        typer.Option(help="Tracks of any outside tracker (CSV or Parquet); without it those of the command posts."),
    ] = None,
    run: Annotated[int | None, typer.Option(min=0, help="Run number (default: the first recorded).")] = None,
    variant: OfStudy = None,
    cutoff: Annotated[float, typer.Option(metavar="METRES", help="A track farther off is none of that object.")] = 1e3,
    order: Annotated[float, typer.Option(help="Order of GOSPA and OSPA.")] = 2.0,
    since: Annotated[
        str, typer.Option(help="Objects count from: line_of_sight, detection or start.")
    ] = "line_of_sight",
    longest_gap: Annotated[
        float, typer.Option(metavar="SECONDS", help="A track is not known between rows farther apart than this.")
    ] = 15.0,
    json: Json = False,
) -> None:
    """Score tracks against the answer key: GOSPA, OSPA, completeness, ambiguity, swaps, by class and over time."""
    from gbad.commands import score

    score.score(results, tracks, run=run, variant=variant, cutoff_m=cutoff, order=order, since=since,
                longest_gap_s=longest_gap, as_json=json)  # fmt: skip


@app.command()
@exits
def verify(
    folder: Annotated[Path, typer.Argument(help="A folder of runs, or of a study.")],
    json: Json = False,
) -> None:
    """Check that a folder is as it was written: every file, every table, every shard."""
    from gbad.commands import verify

    verify.verify(folder, as_json=json)


@app.command()
@exits
def rerun(
    folder: Annotated[Path, typer.Argument(help="A folder of runs, or of a finished study.")],
    beside: Annotated[
        Path | None, typer.Option(help="Where policies and recordings of the scenario are, if they have moved.")
    ] = None,
    json: Json = False,
) -> None:
    """Play a folder again from what it holds and compare, number by number; exit 4 where something differs."""
    from gbad.commands import rerun

    rerun.rerun(folder, beside, as_json=json)


@app.command()
@exits
def cover(
    at: Annotated[
        str | None, typer.Option(metavar="LAT,LON", help="Place; on real ground it goes to the nearest half degree.")
    ] = None,
    system: Annotated[str, typer.Option(metavar="SYSTEM", help="s400, or a radar or battery of the library.")] = "s400",
    target: Annotated[
        list[str] | None, typer.Option(metavar="TARGET", help="A threat of the library, or 0.01m2; may be repeated.")
    ] = None,
    height: Annotated[str, typer.Option(metavar="HEIGHTS", help="Heights, with units.")] = "100m,1km,5km,10km",
    above: Annotated[str, typer.Option(help="What heights are measured from: ground or sea.")] = "ground",
    radius: Annotated[str, typer.Option(metavar="DISTANCE", help="How far to look.")] = "450km",
    terrain: Annotated[
        str | None,
        typer.Option(
            help="Terrain added before, global, or made up: flat, ridge, cone, fractal, plain, coast, mountain."
        ),
    ] = None,
    compare_ring: Annotated[
        str | None, typer.Option(metavar="DISTANCE", help="Share of this ring that is really found.")
    ] = None,
    pd: Annotated[float, typer.Option(help="Chance required.")] = 0.9,
    within: Annotated[float, typer.Option(metavar="SECONDS", help="Time in which it is required.")] = 60.0,
    criterion: Annotated[str, typer.Option(help="cumulative, visit or confirmed.")] = "cumulative",
    boresight: Annotated[float, typer.Option(help="Middle of a sector radar's sector [deg].")] = 0.0,
    rain: Annotated[float, typer.Option(min=0.0, help="Rain [mm/h] over 20 km around the radar.")] = 0.0,
    lobing: Annotated[bool, typer.Option("--lobing", help="Mirror image in the sea (two-ray).")] = False,
    diffraction: Annotated[bool, typer.Option("--diffraction", help="Waves bend over the highest edge.")] = False,
    earth_factor: Annotated[float, typer.Option(help="Effective Earth factor (refraction).")] = 4.0 / 3.0,
    scenario: Annotated[
        str | None, typer.Option(help="All searching radars of a scenario, on its own terrain, instead of one system.")
    ] = None,
    battery: Annotated[
        str | None, typer.Option(help="A battery beside the radar: also where its rounds can meet the target.")
    ] = None,
    missile: Annotated[
        list[str] | None,
        typer.Option(metavar="MISSILE", help="Missiles of the battery, if not its own; may be repeated."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A new or empty folder for map, page and files.")] = None,
    json: Json = False,
) -> None:
    """Show what a radar finds around a place: minimum detectable height over terrain, in words, maps and files."""
    from gbad.commands import cover

    if scenario is not None:
        one_site = {"--at": at, "--terrain": terrain, "--battery": battery, "--compare-ring": compare_ring}
        cover.refuse_beside_scenario([name for name, value in one_site.items() if value is not None])
        cover.cover_network(
            scenario, target or [], height, radius=radius, above=above, out=out, as_json=json, pd=pd, within_s=within,
            criterion=criterion, rain=rain, lobing=lobing,
        )  # fmt: skip
        return
    cover.cover(
        system, at, target or [], height, radius=radius, above=above, terrain=terrain, ring=compare_ring, out=out,
        as_json=json, pd=pd, within_s=within, criterion=criterion, boresight=boresight, rain=rain, lobing=lobing,
        diffraction=diffraction, earth_factor=earth_factor, battery=battery, missiles=missile or [],
    )  # fmt: skip


terrain_app = typer.Typer(help="Elevation of your own: read once, kept under a name.", no_args_is_help=True)
app.add_typer(terrain_app, name="terrain")


@terrain_app.command("add")
@exits
def terrain_add(
    file: Annotated[Path, typer.Argument(help="GeoTIFF, COG, HGT or DTED.")],
    vertical_datum: Annotated[
        str | None, typer.Option(help="What its heights are measured from: egm2008, egm96 or ellipsoid.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Name to keep it under (default: the file's).")] = None,
    sea_bed: Annotated[
        bool, typer.Option("--sea-bed", help="What lies below sea level is the bed of the sea: take its surface.")
    ] = False,
    json: Json = False,
) -> None:
    """Read an elevation file and keep it for --terrain."""
    from gbad.commands import terrain

    terrain.add(file, vertical_datum, name, sea_bed=sea_bed, as_json=json)


@terrain_app.command("list")
@exits
def terrain_list(json: Json = False) -> None:
    """Names of the terrain kept."""
    from gbad.commands import terrain

    terrain.list_all(as_json=json)


@terrain_app.command("remove")
@exits
def terrain_remove(
    name: Annotated[str, typer.Argument(help="Name it is kept under; gbad terrain list prints them.")],
    json: Json = False,
) -> None:
    """Forget terrain that was added; the file it came from stays."""
    from gbad.commands import terrain

    terrain.remove(name, as_json=json)


@app.command()
@exits
def traffic(
    out: Annotated[Path, typer.Argument(help="The file to write, .csv or .parquet.")],
    scenario: Annotated[str | None, typer.Option(help="Fly along the corridors of this scenario.")] = None,
    aircraft: Annotated[int, typer.Option(help="How many.")] = 60,
    duration_s: Annotated[int, typer.Option(help="How long [s].")] = 3600,
    step_s: Annotated[int, typer.Option(help="Seconds between reports of one aircraft.")] = 10,
    seed: Seed = 1,
    stray_share: Annotated[float, typer.Option(help="Share of light aircraft that keep to no airway.")] = 0.15,
    gaps_per_hour: Annotated[float, typer.Option(help="Gaps in the recording of one aircraft.")] = 2.0,
    latitude_deg: Annotated[float, typer.Option(help="Middle of made-up airways.")] = 45.0,
    longitude_deg: Annotated[float, typer.Option(help="Middle of made-up airways.")] = 45.0,
    radius_km: Annotated[float, typer.Option(help="Reach of made-up airways.")] = 200.0,
    json: Json = False,
) -> None:
    """Make up civil air traffic, written as recorded state vectors (OpenSky columns)."""
    from gbad.commands import traffic

    traffic.traffic(
        out, scenario, aircraft=aircraft, duration_s=duration_s, step_s=step_s, seed=seed, stray_share=stray_share,
        gaps_per_hour=gaps_per_hour, place=(latitude_deg, longitude_deg), radius_km=radius_km, as_json=json,
    )  # fmt: skip


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
def assign(
    file: Annotated[Path, typer.Argument(help="Values, rounds and kill probabilities, .csv or .json.")],
    method: Annotated[str, typer.Option(help="greedy, improved or optimal.")] = "optimal",
    time_limit: Annotated[float, typer.Option(metavar="SECONDS", help="Stop then with the best found.")] = 10.0,
    check: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A solution to weigh instead: weapon,target,rounds.")
    ] = None,
    json: Json = False,
) -> None:
    """Assign rounds to targets: the best way to fire once, with a proven bound."""
    from gbad.commands import assign

    assign.assign(file, method=method, time_limit_s=time_limit, check=check, as_json=json)


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
def bench(name: Annotated[str | None, typer.Argument(help="A bench; without it all are listed.")] = None) -> None:
    """Run one of the project's benches."""
    from gbad.commands import bench

    bench.bench(name)


@app.command()
@exits
def claims(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Claims to answer; without it all.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="A claims file of your own (schema claims/1).")] = None,
    study: Annotated[Path | None, typer.Option(help="A finished study with samples: it tells of combat.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="DIR", help="Write a page there too.")] = None,
    json: Json = False,
) -> None:
    """Judge what is said of a system: when does each sentence hold?"""
    from gbad.commands import claims

    claims.claims(ids or [], file=file, study=study, html=html, as_json=json)


@app.command()
@exits
def index(folder: Annotated[Path, typer.Argument(help="Whose pages are joined, those of folders below too.")]) -> None:
    """Write index.html: one page that leads to all reports, replays, studies and coverage under a folder."""
    from gbad.commands import index

    index.index(folder)


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


def main() -> None:
    """Entry point of ``gbad``."""
    if DEBUG in sys.argv[1:]:
        sys.argv = [sys.argv[0], DEBUG, *(argument for argument in sys.argv[1:] if argument != DEBUG)]
    with clean_output():
        app()


if __name__ == "__main__":
    main()
