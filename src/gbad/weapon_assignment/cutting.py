"""Instances of the assignment problem cut from a situation: what one command could fire at what, at one moment.

Static: a row for every launcher with rounds left, a column for every track that an option is at; the kill probability
of one round is that of the option of the launcher's battery and missile type, 0 where there is none. Dynamic: the
abstract instance that ``lookahead`` makes of the situation, with reports that may be wrong.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from gbad.tables import Defence, Ints
from gbad.weapon_assignment.built_in.guards import value_of
from gbad.weapon_assignment.built_in.lookahead import instance_of
from gbad.weapon_assignment.situation import CommandSituation

STATIC, DYNAMIC = "wta-static/1", "wta-dynamic/1"


def static_of(view: CommandSituation, defence: Defence, ordered: Any) -> dict[str, Any] | None:
    """The static problem, values and names included; None when nothing can be fired at.

    ``ordered`` (rounds,) says which rounds have left their launcher. Channels are left out: it is the pure
    weapon-target assignment problem of the rounds there are.
    """
    tracks = list(dict.fromkeys(view.track.tolist()))
    if not tracks:
        return None
    values = dict(zip(view.track.tolist(), value_of(view).tolist(), strict=True))
    chance = {
        key: float(p)
        for key, p in zip(
            zip(view.track.tolist(), view.battery.tolist(), view.interceptor.tolist(), strict=True),
            view.kill_probability,
            strict=True,
        )
    }
    rows, rounds, weapons = [], [], []
    for (launcher, kind), count in _left(defence, ordered).items():
        battery = int(defence.launchers.battery[launcher])
        row = [round(chance.get((track, battery, kind), 0.0), 6) for track in tracks]
        if any(row):
            rows.append(row)
            rounds.append(count)
            weapons.append(f"{defence.launchers.id[launcher]}/{defence.interceptors.id[kind]}")
    if not rows:
        return None
    return {
        "schema": STATIC, "values": [values[track] for track in tracks], "rounds": rounds, "kill_probability": rows,
        "targets": [f"track-{track}" for track in tracks], "weapons": weapons,
    }  # fmt: skip


def dynamic_of(view: CommandSituation, stage_s: float, false_kill: float, missed_kill: float) -> dict[str, Any] | None:
    """The dynamic problem from now on; None when nothing can be fired.

    What is under way when it is cut is taken as not yet there: its channels are held by nobody, its targets alive.
    """
    looked = instance_of(view, stage_s)
    if looked is None:
        return None
    given = looked.instance
    told: dict[str, Any] = {"schema": DYNAMIC, "stage_s": stage_s}
    for name in given.__dataclass_fields__:
        value = getattr(given, name)
        told[name] = value.tolist() if isinstance(value, np.ndarray) else value
    # a target still beyond every battery's reach shows when the first of them could fire
    first = np.minimum(given.opens.min(axis=0), given.stages - 1)
    told |= {"seen_at": first.tolist(), "false_kill": false_kill, "missed_kill": missed_kill}
    return told


def _left(defence: Defence, ordered: Ints) -> dict[tuple[int, int], int]:
    """Rounds left by (launcher, missile type), in order."""
    left: dict[tuple[int, int], int] = {}
    for row in np.flatnonzero(~np.asarray(ordered, bool)):
        key = int(defence.rounds.launcher[row]), int(defence.rounds.interceptor[row])
        left[key] = left.get(key, 0) + 1
    return dict(sorted(left.items()))
