"""``gbad why STUDY``: why leakers got through, over all runs of a study's variants, with 95 % intervals."""

from __future__ import annotations

import numpy as np

from gbad.studies import leaks
from gbad.studies.answer import Study
from gbad.studies.intervals import Interval
from gbad.studies.words import ends, mean
from gbad.text.answer import Answer, Grid


def causes_of(study: Study) -> Answer:
    """Leakers per run by group, cause and variant, from the study's own table: nothing is played again."""
    variants = [variant.name for variant in study.design.variants]
    finished = [int((~np.isnan(values).all(axis=1)).sum()) for values in study.outcome.values]
    runs = ", ".join(f"{count} of {name}" for name, count in zip(variants, finished, strict=True))
    sentences = [f"runs: {runs}", "One run: --run N (and --variant NAME); that run is played again."]
    title = f"Why leakers got through: study of {study.design.scenario}, seed {study.design.seed}"
    counted = (*variants,)
    by_group = [[group, *map(_told, intervals)] for group, intervals in leaks.groups(study)]
    by_cause = [[f"{cause.sentence} ({cause.identifier})", *map(_told, each)] for cause, each in leaks.causes(study)]
    everybody = [study.interval("leaked", row) for row in range(len(variants))]
    by_cause.append(["all leakers", *map(_told, everybody)])
    grids = [Grid("Leakers per run, by group", ("group", *variants), by_group, counted)] if by_group else []
    grids.append(Grid("Leakers per run, by cause", ("cause", *variants), by_cause, counted))
    found = leaks.facts(study)
    facts = {
        "scenario": study.design.scenario,
        "variants": {
            name: {"runs": count, "leaked": all_of_them.estimate, **found[name]}
            for name, count, all_of_them in zip(variants, finished, everybody, strict=True)
        },
    }
    return Answer(title, sentences, grids, facts)


def _told(interval: Interval) -> str:
    return f"{mean(interval)} ({ends(interval)})"
