"""What variants gave away at their decisions, beside what became of it: against the static optimum on the same dice.

Of a study that keeps ``given_away_percent`` and has a variant whose policies are ``optimal``. A variant that gives much
away at its decisions and yet lets less value through is one that waiting or looking helped; the sentence says so where
the interval of the paired difference leaves no doubt, and says that nothing can be told where it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gbad.studies.design import GIVEN_AWAY
from gbad.studies.intervals import Interval

if TYPE_CHECKING:
    from gbad.studies.answer import Study

OUTCOME = "value_leaked"
OPTIMAL = "optimal"


@dataclass(frozen=True, slots=True)
class Held:
    """One variant against the static optimum of each decision."""

    variant: str
    given_away_percent: float  # mean over runs
    difference: Interval  # value leaked, variant less optimal, on the same dice

    @property
    def verdict(self) -> str:
        """What became of what was given away."""
        if self.difference.high < 0.0:
            return "less got through: waiting or looking helped"
        if self.difference.low > 0.0:
            return "more got through"
        return "no difference can be told"


def comparator(study: Study) -> list[Held]:
    """Every variant that is not the comparator; nothing where the study has none."""
    optimum = next((row for row, v in enumerate(study.design.variants) if _is_optimal(dict(v.changes))), None)
    if optimum is None or GIVEN_AWAY not in study.outcome.names:
        return []
    return [
        Held(
            variant.name, study.interval(GIVEN_AWAY, row).estimate, study.pair(OUTCOME, optimum, row).difference
        )
        for row, variant in enumerate(study.design.variants)
        if row != optimum
    ]  # fmt: skip


def lines(study: Study) -> list[str]:
    """A sentence for each variant."""
    return [
        f"{held.variant} gave away {held.given_away_percent:.3g} % at its decisions; value leaked less that of optimal "
        f"on the same dice: {_in_words(held.difference)}, {held.verdict}"
        for held in comparator(study)
    ]


def _in_words(found: Interval) -> str:
    return f"{found.estimate:+.3g} ({found.low:+.3g} to {found.high:+.3g})"


def told(study: Study) -> list[dict[str, Any]]:
    """As JSON."""
    return [
        {
            "variant": held.variant, "given_away_percent": held.given_away_percent,
            "difference": held.difference.estimate, "low": held.difference.low, "high": held.difference.high,
            "verdict": held.verdict,
        }
        for held in comparator(study)
    ]  # fmt: skip


def _is_optimal(changes: dict[str, Any]) -> bool:
    policies = [str(value) for path, value in changes.items() if path.endswith(".policy")]
    return bool(policies) and all(policy == OPTIMAL for policy in policies)
