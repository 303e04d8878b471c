"""Who reacts to what it notices of a defence, and how."""

from __future__ import annotations

from dataclasses import dataclass

from gbad.tables.arrays import Bools, Floats, Ints
from gbad.text.readable import Readable

TURNS_NOT, TURNS_AWAY, BEAMS = 0, 1, 2


@dataclass(frozen=True, slots=True, repr=False)
class ReactionTable(Readable):
    """By object; nan in ``probability`` for what never reacts."""

    probability: Floats  # (D, n)  [1] that it acts on what it notices first
    delay_s: Floats  # (D, n)  from notice to the turn
    load_factor: Floats  # (D, n)  [1] that it takes, 1 in level flight
    dive_to_m: Floats  # (D, n)  [m] above the highest ground of its surroundings; nan: keeps its height
    clear_m: Floats  # (n,)  [m] ellipsoidal height that is above all ground of its surroundings
    turns: Ints  # (n,)  TURNS_NOT, TURNS_AWAY or BEAMS
    illumination: Bools  # (n,)  it notices engagement radars in its band
    seeker: Bools  # (n,)  it notices active rounds that have locked on it
    band_hz: Floats  # (n, 2)  [Hz] of its warning receiver
