"""How near a battle is to a rare outcome: ``leaked >= 3``, ``assets_hurt >= 1``.

The height of a run is the sum over the ``least`` foremost: a threat counts by the share of its way that it has flown
alive, 1 when it is through; an asset by the foremost threat that flies at it, 1 when it is destroyed. So a run is at
the top exactly when the event has happened, and on its way there it passes every height below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from gbad.errors import InputError
from gbad.simulation.spine import State
from gbad.tables import Floats

MEASURES = ("leaked", "assets_hurt")
_EVENT = re.compile(r"\s*(\w+)\s*>=\s*([0-9]{1,6})\s*")


@dataclass(frozen=True, slots=True)
class Event:
    """``measure`` is at least ``least`` in a run."""

    measure: str
    least: int

    @classmethod
    def parse(cls, text: str) -> Event:
        """Read ``"leaked >= 3"``. Raises ``InputError``."""
        match = _EVENT.fullmatch(text)
        if match is None or match[1] not in MEASURES or int(match[2]) < 1:
            raise InputError(
                f'{text!r}: expected an event that battles come nearer to, "leaked >= 3" or "assets_hurt >= 1"'
            )
        return cls(match[1], int(match[2]))

    def __str__(self) -> str:
        return f"{self.measure} >= {self.least}"

    def most(self, state: State) -> int:
        """How many could be counted if all went through."""
        arrives = _arrives(state)
        if self.measure == "leaked":
            return int(arrives.sum())
        aimed = state.tables.objects.aims_at[arrives & (state.tables.objects.damage_probability[0] > 0.0)]
        return len(np.unique(aimed[aimed >= 0]))

    def height(self, state: State) -> tuple[float, float]:
        """Height of a battle of one run now, and the most it can still get to."""
        truth, now_s = state.truth, state.now_s
        paths, alive = truth.trajectories, _arrives(state) & ~truth.killed[0]
        length_s = np.maximum(paths.plan_end_s[0] - paths.start_s[0], 1e-9)
        way = np.where(alive, np.clip((now_s - paths.start_s[0]) / length_s, 0.0, 1.0), 0.0)
        if self.measure == "leaked":
            return float(np.sort(way)[::-1][: self.least].sum()), float(min(alive.sum(), self.least))
        hurt = np.isfinite(truth.asset_end_s[0])
        near, may = np.zeros(len(hurt)), hurt.copy()
        aims_at = state.tables.objects.aims_at
        # who has arrived and done nothing is no nearer
        coming = alive & (way < 1.0) & (aims_at >= 0)
        np.maximum.at(near, aims_at[coming], way[coming])
        may[aims_at[coming]] = True
        near[hurt] = 1.0
        return float(np.sort(near)[::-1][: self.least].sum()), float(min(may.sum(), self.least))


def _arrives(state: State) -> Floats:
    """Threats whose path ends at its aim before the battle does ``(objects,)``."""
    paths = state.truth.trajectories
    found: Floats = (
        state.tables.objects.is_threat & paths.reaches_end[0] & (paths.plan_end_s[0] <= state.tables.duration_s)
    )
    return found
