"""Draw the picture of docs/sensing.md and print its table (needs Chromium on the path).

python tools/draw_sensing_pictures.py docs/pictures

Left: the low-observable fighter's mean cross-section around it, by band. Right: from how far it and a fighter are
first found when they fly straight at a radar at 10 km height over flat ground, with and without each effect; played.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

import gbad
from gbad import library
from gbad.physics.cross_section import ASPECTS_DEG, BAND_MIDDLE_HZ

SCENARIO = """\
schema: scenario/1
title: Fly-in
duration_s: 1800.0
cycle_s: 10.0
terrain: {kind: flat}
commands:
  post: {type: 55K6E}
radars:
  search: {type: 91N6E, at: {latitude_deg: 40.0, longitude_deg: 33.0}, command: post, false_alarms_per_visit: 0.0}
assets:
  town: {at: {latitude_deg: 40.0, longitude_deg: 32.9}}
threats:
  flyer:
    type: fighter
    route:
      kind: waypoints
      points:
        - {latitude_deg: 40.0, longitude_deg: 38.2, height_m: 10000.0, speed_mps: 250.0}
        - {latitude_deg: 40.0, longitude_deg: 33.0, height_m: 10000.0, speed_mps: 250.0}
"""
RUNS, SEED = 60, 7
SAME_BEARING, OFF_BEARING = ((40.0, 35.5), (40.0, 35.6)), ((41.9, 34.2), (42.0, 34.2))
TYPES = ("fighter", "low-observable-fighter")
COLOURS = ("#1b6ca8", "#c8553d", "#5b8c5a", "#8e6c8a")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking")


def main(folder: Path) -> None:
    """The picture, and the table on standard output."""
    rows = [(words, [first_found_km(kind, changes) for kind in TYPES]) for words, changes in effects()]
    print(f"| {'with':<58} | fighter | low-observable fighter |\n|---|---|---|")
    for words, spans in rows:
        print(f"| {words:<58} | {' | '.join(_said(span) for span in spans)} |")
    write(f'<svg xmlns="http://www.w3.org/2000/svg" width="1120" height="440" font-family="sans-serif">'
          f"{aspect_panel()}{range_panel(rows)}</svg>", folder / "sensing-cross-section.png")  # fmt: skip


def effects() -> list[tuple[str, dict[str, Any]]]:
    """What is set in each row of the table, beside the type that flies."""
    return [
        ("plain cross-section (headline, all sides and bands)", {"plain": True}),
        ("by band and aspect (91N6E, S band)", {}),
        ("  the same, a stand-off jammer at 200 km off the bearing", {"threats.jammer": jammer(OFF_BEARING)}),
        ("  the same, the jammer on the bearing", {"threats.jammer": jammer(SAME_BEARING)}),
        ("  the same, radar silent until 1,000 s", {"radars.search.silent": [{"from_s": 0.0, "to_s": 1000.0}]}),
        ("  the same, notch of 30 m/s", {"radars.search.moving_target_notch_mps": 30.0}),
        ("metre-wave search radar (VHF)", {"radars.search.type": "metre-wave-search"}),
    ]


def jammer(places: tuple[tuple[float, float], tuple[float, float]]) -> dict[str, Any]:
    """A stand-off jammer that creeps between two places at 5 m/s."""
    points = [
        {"latitude_deg": latitude, "longitude_deg": longitude, "height_m": 9000.0, "speed_mps": 5.0}
        for latitude, longitude in places
    ]
    return {"type": "stand-off-jammer", "route": {"kind": "waypoints", "points": points}}


def first_found_km(kind: str, changes: dict[str, Any]) -> tuple[float, float, float]:
    """Ranges [km] of first detection that 90 %, 50 % and 10 % of the runs exceed."""
    more = {name: value for name, value in changes.items() if name != "plain"}
    more["threats.flyer.type"] = kind
    if "plain" in changes:
        more["threats.flyer.rcs_m2"] = library.load(kind).rcs_m2.nominal  # type: ignore[attr-defined]  # a flyer's entry
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fly-in.yaml"
        path.write_text(SCENARIO, encoding="utf-8")
        seen = gbad.run(path, seed=SEED, runs=RUNS, changes=more, record_all=True).detections
    mine = seen["object"] == "flyer"
    first = [
        float(np.max(seen["slant_range_m"][mine & (seen["run"] == run)], initial=0.0)) / 1e3 for run in range(RUNS)
    ]
    low, middle, high = np.percentile(first, [10.0, 50.0, 90.0])
    return float(low), float(middle), float(high)


def _said(span: tuple[float, float, float]) -> str:
    return f"{span[1]:.0f} km ({span[0]:.0f} to {span[2]:.0f})"


def aspect_panel() -> str:
    """Curves of dBsm over aspect, nominal with the band between low and high for VHF and X."""
    left, top, width, height = 64, 60, 430, 300
    table = library.load("low-observable-fighter").cross_section  # type: ignore[attr-defined]  # a flyer's entry

    def x(aspect: float) -> float:
        return left + width * aspect / 180.0

    def y(dbsm: float) -> float:
        return top + height * (20.0 - dbsm) / 65.0

    parts = [_text(left, 26, "Low-observable fighter: mean cross-section around it", 16)]
    parts.append(
        _text(left, 46, "nominal; shaded: from low to high for VHF and X band. Assumed, not measured", 12, "#666")
    )
    for dbsm in range(-40, 21, 20):
        parts.append(f'<line x1="{left}" x2="{left + width}" y1="{y(dbsm)}" y2="{y(dbsm)}" stroke="#ddd"/>')
        area = f"{10.0 ** (dbsm / 10.0):g} m²"
        parts.append(_text(left - 8, y(dbsm) + 4, area, 12, "#444", "end"))
    for aspect, words in ((0, "nose"), (45, "45°"), (90, "side"), (135, "135°"), (180, "tail")):
        parts.append(_text(x(aspect), top + height + 20, words, 12, "#444", "middle"))
    key: list[str] = []
    for colour, name in zip(COLOURS, table.bands, strict=True):
        curve = {q: table.at(BAND_MIDDLE_HZ[name], q) for q in (0.0, 0.5, 1.0)}
        if name in ("VHF", "X"):
            points = [(a, v) for a, v in zip(ASPECTS_DEG, curve[1.0], strict=True)]
            points += [(a, v) for a, v in zip(ASPECTS_DEG[::-1], curve[0.0][::-1], strict=True)]
            line = " ".join(f"{x(a):.1f},{y(v):.1f}" for a, v in points)
            parts.append(f'<polygon points="{line}" fill="{colour}" opacity="0.13"/>')
        line = " ".join(f"{x(a):.1f},{y(v):.1f}" for a, v in zip(ASPECTS_DEG, curve[0.5], strict=True))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        at = left + 90 + 80 * len(key)
        key.append(f'<line x1="{at}" x2="{at + 22}" y1="406" y2="406" stroke="{colour}" stroke-width="2.5"/>')
        parts.append(key[-1] + _text(at + 28, 410, name, 12))
    return "".join(parts)


def range_panel(rows: list[tuple[str, list[tuple[float, float, float]]]]) -> str:
    """Bars of first detection for both types under each effect."""
    left, top, width, step = 790, 66, 280, 46
    most = 450.0
    parts = [_text(560, 26, "First found, flying in at 10 km over flat ground", 16)]
    parts.append(
        _text(560, 46, f"median and middle 80 % of {RUNS} runs; each + beside the second row alone", 12, "#666")
    )
    bottom = top + step * len(rows)
    for km in (0, 100, 200, 300, 400):
        at = left + width * km / most
        parts.append(f'<line x1="{at}" x2="{at}" y1="{top - 6}" y2="{bottom}" stroke="#ddd"/>')
        parts.append(_text(at, bottom + 18, f"{km} km" if km == 400 else str(km), 12, "#444", "middle"))
    short = ("plain cross-section", "by band and aspect", "+ jammer off the bearing", "+ jammer on the bearing",
             "+ silent until 1,000 s", "+ notch of 30 m/s", "metre-wave radar instead")  # fmt: skip
    for k, ((_, spans), words) in enumerate(zip(rows, short, strict=True)):
        middle = top + step * (k + 0.5)
        parts.append(_text(left - 12, middle + 4, words, 13, "#222", "end"))
        for colour, offset, (low, median, high) in zip(COLOURS, (-8, 8), spans, strict=False):
            a, b, m = (left + width * v / most for v in (low, high, median))
            y = middle + offset
            parts.append(
                f'<line x1="{a}" x2="{b}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="5" opacity="0.4"/>'
            )
            parts.append(f'<circle cx="{m}" cy="{y}" r="5" fill="{colour}"/>')
    for colour, words, at in zip(COLOURS, ("fighter", "low-observable fighter"), (860, 925), strict=False):
        parts.append(f'<circle cx="{at}" cy="{bottom + 36}" r="5" fill="{colour}"/>')
        parts.append(_text(at + 10, bottom + 40, words, 12, "#222"))
    return "".join(parts)


def _text(x: float, y: float, words: str, size: int, colour: str = "#222", anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}">{words}</text>'


def write(svg: str, path: Path) -> None:
    """The drawing as a PNG, by Chromium."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(f'<meta charset="utf-8"><body style="margin:0;background:#fff">{svg}', encoding="utf-8")
        shot = (f"--screenshot={path.resolve()}", "--window-size=1120,440", f"--user-data-dir={folder}/profile")
        subprocess.run(["chromium", *FLAGS, *shot, page.as_uri()], check=True, capture_output=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
