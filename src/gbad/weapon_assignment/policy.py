"""Policies: the built-in ones and references to a user's function, checked and called alike.

Grammar of a reference (the same for every plug-in): ``PATH.py:FUNCTION``, relative to the scenario's folder; its
parameters follow as keyword arguments (``codes.policies``).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from gbad.codes.policies import BUILT_IN, Parameters, PolicySettingError, unknown_parameter
from gbad.codes.policies import split as split_text
from gbad.errors import InputError
from gbad.plugins import file_of, module_of, must_take, users_code
from gbad.tables import Defence, Ints
from gbad.weapon_assignment.built_in import BuiltIn, ByValue, Optimal, UrgentFirst, made
from gbad.weapon_assignment.checking import Checked, checked
from gbad.weapon_assignment.in_kernels import decided_in_kernels
from gbad.weapon_assignment.options import Situation
from gbad.weapon_assignment.orders import Change, Decision, Order, Telling, Unproven, decision_of
from gbad.weapon_assignment.shutting import default_silences
from gbad.weapon_assignment.situation import CommandSituation, split, view_of
from gbad.weapon_assignment.turning import default_turns

Policy = Callable[[CommandSituation], Sequence[tuple[int, int] | Order]]


def load_policy(text: str, folder: Path) -> Policy:
    """The policy behind a text: a built-in one by its name, or a function of the user's, with their parameters.

    Runs the user's file. Raises ``InputError`` when there is no such file, function or parameter.
    """
    try:
        reference, parameters = split_text(text)
        if reference in BUILT_IN:
            return made(reference, parameters)
    except PolicySettingError as error:
        raise InputError(f"policy {text}: {error}") from error
    path_text, colon, name = reference.rpartition(":")
    if not colon or not path_text.endswith(".py"):
        known = ", ".join(BUILT_IN)
        raise InputError(f"policy {reference}: expected {known} or a reference like ./earliest_first.py:assign")
    path = file_of(path_text, folder)
    if not path.is_file():
        raise InputError(f"policy {reference}: there is no file {path_text} beside the scenario or here")
    module = module_of(path, "policy")
    function = getattr(module, name, None)
    if not callable(function):
        known = ", ".join(n for n in vars(module) if callable(getattr(module, n)) and not n.startswith("_"))
        raise InputError(f"policy {reference}: {path.name} has no function {name}; it has: {known or 'none'}")
    policy = _with_parameters(function, reference, parameters)
    must_take(policy, "situation", "policy", name)
    return policy


def _with_parameters(function: Policy, reference: str, parameters: Parameters) -> Policy:
    """A user's function with its parameters set. Raises ``InputError`` for one that it does not take."""
    if not parameters:
        return function
    taken = list(inspect.signature(function).parameters.values())[1:]
    if not any(one.kind == one.VAR_KEYWORD for one in taken):
        for name in parameters:
            known = [one.name for one in taken]
            if name not in known:
                raise InputError(f"policy {reference}: {unknown_parameter(reference, name, known)}")
    return partial(function, **parameters)


def asks_pending(policy: Policy) -> bool:
    """Whether a policy wants to see options at tracks that rounds are on their way to; a user's always may."""
    return bool(getattr(policy, "asks_pending", True))


def runs_in_kernel(policy: Policy) -> bool:
    """Whether whole batches are decided in compiled code instead of by calls of the policy."""
    return isinstance(policy, ByValue) or (isinstance(policy, UrgentFirst) and policy.in_kernel)


def decide(situation: Situation, defence: Defence, policies: Sequence[Policy], run_number: Ints) -> Decision:
    """What every command of every run orders. ``policies`` has one entry per command.

    Some built-in policies serve all runs in one kernel; any other is called once per run and command with options
    or with rounds on their way.
    """
    picks = decided_in_kernels(situation, defence, policies)
    changes: list[Change] = []
    units: list[Telling] = []
    unproven: list[Unproven] = []
    if not all(runs_in_kernel(policy) for policy in policies):
        for run, command, rows, pending in split(situation, defence, run_number):
            policy = policies[command]
            if runs_in_kernel(policy):
                continue
            view = view_of(situation, defence, run_number, run, command, rows, pending)
            where = f"policy {defence.commands.policy[command]}"
            when = f"at {view.time_s:.1f} s"
            if isinstance(policy, BuiltIn):
                chosen, gap = policy.solved(view) if isinstance(policy, Optimal) else (policy(view), 0.0)
                unproven += [Unproven(run, command, gap)] if gap else []
                found = checked(chosen, view, defence, where)
                _write(picks, changes, run, command, rows, pending, found, situation)
                continue
            with users_code("policy", policy, when):
                given = policy(view)
                orders = list(given) if hasattr(given, "__iter__") else given
            with users_code("policy", policy, f"{when}, what it returned"):
                found = checked(orders, view, defence, where)
            _write(picks, changes, run, command, rows, pending, found, situation)
            units += [Telling(run, command, *told) for told in found.units]
    return decision_of(
        picks, changes, [*units, *default_turns(situation, defence), *default_silences(situation, defence)], unproven
    )


def decide_from_outside(
    situation: Situation,
    defence: Defence,
    policies: Sequence[Policy],
    run_number: Ints,
    orders: dict[tuple[int, int], Sequence[tuple[int, int] | Order]],
) -> Decision:
    """As :func:`decide`, but for the (run row, command row) in ``orders`` these count instead of the policy."""
    named = dict(orders)
    rest = decide(situation, defence, policies, run_number)
    picks = rest.picks.copy()
    columns = (rest.run, rest.command, rest.action, rest.round, rest.track, rest.slot)
    rows_of = zip(*(column.tolist() for column in columns), strict=True)
    changes: list[Change] = [row for row in rows_of if (row[0], row[1]) not in named]
    units = [told for told in rest.units if (told.run, told.command) not in named]
    unproven = [late for late in rest.unproven if (late.run, late.command) not in named]
    o = situation.options
    for (run, command), wanted in named.items():
        mine = np.flatnonzero((o.run == run) & (o.command == command))
        picks[mine] = 0
        rows, pending = mine[o.in_flight[mine] == 0], mine[o.in_flight[mine] > 0]
        view = view_of(situation, defence, run_number, run, command, rows, pending)
        found = checked(wanted, view, defence, f"orders from outside for {defence.commands.id[command]}")
        _write(picks, changes, run, command, rows, pending, found, situation)
        units += [Telling(run, command, *told) for told in found.units]
    return decision_of(picks, changes, units, unproven)


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
