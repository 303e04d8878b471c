"""Bars of a study: leakers by cause, and paired differences between variants."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from gbad.codes.causes import Cause
from gbad.report.study_figures import WORDS, series
from gbad.report.svg import Drawing, nice_step, text_width
from gbad.report.words import short_cause
from gbad.studies.words import ends as told_ends

if TYPE_CHECKING:
    from gbad.studies.answer import Study


def cause_bars(study: Study, causes: Sequence[Cause], width: float) -> str:
    """Mean leakers per run by cause, with 95 % intervals."""
    if not causes:
        return ""
    names = [variant.name for variant in study.design.variants]
    least, size = (210.0, 12.5) if width > 600 else (150.0, 11.5)
    label = max(least, max(text_width(short_cause(cause.identifier), size) for cause in causes) + 14.0)
    row = 12.0 * len(names) + 16
    drawing = Drawing(width, row * len(causes) + 34)
    estimates = {(c, v): study.interval(f"leak_{c.identifier}", v) for c in causes for v in range(len(names))}
    top = max(i.high for i in estimates.values()) or 1.0
    scale = (width - label - 60) / top
    for k, cause in enumerate(causes):
        y = k * row + 8
        drawing.text(label - 10, y + row / 2 - 3, short_cause(cause.identifier), "", "end", font_size=size)
        for v in range(len(names)):
            i = estimates[cause, v]
            middle = y + 12 * v + 6
            with drawing.group(class_=series(v)):
                drawing.rectangle(
                    label, middle - 4, i.estimate * scale, 8, "swatch", title=f"{names[v]}: {i.estimate:.3g}"
                )
            drawing.line(label + i.low * scale, middle, label + i.high * scale, middle, "whisker")
            end = label + i.high * scale
            drawing.text(end + 6, middle + 4, f"{i.estimate:.2g}", "quiet", font_size=11)
    base = row * len(causes) + 6
    drawing.line(label, 2, label, base, "base")
    step = nice_step(top, 5)
    for tick in np.arange(0, top + 1e-9, step):
        drawing.text(label + tick * scale, base + 16, f"{tick:g}", "tick", "middle")
    return drawing.render("Leakers per run by cause", "figure")


def differences(study: Study, width: float) -> str:
    """Paired differences against the first variant with 95 % intervals: a block per measure, on a scale of its own."""
    names = [variant.name for variant in study.design.variants]
    wide = width > 600
    label, head, row = (230.0 if wide else 0.0), 34.0, (26.0 if wide else 42.0)
    blocks = [
        (m, [(second, c) for measure, _, second, c in study.pairs if measure == m]) for m in study.design.measures
    ]
    drawing = Drawing(width, sum(head + row * len(rows) + 8 for _, rows in blocks))
    top = 0.0
    for measure, rows in blocks:
        drawing.text(0, top + 18, f"{WORDS.get(measure, measure)}, minus {names[0]}", "strong", font_size=13)
        ends = [abs(end) for _, c in rows for end in c.difference[1:]]
        far = max(ends, default=0.0) or 1.0
        x0, x1 = label + 8, width - 118
        middle, scale = 0.5 * (x0 + x1), 0.5 * (x1 - x0) / far
        drawing.line(middle, top + head - 6, middle, top + head + row * len(rows), "base")
        if wide:
            drawing.text(middle, top + head - 10, "0", "tick", "middle")
        for k, (second, c) in enumerate(rows):
            y = top + head + row * (k + 1) - 10
            if wide:
                drawing.text(label - 12, y + 4, second, "", "end", font_size=12.5)
            else:
                drawing.text(0, y - 12, second, font_size=12.5)
            drawing.line(x0, y, x1, y, "rule")
            d = c.difference
            with drawing.group(class_=series(names.index(second))):
                drawing.line(middle + d.low * scale, y, middle + d.high * scale, y, "whisker-strong")
                if math.isfinite(d.estimate):
                    drawing.circle(middle + d.estimate * scale, y, 4.2, "swatch")
            told = told_ends(d, signed=True)
            drawing.text(width, y + 4, told, "quiet", "end", font_size=12)
        top += head + row * len(rows) + 8
    return drawing.render("Paired differences with intervals", "figure")
