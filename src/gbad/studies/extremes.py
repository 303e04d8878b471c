"""The best, the median and the worst run of a variant, by what got through: the three worth looking at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gbad.studies.answer import Study


def extreme_runs(study: Study, variant: str | int = 0) -> dict[str, tuple[int, int]]:
    """``best``, ``median`` and ``worst`` -> (run, leakers); the first of several alike. Empty where every run failed.

    The median run is the one whose number of leakers lies nearest to the median over runs.
    """
    leaked = study._column("leaked")[study._variant(variant)]
    if np.isnan(leaked).all():
        return {}
    median = float(np.nanmedian(leaked))
    chosen = {
        "best": int(np.nanargmin(leaked)),
        "median": int(np.nanargmin(np.abs(leaked - median))),
        "worst": int(np.nanargmax(leaked)),
    }
    return {what: (run, int(leaked[run])) for what, run in chosen.items()}
