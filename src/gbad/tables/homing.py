"""What homes on the emissions of the radar it is aimed at."""

from __future__ import annotations

from dataclasses import dataclass

from gbad.tables.arrays import Floats, Ints
from gbad.text.readable import Readable


@dataclass(frozen=True, slots=True, repr=False)
class HomingTable(Readable):
    """By object; nan in ``memory_s`` for what does not home on emissions."""

    memory_s: Floats  # (D, n)  [s] it flies on as well for so long after the radar fell silent
    silent_share: Floats  # (D, n)  [1] of its damage probability when the radar was silent for longer
    damage_probability: Floats  # (D, n)  at a radar that sends and has no decoys
    decoys: Ints  # (radars,)  emitters beside each radar
