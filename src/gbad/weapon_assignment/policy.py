"""Policies: the built-in ones and references to a user's function, checked and called alike.

Grammar of a reference (the same for every plug-in): ``PATH.py:FUNCTION``, relative to the scenario's folder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from gbad.errors import InputError
from gbad.plugins import module_of
from gbad.tables import Defence, Ints
from gbad.weapon_assignment import _greedy_kernel
from gbad.weapon_assignment.options import Situation
from gbad.weapon_assignment.situation import CommandSituation, doctrine_salvo, split

Policy = Callable[[CommandSituation], Sequence[tuple[int, int]]]


class PolicyError(InputError):
    """A policy asked for something that is not there, or raised."""


def load_policy(reference: str, folder: Path) -> Policy | None:
    """The function behind a reference; ``None`` stands for the built-in ``greedy`` (which runs as a kernel).

    Runs the user's file. Raises ``InputError`` when there is no such file or function.
    """
    if reference == "greedy":
        return None
    path_text, colon, name = reference.rpartition(":")
    if not colon or not path_text.endswith(".py"):
        raise InputError(f"policy {reference}: expected 'greedy' or a reference like ./earliest_first.py:assign")
    path = (folder / path_text).resolve()
    if not path.is_file():
        raise InputError(f"policy {reference}: there is no file {path_text} beside the scenario")
    module = module_of(path, "policy")
    function = getattr(module, name, None)
    if not callable(function):
        known = ", ".join(n for n in vars(module) if callable(getattr(module, n)) and not n.startswith("_"))
        raise InputError(f"policy {reference}: {path.name} has no function {name}; it has: {known or 'none'}")
    return function


def decide(situation: Situation, defence: Defence, policies: Sequence[Policy | None], run_number: Ints) -> Ints:
    """Rounds ordered by each option, ``(n,)``. ``policies`` has one entry per command.

    The built-in policy serves all runs in one kernel; a Python policy is called once per run and command.
    """
    options = situation.options
    picks = np.zeros(len(options.run), np.int64)
    if len(picks) == 0:
        return picks
    if any(policy is None for policy in policies):
        salvo = np.array([doctrine_salvo(defence, c) for c in range(len(policies))], np.int64)
        _greedy_kernel.assign(
            options.run, options.command, options.track, options.battery, options.interceptor, options.priority,
            options.intercept_s, options.kill_probability, options.rounds_ready,
            situation.target_channels_free, situation.missile_channels_free,
            salvo, len(defence.interceptors.id), picks,
        )  # fmt: skip
    if any(policy is not None for policy in policies):
        for first, view in split(situation, defence, run_number):
            command = int(options.command[first])
            policy = policies[command]
            if policy is None:
                continue
            picks[first : first + len(view.track)] = 0
            for option, rounds in _checked(policy, view, defence.commands.policy[command], defence):
                picks[first + option] = rounds
    return picks


def _checked(policy: Policy, view: CommandSituation, name: str, defence: Defence) -> list[tuple[int, int]]:
    """Call a policy and refuse orders that the magazine or the channels do not allow."""
    targets, missiles = view.target_channels_free.copy(), view.missile_channels_free.copy()
    ready: dict[tuple[int, int], int] = {}
    for battery, kind, rounds in zip(view.battery, view.interceptor, view.rounds_ready, strict=True):
        ready[int(battery), int(kind)] = int(rounds)
    picks = []
    seen: set[int] = set()
    for option, rounds in policy(view):
        option, rounds = int(option), int(rounds)
        where = f"policy {name} at {view.time_s:.1f} s"
        if not 0 <= option < len(view.track):
            raise PolicyError(f"{where} picked option {option}; there are {len(view.track)}, counted from 0")
        if rounds < 1:
            raise PolicyError(f"{where} ordered {rounds} rounds by option {option}; 1 or more, or leave it out")
        track, battery, kind = int(view.track[option]), int(view.battery[option]), int(view.interceptor[option])
        site = defence.batteries.id[battery]
        if track in seen:
            raise PolicyError(f"{where} picked two options for track {track}; at most one each")
        if rounds > ready[battery, kind]:
            raise PolicyError(f"{where} ordered {rounds} rounds from {site}, which had {ready[battery, kind]} ready")
        if targets[battery] < 1 or rounds > missiles[battery]:
            raise PolicyError(
                f"{where} ordered {rounds} rounds from {site}, which had {targets[battery]} target channels and "
                f"{missiles[battery]} missile channels free"
            )
        seen.add(track)
        ready[battery, kind] -= rounds
        targets[battery] -= 1
        missiles[battery] -= rounds
        picks.append((option, rounds))
    return picks
