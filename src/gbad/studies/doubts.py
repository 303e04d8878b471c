"""What a study of samples says of ignorance and chance: sentences, rows and the part of its JSON."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gbad.studies import moved, unfinished
from gbad.studies.points import DISTRIBUTION
from gbad.studies.ruling import PAIR_DICE

if TYPE_CHECKING:
    from gbad.studies.answer import Study
    from gbad.studies.ignorance import Ignorance
    from gbad.studies.screening import Effect, Screening

NAMED = 3  # figures that a headline names
THINGS = {"leaked": "get through", "killed": "are killed", "survived": "survive"}
LATE = (
    "A figure that moves how many had not arrived when the run ended does that part of its effect by the end of time."
)
LIMITS = (
    "A figure that is as bad at its low as at its high end, but not between, is invisible to mirrored pairs.",
    "An effect is the straight-line change from the low to the high end, averaged over what is unknown of all others.",
)


def two(value: float) -> str:
    """A number as it may be quoted: two significant digits, whole numbers from ten on."""
    if not math.isfinite(value):
        return "–"
    if abs(value) >= 9.95:
        return f"{value:,.0f}"
    text = f"{value:.2g}"
    return "0" if float(text) == 0.0 else f"{float(text):g}"


def plain(value: float) -> str:
    """A figure of the library: four significant digits, without a power of ten up to a million."""
    text = f"{value:.4g}"
    return f"{float(text):,.0f}" if 1e4 <= abs(value) < 1e6 else text


def span(ends: tuple[float, float]) -> str:
    """Two ends; one number where they round to the same."""
    low, high = (two(end) for end in ends)
    return low if low == high else f"{low} and {high}"


def short(name: str) -> str:
    """A figure's name as a headline takes it: ``91N6E range (calibration)``."""
    owner, _, label = name.partition(": ")
    return f"{owner} {label}" if label else owner


def headline(study: Study, measure: str = "leaked", variant: int = 0) -> str:
    """What may be quoted: the mean in this set-up, how far ignorance moves it, how far one raid goes."""
    found = study.doubt(measure, variant)
    assert found is not None
    threats = study.bounds("killed", variant).high
    about = f"About {two(found.mean)} of {threats:g} {THINGS[measure]} in this set-up."
    if found.between <= 0.0:
        moved = "What nobody knows moves that by less than these runs can show"
    elif two(found.envelope[0]) == two(found.envelope[1]):
        moved = f"What nobody knows moves that by less than it is rounded to{mostly(study, measure)}"
    else:
        moved = f"What nobody knows moves that between {span(found.envelope)}{mostly(study, measure)}"
    return f"{about} {moved}; a single raid {_raid(found)}."


def sentence(study: Study, measure: str = "leaked", variant: int = 0) -> tuple[str, str]:
    """The headline in two: the mean in this set-up, and what moves it."""
    first, _, rest = headline(study, measure, variant).partition(" in this set-up. ")
    return f"{first} in this set-up", rest


def _raid(found: Ignorance) -> str:
    low, high = found.one_raid
    return f"brings {two(low)}" if two(low) == two(high) else f"between {span((low, high))}"


def mostly(study: Study, measure: str) -> str:
    """The figures that rule most, in brackets; nothing where none was found or none was looked for."""
    screening = study.ruling.screening(measure) if study.ruling else None
    if screening is None:
        return ""
    if not screening.effects:
        return " (no single figure rules)"
    names = [short(str(study.ruling.rows[e.figure]["name"])) for e in screening.effects[:NAMED]]  # type: ignore[union-attr]  # screening is of it
    return f" (mostly: {', '.join(names)})"


def ended(study: Study, variant: int = 0) -> str:
    """That the end of time takes part in the low end; empty where everybody had arrived."""
    found = unfinished.unfinished(study, variant)
    if found is None:
        return ""
    low, high = (two(end) for end in found.through.envelope)
    return (
        f"In {found.raids:,} of {found.of:,} raids somebody had not arrived when the run ended: up to {found.most} of "
        f"{found.threats} threats, {two(found.mean)} in the mean. They count as survived, so that the low end is "
        f"partly the end of time; had all of them got through, the mean would be {two(found.through.mean)}, {low} to "
        f"{high} over what nobody knows."
    )


def all_ended(study: Study) -> list[str]:
    """The same where variants were compared: of the one in which most had not arrived."""
    names = [variant.name for variant in study.design.variants]
    found = {row: late.mean for row in range(len(names)) if (late := unfinished.unfinished(study, row)) is not None}
    if not found:
        return []
    worst = max(found, key=lambda row: found[row])
    if len(names) == 1:
        return [ended(study)]
    return [f"{names[worst]}, where most were late: {ended(study, worst)}"]


def share(found: Ignorance) -> str:
    """How much of the spread is ignorance."""
    played = f"{found.samples} samples of {found.dice} runs, each with dice of its own."
    if found.between + found.within <= 0.0:
        return f"There is no spread: every run gave {two(found.mean)}; {played}"
    p, low, high = (100.0 * x for x in (found.share.estimate, found.share.low, found.share.high))
    return f"Ignorance is {p:.0f} % of the spread ({low:.0f} to {high:.0f} %), chance the rest; {played}"


