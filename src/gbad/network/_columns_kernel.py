"""The arrays of the network, bundled by what they are: handed to kernels as named tuples.

Axes: R runs, S radars, C commands, N links, K picture slots, L local slots, Q queue rows, P places of the ring, F links
of one radar at most.
"""

from __future__ import annotations

from typing import NamedTuple

from gbad.tables import Floats, Ints, Keys

NO_TROUBLE, QUEUE_FULL, MIRRORS_FULL, PICTURE_FULL = 0, 1, 2, 3


class Links(NamedTuple):
    """Who is tied to whom, and how well; compiled, never changed."""

    radar: Ints  # (N,)
    command: Ints  # (N,)
    of_radar: Ints  # (S, F) links of a radar, to its own command first; -1 for none
    between: Ints  # (S, C) link from a radar to a command, -1 for none
    key: Keys  # (N,)
    latency_s: Floats  # (D, N)
    jitter_s: Floats  # (D, N)
    loss: Floats  # (D, N)
    patience_s: Floats  # (D, N) without a word for longer than this, a local track is over
    draw: Ints  # (R,)
    run_number: Keys  # (R,)


class Queue(NamedTuple):
    """Reports in flight."""

    count: Ints  # (R,)
    link: Ints  # (R, Q)
    slot: Ints  # (R, Q)
    number: Ints  # (R, Q)
    replies: Ints  # (R, Q, 3) civil, friendly, interrogations
    time_s: Floats  # (R, Q)
    arrival_s: Floats  # (R, Q)
    state: Floats  # (R, Q, 6) position and velocity, ECEF
    covariance: Floats  # (R, Q, 36) laid flat: copied often


class Line(NamedTuple):
    """The line before links of limited rate."""

    free_s: Floats  # (R, N) when the last report taken so far has left
    number: Ints  # (R, N, L) local track number last seen in a row
    sent_s: Floats  # (R, N, L) when the last report of it taken has left


class Mirrors(NamedTuple):
    """What came last over each link of every local track; rows as at the radar."""

    high: Ints  # (R, N) rows in use are below this
    number: Ints  # (R, N, L) 0 for none
    track: Ints  # (R, N, L) picture slot it feeds, -1 for none
    fresh: Ints  # (R, N, L) 1: heard of since the last share
    replies: Ints  # (R, N, L, 3)
    time_s: Floats  # (R, N, L)
    joined_s: Floats  # (R, N, L) when it joined its system track
    state: Floats  # (R, N, L, 6)
    covariance: Floats  # (R, N, L, 36)
    wide: Floats  # (R, N, L, 2) roots of the traces of its position and velocity blocks


class Systems(NamedTuple):
    """The system tracks: arrays of AirPicture, and what only the network needs."""

    high: Ints  # (R, C)
    following: Ints  # (R, C) last number given
    number: Ints  # (R, C, K)
    time_s: Floats  # (R, C, K)
    position: Floats  # (R, C, K, 3)
    velocity: Floats  # (R, C, K, 3)
    covariance: Floats  # (R, C, K, 36) the picture's (6, 6), laid flat
    first_s: Floats  # (R, C, K)
    civil: Ints  # (R, C, K)
    friendly: Ints  # (R, C, K)
    interrogations: Ints  # (R, C, K)
    member: Ints  # (R, C, K, S)
    member_time_s: Floats  # (R, C, K, S)
    state: Floats  # (R, C, K, 6) position and velocity once more, in one row
    wide: Floats  # (R, C, K, 2) as in Mirrors
    ended: Ints  # (R, C, K, 3) replies of local tracks that have ended
    expiry_s: Floats  # (R, C, K) dropped after this when no local track feeds it
    home: Ints  # (C, K, S) work: mirror row of each member in the run at hand
    members: Ints  # (C, K) work
    dirty: Ints  # (R, C, K) 1 where the last share had news


class Ring(NamedTuple):
    """Pictures of the last few cycles, for links that bring them to the radars later."""

    shared_s: Floats  # (P,)
    high: Ints  # (P, R, C)
    number: Ints  # (P, R, C, K)
    time_s: Floats  # (P, R, C, K)
    state: Floats  # (P, R, C, K, 6)


class Shown(NamedTuple):
    """What each cued radar has before it: arrays of Cues, and which cycle they are from."""

    shared_s: Floats  # (R, S)
    high: Ints  # (R, S)
    number: Ints  # (R, S, K)
    time_s: Floats  # (R, S, K)
    position: Floats  # (R, S, K, 3)
    velocity: Floats  # (R, S, K, 3)
