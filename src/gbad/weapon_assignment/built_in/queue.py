"""Track after track in a fixed order, each served by its best option: ``first-come`` and ``urgent-first``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from gbad.tables import Ints
from gbad.weapon_assignment.built_in.guards import Guards
from gbad.weapon_assignment.orders import Order, add, fire
from gbad.weapon_assignment.situation import CommandSituation, Pending


@dataclass(slots=True)
class Stock:
    """Channels and rounds of one command, while orders are put together."""

    targets: Ints  # (batteries,)
    missiles: Ints  # (batteries,)
    for_cheap: Ints  # (batteries,)
    spent: dict[tuple[int, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, situation: CommandSituation, guards: Guards) -> Stock:
        """What the command has at the start of a cycle."""
        free = situation.target_channels_free.copy(), situation.missile_channels_free.copy()
        return cls(*free, guards.for_cheap(situation))

    def room(self, options: CommandSituation | Pending, row: int, cheap: bool) -> int:
        """Rounds that an option could take now."""
        battery, kind = int(options.battery[row]), int(options.interceptor[row])
        held = isinstance(options, Pending) and bool(options.engaged[row])
        if self.targets[battery] <= 0 and not held:
            return 0
        most = min(self.missiles[battery], options.rounds_ready[row] - self.spent.get((battery, kind), 0))
        return int(max(min(most, self.for_cheap[battery]) if cheap else most, 0))

    def take(self, options: CommandSituation | Pending, row: int, rounds: int, cheap: bool) -> None:
        """Book an option."""
        battery, kind = int(options.battery[row]), int(options.interceptor[row])
        self.targets[battery] -= 0 if isinstance(options, Pending) and options.engaged[row] else 1
        self.missiles[battery] -= rounds
        self.for_cheap[battery] -= rounds if cheap else 0
        self.spent[battery, kind] = self.spent.get((battery, kind), 0) + rounds


Rounds = Callable[[CommandSituation | Pending, int], int]  # wanted by an option


def serve(
    situation: CommandSituation,
    options: CommandSituation | Pending,
    tracks: Iterable[int],
    wanted: Rounds,
    stock: Stock,
    guards: Guards,
) -> list[Order]:
    """Orders for tracks in the order given, each by the option of highest kill probability, then earliest meeting."""
    rows_of: dict[int, list[int]] = {}
    allowed, cheap = guards.allowed(options), guards.cheap(options)
    for row, track in enumerate(options.track.tolist()):
        rows_of.setdefault(track, []).append(row)
    order = add if isinstance(options, Pending) else fire
    orders = []
    for track in tracks:
        best, best_rank, best_rounds = -1, (0.0, 0.0), 0
        for row in rows_of.get(track, ()):
            rounds = min(stock.room(options, row, bool(cheap[row])), wanted(options, row))
            rank = (-options.kill_probability[row], options.intercept_s[row])
            if allowed[row] and rounds > 0 and (best < 0 or rank < best_rank):
                best, best_rank, best_rounds = row, rank, rounds
        if best >= 0:
            stock.take(options, best, best_rounds, bool(cheap[best]))
            orders.append(order(best, best_rounds))
    return orders


def by_urgency(options: CommandSituation | Pending) -> list[int]:
    """Tracks, the most urgent first; the smaller number breaks ties."""
    order = np.lexsort((options.track, -options.priority))
    return list(dict.fromkeys(options.track[order].tolist()))


def by_number(options: CommandSituation | Pending) -> list[int]:
    """Tracks in the order in which the picture took them up."""
    return sorted(set(options.track.tolist()))


@dataclass(frozen=True, slots=True)
class FirstCome:
    """Whoever came into the picture first is served first, however urgent the others are."""

    guards: Guards
    asks_pending: bool = False

    def __call__(self, situation: CommandSituation) -> list[Order]:
        """Orders of one command at one cycle."""
        stock = Stock.of(situation, self.guards)
        return serve(situation, situation, by_number(situation), lambda o, i: situation.salvo, stock, self.guards)


@dataclass(frozen=True, slots=True)
class UrgentFirst:
    """The track with the largest value over time left first. Without guards a kernel does it for whole batches."""

    guards: Guards
    asks_pending: bool = False

    @property
    def in_kernel(self) -> bool:
        """Whether the kernel gives the same orders."""
        return self.guards.reserve == 0 and self.guards.least_kill_probability == 0.0

    def __call__(self, situation: CommandSituation) -> list[Order]:
        """Orders of one command at one cycle."""
        stock = Stock.of(situation, self.guards)
        return serve(situation, situation, by_urgency(situation), lambda o, i: situation.salvo, stock, self.guards)
