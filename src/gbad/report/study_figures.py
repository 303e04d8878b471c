"""Drawings of a study, each a function of the study and a width."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from gbad.report.svg import Drawing, nice_step, path_data
from gbad.studies.anytime import ANYTIME
from gbad.studies.intervals import FIXED, tally

if TYPE_CHECKING:
    from gbad.studies.answer import Study

# series take the colours of the page's object families, which are safe for colour-blind readers
SERIES = ("aircraft", "cruise", "drone", "stealth", "ballistic", "other")
WIDEST = 34.0  # [px] of a bar
FIRST = 32  # [runs] at which the drawing of the estimate begins
WORDS = {
    "leaked": "threats that got through",
    "killed": "threats killed",
    "rounds_fired": "rounds fired",
    "others_engaged": "civil or friendly aircraft fired at",
    "assets_hurt": "assets destroyed",
}


def series(variant: int) -> str:
    """Class name of a variant's colour."""
    return f"k-{SERIES[variant % len(SERIES)]}"


def histograms(study: Study, measures: Sequence[str], width: float) -> str:
    """Share of runs by value of each measure; variants one above the other on a common axis."""
    names = [variant.name for variant in study.design.variants]
    across = len(measures) if width > 600 else 1
    gap, row, head = 48.0, 92.0, 24.0
    panel = (width - gap * (across - 1)) / across
    deep = math.ceil(len(measures) / across)
    drawing = Drawing(width, deep * (head + len(names) * row + 30))
    for k, measure in enumerate(measures):
        left, top = (k % across) * (panel + gap), (k // across) * (head + len(names) * row + 30)
        drawing.text(left, top + 14, f"{WORDS.get(measure, measure)}, per run", "strong", font_size=13)
        samples = [study.sample(measure, v) for v in range(len(names))]
        low = min(int(s.min()) for s in samples if len(s))
        high = max(int(s.max()) for s in samples if len(s)) + 1
        bins = max(1, math.ceil((high - low) / 40))
        edges = np.arange(low, high + bins, bins)
        shares = [np.histogram(s, edges)[0] / max(len(s), 1) for s in samples]
        tallest = max(float(s.max()) for s in shares)
        step = min(panel / len(shares[0]), WIDEST)
        for v, (name, share) in enumerate(zip(names, shares, strict=True)):
            base = top + head + (v + 1) * row - 18
            with drawing.group(class_=series(v)):
                for j, value in enumerate(share):
                    tall = value / tallest * (row - 38)
                    if value > 0:
                        label = f"{edges[j]:g}" if bins == 1 else f"{edges[j]:g} to {edges[j + 1] - 1:g}"
                        drawing.rectangle(
                            left + j * step + 0.5, base - tall, step - 1, tall, "swatch",
                            title=f"{label}: {100 * value:.1f} % of runs",
                        )  # fmt: skip
                drawing.line(left, base, left + panel, base, "base")
                mean = float(samples[v].mean())
                text = f"mean {mean:.3g}" if len(names) == 1 else f"{name}: mean {mean:.3g}"
                x = left + ((mean - low) / bins + 0.5) * step
                drawing.line(x, base - (row - 36), x, base, "ceiling")
                anchor, x = (
                    ("end", min(x + 40, left + panel)) if x > left + 0.6 * panel else ("start", max(x - 8, left))
                )
                drawing.text(x, base - (row - 30), text, "quiet", anchor, font_size=12)
        every = nice_step(float(high - low), 8, (1, 2, 5))
        for tick in np.arange(math.ceil(low / every) * every, high, max(every, 1)):
            x = left + ((tick - low) / bins + 0.5) * step
            drawing.text(x, top + head + len(names) * row, f"{tick:g}", "tick", "middle")
    return drawing.render("Distribution of outcomes over runs", "figure")


def convergence(study: Study, measure: str, width: float) -> str:
    """The estimate and its two intervals as runs come in: the fixed one and the one that allows looking."""
    sample = study.sample(measure, 0)
    n = len(sample)
    bounds = study.bounds(measure, 0)
    if n < 2 * FIRST or bounds.low == bounds.high:
        return ""
    counts = np.unique(np.geomspace(FIRST, n, 50).astype(int))
    anytime = [ANYTIME.mean(tally(sample[:i]), bounds, 0.95) for i in counts]
    fixed = [FIXED.mean(tally(sample[:i]), bounds, 0.95) for i in counts]
    high_end = max(a.high for a in anytime)
    low_end = min(a.low for a in anytime)
    drawing = Drawing(width, 260)
    x0, x1, y0, y1 = 46.0, width - 8, 30.0, 226.0
    span = (high_end - low_end) or 1.0

    def x(count: float) -> float:
        return x0 + math.log(count / counts[0]) / math.log(n / counts[0]) * (x1 - x0)

    def y(value: float) -> float:
        return y1 - (value - low_end) / span * (y1 - y0)

    title = f"{WORDS.get(measure, measure)}, mean against runs"
    if len(study.design.variants) > 1 and width > 600:
        title += f" ({study.design.variants[0].name})"
    drawing.text(0, 14, title, "strong", font_size=13)
    step = nice_step(span, 5)
    for tick in np.arange(math.ceil(low_end / step) * step, high_end, step):
        drawing.line(x0, y(tick), x1, y(tick), "rule")
        drawing.text(x0 - 6, y(tick) + 4, f"{tick:.4g}", "tick", "end")
    for intervals, class_ in ((anytime, "band-anytime"), (fixed, "band-fixed")):
        upper = [(x(c), y(i.high)) for c, i in zip(counts, intervals, strict=True)]
        lower = [(x(c), y(i.low)) for c, i in zip(counts, intervals, strict=True)]
        drawing.path(path_data(upper + lower[::-1], closed=True), class_)
    drawing.path(path_data([(x(c), y(i.estimate)) for c, i in zip(counts, fixed, strict=True)]), "step")
    for count in (c for p in range(1, 8) for c in (10**p, 3 * 10**p)):
        if counts[0] <= count <= n:
            drawing.text(x(count), y1 + 18, f"{count:,}", "tick", "middle")
    return drawing.render(f"Estimate of {measure} and its intervals against the number of runs", "figure")


def saturation(study: Study, width: float) -> str:
    """Leakers against raid size, where the variants differ in the number of threats."""
    points = []
    for v, variant in enumerate(study.design.variants):
        size = sum(float(study.sample(m, v).mean()) for m in ("killed", "leaked", "survived"))
        points.append((size, study.interval("leaked", v), variant.name))
    points.sort(key=lambda p: p[0])
    if len({round(p[0], 6) for p in points}) < 3:
        return ""
    drawing = Drawing(width, 300)
    x0, x1, y0, y1 = 40.0, width - 12, 18.0, 262.0
    most = points[-1][0]

    def x(size: float) -> float:
        return x0 + size / most * (x1 - x0)

    def y(leaked: float) -> float:
        return y1 - leaked / most * (y1 - y0)

    step = nice_step(most, 6)
    for tick in np.arange(0, most + 1e-9, step):
        drawing.line(x0, y(tick), x1, y(tick), "rule")
        drawing.text(x0 - 6, y(tick) + 4, f"{tick:g}", "tick", "end")
        drawing.text(x(tick), y1 + 18, f"{tick:g}", "tick", "middle")
    drawing.line(x(0), y(0), x(most), y(most), "ceiling")
    drawing.path(path_data([(x(s), y(i.estimate)) for s, i, _ in points]), "step")
    with drawing.group(class_="k-aircraft"):
        for size, i, name in points:
            drawing.line(x(size), y(i.low), x(size), y(i.high), "whisker-strong")
            drawing.circle(x(size), y(i.estimate), 4.2, "swatch", title=f"{name}: {i.estimate:.3g}")
    drawing.text(x1, y1 + 34, "threats in the raid", "quiet", "end", font_size=12)
    return drawing.render("Leakers against raid size", "figure")
