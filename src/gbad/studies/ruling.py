"""The figures that rule a study's outcome: mirrored pairs played beside its samples, and the corners of the strongest.

The pairs and the corners are small studies of their own, in folders of the study's (``screening``, ``corners``), each
with its journal, so that they are resumed like the study itself. They play its first variant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from gbad.studies.design import Design, Variant
from gbad.studies.points import CORNERS, MIRRORED, Points, corner_name
from gbad.studies.screening import Screening, screen
from gbad.tables import Floats

if TYPE_CHECKING:
    from gbad.studies.runner import Outcome

PAIR_DICE = 2  # runs of each point of a pair
RULING = 5  # figures whose corners are played
CORNER_DICE = 16  # runs of each corner, on the same dice in all of them
Play = Callable[[str, Design], "Outcome"]  # folder within the study's, design of the part


@dataclass(frozen=True, slots=True)
class Ends:
    """Least and greatest mean over the corners of the strongest figures, the others at their nominals.

    Which corner is least was picked on one half of the dice; its mean is told from the other half.
    """

    low: float
    low_at: str
    high: float
    high_at: str
    figures: int
    dice: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was played beside the samples. ``rows`` describe the varied figures, in the order of ``points.keys``."""

    rows: tuple[dict[str, Any], ...]
    points: Points
    pairs: Outcome | None
    corners: Outcome | None
    corner_rows: tuple[int, ...] = ()

    def screening(self, measure: str) -> Screening | None:
        """Which figures move the mean of a measure; None where no pairs were asked for, or too few finished."""
        if self.pairs is None or not self.rows:
            return None
        x, difference = self.differences(measure)
        return screen(x, difference) if len(difference) >= 8 else None

    def differences(self, measure: str) -> tuple[Floats, Floats]:
        """Points ``(pairs, figures)`` in -1..1 and the difference of the two sides, of pairs that finished whole."""
        assert self.pairs is not None
        column = self.pairs.names.index(measure)
        values = self.pairs.values[:, :, column].reshape(2, -1, PAIR_DICE).mean(axis=2)
        difference = values[0] - values[1]
        whole = ~np.isnan(difference)
        x = 2.0 * self.points.quantiles(0, np.flatnonzero(whole)) - 1.0
        return x, difference[whole]

    def ends(self, measure: str) -> Ends | None:
        """The corners of the ruling figures; None where nothing rules."""
        if self.corners is None:
            return None
        values = self.corners.values[:, :, self.corners.names.index(measure)]
        half = values.shape[1] // 2
        picking, telling = np.nanmean(values[:, :half], axis=1), np.nanmean(values[:, half:], axis=1)
        least, most = int(np.nanargmin(picking)), int(np.nanargmax(picking))
        labels = [str(self.rows[row]["name"]) for row in self.corner_rows]
        return Ends(
            float(telling[least]), corner_name(labels, least), float(telling[most]), corner_name(labels, most),
            len(labels), values.shape[1],
        )  # fmt: skip


def play_ruling(design: Design, rows: Sequence[dict[str, Any]], play: Play) -> Ruling:
    """Play pairs, and then the corners of what they find to rule the first measure."""
    assert design.samples is not None
    first = design.variants[0]
    mirrored = Points(MIRRORED, design.seed, tuple(str(row["key"]) for row in rows), PAIR_DICE)
    pairs = None
    if design.samples.pairs and rows:
        two = (Variant("points", first.changes), Variant("mirrors", first.changes))
        pairs = play("screening", _part(design, two, design.samples.pairs * PAIR_DICE, mirrored))
    ruling = Ruling(tuple(rows), mirrored, pairs, None)
    found = ruling.screening(design.measures[0])
    strongest = tuple(effect.figure for effect in found.effects[:RULING]) if found else ()
    if not strongest:
        return ruling
    at = Points(CORNERS, design.seed, tuple(mirrored.keys[j] for j in strongest))
    cells = tuple(Variant(f"corner {k}", first.changes) for k in range(2 ** len(strongest)))
    corners = play("corners", _part(design, cells, CORNER_DICE, at))
    return replace(ruling, corners=corners, corner_rows=strongest)


def _part(design: Design, variants: tuple[Variant, ...], runs: int, points: Points) -> Design:
    return replace(design, variants=variants, runs=runs, points=points, samples=None)
