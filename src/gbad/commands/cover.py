"""``gbad cover``: what a radar finds around a place, in words, as a map, a page and files for other programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gbad.commands.printing import console, print_json
from gbad.errors import InputError

PAGE_TARGETS = ("cruise-missile", "fighter", "low-observable-fighter", "one-way-attack-drone")
# where made-up ground lies if no place is asked for: the open ocean, so that nobody takes it for a country
NOWHERE = (40.0, -150.0)
_LENGTH = re.compile(r"([0-9]*\.?[0-9]+)\s*(m|km)")


def cover(
    system: str, at: str | None, targets: Sequence[str], heights: str, *, radius: str, above: str, terrain: str | None,
    ring: str | None, out: Path | None, as_json: bool, pd: float, within_s: float, criterion: str, boresight: float,
    rain: float, lobing: bool, diffraction: bool, earth_factor: float, battery: str | None = None,
    missiles: Sequence[str] = (),
) -> None:  # fmt: skip
    """Answer in words; with ``out`` a folder of map, page and files."""
    from gbad import coverage
    from gbad.results.folder import check_out

    check_out(out) if out is not None else None
    place, heights_m = place_of(at, terrain), tuple(length_m(text, "height") for text in heights.split(","))
    ring_m = length_m(ring, "compare-ring") if ring else None
    ground = terrain_of(terrain, place)
    site = coverage.place_radar(
        system, place, ground, radius_m=length_m(radius, "radius"), boresight_deg=boresight,
        effective_earth_factor=earth_factor,
    )  # fmt: skip
    found = [
        coverage.cover(
            site, target=target, heights_m=heights_m, above=above,
            criterion=coverage.Criterion(criterion, pd, within_s),
            weather=coverage.Weather(rain_mm_h=rain, lobing=lobing), diffraction=diffraction,
        )
        for target in (targets or PAGE_TARGETS[:1])
    ]  # fmt: skip
    answers = [each.answer(ring_m) for each in found]
    engaged = [
        coverage.engageable(each, battery, missiles or None, boresight_deg=boresight) if battery else []
        for each in found
    ]
    meetings = [coverage.tell_meetings(each) for each in engaged if each]
    files: list[str] = []
    notes: list[str] = []
    folder = write(found, answers, out, files, notes, ring_m, engaged) if out is not None else None
    if as_json:
        facts = [answer.to_dict() for answer in answers]
        met = [answer.to_dict() for answer in meetings]
        where = str(folder) if folder else None
        print_json({"coverage": facts, "engageable": met, "folder": where, "files": files, "notes": notes})
        return
    for answer in [*answers, *meetings]:
        console().print(answer)
    for note in notes:
        print(note)
    if folder:
        print(f"files: {folder}: {', '.join(files)}")


def refuse_beside_scenario(options: Sequence[str]) -> None:
    """``InputError`` for options of one site: a scenario says where its radars stand, and on which ground."""
    if options:
        raise InputError(f"--scenario and {', '.join(options)} do not go together: the scenario places its own radars")


def cover_network(
    scenario: str, targets: Sequence[str], heights: str, *, radius: str, above: str, out: Path | None, as_json: bool,
    pd: float, within_s: float, criterion: str, rain: float, lobing: bool,
) -> None:  # fmt: skip
    """What the searching radars of a scenario find together; with ``out`` the text and, on made-up ground, maps."""
    from gbad import coverage
    from gbad.coverage.raster import bands_of
    from gbad.report.coverage_map import draw_coverage
    from gbad.results.folder import check_out, new_folder

    check_out(out) if out is not None else None
    heights_m = tuple(length_m(text, "height") for text in heights.split(","))
    merged = [
        coverage.cover_scenario(
            scenario, target, heights_m, above=above, radius_m=length_m(radius, "radius"),
            criterion=coverage.Criterion(criterion, pd, within_s),
            weather=coverage.Weather(rain_mm_h=rain, lobing=lobing),
        )
        for target in (targets or PAGE_TARGETS[:1])
    ]  # fmt: skip
    answers, texts, notes = [each.answer() for each in merged], dict[str, str](), list[str]()
    for each, answer in zip(merged, answers, strict=True):
        target = each.maps[0].coverage.target.name
        texts[f"network-{target}.txt"] = f"{answer}\n"
        sites = [one.coverage.site for one in each.maps]
        if not all(site.fictional for site in sites):
            notes = ["no maps: on real ground several sites are told as shares of area by height"]
            continue
        for at_least, words in ((1, "any site"), (2, "at least two"))[: len(sites)]:
            one = each.as_map(at_least)
            heading = f"{words} of {each.name}, against {target.replace('-', ' ')}"
            picture = draw_coverage(one, bands_of(one), {}, heading=heading, sites=sites)
            texts[f"network-{target}-{words.replace(' ', '-')}.svg"] = picture
    folder = None
    if out is not None:
        with new_folder(out) as (staging, folder):
            for name, text in texts.items():
                (staging / name).write_text(text, encoding="utf-8")
    files = list(texts) if folder else []
    if as_json:
        facts = [answer.to_dict() for answer in answers]
        print_json({"coverage": facts, "folder": str(folder) if folder else None, "files": files, "notes": notes})
        return
    for answer in answers:
        console().print(answer)
    for line in (*(notes if folder else ()), *([f"files: {folder}: {', '.join(files)}"] if folder else [])):
        print(line)


def write(
    found: Sequence[Any], answers: Sequence[Any], out: Path, files: list[str], notes: list[str],
    ring_m: float | None = None, engaged: Sequence[Any] = (),
) -> Path:  # fmt: skip
    """A new folder with everything; what needs a missing extra is left out and said."""
    from gbad import coverage, export
    from gbad.coverage.raster import bands_of, frame_around
    from gbad.report.coverage_chart import draw_shares
    from gbad.report.coverage_map import draw_coverage, plain_png
    from gbad.report.coverage_page import PAGE_STEP_M, SLIDER_M, build_coverage_page
    from gbad.results.folder import new_folder

    frame = frame_around([found[0].site])
    maps = [coverage.map_of(each, frame) for each in found]
    bands = [bands_of(each) for each in maps]
    edges = [
        {edge: coverage.outlines(each.found(each.coverage.heights_m[-1], edge), frame) for edge in ("best", "worst")}
        for each in maps
    ]
    rings = [coverage.claimed_ring(each, ring_m) if ring_m else None for each in found]
    with new_folder(out) as (staging, final):
        for map_, band, edge, answer, ring in zip(maps, bands, edges, answers, rings, strict=True):
            stem = f"{map_.coverage.site.radar}-{map_.coverage.target.name}"
            heading = f"{answer.title} against {map_.coverage.target.name}"
            texts = {
                f"{stem}.svg": draw_coverage(map_, band, edge, heading=heading, ring=ring),
                f"{stem}-distance.svg": draw_shares(
                    coverage.profile_of(map_.coverage), map_.coverage.height_steps, heading=heading
                ),
                f"{stem}.geojson": export.geojson(map_),
                f"{stem}.kml": export.kml(map_),
                f"{stem}.txt": f"{answer}\n",
            }
            for name, text in texts.items():
                (staging / name).write_text(text, encoding="utf-8")
            for one in next((e for e in engaged if e and e[0].coverage is map_.coverage), []):
                name = f"{stem}-{one.interceptor}.svg"
                title = f"{one.interceptor} against {map_.coverage.target.name}"
                lowest = coverage.lowest_met(one, map_)
                (staging / name).write_text(
                    draw_coverage(map_, lowest, {}, heading=title, words="can be met"), encoding="utf-8"
                )
                files.append(name)
            (staging / f"{stem}.png").write_bytes(plain_png(map_, band))
            files += [*texts, f"{stem}.png", *_geotiff(map_, staging, stem, notes)]
        heights = sorted({*SLIDER_M, *found[0].heights_m})
        profiles = [coverage.profile_of(each, heights, PAGE_STEP_M) for each in found]
        page = build_coverage_page(maps, bands, edges, answers, profiles, rings)
        (staging / "coverage.html").write_text(page, encoding="utf-8")
        files.append("coverage.html")
    return final


def _geotiff(map_: Any, staging: Path, stem: str, notes: list[str]) -> list[str]:
    from gbad.export import geotiff

    names = [f"{stem}-heights.tif", f"{stem}-probability.tif"]
    try:
        geotiff.write_heights(map_, staging / names[0])
        geotiff.write_probabilities(map_, staging / names[1])
    except InputError as error:
        notes[:] = list(dict.fromkeys([*notes, f"no GeoTIFF: {error}"]))
        return []
    return names


def place_of(text: str | None, terrain: str | None = None) -> tuple[float, float]:
    """``38.5,35.5`` as latitude and longitude [deg]; made-up terrain lies nowhere in particular if not said."""
    from gbad.terrain import FICTIONAL

    if text is None:
        if terrain in FICTIONAL:
            return NOWHERE
        raise InputError("--at LAT,LON is needed, like 38.5,35.5 (made-up terrain may do without)")
    parts = text.split(",")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        raise InputError(f"--at {text}: LAT,LON in degrees is needed, like 38.5,35.5") from None
    return latitude, longitude


def length_m(text: str, what: str) -> float:
    """``100m`` or ``5km`` in metres; the unit must be said."""
    match = _LENGTH.fullmatch(text.strip().lower())
    if not match:
        raise InputError(f"--{what} {text}: a number with m or km is needed, like 100m or 5km")
    return float(match[1]) * (1e3 if match[2] == "km" else 1.0)


def terrain_of(name: str | None, place: tuple[float, float]) -> Any:
    """Built-in, made-up around the place, kept under a name, or an elevation file (which must be added first)."""
    from gbad import terrain
    from gbad.terrain.kept import kept

    if name is None or name == "built-in":
        return terrain.load()
    if name in terrain.FICTIONAL:
        return terrain.from_spec(name, latitude_deg=place[0], longitude_deg=place[1])
    if name == "global":
        # large enough for any radius, and for places that go to the half-degree grid
        return terrain.from_spec(name, latitude_deg=place[0], longitude_deg=place[1], size_km=2200.0)
    if Path(name).suffix and Path(name).exists():
        raise InputError(
            f"--terrain {name}: add the file first, saying what its heights are measured from: "
            f"gbad terrain add {name} --vertical-datum egm2008|egm96|ellipsoid"
        )
    return kept(name)
