"""The page of a study: distributions, intervals against runs, paired differences, causes, typical and worst run."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jinja2
import numpy as np
from markupsafe import Markup

from gbad.codes.causes import Cause
from gbad.report import study_bars as bars
from gbad.report import study_figures as figures
from gbad.report.study_failed import page as failed_page
from gbad.report.study_failed import without_failed
from gbad.studies.words import ends, known, number

if TYPE_CHECKING:
    from gbad.studies.answer import Study

WIDE, NARROW = 960.0, 360.0  # [px] design widths, as on the page of a run
MOST_CAUSES = 10


def build(study: Study, assumptions: Sequence[dict[str, Any]], hypothetical: bool = False) -> str:
    """One self-contained HTML page of a finished study. Numbers come from the study; nothing is simulated here.

    ``hypothetical`` labels a made-up fight over a real country, as the page of a run does.
    """
    whole, (shown, left_out) = study, without_failed(study)
    if shown is None:
        return failed_page(whole, _resource("report.css"))
    study = shown
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["figure"] = lambda value: "" if value is None else f"{value:.4g}"
    environment.filters["signed"] = lambda value: number(value, signed=True)
    environment.filters["known"] = known
    environment.filters["signed_ends"] = lambda interval: ends(interval, signed=True)
    template = environment.from_string(_resource("study.html.j2"))
    names = [variant.name for variant in study.design.variants]
    return template.render(
        style=Markup(_resource("report.css")),
        study=study,
        summary=whole.summary(),
        left_out=left_out,
        names=names,
        words=figures.WORDS,
        headline=_headline(study, names),
        histograms=_twice(lambda width: figures.histograms(study, ("leaked", "rounds_fired"), width)),
        convergence=_twice(lambda width: figures.convergence(study, study.design.measures[0], width)),
        causes=_twice(lambda width: bars.cause_bars(study, _causes(study), width)),
        pairs=_twice(lambda width: bars.differences(study, width)) if len(names) > 1 else "",
        saturation=_twice(lambda width: figures.saturation(study, width)),
        unhurt=_unhurt(study, names),
        extremes=[row for name in names for row in _extremes(study, name)],
        assumptions=assumptions,
        hypothetical=hypothetical,
    )


def _headline(study: Study, names: Sequence[str]) -> str:
    """The answer in one line: leakers per run, the difference the study was made for, or the span of many variants."""
    scenario = study.design.scenario.rsplit("/", 1)[-1].removesuffix(".yaml")
    if len(names) == 1:
        i = study.estimate("leaked").interval
        return f"{scenario}: {i.estimate:.3g} leakers per run, between {i.low:.3g} and {i.high:.3g}"
    if len(names) > 2:
        means = {name: study.estimate("leaked", name).interval.estimate for name in names}
        least, most = min(names, key=lambda name: means[name]), max(names, key=lambda name: means[name])
        return f"From {means[least]:.3g} leakers per run ({least}) to {means[most]:.3g} ({most})"
    pair = study.pair("leaked")
    d = pair.difference
    if pair.equal == pair.runs:
        return f"{names[1]} lets as many through as {names[0]}, in every run"
    if not (d.low > 0 or d.high < 0):
        return f"{names[1]} against {names[0]}: no sure difference in leakers ({d.low:+.2g} to {d.high:+.2g} per run)"
    more = "more" if d.estimate > 0 else "fewer"
    return f"{names[1]} lets {abs(d.estimate):.3g} {more} through per run than {names[0]}"


def _causes(study: Study) -> list[Cause]:
    """Causes that occurred in any variant, most frequent first."""
    totals: dict[Cause, float] = {
        cause: sum(float(study.sample(f"leak_{cause.identifier}", v).mean()) for v in range(len(study.design.variants)))
        for cause in Cause
        if cause != Cause.NONE
    }
    found: list[Cause] = [cause for cause, total in totals.items() if total > 0]
    return sorted(found, key=lambda cause: -totals[cause])[:MOST_CAUSES]


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
    """The run nearest the median number of leakers and the worst one, with the command that replays each."""
    row = study._variant(variant)
    leaked = study._column("leaked")[row]
    if np.isnan(leaked).all():
        return []
    median = float(np.nanmedian(leaked))
    chosen = {"median": int(np.nanargmin(np.abs(leaked - median))), "worst": int(np.nanargmax(leaked))}
    changes = study.design.variants[row].changes.items()
    words = ["gbad", "run", study.design.scenario, "--seed", str(study.design.seed), "--first-run"]
    sets = [word for path, value in changes for word in ("--set", f"{path}={value}")]
    return [
        {
            "variant": variant,
            "what": what,
            "run": run,
            "leaked": int(leaked[run]),
            "command": shlex.join([*words, str(run), *sets]),
        }
        for what, run in chosen.items()
    ]


def _twice(draw: Any) -> Markup:
    """A figure in two design widths; the style sheet shows the one that fits."""
    wide, narrow = draw(WIDE), draw(NARROW)
    if not wide:
        return Markup("")
    return Markup(f'<div class="wide">{wide}</div><div class="narrow">{narrow}</div>')


def _resource(name: str) -> str:
    return (files("gbad.report") / "templates" / name).read_text(encoding="utf-8")
