"""``gbad why STUDY``: why leakers got through, over all runs of a study's variants."""

from __future__ import annotations

import numpy as np

from gbad.studies.answer import Study
from gbad.tables import Floats
from gbad.text.answer import Answer, Grid

_LEAK = "leak_"


def causes_of(study: Study) -> Answer:
    """Leakers per run by cause and variant, from the study's own table: nothing is played again."""
    names, variants = study.outcome.names, [variant.name for variant in study.design.variants]
    finished = [values[~np.isnan(values).all(axis=1)] for values in study.outcome.values]
    found = [k for k, name in enumerate(names) if name.startswith(_LEAK) and any(f[:, k].any() for f in finished)]
    found.sort(key=lambda k: -sum(float(f[:, k].sum()) for f in finished))
    leaked = names.index("leaked")
    rows = [[names[k].removeprefix(_LEAK), *(_per_run(f[:, k]) for f in finished)] for k in found]
    rows.append(["all leakers", *(_per_run(f[:, leaked]) for f in finished)])
    facts = {
        "scenario": study.design.scenario,
        "variants": {
            name: {
                "runs": len(f),
                "leaked": _mean(f[:, leaked]),
                "causes": {names[k].removeprefix(_LEAK): _mean(f[:, k]) for k in found},
            }
            for name, f in zip(variants, finished, strict=True)
        },
    }
    runs = ", ".join(f"{len(f)} of {name}" for name, f in zip(variants, finished, strict=True))
    sentences = [f"runs: {runs}", "One run: --run N (and --variant NAME); that run is played again."]
    title = f"Why leakers got through: study of {study.design.scenario}, seed {study.design.seed}"
    return Answer(title, sentences, [Grid("Leakers per run, by cause", ["cause", *variants], rows, variants)], facts)


def _mean(values: Floats) -> float | None:
    return float(values.mean()) if len(values) else None


def _per_run(values: Floats) -> str:
    return f"{values.mean():.3g}" if len(values) else "no run"
