"""Whom every object was held for, and why: notes of the book about identity, from the answer key and the identities.

An object may be followed by several system tracks, of one command or more. At each cycle the worst of their identities
counts as its own: hostile, then neutral, then friend, then unknown, for that is what can be done to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from gbad.messages import (
    FRIEND,
    HOSTILE,
    IDENTITY_NAMES,
    NEUTRAL,
    REASON_NAMES,
    UNKNOWN,
    AirPicture,
    Identities,
    Orders,
)
from gbad.recorder import _identity_kernel as numbers
from gbad.tables import FRIENDLY_SIDE, HOSTILE_SIDE, NEUTRAL_SIDE, Floats, Ints

# what an object's side ought to be held for
RIGHT = {HOSTILE_SIDE: HOSTILE, NEUTRAL_SIDE: NEUTRAL, FRIENDLY_SIDE: FRIEND}
SIDE_NAMES = {HOSTILE_SIDE: "hostile", NEUTRAL_SIDE: "neutral", FRIENDLY_SIDE: "friend"}
NOT_HELD = -1


@dataclass(slots=True)
class IdentityNotes:
    """Axes: runs, objects."""

    right: Ints  # (objects,)  identity that would be right
    hostile: np.ndarray  # (objects,)
    last: np.ndarray  # (runs, objects)  int8, held for last; NOT_HELD before it was in any picture
    at_order: np.ndarray  # (runs, objects)  int8, held for when the first round at it was ordered
    right_s: Floats  # (runs, objects)  first time it was held rightly
    # misidentified: a threat held for friend or neutral, anybody else held for hostile; undecided is not wrong
    wrong_s: Floats  # (runs, objects)  first time
    wrong_for_s: Floats  # (runs, objects)  for how long altogether
    held: dict[tuple[int, int, int], int] = field(default_factory=dict)  # by run, command, track: last change
    changes: list[dict[str, np.ndarray]] = field(default_factory=list)

    @classmethod
    def open(cls, side: Ints, runs: int) -> IdentityNotes:
        """Nobody held for anything yet."""
        shape = (runs, len(side))
        return cls(
            right=np.array([RIGHT[int(s)] for s in side], np.int64),
            hostile=side == HOSTILE_SIDE,
            last=np.full(shape, NOT_HELD, np.int8),
            at_order=np.full(shape, NOT_HELD, np.int8),
            right_s=np.full(shape, np.nan),
            wrong_s=np.full(shape, np.nan),
            wrong_for_s=np.zeros(shape),
        )

    def note_cycle(
        self, time_s: float, cycle_s: float, picture: AirPicture, identities: Identities, slot_object: Ints,
        orders: Orders, order_object: Ints,
    ) -> None:  # fmt: skip
        """Take one command cycle; ``slot_object (runs, commands, slots)`` is the answer key."""
        numbers.note_held(
            time_s, cycle_s, picture.number, identities.identity, slot_object, self.right, self.hostile,
            np.empty(self.last.shape, np.int8), self.last, self.right_s, self.wrong_s, self.wrong_for_s,
        )  # fmt: skip
        for run, command, slot, object_row in zip(orders.run, orders.command, orders.slot, order_object, strict=True):
            if object_row >= 0 and self.at_order[run, object_row] == NOT_HELD:
                self.at_order[run, object_row] = identities.identity[run, command, slot]
        self._note_changes(time_s, picture, identities, slot_object)

    def _note_changes(
        self, time_s: float, picture: AirPicture, identities: Identities, slot_object: Ints
    ) -> None:  # fmt: skip
        # what began to hold in this cycle; a new track that nobody knows yet is no change
        places = np.empty(picture.number.size, np.int64)
        count = numbers.begun_into(time_s, picture.number, identities.since_s, places)
        if not count:
            return
        begun = np.unravel_index(places[:count], picture.number.shape)
        rows, before = [], []
        for run, command, slot in zip(*(axis.tolist() for axis in begun), strict=True):
            key, now = (
                (run, command, int(picture.number[run, command, slot])),
                int(identities.identity[run, command, slot]),
            )
            was = self.held.get(key, UNKNOWN)
            if now != was:
                self.held[key] = now
                rows.append((run, command, slot))
                before.append(was)
        if not rows:
            return
        where = tuple(np.array(axis, np.int64) for axis in zip(*rows, strict=True))
        self.changes.append(
            {
                "run": where[0],
                "command": where[1],
                "time_s": np.full(len(rows), time_s),
                "track": picture.number[where],
                "identity": identities.identity[where].astype(np.int64),
                "before": np.array(before, np.int64),
                "reason": identities.reason[where].astype(np.int64),
                "confidence": identities.confidence[where].copy(),
                "civil_replies": picture.civil_replies[where],
                "friendly_replies": picture.friendly_replies[where],
                "interrogations": picture.interrogations[where],
                "object": slot_object[where],
            }
        )

    def table(self) -> dict[str, np.ndarray]:
        """All changes of identity, joined; an empty dictionary when there were none."""
        if not self.changes:
            return {}
        return {name: np.concatenate([part[name] for part in self.changes]) for name in self.changes[0]}


def named_identities(rows: np.ndarray) -> np.ndarray:
    """Names of identities; empty where an object was never held for anything."""
    return np.array(["", *IDENTITY_NAMES])[rows.astype(np.int64) + 1]


def named_reasons(rows: np.ndarray) -> np.ndarray:
    """Identifiers of reasons."""
    return np.array(REASON_NAMES)[rows.astype(np.int64)]
