"""The page of a study: distributions, intervals against runs, paired differences, causes, typical and worst run."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from gbad import library
from gbad.codes.causes import Cause
from gbad.codes.verdicts import WORDS as VERDICTS
from gbad.report import study_bars as bars
from gbad.report import study_doubt
from gbad.report import study_figures as figures
from gbad.report.basis import apart, by_entry, curves_as_one
from gbad.report.study_failed import page as failed_page
from gbad.report.study_failed import without_failed
from gbad.report.words import figure, linked
from gbad.scenario.document import to_text
from gbad.studies import doubts, leaks
from gbad.studies import words as said
from gbad.studies.extremes import extreme_runs
from gbad.studies.verdicts import kills
from gbad.studies.words import ends, known

if TYPE_CHECKING:
    from gbad.studies.answer import Study
    from gbad.studies.intervals import Interval

WIDE, NARROW = 960.0, 360.0  # [px] design widths, as on the page of a run
MOST_CAUSES = 10
RULES = 1e6  # a figure that rules stands before every one that only has a wide spread


def build(
    study: Study, assumptions: Sequence[dict[str, Any]], hypothetical: bool = False, ground: str = "",
    chosen: Sequence[tuple[str, str, str]] = (),
) -> str:  # fmt: skip
    """One self-contained HTML page of a finished study. Numbers come from the study; nothing is simulated here.

    ``hypothetical`` labels a made-up fight over a real country, and ``ground`` a file's, as the page of a run does.
    ``chosen`` are the choices of the first variant's set-up.
    """
    whole, (shown, left_out) = study, without_failed(study)
    if shown is None:
        return failed_page(whole, _resource("report.css"))
    study = shown
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["figure"] = figure
    environment.filters |= {"known": known, "mean": said.mean, "differing": said.differing, "unpaired": said.unpaired}
    environment.filters["percent"] = said.percent
    environment.filters |= {"two": doubts.two, "linked": linked}
    environment.filters["signed"] = lambda interval: said.mean(interval, signed=True)
    environment.filters["signed_ends"] = lambda interval: ends(interval, signed=True)
    template = environment.from_string(_resource("study.html.j2"))
    names = [variant.name for variant in study.design.variants]
    placed = study.design.placing is not None  # many points: their slopes are looked at, not each by itself
    causes, unhurt = ([], []) if placed else (_causes(study), _unhurt(study, names))
    also = len(names) * (len(causes) + len(unhurt))  # intervals of the drawing of causes and the table of assets
    doubt = study_doubt.context(study)
    return template.render(
        doubt=doubt,
        boxes=_twice(lambda width: study_doubt.boxes(study, study.design.measures[0], width)) if doubt else "",
        style=Markup(_resource("report.css")),
        study=study,
        summary=whole.summary(),
        left_out=left_out,
        names=names,
        words=figures.WORDS,
        headline=_headline(study, names),
        picked=_picked(study, names),
        moved=doubts.sentence(study)[1] if len(names) == 1 and study.doubt("leaked") is not None else "",
        claims=_claims(study),
        verdict_words=VERDICTS,
        entries=by_entry(_rows(study, assumptions)),
        outcome=said.outcome(study, also),
        glossary=said.GLOSSARY,
        histograms="" if placed else _twice(lambda width: figures.histograms(study, ("leaked", "rounds_fired"), width)),
        # of samples, not of runs, is the number that an interval counts
        convergence="" if doubt else _twice(lambda width: figures.convergence(study, study.design.measures[0], width)),
        factors=said.factors(study),
        lines_fit=said.lines_fit(study),
        leak_groups=[] if placed else said.leak_groups(study),
        causes=_twice(lambda width: bars.cause_bars(study, causes, width)),
        pairs=_twice(lambda width: bars.differences(study, width)) if len(names) > 1 else "",
        saturation=_twice(lambda width: figures.saturation(study, width)),
        unhurt=unhurt,
        extremes=[] if placed else [row for name in names for row in _extremes(study, name)],
        hypothetical=hypothetical,
        ground=ground,
        chosen=chosen,
    )


def _headline(study: Study, names: Sequence[str]) -> str:
    """The answer in one line: leakers per run, the difference the study was made for, or the span of many variants."""
    scenario = study.design.scenario.rsplit("/", 1)[-1].removesuffix(".yaml")
    if len(names) == 1 and study.doubt("leaked") is not None:
        return f"{scenario}: {doubts.sentence(study)[0]}"
    if len(names) == 1:
        i = study.interval("leaked")
        return f"{scenario}: {said.mean(i)} leakers per run, with 95 % confidence {ends(i)}"
    if len(names) > 2:
        (least, one), (most, other) = _extreme(study, names)
        if said.mean(one) == said.mean(other):
            return f"{said.mean(one)} leakers per run in each of {len(names)} variants"
        return (
            f"From {said.mean(one)} ({least}) to {said.mean(other)} ({most}) leakers per run, the least and the most "
            f"of {len(names)} variants"
        )
    pair = study.pair("leaked")
    d = pair.difference
    if not (d.low > 0 or d.high < 0):
        equal = "equal in every run" if pair.equal == pair.runs else f"{ends(d, signed=True)} per run"
        return f"{names[1]} against {names[0]}: no difference in leakers that {pair.runs:,} runs could show ({equal})"
    more = "more" if d.estimate > 0 else "fewer"
    size = said.mean(d, signed=True).lstrip("+-")
    return f"{names[1]} lets {size} {more} through per run than {names[0]} ({ends(d, signed=True)})"


def _extreme(study: Study, names: Sequence[str]) -> list[tuple[str, Interval]]:
    """The variants with the least and the most leakers, with intervals that hold for all variants at once.

    Who comes out first among many was also lucky: each interval is made for its share of the 5 % (Bonferroni).
    """
    level = 1.0 - 0.05 / len(names)
    found = sorted(((name, study.interval("leaked", name, level)) for name in names), key=lambda row: row[1].estimate)
    return [found[0], found[-1]]


def _picked(study: Study, names: Sequence[str]) -> str:
    """That the extremes of the headline were picked, and what holds for all variants at once."""
    if len(names) <= 2:
        return ""
    (least, one), (most, other) = _extreme(study, names)
    if said.mean(one) == said.mean(other):
        return (
            f"Intervals that hold for all {len(names)} variants at once: {ends(one)} ({least}), {ends(other)} ({most})."
        )
    return (
        f"The extremes were picked after the fact, so that luck makes them look further apart than they are. Intervals "
        f"that hold for all {len(names)} variants at once: {ends(one)} ({least}) and {ends(other)} ({most})."
    )


def _causes(study: Study) -> list[Cause]:
    """Causes that occurred in any variant, most frequent first."""
    return [cause for cause, _ in leaks.causes(study)][:MOST_CAUSES]


def _unhurt(study: Study, names: Sequence[str]) -> list[dict[str, Any]]:
    """Probability that each asset is unhurt, by variant."""
    rows = []
    for measure in (name for name in study.outcome.names if name.startswith("hurt_")):
        cells = []
        for variant in names:
            hurt = study.proportion(measure, variant)
            cells.append((1 - hurt.estimate, 1 - hurt.high, 1 - hurt.low))
        rows.append({"asset": measure.removeprefix("hurt_"), "cells": cells})
    return rows


def _extremes(study: Study, variant: str) -> list[dict[str, Any]]:
    """The best, the median and the worst run of a variant, with the command that plays each again."""
    row = study._variant(variant)
    changes = study.design.variants[row].changes.items()
    words = ["gbad", "run", study.design.scenario, "--seed", str(study.design.seed), "--first-run"]
    sets = [word for path, value in changes for word in ("--set", f"{path}={to_text(value)}")]
    if study.design.points is not None:
        # the figures of its sample are found again from the folder alone
        words, sets = ["gbad", "why", "FOLDER", "--variant", variant, "--run"], []
    # one run may be several of them: all three where every run lets as many through
    found: dict[tuple[int, int], list[str]] = {}
    for what, which in extreme_runs(study, variant).items():
        found.setdefault(which, []).append(what)
    return [
        {
            "variant": variant,
            "what": " and ".join(what),
            "run": run,
            "leaked": leaked,
            "command": shlex.join([*words, str(run), *sets]),
        }
        for (run, leaked), what in found.items()
    ]


def _claims(study: Study) -> list[dict[str, Any]]:
    """Sentences about combat, judged by this study variant by variant; none where figures were not varied."""
    if study.design.samples is None:
        return []
    return [
        {"id": claim.id, "says": claim.says, "variant": variant.name, "found": kills(claim.test.kills, study, row)}
        for claim in library.claims()
        if claim.test is not None and claim.test.kills is not None
        for row, variant in enumerate(study.design.variants)
    ]


def _rows(study: Study, assumptions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Figures as the page folds them: those that rule first, then the widest spread; a curve is one."""
    effects = {row["key"]: row["effect"] for row in doubts.effects(study, study.design.measures[0])}
    rows = []
    for row in curves_as_one(assumptions):
        owner, _, label = str(row["name"]).rpartition(": ")
        effect = effects.get(row["key"])
        far = apart(row["low"], row["high"])
        rows.append(
            {
                **row,
                "owner": owner,
                "label": label,
                "effect": effect,
                "apart": far if effect is None else RULES + abs(effect),
            }
        )
    return rows


def _twice(draw: Any) -> Markup:
    """A figure in two design widths; the style sheet shows the one that fits."""
    wide, narrow = draw(WIDE), draw(NARROW)
    if not wide:
        return Markup("")
    return Markup(f'<div class="wide">{wide}</div><div class="narrow">{narrow}</div>')


def _resource(name: str) -> str:
    return (files("gbad.report") / "templates" / name).read_text(encoding="utf-8")
