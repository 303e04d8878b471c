"""Why threats got through, over the runs of a study: leakers per run by group and by cause, with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gbad.codes.causes import GROUPS, Cause
from gbad.studies.intervals import Interval

if TYPE_CHECKING:
    from gbad.studies.answer import Study


def cause_measure(cause: Cause) -> str:
    """Name of the measure that counts the leakers of a cause in a run."""
    return f"leak_{cause.identifier}"


def group_measure(group: str) -> str:
    """Name of the measure that counts the leakers of a group in a run."""
    return f"group_{group.replace(' ', '_')}"


def groups(study: Study) -> list[tuple[str, list[Interval]]]:
    """Groups that occurred in any variant, in the order of the chain, with an interval for each variant."""
    return [
        (group, _intervals(study, group_measure(group))) for group in GROUPS if _occurs(study, group_measure(group))
    ]


def causes(study: Study) -> list[tuple[Cause, list[Interval]]]:
    """Causes that occurred in any variant, most frequent first, with an interval for each variant."""
    found = [
        (cause, _intervals(study, cause_measure(cause)))
        for cause in Cause
        if cause != Cause.NONE and _occurs(study, cause_measure(cause))
    ]
    return sorted(found, key=lambda row: -sum(interval.estimate for interval in row[1]))


def facts(study: Study) -> dict[str, Any]:
    """By variant: leakers per run by group and by cause, for a machine."""
    by_group, by_cause = groups(study), causes(study)
    return {
        variant.name: {
            "groups": {group: _told(intervals[row]) for group, intervals in by_group},
            "causes": {cause.identifier: _told(intervals[row]) for cause, intervals in by_cause},
        }
        for row, variant in enumerate(study.design.variants)
    }


def _told(interval: Interval) -> dict[str, float]:
    return {"mean": interval.estimate, "low": interval.low, "high": interval.high}


def _occurs(study: Study, measure: str) -> bool:
    # folders of earlier versions count fewer things
    if measure not in study.outcome.names:
        return False
    return any(study.sample(measure, row).any() for row in range(len(study.design.variants)))


def _intervals(study: Study, measure: str) -> list[Interval]:
    return [study.interval(measure, row) for row in range(len(study.design.variants))]
