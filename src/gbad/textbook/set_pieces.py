"""Three small games with closed-form answers, played with the laboratory's own dice.

They are the yardstick of the intervals: a study of a set piece must hold the truth as often as it promises.
``binomial_leakers`` against ``raids.raid``, ``loss_system`` against ``raids.erlang_b`` and
``shoot_look_shoot_rounds`` against ``raids.shoot_look_shoot``. One number per run.
"""

from __future__ import annotations

import numpy as np

from gbad.tables import Floats
from gbad.textbook import _set_pieces_kernel as numbers


def binomial_leakers(seed: int, runs: int, kill_probability: float, shots_per_threat: int, threats: int) -> Floats:
    """Leakers of each run, ``(runs,)``, when every threat gets the same number of independent shots."""
    return numbers.binomial_leakers(np.uint64(seed), runs, kill_probability, shots_per_threat, threats)


def shoot_look_shoot_rounds(
    seed: int, runs: int, kill_probability: float, max_shots: int, false_kill: float = 0.0, missed_kill: float = 0.0
) -> Floats:
    """Rounds spent on one target in each run, ``(runs,)``."""
    return numbers.shoot_look_shoot_rounds(np.uint64(seed), runs, kill_probability, max_shots, false_kill, missed_kill)


def loss_system(
    seed: int, runs: int, channels: int, offered_load: float, arrivals: int = 400, warm_up: int = 100
) -> Floats:
    """Share of arrivals lost in each run, ``(runs,)``: Poisson arrivals, exponential service of mean 1.

    The first ``warm_up`` arrivals fill the empty system and are not counted.
    """
    return numbers.loss_system(np.uint64(seed), runs, channels, offered_load, arrivals, warm_up)
