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
    mast_height_m: Floats  # (S,)
    effective_radius_m: float
    signal: Ints  # (S,) law of ``_signal_kernel``: what it receives
    loop_gain_db: Floats  # (D, S)
    gas_db_per_km: Floats  # (D, S)
    pfa: Floats  # (D, S)
    threshold: Floats  # (D, S) of the sum over the pulses, in units of noise
    pulses: Ints  # (S,)
    swerling: Ints  # (S,) of what it receives, whatever the object is; -1: that of the object
    wavelength_m: Floats  # (D, S)
    ground_reflection: Floats  # (D, S)
    notch_mps: Floats  # (D, S)
    clutter_db: Floats  # (D, S) minus infinity: none
    clutter_reach_m: Floats  # (D, S)
    elevation_beamwidth_rad: Floats  # (D, S)
    side_lobes_db: Floats  # (D, S)


class Timing(NamedTuple):
    """When each sensor looks where, and when its plots are handed on."""

    period_s: Floats  # (D, S)
    groups: Ints  # (S,) parts of a period whose plots are handed on together
    rotates: Bools  # (S,)
    drawn: Bools  # (S,) where it looks at time 0 differs from run to run
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
    ground_reflection: Floats  # (D, S)
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
    start_azimuth_rad: Floats  # (R, S) where a rotating antenna looks at time 0
    end_s: Floats  # (R, n)
    radar_end_s: Floats  # (R, S)


class Pointers(NamedTuple):
    """Cues, as ``messages.Cues``; a number below zero is a bearing."""

    number: Ints  # (R, S, slots)
    time_s: Floats
    position_ecef_m: Floats  # (R, S, slots, 3)
    velocity_ecef_mps: Floats
    half_width_rad: Floats  # (R, S, slots) of what a bearing may be off by
    guided: Bools  # (R, S, slots) rounds are on their way to it
    taken: Ints  # (R, S) dwells that guiding rounds home takes


class Kept(NamedTuple):
    """Looks of the visits in hand. Columns of ``look`` as in ``_visit_kernel``.

    A row of the first axis, K, is a draw for sensors that point alike in all runs, and a run for the others.
    """

    visit: Ints  # (K, S, V) its absolute number, -1 for none
    count: Ints  # (K, S, V)
    look: Floats  # (K, S, V, n, LOOK_COLUMNS)
    object: Ints  # (K, S, V, n)


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
    side_lobes: Floats  # (U, S, jammers) what is left of the side lobes towards each, of the middle of the beam
    noise: Floats  # (K, S, V, n, jammers)


class Rows(NamedTuple):
    """Plots as they are written, columns as in ``_plot_kernel``, and the cones a cued radar looks through."""

    offsets: Ints  # (R + 1,)
    real: Floats  # (REAL_COLUMNS, room)
    whole: Ints  # (WHOLE_COLUMNS, room)
    beams: Floats  # (tracks_max, BEAM_COLUMNS)
    taken: Ints  # (n,) looks of a visit that are part of another's echo


class Part(NamedTuple):
    """One part of one visit of one sensor in one run: whose plots are thrown now."""

    run: int  # row of the batch
    row: int  # of the draws that occur
    kept: int  # row in which its visit is kept
    draw: int
    radar: int
    visit: int
    part: int
    shelf: int  # where the visit's looks are kept
    end_s: float
    cones: int  # of a cued radar
