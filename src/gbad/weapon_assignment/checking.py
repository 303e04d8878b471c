"""What a policy gave back, held against magazines, channels and the picture: refused with a sentence, or taken."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gbad.codes.actions import RESERVED, Action
from gbad.errors import InputError
from gbad.tables import Defence, Ints
from gbad.text.readable import counted
from gbad.weapon_assignment.orders import Order
from gbad.weapon_assignment.situation import CommandSituation, Pending


class PolicyError(InputError):
    """A policy asked for something that is not there, or raised."""


@dataclass(slots=True)
class Checked:
    """Orders of one command that can be carried out."""

    fire: list[tuple[int, int]] = field(default_factory=list)  # (option, rounds)
    add: list[tuple[int, int]] = field(default_factory=list)  # (pending option, rounds)
    changes: list[tuple[Action, int, int]] = field(default_factory=list)  # action, round or -1, track or 0
    units: list[tuple[Action, int, float]] = field(default_factory=list)  # action, battery, boresight [rad] or time [s]


@dataclass(slots=True)
class _Left:
    """What is left while the orders of one command are taken one after another."""

    view: CommandSituation
    defence: Defence
    where: str
    targets: Ints
    missiles: Ints
    ready: dict[tuple[int, int], int]
    served: set[int] = field(default_factory=set)  # tracks with an order in this cycle
    touched: set[int] = field(default_factory=set)  # rounds with an order in this cycle
    told: set[int] = field(default_factory=set)  # batteries whose radar was told something in this cycle

    def refuse(self, text: str) -> PolicyError:
        return PolicyError(f"{self.where} {text}")


def checked(orders: Any, view: CommandSituation, defence: Defence, where: str) -> Checked:
    """The orders of one command, in the order given. Raises ``PolicyError`` for what cannot be carried out."""
    ready: dict[tuple[int, int], int] = {}
    for offered in (view, view.pending):
        for battery, kind, rounds in zip(offered.battery, offered.interceptor, offered.rounds_ready, strict=True):
            ready[int(battery), int(kind)] = int(rounds)
    where = f"{where} at {view.time_s:.1f} s"
    left = _Left(view, defence, where, view.target_channels_free.copy(), view.missile_channels_free.copy(), ready)
    if not isinstance(orders, Iterable):
        raise left.refuse(f"returned {orders!r}; expected a list of orders, or of pairs (option, rounds)")
    found = Checked()
    for given in orders:
        order = _order(given, left)
        if order.action in (Action.FIRE, Action.ADD):
            taken = _rounds(order, left)
            (found.fire if order.action == Action.FIRE else found.add).append(taken)
        elif order.action in (Action.RETARGET, Action.ABORT):
            found.changes.append(_change(order, left))
        elif order.action in (Action.TURN, Action.SILENCE):
            found.units.append(_unit(order, left))
        else:
            found.changes.append(_hold(order, left))
    return found


def _order(given: Any, left: _Left) -> Order:
    if isinstance(given, Order):
        if given.action in RESERVED:
            why = "which no policy may: marches stand in timetables (units.NAME.timetable, do: march)"
            raise left.refuse(f"ordered {given.action.identifier!r}, {why}")
        if given.action not in tuple(Action):
            known = ", ".join(action.identifier for action in Action if action not in RESERVED)
            raise left.refuse(f"ordered {given.action!r}, which is no action; known are {known}")
        return given
    try:
        option, rounds = given
    except (TypeError, ValueError) as error:
        raise left.refuse(f"returned {given!r}; expected an order, or a pair (option, rounds)") from error
    return Order(Action.FIRE, option=_whole(option, "option", left), rounds=_whole(rounds, "rounds", left))


def _whole(value: Any, what: str, left: _Left) -> int:
    """A whole number as it was given; half a round is not cut down to none."""
    try:
        whole = int(value)
        if whole == value:
            return whole
    except (TypeError, ValueError, OverflowError):
        pass
    raise left.refuse(f"gave {value!r} for {what}; a whole number is needed")


def _rounds(order: Order, left: _Left) -> tuple[int, int]:
    offered: CommandSituation | Pending = left.view if order.action == Action.FIRE else left.view.pending
    option, rounds = _whole(order.option, "option", left), _whole(order.rounds, "rounds", left)
    n = len(offered.track)
    kind_of = "option" if order.action == Action.FIRE else "pending option"
    if not 0 <= option < n:
        raise left.refuse(f"picked {kind_of} {option}; there are {n}, counted from 0")
    if rounds < 1:
        raise left.refuse(f"ordered {counted(rounds, 'round')} by {kind_of} {option}; 1 or more, or leave it out")
    track, battery, kind = int(offered.track[option]), int(offered.battery[option]), int(offered.interceptor[option])
    site = left.defence.batteries.id[battery]
    if track in left.served:
        raise left.refuse(f"picked two options for track {track}; at most one each")
    if rounds > left.ready[battery, kind]:
        raise left.refuse(
            f"ordered {counted(rounds, 'round')} from {site}, which had {left.ready[battery, kind]} ready"
        )
    # a battery that already engages the track holds its target channel
    new_target = 0 if isinstance(offered, Pending) and offered.engaged[option] else 1
    if left.targets[battery] < new_target or rounds > left.missiles[battery]:
        raise left.refuse(
            f"ordered {counted(rounds, 'round')} from {site}, which had {left.targets[battery]} target channels and "
            f"{left.missiles[battery]} missile channels free"
        )
    left.served.add(track)
    left.ready[battery, kind] -= rounds
    left.targets[battery] -= new_target
    left.missiles[battery] -= rounds
    return option, rounds


def _change(order: Order, left: _Left) -> tuple[Action, int, int]:
    flights, tracks = left.view.flights, left.view.tracks
    row = _whole(order.round, "round", left)
    known = [] if flights is None else flights.round.tolist()
    word = order.action.identifier
    if row not in known:
        raise left.refuse(f"ordered {word} of round {row}, which is not on its way; these are: {known or 'none'}")
    if row in left.touched:
        raise left.refuse(f"gave two orders to round {row}; at most one each")
    left.touched.add(row)
    if order.action == Action.ABORT:
        return Action.ABORT, row, 0
    assert flights is not None
    assert tracks is not None
    at = known.index(row)
    track, battery = _whole(order.track, "track", left), int(flights.battery[at])
    if track not in tracks.number.tolist():
        raise left.refuse(f"retargeted round {row} to track {track}, which is not in the picture")
    if track == int(flights.track[at]):
        raise left.refuse(f"retargeted round {row} to track {track}, which it is on its way to already")
    if not tracks.permitted[tracks.number.tolist().index(track)]:
        raise left.refuse(f"retargeted round {row} to track {track}, at which fire is not permitted")
    others = flights.battery == battery
    holds_new = bool((others & (flights.track == track)).any())
    keeps_old = int((others & (flights.track == flights.track[at])).sum()) > 1
    cost = (0 if holds_new else 1) - (0 if keeps_old else 1)
    if left.targets[battery] < cost:
        site = left.defence.batteries.id[battery]
        raise left.refuse(f"retargeted round {row} to track {track}, but {site} had no target channel free")
    left.targets[battery] -= cost
    return Action.RETARGET, row, track


def _unit(order: Order, left: _Left) -> tuple[Action, int, float]:
    """A radar is turned or silenced once a cycle, by the command of its battery, if it can be and is at work."""
    d, battery, word = left.defence, _whole(order.battery, "battery", left), order.action.identifier
    resources = left.view.resources
    if resources is None or not 0 <= battery < len(d.batteries.id) or not resources.mine[battery]:
        mine = [] if resources is None else np.flatnonzero(resources.mine).tolist()
        raise left.refuse(f"ordered {word} of battery {battery}; its own batteries are {mine or 'none'}")
    site, radar = d.batteries.id[battery], int(d.batteries.radar[battery])
    if battery in left.told:
        raise left.refuse(f"told the radar of {site} two things; at most one each")
    left.told.add(battery)
    if not resources.radar_ready[battery]:
        raise left.refuse(f"ordered {word} of the radar of {site}, which is not ready")
    if order.action == Action.SILENCE:
        if not (math.isfinite(order.for_s) and order.for_s > 0.0):
            raise left.refuse(f"ordered silence of the radar of {site} for {order.for_s:g} s; more than 0 is allowed")
        return Action.SILENCE, battery, float(order.for_s)
    if not math.isfinite(order.boresight_deg):
        raise left.refuse(
            f"ordered turn of the radar of {site} to {order.boresight_deg:g} degrees; 0 to 360 is allowed"
        )
    if not np.isfinite(d.units.turn_of(radar)).all():
        raise left.refuse(
            f"ordered turn of the radar of {site}, which nothing says how to turn; give it units.{site}.vehicle"
        )
    return Action.TURN, battery, math.radians(order.boresight_deg % 360.0)


def _hold(order: Order, left: _Left) -> tuple[Action, int, int]:
    track = _whole(order.track, "track", left)
    if left.view.tracks is None or track not in left.view.tracks.number.tolist():
        raise left.refuse(f"held track {track} back, which is not in the picture")
    if track in left.served:
        raise left.refuse(f"both fired at track {track} and held it back")
    left.served.add(track)
    return Action.HOLD, -1, track
