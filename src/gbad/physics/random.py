"""Dice: every draw is a pure function of who, what and which event; there is no generator and no state.

The six words of a draw are the seed, the stream (what it is for, a constant below), the absolute number of the run,
the key of the entity or pair of entities, the ordinal of the physical event (radar visit, n-th shot at a target) and
a block number for more than four numbers of the same event. Never a tick, row, slot or running counter.

Not to be confused with ``numpy.random.Generator``: that one moves on with every call, so one more draw anywhere
changes everything after it.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gbad.physics import _random_kernel as _kernel
from gbad.physics._random_kernel import (
    ASSESSMENT,
    BOOTSTRAP,
    DAMAGE,
    DETECTION,
    FALSE_ALARM,
    IFF_FAILURE,
    IFF_REPLY,
    KILL,
    LINK,
    MEASUREMENT,
    MOTION,
    REGISTRATION,
    SEEKER,
    SPREAD,
    TERRAIN,
)

# streams that no kernel draws from
FILING = np.uint64(16)
PHASE = np.uint64(17)
REACTION = np.uint64(18)

__all__ = [
    "ASSESSMENT",
    "BOOTSTRAP",
    "DAMAGE",
    "DETECTION",
    "FALSE_ALARM",
    "FILING",
    "IFF_FAILURE",
    "IFF_REPLY",
    "KILL",
    "LINK",
    "MEASUREMENT",
    "MOTION",
    "PHASE",
    "REACTION",
    "REGISTRATION",
    "SEEKER",
    "SPREAD",
    "TERRAIN",
    "entity_key",
    "normals",
    "pair_key",
    "uniforms",
]


def entity_key(identifier: str) -> np.uint64:
    """Key of an entity: the first 8 bytes, little-endian, of BLAKE2b of its immutable ``id`` in UTF-8."""
    return np.uint64(int.from_bytes(hashlib.blake2b(identifier.encode()).digest()[:8], "little"))


def pair_key(a: int | np.uint64, b: int | np.uint64) -> np.uint64:
    """Key of an ordered pair of entities (radar and target, say)."""
    return np.uint64(_kernel.pair_key(np.uint64(a), np.uint64(b)))


def uniforms(
    seed: int, stream: int | np.uint64, run: ArrayLike, key: ArrayLike, event: ArrayLike = 0, block: ArrayLike = 0
) -> NDArray[np.float64]:
    """Four uniforms in [0, 1) per draw.

    ``run``, ``key``, ``event`` and ``block`` are non-negative integers below 2^64 (or uint64 arrays) and broadcast
    against each other to some shape ``S``; the result has shape ``S + (4,)``.
    """
    return _fill(_kernel.uniforms_into, seed, stream, run, key, event, block)


def normals(
    seed: int, stream: int | np.uint64, run: ArrayLike, key: ArrayLike, event: ArrayLike = 0, block: ArrayLike = 0
) -> NDArray[np.float64]:
    """Four standard normal numbers per draw; shapes as in :func:`uniforms`."""
    return _fill(_kernel.normals_into, seed, stream, run, key, event, block)


def _fill(fill, seed, stream, run, key, event, block) -> NDArray[np.float64]:  # type: ignore[no-untyped-def]  # inner
    columns = np.broadcast_arrays(*(np.asarray(word, dtype=np.uint64) for word in (run, key, event, block)))
    out = np.empty((columns[0].size, 4))
    # copies: what broadcasting gives is not to be written to, and says so when a kernel is handed it
    flat = [np.array(column).reshape(-1) for column in columns]
    fill(np.uint64(seed), np.uint64(stream), *flat, out)
    return out.reshape((*columns[0].shape, 4))
