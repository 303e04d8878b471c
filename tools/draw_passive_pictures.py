"""Draw the picture of docs/decoys-passive-dwells.md (needs Chromium on the path).

python tools/draw_passive_pictures.py docs/pictures
"""

from __future__ import annotations

import math
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from gbad import library
from gbad.physics.propagation import gas_loss_two_way_db, line_of_sight_arc_m
from gbad.sensing import detection_range_m, loop_gain_db, required_snr_db
from gbad.sensing._dwell_kernel import URGENCY, ration

INK, GREY, COLOURS = "#222", "#bbb", ("#1f5f8b", "#b5541c", "#3b7a3b")
WIDTH, HEIGHT, LEFT, TOP, PANEL_W, PANEL_H = 1080, 495, 80, 70, 400, 310


def main(folder: Path) -> None:
    """One PNG with two panels: one way against two, and waiting for a dwell."""
    svg = _panel(LEFT, "One way against two: what is heard, what is seen", "power times gain of the source [W]",
                 "range [km]", _ranges(), log_x=True, y_max=600.0, y_step=100.0)  # fmt: skip
    svg += _panel(LEFT + PANEL_W + 140, "Too many cues: how long the others wait", "cues", "visits between two dwells",
                  _waits(), log_x=False, y_max=30.0, y_step=5.0)  # fmt: skip
    page = (
        f"<body style='margin:0'><svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{HEIGHT}' "
        f"font-family='sans-serif' font-size='14' fill='{INK}'>"
        f"<rect width='100%' height='100%' fill='white'/>{svg}</svg>"
    )
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "page.html"
        file.write_text(page, encoding="utf-8")
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={WIDTH},{HEIGHT}",
             f"--screenshot={(folder / 'passive-and-dwells.png').resolve()}", file.as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip


def _ranges():
    """Range of the receiver by source, with the horizon of a flyer at 8 km, and the radar's against 4 and 0.005 m2."""
    ears, radar = library.load("support-receiver"), library.load("91N6E")
    point = ears.calibration
    gas = ears.attenuation_one_way_db_per_km.nominal
    needed = float(required_snr_db(point.pd.nominal, point.pfa.nominal, 1, 0))
    # one-way gain: the same calibration with 20 lg R for 40 lg R
    loop = loop_gain_db(
        point.range_km.nominal * 1e3, point.erp_w.nominal, point.pd.nominal, point.pfa.nominal, 0, 1, gas
    )
    gain = loop - 20.0 * math.log10(point.range_km.nominal * 1e3)
    source = np.logspace(0, 6, 61)
    range_km = np.array([_one_way_km(gain + 10.0 * math.log10(w) - needed, gas) for w in source])
    horizon = line_of_sight_arc_m(ears.antenna_height_m.nominal, 8000.0) / 1e3
    where = radar.calibration
    loop = loop_gain_db(where.range_km.nominal * 1e3, where.rcs_m2.nominal, gas_db_per_km=0.0151)
    echoes = [detection_range_m(loop, rcs, gas_db_per_km=0.0151) / 1e3 for rcs in (4.0, 0.005)]
    ends = np.array([1.0, 1e6])
    return [
        ("support-receiver", source, range_km, COLOURS[0], ""),
        ("horizon of a flyer at 8 km", ends, np.full(2, horizon), GREY, "6 4"),
        ("91N6E: echo of 4 m²", ends, np.full(2, echoes[0]), COLOURS[1], ""),
        ("91N6E: echo of 0.005 m²", ends, np.full(2, echoes[1]), COLOURS[1], "2 3"),
    ]


def _one_way_km(budget_db: float, gas_db_per_km: float) -> float:
    """Range at which 20 lg R and the loss of the air along a level ray use up the budget (bisection)."""
    low, high = 0.0, 3000.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        lost_db = float(gas_loss_two_way_db(middle * 1e3, 0.0, 0.0, gas_db_per_km))
        spent = 20.0 * math.log10(max(middle, 1e-9) * 1e3) + lost_db
        low, high = (middle, high) if spent < budget_db else (low, middle)
    return low


def _waits():
    """Longest wait of any cue, played out over 200 visits."""
    found = []
    for colour, dwells in zip(COLOURS, (4, 8, 16), strict=True):
        counts, waits = np.arange(2, 61), []
        for count in counts:
            last, worst = np.zeros(count), 1
            for visit in range(1, 201):
                beams = np.zeros((count, URGENCY + 1))
                beams[:, 0] = beams[:, URGENCY] = np.arange(count)
                for row in beams[: ration(beams, int(count), dwells, visit), 0].astype(int):
                    worst = max(worst, visit - last[row]) if visit > 100 else worst
                    last[row] = visit
            waits.append(worst)
        found.append((f"{dwells} dwells a visit", counts, np.array(waits, float), colour, ""))
    return found


def _panel(left, title, x_label, y_label, curves, *, log_x, y_max, y_step):
    low, high = (0.0, 6.0) if log_x else (0.0, 60.0)

    def x_of(x):
        return left + PANEL_W * ((math.log10(x) if log_x else x) - low) / (high - low)

    def y_of(y):
        return TOP + PANEL_H * (1.0 - min(y, y_max) / y_max)

    parts = [f"<text x='{left}' y='{TOP - 40}' font-size='16' font-weight='bold'>{title}</text>"]
    for y in np.arange(0.0, y_max + 1e-9, y_step):
        parts.append(f"<line x1='{left}' x2='{left + PANEL_W}' y1='{y_of(y)}' y2='{y_of(y)}' stroke='#eee'/>")
        parts.append(f"<text x='{left - 8}' y='{y_of(y) + 5}' text-anchor='end'>{y:g}</text>")
    for tick in range(7):
        value = 10.0**tick if log_x else 10.0 * tick
        text = f"10<tspan dy='-6' font-size='10'>{tick}</tspan>" if log_x else f"{value:g}"
        parts.append(f"<text x='{x_of(value)}' y='{TOP + PANEL_H + 22}' text-anchor='middle'>{text}</text>")
    parts.append(f"<text x='{left + PANEL_W / 2}' y='{TOP + PANEL_H + 46}' text-anchor='middle'>{x_label}</text>")
    parts.append(f"<text x='{left}' y='{TOP - 14}' text-anchor='middle' font-size='13'>{y_label}</text>")
    for k, (name, xs, ys, colour, dash) in enumerate(curves):
        points = " ".join(f"{x_of(x):.1f},{y_of(y):.1f}" for x, y in zip(xs, ys, strict=True) if y <= y_max)
        style = f"fill='none' stroke='{colour}' stroke-width='2.2' stroke-dasharray='{dash}'"
        parts.append(f"<polyline points='{points}' {style}/>")
        y = TOP + PANEL_H + 66 + 18 * (k // 2)
        x = left - 20 + 230 * (k % 2)
        parts.append(f"<line x1='{x}' x2='{x + 26}' y1='{y - 5}' y2='{y - 5}' {style}/>")
        parts.append(f"<text x='{x + 32}' y='{y}' font-size='13'>{name}</text>")
    return "".join(parts)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
