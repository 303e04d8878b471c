"""``gbad cover``: what a radar finds around a place, in words, as a map, a page and files for other programs."""

from __future__ import annotations

from typing import Any

from gbad.commands.cover_files import write
from gbad.commands.cover_options import CoverOptions
from gbad.commands.places import length_m, place_of, terrain_of
from gbad.commands.printing import console, print_json

PAGE_TARGETS = ("cruise-missile", "fighter", "low-observable-fighter", "one-way-attack-drone")


def cover(options: CoverOptions) -> None:
    """Answer in words, for one site or for the searching radars of a scenario; with ``out`` a folder of files."""
    from gbad.results.folder import check_out

    if options.scenario is not None:
        options.refuse_beside_scenario()
    if options.out is not None:
        check_out(options.out)
    if options.scenario is not None:
        _cover_network(options.scenario, options)
    else:
        _cover_site(options)


def _asked(options: CoverOptions) -> dict[str, Any]:
    """What one site and several are asked alike: heights, what counts as found, the weather."""
    from gbad import coverage

    return {
        "heights_m": tuple(length_m(text, "height") for text in options.height.split(",")),
        "above": options.above,
        "criterion": coverage.Criterion(options.criterion, options.pd, options.within),
        "weather": coverage.Weather(rain_mm_h=options.rain, lobing=options.lobing),
    }


def _cover_site(options: CoverOptions) -> None:
    """What a radar finds around a place; with ``out`` a folder of map, page and files."""
    from gbad import coverage

    place, asked = place_of(options.at, options.terrain), _asked(options)
    ring_m = length_m(options.compare_ring, "compare-ring") if options.compare_ring else None
    site = coverage.place_radar(
        options.system, place, terrain_of(options.terrain, place), radius_m=length_m(options.radius, "radius"),
        boresight_deg=options.boresight, effective_earth_factor=options.earth_factor,
    )  # fmt: skip
    found = [
        coverage.cover(site, target=target, diffraction=options.diffraction, **asked)
        for target in (options.target or PAGE_TARGETS[:1])
    ]
    answers = [each.answer(ring_m) for each in found]
    battery = options.battery
    engaged = [
        coverage.engageable(each, battery, options.missile or None, boresight_deg=options.boresight) if battery else []
        for each in found
    ]
    meetings = [coverage.tell_meetings(each) for each in engaged if each]
    files: list[str] = []
    notes: list[str] = []
    folder = write(found, answers, options.out, files, notes, ring_m, engaged) if options.out is not None else None
    if options.json:
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


def _cover_network(scenario: str, options: CoverOptions) -> None:
    """What the searching radars of a scenario find together; with ``out`` the text and, on made-up ground, maps."""
    from gbad import coverage
    from gbad.coverage.raster import bands_of
    from gbad.report.coverage_map import draw_coverage
    from gbad.results.folder import new_folder

    asked, radius_m = _asked(options), length_m(options.radius, "radius")
    merged = [
        coverage.cover_scenario(scenario, target, radius_m=radius_m, **asked)
        for target in (options.target or PAGE_TARGETS[:1])
    ]
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
    if options.out is not None:
        with new_folder(options.out) as (staging, folder):
            for name, text in texts.items():
                (staging / name).write_text(text, encoding="utf-8")
    files = list(texts) if folder else []
    if options.json:
        facts = [answer.to_dict() for answer in answers]
        print_json({"coverage": facts, "folder": str(folder) if folder else None, "files": files, "notes": notes})
        return
    for answer in answers:
        console().print(answer)
    for line in (*(notes if folder else ()), *([f"files: {folder}: {', '.join(files)}"] if folder else [])):
        print(line)
