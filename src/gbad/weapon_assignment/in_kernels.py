"""Built-in policies that serve whole batches in compiled code; the same orders as when they are called one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gbad.tables import Defence, Ints
from gbad.weapon_assignment import _greedy_kernel, _value_kernel
from gbad.weapon_assignment.built_in import ByValue, UrgentFirst
from gbad.weapon_assignment.built_in.guards import value_of
from gbad.weapon_assignment.options import Situation
from gbad.weapon_assignment.situation import doctrine_salvo


def decided_in_kernels(situation: Situation, defence: Defence, policies: Sequence[Any]) -> Ints:
    """Rounds by option, ``(n,)``; zero, or meaningless, for commands whose policy no kernel knows."""
    picks = np.zeros(len(situation.options.run), np.int64)
    if len(picks) == 0:
        return picks
    salvo = np.array([doctrine_salvo(defence, command) for command in range(len(policies))], np.int64)
    if any(isinstance(policy, UrgentFirst) for policy in policies):
        _urgent_first(situation, salvo, len(defence.interceptors.id), picks)
    if any(isinstance(policy, ByValue) for policy in policies):
        _by_value(situation, defence, policies, salvo, picks)
    return picks


def _urgent_first(situation: Situation, salvo: Ints, kinds: int, picks: Ints) -> None:
    options = situation.options
    _greedy_kernel.assign(
        options.run, options.command, options.track, options.battery, options.interceptor, options.priority,
        options.intercept_s, options.kill_probability, options.rounds_ready, options.in_flight,
        situation.target_channels_free, situation.missile_channels_free, salvo, kinds, picks,
    )  # fmt: skip


def _by_value(situation: Situation, defence: Defence, policies: Sequence[Any], salvo: Ints, picks: Ints) -> None:
    o = situation.options
    mine = [isinstance(policy, ByValue) for policy in policies]
    rules = np.array([[policy.descends if by else -1, s] for policy, by, s in zip(policies, mine, salvo, strict=True)])
    guards = [policy.guards if by else None for policy, by in zip(policies, mine, strict=True)]
    kept = np.array([0 if guard is None else guard.reserve for guard in guards], np.int64)
    dear = np.array([0.0 if guard is None else guard.dear for guard in guards])
    least = np.array([0.0 if guard is None else guard.least_kill_probability for guard in guards])
    by_worth = np.array([by and policy.weigh_by == "value" for policy, by in zip(policies, mine, strict=True)])
    value = value_of(o)
    offered = _value_kernel.Offered(
        o.track, o.battery, o.interceptor, np.where(by_worth[o.command], value, o.priority), o.kill_probability,
        o.intercept_s, o.rounds_ready, (o.in_flight == 0) & (o.kill_probability >= least[o.command]),
        (kept[o.command] > 0) & (value < dear[o.command]),
    )  # fmt: skip
    in_tubes = ~situation.ledger.ordered & (situation.ledger.round_ready_s <= situation.time_s)
    left = np.zeros_like(situation.target_channels_free)
    for battery in range(left.shape[1]):
        left[:, battery] = in_tubes[:, defence.rounds.battery == battery].sum(axis=1)
    _value_kernel.assign(
        o.run, o.command, offered, situation.target_channels_free, situation.missile_channels_free, kept, left,
        rules.astype(np.int64), picks,
    )  # fmt: skip
