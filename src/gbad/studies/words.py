"""A study in words: two aligned tables as text, the same two in a notebook."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gbad.studies import comparator, doubts, leaks
from gbad.studies.intervals import Interval

if TYPE_CHECKING:
    from gbad.studies.answer import Study
    from gbad.studies.estimates import Estimate
    from gbad.studies.paired import Comparison

MANY = 10  # intervals side by side, from which on it is said how many may miss
MOST_FAILURES = 5  # that are told one by one
ESTIMATES = ("measure", "variant", "mean", "95 % interval", "kind", "runs", "runs that differ")
PAIRS = (
    "measure", "against", "difference", "95 % interval", "correlation", "unpaired runs", "smaller", "equal", "larger",
    "share that differ",
)  # fmt: skip
FACTORS = ("measure", "factor", "effect over its range", "95 % interval")
LEAKS = ("why they got through", "variant", "leakers per run", "95 % interval")
_WORDS = 2  # leading columns that hold words; the others hold numbers
GLOSSARY = {
    "run": "one play of the raid with dice of its own; the unit of everything here: threats of one run share its luck",
    "mean": "average over runs; what one run does lies beside it, see the distribution",
    "95 % interval": "made so that in at least 95 of 100 such studies it holds the mean that endless runs would give; "
    "it covers the dice, not what is unknown about the systems, and not what the model leaves out",
    "bounded": "an interval that rests on the least and the greatest value that a run can have, and on nothing else",
    "exact": "the same for a share of runs (Clopper and Pearson)",
    "anytime": "an interval that holds although the study looked at it again and again until it was narrow enough",
    "certain": "the scenario leaves only this value",
    "runs that differ": "runs with another value than the commonest; where they are fewer than ten, their share of all "
    "runs tells more than the mean",
    "difference": "second variant minus first, run by run on the same dice",
    "correlation": "how far the luck of a run goes the same way in both variants: 1 all, 0 none",
    "unpaired runs": "runs of each variant that would tell the difference as well on separate dice; not told where "
    "fewer than ten runs differ",
    "failed, excluded": "runs that broke off with an error, and runs beyond the one at which the study stopped; "
    "neither counts",
}


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
        (e.measure, e.variant, mean(e.interval), known(e), e.method,
         f"{e.finished:,}" + (f" ({e.failed} failed)" if e.failed else ""), differing(e))
        for e in ordered
    ]  # fmt: skip


def leak_groups(study: Study) -> list[tuple[str, ...]]:
    """Rows of the table of leakers by group, variant by variant."""
    names = [variant.name for variant in study.design.variants]
    return [
        (group, name, mean(interval), ends(interval))
        for group, intervals in leaks.groups(study)
        for name, interval in zip(names, intervals, strict=True)
    ]


def pairs(study: Study) -> list[tuple[str, ...]]:
    """Rows of the table of paired differences."""
    return [_pair(measure, f"{second} - {first}", c) for measure, first, second, c in study.pairs]


def factors(study: Study) -> list[tuple[str, ...]]:
    """Rows of the table of factors, largest effect first; empty where no points were placed."""
    return [
        (measure, row.factor, mean(row.effect, signed=True), ends(row.effect, signed=True))
        for measure, found in study.slopes.items()
        for row in found.rows
    ]


def lines_fit(study: Study) -> str:
    """How far straight lines tell what happens between the points; empty where no points were placed."""
    found = study.slopes.get(study.design.measures[0])
    if found is None or math.isnan(found.explained):
        return ""
    return (
        f"straight lines in all factors explain {100.0 * found.explained:.0f} % of the scatter of mean "
        f"{study.design.measures[0]} between {found.points} points; the rest bends, goes together, or is dice"
    )


def _pair(measure: str, against: str, c: Comparison) -> tuple[str, ...]:
    d = c.difference
    counts = (f"{c.smaller:,}", f"{c.equal:,}", f"{c.larger:,}")
    correlation = f"{c.correlation:.2f}" if math.isfinite(c.correlation) else ""
    return (measure, against, mean(d, signed=True), ends(d, signed=True), correlation, unpaired(c), *counts,
            percent(c.share) if c.rare else "")  # fmt: skip


def unpaired(comparison: Comparison) -> str:
    """Runs that the same width would need without pairing, to two digits; nothing where too few runs tell."""
    runs = comparison.unpaired_runs
    return "" if runs is None else f"{float(f'{runs:.2g}'):,.0f}"


def outcome(study: Study, also: int = 0) -> list[str]:
    """What is to be known before the numbers are quoted: the stopping rule, and how many intervals may miss.

    ``also`` counts intervals that a page shows beside those of the study's own tables.
    """
    lines, rule = [], study.rule
    if rule is not None:
        said = f"{rule.measure} ±{rule.margin:.2g}"
        where = f" in variant {rule.variant}, the least known," if len(study.design.variants) > 1 else ""
        asked = "" if rule.reached else f"; ±{rule.half_width:g} was asked for"
        lines.append(f"{'reached' if rule.reached else 'not reached'}: {said}{where} after {rule.runs:,} runs{asked}")
    lines += comparator.lines(study)
    return lines + misses(study.shown + also)


def misses(intervals: int) -> list[str]:
    """How many of so many intervals side by side may miss; nothing where they are few."""
    if intervals < MANY:
        return []
    expected = f"{0.05 * intervals:.2g}"
    return [f"{intervals} intervals of 95 % each: expect up to {expected} of them to miss their truth"]


def failures(study: Study) -> list[str]:
    """The first failures, one line each, and how many more there are."""
    found = sorted(study.outcome.failures.items())
    lines = [f"run {run} of {study.design.variants[v].name}: {text}" for (v, run), text in found[:MOST_FAILURES]]
    return lines + ([f"and {len(found) - MOST_FAILURES} more, in manifest.json"] if len(found) > MOST_FAILURES else [])


def text(study: Study) -> str:
    """What ``print(study)`` shows."""
    doubt = doubts.lines(study)
    lines = [headline(study), *(["", *doubt] if doubt else []), "", *_aligned(ESTIMATES, estimates(study))]
    by_group = leak_groups(study)
    lines += ["", *_aligned(LEAKS, by_group)] if by_group else []
    if study.slopes:
        lines += ["", "what each factor does along a straight line:", *_aligned(FACTORS, factors(study))]
        lines += [lines_fit(study)]
    if study.pairs:
        lines += ["", "on the same dice, run by run:", *_aligned(PAIRS, pairs(study))]
    lines += ["", *outcome(study)] if outcome(study) else []
    lines += [f"failed: {line}" for line in failures(study)]
    return "\n".join([*lines, "", f"result hash {study.result_hash[:16]}"])


def markup(study: Study) -> str:
    """What a notebook shows."""
    parts = [f"<p><b>{html.escape(headline(study))}</b></p>", _table(ESTIMATES, estimates(study))]
    by_group = leak_groups(study)
    parts += [_table(LEAKS, by_group)] if by_group else []
    if study.slopes:
        parts += [_table(FACTORS, factors(study)), f"<p>{html.escape(lines_fit(study))}</p>"]
    if study.pairs:
        parts += ["<p>On the same dice, run by run:</p>", _table(PAIRS, pairs(study))]
    parts += [f"<p>{html.escape(line)}</p>" for line in outcome(study)]
    parts += [f"<p>failed: {html.escape(line)}</p>" for line in failures(study)]
    return "".join([*parts, f"<p><small>result hash {study.result_hash[:16]}</small></p>"])


def number(value: float, signed: bool = False) -> str:
    """Four digits that matter; nothing for nan."""
    if math.isnan(value):
        return ""
    return f"{value:+.4g}" if signed else f"{value:.4g}"


def mean(interval: Interval, signed: bool = False) -> str:
    """The estimate, with as many digits as its interval deserves; nothing without a run."""
    if math.isnan(interval.estimate):
        return ""
    return _digits(interval.estimate, _decimals(interval), signed)


def known(estimate: Estimate) -> str:
    """The interval of an estimate in words."""
    return ends(estimate.interval)


def differing(estimate: Estimate) -> str:
    """How many runs differ from the usual and what share of all runs may, where they are few; else nothing."""
    if not estimate.rare or not estimate.finished or estimate.method == "exact":
        return ""
    count = {0: "none differs", 1: "1 differs"}.get(estimate.differing, f"{estimate.differing} differ")
    return f"{count} from {estimate.usual:g} ({percent(estimate.share)})"


def ends(interval: Interval, signed: bool = False) -> str:
    """``low to high``, rounded outwards to two digits of the width; ``always`` where there is but one value."""
    if interval.low == interval.high:
        return "always"
    decimals = _decimals(interval)
    scale = 10.0**decimals
    low, high = math.floor(interval.low * scale + 1e-9) / scale, math.ceil(interval.high * scale - 1e-9) / scale
    return f"{_digits(low, decimals, signed)} to {_digits(high, decimals, signed)}"


def percent(share: Interval) -> str:
    """``0.06 to 1.8 % of runs``, rounded outwards."""
    if share.low == 0.0:
        return f"less than {_outward(100.0 * share.high, math.ceil):g} % of runs"
    if share.high == 1.0:
        return f"more than {_outward(100.0 * share.low, math.floor):g} % of runs"
    return f"{_outward(100.0 * share.low, math.floor):g} to {_outward(100.0 * share.high, math.ceil):g} % of runs"


def _outward(value: float, towards: Callable[[float], int]) -> float:
    """Two digits, rounded up or down."""
    scale = 10.0 ** (1 - math.floor(math.log10(value)))
    return towards(value * scale * (1.0 + (1e-9 if towards is math.floor else -1e-9))) / scale


def _decimals(interval: Interval) -> int:
    """Decimals that show two digits of the width."""
    width = interval.high - interval.low
    return max(0, 1 - math.floor(math.log10(width))) if 0.0 < width < math.inf else 0


def _digits(value: float, decimals: int, signed: bool) -> str:
    value = round(value, decimals) + 0.0
    return f"{value:+,.{decimals}f}" if signed and value != 0.0 else f"{value:,.{decimals}f}"


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
