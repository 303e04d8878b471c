"""What a missile that homes on emissions finds of the radar it is aimed at when it arrives.

While the radar sends, it does its damage, shared with the decoy emitters beside it, which draw it as likely. When the
radar has been silent since longer than ``memory_s`` before the arrival, ``silent_share`` of that is left.

Left out: other emitters that it might take, and a seeker that tells a decoy by its strength.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gbad.tables import Defence, Floats, HomingTable, Tables
from gbad.truth import Trajectories


def heard(tables: Tables, trajectories: Trajectories) -> Tables:
    """Tables whose homing objects do the damage that the emissions of their radars leave them."""
    homing = tables.homing
    if homing is None:
        return tables
    arrive_s = np.broadcast_to(trajectories.plan_end_s, homing.memory_s.shape)
    damage = _damage(tables.defence, homing, tables.objects.aims_at, arrive_s)
    homes = np.isfinite(homing.memory_s)

    def at(objects):  # type: ignore[no-untyped-def]  # a table of objects in, the same out
        # what finds its radar gone from its place does nothing there
        gone = objects.damage_probability == 0.0
        left = np.where(homes & ~gone, damage, objects.damage_probability)
        return replace(objects, damage_probability=left)

    stands = tuple(replace(stand, objects=at(stand.objects)) for stand in tables.stands)
    return replace(tables, objects=at(tables.objects), stands=stands)


def _damage(defence: Defence, homing: HomingTable, aims_at: np.ndarray, arrive_s: Floats) -> Floats:
    radar = np.where(aims_at >= 0, defence.assets.radar[np.maximum(aims_at, 0)], -1)
    found = homing.damage_probability.copy()
    for draw, who in zip(*np.nonzero(np.isfinite(homing.memory_s)), strict=True):
        row = radar[who]
        if row < 0:
            continue
        quiet = _silent_throughout(
            defence.radars.silent_s[draw, row], arrive_s[draw, who] - homing.memory_s[draw, who], arrive_s[draw, who]
        )
        share = homing.silent_share[draw, who] if quiet else 1.0 / (1.0 + homing.decoys[row])
        found[draw, who] *= share
    return found


def _silent_throughout(spells: Floats, from_s: float, to_s: float) -> bool:
    """Whether spells of silence ``(k, 2)``, taken together, leave no moment of an interval open."""
    reached = from_s
    for begin, end in sorted(spells.tolist()):
        if begin > reached:
            break
        reached = max(reached, end)
    sounded: bool = reached >= to_s
    return sounded
