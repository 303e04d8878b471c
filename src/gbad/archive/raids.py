"""Battles as ``studies.splitting`` wants them: begun, played up to a height, copied with dice of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from gbad.errors import CapacityError
from gbad.simulation import spine
from gbad.simulation.branching import branched, may_branch
from gbad.simulation.copying import shared_parts
from gbad.simulation.prepare import Prepared
from gbad.studies.nearing import Event
from gbad.studies.splitting import Repetition, place_levels, repeat

MOST_SLOTS = 65_536
Played = TypeVar("Played")


@dataclass(slots=True)
class Raid:
    """A battle of one run, and how high it has been."""

    state: spine.State
    highest: float


class Raids:
    """The world of one prepared scenario, one event and one seed."""

    def __init__(self, ready: Prepared, event: Event, seed: int) -> None:
        self._ready, self._event = ready, event
        self._room = spine.Batch(
            seed, np.zeros(1, np.int64), np.zeros(1, np.int64), record="outcomes", without=("chain", "identity")
        )
        self._shared = shared_parts(ready.tables, ready.trajectories)

    def begin(self, number: int) -> Raid:
        """Run ``number`` before time starts."""
        room = self._room
        batch = spine.Batch(
            room.seed, np.array([number]), room.draw_of_run, record=room.record, track_slots=room.track_slots,
            picture_slots=room.picture_slots, queue=room.queue, without=room.without,
        )  # fmt: skip
        return Raid(spine.begin(self._ready.tables, self._ready.trajectories, batch, self._ready.plugs), 0.0)

    def climb(self, raid: Raid, level: float, last: bool) -> bool:
        """Play on to a height, or to where it can get no more, or to the end."""
        state = raid.state
        while True:
            height, most = self._event.height(state)
            raid.highest = max(raid.highest, height)
            there = raid.highest >= level
            if there and (last or state.over or may_branch(state)):
                return True
            if state.over or (not there and max(most, raid.highest) < min(level, self._event.least)):
                return False
            raid.state = state = spine.advance(state)
            spine.decide(state)

    def highest(self, raid: Raid) -> float:
        """How high it has been."""
        return raid.highest

    def branch(self, raid: Raid, number: int) -> Raid:
        """A copy with dice of its own; one that is over stays as it is."""
        if raid.state.over:
            return Raid(raid.state, raid.highest)
        return Raid(branched(raid.state, number, self._shared), raid.highest)

    def repeat(self, levels: tuple[float, ...], effort: int, number: int) -> Repetition:
        """One repetition; from its beginning with more room where a table overflows (room changes no outcome)."""
        return self._with_room(lambda: repeat(self, levels, effort, self._room.seed, number))

    def levels(self, effort: int) -> tuple[float, ...]:
        """Levels from a pilot."""
        return self._with_room(lambda: place_levels(self, float(self._event.least), effort, self._room.seed))

    def _with_room(self, play: Callable[[], Played]) -> Played:
        while True:
            try:
                return play()
            except CapacityError as error:
                if self._room.track_slots > MOST_SLOTS:
                    raise MemoryError(f"no capacity is enough: {error}") from error
                self._room = self._room.doubled()
