"""Variants of which no run finished: there is nothing to draw of them, and the page says so."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gbad.studies.answer import Study

MOST_FAILURES = 8


def without_failed(study: Study) -> tuple[Study | None, list[str]]:
    """The study of the variants that have runs (None if none has), and a sentence for each of the others."""
    outcome = study.outcome
    empty = np.isnan(outcome.values).all(axis=(1, 2))
    if not empty.any():
        return study, []
    said = []
    for row in np.flatnonzero(empty):
        failures = [text for (variant, _), text in sorted(outcome.failures.items()) if variant == row]
        said.append(f"No run of {study.design.variants[row].name} finished. The first failed so: {failures[0]}")
    kept = np.flatnonzero(~empty)
    if not len(kept):
        return None, said
    place = {int(row): i for i, row in enumerate(kept)}
    narrowed = replace(
        outcome,
        bounds=outcome.bounds[kept],
        values=outcome.values[kept],
        failures={(place[v], run): text for (v, run), text in outcome.failures.items() if v in place},
    )
    design = replace(study.design, variants=tuple(study.design.variants[row] for row in kept))
    kept_study = type(study)(design, narrowed, study.manifest, study.folder)
    # what was played beside the samples is of the first variant
    kept_study.ruling, kept_study.fixed = (study.ruling if 0 in place else None), study.fixed
    return kept_study, said


def page(study: Study, style: str) -> str:
    """The page of a study of which no run finished."""
    title = f"No run of {study.design.scenario} finished"
    names = [variant.name for variant in study.design.variants]
    failures = sorted(study.outcome.failures.items())
    rows = "".join(
        f"<p><strong>Failed:</strong> {html.escape(f'run {run} of {names[variant]}: {text}')}</p>"
        for (variant, run), text in failures[:MOST_FAILURES]
    )
    more = len(failures) - MOST_FAILURES
    counts = f"0 runs finished of {study.outcome.state.planned} planned; {len(failures)} failed."
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{html.escape(title)}</title><style>{style}</style></head><body><main><header>"
        f'<p class="kicker">Study · seed {study.design.seed} · simulation only</p><h1>{html.escape(title)}</h1>'
        f'<p class="lead">{counts} There is nothing to estimate.</p></header>'
        f'<div class="notes warn">{rows}{f"<p>and {more} more, listed in the manifest.</p>" if more > 0 else ""}</div>'
        "</main></body></html>\n"
    )
