"""The arrays of the tracker, bundled by what they are: handed to kernels as named tuples.

Axes: R runs, S radars, T track rows ((run, radar, slot) laid flat), n plots, D draws, K largest group.
"""

from __future__ import annotations

from typing import NamedTuple

from gbad.messages import Bytes
from gbad.tables import Bools, Floats, Ints

NO_TROUBLE, SLOTS_FULL = 0, 1


class Tracks(NamedTuple):
    """All local tracks of a batch."""

    state: Floats  # (T, 6) east, north, up at the antenna and their rates
    covariance: Floats  # (T, 6, 6)
    spread: Floats  # (T, 2) roots of the traces of the position and velocity blocks, for a first coarse gate
    drift: Floats  # (T, 4) what its kind does unasked: noise [m2/s3] and free fall [m/s2], of the state as it stands
    agility: Floats  # (T,) [m2/s3] noise that recent plots asked for, where it is more than that of its kind
    last_s: Floats  # (T,) time of the last plot, at which the state is valid
    first_s: Floats  # (T,)
    number: Ints  # (T,) 0 for a free row
    updates: Ints  # (T,) plots so far
    first_visit: Ints  # (T,)
    last_visit: Ints  # (T,)
    history: Ints  # (T,) bit k: a plot k visits before the last one
    confirmed: Ints  # (T,)
    replies: Ints  # (T, 3) civil, friendly, interrogations
    contested: Ints  # (T,) 1 where the first plot had several to go on to: one more is needed to confirm
    following: Ints  # (R, S) last number given
    high: Ints  # (R, S) slots in use are below this


class Plots(NamedTuple):
    """Columns of Detections that the tracker reads."""

    offsets: Ints  # (R + 1,)
    radar: Ints
    visit: Ints
    group: Ints
    time_s: Floats
    available_s: Floats
    slant_range_m: Floats
    azimuth_rad: Floats
    elevation_rad: Floats
    range_rate_mps: Floats
    range_std_m: Floats
    azimuth_std_rad: Floats
    elevation_std_rad: Floats
    iff_reply: Bytes
    interrogated: Bytes


class Sites(NamedTuple):
    """What a tracker knows of its radars."""

    draw: Ints  # (R,)
    period_s: Floats  # (D, S)
    rate_std: Floats  # (D, S) nan where range rate is not measured
    rotation: Floats  # (S, 3, 3) ECEF to east-north-up
    antenna: Floats  # (S, 3) ECEF
    frame: Floats  # (S, 7) Earth's centre and spin seen from the antenna, antenna height
    cued: Bools  # (S,)
    passive: Bools  # (S,) measures no range: its plots start no tracks


class Scan(NamedTuple):
    """One group of plots in the antenna's frame, and the work space of its association."""

    x: Floats  # (K,) east
    y: Floats  # (K,) north
    z: Floats  # (K,) up
    reach: Floats  # (K,) slant range
    variance: Floats  # (K, 3) range, azimuth, elevation
    time_s: Floats  # (K,)
    bound: Floats  # (K,) squared distance that the plot's own error may add to a gate
    apart: Floats  # (K,) work: squared distance from a track less ``bound``
    rate: Floats  # (K,)
    free: Bools  # (K,) not yet given to a track
    live: Ints  # (3, slots) live track rows by stage
    alive: Ints  # (3,) how many
    row: Ints  # (slots,) track rows of this stage with a plot in the gate
    crowd: Ints  # (slots,) plots near its gate, taken ones too
    start: Ints  # (slots + 1,) first edge of each
    column_of: Ints  # (slots,)
    row_price: Floats  # (slots,)
    row_of: Ints  # (K,)
    column_price: Floats  # (K,)
    length: Floats  # (K,)
    before: Ints  # (K,)
    seen: Ints  # (K,)
    stamp: Ints  # (K,)
    taker: Ints  # (slots,) track rows that took a plot
    taken: Ints  # (slots,) and which
    column: Ints  # (slots * K,) plot of each edge
    cost: Floats  # (slots * K,) and its price
    off: Floats  # (slots * K,) and its squared normalised distance, without range rate
    shift: Floats  # (6,) work of the filter
    gain: Floats  # (6,) work of the filter


class Reports(NamedTuple):
    """Columns of TrackReports as they are filled."""

    whole: Ints  # (11, n) run, radar, number, slot, visit, group, civil, friendly, interrogations, updates, detection
    time_s: Floats  # (3, n) validity, available, first
    position: Floats  # (n, 3)
    velocity: Floats  # (n, 3)
    covariance: Floats  # (n, 6, 6)
