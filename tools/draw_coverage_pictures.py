"""Draw the pictures of docs/coverage.md: three places, four target classes each (needs Chromium on the path).

python tools/draw_coverage_pictures.py docs/pictures
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from gbad import coverage, terrain
from gbad.commands.cover import PAGE_TARGETS
from gbad.coverage.raster import bands_of, frame_around
from gbad.report.coverage_map import draw_coverage

PLACES = {"plain": (38.5, 33.5), "coast": (38.5, 27.0), "mountain": (39.5, 41.0)}
WIDTH, GAP = 480, 12
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def main(folder: Path) -> None:
    """One PNG for each place, and the text answers on standard output."""
    for name, at in PLACES.items():
        site = coverage.place_radar("s400", at, terrain.load())
        frame = frame_around([site])
        maps = []
        for target in PAGE_TARGETS:
            found = coverage.cover(site, target=target)
            print(f"{name}\n{found.answer(400e3)}\n")
            one = coverage.map_of(found, frame)
            edges = {edge: coverage.outlines(one.found(found.heights_m[-1], edge), frame) for edge in ("best", "worst")}
            heading = f"{name}: {target.replace('-', ' ')}, {found.target.rcs_m2[1]:g} m2"
            maps.append(draw_coverage(one, bands_of(one), edges, WIDTH, heading))
        _picture(maps, folder / f"coverage-{name}.png")


def _picture(maps: list[str], path: Path) -> None:
    """Maps two by two on one sheet."""
    heights = [float(re.search(r'height="([0-9.]+)"', text)[1]) for text in maps]  # type: ignore[index]  # always there
    width, high = 2 * WIDTH + GAP, round(2 * max(heights)) + GAP
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
