"""Policies: the built-in ones and references to a user's function, checked and called alike.

Grammar of a reference (the same for every plug-in): ``PATH.py:FUNCTION``, relative to the scenario's folder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from gbad.errors import InputError
from gbad.plugins import file_of, module_of, must_take, users_code
from gbad.tables import Defence, Ints
from gbad.weapon_assignment import _greedy_kernel
from gbad.weapon_assignment.checking import Checked, checked
from gbad.weapon_assignment.options import Situation
from gbad.weapon_assignment.orders import Change, Decision, Order, decision_of
from gbad.weapon_assignment.situation import CommandSituation, doctrine_salvo, split, view_of

Policy = Callable[[CommandSituation], Sequence[tuple[int, int] | Order]]


def load_policy(reference: str, folder: Path) -> Policy | None:
    """The function behind a reference; ``None`` stands for the built-in ``greedy`` (which runs as a kernel).

    Runs the user's file. Raises ``InputError`` when there is no such file or function.
    """
    if reference == "greedy":
        return None
    path_text, colon, name = reference.rpartition(":")
    if not colon or not path_text.endswith(".py"):
        raise InputError(f"policy {reference}: expected 'greedy' or a reference like ./earliest_first.py:assign")
    path = file_of(path_text, folder)
    if not path.is_file():
        raise InputError(f"policy {reference}: there is no file {path_text} beside the scenario or here")
    module = module_of(path, "policy")
    function = getattr(module, name, None)
    if not callable(function):
        known = ", ".join(n for n in vars(module) if callable(getattr(module, n)) and not n.startswith("_"))
        raise InputError(f"policy {reference}: {path.name} has no function {name}; it has: {known or 'none'}")
    must_take(function, "situation", "policy", name)
    return function


def decide(situation: Situation, defence: Defence, policies: Sequence[Policy | None], run_number: Ints) -> Decision:
    """What every command of every run orders. ``policies`` has one entry per command.

    The built-in policy serves all runs in one kernel; a Python policy is called once per run and command with options
    or with rounds on their way.
    """
    picks = np.zeros(len(situation.options.run), np.int64)
    if any(policy is None for policy in policies):
        _greedy(situation, defence, picks)
    changes: list[Change] = []
    if any(policy is not None for policy in policies):
        for run, command, rows, pending in split(situation, defence, run_number):
            policy = policies[command]
            if policy is None:
                continue
            view = view_of(situation, defence, run_number, run, command, rows, pending)
            where = f"policy {defence.commands.policy[command]}"
            when = f"at {view.time_s:.1f} s"
            with users_code("policy", policy, when):
                given = policy(view)
                orders = list(given) if hasattr(given, "__iter__") else given
            with users_code("policy", policy, f"{when}, what it returned"):
                found = checked(orders, view, defence, where)
            _write(picks, changes, run, command, rows, pending, found, situation)
    return decision_of(picks, changes)


def decide_from_outside(
    situation: Situation,
    defence: Defence,
    policies: Sequence[Policy | None],
    run_number: Ints,
    orders: dict[tuple[int, int], Sequence[tuple[int, int] | Order]],
) -> Decision:
    """As :func:`decide`, but for the (run row, command row) in ``orders`` these count instead of the policy."""
    named = dict(orders)
    policies_of: list[Policy | None] = list(policies)
    rest = decide(situation, defence, policies_of, run_number)
    picks = rest.picks.copy()
    columns = (rest.run, rest.command, rest.action, rest.round, rest.track, rest.slot)
    rows_of = zip(*(column.tolist() for column in columns), strict=True)
    changes: list[Change] = [row for row in rows_of if (row[0], row[1]) not in named]
    o = situation.options
    for (run, command), wanted in named.items():
        mine = np.flatnonzero((o.run == run) & (o.command == command))
        picks[mine] = 0
        rows, pending = mine[o.in_flight[mine] == 0], mine[o.in_flight[mine] > 0]
        view = view_of(situation, defence, run_number, run, command, rows, pending)
        found = checked(wanted, view, defence, f"orders from outside for {defence.commands.id[command]}")
        _write(picks, changes, run, command, rows, pending, found, situation)
    return decision_of(picks, changes)


def _greedy(situation: Situation, defence: Defence, picks: Ints) -> None:
    options, commands = situation.options, len(defence.commands.id)
    if len(picks) == 0:
        return
    salvo = np.array([doctrine_salvo(defence, c) for c in range(commands)], np.int64)
    _greedy_kernel.assign(
        options.run, options.command, options.track, options.battery, options.interceptor, options.priority,
        options.intercept_s, options.kill_probability, options.rounds_ready, options.in_flight,
        situation.target_channels_free, situation.missile_channels_free,
        salvo, len(defence.interceptors.id), picks,
    )  # fmt: skip


def _write(
    picks: Ints,
    changes: list[Change],
    run: int,
    command: int,
    rows: Ints,
    pending: Ints,
    found: Checked,
    situation: Situation,
) -> None:
    """Put what one command ordered among what all ordered."""
    picks[rows] = 0
    picks[pending] = 0
    for option, rounds in found.fire:
        picks[rows[option]] = rounds
    for option, rounds in found.add:
        picks[pending[option]] = rounds
    numbers = situation.picture.number[run, command]
    for action, round_row, track in found.changes:
        slot = int(np.flatnonzero(numbers == track)[0]) if track else -1
        changes.append((run, command, int(action), round_row, track, slot))
