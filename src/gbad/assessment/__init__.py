"""shots -> outcomes: kill or miss, what is reported of it, arrivals and damage."""

from gbad.assessment.judging import Assessment, judge, start
from gbad.assessment.outcomes import (
    FATE_NAMES,
    KILLED,
    LEAKED,
    SURVIVED,
    Outcomes,
    all_arrived,
    leaked,
    not_arrived,
    outcomes,
)

__all__ = [
    "FATE_NAMES",
    "KILLED",
    "LEAKED",
    "SURVIVED",
    "Assessment",
    "Outcomes",
    "all_arrived",
    "judge",
    "leaked",
    "not_arrived",
    "outcomes",
    "start",
]
