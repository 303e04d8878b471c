"""The arrays of ``track_plots``, bundled by what they are."""

from __future__ import annotations

from typing import NamedTuple

from gbad.tables import Bools, Floats, Ints


class Plots(NamedTuple):
    """Plots sorted by scan, east-north-up at the sensor."""

    x: Floats  # (n,)
    y: Floats
    z: Floats
    reach: Floats  # slant range
    rate: Floats  # range rate, nan where not measured
    scan: Ints  # (scans + 1,) first plot of each
    time_s: Floats  # (scans,)
    offset_s: Floats  # (n,) time of the plot less that of its scan
    variance: Floats  # (3,) range, azimuth, elevation; or of the axes
    rate_var: float  # nan where the sensor does not measure range rate
    polar: bool


class Tracks(NamedTuple):
    """Live tracks; rows are reused."""

    state: Floats  # (T, 6) straight model
    cov: Floats  # (T, 6, 6)
    turn_state: Floats  # (T, 7)
    turn_cov: Floats  # (T, 7, 7)
    weight: Floats  # (T, 2) probabilities of the models
    score: Floats  # (T,) log-likelihood ratio of a target against false plots
    number: Ints  # (T,) 0 for a free row
    hits: Ints  # (T,)
    misses: Ints  # (T,) scans in a row without a plot
    status: Ints  # (T,) 0 one plot, 1 young, 2 confirmed
    turning: Ints  # (T,) 1 where the turn model runs
    live: Ints  # (T,) rows in use, oldest first
    free: Ints  # (T,) stack of free rows
    plot: Ints  # (T,) plot taken in this scan, -1 for none


class Work(NamedTuple):
    """Work space; K plots in the largest scan."""

    cell: Ints  # (side * side + 1,)
    order: Ints  # (K,)
    taken: Bools  # (K,)
    row: Ints  # (T,)
    start: Ints  # (T + 1,)
    column: Ints  # (edges,)
    cost: Floats  # (edges,)
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
    leader: Ints  # (T,) of joint association, see _jpda_kernel
    following: Ints  # (T,)
    member: Ints  # (T,)
    choice: Ints  # (T,)
    first: Ints  # (K,)
    used: Bools  # (K,)
    asked: Floats  # (K,)
    share: Floats  # (edges,)
    message: Floats  # (edges,)
    trial_state: Floats  # (2, 7) a case of each model, see _mixture_kernel
    trial_cov: Floats  # (2, 7, 7)
    sum_state: Floats  # (2, 7)
    sum_cov: Floats  # (2, 7, 7)


class Table(NamedTuple):
    """Rows of the result as they are filled."""

    time_s: Floats  # (m,)
    track: Ints
    plot: Ints
    state: Floats  # (m, 6)
    cov: Floats  # (m, 6, 6)
    turn_probability: Floats  # (m,)
