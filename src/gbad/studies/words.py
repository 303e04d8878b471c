"""A study in words: two aligned tables as text, the same two in a notebook."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gbad.studies.intervals import Interval, zero_failure_upper

if TYPE_CHECKING:
    from gbad.studies.answer import Estimate, Study
    from gbad.studies.paired import Comparison

MOST_FAILURES = 5  # that are told one by one
ESTIMATES = ("measure", "variant", "mean", "95 % interval", "kind", "runs")
PAIRS = (
    "measure", "against", "difference", "95 % interval", "correlation", "unpaired runs", "smaller", "equal", "larger",
)  # fmt: skip
_WORDS = 2  # leading columns that hold words; the others hold numbers


def headline(study: Study) -> str:
    """Which study, and how many of its runs stand behind the numbers."""
    s = study.summary()
    counts = (
        f"{s['finished']:,} runs finished of {s['planned']:,} planned, {s['failed']} failed, {s['excluded']} excluded"
    )
    return f"{study.design.scenario}, seed {study.design.seed}: {counts}"


def estimates(study: Study) -> list[tuple[str, ...]]:
    """Rows of the table of estimates, measure by measure."""
    ordered = [e for measure in study.design.measures for e in study.estimates if e.measure == measure]
    return [
        (e.measure, e.variant, number(e.interval.estimate), known(e), e.method,
         f"{e.finished:,}" + (f" ({e.failed} failed)" if e.failed else ""))
        for e in ordered
    ]  # fmt: skip


def pairs(study: Study) -> list[tuple[str, ...]]:
    """Rows of the table of paired differences."""
    return [_pair(measure, f"{second} - {first}", c) for measure, first, second, c in study.pairs]


def _pair(measure: str, against: str, c: Comparison) -> tuple[str, ...]:
    d = c.difference
    counts = (f"{c.smaller:,}", f"{c.equal:,}", f"{c.larger:,}")
    if c.equal == c.runs:
        return (measure, against, "0", "equal in every run", "", "", *counts)
    correlation = f"{c.correlation:.2f}" if math.isfinite(c.correlation) else ""
    return (measure, against, number(d.estimate, signed=True), ends(d, signed=True), correlation,
            f"{c.unpaired_runs:,}", *counts)  # fmt: skip


def failures(study: Study) -> list[str]:
    """The first failures, one line each, and how many more there are."""
    found = sorted(study.outcome.failures.items())
    lines = [f"run {run} of {study.design.variants[v].name}: {text}" for (v, run), text in found[:MOST_FAILURES]]
    return lines + ([f"and {len(found) - MOST_FAILURES} more, in manifest.json"] if len(found) > MOST_FAILURES else [])


def text(study: Study) -> str:
    """What ``print(study)`` shows."""
    lines = [headline(study), "", *_aligned(ESTIMATES, estimates(study))]
    if study.pairs:
        lines += ["", "on the same dice, run by run:", *_aligned(PAIRS, pairs(study))]
    lines += [f"failed: {line}" for line in failures(study)]
    return "\n".join([*lines, "", f"result hash {study.result_hash[:16]}"])


def markup(study: Study) -> str:
    """What a notebook shows."""
    parts = [f"<p><b>{html.escape(headline(study))}</b></p>", _table(ESTIMATES, estimates(study))]
    if study.pairs:
        parts += ["<p>On the same dice, run by run:</p>", _table(PAIRS, pairs(study))]
    parts += [f"<p>failed: {html.escape(line)}</p>" for line in failures(study)]
    return "".join([*parts, f"<p><small>result hash {study.result_hash[:16]}</small></p>"])


def number(value: float, signed: bool = False) -> str:
    """Four digits that matter; nothing for nan."""
    if math.isnan(value):
        return ""
    return f"{value:+.4g}" if signed else f"{value:.4g}"


def known(estimate: Estimate) -> str:
    """The interval of an estimate; where no run differed, in what share of runs another value can still occur."""
    if estimate.method == "constant":
        return f"other in < {100 * zero_failure_upper(estimate.finished):.2g} % of runs"
    return ends(estimate.interval)


def ends(interval: Interval, signed: bool = False) -> str:
    """``low to high``; says so where the sample is too small to give an end."""
    if math.isnan(interval.low) or math.isnan(interval.high):
        return "too few runs"
    return f"{number(interval.low, signed)} to {number(interval.high, signed)}"


def _aligned(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = []
    for row in [head, *rows]:
        words = [cell.ljust(width) for cell, width in zip(row[:_WORDS], widths[:_WORDS], strict=True)]
        numbers = [cell.rjust(width) for cell, width in zip(row[_WORDS:], widths[_WORDS:], strict=True)]
        lines.append("  " + "  ".join([*words, *numbers]).rstrip())
    return lines


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(tag: str, cells: Sequence[str]) -> str:
        aligned = ((cell, "left" if i < _WORDS else "right") for i, cell in enumerate(cells))
        return "<tr>" + "".join(f'<{tag} style="text-align:{a}">{html.escape(c)}</{tag}>' for c, a in aligned) + "</tr>"

    return f"<table>{line('th', head)}{''.join(line('td', row) for row in rows)}</table>"
