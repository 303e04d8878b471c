"""The arrays of sensing, bundled by what they are used for: handed to kernels as named tuples.

Axes: R runs, U draws that occur in the batch, D draws of the tables, S sensors, n objects, V visits kept, G groups.
Fields that are columns of ``RadarTable`` or ``ObjectTable`` bear their names; units stand there.
"""

from __future__ import annotations

from typing import NamedTuple

from gbad.tables._bundles_kernel import Bools, Floats, Ints, Keys


class Strength(NamedTuple):
    """How strong a signal arrives at each sensor, and from which strength on it is a detection."""

    antenna_height_m: Floats  # (S,)
    effective_radius_m: float
    signal: Ints  # (S,) law of ``_signal_kernel``: what it receives
    loop_gain_db: Floats  # (D, S)
    gas_db_per_km: Floats  # (D, S)
    pfa: Floats  # (D, S)
    threshold: Floats  # (D, S) of the sum over the pulses, in units of noise
    pulses: Ints  # (S,)
    notch_mps: Floats  # (D, S)


class Timing(NamedTuple):
    """When each sensor looks where, and when its plots are handed on."""

    period_s: Floats  # (D, S)
    groups: Ints  # (S,) parts of a period whose plots are handed on together
    rotates: Bools  # (S,)
    start_azimuth_rad: Floats  # (S,)
    silent_s: Floats  # (D, S, k, 2)
    processing_delay_s: Floats  # (D, S)
    cued: Bools  # (S,)
    tracks_max: Ints  # (S,)
    dwells_per_period: Floats  # (D, S)


class Measures(NamedTuple):
    """What each sensor puts on a plot, and how well it measures that."""

    key: Keys  # (S,)
    ranging: Bools  # (S,) it measures range and range rate, not bearings alone
    range_resolution_m: Floats  # (D, S)
    azimuth_beamwidth_rad: Floats  # (D, S)
    elevation_beamwidth_rad: Floats  # (D, S)
    range_rate_std_mps: Floats  # (D, S)
    error_floor_fraction: Floats  # (D, S)
    false_alarms_per_visit: Floats  # (D, S)
    interrogates_iff: Bools  # (S,)
    iff_reply_probability: Floats  # (D, S)


class Targets(NamedTuple):
    """What objects send back, or send."""

    key: Keys  # (n,)
    rcs_dbsm: Floats  # (D, n)
    rcs_form: Ints  # (n,)
    rcs_by_aspect_dbsm: Floats  # (D, S, forms, 37)
    source_db: Floats  # (D, S, n)
    swerling: Ints  # (n,)
    transponder: Ints  # (n,)
    iff_failure_probability: Floats  # (D, n)


class Runs(NamedTuple):
    """The runs of a batch, and how long what is in them lasts."""

    seed: int
    number: Ints  # (R,) absolute; dice depend on it
    row: Ints  # (R,) row of ``draw`` that each run uses
    draw: Ints  # (U,) draws that occur
    end_s: Floats  # (R, n)
    radar_end_s: Floats  # (R, S)


class Pointers(NamedTuple):
    """Cues, as ``messages.Cues``; a number below zero is a bearing."""

    number: Ints  # (R, S, slots)
    time_s: Floats
    position_ecef_m: Floats  # (R, S, slots, 3)
    velocity_ecef_mps: Floats


class Kept(NamedTuple):
    """Looks of the visits in hand; nothing that a run could change. Columns of ``look`` as in ``_visit_kernel``."""

    visit: Ints  # (U, S, V) its absolute number, -1 for none
    count: Ints  # (U, S, V)
    look: Floats  # (U, S, V, n, LOOK_COLUMNS)
    object: Ints  # (U, S, V, n)


class Plan(NamedTuple):
    """Groups of a window in order of their ends."""

    count: Ints  # (U,)
    radar: Ints  # (U, G)
    group: Ints  # (U, G)
    end_s: Floats  # (U, G)


class Jamming(NamedTuple):
    """The jammers of a batch, and the noise of the visits in hand."""

    row: Ints  # (jammers,) rows of the object table
    at_one_metre: Floats  # (U, S, jammers) J / N in the middle of the beam from 1 m; 0 outside the band
    side_lobes: Floats  # (U, S) ratio of the side lobes to the middle of the beam
    noise: Floats  # (U, S, V, n, jammers)


class Rows(NamedTuple):
    """Plots as they are written, columns as in ``_plot_kernel``, and the cones a cued radar looks through."""

    offsets: Ints  # (R + 1,)
    real: Floats  # (REAL_COLUMNS, room)
    whole: Ints  # (WHOLE_COLUMNS, room)
    beams: Floats  # (tracks_max, BEAM_COLUMNS)


class Part(NamedTuple):
    """One part of one visit of one sensor in one run: whose plots are thrown now."""

    run: int  # row of the batch
    row: int  # of the draws that occur
    draw: int
    radar: int
    visit: int
    part: int
    shelf: int  # where the visit's looks are kept
    end_s: float
    cones: int  # of a cued radar
