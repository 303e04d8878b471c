"""What a study says as plain values: the object that ``gbad study --json`` prints."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from gbad.studies import comparator, doubts, leaks, placed
from gbad.studies.estimates import LEVEL, Estimate
from gbad.studies.intervals import Interval

if TYPE_CHECKING:
    from gbad.studies.answer import Study


def facts(study: Study) -> dict[str, Any]:
    """Estimates, pairs, leaks, doubts and what it took; what is not finite is None."""
    state, outcome = study.outcome.state, study.outcome
    return {
        "result_hash": study.result_hash,
        "out": None if study.folder is None else str(study.folder),
        "planned": state.planned,
        "finished": int(outcome.values.shape[0] * outcome.stopped_at) - len(outcome.failures),
        "failed": len(outcome.failures),
        "excluded": outcome.excluded,
        "estimates": {
            variant.name: {e.measure: _told(e) for e in study.estimates if e.variant == variant.name}
            for variant in study.design.variants
        },
        "pairs": [
            {
                "measure": measure,
                "first": first,
                "second": second,
                **_ends(c.difference),
                "share_differing": _ends(c.share, "share"),
                "correlation": _finite(c.correlation),
                "variance_reduction": c.variance_reduction,
                "unpaired_runs": c.unpaired_runs,
                "second_smaller": c.smaller,
                "equal": c.equal,
                "second_larger": c.larger,
            }
            for measure, first, second, c in study.pairs
        ],
        **({"factors": placed.facts(study.slopes)} if study.slopes else {}),
        "leaks": leaks.facts(study),
        **doubts.told(study),
        **({"comparator": held} if (held := comparator.told(study)) else {}),
        "until": None if study.rule is None else asdict(study.rule) | {"reached": study.rule.reached},
        "intervals": study.shown,
        "expected_misses": round((1.0 - LEVEL) * study.shown, 2),
        "runs_per_s": round(state.runs_per_s, 3),
        "wall_s": round(state.elapsed_s, 3),
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _ends(interval: Interval, name: str = "mean") -> dict[str, float | None]:
    return {name: _finite(interval.estimate), "low": _finite(interval.low), "high": _finite(interval.high)}


def _told(estimate: Estimate) -> dict[str, Any]:
    return {
        **_ends(estimate.interval),
        "kind": estimate.method,
        "usual": _finite(estimate.usual),
        "differing": estimate.differing,
        "share_differing": _ends(estimate.share, "share"),
    }
