"""Doctrines: how many rounds go at a target before somebody looks.

``shoot-look-shoot`` one, then its result; ``shoot-shoot-look`` two, one after the other, then a look;
``salvo-look-salvo`` some at once, then a look; ``ripple`` one after another at an interval up to a number. With
``second_look_s`` targets that leave no time for a look after the first meeting get ``hurried_rounds`` at once, by class
or all ("two at a ballistic missile when there is no time for a second look"). Tracks are served by urgency.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gbad.weapon_assignment.built_in.guards import Guards
from gbad.weapon_assignment.built_in.queue import Stock, by_urgency, serve
from gbad.weapon_assignment.orders import Order
from gbad.weapon_assignment.situation import CommandSituation, Pending


@dataclass(frozen=True, slots=True)
class Doctrine:
    """``first`` rounds at once; more follow until ``in_all`` are on their way, ``interval_s`` apart."""

    guards: Guards
    first: int
    in_all: int
    interval_s: float
    second_look_s: float
    hurried_rounds: int
    hurried_targets: str

    @property
    def asks_pending(self) -> bool:
        """Whether rounds follow others that are on their way."""
        return self.in_all > self.first

    def __call__(self, situation: CommandSituation) -> list[Order]:
        """Orders of one command at one cycle."""
        stock = Stock.of(situation, self.guards)
        falls = self._falling(situation)

        def at_once(options: CommandSituation | Pending, row: int) -> int:
            spare_s = situation.time_s + options.time_to_impact_s[row] - options.intercept_s[row]
            fits = self.hurried_targets == "all" or int(options.track[row]) in falls
            return self.hurried_rounds if fits and spare_s < self.second_look_s else self.first

        # rounds that follow come first: an engagement that has begun is brought to its end
        following = self._following(situation, stock)
        return following + serve(situation, situation, by_urgency(situation), at_once, stock, self.guards)

    def _following(self, situation: CommandSituation, stock: Stock) -> list[Order]:
        """One more round at every track whose last has been gone for the interval."""
        pending, flights = situation.pending, situation.flights
        if not self.asks_pending or flights is None:
            return []
        last_s = {t: float(flights.launch_s[flights.track == t].max()) for t in np.unique(flights.track).tolist()}

        def one_more(options: CommandSituation | Pending, row: int) -> int:
            assert isinstance(options, Pending)
            due_s = last_s.get(int(options.track[row]), np.inf) + self.interval_s
            return int(options.launch_s[row] >= due_s and options.in_flight[row] < self.in_all)

        return serve(situation, pending, by_urgency(pending), one_more, stock, self.guards)

    def _falling(self, situation: CommandSituation) -> set[int]:
        if situation.tracks is None:
            return set()
        return set(situation.tracks.number[situation.tracks.ballistic].tolist())
