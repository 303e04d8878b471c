"""Which designated tracks rounds are on their way to, for the radars of the batteries that fired them."""

from __future__ import annotations

import numpy as np

from gbad.messages import FLYING, Shots
from gbad.tables import Bools, Defence, Ints


def under_fire(number: Ints, shots: Shots, defence: Defence) -> Bools:
    """``(runs, radars, slots)``: whether a round of the radar's battery flies at the system track numbered there."""
    out = np.zeros(number.shape, np.bool_)
    run, row = np.nonzero(shots.status == FLYING)
    radar = defence.batteries.radar[defence.rounds.battery[row]]
    flight, slot = np.nonzero(number[run, radar] == shots.track[run, row][:, None])
    out[run[flight], radar[flight], slot] = True
    return out & (number > 0)
