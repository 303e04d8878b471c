"""What a policy gives back: orders with an action, made by one function each.

A plain pair ``(option, rounds)`` is the short form of :func:`fire`, or of :func:`add` where rounds are on their way.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from gbad.codes.actions import Action
from gbad.tables import Ints


@dataclass(frozen=True, slots=True)
class Order:
    """One order of a policy. Which fields count depends on the action; the others keep their defaults."""

    action: Action
    option: int = -1  # FIRE, ADD: row of the options offered
    rounds: int = 0  # FIRE, ADD
    round: int = -1  # RETARGET, ABORT: as in the engagements in flight
    track: int = 0  # RETARGET: the new track; HOLD
    battery: int = -1  # TURN, SILENCE: whose engagement radar
    boresight_deg: float = math.nan  # TURN: middle of the sector from then on, clockwise from north
    for_s: float = math.nan  # SILENCE: how long


def fire(option: int, rounds: int = 1) -> Order:
    """First rounds at the option's track."""
    return Order(Action.FIRE, option=option, rounds=rounds)


def add(option: int, rounds: int = 1) -> Order:
    """More rounds at a track that rounds are already on their way to."""
    return Order(Action.ADD, option=option, rounds=rounds)


def retarget(round: int, track: int) -> Order:
    """A round on its way, whose seeker has not taken anything yet, goes to another track of the picture."""
    return Order(Action.RETARGET, round=round, track=track)


def abort(round: int) -> Order:
    """Give a round up: in flight it destroys itself; not yet launched it stays in its tube and can be ordered again."""
    return Order(Action.ABORT, round=round)


def hold(track: int) -> Order:
    """Say that a track is not fired at in this cycle on purpose; a leaker's cause then names it."""
    return Order(Action.HOLD, track=track)


def turn(battery: int, boresight_deg: float) -> Order:
    """Turn a battery's engagement radar to face another way. It sees and holds nothing until it stands again."""
    return Order(Action.TURN, battery=battery, boresight_deg=boresight_deg)


def silence(battery: int, for_s: float) -> Order:
    """A battery's engagement radar sends nothing for a time."""
    return Order(Action.SILENCE, battery=battery, for_s=for_s)


class Telling(NamedTuple):
    """An order to a unit: who is told, by which command, in which run, and what."""

    run: int  # row of the batch
    command: int
    action: int  # TURN or SILENCE
    battery: int
    value: float  # TURN: the new boresight [rad]; SILENCE: for how long [s]


class Unproven(NamedTuple):
    """A decision of ``optimal`` that ran out of time: its best found was ordered."""

    run: int  # row of the batch
    command: int
    gap: float  # share of the proven bound that may be missing


Change = tuple[int, int, int, int, int, int]  # run row, command row, action, round or -1, track or 0, slot or -1


def _no_rows() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Decision:
    """What all commands of a batch decided at one cycle, checked: rounds by option, changes of rounds in flight."""

    picks: Ints  # (n,)  rounds ordered by each option of the situation
    # rows of RETARGET, ABORT and HOLD, in order of run and command
    run: Ints = field(default_factory=_no_rows)
    command: Ints = field(default_factory=_no_rows)
    action: Ints = field(default_factory=_no_rows)
    round: Ints = field(default_factory=_no_rows)  # -1 where it concerns none
    track: Ints = field(default_factory=_no_rows)  # 0 where it concerns none
    slot: Ints = field(default_factory=_no_rows)  # of that track in the picture, -1 where it concerns none
    units: tuple[Telling, ...] = ()  # what units are told
    unproven: tuple[Unproven, ...] = ()


def decision_of(
    picks: Ints, changes: Sequence[Change], units: Sequence[Telling] = (), unproven: Sequence[Unproven] = ()
) -> Decision:
    """A decision from picks, changes and orders to units."""
    told, late = tuple(sorted(units)), tuple(unproven)
    if not changes:
        return Decision(picks, units=told, unproven=late)
    run, command, action, round_, track, slot = np.array(sorted(changes), np.int64).reshape(-1, 6).T.copy()
    return Decision(picks, run, command, action, round_, track, slot, told, late)
