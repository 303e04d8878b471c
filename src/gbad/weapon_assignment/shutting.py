"""Emission control by rule: an engagement radar falls silent while something fast is about to pass close over it.

Of every ranked track that is faster than ``FAST_MPS``: the straight way ahead over the ground. When it passes the radar
nearer than the command's ``threat_miss_distance_m`` within ``SHUT_S``, the radar is silent until ``AFTER_S`` later.

Left out: telling what homes on emissions from what does not, so any fast missile that flies at the radar silences it.
"""

from __future__ import annotations

import numpy as np

from gbad.codes.actions import Action
from gbad.tables import Defence, Floats
from gbad.weapon_assignment.options import Situation
from gbad.weapon_assignment.orders import Telling

SHUT_S = 40.0  # [s] before it would pass the radar
AFTER_S = 10.0  # [s] and so long beyond it
FAST_MPS = 400.0  # [m/s] aircraft and cruise missiles are slower


def default_silences(situation: Situation, defence: Defence) -> list[Telling]:
    """Silences of every command that keeps that rule, in every run."""
    d, found = defence, []
    for command in np.flatnonzero(d.commands.silent_under_attack):
        for run, draw in enumerate(situation.draw_of_run):
            ready = situation.ready
            for battery in np.flatnonzero(ready.obeys[run] == command):
                if ready.radar_shut[run, battery] or ready.battery_shut[run, battery]:
                    continue
                passes_s = _passages_s(situation, d, run, int(draw), int(command), int(d.batteries.radar[battery]))
                if len(passes_s):
                    for_s = float(passes_s.max()) + AFTER_S
                    found.append(Telling(run, int(command), Action.SILENCE, int(battery), for_s))
    return found


def _passages_s(situation: Situation, defence: Defence, run: int, draw: int, command: int, radar: int) -> Floats:
    """When each fast track that will soon pass a radar closely does so, from now [s]."""
    picture, threats, r = situation.picture, situation.threats, defence.radars
    slots = np.flatnonzero((picture.number[run, command] > 0) & (threats.priority[run, command] > 0.0))
    at = (run, command, slots)
    velocity = picture.velocity_ecef_mps[at]
    ahead = (situation.time_s - picture.time_s[at])[:, None]
    away = picture.position_ecef_m[at] + ahead * velocity - r.position_ecef_m[radar]
    # over the ground: it may dive from high above
    axes = r.ecef_to_enu[radar][:2]
    place = (away[:, None, :] * axes[None]).sum(axis=2)
    course = (velocity[:, None, :] * axes[None]).sum(axis=2)
    speed2 = np.maximum((course**2).sum(axis=1), 1e-9)
    until_s = -(place * course).sum(axis=1) / speed2
    miss_m = np.sqrt(((place + until_s[:, None] * course) ** 2).sum(axis=1))
    soon = (
        (until_s > -AFTER_S) & (until_s <= SHUT_S) & (miss_m <= defence.commands.threat_miss_distance_m[draw, command])
    )
    fast = (velocity**2).sum(axis=1) > FAST_MPS**2
    return until_s[soon & fast]
