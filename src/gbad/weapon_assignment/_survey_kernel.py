"""What the survey of options is handed, and what it notes on the way, as named tuples."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Rules(NamedTuple):
    """What a command goes by."""

    offer_pending: bool
    reassessment_s: Floats  # (D, commands)
    fresh_s: Floats  # (D, commands, radars)  [s] age up to which a report counts as new
    remote: Ints  # (commands,)  tables.REMOTE_RULES
    basket_m: float  # what a seeker searches around the track
    antenna: Floats  # (radars, 3)
    range_bias: Floats  # (D, radars)  standard deviations of constant errors [m, rad, rad]
    turn_bias: Floats  # (D, radars)
    tilt_bias: Floats  # (D, radars)
    seeker_range_m: Floats  # (D, types)


class Seen(NamedTuple):
    """The picture."""

    number: Ints
    time_s: Floats
    position: Floats
    velocity: Floats
    covariance: Floats
    member: Ints
    member_time_s: Floats


class Ranked(NamedTuple):
    """The picture's threats."""

    permitted: Bools
    priority: Floats
    time_to_impact_s: Floats
    ballistic: Bools


class Ordered(NamedTuple):
    """The ledger."""

    ordered: Bools
    command: Ints
    track: Ints
    report_s: Floats
    reported_kill: Bools
    launcher_free_s: Floats


class Written(NamedTuple):
    """What the survey fills."""

    gate: np.ndarray
    channels: Ints
    whole: Ints
    real: Floats


class Scratch(NamedTuple):
    """What is counted anew for every run, and for every track."""

    ready: Ints  # (batteries, types)  rounds in their tubes
    free_s: Floats  # (batteries, types)  [s] earliest launcher; inf for a type that a battery never had
    engaging: Bools  # (batteries,)  it has rounds on their way to the track at hand


class Track(NamedTuple):
    """One track of one command of one run, as it is now."""

    run: int
    draw: int
    command: int
    slot: int
    number: int
    in_flight: int  # rounds on their way to it
    fired: int  # rounds already reported at it
    fresh: bool  # somebody has just seen it
    place: tuple[float, float, float]  # ECEF [m]
    velocity: tuple[float, float, float]  # ECEF [m/s]
    ballistic: bool
