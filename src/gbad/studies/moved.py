"""What nobody knows, in the difference of two variants: both were played on the same samples and the same dice.

An interval of a mean difference says how well the mean over samples is known. Whether the difference holds whatever the
figures are is another question: the envelope here is where the difference itself stands over samples (``ignorance`` of
the differences, run by run), and the counts say in how many samples it has which sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gbad.studies.ignorance import Ignorance, ignorance

if TYPE_CHECKING:
    from gbad.studies.answer import Study


@dataclass(frozen=True, slots=True)
class Moved:
    """Second variant minus first, over samples."""

    first: str
    second: str
    found: Ignorance
    less: int  # samples whose mean of a few raids is below 0
    equal: int
    more: int


def moved(study: Study, measure: str = "leaked") -> list[Moved]:
    """Every later variant against the first; empty where figures were not varied or fewer than two samples finished."""
    names = [variant.name for variant in study.design.variants]
    if study.design.samples is None or measure not in study.outcome.names:
        return []
    column = study.outcome.values[:, :, study.outcome.names.index(measure)]
    told = []
    for row in range(1, len(names)):
        apart = (column[row] - column[0]).reshape(-1, study.design.samples.dice)
        whole = apart[~np.isnan(apart).any(axis=1)]
        if len(whole) < 2:
            continue
        means = whole.mean(axis=1)
        told.append(
            Moved(
                names[0],
                names[row],
                ignorance(whole, study.design.seed),
                int((means < 0.0).sum()),
                int((means == 0.0).sum()),
                int((means > 0.0).sum()),
            )
        )
    return told


def sentence(row: Moved, measure: str = "leaked") -> str:
    """``leaked, e against c: -1.4 in the mean, -3.1 to 0 over what nobody knows; less in 48 of 60 samples, ...``."""
    low, high = (signed(end) for end in row.found.envelope)
    ends = low if low == high else f"{low} to {high}"
    return (
        f"{measure.replace('_', ' ')}, {row.second} against {row.first}: {signed(row.found.mean)} in the mean, {ends} "
        f"over what nobody knows; less in {row.less} of {row.found.samples} samples, equal in {row.equal}, "
        f"more in {row.more}"
    )


def signed(value: float) -> str:
    """Two digits with a sign; 0 without."""
    text = f"{value:+.2g}" if abs(value) < 9.95 else f"{value:+,.0f}"
    return "0" if float(text.replace(",", "")) == 0.0 else text


def told(row: Moved) -> dict[str, Any]:
    """As ``gbad study --json`` has it."""
    return {
        "first": row.first, "second": row.second, "mean": row.found.mean, "envelope": list(row.found.envelope),
        "less": row.less, "equal": row.equal, "more": row.more, "samples": row.found.samples,
    }  # fmt: skip
