"""The dynamic problem of a whole raid, cut from a run in which nobody fires: arrivals, windows, channels, reports.

Every track that was offered is a target. It comes at the stage at which the command first held it for a threat; a row
(battery and missile type) may fire at it from the first to the last stage at which that was offered, with the mean kill
probability offered in between. An engagement holds a channel as long as rounds of that battery fly, in the middle.

What is left out: kill probability and flight time change within a window; a track that is lost and found again is two
targets; windows would shift if others were shot down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gbad.errors import InputError
from gbad.weapon_assignment.built_in.guards import value_of
from gbad.weapon_assignment.built_in.lookahead import MOST_STAGES, REPORT_S
from gbad.weapon_assignment.cutting import DYNAMIC
from gbad.weapon_assignment.situation import CommandSituation

FEWEST_OFFERS = 3  # a track that was offered less often is left out


@dataclass(frozen=True, slots=True)
class Uncertain:
    """What a command does not know, and how late it hears."""

    false_kill: float  # chance that a target that lives is reported killed
    missed_kill: float  # chance that a killed one is reported alive
    comes: float = 1.0  # chance of every target that is not there at the first stage
    late_stages: int = 0  # from the end of an engagement to its report


def raid_of(views: Iterable[CommandSituation], stage_s: float, unknown: Uncertain) -> dict[str, Any]:
    """The instance from one command's situations in order of time. Raises ``InputError`` where nothing is offered."""
    first: CommandSituation | None = None
    held: dict[int, float] = {}  # track: time [s] at which it was first a threat
    value: dict[int, float] = {}
    offers: dict[tuple[int, int, int], list[tuple[float, float]]] = {}  # time [s] and kill probability
    flight_s: dict[int, list[float]] = {}
    for view in views:
        now = view.time_s
        tracks = view.tracks
        assert tracks is not None
        for number in tracks.number[tracks.permitted & (tracks.priority > 0.0)].tolist():
            held.setdefault(number, now)
        if len(view.track) and first is None:
            first = view
        for row, worth in enumerate(value_of(view).tolist()):
            key = int(view.track[row]), int(view.battery[row]), int(view.interceptor[row])
            offers.setdefault(key, []).append((now, float(view.kill_probability[row])))
            value[key[0]] = max(value.get(key[0], 0.0), worth)
            flight_s.setdefault(key[1], []).append(float(view.intercept_s[row]) - now)
    if first is None or first.resources is None:
        raise InputError("nothing is offered in this run: there is nothing to cut")
    began_s, resources = first.time_s, first.resources
    seen = {key: times for key, times in offers.items() if len(times) >= FEWEST_OFFERS}
    targets = sorted({key[0] for key in seen}, key=lambda track: (held[track], track))
    rows = sorted({key[1:] for key in seen if resources.rounds_ready[key[1:]] > 0})
    if not rows:
        raise InputError("no target is offered for three cycles: there is nothing to cut")
    stage_s = max(stage_s, (max(times[-1][0] for times in seen.values()) - began_s) / (MOST_STAGES - 1.5))

    def stage(time_s: float) -> int:
        return max(int((time_s - began_s) / stage_s), 0)

    opens, closes, chance = [], [], []
    for battery, kind in rows:
        of = [seen.get((track, battery, kind), []) for track in targets]
        opens.append([stage(times[0][0]) if times else 0 for times in of])
        closes.append([stage(times[-1][0]) if times else -1 for times in of])
        chance.append([round(float(np.mean([p for _, p in times])), 6) if times else 0.0 for times in of])
    seen_at = [stage(held[track]) for track in targets]
    stages = 1 + max(max(row) for row in closes)
    batteries = len(first.target_channels_free)
    guided = [
        int(np.clip(np.ceil((np.median(flight_s.get(b, [stage_s])) + REPORT_S) / stage_s), 1, stages))
        for b in range(batteries)
    ]
    return {
        "schema": DYNAMIC, "stage_s": round(stage_s, 3), "stages": stages,
        "values": [value[track] for track in targets],
        "present_probability": [unknown.comes if at > 0 else 1.0 for at in seen_at], "seen_at": seen_at,
        "kill_probability": chance, "opens": opens, "closes": closes,
        "rounds": [int(resources.rounds_ready[row]) for row in rows], "battery": [row[0] for row in rows],
        "channels": first.target_channels_free.astype(int).tolist(), "guided_stages": guided,
        "report_stages": [length + unknown.late_stages for length in guided], "false_kill": unknown.false_kill,
        "missed_kill": unknown.missed_kill, "most_salvo": 1,
    }  # fmt: skip
