"""Draw the pictures of docs/coverage.md: three made-up places with four target classes each, two sites as a
network, where rounds can meet a target, and real ground by distance (needs Chromium on the path).

python tools/draw_coverage_pictures.py docs/pictures
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from gbad import coverage, terrain
from gbad.commands.cover import PAGE_TARGETS
from gbad.commands.places import NOWHERE
from gbad.coverage.raster import bands_of
from gbad.coverage.targets import area_text
from gbad.report.coverage_chart import draw_shares
from gbad.report.coverage_map import draw_coverage

PLACES = ("plain", "coast", "mountain")
REAL = (38.5, 33.5)
WIDTH, GAP = 480, 12
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def main(folder: Path) -> None:
    """One PNG for each place; the text answers and the page's table on standard output."""
    rows: list[str] = []
    for name in PLACES:
        ground = terrain.from_spec(name, latitude_deg=NOWHERE[0], longitude_deg=NOWHERE[1])
        site = coverage.place_radar("s400", NOWHERE, ground)
        drawn = [_map_of(name, target, site, rows) for target in PAGE_TARGETS]
        _picture([one for one, _ in drawn], folder / f"coverage-{name}.png")
    _network(folder)
    site = coverage.place_radar("s400", REAL, terrain.load())
    both = _map_of("real ground", "cruise-missile", site, rows)
    _picture(list(both), folder / "coverage-real.png")
    print("\n".join(rows))


def _map_of(name: str, target: str, site: coverage.Site, rows: list[str]) -> tuple[str, str]:
    """A map and the chart over distance of one class."""
    found = coverage.cover(site, target=target)
    print(f"{name}\n{found.answer(400e3)}\n")
    rows.append(_row(name, found))
    one = coverage.map_of(found)
    edges = {edge: coverage.outlines(one.found(found.heights_m[-1], edge), one.frame) for edge in ("best", "worst")}
    heading = f"{name}: {target.replace('-', ' ')}, {area_text(found.target.rcs_m2[1])} m2"
    ring = coverage.claimed_ring(found, 400e3)
    chart = draw_shares(coverage.profile_of(found), found.height_steps, WIDTH)
    return draw_coverage(one, bands_of(one), edges, WIDTH, heading, ring), chart


def _network(folder: Path) -> None:
    """Two sites on the coast (any, at least two), and where one battery's rounds can meet what flies straight in."""
    ground = terrain.from_spec("coast", latitude_deg=NOWHERE[0], longitude_deg=NOWHERE[1])
    target, heights = "cruise-missile", (100.0, 1000.0, 5000.0)
    pair = [
        replace(coverage.place_radar("96L6E", (NOWHERE[0], longitude), ground, radius_m=250e3), id=name)
        for name, longitude in (("west", NOWHERE[1]), ("east", NOWHERE[1] + 2.0))
    ]
    merged = coverage.merge([coverage.cover(site, target=target, heights_m=heights) for site in pair], "Coast watch")
    print(merged.answer())
    drawn = []
    for at_least, words in ((1, "any site"), (2, "at least two")):
        one = merged.as_map(at_least)
        drawn.append(draw_coverage(one, bands_of(one), {}, WIDTH, f"{words}, cruise missile", sites=pair))
    _picture(drawn, folder / "coverage-network.png")
    found = coverage.cover("s400", NOWHERE, target, terrain=ground, radius_m=250e3)
    one = coverage.map_of(found)
    met = coverage.engageable(found, "s400-battalion", ("48N6E3", "9M96E2"), boresight_deg=270.0)
    print(coverage.tell_meetings(met))
    _picture(
        [
            draw_coverage(
                one,
                coverage.lowest_met(each, one),
                {},
                WIDTH,
                f"{each.interceptor}, cruise missile",
                words="can be met",
            )
            for each in met
        ],
        folder / "coverage-meeting.png",
    )


def _row(name: str, found: coverage.Coverage) -> str:
    """A line of the page's table."""
    noise = f"{found.noise_range_m() / 1e3:.0f} km"
    if found.noise_range_m() > found.site.radius_m - 1.0:
        noise = f"over {found.site.radius_m / 1e3:.0f} km"
    cells = [row[1] for row in found.answer().grids[0].rows]
    return f"| {name} | {found.target.name.replace('-', ' ')} | {noise} | {' | '.join(cells)} |"


def _picture(maps: list[str], path: Path) -> None:
    """Maps two by two on one sheet."""
    heights = [float(re.search(r'height="([0-9.]+)"', text)[1]) for text in maps]  # type: ignore[index]  # always there
    rows = (len(maps) + 1) // 2
    width, high = 2 * WIDTH + GAP, round(sum(max(heights[2 * k : 2 * k + 2]) for k in range(rows))) + GAP * (rows - 1)
    body = "".join(f"<div>{text}</div>" for text in maps)
    page = (
        f"<!DOCTYPE html><meta charset=utf-8><style>body{{margin:0;background:#fff;display:grid;gap:{GAP}px;"
        f"grid-template-columns:{WIDTH}px {WIDTH}px}}svg{{display:block}}</style>{body}"
    )
    with tempfile.TemporaryDirectory() as scratch:
        sheet = Path(scratch) / "sheet.html"
        sheet.write_text(page, encoding="utf-8")
        browser = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
        command = [browser, *FLAGS, f"--user-data-dir={scratch}/user", f"--screenshot={path.resolve()}",
                   f"--window-size={width},{high}", sheet.as_uri()]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
