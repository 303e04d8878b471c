"""``gbad cover``: what a radar finds around a place, in words, as a map, a page and files for other programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gbad.commands.printing import console, print_json
from gbad.errors import InputError

PAGE_TARGETS = ("cruise-missile", "fighter", "low-observable-fighter", "one-way-attack-drone")
SYNTHETIC = ("flat", "ridge", "cone", "fractal")
_LENGTH = re.compile(r"([0-9]*\.?[0-9]+)\s*(m|km)")


def cover(
    system: str, at: str, targets: Sequence[str], heights: str, *, radius: str, above: str, terrain: str | None,
    ring: str | None, out: Path | None, as_json: bool, pd: float, within_s: float, criterion: str, boresight: float,
    rain: float, lobing: bool, diffraction: bool, earth_factor: float,
) -> None:  # fmt: skip
    """Answer in words; with ``out`` a folder of map, page and files."""
    from gbad import coverage
    from gbad.results.folder import check_out

    check_out(out) if out is not None else None
    place, heights_m = place_of(at), tuple(length_m(text, "height") for text in heights.split(","))
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
    files: list[str] = []
    notes: list[str] = []
    folder = write(found, answers, out, files, notes) if out is not None else None
    if as_json:
        facts = [answer.to_dict() for answer in answers]
        print_json({"coverage": facts, "folder": str(folder) if folder else None, "files": files, "notes": notes})
        return
    for answer in answers:
        console().print(answer)
    for note in notes:
        print(note)
    if folder:
        print(f"files: {folder}: {', '.join(files)}")


def write(found: Sequence[Any], answers: Sequence[Any], out: Path, files: list[str], notes: list[str]) -> Path:
    """A new folder with everything; what needs a missing extra is left out and said."""
    from gbad import coverage, export
    from gbad.coverage.raster import bands_of, frame_around
    from gbad.report.coverage_map import draw_coverage, plain_png
    from gbad.report.coverage_page import build_coverage_page
    from gbad.results.folder import new_folder

    frame = frame_around([found[0].site])
    maps = [coverage.map_of(each, frame) for each in found]
    bands = [bands_of(each) for each in maps]
    edges = [
        {edge: coverage.outlines(each.found(each.coverage.heights_m[-1], edge), frame) for edge in ("best", "worst")}
        for each in maps
    ]
    with new_folder(out) as (staging, final):
        for map_, band, edge, answer in zip(maps, bands, edges, answers, strict=True):
            stem = f"{map_.coverage.site.radar}-{map_.coverage.target.name}"
            heading = f"{answer.title} against {map_.coverage.target.name}"
            texts = {
                f"{stem}.svg": draw_coverage(map_, band, edge, heading=heading),
                f"{stem}.geojson": export.geojson(map_),
                f"{stem}.kml": export.kml(map_),
                f"{stem}.txt": f"{answer}\n",
            }
            for name, text in texts.items():
                (staging / name).write_text(text, encoding="utf-8")
            (staging / f"{stem}.png").write_bytes(plain_png(map_, band))
            files += [*texts, f"{stem}.png", *_geotiff(map_, staging, stem, notes)]
        page = build_coverage_page(maps, bands, edges, answers)
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


def place_of(text: str) -> tuple[float, float]:
    """``38.5,35.5`` as latitude and longitude [deg]."""
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
    if name in SYNTHETIC:
        return terrain.from_spec(name, latitude_deg=place[0], longitude_deg=place[1])
    if Path(name).suffix and Path(name).exists():
        raise InputError(
            f"--terrain {name}: add the file first, saying what its heights are measured from: "
            f"gbad terrain add {name} --vertical-datum egm2008|egm96|ellipsoid"
        )
    return kept(name)
