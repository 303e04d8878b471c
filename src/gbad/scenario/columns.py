"""Columns of ids and of their keys, for every table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gbad.physics.random import entity_key
from gbad.tables import Keys, Strings


def strings(values: Sequence[str]) -> Strings:
    """A column of text, also when it is empty."""
    return np.array(list(values), dtype=np.str_) if values else np.empty(0, dtype="<U1")


def keys(ids: Sequence[str]) -> Keys:
    """The 64-bit keys of ids."""
    return np.array([entity_key(name) for name in ids], dtype=np.uint64)
