"""The arrays of a tracker of two models, bundled by what they are: handed to kernels as named tuples."""

from __future__ import annotations

from typing import NamedTuple

from gbad.tables import Bools, Floats, Ints

# columns of the figures of association (see models.Imm)
DETECTED, PERIOD, RATE_STD, FALSE_DENSITY, JOINT = 0, 1, 2, 3, 4


class Kin(NamedTuple):
    """Where tracks are and how they move, by both models."""

    state: Floats  # (T, 6)
    cov: Floats  # (T, 6, 6)
    turn_state: Floats  # (T, 7)
    turn_cov: Floats  # (T, 7, 7)
    weight: Floats  # (T, 2)
    turning: Ints  # (T,) 1 where the turn model runs


class Lives(NamedTuple):
    """What else is known of tracks."""

    number: Ints  # (T,) 0 for a free row
    last_s: Floats  # (T,)
    updates: Ints  # (T,)
    first_visit: Ints  # (T,)
    last_visit: Ints  # (T,)
    history: Ints  # (T,)
    confirmed: Ints  # (T,)
    plot: Ints  # (T,) of this group, -1 for none


class Seen(NamedTuple):
    """The plots of a group."""

    time_s: Floats  # (K,)
    place: Floats  # (K, 3)
    reach: Floats  # (K,)
    rate: Floats  # (K,)
    variance: Floats  # (K, 3)


class Work(NamedTuple):
    """Work space of the association."""

    taken: Bools  # (K,)
    claim: Floats  # (K,)
    row: Ints  # (T,)
    start: Ints  # (T + 1,)
    column: Ints  # (T * K,)
    cost: Floats  # (T * K,)
    column_of: Ints  # (T,)
    row_price: Floats  # (T,)
    row_of: Ints  # (K,)
    column_price: Floats
    length: Floats
    before: Ints
    seen: Ints
    stamp: Ints
    shift: Floats  # (7,)
    gain: Floats  # (7,)
    matrix: Floats  # (7, 7)


class JointWork(NamedTuple):
    """Work space of joint association, E edges; see ``_jpda_kernel.marginals``."""

    leader: Ints  # (T,)
    following: Ints
    member: Ints
    choice: Ints
    first: Ints  # (K,)
    used: Bools
    asked: Floats
    share: Floats  # (E,)
    message: Floats
