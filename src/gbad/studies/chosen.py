"""The choices of a set-up: what somebody decided, and nobody draws. They are no ignorance, and no interval covers them.

Told are doctrine, sectors, magazines, ground and raid, in the words of a scenario file and by the path at which each is
changed. Places and routes are left to the map.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from gbad.messages import WEAPONS_CONTROL_NAMES
from gbad.text.readable import counted

if TYPE_CHECKING:
    from gbad.simulation.prepare import Prepared

MADE_UP = {"flat": "flat", "plain": "a made-up plain", "coast": "a made-up coast", "mountain": "made-up mountains"}


def chosen(ready: Prepared) -> list[tuple[str, str, str]]:
    """Rows ``(of what, what was chosen, path)`` of one compiled variant."""
    tables, d = ready.tables, ready.tables.defence
    rows = []
    for c, name in enumerate(map(str, d.commands.id)):
        looks = "one round, then a look" if d.commands.shoot_look_shoot[c] else f"salvos of {d.commands.salvo[c]}"
        control = WEAPONS_CONTROL_NAMES[int(d.commands.weapons_control[c])]
        rows += [
            (f"post {name}", f"policy {d.commands.policy[c]}", f"commands.{name}.policy"),
            (f"post {name}", looks, f"commands.{name}.salvo, .shoot_look_shoot"),
            (f"post {name}", f"weapons {control}", f"commands.{name}.weapons_control"),
            (f"post {name}", f"identity by {d.commands.identification[c]}", f"commands.{name}.identification"),
        ]
    for b, name in enumerate(map(str, d.batteries.id)):
        radar = int(d.batteries.radar[b])
        width = 2.0 * math.degrees(float(d.radars.sector_half_width_rad[0, radar]))
        towards = math.degrees(float(d.radars.boresight_rad[radar])) % 360.0
        sector = "all round" if width >= 360.0 else f"sector of {width:.0f} degrees towards {towards:.0f}"
        kinds = Counter(str(d.interceptors.id[k]) for k in d.rounds.interceptor[d.rounds.battery == b])
        load = ", ".join(f"{count} {kind}" for kind, count in kinds.items()) or "no rounds"
        launchers = counted(int(np.count_nonzero(d.launchers.battery == b)), "launcher")
        rows += [
            (f"battery {name}", sector, f"batteries.{name}.boresight_deg"),
            (f"battery {name}", f"{launchers}: {load}", f"batteries.{name}.launchers"),
        ]
    kind = ready.terrain.kind
    flying = Counter(str(t) for t in tables.objects.type[tables.objects.is_threat & (tables.objects.parent < 0)])
    raid = ", ".join(f"{count} {kind}" for kind, count in flying.items())
    rows.append(("ground", MADE_UP.get(kind, kind), "terrain.kind"))
    rows.append(("raid", raid or "nobody", "threats"))
    return rows
