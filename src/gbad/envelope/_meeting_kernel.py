"""The earliest meeting of a round with something that moves: one search, on predicted tracks and on real paths."""

from __future__ import annotations

import math
from typing import NamedTuple

from gbad._jit import kernel

TRIES = 60
STEP_S = 5.0  # [s] how far to look ahead while the place is still out of reach
TOLERANCE_S = 0.5
EARLY_S = 1.0  # [s] a round that is earlier than this at the edge of its reach is not launched yet


class Search(NamedTuple):
    """Where the search stands: it steps ahead until a round would not be late, then halves back."""

    tries: int  # steps ahead that are left
    before_s: float  # a time at which a round would be late
    at_s: float  # the time to be tried now
    met_s: float  # the earliest time known at which it would not be late; inf for none yet


@kernel
def from_launch(launch_s):
    """A search that begins at the launch."""
    return Search(TRIES, launch_s, launch_s, math.inf)


@kernel
def goes_on(search, latest_s):
    """Whether another time has to be tried, none after ``latest_s``."""
    if math.isfinite(search.met_s):
        return search.met_s - search.before_s > 0.5 * TOLERANCE_S
    return search.tries > 0 and search.at_s <= latest_s


@kernel
def in_time(search, arrival_s):
    """Whether a round that arrives then, at the place of the time tried, would not be late."""
    return arrival_s <= search.at_s + TOLERANCE_S


@kernel
def tried(search, arrival_s, latest_s):
    """The search after one more time: ``arrival_s`` is when a round is at that time's place, inf out of reach."""
    at, before, met = search.at_s, search.before_s, search.met_s
    if in_time(search, arrival_s):
        met = at
    elif math.isfinite(met):
        before = at
    else:
        before = at
        at += STEP_S if not math.isfinite(arrival_s) else max(arrival_s - at, TOLERANCE_S)
        if before < latest_s < at:
            at = latest_s
        return Search(search.tries - 1, before, at, met)
    return Search(search.tries, before, 0.5 * (before + met), met)


@kernel
def met(search, arrival_s):
    """When they meet; inf for never, and where it is too soon: at the edge of its limits the round would be early."""
    return search.met_s if arrival_s >= search.met_s - EARLY_S else math.inf
