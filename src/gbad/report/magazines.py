"""Magazines and fire channels over time: three strips per battery, each with its own ceiling."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from gbad.report.sites import Site
from gbad.report.story import Columns, Story, rows_of
from gbad.report.svg import Drawing, time_step
from gbad.report.words import clock

STRIPS = (
    ("rounds_ready", "rounds ready", "rounds"),
    ("target_channels_busy", "target channels busy", "target_channels"),
    ("missile_channels_busy", "missile channels busy", "missile_channels"),
)


def draw_magazines(story: Story, width: float) -> str:
    """All batteries: side by side where there is room for two, else one below the other."""
    table = rows_of(story.tables, "channels", story.run)
    if not table or not len(table["battery"]):
        return ""
    batteries = sorted(set(map(str, table["battery"])))
    across = 2 if width > 600 and len(batteries) > 1 else 1
    gap, strip, head = 36.0, 58.0, 26.0
    panel_w, panel_h = (width - gap * (across - 1)) / across, head + len(STRIPS) * (strip + 24) + 22
    drawing = Drawing(width, panel_h * math.ceil(len(batteries) / across))
    for k, battery in enumerate(batteries):
        rows = {c: v[np.asarray(table["battery"]).astype(str) == battery] for c, v in table.items()}
        site = next((s for s in story.places if s.id == battery and s.kind == "battery"), None)
        place = ((k % across) * (panel_w + gap), (k // across) * panel_h)
        _panel(drawing, rows, site, battery, place, (panel_w, strip), story.end_s)
    return drawing.render("Rounds ready and busy channels of every battery over time", "figure")


def _panel(
    drawing: Drawing, rows: Columns, site: Site | None, battery: str,
    place: tuple[float, float], size: tuple[float, float], end_s: float,
) -> None:  # fmt: skip
    left, top = place
    width, strip = size
    drawing.text(left, top + 14, site.name if site else battery, "strong", font_size=13)
    order = np.argsort(rows["time_s"], kind="stable")
    time_s = np.asarray(rows["time_s"], dtype=np.float64)[order]
    keep = time_s <= end_s
    x0, x1 = left + 24, left + width - 4
    last = max(end_s, 60.0)
    y = top + 26
    for column, words, ceiling_key in STRIPS:
        values = np.asarray(rows[column], dtype=np.float64)[order][keep]
        ceiling = getattr(site, ceiling_key, None)
        if ceiling is None and column == "rounds_ready" and len(values):
            ceiling = values[0]
        _strip(drawing, (time_s[keep], values), words, ceiling, (x0, y + 16, x1, y + 16 + strip), last)
        y += strip + 24
    step = time_step(last, 6 if width > 400 else 4)
    for when in np.arange(0, last, step):
        x = x0 + when / last * (x1 - x0)
        drawing.text(x, y + 14, clock(float(when)), "tick", "middle")


def _strip(
    drawing: Drawing, series: tuple[Any, Any], words: str, ceiling: float | None,
    box: tuple[float, float, float, float], last: float,
) -> None:  # fmt: skip
    """One step line with its area, its ceiling and its extreme named."""
    time_s, values = series
    x0, y0, x1, y1 = box
    top = max([float(v) for v in (ceiling, values.max() if len(values) else None, 1) if v is not None])

    def at(when: float, value: float) -> tuple[float, float]:
        return x0 + when / last * (x1 - x0), y1 - value / top * (y1 - y0)

    drawing.line(x0, y1, x1, y1, "base")
    if ceiling is not None:
        drawing.line(x0, at(0, ceiling)[1], x1, at(0, ceiling)[1], "ceiling")
        drawing.text(x0 - 5, at(0, ceiling)[1] + 4, f"{ceiling:g}", "tick", "end")
    drawing.text(x0 - 5, y1 + 4, "0", "tick", "end")
    ready = words.startswith("rounds")
    if len(values):
        keep = np.concatenate(([True], values[1:] != values[:-1]))
        points = [at(time_s[0], values[0])]
        for when, value in zip(time_s[keep], values[keep], strict=True):
            points += [(at(when, value)[0], points[-1][1]), at(when, value)]
        points.append((x1, points[-1][1]))
        line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        drawing.path(line + f"L{x1:.1f} {y1:.1f}L{points[0][0]:.1f} {y1:.1f}Z", "area")
        drawing.path(line, "step")
        extreme = f"{values[-1]:g} left" if ready else f"at most {values.max():g}"
        words = f"{words}: {extreme}"
        if ceiling is not None and not ready:
            words += f" of {ceiling:g}"
    drawing.text(x0, y0 - 6, words, "quiet", font_size=12)
