"""One battle, another scenario: what has happened stays, what the scenario says is taken from the new one.

Both scenarios are begun anew with the same runs. Where an array of the battle still is what it was at the beginning, it
only says what the scenario said, and the other scenario's takes its place; where it has changed, it is history and
stays. So a change of a figure reaches every room that keeps a copy of it, and nothing has to list those copies.
Raises ``InputError`` where the two scenarios differ in what is there (rows of a table), not only in figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from gbad import weapon_assignment as weapons
from gbad.errors import InputError
from gbad.nodes import emissions
from gbad.simulation import spine, standing
from gbad.simulation.copying import copied, shared_parts
from gbad.simulation.prepare import Prepared


def transplanted(state: spine.State, old: Prepared, new: Prepared) -> spine.State:
    """A battle of ``new`` with the history of ``state``, a battle of ``old``. ``state`` is not changed."""
    _same_rows("", old.tables, new.tables)
    begun = [spine.begin(ready.tables, old.trajectories, state.batch, ready.plugs) for ready in (old, new)]
    kept = copied(state, shared_parts(old.tables, old.trajectories))
    parts = _Parts(old, new)
    kept.tables, kept.plugs = new.tables, new.plugs
    for field in fields(spine.State):
        if field.name not in ("tables", "plugs", "batch", "situation", "threats", "identities", "decisions", "ticks"):
            parts.merge(kept, field.name, *(getattr(each, field.name) for each in begun))
    kept.book.tables = new.tables
    _stand_again(kept, state.decisions)
    kept.offer_pending = state.offer_pending or begun[1].offer_pending
    if state.situation is not None:
        # what may be decided now is surveyed anew, by the new figures
        assert kept.threats is not None
        kept.situation = spine.weapons.survey(
            kept.ledger, kept.tables.defence, kept.batch.draw_of_run, kept.picture, kept.threats, kept.now_s,
            offer_pending=kept.offer_pending,
        )  # fmt: skip
    return kept


def _stand_again(state: spine.State, decisions: Sequence[weapons.Decision]) -> None:
    """Put everybody where he stands now by the new scenario, and tell units again what they were told."""
    tables = state.tables
    told = [(cycle + 1, decision.units) for cycle, decision in enumerate(decisions) if decision.units]
    hit_s, nodes = state.truth.asset_end_s, standing.has_nodes(tables.defence.assets)
    if nodes:
        tables = standing.struck(tables, hit_s[0], -np.inf, state.now_s)
        state.tables, state.book.tables = tables, tables.at(0.0)
    if not tables.stands and not told:
        return
    for cycle, orders in told:
        tables = standing.told(tables, orders, cycle * tables.defence.cycle_s)
    tables = emissions.heard(tables, state.truth.trajectories)
    state.book.tables = tables.at(0.0)
    spine.stand_anew(state, tables.at(state.now_s), tables.stand(state.now_s))


class _Parts:
    """Old values against new ones, part by part."""

    def __init__(self, old: Prepared, new: Prepared) -> None:
        self._swap: dict[int, Any] = {}
        self._pair(old.tables, new.tables)
        self._seen: set[int] = set()

    def _pair(self, one: Any, other: Any) -> None:
        self._swap[id(one)] = other
        if is_dataclass(one):
            for field in fields(one):
                self._pair(getattr(one, field.name), getattr(other, field.name))

    def merge(self, holder: Any, name: str, old: Any, new: Any) -> None:
        """Put the right value into ``holder.name``: what it is now, or what the new scenario begins with."""
        now = getattr(holder, name)
        taken = self._taken(now, old, new)
        if taken is not now:
            object.__setattr__(holder, name, taken)

    def _taken(self, now: Any, old: Any, new: Any) -> Any:
        if id(now) in self._swap:
            return self._swap[id(now)]
        if isinstance(now, np.ndarray):
            if now.shape != old.shape or not np.array_equal(now, old, equal_nan=now.dtype.kind == "f"):
                return now
            if new.shape != now.shape:
                return now
            now[...] = new  # in place: two fields of one memory stay one
            return now
        if isinstance(now, tuple) and hasattr(now, "_fields"):
            return type(now)(*(self._taken(*each) for each in zip(now, old, new, strict=True)))
        if is_dataclass(now) and not isinstance(now, type):
            if id(now) not in self._seen:
                self._seen.add(id(now))
                for field in fields(now):
                    if old is not None and new is not None:
                        self.merge(now, field.name, getattr(old, field.name), getattr(new, field.name))
            return now
        if isinstance(now, (bool, int, float, str, np.generic)) and now == old:
            return new
        return now


def _same_rows(path: str, old: Any, new: Any) -> None:
    for field in fields(old):
        one, other = getattr(old, field.name), getattr(new, field.name)
        name = f"{path}{field.name}"
        if is_dataclass(one):
            _same_rows(f"{name}.", one, other)
        elif isinstance(one, np.ndarray) and (
            one.shape != other.shape or (field.name == "id" and not np.array_equal(one, other))
        ):
            raise InputError(
                f"{name}: the change adds or takes away something ({one.shape} to {other.shape}); in the middle of a "
                "battle only figures, policies and doctrine can change"
            )


def redraw(state: spine.State, numbers: np.ndarray) -> None:
    """Throw all dice anew from now on: row r of the batch goes on with the dice of run ``numbers[r]``.

    What was drawn once and kept (biases, failed transponders that were met) stays as it was where rooms keep it.
    """
    seen: set[int] = set()

    def walk(value: Any) -> None:
        if id(value) in seen or not (is_dataclass(value) or hasattr(value, "_fields")):
            return
        seen.add(id(value))
        names = value._fields if hasattr(value, "_fields") else [field.name for field in fields(value)]
        for name in names:
            part = getattr(value, name)
            if name == "run_number" and isinstance(part, np.ndarray):
                part[...] = numbers.astype(part.dtype)
            else:
                walk(part)

    state.batch = replace(state.batch, run_number=state.batch.run_number.copy())
    state.book.batch = state.batch
    for field in fields(spine.State):
        if field.name not in ("tables", "truth", "plugs", "book"):
            walk(getattr(state, field.name))