def effects(study: Study, measure: str) -> list[dict[str, Any]]:
    """The ruling figures of a measure, strongest first."""
    screening = study.ruling.screening(measure) if study.ruling else None
    rows = study.ruling.rows if study.ruling else ()
    late = unfinished.by_figure(study)
    return [_effect(rows[e.figure], e, late.get(e.figure)) for e in screening.effects] if screening else []


def _effect(row: dict[str, Any], effect: Effect, late: float | None) -> dict[str, Any]:
    i = effect.interval
    kept = {name: row[name] for name in ("key", "name", "low", "nominal", "high", "unit", "basis")}
    return {**kept, "effect": i.estimate, "effect_low": i.low, "effect_high": i.high, "not_arrived": late}


def not_found(screening: Screening) -> str:
    """What it means that a figure was not found to rule."""
    return (
        f"{screening.figures} figures were asked by {screening.pairs} mirrored pairs of points, {PAIR_DICE} runs each; "
        f"one that moves the outcome by {two(screening.half_found)} from low to high is found in half of such studies, "
        f"one of {two(screening.mostly_found)} in four of five. What was not found is smaller than that, not nothing."
    )


def corners(study: Study, measure: str) -> str:
    """The corners of the ruling figures in a sentence; empty where none were played."""
    ends = study.ruling.ends(measure) if study.ruling else None
    if ends is None:
        return ""
    strongest = "strongest figure at its worst and best end"
    if ends.figures > 1:
        strongest = f"{ends.figures} strongest figures at their worst and best ends together"
    return (
        f"With the {strongest} and all others nominal: "
        f"{two(ends.low)} to {two(ends.high)} (mean of {ends.dice // 2} runs at each corner; which corner is which was "
        f"picked on {ends.dice // 2} others). Least at {ends.low_at}; most at {ends.high_at}."
    )


def lines(study: Study) -> list[str]:
    """What ``print(study)`` says of ignorance, variant by variant, then what rules."""
    said: list[str] = []
    for row, variant in enumerate(study.design.variants):
        found = study.doubt("leaked", row)
        if found is not None:
            name = f"{variant.name}: " if len(study.design.variants) > 1 else ""
            said += [f"{name}{headline(study, 'leaked', row)}", f"  {share(found)}"]
    said += [f"  {line}" for line in all_ended(study)]
    said += [f"  {moved.sentence(row)}" for row in moved.moved(study)]
    measure = study.design.measures[0]
    screening = study.ruling.screening(measure) if study.ruling else None
    if screening is not None:
        said += ["", f"what rules {measure}, from the low to the high end:"]
        for found_row in effects(study, measure):
            low, high, by = (f"{found_row[name]:+.2g}" for name in ("effect_low", "effect_high", "effect"))
            ends = f"{plain(found_row['low'])} to {plain(found_row['high'])} {found_row['unit']}".rstrip()
            late = found_row["not_arrived"]
            also = "" if late is None else f"; not arrived at the end {late:+.2g}"
            said.append(f"  {by} ({low} to {high})  {found_row['name']}: {ends}{also}")
        said += [f"  {line}" for line in (not_found(screening), corners(study, measure)) if line]
    if study.design.samples is not None:
        said.append(f"Drawn: {DISTRIBUTION}. {len(study.fixed)} figures have no spread and were not varied.")
    return said


def told(study: Study) -> dict[str, Any]:
    """The part of ``gbad study --json`` that tells of samples; empty where figures were not varied."""
    if study.design.samples is None:
        return {}
    kinds = {}
    for row, variant in enumerate(study.design.variants):
        found = {measure: study.doubt(measure, row) for measure in study.design.measures}
        kinds[variant.name] = {m: _told(f) for m, f in found.items() if f is not None}
    measure = study.design.measures[0]
    screening = study.ruling.screening(measure) if study.ruling else None
    ends = study.ruling.ends(measure) if study.ruling else None
    return {
        "headline": headline(study) if study.doubt("leaked") else None,
        "samples": asdict(study.design.samples),
        "distribution": DISTRIBUTION,
        "ignorance": kinds,
        "differences": {m: [moved.told(row) for row in moved.moved(study, m)] for m in study.design.measures},
        "ruling": None
        if screening is None
        else {
            "measure": measure,
            "pairs": screening.pairs,
            "figures": screening.figures,
            "half_found": screening.half_found,
            "mostly_found": screening.mostly_found,
            "effects": effects(study, measure),
        },
        "corners": None if ends is None else asdict(ends),
        "not_arrived": unfinished.told(study),
        "not_varied": [row["key"] for row in study.fixed],
        "parts": study.parts,
    }


def _told(found: Ignorance) -> dict[str, Any]:
    return {
        "mean": found.mean,
        "envelope": list(found.envelope),
        "one_raid": list(found.one_raid),
        "chance": list(found.chance),
        "share_of_ignorance": {
            "share": found.share.estimate,
            "low": found.share.low,
            "high": found.share.high,
        },
        "samples": found.samples,
        "dice": found.dice,
    }
