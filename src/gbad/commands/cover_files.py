"""What ``gbad cover --out`` writes: maps, charts, a page and files for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gbad.errors import InputError


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
