"""What a policy sees: one command of one run at one cycle. The same for built-in and user policies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gbad.tables import Defence, Floats, Ints
from gbad.weapon_assignment.options import Situation


@dataclass(frozen=True, slots=True)
class CommandSituation:
    """Options of one command at one instant. ``n`` options, sorted by track slot, battery, interceptor.

    A policy returns pairs ``(option, rounds)``: fire that many rounds by that option. At most one option per track.
    Every option has an intercept in reach; it may still lack rounds or channels, which the policy must respect.
    """

    run: int  # absolute number of the run
    time_s: float
    salvo: int  # rounds the doctrine wants per engagement
    track: Ints  # (n,)  system track number
    battery: Ints  # (n,)
    interceptor: Ints  # (n,)
    priority: Floats  # (n,)  of the track; larger is more urgent
    time_to_impact_s: Floats  # (n,)
    intercept_s: Floats  # (n,)  [s] earliest meeting
    kill_probability: Floats  # (n,)  of one round, given arrival
    rounds_ready: Ints  # (n,)  of this type in this battery
    fired: Ints  # (n,)  rounds already spent on this track by this command
    target_channels_free: Ints  # (batteries,)
    missile_channels_free: Ints  # (batteries,)


def split(situation: Situation, defence: Defence, run_number: Ints) -> Iterator[tuple[int, CommandSituation]]:
    """Yield (first option row, situation) for every run and command that has options, in order of rows."""
    o = situation.options
    if len(o.run) == 0:
        return
    owner = o.run * len(defence.commands.id) + o.command
    starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    for first, last in zip(starts, np.r_[starts[1:], len(owner)], strict=True):
        rows = slice(first, last)
        run, command = o.run[first], o.command[first]
        yield (
            int(first),
            CommandSituation(
                run=int(run_number[run]),
                time_s=situation.time_s,
                salvo=doctrine_salvo(defence, command),
                track=o.track[rows].copy(),
                battery=o.battery[rows].copy(),
                interceptor=o.interceptor[rows].copy(),
                priority=o.priority[rows].copy(),
                time_to_impact_s=o.time_to_impact_s[rows].copy(),
                intercept_s=o.intercept_s[rows].copy(),
                kill_probability=o.kill_probability[rows].copy(),
                rounds_ready=o.rounds_ready[rows].copy(),
                fired=o.fired[rows].copy(),
                target_channels_free=situation.target_channels_free[run].copy(),
                missile_channels_free=situation.missile_channels_free[run].copy(),
            ),
        )


def doctrine_salvo(defence: Defence, command: int) -> int:
    """Rounds per engagement: one when each shot is looked at before the next, else the salvo."""
    return 1 if defence.commands.shoot_look_shoot[command] else int(defence.commands.salvo[command])
