"""What any built-in policy may be told to keep: rounds for what is dear, and a floor on the kill probability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.tables import Bools, Floats, Ints
from gbad.weapon_assignment.options import Options
from gbad.weapon_assignment.situation import CommandSituation, Pending

NOTHING_KEPT = np.iinfo(np.int64).max // 2


@dataclass(frozen=True, slots=True)
class Guards:
    """``reserve`` rounds of each battery are kept for targets of value ``dear`` or more."""

    reserve: int = 0
    dear: float = 2.0
    least_kill_probability: float = 0.0

    def allowed(self, options: CommandSituation | Pending) -> Bools:
        """Options that promise enough, ``(n,)``."""
        return options.kill_probability >= self.least_kill_probability

    def cheap(self, options: CommandSituation | Pending) -> Bools:
        """Options at targets that may not touch the reserve, ``(n,)``."""
        return (self.reserve > 0) & (value_of(options) < self.dear)

    def for_cheap(self, situation: CommandSituation) -> Ints:
        """Rounds of each battery that cheap targets may take, ``(batteries,)``."""
        ready = rounds_of_batteries(situation)
        if self.reserve == 0:
            return np.full(len(ready), NOTHING_KEPT)
        return np.maximum(ready - self.reserve, 0)


def value_of(options: CommandSituation | Pending | Options) -> Floats:
    """Value of what each option's track threatens, ``(n,)``: its priority is value over time left."""
    return np.round(options.priority * np.maximum(options.time_to_impact_s, 1.0), 9)


def rounds_of_batteries(situation: CommandSituation) -> Ints:
    """Rounds ready of each battery of this command, all types together, ``(batteries,)``."""
    if situation.resources is not None:
        return situation.resources.rounds_ready.sum(axis=1)
    ready = np.zeros(len(situation.target_channels_free), np.int64)
    seen = {(int(b), int(k)): int(r) for b, k, r in zip(
        situation.battery, situation.interceptor, situation.rounds_ready, strict=True)}  # fmt: skip
    for (battery, _), rounds in seen.items():
        ready[battery] += rounds
    return ready
