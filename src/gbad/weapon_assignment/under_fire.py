"""Which designated tracks rounds are on their way to, for the radars of the batteries that fired them."""

from __future__ import annotations

import numpy as np

from gbad.messages import FLYING, Shots
from gbad.tables import Bools, Defence, Ints
from gbad.weapon_assignment._under_fire_kernel import mark


def under_fire(number: Ints, shots: Shots, defence: Defence) -> Bools:
    """``(runs, radars, slots)``: whether a round of the radar's battery flies at the system track numbered there."""
    out = np.zeros(number.shape, np.bool_)
    mark(shots.status == FLYING, shots.track, defence.batteries.radar[defence.rounds.battery], number, out)
    return out
