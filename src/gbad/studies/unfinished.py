"""How far the end of time takes part in what a study of samples says: threats that had not arrived when the run ended.

A scenario ends at its ``duration_s``. Drawn figures make some of its threats slower than nominal; one that is alive and
not there yet counts as survived, so that the low end of the leakers and the effect of a speed on them are partly made
by the end of the scenario, which is a choice of the set-up. The other end is told beside: the same samples with
everybody that had not arrived counted as a leaker. The truth of a longer scenario lies between the two, but for rounds
that would have been fired after the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from gbad.studies.design import NOT_ARRIVED
from gbad.studies.ignorance import Ignorance, ignorance

if TYPE_CHECKING:
    from gbad.studies.answer import Study


@dataclass(frozen=True, slots=True)
class Unfinished:
    """One variant of a study of samples, over the samples that finished whole."""

    threats: int
    mean: float  # threats that had not arrived, per raid
    most: int  # in one raid
    raids: int  # with any
    of: int  # raids
    through: Ignorance  # leakers, with all of these counted among them


def unfinished(study: Study, variant: int = 0) -> Unfinished | None:
    """None where everybody had arrived, or figures were not varied, or the folder is too old to tell."""
    if study.design.samples is None or not {"leaked", NOT_ARRIVED} <= set(study.outcome.names):
        return None
    leaked, late = study.by_sample("leaked", variant), study.by_sample(NOT_ARRIVED, variant)
    assert leaked is not None
    assert late is not None
    if len(late) < 2 or not late.any():
        return None
    return Unfinished(
        threats=round(study.bounds("killed", variant).high),
        mean=float(late.mean()),
        most=int(late.max()),
        raids=int(np.count_nonzero(late)),
        of=late.size,
        through=ignorance(leaked + late, study.design.seed),
    )


def by_figure(study: Study) -> dict[int, float]:
    """Effect of each figure found to rule how many had not arrived, from its low to its high end; by its row."""
    if study.ruling is None or NOT_ARRIVED not in study.outcome.names:
        return {}
    screening = study.ruling.screening(NOT_ARRIVED)
    return {e.figure: e.interval.estimate for e in screening.effects} if screening else {}


def told(study: Study) -> dict[str, Any]:
    """As ``gbad study --json`` has it, by variant; variants in which everybody had arrived are left out."""
    rows = {variant.name: unfinished(study, row) for row, variant in enumerate(study.design.variants)}
    return {
        name: {
            "mean": row.mean, "most": row.most, "raids": row.raids, "of": row.of,
            "leaked_if_all_got_through": {"mean": row.through.mean, "envelope": list(row.through.envelope)},
        }
        for name, row in rows.items()
        if row is not None
    }  # fmt: skip
