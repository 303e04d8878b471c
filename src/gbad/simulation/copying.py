"""Copies of a battle: everything that changes is copied once, what stands still is shared.

A walk over data classes, named tuples, lists, dictionaries and arrays that keeps aliases (two fields that are one array
before are one array after). Messages that have been kept are never written to again, so logs of them are copied as
lists, not row by row. Objects of a user's (trackers, identifiers) are copied by their own ``state()`` and
``restore()`` where they have them, else by ``copy.deepcopy``.
"""

from __future__ import annotations

import copy
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import numpy as np

from gbad.recorder.book import Book
from gbad.recorder.identity_notes import IdentityNotes
from gbad.simulation.spine import PlugIns, State
from gbad.tables import Tables
from gbad.truth import Trajectories

Value = TypeVar("Value")
_PLAIN = (int, float, str, bytes, bool, type(None), np.generic, tuple)
# fields of the book that only ever grow by whole messages
_LOGS = ("kept", "kept_s", "orders", "order_objects", "decisions", "changes")


def shared_parts(tables: Tables, trajectories: Trajectories) -> dict[int, Any]:
    """What no battle writes to, by identity: the compiled scenario, its arrays, the planned paths."""
    found: dict[int, Any] = {}
    _gather(tables, found)
    _gather(trajectories, found)
    return found


def _gather(value: Any, found: dict[int, Any]) -> None:
    if is_dataclass(value):
        found[id(value)] = value
        for field in fields(value):
            _gather(getattr(value, field.name), found)
    elif isinstance(value, np.ndarray):
        found[id(value)] = value
    elif isinstance(value, tuple):
        for part in value:
            _gather(part, found)


def whole_of(value: np.ndarray) -> np.ndarray:
    """The array that owns the memory of a view; the array itself where that is no array."""
    whole = value
    while value.size and isinstance(whole.base, np.ndarray):
        whole = whole.base
    return whole


def offset_of(value: np.ndarray, whole: np.ndarray) -> int:
    """Where a view begins in the memory of its whole [bytes]."""
    return int(value.__array_interface__["data"][0] - whole.__array_interface__["data"][0])


def view_like(value: np.ndarray, whole: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The view of ``other``, a copy of ``whole``, that ``value`` is of ``whole``: two fields of one memory stay one."""
    if other is whole:
        return value
    return np.ndarray(value.shape, value.dtype, other, offset_of(value, whole), value.strides)


def copied(state: State, shared: dict[int, Any]) -> State:
    """A battle that can be played on without a trace in ``state``. ``shared`` as :func:`shared_parts` gives it."""
    memo = dict(shared)
    memo[id(state.plugs)] = state.plugs
    memo[id(state.batch)] = state.batch
    result: State = copied_part(state, memo)
    return result


def copied_part(value: Any, memo: dict[int, Any]) -> Any:
    """A copy of any part of a battle; ``memo`` holds by identity what is copied already, or shared."""
    if isinstance(value, np.ndarray):
        known = memo.get(id(value))
        if known is None:
            whole = whole_of(value)
            made = value.copy(order="K") if whole is value else view_like(value, whole, copied_part(whole, memo))
            known = memo[id(value)] = made
        return known
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(copied_part(part, memo) for part in value))
    if isinstance(value, _PLAIN):
        return value
    known = memo.get(id(value))
    if known is not None:
        return known
    if is_dataclass(value) and not isinstance(value, (type, PlugIns)):
        return _copy_fields(value, memo)
    if isinstance(value, list):
        memo[id(value)] = rows = [copied_part(part, memo) for part in value]
        return rows
    if isinstance(value, dict):
        memo[id(value)] = pairs = {key: copied_part(part, memo) for key, part in value.items()}
        return pairs
    # an object of a plug-in
    memo[id(value)] = other = copy.deepcopy(value)
    return other


def _copy_fields(value: Any, memo: dict[int, Any]) -> Any:
    made = object.__new__(type(value))
    memo[id(value)] = made
    logs = _LOGS if isinstance(value, (Book, State, IdentityNotes)) else ()
    for field in fields(value):
        part = getattr(value, field.name)
        object.__setattr__(made, field.name, _copy_log(part) if field.name in logs else copied_part(part, memo))
    return made


def _copy_log(log: Any) -> Any:
    return {key: list(part) for key, part in log.items()} if isinstance(log, dict) else list(log)
