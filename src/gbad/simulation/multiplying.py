"""Many like runs from a battle of one run, as if they had been played side by side from the start.

The way to a moment is played once and its state laid out as often as is asked for; what all runs share is copied once.
Which axis of a table counts runs is not listed anywhere: two battles are begun, of one run and of many, and where
their tables differ in size, there lie the runs. No messages are kept from there on.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from gbad import sensing, weapon_assignment
from gbad.messages import Orders
from gbad.recorder.book import Book
from gbad.simulation import spine
from gbad.simulation.copying import copied, copied_part, shared_parts


def multiplied(state: spine.State, count: int, without: Collection[str] = ()) -> spine.State:
    """``count`` like runs that go on from a battle of one run, all of its number (``transplant.redraw`` changes it).

    ``state`` is not changed. Observers ``without`` take no more notes. The decisions so far are not taken along, so
    that a table that overflows later cannot be made larger on the way back (``spine.grown``). Raises ``ValueError`` for
    a battle of several runs.
    """
    if len(state.batch.run_number) != 1:
        raise ValueError(f"a battle of one run can be multiplied, not of {len(state.batch.run_number)}")
    quiet = replace(state.batch, record="outcomes", without=tuple(sorted({*state.batch.without, *without})))
    if count == 1:
        return _alone(state, quiet)
    assert state.planned is not None
    batch = replace(
        quiet, run_number=np.repeat(quiet.run_number, count), draw_of_run=np.repeat(quiet.draw_of_run, count)
    )
    one, many = (spine.begin(state.given, state.planned, each, state.plugs) for each in (quiet, batch))
    layout = _Layout(state, count)
    for name in ("truth", "trackers", "strobes", "net", "observers", "ledger", "rounds", "referee", "picture", "cues"):
        setattr(many, name, layout.of(getattr(state, name), getattr(one, name), getattr(many, name)))
    many.rounds.live = count * state.rounds.live
    layout.book(state.book, one.book, many.book)
    # what sensors keep is worked out again when it is needed, but for where they stand
    many.tables, many.stand, many.ticks = state.tables, state.stand, state.ticks
    many.offer_pending = state.offer_pending
    if state.tables.stands:
        sensing.move(many.sensors, many.tables)
    many.identities, many.threats = layout.dense(state.identities), layout.dense(state.threats)
    if state.situation is not None:
        assert many.threats is not None
        many.situation = weapon_assignment.survey(
            many.ledger, many.tables.defence, many.batch.draw_of_run, many.picture, many.threats, many.now_s,
            offer_pending=many.offer_pending,
        )  # fmt: skip
    return many


def _alone(state: spine.State, batch: spine.Batch) -> spine.State:
    """A copy that keeps no messages."""
    made = copied(state, shared_parts(state.given, state.planned) if state.planned is not None else {})
    made.batch = made.book.batch = batch
    made.book.kept, made.book.kept_s = {}, {}
    return made


class _Layout:
    """Parts of one battle, laid out for many; two fields that are one thing stay one."""

    def __init__(self, state: spine.State, count: int) -> None:
        assert state.planned is not None
        self._count = count
        self._known = shared_parts(state.given, state.planned) | {id(state.plugs): state.plugs}
        self._copies: dict[int, Any] = dict(self._known)

    def of(self, now: Any, one: Any, many: Any) -> Any:
        """``now`` for all runs; ``one`` and ``many`` are the same part of battles that have just begun."""
        if id(now) in self._known:
            return self._known[id(now)]
        made: Any
        if isinstance(now, np.ndarray):
            made = self._columns(now, one, many)
        elif isinstance(now, tuple):
            laid = [self.of(*each) for each in zip(now, one, many, strict=True)]
            return type(now)(*laid) if hasattr(now, "_fields") else tuple(laid)
        elif isinstance(now, dict):
            made = self._by_run(now)
        elif is_dataclass(now) and not isinstance(now, type):
            self._known[id(now)] = many
            for field in fields(now):
                parts = (getattr(each, field.name) for each in (now, one, many))
                object.__setattr__(many, field.name, self.of(*parts))
            return many
        else:
            return now
        self._known[id(now)] = made
        return made

    def book(self, now: Book, one: Book, many: Book) -> None:
        """Notes so far; of what is kept message by message, orders and changes of identity."""
        for name in ("truth", "first_s", "radar_s", "shared_s", "gate_log", "busy_log", "local_number", "local_object",
                     "detections_so_far", "comparison", "unproven", "cycles", "ticks"):  # fmt: skip
            setattr(many, name, self.of(getattr(now, name), getattr(one, name), getattr(many, name)))
        many.tables = now.tables
        many.orders = [self._repeated(orders) for orders in now.orders]
        many.order_objects = [np.tile(rows, self._count) for rows in now.order_objects]
        for field in fields(now.identity):
            if field.name != "changes":
                parts = (getattr(each.identity, field.name) for each in (now, one, many))
                setattr(many.identity, field.name, self.of(*parts))
        many.identity.changes = [self._rows(part) for part in now.identity.changes]

    def dense(self, message: Any) -> Any:
        """A message whose columns all begin with the axis of runs."""
        if message is None or id(message) in self._known:
            return None if message is None else self._known[id(message)]
        columns = {f.name: np.concatenate([getattr(message, f.name)] * self._count) for f in fields(message)}
        return type(message)(**columns)

    def _by_run(self, now: dict[Any, Any]) -> dict[Any, Any]:
        """Objects of plug-ins, and what the book holds of every track: keys begin with the row of the run."""
        if not all(isinstance(key, tuple) for key in now):
            return now
        return {(run, *key[1:]): copied_part(part, {}) for run in range(self._count) for key, part in now.items()}

    def _columns(self, now: np.ndarray, one: np.ndarray, many: np.ndarray) -> np.ndarray:
        axes = [axis for axis in range(now.ndim) if one.shape[axis] != many.shape[axis]]
        if not axes:
            # nothing of runs: what rooms keep of the scenario, and their scratch
            made: np.ndarray = copied_part(now, self._copies)
            return made
        if many.size == 0:
            return many  # paths of rounds are kept in full recordings only
        (axis,) = axes
        laid = np.concatenate([now] * self._count, axis=axis)
        if many.shape != laid.shape:
            return laid
        many[...] = laid  # in place: two fields of one memory stay one
        return many

    def _rows(self, columns: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Flat columns of one run, run after run."""
        each = {name: np.concatenate([column] * self._count) for name, column in columns.items()}
        each["run"] = np.repeat(np.arange(self._count), len(columns["run"]))
        return each

    def _repeated(self, orders: Orders) -> Orders:
        columns = {f.name: getattr(orders, f.name) for f in fields(orders) if f.name != "offsets"}
        return Orders(offsets=np.arange(self._count + 1) * len(orders.run), **self._rows(columns))
