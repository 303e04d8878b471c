"""Ignorance beside chance on the page of a study: the p-box, the figures that rule, and what was not varied."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from gbad.report.study_figures import WORDS, series
from gbad.report.svg import Drawing, nice_step, path_data
from gbad.studies import doubts, moved
from gbad.studies.points import DISTRIBUTION

if TYPE_CHECKING:
    from gbad.studies.answer import Study

_NODE = re.compile(r"\.\w+\.\d+$")  # of a curve: its name, and which number of it


def context(study: Study) -> dict[str, Any] | None:
    """What the template tells; None where figures were not varied."""
    if study.design.samples is None:
        return None
    measure = study.design.measures[0]
    rows = []
    for asked in study.design.measures:
        for number, variant in enumerate(study.design.variants):
            found = study.doubt(asked, number)
            if found is not None:
                rows.append(
                    {"measure": WORDS.get(asked, asked.replace("_", " ")), "variant": variant.name, "found": found}
                )
    screening = study.ruling.screening(measure) if study.ruling else None
    several = list(study.design.variants) if len(study.design.variants) > 1 else []
    return {
        "sentences": [
            f"{v.name}: {doubts.headline(study, 'leaked', number)}"
            for number, v in enumerate(several)
            if study.doubt("leaked", number) is not None
        ]
        + [f"{moved.sentence(row)}." for row in moved.moved(study)],
        "rows": rows,
        "measure": WORDS.get(measure, measure.replace("_", " ")),
        "effects": (effects := doubts.effects(study, measure)),
        "late": doubts.LATE if any(row["not_arrived"] is not None for row in effects) else "",
        "ended": doubts.all_ended(study),
        "not_found": doubts.not_found(screening) if screening else "",
        "corners": doubts.corners(study, measure),
        "limits": doubts.LIMITS,
        "distribution": DISTRIBUTION,
        "fixed": curves(study.fixed),
    }


def curves(rows: list[dict[str, Any]]) -> list[str]:
    """Names of figures that were not varied; numbers of a curve are left out: they move as its headline figure does."""
    names = [str(row["name"]) for row in rows if not _NODE.search(str(row["key"]))]
    return sorted(names)


def boxes(study: Study, measure: str, width: float) -> str:
    """P-boxes: for each number, the share of raids that do not exceed it; the band holds nine of ten samples."""
    names = [variant.name for variant in study.design.variants]
    found = [(row, box) for row in range(len(names)) if (box := study.box(measure, row)) is not None]
    if not found:
        return ""
    left, top, tall, below = 46.0, 26.0, 190.0, 46.0
    low = min(float(box.at[0]) for _, box in found) - 1.0
    high = max(float(box.at[-1]) for _, box in found) + 1.0
    drawing = Drawing(width, top + tall + below)
    across = width - left - 12.0

    def x(value: Any) -> Any:
        return left + (np.asarray(value, float) - low) / (high - low) * across

    def y(share: Any) -> Any:
        return top + (1.0 - np.asarray(share, float)) * tall

    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        drawing.line(left, float(y(share)), left + across, float(y(share)), "rule")
        drawing.text(left - 6, float(y(share)) + 4, f"{100 * share:.0f} %", "", "end", font_size=11)
    step = nice_step(high - low, 8)
    for value in np.arange(np.ceil(low / step) * step, high, step):
        drawing.text(float(x(value)), top + tall + 16, f"{value:g}", "", "middle", font_size=11)
    drawing.text(left, 14, "share of raids with at most so many", "strong", font_size=12)
    drawing.text(left + across, top + tall + 34, f"{WORDS.get(measure, measure)}, per raid", "", "end", font_size=12)
    for row, box in found:
        at = np.concatenate([[low], np.repeat(box.at, 2), [high]])

        def stairs(shares: Any) -> Any:
            return np.repeat(np.concatenate([[0.0], shares]), 2)

        with drawing.group(class_=series(row)):
            up = list(zip(x(at), y(stairs(box.high)), strict=True))
            down = list(zip(x(at), y(stairs(box.low)), strict=True))
            drawing.path(path_data([*up, *reversed(down)], closed=True), "box")
            drawing.path(path_data(list(zip(x(at), y(stairs(box.middle)), strict=True))), "box-middle")
    return drawing.render(
        f"P-box of {WORDS.get(measure, measure)}: share of raids by number, with the band that ignorance makes"
    )
