"""Sobol indices, played: which part of what nobody knows about an outcome comes from which figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from gbad.archive.study import begin, figures_of, keys_of, place
from gbad.archive.variants import settle
from gbad.errors import InputError
from gbad.studies.design import Variant
from gbad.studies.player import RUN_LIMIT_S
from gbad.studies.points import CROSSED, Points
from gbad.studies.runner import Outcome, Progress
from gbad.studies.sobol import LEAST_GROUPS, SobolIndices, sobol_indices
from gbad.text.answer import Answer, Grid, Shown

GROUPS, DICE = 128, 4
MOST_FIGURES = 24


@dataclass(frozen=True, slots=True, repr=False)
class Shares(Shown):
    """Sobol indices of the mean of a measure, with the runs that they come from."""

    measure: str
    names: tuple[str, ...]
    indices: SobolIndices | None  # none where too few groups have no failed run
    outcome: Outcome
    folder: Path
    dropped: int  # groups with a failed run

    def answer(self) -> Answer:
        """In words and a table."""
        title, facts = f"Sobol indices of {self.measure}", {
            "measure": self.measure, "dropped_groups": self.dropped, "result_hash": self.outcome.result_hash,
        }  # fmt: skip
        lost = [f"{self.dropped} groups of points with a failed run are left out"] if self.dropped else []
        found = self.indices
        if found is None:
            return Answer(title, [*lost, f"fewer than {LEAST_GROUPS} are left, which tell nothing"], [], facts)
        std, chance = max(found.variance, 0.0) ** 0.5, found.chance**0.5
        sentences = [
            f"mean {self.measure} {found.mean:.3g}; these figures move it by {std:.2g} (standard deviation), chance "
            f"moves a single run by {chance:.2g}",
            "first order: the figure by itself; total: with what it does together with the others here. All other "
            "figures stand at their nominals",
            *lost,
        ]
        if not found.told:
            sentences.append(
                f"the figures do not move the mean by more than its error: {found.groups} groups tell nothing"
            )
        order = np.argsort(-np.nan_to_num(found.total[:, 0]), kind="stable")
        rows = [[self.names[i], *_shown(found.first[i]), *_shown(found.total[i])] for i in order] if found.told else []
        columns = ("figure", "first order", "its 95 %", "total", "95 % of the total")
        grid = Grid(f"shares of the variance of mean {self.measure}", columns, rows, ("first order", "total"))
        facts |= {
            "mean": found.mean, "groups": found.groups, "variance": found.variance, "chance_variance": found.chance,
            "figures": [
                {"figure": name, "first": _facts(found.first[i]), "total": _facts(found.total[i])}
                for i, name in enumerate(self.names)
            ],
        }  # fmt: skip
        return Answer(title, sentences, [grid] if rows else [], facts)


def sobol(
    scenario: str | Path,
    figures: Sequence[str],
    *,
    measure: str = "leaked",
    groups: int = GROUPS,
    dice: int = DICE,
    seed: int = 1,
    changes: Mapping[str, Any] | None = None,
    out: str | Path | None = None,
    resume: str | Path | None = None,
    backend: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Shares:
    """Sobol indices of the mean of ``measure`` for ``figures``, named as ``gbad show`` prints them.

    Plays ``groups * (len(figures) + 2) * dice`` runs; their folder has a journal, so that ``resume`` goes on with it.
    Raises ``InputError`` for a figure that is not there or has no spread, ``ResultsError`` (other inputs on
    ``resume``), ``ResourceError``.
    """
    names = tuple(dict.fromkeys(figures))
    if not 1 <= len(names) <= MOST_FIGURES:
        raise InputError(f"--vary: 1 to {MOST_FIGURES} figures, here {len(names)}")
    if groups < LEAST_GROUPS or dice < 2:
        raise InputError(f"--groups {groups}, --dice {dice}: at least {LEAST_GROUPS} and 2")
    points = len(names) + 2
    design = settle(scenario, groups * points * dice, seed, None)
    if len(design.variants) != 1 or design.samples or design.until:
        raise InputError(f"{scenario}: a scenario is asked for, not a study")
    design = replace(design, measures=(measure,), variants=(Variant(design.variants[0].name, dict(changes or {})),))
    begun = begin(design)
    varied, fixed = figures_of(begun.ready)
    keys = keys_of(names, varied, fixed, "--vary")
    begun = replace(begun, design=replace(design, points=Points(CROSSED, seed, keys, dice)))
    work = begun.work(backend, workers, None, RUN_LIMIT_S)
    with place(out, resume) as folder:
        outcome = begun.play(begun.ledger(folder, resume=resume is not None), work, progress)
    values = outcome.values[0, :, outcome.names.index(measure)].reshape(groups, points, dice)
    whole = np.isfinite(values).all(axis=(1, 2))
    indices = sobol_indices(values[whole]) if whole.sum() >= LEAST_GROUPS else None
    return Shares(measure, keys, indices, outcome, folder, int((~whole).sum()))


def _shown(row: np.ndarray) -> list[str]:
    return [f"{row[0]:.2f}", f"{row[1]:.2f} to {row[2]:.2f}"]


def _facts(row: np.ndarray) -> list[float | None]:
    return [float(x) if np.isfinite(x) else None for x in row]
